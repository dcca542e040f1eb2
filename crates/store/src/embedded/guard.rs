//! What SQL from outside may do on a connection: no other file, no secret, no setting, no runaway.

use rusqlite::{
    Connection,
    config::DbConfig,
    hooks::{AuthAction, AuthContext, Authorization},
};

use super::{functions, limits};

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

/// Puts the guard on a connection.
pub(super) fn guard(connection: &mut Connection) -> rusqlite::Result<()> {
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
    let is_own = |table: &str| OWN_TABLES.iter().any(|own| own.eq_ignore_ascii_case(table));
    let is_secret = |table: &str| SECRET_TABLE.eq_ignore_ascii_case(table);
    match context.action {
        AuthAction::Attach { .. } | AuthAction::Detach { .. } | AuthAction::Unknown { .. } => false,
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
