//! `comptoir serve`: the Script Service.

use std::{sync::Arc, thread, time::Duration};

use comptoir_analysis::{Analyses, LiveCube};
use comptoir_import::{Options, Source};
use comptoir_store::{Database, is_remote, limit_memory, wait_until_healthy};
use comptoir_web::{Service, now, router};

use super::{
    access::access,
    credentials,
    db::MEMORY,
    forecast,
    import::{Rejects, import_all},
    listen::Listener,
    open_database,
};
use crate::{
    failure::{Done, Failure},
    flags::{Every, Serve},
    output::Output,
    secret::{name_open_files, name_open_folder},
};

pub(super) fn run(flags: &Serve, address: &str, output: &Output) -> Result<Done, Failure> {
    let listener = Listener::open(&flags.listen)?;
    name_open_files(&["COMPTOIR_PASSWORD", "COMPTOIR_API_TOKEN", "COMPTOIR_DB_TOKEN"], output);
    let access = access(&listener, &flags.listen, &flags.trusted_proxies)?;
    if is_remote(address) {
        let mut waited = false;
        wait_until_healthy(address, &credentials()?, Duration::from_secs(flags.wait), || {
            waited = true;
            output.talk("serve-waiting", &[("url", address)]);
        })?;
        if waited {
            output.talk("serve-healthy", &[]);
        }
    }
    let database = open_database(address)?;
    if !is_remote(address) {
        name_open_folder(address, output);
    }
    limit_memory(MEMORY)?;
    let sources: Vec<String> = flags.sources.iter().filter(|source| !source.is_empty()).cloned().collect();
    let every = flags.every.and_then(|Every(every)| every);
    load(&sources, &database, output);
    let service = Service::new(Arc::clone(&database), flags.allow_private_urls)
        .with_access(access)
        .with_sources(&sources, every);
    if let (Some(every), false) = (every, sources.is_empty()) {
        load_again(sources, every, database, output);
    }
    serve(listener, &service, output);
    Ok(Done::Whole)
}

/// Imports the sources time and again, as long as the program runs; what its end interrupts is not kept.
fn load_again(sources: Vec<String>, every: Duration, database: Arc<dyn Database>, output: &Output) {
    let output = output.again();
    thread::spawn(move || {
        loop {
            thread::sleep(every);
            // What nothing was added to has been analysed and forecast before.
            let done = import(&sources, &database, &output)
                .and_then(|has_moved| if has_moved { analyse(database.as_ref()) } else { Ok(()) });
            if let Err(failure) = done {
                output.tell_failure(&failure);
            }
        }
    });
}

/// Serves the dashboard on a database that is ready.
pub(super) fn serve(listener: Listener, service: &Service, output: &Output) {
    output.talk("serve-ready", &[("url", &listener.url())]);
    output.talk("serve-stop", &[]);
    service.warm();
    listener.serve(&router(service.clone()), || service.close());
}

/// Imports, analyses and forecasts, as the brief's script does when it starts. What cannot be done is reported; the
/// dashboard starts all the same.
fn load(sources: &[String], database: &Arc<dyn Database>, output: &Output) {
    if sources.is_empty() {
        return;
    }
    let done = import(sources, database, output).and_then(|_| analyse(database.as_ref()));
    if let Err(failure) = done {
        output.tell_failure(&failure);
    }
}

/// Imports the sources; whether any figure has moved.
fn import(sources: &[String], database: &Arc<dyn Database>, output: &Output) -> Result<bool, Failure> {
    let sources: Vec<Source> = sources.iter().map(|source| Source::parse(source)).collect();
    let before = database.data_version()?;
    import_all(&sources, &Options::default(), &Rejects::Nowhere, database, output)?;
    Ok(database.data_version()? != before)
}

/// Analyses and forecasts, and keeps both.
fn analyse(database: &dyn Database) -> Result<(), Failure> {
    let cube = LiveCube::default();
    let sales = cube.sales(database)?.seen_on(Some(comptoir_web::today()));
    Analyses::run(&sales, None)?.keep(database, &now())?;
    forecast::make_the_briefs(&sales)?;
    Ok(())
}
