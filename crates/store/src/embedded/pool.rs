//! Connections that wait for their next user.

use parking_lot::Mutex;
use rusqlite::Connection;

use super::Deadline;

/// How many idle connections are kept; more are closed.
const MOST_IDLE: usize = 8;

/// Open connections that nobody uses.
#[derive(Default)]
pub(super) struct Pool {
    idle: Mutex<Vec<Connection>>,
}

impl Pool {
    pub(super) fn take(&self) -> Option<Connection> {
        self.idle.lock().pop()
    }

    /// Takes a connection back; one that its user has left in a transaction or with temporary tables is closed,
    /// which undoes both. One that only reads has no such tables.
    pub(super) fn give_back(&self, mut connection: Connection, only_reads: bool) {
        Deadline::forget(&mut connection);
        if !connection.is_autocommit() || !(only_reads || is_clean(&connection)) {
            return;
        }
        let mut idle = self.idle.lock();
        if idle.len() < MOST_IDLE {
            idle.push(connection);
        }
    }

    /// Closes all of them.
    pub(super) fn empty(&self) {
        self.idle.lock().clear();
    }
}

fn is_clean(connection: &Connection) -> bool {
    let temporary = "select exists (select 1 from temp.sqlite_schema)";
    connection
        .prepare_cached(temporary)
        .and_then(|mut statement| statement.query_row([], |row| row.get::<_, bool>(0)))
        .is_ok_and(|any| !any)
}
