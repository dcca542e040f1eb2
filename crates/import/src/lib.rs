//! From bytes to checked lines of products, stores and sales.
//!
//! One way through: [`Source`] → bytes → [`Sheet`] (a header and rows of text) → columns with roles → checked
//! lines, each read right or refused with line, column, value and reason → a `SaleSink`. Nothing is guessed in
//! silence: a column that fits two readings stops the file with the question.

mod archive;
mod columns;
mod csv;
mod dates;
mod error;
mod fetch;
mod import;
mod json;
mod layout;
mod line_counter;
mod lines;
mod numbers;
mod options;
mod sheet;
mod source;
mod workbook;

pub use columns::Field;
pub use dates::DateOrder;
pub use error::ImportError;
pub use import::{Prepared, Report};
pub use numbers::DecimalMark;
pub use options::{OnError, Options};
pub use sheet::{Aside, AsideKind, Cell, Row, Sheet};
pub use source::Source;
