//! `comptoir demo`: everything at once, on data that comes with the program.

use std::path::Path;

use comptoir_analysis::{Analyses, LiveCube};
use comptoir_calendar::Grain;
use comptoir_import::{Options, Source};
use comptoir_store::{Draft, is_remote};
use comptoir_web::{Service, forecast_document};
use serde_json::json;

use super::{access::access, analyse, forecast, import, listen::Listener, open_database, serve};
use crate::{
    failure::{Done, Failure, reason_of},
    flags::Demo,
    output::Output,
    packed,
};

const PRODUCTS: &str = include_str!("../../../../examples/demo/products.csv");
const STORES: &str = include_str!("../../../../examples/demo/stores.csv");

/// Loads the demonstration into a database of its own: one that is forgotten at the end, or a new file.
pub(super) fn run(flags: &Demo, address: Option<&str>, output: &Output) -> Result<Done, Failure> {
    let served = if flags.no_serve {
        None
    } else {
        let listener = Listener::open(&flags.listen)?;
        let access = access(&listener, &flags.listen, &[])?;
        Some((listener, access))
    };
    let unexpected = |error: std::io::Error| Failure::new("unexpected", vec![reason_of(&error)]);
    let draft = Draft::within(&std::env::temp_dir()).map_err(unexpected)?;
    let forgotten = draft.path("demo.db").display().to_string();
    let address = match address {
        None => forgotten.as_str(),
        Some(url) if is_remote(url) => {
            return Err(Failure::new("demo-remote", vec![("url", url.to_owned())]));
        }
        Some(path) if Path::new(path).exists() => {
            return Err(Failure::new("demo-exists", vec![("path", path.to_owned())]));
        }
        Some(path) => path,
    };
    let database = open_database(address)?;

    output.title("demo-title", &[]);
    let sales = packed::text(packed::DEMO_SALES).map_err(unexpected)?;
    let sources =
        [("products.csv", PRODUCTS.to_owned()), ("stores.csv", STORES.to_owned()), ("sales.csv", sales)]
            .map(|(name, text)| Source::Bytes { name: name.into(), bytes: text.into_bytes().into() });
    let reports =
        import::import_all(&sources, &Options::default(), &import::Rejects::Nowhere, &database, output)?;
    let cube = LiveCube::default();
    let sales = cube.sales(database.as_ref())?.seen_on(Some(comptoir_web::today()));
    let analyses = Analyses::run(&sales, None)?;
    analyses.keep(database.as_ref(), &comptoir_web::now())?;
    output.print("");
    analyse::tell(&analyses, output);
    let forecast = forecast::make_the_briefs(&sales)?;
    output.print("");
    forecast::tell(&forecast, Grain::Day, forecast::Sum::LeftOut, output);
    output.document(&json!({
        "imports": reports.iter().map(import::document).collect::<Vec<_>>(),
        "analyses": analyse::document(&analyses, output.words().currency()),
        "forecast": forecast_document(&forecast, Grain::Day),
    }));

    match served {
        Some((listener, access)) => {
            serve::serve(listener, &Service::new(database, false).with_access(access), output);
        }
        None => drop(database),
    }
    Ok(Done::Whole)
}
