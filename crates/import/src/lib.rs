//! From bytes to checked lines of products, stores and sales.
//!
//! One way through: [`Source`] → content (bytes that can be read again) → format (rows of text) → layout (titles and
//! totals set aside) → columns with roles → checked lines, each read right or refused with line, column, value and
//! reason → a `SaleSink`, a few thousand lines at a time. Nothing is guessed in silence: a column that fits two readings
//! stops the file with the question.

mod account;
mod amounts;
mod answers;
mod archive;
mod chunks;
mod columns;
mod content;
mod csv;
mod currency;
mod date_columns;
mod dates;
mod encoding;
mod error;
mod evidence;
mod fetch;
mod field;
mod figures;
mod fill;
mod format;
mod former;
mod headers;
mod html;
mod import;
mod json;
mod judge;
mod kept;
mod layout;
mod ledger;
mod line_account;
mod lines;
mod mapping;
mod markup;
mod meaning;
mod metered;
mod moves;
mod numbers;
mod options;
mod order_shares;
mod parquet;
mod parts;
mod plain_columns;
mod presets;
mod profile;
mod proof;
mod record;
mod reject_file;
mod report;
mod sheet;
mod side_by_side;
mod signals;
mod source;
mod spreadsheetml;
mod survey;
mod tills;
mod totals;
mod whole;
mod wording;
mod workbook;
mod zones;

pub use account::SetAside;
pub use amounts::{AmountFrom, Basis, MoneyQuestion, Relation};
pub use answers::FileAnswer;
pub use content::{Content, Spool};
pub use dates::DateOrder;
pub use encoding::{TextRepair, text_of};
pub use error::ImportError;
pub use field::Field;
pub use import::{Headed, Prepared, Watch};
pub use judge::LineQuestion;
pub use layout::{Aside, AsideKind};
pub use line_account::{Account, Class, Part};
pub use meaning::LineMeaning;
pub use moves::{OtherDays, StoreMoved};
pub use numbers::DecimalMark;
pub use options::{OnError, Options};
pub use plain_columns::{DateColumn, DateSurvey, NumberColumn, NumberSurvey};
pub use reject_file::{REJECT_COLUMNS, RejectFile};
pub use report::{ColumnProof, Misfits, PriceChanged, Proof, Report};
pub use sheet::Sheet;
pub use source::{Found, Passed, Source};
pub use zones::{TimeZoneRule, ZoneProof};
