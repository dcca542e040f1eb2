//! What SQL from outside may do on a connection: no other file, no secret, no setting, no runaway.

use rusqlite::{
    Connection,
    config::DbConfig,
    hooks::{AuthAction, AuthContext, Authorization},
    limits::Limit,
};

/// The tables that this program keeps: their rows may be written, their shape may not.
const OWN_TABLES: [&str; 13] = [
    "analysis_results",
    "data_version",
    "forecasts",
    "hand_changes",
    "import_changes",
    "imports",
    "mappings",
    "products",
    "rejects",
    "sales",
    "settings",
    "stores",
    SECRET_TABLE,
];

/// The table that no SQL from outside sees.
pub(crate) const SECRET_TABLE: &str = "tokens";

/// Pragmas that tell something about the schema named by their argument.
const TELLING_PRAGMAS: [&str; 12] = [
    "foreign_key_check",
    "foreign_key_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "quick_check",
    "table_info",
    "table_list",
    "table_xinfo",
    "defer_foreign_keys", // lasts until the end of the transaction
    "data_version",
];

/// Pragmas that tell a setting when they have no argument, and would change it when they had one.
const SETTING_PRAGMAS: [&str; 14] = [
    "application_id",
    "collation_list",
    "compile_options",
    "database_list",
    "encoding",
    "foreign_keys",
    "freelist_count",
    "function_list",
    "journal_mode",
    "module_list",
    "page_count",
    "page_size",
    "schema_version",
    "user_version",
];

/// The largest text, blob or row, in bytes.
pub(crate) const VALUE_LIMIT: i32 = 64 << 20;

/// The longest statement, in bytes.
const SQL_LIMIT: i32 = 1 << 20;

/// How deep an expression may nest.
const DEPTH_LIMIT: i32 = 200;

/// Puts the guard on a connection.
pub(super) fn guard(connection: &mut Connection) -> rusqlite::Result<()> {
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_LENGTH, VALUE_LIMIT),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, SQL_LIMIT),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, DEPTH_LIMIT),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 100),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, most)?;
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.authorizer(Some(|context: AuthContext<'_>| judge(&context)))
}

fn judge(context: &AuthContext<'_>) -> Authorization {
    if is_allowed(context) { Authorization::Allow } else { Authorization::Deny }
}

fn is_allowed(context: &AuthContext<'_>) -> bool {
    let is_own = |table: &str| OWN_TABLES.iter().any(|own| own.eq_ignore_ascii_case(table));
    let is_secret = |table: &str| SECRET_TABLE.eq_ignore_ascii_case(table);
    match context.action {
        AuthAction::Attach { .. } | AuthAction::Detach { .. } | AuthAction::Unknown { .. } => false,
        AuthAction::Pragma { pragma_name, pragma_value } => {
            let named = |list: &[&str]| list.iter().any(|name| name.eq_ignore_ascii_case(pragma_name));
            named(&TELLING_PRAGMAS) || (pragma_value.is_none() && named(&SETTING_PRAGMAS))
        }
        AuthAction::Function { function_name } => !function_name.eq_ignore_ascii_case("load_extension"),
        AuthAction::Read { table_name, .. }
        | AuthAction::Insert { table_name }
        | AuthAction::Update { table_name, .. }
        | AuthAction::Delete { table_name } => !is_secret(table_name),
        AuthAction::CreateTable { table_name }
        | AuthAction::DropTable { table_name }
        | AuthAction::AlterTable { table_name, .. }
        | AuthAction::CreateTrigger { table_name, .. }
        | AuthAction::DropTrigger { table_name, .. }
        | AuthAction::CreateTempTrigger { table_name, .. }
        | AuthAction::DropIndex { table_name, .. } => !is_own(table_name),
        _ => true,
    }
}
