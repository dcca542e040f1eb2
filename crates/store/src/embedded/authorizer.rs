//! What SQL from outside may do on a connection: no other file, no secret, no setting, no runaway.

use rusqlite::{
    Connection,
    config::DbConfig,
    hooks::{AuthAction, AuthContext, Authorization},
};

use super::{functions, limits, schema::is_own};
use crate::StoreError;

/// The tables of this program whose rows SQL from outside may change: what the shop itself knows and asks for. All the
/// others are bookkeeping: the ledger, versions, what undo needs.
const ROWS_OF_THE_SHOP: [&str; 6] =
    ["analysis_results", "products", "sales", "settings", "stores", "targets"];

/// The tables that this program's own triggers write when such rows change.
const ROWS_OF_TRIGGERS: [&str; 4] = ["calendar_days", "data_version", "hand_changes", "replaced_by_hand"];

/// Installs the authorizer on a connection.
pub(super) fn install(connection: &mut Connection) -> rusqlite::Result<()> {
    limits::put(connection)?;
    functions::replace_slow(connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.authorizer(Some(|context: AuthContext<'_>| judge(&context)))
}

fn judge(context: &AuthContext<'_>) -> Authorization {
    if let AuthAction::Pragma { pragma_name, pragma_value } = context.action {
        return super::pragmas::judge(pragma_name, pragma_value);
    }
    if is_allowed(context) { Authorization::Allow } else { Authorization::Deny }
}

fn is_allowed(context: &AuthContext<'_>) -> bool {
    match context.action {
        AuthAction::Attach { .. } | AuthAction::Detach { .. } | AuthAction::Unknown { .. } => false,
        AuthAction::Function { function_name } => !function_name.eq_ignore_ascii_case("load_extension"),
        AuthAction::Insert { table_name }
        | AuthAction::Update { table_name, .. }
        | AuthAction::Delete { table_name } => may_change_rows(table_name, context.accessor),
        // A name of this program is not taken by another table, not even by a temporary one that would hide it.
        AuthAction::CreateTable { table_name }
        | AuthAction::CreateTempTable { table_name }
        | AuthAction::CreateVtable { table_name, .. }
        | AuthAction::DropTable { table_name }
        | AuthAction::DropTempTable { table_name }
        | AuthAction::DropVtable { table_name, .. }
        | AuthAction::AlterTable { table_name, .. } => !is_own(table_name),
        AuthAction::CreateView { view_name }
        | AuthAction::CreateTempView { view_name }
        | AuthAction::DropView { view_name }
        | AuthAction::DropTempView { view_name } => !is_own(view_name),
        AuthAction::CreateIndex { index_name: name, table_name }
        | AuthAction::CreateTempIndex { index_name: name, table_name }
        | AuthAction::CreateTrigger { trigger_name: name, table_name }
        | AuthAction::CreateTempTrigger { trigger_name: name, table_name } => {
            !is_own(name) && !is_own(table_name)
        }
        // What an earlier version let a client put on a table of this program may go.
        AuthAction::DropIndex { index_name: name, .. }
        | AuthAction::DropTempIndex { index_name: name, .. }
        | AuthAction::DropTrigger { trigger_name: name, .. }
        | AuthAction::DropTempTrigger { trigger_name: name, .. }
        | AuthAction::Reindex { index_name: name } => !is_own(name),
        _ => true,
    }
}

/// Whether rows of that table may change, directly or by the trigger `accessor`; nobody else can take a name of ours.
fn may_change_rows(table: &str, accessor: Option<&str>) -> bool {
    let among = |list: &[&str]| list.iter().any(|name| name.eq_ignore_ascii_case(table));
    if !is_own(table) {
        return true;
    }
    // What a trigger of a client may do, somebody else does who does not know of it.
    match accessor {
        None => among(&ROWS_OF_THE_SHOP),
        Some(trigger) => is_own(trigger) && (among(&ROWS_OF_THE_SHOP) || among(&ROWS_OF_TRIGGERS)),
    }
}

/// Refuses a text that makes a table refer to one of this program: it would keep rows of the shop from being changed.
/// SQLite asks no authorizer about a reference.
///
/// # Errors
/// [`StoreError::NotAllowed`], naming the table.
pub(crate) fn check_references(sql: &str) -> Result<(), StoreError> {
    check_trigger(sql)?;
    let mut bytes = sql.as_bytes().windows(REFERENCES.len());
    if !bytes.any(|bytes| bytes.eq_ignore_ascii_case(REFERENCES.as_bytes())) {
        return Ok(());
    }
    let mut is_reference = false;
    for token in Tokens(sql) {
        match token {
            Token::Word(word) if word.eq_ignore_ascii_case(REFERENCES) => is_reference = true,
            Token::Word(name) | Token::Quoted(name) if is_reference && is_own(name) => {
                let reason =
                    format!("a foreign key to {name}: tables of clients do not refer to those of Comptoir");
                return Err(StoreError::NotAllowed { reason: reason.into() });
            }
            _ => is_reference = false,
        }
    }
    Ok(())
}

/// Refuses a trigger that would change rows of this program. The authorizer refuses the change itself, when it comes to that.
fn check_trigger(sql: &str) -> Result<(), StoreError> {
    let is = |token: &Token<'_>, words: &[&str]| match token {
        Token::Word(word) => words.iter().any(|other| other.eq_ignore_ascii_case(word)),
        _ => false,
    };
    let mut head = Tokens(sql);
    let makes = head.next().is_some_and(|token| is(&token, &["create"]))
        && head.take(3).any(|token| is(&token, &["trigger"]));
    if !makes {
        return Ok(());
    }
    let (mut is_changed, mut deletes) = (false, false);
    for token in Tokens(sql) {
        match token {
            Token::Word(name) | Token::Quoted(name) if is_changed && is_own(name) => {
                let reason =
                    format!("a trigger that changes {name}: triggers of clients do not refer to Comptoir");
                return Err(StoreError::NotAllowed { reason: reason.into() });
            }
            _ => {}
        }
        let goes_on = is(&token, &["or", "rollback", "abort", "replace", "fail", "ignore"]);
        is_changed =
            is(&token, &["into", "update"]) || deletes && is(&token, &["from"]) || is_changed && goes_on;
        deletes = is(&token, &["delete"]);
    }
    Ok(())
}

/// The keyword before the table that a foreign key refers to.
const REFERENCES: &str = "references";

/// A part of a statement.
enum Token<'a> {
    Word(&'a str),
    /// A name or a text, without its marks.
    Quoted(&'a str),
    Sign,
}

/// The parts of a text of SQL; without comments and spaces.
struct Tokens<'a>(&'a str);

impl<'a> Tokens<'a> {
    /// Skips spaces and comments.
    fn skip(&mut self) {
        loop {
            let rest =
                self.0.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
            self.0 = if let Some(comment) = rest.strip_prefix("--") {
                comment.split_once('\n').map_or("", |(_, after)| after)
            } else if let Some(comment) = rest.strip_prefix("/*") {
                comment.split_once("*/").map_or("", |(_, after)| after)
            } else {
                self.0 = rest;
                return;
            };
        }
    }

    /// The text up to a length, which is taken off.
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        taken
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.skip();
        let first = self.0.chars().next()?;
        let is_word =
            |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$') || !letter.is_ascii();
        if is_word(first) {
            let length = self.0.find(|letter| !is_word(letter)).unwrap_or(self.0.len());
            return Some(Token::Word(self.take(length)));
        }
        let closing = match first {
            '"' | '\'' | '`' => first,
            '[' => ']',
            _ => {
                self.take(first.len_utf8());
                return Some(Token::Sign);
            }
        };
        self.take(1);
        let length = self.0.find(closing).unwrap_or(self.0.len());
        let quoted = self.take(length);
        self.take(self.0.len().min(1));
        Some(Token::Quoted(quoted))
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::ErrorCode;

    use super::*;
    use crate::embedded::schema;

    /// A new database under the authorizer.
    fn authorized() -> Connection {
        let mut connection = schema::fresh().unwrap();
        install(&mut connection).unwrap();
        connection
    }

    /// Whether it was the authorizer that refused a statement, and nothing else.
    fn is_denied(connection: &Connection, sql: &str) -> bool {
        let denied = connection.prepare(sql).map(|_| ()).map_err(|error| error.sqlite_error_code());
        denied == Err(Some(ErrorCode::AuthorizationForStatementDenied))
    }

    #[test]
    fn the_guard_itself_refuses_every_change_to_what_this_program_keeps() {
        let connection = authorized();
        for schema::Object { kind, name, table, .. } in schema::own_objects() {
            let mut refused = vec![format!("drop {kind} {name}")];
            match kind.as_str() {
                "table" => {
                    refused.extend([
                        format!("drop table main.{name}"),
                        format!("alter table {name} rename to mine"),
                        format!("alter table {name} add column mine"),
                        format!("create trigger mine after delete on {name} begin select 1; end"),
                        format!("create trigger mine before insert on main.{name} begin select 1; end"),
                        format!("create temp trigger mine after update on {name} begin select 1; end"),
                        format!("create index mine on {name} (rowid)")
                            .replace("(rowid)", &first_column(&connection, name)),
                        format!("create unique index mine on {name} {}", first_column(&connection, name)),
                        format!("create temp table {name} (x)"),
                        format!("create temp view {name} as select 1"),
                    ]);
                    let column = first_column(&connection, name);
                    let column = column.trim_matches(['(', ')']);
                    refused.push(format!("alter table {name} rename column {column} to mine"));
                    if !ROWS_OF_THE_SHOP.contains(&name.as_str()) {
                        refused.extend([
                            format!("insert into {name} default values"),
                            format!("replace into {name} ({column}) values (1)"),
                            format!("update {name} set {column} = {column}"),
                            format!("delete from {name}"),
                            format!("with x as (select 1) delete from {name} where true returning *"),
                        ]);
                    }
                }
                "index" => refused.push(format!("reindex {name}")),
                "trigger" => refused
                    .extend([format!("create table {name} (x)"), format!("create view {name} as select 1")]),
                _ => panic!("{kind} {name}"),
            }
            for sql in refused {
                // What has no such column, or a computed one, is refused before anybody is asked.
                assert!(is_denied(&connection, &sql), "{sql} ({table})");
            }
        }
    }

    fn first_column(connection: &Connection, table: &str) -> String {
        let sql = "select '(\"' || name || '\")' from pragma_table_info(?1)";
        connection.query_row(sql, [table], |row| row.get(0)).unwrap()
    }

    #[test]
    fn rows_of_the_shop_change_and_its_bookkeeping_follows() {
        let connection = authorized();
        let version = || -> (i64, i64) {
            let sql = "select version, (select count(*) from calendar_days) from data_version";
            connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
        };
        connection
            .execute_batch(
                "insert into products (id, name) values (1, 'Pain');
                 insert into stores (id, city) values (1, 'Lyon');
                 insert into sales (product_id, store_id, sale_date, quantity, amount) values (1, 1, '2026-01-02', 1, 2);
                 update sales set amount = 3;
                 insert into targets (month, amount) values ('2026-01', 100);
                 insert into settings (name, value) values ('currency', 'EUR'), ('other', 'USD');",
            )
            .unwrap();
        assert_eq!(version(), (7, 1));
        for sql in [
            "update settings set value = 'USD'",
            "delete from settings",
            "replace into settings values ('currency', 'USD', null)",
            "update or replace settings set name = 'currency' where name = 'other'",
        ] {
            assert!(connection.execute_batch(sql).is_err(), "{sql}");
        }
        connection.execute_batch("delete from sales; delete from settings").unwrap();
    }

    #[test]
    fn a_client_makes_changes_and_drops_what_is_its_own() {
        let connection = authorized();
        connection
            .execute_batch(
                "create table events (id integer primary key autoincrement, at text);
                 create table tokens (id integer primary key, event integer references events (id));
                 create unique index events_at on events (at);
                 create trigger noted after insert on tokens begin update events set at = at || '!' where id = new.event; end;
                 create view by_day as select sale_date, sum(amount) as revenue from sales group by 1;
                 insert into events (at) values ('now');
                 insert into tokens (event) values (1);
                 alter table events add column what text;
                 alter table events rename to happenings;
                 create temp table scratch as select * from happenings;
                 analyze happenings;
                 reindex events_at;
                 delete from sqlite_sequence;
                 drop view by_day; drop trigger noted; drop table tokens; drop table happenings;",
            )
            .unwrap();
    }

    #[test]
    fn a_trigger_of_a_client_changes_nothing_of_this_program() {
        let connection = authorized();
        connection.execute_batch("create table mine (x); create view shown as select * from sales").unwrap();
        for (at, body) in [
            "delete from sales",
            "insert or replace into products (name) select 'x'",
            "update or ignore \"Sales\" set amount = 1",
            "replace into/**/[stores] (city) values ('x')",
            "select 1; select 2; with x as (select 1) delete from main.sales",
        ]
        .iter()
        .enumerate()
        {
            for on in [
                format!("after insert on mine begin {body}"),
                format!("instead of insert on shown begin {body}"),
            ] {
                let sql = format!("create trigger t{at} {on}; end");
                if !body.contains("main.") && !body.contains("with") {
                    assert!(check_references(&sql).is_err(), "{sql}");
                }
            }
            // One that was there before does nothing either.
            let made = connection
                .execute_batch(&format!("create trigger t{at} after insert on mine begin {body}; end"));
            if made.is_ok() {
                assert!(is_denied(&connection, "insert into mine values (1)"), "{body}");
                connection.execute_batch(&format!("drop trigger t{at}")).unwrap();
            }
        }
        for sql in [
            "create trigger t after update of x on mine begin insert into mine select amount from sales; end",
            "create temp trigger t after delete on mine when (select count(*) from sales) > 1 begin delete from mine; end",
            "insert into sales select * from sales",
        ] {
            assert!(check_references(sql).is_ok(), "{sql}");
        }
    }

    #[test]
    fn a_reference_to_a_table_of_this_program_is_seen_however_it_is_written() {
        for sql in [
            "create table t (x references sales)",
            "create table t (x integer REFERENCES \"Sales\" (id) on delete cascade)",
            "create table t (x, foreign key (x) references/**/[products](id))",
            "create table t (x, foreign key (x) references -- ours\n `stores`)",
            "alter table t add column y references 'imports'",
            "create table a (x default '''references'); create table t (x references sales)",
        ] {
            assert!(check_references(sql).is_err(), "{sql}");
        }
        for sql in [
            "create table t (x references sales_of_mine (id))",
            "select 'references sales'",
            "select \"references\", sales from t",
            "create table t (x references \"events\" (id)) -- not references sales",
        ] {
            assert!(check_references(sql).is_ok(), "{sql}");
        }
    }
}
