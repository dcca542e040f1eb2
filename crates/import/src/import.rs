//! One file, from its bytes to the sink.

use comptoir_sales::{Lines, NewImport, Poured, Reject, SaleSink, SalesBook, Table};

use crate::{Aside, Field, ImportError, OnError, Options, Sheet, Source, columns::Columns, lines};

/// What became of one file.
#[derive(Clone, Debug)]
pub struct Report {
    /// The file, as the user named it.
    pub source: String,
    /// What it held.
    pub table: Table,
    /// How many lines of data it has.
    pub lines: usize,
    /// Which role each column has: header and field, in the order of the columns.
    pub columns: Vec<(String, Field)>,
    /// What the sink did; `None` on a dry run.
    pub poured: Option<Poured>,
    /// The bad lines.
    pub rejects: Vec<Reject>,
    /// The lines that are no data: titles, repeated headers, totals.
    pub aside: Vec<Aside>,
    /// New stores whose region nothing tells, by name or city.
    pub stores_without_region: Vec<String>,
}

impl Report {
    /// Whether something of the file was not taken: bad lines, or known ids with other content.
    pub fn has_leftovers(&self) -> bool {
        !self.rejects.is_empty() || self.poured.as_ref().is_some_and(|poured| poured.changed_count > 0)
    }
}

/// A file that is read, with the roles of its columns; nothing of it is checked or written yet.
#[derive(Debug)]
pub struct Prepared {
    sheet: Sheet,
    columns: Columns,
}

impl Prepared {
    /// Reads a file and finds out what it holds.
    ///
    /// # Errors
    /// When the file cannot be read, or its columns are not those of a table.
    pub fn read(source: &Source, options: &Options) -> Result<Self, ImportError> {
        let sheet = Sheet::read(&source.to_string(), &source.read()?)?;
        let columns = Columns::find(&sheet, options)?;
        Ok(Self { sheet, columns })
    }

    /// The file, as the user named it.
    pub fn name(&self) -> &str {
        &self.sheet.name
    }

    /// What the file holds. Products and stores come before the sales that name them.
    pub fn table(&self) -> Table {
        self.columns.table
    }

    /// Checks every line and pours the good ones: all of them in one transaction, or nothing.
    ///
    /// `progress` is told how many lines are checked, and of how many.
    ///
    /// # Errors
    /// When a column fits two readings, when a bad line is to stop the file, or when the store refuses. Nothing is
    /// written then.
    pub fn import<S: SalesBook + SaleSink>(
        self,
        options: &Options,
        store: &S,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Report, ImportError> {
        let Self { sheet, columns } = self;
        let total = sheet.rows.len();
        let (lines, rejects) = lines::check(&sheet, &columns, options, store, &|done| progress(done, total))?;
        if let (OnError::Abort, Some(first)) = (options.on_error, rejects.first()) {
            let first = Box::new(first.clone());
            return Err(ImportError::Rejected { source_name: sheet.name, first, count: rejects.len() });
        }

        let stores_without_region = without_region(&lines);
        let import = NewImport { source: sheet.name, lines, rejects };
        let poured = if options.dry_run { None } else { Some(store.pour(&import)?) };
        let header = |(field, place): &(Field, usize)| (sheet.header[*place].clone(), *field);
        Ok(Report {
            source: import.source,
            table: columns.table,
            lines: total,
            columns: columns.roles().iter().map(header).collect(),
            poured,
            rejects: import.rejects,
            aside: sheet.aside,
            stores_without_region,
        })
    }
}

fn without_region(lines: &Lines) -> Vec<String> {
    let Lines::Stores(stores) = lines else { return vec![] };
    let lost = stores.iter().filter(|store| store.region.is_none());
    lost.filter_map(|store| store.name.clone().or_else(|| store.city.clone())).collect()
}
