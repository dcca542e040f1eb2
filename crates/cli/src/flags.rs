//! The command line. Its help stands in the catalogues: `help-COMMAND` and `help-COMMAND-FLAG`.

use std::{path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use comptoir_analysis::{Grouping, LEVELS};
use comptoir_calendar::{Basis, Date, Grain, Territory, parse_iso};
use comptoir_forecast::{MAX_HORIZON, Model};
use comptoir_import::{
    DateOrder, DecimalMark, Field, LineMeaning, OnError, Options, SideBySideKind, TimeZoneRule,
};
use comptoir_sales::{ImportMode, Moving, Table, UnknownName};
use comptoir_store::Scope;
use comptoir_web::Proxy;
use jiff::SignedDuration;

#[derive(Parser)]
#[command(name = "comptoir", version)]
pub(crate) struct Flags {
    #[arg(id = "database", long = "db", global = true, value_name = "PATH|URL", env = "COMPTOIR_DB")]
    pub(crate) db: Option<String>,
    // Read before all other flags, since the help is in that language too; named here to be known and checked.
    #[arg(long, global = true, value_name = "fr|en", env = "COMPTOIR_LANG", value_parser = ["fr", "en"], hide_possible_values = true)]
    lang: Option<String>,
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The default database, in the working folder.
const DEFAULT_DB: &str = "comptoir.db";

impl Flags {
    /// The database asked for.
    pub(crate) fn database(&self) -> &str {
        self.db.as_deref().unwrap_or(DEFAULT_DB)
    }
}

#[derive(Subcommand)]
pub(crate) enum Command {
    Demo(Demo),
    Import(Import),
    Imports {
        #[command(subcommand)]
        what: Option<Imports>,
    },
    Days {
        #[command(subcommand)]
        what: Option<Days>,
    },
    Analyse(Analyse),
    Why(Why),
    Forecast(Box<Forecast>),
    Backtest(Backtest),
    Sql(Sql),
    Serve(Serve),
    #[command(subcommand)]
    Db(Db),
    Completions {
        #[arg(value_name = "bash|zsh|fish|elvish|powershell", hide_possible_values = true)]
        shell: Shell,
    },
    Licences,
    Man {
        #[arg(value_name = "FOLDER")]
        folder: Option<PathBuf>,
    },
}

#[derive(Args)]
pub(crate) struct Demo {
    #[arg(long)]
    pub(crate) no_serve: bool,
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:5000")]
    pub(crate) listen: String,
}

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct Import {
    #[arg(required = true, value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,
    #[arg(long, value_name = "products|stores|sales|targets")]
    table: Option<Table>,
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = mapping)]
    map: Vec<(Field, String)>,
    #[arg(long, value_name = "COLUMN")]
    ignore: Vec<String>,
    #[arg(long, value_name = "dmy|mdy|ymd|ydm")]
    date_order: Option<DateOrder>,
    #[arg(long, value_name = "shop|keep|ZONE")]
    time_zone: Option<TimeZoneRule>,
    #[arg(long, value_name = "comma|point")]
    decimal: Option<DecimalMark>,
    #[arg(long, value_name = "CODE", value_parser = currency)]
    currency: Option<String>,
    #[arg(
        long,
        value_enum,
        value_name = "reject|abort",
        default_value = "reject",
        hide_possible_values = true
    )]
    on_error: OnErrorFlag,
    #[arg(long)]
    dry_run: bool,
    #[arg(
        long,
        value_enum,
        value_name = "new|upsert|replace",
        default_value = "new",
        hide_possible_values = true
    )]
    mode: ModeFlag,
    #[arg(long)]
    replace_partial: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    #[arg(long, value_name = "WORD=sale|return|discount|aside", value_parser = word)]
    kind: Vec<(String, LineMeaning)>,
    #[arg(long, value_name = "WORD=sale|return|discount|aside", value_parser = word)]
    state: Vec<(String, LineMeaning)>,
    #[arg(long)]
    dates_once: bool,
    #[arg(long, value_name = "stores|products|parts|days|months")]
    side_by_side: Option<SideBySideKind>,
    #[arg(long)]
    same_till: bool,
    #[arg(long, value_name = "past|YYYY-MM-DD")]
    moved_stores: Option<Moving>,
}

#[derive(Clone, Copy, ValueEnum)]
enum ModeFlag {
    New,
    Upsert,
    Replace,
}

#[derive(Clone, Copy, ValueEnum)]
enum OnErrorFlag {
    Reject,
    Abort,
}

impl Import {
    pub(crate) fn options(&self) -> Options {
        Options {
            table: self.table,
            map: self.map.clone(),
            ignore: self.ignore.clone(),
            date_order: self.date_order,
            time_zone: self.time_zone.clone(),
            today: comptoir_web::now().get(..10).and_then(parse_iso),
            decimal: self.decimal,
            currency: self.currency.clone(),
            source: self.source.clone(),
            words: self.kind.iter().chain(&self.state).cloned().collect(),
            dates_once: self.dates_once,
            side_by_side: self.side_by_side,
            same_till: self.same_till,
            moving: self.moved_stores,
            mode: match (self.mode, self.replace_partial) {
                (ModeFlag::Replace, partial_days) => ImportMode::Replace { partial_days },
                (_, true) => ImportMode::Replace { partial_days: true },
                (ModeFlag::New, false) => ImportMode::New,
                (ModeFlag::Upsert, false) => ImportMode::Upsert,
            },
            on_error: match self.on_error {
                OnErrorFlag::Reject => OnError::Reject,
                OnErrorFlag::Abort => OnError::Abort,
            },
            dry_run: self.dry_run,
        }
    }
}

#[derive(Subcommand)]
pub(crate) enum Imports {
    List,
    Show {
        #[arg(value_name = "N")]
        id: i64,
    },
    Undo {
        #[arg(value_name = "N")]
        id: i64,
    },
}

#[derive(Subcommand)]
pub(crate) enum Days {
    List,
    Closed(DaysOfStore),
    Missing(DaysOfStore),
    Undo(DaysOfStore),
}

/// Days of one store.
#[derive(Args)]
pub(crate) struct DaysOfStore {
    #[arg(long, required = true, value_name = "NAME")]
    pub(crate) store: String,
    #[arg(long, required = true, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) from: Date,
    #[arg(long, required = true, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) to: Date,
}

/// Which sales are asked about.
#[derive(Args)]
pub(crate) struct Asked {
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) from: Option<Date>,
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) to: Option<Date>,
    #[arg(long, value_name = "previous|n-1|n-1-holidays|n-1-dates")]
    pub(crate) compare: Option<Basis>,
    #[arg(long)]
    pub(crate) same_stores: bool,
    #[command(flatten)]
    pub(crate) names: Names,
    #[arg(long, value_enum, value_name = "table|csv", hide_possible_values = true)]
    pub(crate) format: Option<AnswerFormat>,
}

/// The products and places whose sales are asked about.
#[derive(Args)]
pub(crate) struct Names {
    #[arg(long, value_name = "NAME")]
    product: Vec<String>,
    #[arg(long, value_name = "NAME")]
    category: Vec<String>,
    #[arg(long, value_name = "NAME")]
    store: Vec<String>,
    #[arg(long, value_name = "NAME")]
    city: Vec<String>,
    #[arg(long, value_name = "NAME")]
    region: Vec<String>,
}

impl Names {
    /// The names that are asked for, by what they are names of.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Grouping, &[String])> {
        let all = [
            (Grouping::Product, &self.product),
            (Grouping::Category, &self.category),
            (Grouping::Store, &self.store),
            (Grouping::City, &self.city),
            (Grouping::Region, &self.region),
        ];
        all.into_iter().filter(|(_, names)| !names.is_empty()).map(|(of, names)| (of, names.as_slice()))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    Table,
    Csv,
}

#[derive(Args)]
pub(crate) struct Analyse {
    #[command(flatten)]
    pub(crate) asked: Asked,
    #[arg(long, value_name = "product|category|store|city|region|day|week|month|quarter|year|weekday")]
    pub(crate) by: Option<Grouping>,
    #[arg(long, value_name = "N", value_parser = one_or_more)]
    pub(crate) top: Option<usize>,
    #[arg(long, value_name = "N", requires_all = ["by", "compare"], value_parser = one_or_more)]
    pub(crate) movers: Option<usize>,
    #[arg(long)]
    pub(crate) sql: bool,
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "20", value_parser = one_or_more)]
    pub(crate) lines: Option<usize>,
    #[arg(long, conflicts_with_all = ["by", "compare"])]
    pub(crate) net: bool,
    #[arg(long, conflicts_with_all = ["by", "compare", "net"])]
    pub(crate) targets: bool,
}

#[derive(Args)]
pub(crate) struct Why {
    #[command(flatten)]
    pub(crate) asked: Asked,
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = one_or_more)]
    pub(crate) top: usize,
}

/// What asks about the sales, and not about a file.
const FOR_SALES: [&str; 8] = ["by", "grain", "scores", "product", "category", "store", "city", "region"];

#[derive(Args)]
pub(crate) struct Forecast {
    #[arg(long, value_name = "auto|arima(p,d,q)|NAME", default_value_t = Model::Auto)]
    pub(crate) model: Model,
    #[arg(long, value_name = "DAYS", default_value_t = 7, value_parser = horizon)]
    pub(crate) horizon: usize,
    #[arg(long, value_name = "80,95", value_delimiter = ',', default_values_t = LEVELS)]
    level: Vec<f64>,
    #[arg(long, value_name = "total|region|city|store|category|product", value_parser = forecast_by)]
    by: Option<ForecastBy>,
    #[arg(
        long,
        value_enum,
        value_name = "day|week|month",
        default_value = "day",
        hide_possible_values = true
    )]
    grain: GrainFlag,
    #[command(flatten)]
    pub(crate) names: Names,
    #[arg(long, value_name = "FILE", conflicts_with_all = FOR_SALES)]
    pub(crate) input: Option<PathBuf>,
    #[arg(short = 'o', long, value_name = "FILE", requires = "input")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long, value_name = "PERIODS", requires = "input")]
    pub(crate) season: Option<usize>,
    #[arg(long, value_name = "67|974|75011", requires = "input", value_parser = postcode)]
    postcode: Option<String>,
    #[arg(long, value_name = "dmy|mdy|ymd|ydm", requires = "input")]
    pub(crate) date_order: Option<DateOrder>,
    #[arg(long, value_name = "comma|point", requires = "input")]
    pub(crate) decimal: Option<DecimalMark>,
    #[arg(long)]
    pub(crate) scores: bool,
}

impl Forecast {
    /// The levels of the intervals, each once.
    pub(crate) fn levels(&self) -> Vec<f64> {
        let mut levels: Vec<f64> = vec![];
        for level in &self.level {
            if !levels.contains(level) {
                levels.push(*level);
            }
        }
        levels
    }

    /// The part of France whose calendar series of a file have, where one is named.
    pub(crate) fn territory(&self) -> Option<Territory> {
        self.postcode.as_deref().map(Territory::of_postcode)
    }

    /// The groups to forecast beside the total.
    pub(crate) fn by(&self) -> Option<Grouping> {
        self.by.and_then(|ForecastBy(by)| by)
    }

    /// How long the periods are that are shown.
    pub(crate) fn grain(&self) -> Grain {
        match self.grain {
            GrainFlag::Day => Grain::Day,
            GrainFlag::Week => Grain::Week,
            GrainFlag::Month => Grain::Month,
        }
    }
}

/// The total alone, or groups beside it.
#[derive(Clone, Copy)]
pub(crate) struct ForecastBy(Option<Grouping>);

/// A postcode of France, or the number of a department.
fn postcode(text: &str) -> Result<String, UnknownName> {
    let is_corsican = matches!(text, "2A" | "2B" | "2a" | "2b");
    let is_one = matches!(text.len(), 2 | 3 | 5) && text.bytes().all(|sign| sign.is_ascii_digit());
    if is_one || is_corsican { Ok(text.to_owned()) } else { Err(text.into()) }
}

/// How many there are to be: none is no question.
fn one_or_more(text: &str) -> Result<usize, UnknownName> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| text.into())
}

/// A name that fits a line of a list.
fn token_name(text: &str) -> Result<String, UnknownName> {
    const LONGEST: usize = 100;
    let name = text.trim();
    let fits = !name.is_empty() && name.chars().count() <= LONGEST && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(text.into()) }
}

fn forecast_by(text: &str) -> Result<ForecastBy, UnknownName> {
    if text == "total" {
        return Ok(ForecastBy(None));
    }
    let by: Grouping = text.parse().map_err(|_| UnknownName::from(text))?;
    if by.is_of_time() { Err(text.into()) } else { Ok(ForecastBy(Some(by))) }
}

#[derive(Clone, Copy, ValueEnum)]
enum GrainFlag {
    Day,
    Week,
    Month,
}

#[derive(Args)]
pub(crate) struct Backtest {
    #[arg(long, value_name = "NAME")]
    pub(crate) model: Vec<Model>,
    #[arg(long, value_name = "DAYS", default_value_t = 7, value_parser = horizon)]
    pub(crate) horizon: usize,
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = one_or_more)]
    pub(crate) origins: usize,
    #[command(flatten)]
    pub(crate) names: Names,
}

#[derive(Args)]
pub(crate) struct Sql {
    #[arg(value_name = "QUERY")]
    pub(crate) query: String,
    #[arg(long, value_enum, value_name = "table|csv|json", hide_possible_values = true)]
    pub(crate) format: Option<SqlFormat>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SqlFormat {
    Table,
    Csv,
    Json,
}

#[derive(Args)]
pub(crate) struct Serve {
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:5000")]
    pub(crate) listen: String,
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) wait: u64,
    #[arg(long, value_name = "URLS", env = "COMPTOIR_SOURCES", value_delimiter = ' ')]
    pub(crate) sources: Vec<String>,
    #[arg(long, value_name = "1h|15m", env = "COMPTOIR_EVERY", value_parser = every)]
    pub(crate) every: Option<Every>,
    #[arg(long, env = "COMPTOIR_ALLOW_PRIVATE_URLS")]
    pub(crate) allow_private_urls: bool,
    #[arg(
        long = "trusted-proxy",
        value_name = "ADDRESS|NETWORK",
        env = "COMPTOIR_TRUSTED_PROXIES",
        value_delimiter = ','
    )]
    pub(crate) trusted_proxies: Vec<Proxy>,
}

#[derive(Subcommand)]
pub(crate) enum Db {
    Serve(DbServe),
    Backup {
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    Restore {
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    Check,
    Repair,
    #[command(subcommand)]
    Token(DbToken),
}

#[derive(Args)]
pub(crate) struct DbServe {
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    pub(crate) listen: String,
    #[arg(long, value_name = "FILE", requires = "tls_key", env = "COMPTOIR_DB_TLS_CERT")]
    pub(crate) tls_cert: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "tls_cert", env = "COMPTOIR_DB_TLS_KEY")]
    pub(crate) tls_key: Option<PathBuf>,
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) allow_origin: Vec<String>,
}

#[derive(Subcommand)]
pub(crate) enum DbToken {
    Create {
        #[arg(long, value_name = "NAME", value_parser = token_name)]
        name: String,
        #[arg(long, value_name = "read|write", default_value = "read")]
        scope: Scope,
    },
    List,
    Revoke {
        #[arg(value_name = "ID")]
        id: i64,
    },
}

/// How long it is from one import of the sources to the next; an empty variable stands for never.
#[derive(Clone, Copy)]
pub(crate) struct Every(pub(crate) Option<Duration>);

/// The least time between two imports: a till is not asked in a loop.
const LEAST_EVERY: Duration = Duration::from_secs(1);

fn every(text: &str) -> Result<Every, UnknownName> {
    if text.is_empty() {
        return Ok(Every(None));
    }
    let every = text.parse::<SignedDuration>().ok().and_then(|every| Duration::try_from(every).ok());
    let every = every.filter(|every| *every >= LEAST_EVERY).ok_or_else(|| UnknownName::from(text))?;
    Ok(Every(Some(every)))
}

/// A word of a file and what its lines are: `Brouillon=aside`.
fn word(text: &str) -> Result<(String, LineMeaning), UnknownName> {
    let (word, meaning) = text.rsplit_once('=').ok_or_else(|| UnknownName::from(text))?;
    Ok((word.trim().to_owned(), meaning.trim().parse()?))
}

fn mapping(text: &str) -> Result<(Field, String), UnknownName> {
    let (field, column) = text.split_once('=').ok_or_else(|| UnknownName::from(text))?;
    Ok((field.parse()?, column.to_owned()))
}

fn currency(text: &str) -> Result<String, UnknownName> {
    let known = comptoir_words::Currency::from_code(text).ok_or_else(|| UnknownName::from(text))?;
    Ok(known.code().to_owned())
}

/// Days ahead; what is beyond the limit would be made for hours before it is refused.
fn horizon(text: &str) -> Result<usize, UnknownName> {
    text.parse().ok().filter(|days| *days <= MAX_HORIZON).ok_or_else(|| text.into())
}

fn day(text: &str) -> Result<Date, UnknownName> {
    parse_iso(text).ok_or_else(|| text.into())
}
