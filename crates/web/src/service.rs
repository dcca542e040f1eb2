//! What every handler shares.

use std::{hash::RandomState, sync::Arc, time::Duration};

use comptoir_analysis::{LiveCube, Sales};
use comptoir_store::{Book, Cause, Database, StoreError, Value};
use comptoir_words::Currency;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::{
    access::Access,
    clock,
    drafts::Drafts,
    health::Health,
    jobs::Jobs,
    lanes::{Lane, Lanes, Load},
    notifications::{Listener, News},
    problem::Problem,
    response_cache::Answers,
};

/// How many requests ask the database at once; each takes a thread.
const ASKING: usize = 64;

/// How many files are read at once: one that is imported, and one that is looked at meanwhile. Each may take a
/// hundred MiB.
const READING: usize = 2;

/// How long the next file waits for its turn.
const READING_TIME: Duration = Duration::from_mins(1);

/// How many forecasts and trials of models are computed at once; each may take some tens of MiB and a core.
const MAKING: usize = 4;

/// How many files may be on their way at once.
const SENDING: usize = 32;

/// How long the next one waits for its turn.
const TURN_TIME: Duration = Duration::from_secs(5);

/// The Script Service's state: the database it asks, what it may do, and what it is doing.
#[derive(Clone)]
pub struct Service {
    database: Arc<dyn Database>,
    cube: Arc<LiveCube>,
    private_urls_allowed: bool,
    access: Arc<Access>,
    drafts: Arc<Drafts>,
    jobs: Arc<Jobs>,
    news: Arc<News>,
    tag_hasher: RandomState,
    answers: Arc<Answers>,
    sources: Arc<Sources>,
    asking: Arc<Semaphore>,
    reading: Arc<Semaphore>,
    making: Arc<Semaphore>,
    sending: Arc<Semaphore>,
    lanes: Lanes,
    health: Arc<Health>,
}

/// The addresses that the service imports by itself.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    pub(crate) urls: Vec<String>,
    /// How long after one import the next begins; `None` where there is none but the first.
    pub(crate) every: Option<Duration>,
}

impl Service {
    /// A service on that database. Imports by URL over the API may reach private networks only when allowed.
    pub fn new(database: Arc<dyn Database>, private_urls_allowed: bool) -> Self {
        Self {
            database,
            cube: Arc::default(),
            private_urls_allowed,
            access: Arc::default(),
            drafts: Arc::default(),
            jobs: Arc::default(),
            news: Arc::default(),
            tag_hasher: RandomState::new(),
            answers: Arc::default(),
            sources: Arc::default(),
            asking: Arc::new(Semaphore::new(ASKING)),
            reading: Arc::new(Semaphore::new(READING)),
            making: Arc::new(Semaphore::new(MAKING)),
            sending: Arc::new(Semaphore::new(SENDING)),
            lanes: Lanes::default(),
            health: Arc::default(),
        }
    }

    /// The same for those who may use it; by default all who ask by a name of this machine.
    #[must_use]
    pub fn with_access(self, access: Access) -> Self {
        Self { access: Arc::new(access), ..self }
    }

    pub(crate) fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Makes the cube before anybody asks, in the background.
    pub fn warm(&self) {
        let (database, cube) = (Arc::clone(&self.database), Arc::clone(&self.cube));
        // Database errors are reported to the caller.
        std::thread::spawn(move || cube.sales(database.as_ref()).map(|_| ()));
    }

    /// Hashes what tags are made of, with a key of this process.
    pub(crate) fn tag_hasher(&self) -> &RandomState {
        &self.tag_hasher
    }

    pub(crate) fn access(&self) -> &Access {
        &self.access
    }

    /// The same, for which these sources are imported at the start, and then so long after each import.
    #[must_use]
    pub fn with_sources(self, urls: &[String], every: Option<Duration>) -> Self {
        Self { sources: Arc::new(Sources { urls: urls.to_vec(), every }), ..self }
    }

    pub(crate) fn sources(&self) -> Arc<Sources> {
        Arc::clone(&self.sources)
    }

    /// Ends the answers that would go on for ever: the program is about to stop.
    pub fn close(&self) {
        self.news.close();
    }

    pub(crate) fn drafts(&self) -> &Arc<Drafts> {
        &self.drafts
    }

    pub(crate) fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    pub(crate) fn news(&self) -> &Arc<News> {
        &self.news
    }

    /// Listens to what happens from now on.
    pub(crate) fn listen(&self) -> Listener {
        self.news.listen(&self.database)
    }

    pub(crate) fn private_urls_allowed(&self) -> bool {
        self.private_urls_allowed
    }

    /// Whether the database answers: the version of the data.
    pub(crate) async fn health(&self) -> Result<i64, Problem> {
        self.health.ask(&self.database).await
    }

    /// The database, for answers that ask while they are written.
    pub(crate) fn database(&self) -> Arc<dyn Database> {
        Arc::clone(&self.database)
    }

    /// Waits for the memory that a large answer takes.
    pub(crate) async fn lane(&self, load: Load) -> Result<Lane, Problem> {
        self.lanes.enter(load).await
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let turn = timeout(TURN_TIME, Arc::clone(&self.asking).acquire_owned()).await;
        let refused = || StoreError::Overloaded { reason: Cause::ManyRequests };
        turn.ok().and_then(Result::ok).ok_or_else(|| refused().into())
    }

    /// Waits for room for a file that is being sent.
    pub(crate) async fn sending(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let turn = timeout(TURN_TIME, Arc::clone(&self.sending).acquire_owned()).await;
        let refused = || StoreError::Overloaded { reason: Cause::ManySent };
        turn.ok().and_then(Result::ok).ok_or_else(|| refused().into())
    }

    /// Asks the database, on a thread that may block.
    pub(crate) async fn ask<T, E>(
        &self,
        work: impl FnOnce(&dyn Database) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Into<Problem> + Send + 'static,
    {
        let (database, turn) = (Arc::clone(&self.database), self.turn().await?);
        blocking(move || {
            let _turn = turn;
            work(database.as_ref())
        })
        .await
    }

    /// Asks the sales as they are now, on a thread that may block.
    pub(crate) async fn ask_sales<T, E>(
        &self,
        work: impl FnOnce(&Sales<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Into<Problem> + Send + 'static,
    {
        let (database, cube) = (Arc::clone(&self.database), Arc::clone(&self.cube));
        let turn = self.turn().await?;
        blocking(move || {
            let _turn = turn;
            let sales = cube.sales(database.as_ref()).map_err(Problem::from)?.seen_on(Some(clock::today()));
            work(&sales).map_err(E::into)
        })
        .await
    }

    /// Computes much from the sales, as forecasts are: few at once, the others wait for their turn.
    pub(crate) async fn forecast<T, E>(
        &self,
        work: impl FnOnce(&Sales<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Into<Problem> + Send + 'static,
    {
        let turn = timeout(READING_TIME, Arc::clone(&self.making).acquire_owned()).await;
        let refused = || StoreError::Overloaded { reason: Cause::ManyRequests };
        let turn = turn.ok().and_then(Result::ok).ok_or_else(|| Problem::from(refused()))?;
        self.ask_sales(move |sales| {
            // Kept until it is done, whether or not somebody still waits for it.
            let _turn = turn;
            work(sales)
        })
        .await
    }

    /// The currency of the amounts kept.
    pub(crate) async fn currency(&self) -> Result<Currency, Problem> {
        self.ask(|database| currency_of(database)).await
    }

    /// Asks and fills the records, as imports do, on a thread that may block.
    pub(crate) async fn keep<T, E>(
        &self,
        work: impl FnOnce(&Book) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Into<Problem> + Send + 'static,
    {
        let book = Book::new(Arc::clone(&self.database));
        let turn = timeout(READING_TIME, Arc::clone(&self.reading).acquire_owned()).await;
        let refused = || StoreError::Overloaded { reason: Cause::ManyRead };
        let turn = turn.ok().and_then(Result::ok).ok_or_else(|| Problem::from(refused()))?;
        blocking(move || {
            let _turn = turn;
            work(&book)
        })
        .await
    }
}

/// The currency of the amounts that a database keeps; the euro while it keeps none.
///
/// # Errors
/// What the database says.
pub fn currency_of(database: &dyn Database) -> Result<Currency, StoreError> {
    let found = database.query("select value from settings where name = 'currency'", &[])?;
    let code = found.single().and_then(Value::as_text);
    Ok(code.and_then(Currency::from_code).unwrap_or_default())
}

/// The decimals that amounts of a currency have.
pub fn decimals_of(currency: Currency) -> i32 {
    i32::try_from(currency.decimals()).unwrap_or_default()
}

async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, Problem>
where
    T: Send + 'static,
    E: Into<Problem> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(answer) => answer.map_err(Into::into),
        Err(stopped) => Err(Problem::unexpected(&stopped)),
    }
}
