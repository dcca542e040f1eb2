//! The statements that write rows of one shape.

use super::shape::{Shape, quoted};

/// Their texts. Parameters are numbered as the load's columns are; what is not one of them comes after.
pub(super) struct RowSql {
    /// Inserts a row, unless one of its keys is there. After the columns: the id, then the import, where the table has
    /// them and the load does not.
    pub(super) insert: String,
    /// For each key: finds its row and tells whether its content is the same and whether this import, the parameter
    /// after the columns, wrote it.
    pub(super) find: Vec<String>,
    /// Gives a row the new content. After the columns: its rowid, then the import. `None` where only keys are loaded.
    pub(super) update: Option<String>,
}

impl RowSql {
    pub(super) fn of(shape: &Shape, is_import: bool) -> Self {
        let places = (0..shape.columns.len()).filter(|at| Some(*at) != shape.line);
        let content: Vec<usize> = places.clone().filter(|at| Some(*at) != shape.id).collect();
        let writes_import = shape.has_import_id && is_import;
        Self {
            insert: insert(shape, &places.collect::<Vec<_>>()),
            find: shape.keys.iter().map(|key| find(shape, key, &content, writes_import)).collect(),
            update: (!content.is_empty()).then(|| update(shape, &content, writes_import)),
        }
    }
}

fn insert(shape: &Shape, places: &[usize]) -> String {
    let table = quoted(&shape.table);
    let mut columns: Vec<String> = places.iter().map(|at| quoted(&shape.columns[*at])).collect();
    let mut marks: Vec<String> = places.iter().map(|at| mark(*at)).collect();
    let count = shape.columns.len();
    if shape.gives_ids && shape.id.is_none() {
        columns.push("id".into());
        marks.push(mark(count));
    }
    if shape.has_import_id {
        columns.push("import_id".into());
        marks.push(mark(count + 1));
    }
    if columns.is_empty() {
        return format!("insert into {table} default values");
    }
    let (columns, marks) = (columns.join(", "), marks.join(", "));
    format!("insert into {table} ({columns}) values ({marks}) on conflict do nothing")
}

fn find(shape: &Shape, key: &[usize], content: &[usize], writes_import: bool) -> String {
    let equals = |at: &usize, how: &str| format!("{} {how} {}", quoted(&shape.columns[*at]), mark(*at));
    // A given id that is not the kept row's is other content too, whichever key found the row.
    let same_id = shape.id.map(|at| format!("({} is null or {})", mark(at), equals(&at, "is")));
    let same = content.iter().map(|at| equals(at, "is")).chain(same_id).collect::<Vec<_>>();
    let same = if same.is_empty() { "1".to_owned() } else { same.join(" and ") };
    let own = if writes_import { format!("import_id is {}", mark(shape.columns.len())) } else { "0".into() };
    let amount = if shape.table == "sales" { "amount" } else { "null" };
    let key = key.iter().map(|at| equals(at, "=")).collect::<Vec<_>>().join(" and ");
    format!("select rowid, {same}, {own}, {amount} from {} where {key}", quoted(&shape.table))
}

fn update(shape: &Shape, content: &[usize], writes_import: bool) -> String {
    let count = shape.columns.len();
    let set = |at: &usize| format!("{} = {}", quoted(&shape.columns[*at]), mark(*at));
    let mut sets: Vec<String> = content.iter().map(set).collect();
    if writes_import {
        sets.push(format!("import_id = {}", mark(count + 1)));
    }
    format!("update {} set {} where rowid = {}", quoted(&shape.table), sets.join(", "), mark(count))
}

/// The parameter of that place, counted from 0.
fn mark(at: usize) -> String {
    format!("?{}", at + 1)
}
