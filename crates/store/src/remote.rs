//! The remote side: the same questions, sent to a Database Service.

use std::time::Duration;

use crate::{
    Database, Outcome, Rows, Statement, StoreError, Value,
    embedded::READ_TIME,
    hrana::{
        Batch, BatchCond, BatchResult, BatchStep, PIPELINE_PATH, PipelineRequest, PipelineResponse,
        READ_ONLY_HEADER, Stmt, StreamRequest, StreamResponse, StreamResult, WireError, WireValue,
    },
};

/// How long an answer may take; a large import is one request.
const ANSWER_TIME: Duration = Duration::from_mins(10);

/// The largest answer that is read.
const ANSWER_LIMIT: u64 = 1 << 30;

/// A Database Service somewhere else.
pub struct Remote {
    url: String,
    token: Option<String>,
    agent: ureq::Agent,
}

impl Remote {
    /// The service at `url` (`http://host:port`), asked with that bearer token.
    pub fn new(url: &str, token: Option<String>) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(ANSWER_TIME))
            .timeout_connect(Some(Duration::from_secs(10)))
            .proxy(None)
            .max_redirects(0)
            .http_status_as_error(false)
            .build();
        Self { url: url.trim_end_matches('/').to_owned(), token, agent: config.into() }
    }

    /// Whether the service says that it is ready.
    ///
    /// # Errors
    /// When it does not answer, or answers that it is not.
    pub fn health(&self) -> Result<(), StoreError> {
        let request = self.agent.get(format!("{}/health", self.url));
        let request = request.config().timeout_global(Some(Duration::from_secs(5))).build();
        let mut response = request.call().map_err(|error| self.unreachable(&error))?;
        if response.status().is_success() {
            return Ok(());
        }
        let message = response.body_mut().read_to_string().unwrap_or_default();
        Err(StoreError::Refused { url: self.url.clone(), status: response.status().as_u16(), message })
    }

    fn send(&self, request: StreamRequest, read_only: bool) -> Result<StreamResponse, StoreError> {
        let pipeline = PipelineRequest { baton: None, requests: vec![request, StreamRequest::Close] };
        let mut post = self.agent.post(format!("{}{PIPELINE_PATH}", self.url));
        if let Some(token) = &self.token {
            post = post.header("authorization", format!("Bearer {token}"));
        }
        if read_only {
            post = post.header(READ_ONLY_HEADER, "1");
        }
        let mut response = post.send_json(&pipeline).map_err(|error| self.unreachable(&error))?;
        let status = response.status();
        let text = response.body_mut().with_config().limit(ANSWER_LIMIT).read_to_string();
        let text = text.map_err(|error| self.unreachable(&error))?;
        if !status.is_success() {
            let message = serde_json::from_str::<WireError>(&text).map_or(text, |error| error.message);
            return Err(StoreError::Refused { url: self.url.clone(), status: status.as_u16(), message });
        }
        let answer: PipelineResponse =
            serde_json::from_str(&text).map_err(|error| self.protocol(error.to_string()))?;
        match answer.results.into_iter().next() {
            Some(StreamResult::Ok { response }) => Ok(response),
            Some(StreamResult::Error { error }) => Err(store_error(error)),
            None => Err(self.protocol("no result")),
        }
    }

    fn unreachable(&self, error: &ureq::Error) -> StoreError {
        StoreError::Unreachable { url: self.url.clone(), reason: error.to_string() }
    }

    fn protocol(&self, reason: impl Into<String>) -> StoreError {
        StoreError::Protocol { url: self.url.clone(), reason: reason.into() }
    }
}

impl Database for Remote {
    fn query_up_to(&self, sql: &str, args: &[Value], limit: usize) -> Result<Rows, StoreError> {
        match self.send(StreamRequest::Execute { stmt: stmt(sql, args) }, true)? {
            StreamResponse::Execute { result } if result.rows.len() > limit => {
                Err(StoreError::TooManyRows { limit })
            }
            StreamResponse::Execute { result } => {
                Ok(Outcome::try_from(result).map_err(|reason| self.protocol(reason))?.rows)
            }
            _ => Err(self.protocol("not the answer to an execute")),
        }
    }

    fn write(&self, statements: &[Statement]) -> Result<Vec<Outcome>, StoreError> {
        let batch = transaction(statements);
        let StreamResponse::Batch { result } = self.send(StreamRequest::Batch { batch }, false)? else {
            return Err(self.protocol("not the answer to a batch"));
        };
        outcomes(result, statements.len()).map_err(|reason| self.protocol(reason))?
    }

    fn address(&self) -> String {
        self.url.clone()
    }
}

/// The statements as one transaction: each step after the one before went well, a rollback when one did not.
fn transaction(statements: &[Statement]) -> Batch {
    let plain = |sql: &str| stmt(sql, &[]);
    let mut steps = vec![BatchStep { condition: None, stmt: plain("begin immediate") }];
    for statement in statements {
        let before = steps.len() - 1;
        let stmt = stmt(&statement.sql, &statement.args);
        steps.push(BatchStep { condition: Some(BatchCond::Ok { step: before }), stmt });
    }
    let last = steps.len() - 1;
    steps.push(BatchStep { condition: Some(BatchCond::Ok { step: last }), stmt: plain("commit") });
    let uncommitted = BatchCond::Not { cond: Box::new(BatchCond::IsAutocommit) };
    steps.push(BatchStep { condition: Some(uncommitted), stmt: plain("rollback") });
    Batch { steps }
}

/// What the statements between `begin` and `commit` did; the outer error is one of the protocol.
fn outcomes(result: BatchResult, count: usize) -> Result<Result<Vec<Outcome>, StoreError>, String> {
    if let Some(error) = result.step_errors.into_iter().flatten().next() {
        return Ok(Err(store_error(error)));
    }
    let done: Vec<_> = result.step_results.into_iter().skip(1).take(count).flatten().collect();
    if done.len() != count {
        return Err("steps are missing from the answer to a batch".into());
    }
    Ok(Ok(done.into_iter().map(Outcome::try_from).collect::<Result<_, _>>()?))
}

fn stmt(sql: &str, args: &[Value]) -> Stmt {
    let args = args.iter().map(WireValue::from).collect();
    Stmt { sql: sql.to_owned(), args, named_args: vec![], want_rows: true }
}

fn store_error(error: WireError) -> StoreError {
    match error.code.as_deref() {
        Some("SQLITE_BUSY") => StoreError::Busy,
        Some("SQLITE_READONLY") => StoreError::ReadOnly,
        Some("SQLITE_INTERRUPT") => StoreError::TooSlow { seconds: READ_TIME.as_secs() },
        code => {
            StoreError::Sql { sqlite_code: code.unwrap_or("SQLITE_ERROR").to_owned(), message: error.message }
        }
    }
}
