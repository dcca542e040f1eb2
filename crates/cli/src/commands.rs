//! The verbs, one module each.

mod analyse;
mod db;
mod demo;
mod forecast;
mod import;
mod listen;
mod serve;
mod sql;

use std::sync::Arc;

use comptoir_store::{Database, is_remote, open};

use crate::{
    failure::{Done, Failure},
    flags::{Command, Db, Flags},
    output::Output,
    secret::secret,
};

/// Runs the verb that was asked for.
pub(crate) fn run(flags: &Flags, output: &Output) -> Result<Done, Failure> {
    match &flags.command {
        Command::Demo(demo) => demo::run(demo, flags.db.as_deref(), output),
        Command::Import(import) => import::run(import, &database(flags)?, output),
        Command::Analyse(analyse) => analyse::run(analyse, database(flags)?.as_ref(), output),
        Command::Forecast(forecast) => forecast::run(forecast, database(flags)?.as_ref(), output),
        Command::Sql(sql) => sql::run(sql, database(flags)?.as_ref(), output),
        Command::Serve(serve) => serve::run(serve, flags.database(), output),
        Command::Db(Db::Serve(serve)) => db::serve(serve, flags.database(), output),
    }
}

fn database(flags: &Flags) -> Result<Arc<dyn Database>, Failure> {
    open_database(flags.database())
}

fn open_database(address: &str) -> Result<Arc<dyn Database>, Failure> {
    let token = if is_remote(address) { secret("COMPTOIR_DB_TOKEN")? } else { None };
    Ok(open(address, token)?)
}
