//! The statements that write rows of one shape.

use super::shape::{Shape, quoted};

/// Their texts. Parameters are numbered as the load's columns are; what is not one of them comes after.
pub(super) struct RowSql {
    /// Inserts a row, unless one of its keys is there. After the columns: the id, then the import, where the table has
    /// them and the load does not.
    pub(super) insert: String,
    /// For each key: finds its row, whether its content is the same, whether this import, the parameter after the
    /// columns, wrote it, its amount, and whether it is another sale.
    pub(super) find: Vec<String>,
    /// Gives a row the new content. After the columns: its rowid, then the import. `None` where only keys are loaded.
    pub(super) update: Option<String>,
}

impl RowSql {
    /// With `keeps_products` a sale is the same under the product that an earlier version took its for.
    pub(super) fn of(shape: &Shape, is_import: bool, keeps_products: bool, keeps_amounts: bool) -> Self {
        let content: Vec<usize> = shape.places().filter(|at| Some(*at) != shape.id).collect();
        let writes_import = shape.has_import_id && is_import;
        let places: Vec<usize> = shape.places().collect();
        Self {
            insert: match Self::insert(shape, &places, true, 1) {
                Some(insert) => format!("{insert} on conflict do nothing"),
                None => format!("insert into {} default values", quoted(&shape.table)),
            },
            find: shape
                .keys
                .iter()
                .map(|key| find(shape, key, &content, writes_import, (keeps_products, keeps_amounts)))
                .collect(),
            update: (!content.is_empty()).then(|| update(shape, &content, writes_import, keeps_amounts)),
        }
    }

    /// Inserts so many rows with values at those places, and with ids where the store gives them and they are to be
    /// named; `None` where there are none. After the parameters of all rows
    /// comes that of the import. What a table's own constraints say of conflicts does not hold: the rows before the one
    /// that is refused are written. To take them back, SQLite would copy each page before it writes to it.
    pub(super) fn insert(shape: &Shape, places: &[usize], names_ids: bool, rows: usize) -> Option<String> {
        let mut columns: Vec<String> = places.iter().map(|at| quoted(&shape.columns[*at])).collect();
        let mut places = places.to_vec();
        if names_ids && shape.gives_ids && shape.id.is_none() {
            columns.push("id".into());
            places.push(shape.columns.len());
        }
        if shape.has_import_id {
            columns.push("import_id".into());
        }
        let import = shape.has_import_id.then(|| mark(rows * width(shape)));
        let row = |row: usize| {
            let own = places.iter().map(|at| mark(row * width(shape) + at));
            format!("({})", own.chain(import.clone()).collect::<Vec<_>>().join(", "))
        };
        let rows: Vec<String> = (0..rows).map(row).collect();
        let (table, columns) = (quoted(&shape.table), columns.join(", "));
        (!columns.is_empty())
            .then(|| format!("insert or fail into {table} ({columns}) values {}", rows.join(", ")))
    }
}

/// How many parameters a row has: its columns and the id.
pub(super) fn width(shape: &Shape) -> usize {
    shape.columns.len() + 1
}

fn find(
    shape: &Shape,
    key: &[usize],
    content: &[usize],
    writes_import: bool,
    (keeps_products, keeps_amounts): (bool, bool),
) -> String {
    let equals = |at: &usize, how: &str| format!("{} {how} {}", quoted(&shape.columns[*at]), mark(*at));
    // A given id that is not the kept row's is other content too, whichever key found the row.
    let same_id = shape.id.map(|at| format!("({} is null or {})", mark(at), equals(&at, "is")));
    let former = shape.former_product.filter(|_| keeps_products);
    let same_quantity = shape.place("quantity").filter(|_| keeps_amounts).map(|at| equals(&at, "is"));
    let is_same = |at: &usize| match former.filter(|_| shape.columns[*at] == "product_id") {
        Some(former) => {
            let own = equals(at, "is");
            format!("({own} or {} is {})", quoted(&shape.columns[*at]), mark(former))
        }
        None => match same_quantity.as_ref().filter(|_| shape.columns[*at] == "amount") {
            Some(same_quantity) => format!("({} or {same_quantity})", equals(at, "is")),
            None => equals(at, "is"),
        },
    };
    let same = content.iter().map(is_same).chain(same_id).collect::<Vec<_>>();
    let same = if same.is_empty() { "1".to_owned() } else { same.join(" and ") };
    let own = if writes_import { format!("import_id is {}", mark(shape.columns.len())) } else { "0".into() };
    // An amount that stays moves no revenue: it is reported as the row's own.
    let amount = match (same_quantity.as_ref(), shape.place("amount")) {
        _ if shape.table != "sales" => "null".to_owned(),
        (Some(same_quantity), Some(at)) => {
            format!("case when {same_quantity} then {} else amount end", mark(at))
        }
        _ => "amount".to_owned(),
    };
    let key = key.iter().map(|at| equals(at, "=")).collect::<Vec<_>>().join(" and ");
    format!(
        "select rowid, {same}, {own}, {amount}, {} from {} where {key}",
        is_other_sale(shape),
        quoted(&shape.table)
    )
}

/// Whether the kept sale is another one, and not a former form of the same: it is of another day, or of another product
/// for another amount. A day beside its own is the same: what is corrected may be the zone of its time.
fn is_other_sale(shape: &Shape) -> String {
    let place = |name: &str| shape.place(name).map(mark);
    if shape.table != "sales" {
        return "0".to_owned();
    }
    let is_far = place("sale_date")
        .map(|day| format!("coalesce(abs(julianday(sale_date) - julianday({day})) > 1, 0)"));
    let has_changed = place("product_id")
        .zip(place("amount"))
        .map(|(product, amount)| format!("product_id is not {product} and amount is not {amount}"));
    let all: Vec<String> = is_far.into_iter().chain(has_changed).collect();
    if all.is_empty() { "0".to_owned() } else { all.join(" or ") }
}

fn update(shape: &Shape, content: &[usize], writes_import: bool, keeps_amounts: bool) -> String {
    let count = shape.columns.len();
    let set = |at: &usize| format!("{} = {}", quoted(&shape.columns[*at]), mark(*at));
    let quantity = shape.place("quantity").filter(|_| keeps_amounts);
    let set = |at: &usize| match quantity.filter(|_| shape.columns[*at] == "amount") {
        Some(quantity) => {
            let (new, same) = (mark(*at), mark(quantity));
            format!("amount = case when quantity is {same} then amount else {new} end")
        }
        None => set(at),
    };
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
