//! The remote side: the same questions, sent to a Database Service.

mod arrow_stream;
mod liveness;
mod slots;

use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
    sync::Arc,
    time::Duration,
};

use arrow_ipc::reader::StreamReader;
use arrow_stream::ArrowStream;
use liveness::{Liveness, Watch};
use serde::Serialize;
use slots::{Slot, Slots};
use ureq::{
    Agent, Body,
    http::{Response, StatusCode},
    tls::{Certificate, PemItem, RootCerts, TlsConfig},
    unversioned::{
        multipart::{Form, Part},
        resolver::DefaultResolver,
        transport::{Connector, RustlsConnector, TcpConnector},
    },
};

use crate::{
    Cause, Credentials, Database, Draft, Fault, Limits, Load, Loaded, Outcome, Record, Rows, SpooledRejects,
    Statement, StoreError, Take, Undone, Value, cause,
    hrana::{
        Batch, BatchCond, BatchResult, BatchStep, CursorEntry, CursorRequest, CursorResponse,
        PipelineRequest, PipelineResponse, READ_ONLY_HEADER, Stmt, StmtResult, StreamRequest, StreamResponse,
        StreamResult, WireError, WireValue, WireValueError,
    },
    record::{RecordAnswer, RecordRequest},
    server::LEDGER_PART,
    soundness,
};

/// How long an answer may take in all; a large import is one request.
const ANSWER_TIME: Duration = Duration::from_hours(1);

/// How long the answer to a statement may not begin, or pause: longer than a statement may take.
const STATEMENT_PAUSE: Duration = Duration::from_secs(90);

/// How long a connection may take.
const CONNECT_TIME: Duration = Duration::from_secs(3);

/// How long the service may not take any bytes of a request.
const SEND_PAUSE: Duration = Duration::from_secs(30);

/// How often a service that is overloaded is asked again.
const ATTEMPTS: u32 = 5;

/// A Database Service somewhere else.
pub struct Remote {
    url: String,
    token: Option<String>,
    /// Asks statements, whose answers have to begin in time.
    agent: Agent,
    /// Asks for what takes as long as the data are large.
    long: Agent,
    liveness: Arc<Liveness>,
    slots: Slots,
}

impl Remote {
    /// The service at `url` (`http://host:port`).
    ///
    /// # Errors
    /// When the certificates to trust hold none.
    pub fn new(url: &str, credentials: &Credentials) -> Result<Self, StoreError> {
        let tls = credentials.authorities.as_deref().map_or_else(|| Ok(TlsConfig::default()), trusting)?;
        let config = || {
            Agent::config_builder()
                .timeout_global(Some(ANSWER_TIME))
                .timeout_connect(Some(CONNECT_TIME))
                .timeout_per_write(Some(SEND_PAUSE))
                .proxy(None)
                .max_redirects(0)
                .http_status_as_error(false)
                .tls_config(tls.clone())
        };
        let url = url.trim_end_matches('/').to_owned();
        let liveness = Liveness::new(&url, config().build().into());
        let watched = |config| {
            // Under the encryption: what watches sees bytes, not messages.
            let connector = ().chain(TcpConnector::default()).chain(Watch(Arc::clone(&liveness)));
            let connector = connector.chain(RustlsConnector::default());
            Agent::with_parts(config, connector, DefaultResolver::default())
        };
        let agent = watched(config().timeout_per_read(Some(STATEMENT_PAUSE)).build());
        let long = watched(config().build());
        let token = credentials.token.clone();
        Ok(Self { url, token, agent, long, liveness, slots: Slots::default() })
    }

    /// Waits for a slot among the requests that run.
    fn slot(&self) -> Result<Slot<'_>, StoreError> {
        let refused = || StoreError::Overloaded { reason: Cause::ManyWaiting };
        let slot = self.slots.take(|| !self.liveness.is_silent());
        if self.liveness.is_silent() { Err(self.silent()) } else { slot.ok_or_else(refused) }
    }

    /// The service has stopped answering.
    fn silent(&self) -> StoreError {
        StoreError::Unreachable { url: self.url.clone(), reason: Cause::Silent }
    }

    /// Whether the service says that it is ready.
    ///
    /// # Errors
    /// When it does not answer, or answers that it is not.
    pub fn health(&self) -> Result<(), StoreError> {
        let request = self.agent.get(format!("{}/health", self.url));
        let request = request.config().timeout_global(Some(Duration::from_secs(5))).build();
        self.accepted(request.call()).map(|_| ())
    }

    /// Posts a JSON document; asks again when the service is overloaded, which it says before it does anything.
    fn post(
        &self,
        path: &str,
        document: &impl Serialize,
        headers: &[(&str, &str)],
    ) -> Result<Response<Body>, StoreError> {
        let mut attempt = 1;
        loop {
            if self.liveness.is_silent() {
                return Err(self.silent());
            }
            let mut post = self.agent.post(format!("{}{path}", self.url));
            for (name, value) in headers {
                post = post.header(*name, *value);
            }
            if let Some(token) = &self.token {
                post = post.header("authorization", format!("Bearer {token}"));
            }
            match self.accepted(post.send_json(document)) {
                Err(StoreError::Overloaded { .. }) if attempt < ATTEMPTS => {
                    std::thread::sleep(Duration::from_millis(200) * 2u32.pow(attempt));
                    attempt += 1;
                }
                answer => return answer,
            }
        }
    }

    /// An answer that is what was asked for, or why it is not.
    fn accepted(&self, answer: Result<Response<Body>, ureq::Error>) -> Result<Response<Body>, StoreError> {
        let mut response = answer.map_err(|error| self.unreachable(&error))?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let text = response.body_mut().read_to_string().unwrap_or_default();
        let refused = |message: String| StoreError::Refused {
            url: self.url.clone(),
            status: status.as_u16(),
            message: message.into(),
        };
        match serde_json::from_str::<WireError>(&text) {
            Ok(error) if error.code.as_deref() == Some("OVERLOADED") => Err(StoreError::Overloaded {
                reason: error.facts.get("reason").unwrap_or(&error.message).as_str().into(),
            }),
            // Errors of SQLite keep their own words; the rest is about this service.
            Ok(error) if error.is_of_the_store() => Err(error.into()),
            Ok(error) => Err(refused(error.message)),
            Err(_) => Err(refused(text)),
        }
    }

    /// Sends one request of a pipeline.
    fn ask(&self, request: StreamRequest) -> Result<StreamResponse, StoreError> {
        let _slot = self.slot()?;
        let pipeline = PipelineRequest { baton: None, requests: vec![request, StreamRequest::Close] };
        let mut response = self.post("/v3/pipeline", &pipeline, &[])?;
        let answer = serde_json::from_reader(response.body_mut().with_config().limit(u64::MAX).reader());
        let answer: PipelineResponse = answer.map_err(|error| self.protocol(error.to_string()))?;
        match answer.results.into_iter().next() {
            Some(StreamResult::Ok { response }) => Ok(response),
            Some(StreamResult::Error { error }) => Err(error.into()),
            None => Err(self.protocol("no result")),
        }
    }

    /// Downloads what is at `path` into a file that appears only when it is complete.
    fn download(&self, path: &str, target: &Path) -> Result<(), StoreError> {
        let failed = |source| StoreError::File { path: target.to_owned(), source };
        let mut get = self.long.get(format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            get = get.header("authorization", format!("Bearer {token}"));
        }
        let mut response = self.accepted(get.call())?;
        let draft = Draft::beside(target).map_err(failed)?;
        let mut file = tempfile::Builder::new()
            .prefix("download")
            .rand_bytes(0)
            .tempfile_in(draft.path(""))
            .map_err(failed)?;
        let mut body = response.body_mut().with_config().limit(u64::MAX).reader();
        std::io::copy(&mut body, &mut file).map_err(|error| self.broken_off(&error))?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(target).map(|_: File| ()).map_err(|error| failed(error.error))
    }

    /// Asks for the refused lines of an import beyond the table's, or only whether they are there.
    fn get_rejects(&self, import_id: i64, is_asked_only: bool) -> Result<Response<Body>, StoreError> {
        let path = format!("/imports/{import_id}/rejects?peek={is_asked_only}");
        let mut get = self.long.get(format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            get = get.header("authorization", format!("Bearer {token}"));
        }
        self.accepted(get.call())
    }

    fn unreachable(&self, error: &ureq::Error) -> StoreError {
        StoreError::Unreachable { url: self.url.clone(), reason: cause::of_http(error) }
    }

    /// An answer cannot be read to its end.
    fn broken_off(&self, error: &std::io::Error) -> StoreError {
        self.protocol(Cause::of_io(error))
    }

    fn protocol(&self, reason: impl Into<Cause>) -> StoreError {
        if self.liveness.is_silent() {
            return self.silent();
        }
        StoreError::Protocol { url: self.url.clone(), reason: reason.into() }
    }
}

impl Database for Remote {
    fn query_within(&self, sql: &str, args: &[Value], limits: &Limits) -> Result<Rows, StoreError> {
        let _slot = self.slot()?;
        let _cancel = liveness::cancelled_by(&limits.cancel);
        let steps = vec![BatchStep { condition: None, stmt: Stmt::new(sql, args) }];
        let request = CursorRequest { baton: None, batch: Batch { steps } };
        let response = self.post("/v3/cursor", &request, &[(READ_ONLY_HEADER, "1")])?;
        let mut body = BufReader::new(response.into_body().into_with_config().limit(u64::MAX).reader());
        let mut line = String::new();
        let mut next = |line: &mut String| -> Result<bool, StoreError> {
            line.clear();
            // A line is a row: one larger than all rows may be is not read to its end.
            let most = limits.bytes.saturating_mul(2).saturating_add(1 << 20) as u64;
            let read = (&mut body).take(most).read_line(line).map_err(|error| self.broken_off(&error))?;
            Ok(read > 0)
        };
        let syntax = |error: serde_json::Error| self.protocol(error.to_string());
        next(&mut line)?;
        let _: CursorResponse = serde_json::from_str(&line).map_err(syntax)?;
        let mut rows = Rows::default();
        let (mut complete, mut bytes) = (false, limits.bytes);
        while next(&mut line)? {
            match serde_json::from_str(&line).map_err(syntax)? {
                CursorEntry::StepBegin { cols, .. } => rows.columns = names(cols),
                CursorEntry::Row { .. } if rows.rows.len() == limits.rows => {
                    return Err(StoreError::TooManyRows { limit: limits.rows });
                }
                CursorEntry::Row { row } => {
                    let row = values(row).map_err(|reason| self.protocol(reason))?;
                    let size = row.iter().map(Value::size).sum();
                    let too_large = StoreError::TooLarge { limit: limits.bytes };
                    bytes = bytes.checked_sub(size).ok_or(too_large)?;
                    rows.rows.push(row);
                }
                CursorEntry::StepEnd { .. } => complete = true,
                CursorEntry::StepError { error, .. } | CursorEntry::Error { error } => {
                    return Err(error.into());
                }
            }
        }
        if complete { Ok(rows) } else { Err(self.protocol(Cause::Incomplete)) }
    }

    fn scan(&self, sql: &str, args: &[Value], take: &mut Take<'_>) -> Result<(), StoreError> {
        let _slot = self.slot()?;
        let accept = [("accept", "application/vnd.apache.arrow.stream")];
        let response = self.post("/query", &Stmt::new(sql, args), &accept)?;
        let body = response.into_body().into_with_config().limit(u64::MAX).reader();
        let broken = |error: arrow_schema::ArrowError| self.protocol(error.to_string());
        for batch in StreamReader::try_new(BufReader::new(body), None).map_err(broken)? {
            take(batch.map_err(broken)?)?;
        }
        Ok(())
    }

    fn write(&self, statements: &[Statement]) -> Result<Vec<Outcome>, StoreError> {
        let batch = transaction(statements);
        let StreamResponse::Batch { result } = self.ask(StreamRequest::Batch { batch })? else {
            return Err(self.protocol("not the answer to a batch"));
        };
        outcomes(result, statements.len()).map_err(|reason| self.protocol(reason))?
    }

    fn record(&self, record: Record, args: &[Vec<Value>]) -> Result<Vec<Option<i64>>, StoreError> {
        let mut response = self.post("/records", &RecordRequest::new(record, args), &[])?;
        let answer: Result<RecordAnswer, _> = serde_json::from_reader(response.body_mut().as_reader());
        answer.map(|answer| answer.numbers).map_err(|error| self.protocol(error.to_string()))
    }

    fn load(&self, load: Load<'_>) -> Result<Loaded, StoreError> {
        let (mode, dry_run) = (load.mode.name(), load.dry_run);
        let ledger = load.ledger.as_ref().map(serde_json::to_string).transpose();
        let ledger = ledger.map_err(|error| self.protocol(error.to_string()))?;
        let mut streams = Vec::new();
        for table in load.tables {
            streams.push((table.table.clone(), ArrowStream::new(table)?));
        }
        let mut form = Form::new();
        if let Some(ledger) = &ledger {
            form = form.text(LEDGER_PART, ledger);
        }
        for (table, stream) in &mut streams {
            form = form.part(table, Part::reader(stream));
        }
        let mut post = self.long.post(format!("{}/load?mode={mode}&dry_run={dry_run}", self.url));
        if let Some(token) = &self.token {
            post = post.header("authorization", format!("Bearer {token}"));
        }
        let answer = self.accepted(post.send(form));
        // When the rows themselves broke off, that is the reason, not what the network made of it.
        if let Some(error) = streams.into_iter().find_map(|(_, stream)| stream.failed) {
            return Err(error);
        }
        let mut text = String::new();
        let read = answer?.body_mut().as_reader().read_to_string(&mut text);
        read.map_err(|error| self.broken_off(&error))?;
        serde_json::from_str(&text).map_err(|error| self.protocol(error.to_string()))
    }

    fn undo(&self, import_id: i64) -> Result<Undone, StoreError> {
        let mut post = self.long.post(format!("{}/imports/{import_id}/undo", self.url));
        if let Some(token) = &self.token {
            post = post.header("authorization", format!("Bearer {token}"));
        }
        let mut response = self.accepted(post.send_json(()))?;
        let answer = serde_json::from_reader(response.body_mut().as_reader());
        answer.map_err(|error| self.protocol(error.to_string()))
    }

    fn spooled_rejects(&self, import_id: i64) -> Result<Option<SpooledRejects>, StoreError> {
        let response = self.get_rejects(import_id, false)?;
        let is_there = response.status() == StatusCode::OK;
        let body = response.into_body().into_with_config().limit(u64::MAX).reader();
        Ok(is_there.then(|| SpooledRejects::from_reader(body)))
    }

    fn has_spooled_rejects(&self, import_id: i64) -> Result<bool, StoreError> {
        Ok(self.get_rejects(import_id, true)?.status() == StatusCode::OK)
    }

    fn backup(&self, target: &Path) -> Result<(), StoreError> {
        self.download("/backup", target)
    }

    fn check(&self) -> Result<Vec<Fault>, StoreError> {
        soundness::faults(&|sql| self.query(sql, &[]))
    }

    fn ready(&self) -> Result<i64, StoreError> {
        // What it says of itself, and what it says to our token.
        self.health()?;
        self.data_version()
    }

    fn address(&self) -> String {
        self.url.clone()
    }
}

/// Trusts the certificates in `pem` and no others.
fn trusting(pem: &[u8]) -> Result<TlsConfig, StoreError> {
    let certificates: Vec<Certificate<'static>> = ureq::tls::parse_pem(pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err(StoreError::Arguments { reason: cause::NO_CERTIFICATE.into() });
    }
    Ok(TlsConfig::builder().root_certs(RootCerts::Specific(Arc::new(certificates))).build())
}

/// The statements as one transaction: each step after the one before went well, a rollback when one did not.
fn transaction(statements: &[Statement]) -> Batch {
    let plain = |sql: &str| Stmt::new(sql, &[]);
    let mut steps = vec![BatchStep { condition: None, stmt: plain("begin immediate") }];
    for statement in statements {
        let before = steps.len() - 1;
        let stmt = Stmt::new(&statement.sql, &statement.args);
        steps.push(BatchStep { condition: Some(BatchCond::Ok { step: before }), stmt });
    }
    let last = steps.len() - 1;
    steps.push(BatchStep { condition: Some(BatchCond::Ok { step: last }), stmt: plain("commit") });
    let uncommitted = BatchCond::Not { cond: Box::new(BatchCond::IsAutocommit) };
    steps.push(BatchStep { condition: Some(uncommitted), stmt: plain("rollback") });
    Batch { steps }
}

/// Why an answer is not one of the protocol.
#[derive(Debug, thiserror::Error)]
enum AnswerError {
    #[error("steps are missing from the answer to a batch")]
    MissingSteps,
    #[error(transparent)]
    Value(#[from] WireValueError),
}

impl From<AnswerError> for Cause {
    fn from(error: AnswerError) -> Self {
        error.to_string().into()
    }
}

/// The outcome of the statements between `begin` and `commit`; the outer error is one of the protocol.
fn outcomes(result: BatchResult, count: usize) -> Result<Result<Vec<Outcome>, StoreError>, AnswerError> {
    if let Some(error) = result.step_errors.into_iter().flatten().next() {
        return Ok(Err(error.into()));
    }
    let done: Vec<_> = result.step_results.into_iter().skip(1).take(count).flatten().collect();
    if done.len() != count {
        return Err(AnswerError::MissingSteps);
    }
    Ok(Ok(done.into_iter().map(outcome).collect::<Result<_, _>>()?))
}

fn outcome(result: StmtResult) -> Result<Outcome, AnswerError> {
    let rows = result.rows.into_iter().map(values).collect::<Result<_, _>>()?;
    Ok(Outcome { rows: Rows { columns: names(result.cols), rows }, affected: result.affected_row_count })
}

fn names(cols: Vec<crate::hrana::Col>) -> Vec<String> {
    cols.into_iter().map(|col| col.name.unwrap_or_default()).collect()
}

fn values(row: Vec<WireValue>) -> Result<Vec<Value>, AnswerError> {
    Ok(row.into_iter().map(Value::try_from).collect::<Result<_, _>>()?)
}
