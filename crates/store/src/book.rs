//! Loads what an import reads, and answers what is known already, on either side of the seam.

mod loading;
mod places;
mod products;
mod rejects;
mod sales;
mod stores;
mod targets;

use std::sync::Arc;

use comptoir_calendar::parse_iso;
use comptoir_sales::{
    Clash, Diagnostic, FoldedIds, HeldBack, ImportMode, ImportOutcome, KeptSales, MissingSale, Money,
    NewImport, NextIds, Product, Quantity, Reject, SaleSink, SalesBook, Store, StoreMove, Table, UtcHour,
};

use crate::{
    Database, LedgerLine, Loaded, LoadedTable, Mode, Record, StoreError, Value, embedded::ENDS_OF_IDS,
};

/// The first id that the store gives.
const FIRST_OWN_ID: i64 = 1_000_000_001;

/// How many refused lines are described in one transaction.
const DESCRIBED: usize = 500;

/// The records of a database, as an import sees them.
pub struct Book {
    database: Arc<dyn Database>,
}

impl Book {
    /// The records of that database.
    pub fn new(database: Arc<dyn Database>) -> Self {
        Self { database }
    }

    fn one(&self, sql: &str, args: &[Value]) -> Result<Option<Value>, Box<dyn Diagnostic>> {
        let rows = self.database.query(sql, args).map_err(told)?;
        Ok(rows.rows.into_iter().next().and_then(|row| row.into_iter().next()))
    }
}

impl SaleSink for Book {
    fn load(&self, import: NewImport<'_>) -> Result<ImportOutcome, Box<dyn Diagnostic>> {
        let (table, dry_run) = (import.table, import.dry_run);
        let (mode, ledger) = (mode_of(&import), ledger_line(&import));
        let loaded = loading::load(self.database.as_ref(), import, mode, ledger)?;
        Ok(poured(loaded, table, dry_run))
    }

    fn describe(&self, import_id: i64, rejects: &[Reject]) -> Result<(), Box<dyn Diagnostic>> {
        for some in rejects.chunks(DESCRIBED) {
            let details = rejects::details(import_id, some);
            self.database.record(Record::RejectDetails, &[details]).map_err(told)?;
        }
        Ok(())
    }
}

impl SalesBook for Book {
    fn products(&self) -> Result<Vec<Product>, Box<dyn Diagnostic>> {
        products::all(self.database.as_ref()).map_err(told)
    }

    fn stores(&self) -> Result<Vec<Store>, Box<dyn Diagnostic>> {
        stores::all(self.database.as_ref()).map_err(told)
    }

    fn folded_ids(&self) -> Result<FoldedIds, Box<dyn Diagnostic>> {
        let rows = self.database.query("select table_name, id from folded_names", &[]).map_err(told)?;
        let mut folded = FoldedIds::default();
        for row in rows.rows {
            let (Some(table), Some(id)) = (row[0].as_text(), row[1].as_integer()) else { continue };
            let ids = if table == "products" { &mut folded.products } else { &mut folded.stores };
            ids.insert(id);
        }
        Ok(folded)
    }

    fn mapping(&self, signature: &str) -> Result<Option<String>, Box<dyn Diagnostic>> {
        let found = self.one("select mapping from mappings where signature = ?1", &[signature.into()])?;
        Ok(found.as_ref().and_then(Value::as_text).map(str::to_owned))
    }

    fn amounts_from(&self) -> Result<Vec<String>, Box<dyn Diagnostic>> {
        let sql = "select distinct json_extract(mapping, '$.amount[0]') from imports
                   where table_name = 'sales' and undone_at is null and first_id is not null and mapping is not null";
        let rows = self.database.query(sql, &[]).map_err(told)?;
        Ok(rows.rows.iter().filter_map(|row| row[0].as_text().map(str::to_owned)).collect())
    }

    fn usual_amount(&self, source: &str) -> Result<Option<(f64, u64)>, Box<dyn Diagnostic>> {
        let sql = "select sum(revenue) / sum(added), sum(added) from imports
                   where origin = ?1 and table_name = 'sales' and undone_at is null and added > 0 and mode = 'new'";
        let rows = self.database.query(sql, &[source.into()]).map_err(told)?;
        Ok(rows.rows.first().and_then(|row| match row.as_slice() {
            [Value::Real(average), Value::Integer(lines)] => Some((*average, lines.unsigned_abs())),
            _ => None,
        }))
    }

    fn currency(&self) -> Result<Option<String>, Box<dyn Diagnostic>> {
        let found = self.one("select value from settings where name = 'currency'", &[])?;
        Ok(found.as_ref().and_then(Value::as_text).map(str::to_owned))
    }

    fn same_import(&self, sha256: &str, reading: &str) -> Result<Option<i64>, Box<dyn Diagnostic>> {
        let sql = "select id from imports
                   where sha256 = ?1 and reading = ?2 and undone_at is null and changed = 0 and rejected = 0
                     and held_back = 0 and rewrites = (select rewrites from data_version) order by id desc limit 1";
        Ok(self.one(sql, &[sha256.into(), reading.into()])?.as_ref().and_then(Value::as_integer))
    }

    fn source_of(&self, sha256: &str) -> Result<Option<String>, Box<dyn Diagnostic>> {
        let sql =
            "select origin from imports where sha256 = ?1 and table_name = 'sales' and undone_at is null
                   order by id desc limit 1";
        Ok(self.one(sql, &[sha256.into()])?.as_ref().and_then(Value::as_text).map(str::to_owned))
    }

    fn is_same_till(&self, sha256: &str) -> Result<bool, Box<dyn Diagnostic>> {
        let sql = "select exists (
                       select 1 from imports i join imports other on other.origin = i.origin
                       where i.sha256 = ?1 and i.table_name = 'sales' and i.undone_at is null
                           and other.table_name = 'sales' and other.undone_at is null
                           and json_extract(other.mapping, '$.same_till'))";
        Ok(self.one(sql, &[sha256.into()])?.as_ref().and_then(Value::as_integer) == Some(1))
    }

    fn moves(&self) -> Result<Vec<StoreMove>, Box<dyn Diagnostic>> {
        places::moves(self.database.as_ref()).map_err(told)
    }

    fn kept_among(&self, ids: &[i64], keys: &[String]) -> Result<Vec<String>, Box<dyn Diagnostic>> {
        /// Of how many a statement asks.
        const AT_ONCE: usize = 500;
        let mut kept = Vec::new();
        let mut ask = |column: &str, values: Vec<Value>| -> Result<(), Box<dyn Diagnostic>> {
            for some in values.chunks(AT_ONCE) {
                let marks = vec!["?"; some.len()].join(", ");
                let sql = format!("select cast({column} as text) from sales where {column} in ({marks})");
                let rows = self.database.query(&sql, some).map_err(told)?;
                kept.extend(rows.rows.iter().filter_map(|row| row[0].as_text().map(str::to_owned)));
            }
            Ok(())
        };
        ask("id", ids.iter().map(|id| Value::from(*id)).collect())?;
        ask("source_key", keys.iter().map(|key| Value::from(key.as_str())).collect())?;
        Ok(kept)
    }

    fn kept_sales(&self, store_id: i64) -> Result<KeptSales, Box<dyn Diagnostic>> {
        places::kept(self.database.as_ref(), store_id).map_err(told)
    }

    fn utc_hours(&self, store_id: i64) -> Result<(Vec<UtcHour>, Vec<String>), Box<dyn Diagnostic>> {
        places::hours(self.database.as_ref(), store_id).map_err(told)
    }

    fn next_ids(&self) -> Result<NextIds, Box<dyn Diagnostic>> {
        let next = |table: &str| -> Result<i64, Box<dyn Diagnostic>> {
            let sql = format!("select max(id) from {table} where id < {ENDS_OF_IDS}");
            let largest = self.one(&sql, &[])?.as_ref().and_then(Value::as_integer).unwrap_or_default();
            Ok((largest + 1).max(FIRST_OWN_ID))
        };
        Ok(NextIds { product: next("products")?, store: next("stores")? })
    }
}

fn told(error: StoreError) -> Box<dyn Diagnostic> {
    Box::new(error)
}

fn mode_of(import: &NewImport<'_>) -> Mode {
    match import.mode {
        ImportMode::New => Mode::New,
        ImportMode::Upsert => Mode::Upsert,
        ImportMode::Replace { .. } => Mode::Replace,
    }
}

fn ledger_line(import: &NewImport<'_>) -> LedgerLine {
    LedgerLine {
        name: import.name.clone(),
        table: import.table.name().to_owned(),
        source: import.source.clone(),
        sha256: Some(import.sha256.clone()),
        reading: Some(import.reading.clone()),
        covers_days: import.covers_days,
        keeps_amounts: import.keeps_amounts,
        partial_days: import.mode == ImportMode::Replace { partial_days: true },
        same_till: import.same_till,
        knows_twins: import.knows_twins,
        mapping: import.mapping.clone(),
        currency: import.currency.clone(),
        same_as: import.same_as,
        abort_on_clash: import.abort_on_reject,
        rejects_elsewhere: import.rejects_elsewhere,
    }
}

fn poured(loaded: Loaded, table: Table, dry_run: bool) -> ImportOutcome {
    let of = |name: &str| loaded.tables.iter().find(|loaded| loaded.table == name);
    let lines: LoadedTable = of(table.name()).cloned().unwrap_or_default();
    let brought =
        |name: &str| if table == Table::Sales { of(name).map_or(0, |table| table.added) } else { 0 };
    ImportOutcome {
        products_added: brought("products"),
        stores_added: brought("stores"),
        import_id: loaded.import_id.filter(|_| !dry_run),
        added: lines.added,
        known: lines.known,
        changed_count: lines.changed,
        changed: lines.changed_keys,
        written_again: lines.written_again,
        former_products: lines.former_products,
        repeated: lines.repeated,
        clashes: lines
            .clashes
            .into_iter()
            .map(|clash| Clash { line: clash.line.max(0) as u64, key: clash.key })
            .collect(),
        removed: lines.removed,
        held_back: held_back(loaded.held_back),
        revenue: Money::from_parts(loaded.revenue_parts),
    }
}

fn held_back(held: crate::HeldBack) -> HeldBack {
    let missing = held.missing.into_iter().filter_map(|sale| {
        Some(MissingSale {
            import_id: sale.import_id,
            date: parse_iso(&sale.date)?,
            store: sale.store,
            product: sale.product,
            quantity: Quantity::from_parts(sale.quantity_parts),
            amount: Money::from_parts(sale.amount_parts),
        })
    });
    HeldBack {
        store_days: held.store_days,
        lines: held.rows,
        missing_count: held.missing_count,
        missing: missing.collect(),
        may_be_cut_off: held.may_be_cut_off,
    }
}
