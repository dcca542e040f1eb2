//! Why a whole file cannot be imported. A single bad line is a `Reject`, not an error.

mod diagnostic;

use comptoir_sales::{Cause, Diagnostic, Reject, Table};

use crate::{
    Field, LineQuestion, MoneyQuestion, OtherBook, SideBySideChoice, SoldElsewhere, content::NoTemporaryFile,
    content::TooMany,
};

/// Why nothing of a file was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is not there.
    #[error("{source_name} does not exist")]
    NotFound {
        /// The path.
        source_name: String,
    },
    /// The file is there and cannot be read.
    #[error("{source_name} cannot be read")]
    Unreadable {
        /// The path, or `-`.
        source_name: String,
        /// The message of the operating system.
        source: std::io::Error,
    },
    /// There is no room left for what a file is unpacked or copied to while it is read.
    #[error("{source_name}: no room is left in {folder}")]
    DiskFull {
        /// The file or URL.
        source_name: String,
        /// The folder for temporary files.
        folder: String,
    },
    /// The folder for temporary files is missing, or cannot be written in.
    #[error("{source_name}: no temporary file can be made in {folder}: {reason}")]
    NoTemporaryFile {
        /// The file or URL.
        source_name: String,
        /// The folder for temporary files.
        folder: String,
        /// Why.
        reason: Cause,
    },
    /// No answer from the host of a URL.
    #[error("{source_name} does not answer: {reason}")]
    Unreachable {
        /// The URL.
        source_name: String,
        /// The error of the network.
        reason: String,
    },
    /// The URL points into a private network, which was not allowed.
    #[error("{source_name} is an address of a private network")]
    PrivateAddress {
        /// The URL.
        source_name: String,
    },
    /// The URL took too long.
    #[error("{source_name} took longer than {seconds} s")]
    TimedOut {
        /// The URL.
        source_name: String,
        /// The time it was given.
        seconds: u64,
    },
    /// The server answers with an error.
    #[error("{source_name} answers with status {status}")]
    HttpStatus {
        /// The URL.
        source_name: String,
        /// The HTTP status.
        status: u16,
    },
    /// There are more bytes than are taken.
    #[error("{source_name} is larger than {limit_bytes} bytes")]
    TooLarge {
        /// The file or URL.
        source_name: String,
        /// The limit.
        limit_bytes: u64,
    },
    /// A file takes too much memory: it is packed far more than data are, or of a form that is held as a whole.
    #[error("{source_name} takes too much memory")]
    TakesTooMuch {
        /// The file or URL.
        source_name: String,
    },
    /// A file has more different products, stores, words or orders than are held in memory.
    #[error("{source_name} has too many different {}", what.name())]
    TooManyDifferent {
        /// The file or URL.
        source_name: String,
        /// What there are too many of.
        what: Different,
    },
    /// A workbook is too large unpacked, by its sheets or by what is repeated in them.
    #[error("{source_name} is too large for a workbook once unpacked")]
    WorkbookTooLarge {
        /// The file or URL.
        source_name: String,
    },
    /// A web page came instead of data.
    #[error("{source_name} is a web page")]
    WebPage {
        /// The file or URL.
        source_name: String,
    },
    /// A format that is not read.
    #[error("{source_name} is a file of another format: {format}")]
    UnknownFormat {
        /// The file or URL.
        source_name: String,
        /// What it looks like.
        format: &'static str,
    },
    /// An archive or workbook that cannot be opened.
    #[error("{source_name} cannot be opened as {format}: {reason}")]
    Damaged {
        /// The file or URL.
        source_name: String,
        /// What it looks like.
        format: &'static str,
        /// The error of the reader.
        reason: String,
    },
    /// An archive with more than one file, or none.
    #[error("{source_name} holds {} files", files.len())]
    SeveralFiles {
        /// The file or URL.
        source_name: String,
        /// The names inside.
        files: Vec<String>,
    },
    /// A folder or pattern without a file that could be data.
    #[error("{source_name} names no file of data")]
    NoFiles {
        /// The folder or pattern.
        source_name: String,
    },
    /// There is no line of data.
    #[error("{source_name} holds no data")]
    Empty {
        /// The file or URL.
        source_name: String,
    },
    /// The text breaks the rules of its format.
    #[error("{source_name}, line {line}: {reason}")]
    Malformed {
        /// The file or URL.
        source_name: String,
        /// The line where reading stopped, from 1.
        line: u64,
        /// The error of the reader.
        reason: String,
    },
    /// A row of a workbook, or an object of JSON, is longer than any line of data.
    #[error("{source_name}, line {line}: a row of more than {limit_bytes} bytes")]
    RecordTooLarge {
        /// The file or URL.
        source_name: String,
        /// The line where it starts, from 1.
        line: u64,
        /// The limit.
        limit_bytes: u64,
    },
    /// A record is longer than any line of data: a quote may be open.
    #[error("{source_name}, line {line}: longer than {limit_bytes} bytes")]
    LineTooLong {
        /// The file or URL.
        source_name: String,
        /// The line where it starts, from 1.
        line: u64,
        /// The limit.
        limit_bytes: u64,
    },
    /// A record has more values than any table has columns.
    #[error("{source_name}, line {line}: more than {limit} values")]
    TooManyColumns {
        /// The file or URL.
        source_name: String,
        /// The line, from 1.
        line: u64,
        /// The limit.
        limit: usize,
    },
    /// The columns are those of neither products, stores nor sales.
    #[error("the columns of {source_name} are not those of products, stores or sales")]
    UnknownTable {
        /// The file or URL.
        source_name: String,
        /// The headers found.
        columns: Vec<String>,
    },
    /// Needed columns are missing.
    #[error("{source_name} has no column for {}", names(fields))]
    MissingColumn {
        /// The file or URL.
        source_name: String,
        /// The table it was read as.
        table: Table,
        /// The fields of all missing columns.
        fields: Vec<Field>,
        /// The flags that name other columns for them; empty when no column of the file may be meant.
        flags: String,
        /// The table that the file may hold instead.
        instead: Option<Table>,
        /// The headers found.
        columns: Vec<String>,
    },
    /// Amounts stand over two columns, and no account says which of them are sales.
    #[error("{source_name} has debits and credits: {}", columns.join(", "))]
    DebitsAndCredits {
        /// The file or URL.
        source_name: String,
        /// The headers of both.
        columns: Vec<String>,
        /// The flags that have credits read as sales and debits as returns; empty for a bank statement.
        flags: String,
    },
    /// The revenue stands side by side for several groups, and what these are is not known.
    #[error("{source_name} has revenue side by side: {}", columns.join(", "))]
    SideBySide {
        /// The file or URL.
        source_name: String,
        /// The headers of the figure of each group.
        columns: Vec<String>,
        /// What the groups may be; empty when the file does not hold what a sale needs anyway.
        choices: Vec<SideBySideChoice>,
    },
    /// The groups that stand side by side do not come to the sum beside them.
    #[error("{source_name}, line {line}: {column} {value} is not the sum of the columns beside it")]
    SideBySideTotal {
        /// The file or URL.
        source_name: String,
        /// The line, from 1.
        line: u64,
        /// The header of the sums.
        column: String,
        /// The sum that is stated.
        value: String,
    },
    /// Days, months or years stand side by side, each with a column of its own.
    #[error("{source_name} has a column for each period: {}", columns.join(", "))]
    PeriodsInHeader {
        /// The file or URL.
        source_name: String,
        /// The headers that are periods.
        columns: Vec<String>,
    },
    /// A file of products or stores has money in it that no such table has: it may be one of sales.
    #[error("{source_name} has money that is not explained: {}", columns.join(", "))]
    UnexplainedColumns {
        /// The file or URL.
        source_name: String,
        /// The table it was read as.
        table: Table,
        /// The columns of money.
        columns: Vec<String>,
        /// The flags that leave them out.
        flags: String,
    },
    /// The figures do not show what a column of money is.
    #[error("{source_name}: {} leaves a question open: {}", columns.join(", "), question.name())]
    AmbiguousMoney {
        /// The file or URL.
        source_name: String,
        /// The open question.
        question: MoneyQuestion,
        /// The columns that it is about.
        columns: Vec<String>,
        /// The flags that answer it, each way one.
        choices: Vec<String>,
    },
    /// A column named by the user is not there.
    #[error("{source_name} has no column named {column}")]
    NoSuchColumn {
        /// The file or URL.
        source_name: String,
        /// The name given.
        column: String,
        /// The headers found.
        columns: Vec<String>,
    },
    /// Amounts are in several currencies, and the database has none yet.
    #[error("{source_name}: amounts in {found} and in {other}")]
    MixedCurrencies {
        /// The file or URL.
        source_name: String,
        /// One of the currencies, ISO 4217.
        found: String,
        /// Another.
        other: String,
    },
    /// All dates of a column can be read day first and month first.
    #[error("{source_name}, column {column}: {value} can be read in two orders")]
    AmbiguousDates {
        /// The file or URL.
        source_name: String,
        /// The header.
        column: String,
        /// One of the values.
        value: String,
    },
    /// Most values of a column are not what its header says.
    #[error("{source_name}, column {column}: {value} is not a {}", field.name())]
    Unreadables {
        /// The file or URL.
        source_name: String,
        /// The header.
        column: String,
        /// The field of the column.
        field: Field,
        /// One of the values.
        value: String,
    },
    /// A column of Parquet holds tables of its own: lines inside a line.
    #[error("{source_name}, column {column}: it holds tables of its own")]
    Nested {
        /// The file or URL.
        source_name: String,
        /// The header.
        column: String,
    },
    /// A column of dates holds weeks, months or other periods.
    #[error("{source_name}, column {column}: {value} is a period, not a day")]
    Periods {
        /// The file or URL.
        source_name: String,
        /// The header.
        column: String,
        /// One of the values.
        value: String,
    },
    /// The dates are the first or last days of months, or of weeks: sums of these may stand on them.
    #[error("{source_name}, column {column}: days such as {value} may stand for whole months or weeks")]
    DaysOfPeriods {
        /// The file or URL.
        source_name: String,
        /// The header.
        column: String,
        /// One of the values.
        value: String,
    },
    /// Two columns may hold the day of sale, and differ.
    #[error("{source_name}: {} may both be the day of sale", columns.join(", "))]
    SeveralDates {
        /// The file or URL.
        source_name: String,
        /// The headers.
        columns: Vec<String>,
    },
    /// Nothing stands in the column of amounts: formulas whose results were not kept, perhaps.
    #[error("{source_name}: nothing stands in column {column}")]
    NoAmounts {
        /// The file or URL.
        source_name: String,
        /// The header.
        column: String,
    },
    /// Commas between the values cut numbers with decimal commas in two.
    #[error("{source_name}, column {column}: {value} was cut in two by the comma between values")]
    CutNumbers {
        /// The file or URL.
        source_name: String,
        /// The header.
        column: String,
        /// One of the values.
        value: String,
    },
    /// All numbers of a column can be read with a decimal comma and with a decimal point.
    #[error("{source_name}, column {column}: {value} can be read with two decimal marks")]
    AmbiguousNumbers {
        /// The file or URL.
        source_name: String,
        /// The header.
        column: String,
        /// One of the values.
        value: String,
    },
    /// Words of the file may mean two things, or nothing that is known: the user has to say what their lines are.
    #[error("{source_name}: {} words are not understood, the first is {}", questions.len(), questions.first().map_or("", |question| question.word.as_str()))]
    UnclearLines {
        /// The file or URL.
        source_name: String,
        /// The words.
        questions: Vec<LineQuestion>,
        /// The currency of their amounts, ISO 4217.
        currency: String,
    },
    /// A spreadsheet has rounded all codes of a column.
    #[error("{source_name}, column \"{column}\": codes such as \"{value}\" were rounded by a spreadsheet")]
    RoundedCodes {
        /// The file or URL.
        source_name: String,
        /// The header.
        column: String,
        /// A code.
        value: String,
    },
    /// Not one of the products, or stores, that the lines name by a reference is known.
    #[error("{source_name}, column {column}: none of the {} references is known", values.len())]
    UnknownReferences {
        /// The file or URL.
        source_name: String,
        /// Products or stores.
        table: Table,
        /// The header.
        column: String,
        /// The references.
        values: Vec<String>,
        /// The flag that has them called by their references; empty when that is not enough.
        flags: String,
    },
    /// Not one line names a product, or a store, although there is a column for them.
    #[error("{source_name}, column {column}: no line names one of the {}", table.name())]
    NothingNamed {
        /// The file or URL.
        source_name: String,
        /// Products or stores.
        table: Table,
        /// The header.
        column: String,
        /// The flag that leaves the column out.
        flags: String,
    },
    /// From some day on the lines of a store say that it is in another region.
    #[error("{source_name}: {} seems to have moved to {} on {}", moved.store, moved.other.name(), moved.days.first())]
    MovedStore {
        /// The file or URL.
        source_name: String,
        /// The store, its regions, and the lines that say the other one.
        moved: Box<SoldElsewhere>,
    },
    /// Some amounts are before tax, others after.
    #[error("{source_name}, column {column}: amounts before and after tax ({words})")]
    MixedTax {
        /// The file or URL.
        source_name: String,
        /// The header of the column that says so.
        column: String,
        /// Its words.
        words: String,
    },
    /// Something says that the amounts are of another book than that of the sales.
    #[error("{source_name} seems to hold {} and no sales: {evidence}", book.name())]
    OtherBook {
        /// The file or URL.
        source_name: String,
        /// Which.
        book: OtherBook,
        /// The word, header or label that says so.
        evidence: String,
        /// The role of the amounts and their header; none where a price list would give them.
        amount: Option<(Field, String)>,
    },
    /// Many lines have no date, and nothing says surely that those above hold for them.
    #[error("{source_name}, column {column}: {count} lines have no date")]
    MissingDates {
        /// The file or URL.
        source_name: String,
        /// The header.
        column: String,
        /// How many lines.
        count: usize,
    },
    /// The user says that days stand once, and they do not follow each other.
    #[error("{source_name}, column {column}, line {line}: {value} does not follow the day before it")]
    DaysOutOfOrder {
        /// The file or URL.
        source_name: String,
        /// The header.
        column: String,
        /// The line, from 1.
        line: u64,
        /// What stands there, nothing where the first line has no day.
        value: String,
    },
    /// Each ticket has its state on one line, which is not always its first.
    #[error(
        "{source_name}, column {column}, line {line}: the state of a ticket does not stand on its first line"
    )]
    StatesOutOfOrder {
        /// The file or URL.
        source_name: String,
        /// The header.
        column: String,
        /// The first such line, from 1.
        line: u64,
    },
    /// Lines that stand there before come again, day after day.
    #[error("{source_name}: the lines from {line} on are those from {before} on again")]
    PastedTwice {
        /// The file or URL.
        source_name: String,
        /// The first line that comes again, from 1.
        line: u64,
        /// The line that it is.
        before: u64,
    },
    /// A second table of sales stands below the first.
    #[error("{source_name}, line {line}: another table begins")]
    SecondTable {
        /// The file or URL.
        source_name: String,
        /// The line of its header, from 1.
        line: u64,
        /// Its headers.
        columns: Vec<String>,
    },
    /// A workbook, or an object in JSON, has several tables that may be meant.
    #[error("{source_name} holds {} tables", tables.len())]
    SeveralTables {
        /// The file or URL.
        source_name: String,
        /// Their names.
        tables: Vec<String>,
    },
    /// The data of a workbook stand in sheets that are hidden.
    #[error("{source_name}: hidden sheets hold its data")]
    HiddenSheets {
        /// The file or URL.
        source_name: String,
        /// Their names.
        sheets: Vec<String>,
    },
    /// Two files of one command have no ids and share days of a store: exports of two tills, or of one.
    #[error("{source_name} and {other_name} both have sales of {day}")]
    SharedDays {
        /// The file or URL.
        source_name: String,
        /// The file before it.
        other_name: String,
        /// The first day that they share.
        day: String,
    },
    /// A bad line stopped the import, as was asked for.
    #[error("{source_name}: {count} bad lines, the first is line {}", first.line)]
    Rejected {
        /// The file or URL.
        source_name: String,
        /// The first bad line.
        first: Box<Reject>,
        /// How many bad lines there are.
        count: u64,
    },
    /// It was stopped, as was asked for.
    #[error("the import of {source_name} was stopped")]
    Cancelled {
        /// The file or URL.
        source_name: String,
    },
    /// The reading stopped for a reason that is reported elsewhere.
    #[error("the reading stopped")]
    Stopped,
    /// The known records could not be read, or the lines could not be written.
    #[error("{0}")]
    Store(Box<dyn Diagnostic>),
}

/// What a file may have too many different ones of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Different {
    /// Products.
    Products,
    /// Stores.
    Stores,
    /// Words of columns that say what lines are.
    Words,
    /// Orders with a discount of their own.
    Orders,
}

impl Different {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Products => "products",
            Self::Stores => "stores",
            Self::Words => "words",
            Self::Orders => "orders",
        }
    }
}

fn names(fields: &[Field]) -> String {
    fields.iter().map(|field| field.name()).collect::<Vec<_>>().join(", ")
}

impl ImportError {
    /// What reading the bytes of a file ran into.
    pub fn from_io(name: &str, source: std::io::Error) -> Self {
        use std::io::ErrorKind;
        let source_name = name.to_owned();
        let folder = || std::env::temp_dir().display().to_string();
        if let Some(NoTemporaryFile(error)) = source.get_ref().and_then(|inner| inner.downcast_ref()) {
            return Self::NoTemporaryFile { source_name, folder: folder(), reason: Cause::of_io(error) };
        }
        match source.get_ref().and_then(|inner| inner.downcast_ref::<TooMany>()) {
            Some(TooMany(limit_bytes)) => Self::TooLarge { source_name, limit_bytes: *limit_bytes },
            _ if matches!(source.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
                Self::DiskFull { source_name, folder: folder() }
            }
            _ if source.kind() == ErrorKind::NotFound => Self::NotFound { source_name },
            _ => Self::Unreadable { source_name, source },
        }
    }
}

impl From<Box<dyn Diagnostic>> for ImportError {
    fn from(error: Box<dyn Diagnostic>) -> Self {
        Self::Store(error)
    }
}
