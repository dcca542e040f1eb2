//! A cube that follows its database.

use std::sync::Arc;

use comptoir_store::Database;
use parking_lot::{Mutex, RwLock};

use crate::{AnalysisError, Cube, Followed, Sales};

/// The cube of the sales as they are now, made when it is first asked for.
///
/// An answer is never older than its question. All callers wait for the first cube; during a refresh, the caller that
/// asked first waits for it, and the others are answered by the database meanwhile, more slowly but at once.
#[derive(Debug, Default)]
pub struct LiveCube {
    state: RwLock<State>,
    /// Held by the caller that brings the cube up to date.
    at_work: Mutex<()>,
}

#[derive(Clone, Debug, Default)]
enum State {
    #[default]
    Unknown,
    Ready(Arc<Cube>),
    /// The data of this version fit no cube.
    Unfit(i64),
}

impl LiveCube {
    /// The sales as they are now.
    ///
    /// # Errors
    /// What the database says.
    pub fn sales<'a>(&self, database: &'a dyn Database) -> Result<Sales<'a>, AnalysisError> {
        let version = database.data_version()?;
        if let Some(sales) = self.state_of(version, database) {
            return sales;
        }
        // Before there is any cube, it is there sooner than the database would have answered from all its rows.
        let is_first = matches!(&*self.state.read(), State::Unknown);
        let at_work = if is_first { Some(self.at_work.lock()) } else { self.at_work.try_lock() };
        let Some(_at_work) = at_work else { return Sales::of(database) };
        // Somebody may have brought it up to date since it was looked at.
        if let Some(sales) = self.state_of(version, database) {
            return sales;
        }
        let state = self.moved(version, database)?;
        *self.state.write() = state.clone();
        match state {
            State::Ready(cube) => Ok(Sales::of_cube(database, cube)),
            State::Unknown | State::Unfit(_) => Sales::of(database),
        }
    }

    /// The sales, where it is known how this version of the data is answered.
    fn state_of<'a>(
        &self,
        version: i64,
        database: &'a dyn Database,
    ) -> Option<Result<Sales<'a>, AnalysisError>> {
        match &*self.state.read() {
            State::Ready(cube) if cube.data_version() == version => {
                Some(Ok(Sales::of_cube(database, Arc::clone(cube))))
            }
            State::Unfit(unfit) if *unfit == version => Some(Sales::of(database)),
            _ => None,
        }
    }

    fn moved(&self, version: i64, database: &dyn Database) -> Result<State, AnalysisError> {
        let before = self.state.read().clone();
        let cube = match before {
            State::Ready(cube) => match cube.follow(database)? {
                Followed::Same => return Ok(State::Ready(cube)),
                Followed::Moved(cube) => Some(*cube),
                Followed::Unfit => None,
            },
            State::Unknown | State::Unfit(_) => Cube::read(database)?,
        };
        Ok(cube.map_or(State::Unfit(version), |cube| State::Ready(Arc::new(cube))))
    }
}
