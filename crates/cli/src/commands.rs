//! The verbs, one module each.

mod access;
mod analyse;
mod asked;
mod backtest;
mod days;
mod db;
mod demo;
mod forecast;
mod import;
mod imports;
mod listen;
mod manual;
mod serve;
mod sql;
mod targets;
mod why;

use std::sync::Arc;

use comptoir_import::read_named;
use comptoir_store::{Credentials, Database, is_remote};
use comptoir_web::currency_of;

use crate::{
    failure::{Done, Failure, reason_of},
    flags::{Command, Flags},
    output::Output,
    secret::secret,
};

/// Runs the verb that was asked for.
pub(crate) fn run(flags: &Flags, output: &Output) -> Result<Done, Failure> {
    match &flags.command {
        Command::Demo(demo) => demo::run(demo, flags.db.as_deref(), output),
        Command::Import(import) => import::run(import, &made(flags, output)?, output),
        Command::Imports { what } => imports::run(what.as_ref(), database(flags, output)?.as_ref(), output),
        Command::Days { what } => days::run(what.as_ref(), database(flags, output)?.as_ref(), output),
        Command::Analyse(analyse) => analyse::run(analyse, database(flags, output)?.as_ref(), output),
        Command::Why(why) => why::run(why, database(flags, output)?.as_ref(), output),
        // A file of series asks for no database.
        Command::Forecast(forecast) => match &forecast.input {
            Some(input) => forecast::of_file(forecast, input, output),
            None => forecast::run(forecast, database(flags, output)?.as_ref(), output),
        },
        Command::Backtest(backtest) => backtest::run(backtest, database(flags, output)?.as_ref(), output),
        Command::Sql(sql) => sql::run(sql, database(flags, output)?.as_ref(), output),
        Command::Serve(serve) => serve::run(serve, flags.database(), output),
        Command::Db(command) => db::run(command, flags.database(), output),
        Command::Completions { shell } => Ok(manual::completions(*shell, output.words())),
        Command::Licences => manual::licences(),
        Command::Man { folder } => manual::pages(folder.as_deref(), output.words()),
    }
}

/// The database of a verb that reads, in whose currency amounts are written: a path that was mistyped names none, and none is
/// made.
fn database(flags: &Flags, output: &Output) -> Result<Arc<dyn Database>, Failure> {
    in_its_currency(open_existing(flags.database())?, output)
}

/// The database of a verb that writes, made where there is none.
fn made(flags: &Flags, output: &Output) -> Result<Arc<dyn Database>, Failure> {
    in_its_currency(open_database(flags.database())?, output)
}

fn in_its_currency(database: Arc<dyn Database>, output: &Output) -> Result<Arc<dyn Database>, Failure> {
    output.words().use_currency(currency_of(database.as_ref())?);
    Ok(database)
}

/// The database, made where there is none.
fn open_database(address: &str) -> Result<Arc<dyn Database>, Failure> {
    Ok(comptoir_store::open(address, &credentials_for(address)?)?)
}

/// The database, which must be there.
fn open_existing(address: &str) -> Result<Arc<dyn Database>, Failure> {
    Ok(comptoir_store::open_existing(address, &credentials_for(address)?)?)
}

fn credentials_for(address: &str) -> Result<Credentials, Failure> {
    if is_remote(address) { credentials() } else { Ok(Credentials::default()) }
}

/// What opens a Database Service: a token, and the certificates to trust where they are not public ones.
fn credentials() -> Result<Credentials, Failure> {
    let authorities = match std::env::var("COMPTOIR_DB_CA").ok().filter(|path| !path.is_empty()) {
        None => None,
        Some(path) => Some(read_named(path.as_ref()).map_err(|error| {
            let name = "COMPTOIR_DB_CA".to_owned();
            Failure::new("secret-file", vec![("path", path), ("name", name), reason_of(&error)])
        })?),
    };
    Ok(Credentials { token: secret("COMPTOIR_DB_TOKEN")?, authorities })
}
