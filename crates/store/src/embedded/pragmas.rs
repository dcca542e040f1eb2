//! Pragmas of clients: those that read are answered, those that drivers set at connect have no effect, the rest is
//! refused.

use rusqlite::hooks::Authorization;

use super::sql_text::{pragma_asked_for, pragma_given_value};

/// Pragmas that describe the schema named by their argument, or that end with the transaction.
const TELLING: [&str; 12] = [
    "data_version",
    "defer_foreign_keys",
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
];

/// Pragmas that are answered without a value, and refused with one: a value would change the file or the meaning of
/// later statements, so that leaving it without effect could mislead.
const READABLE: [&str; 18] = [
    "application_id",
    "collation_list",
    "compile_options",
    "freelist_count",
    "function_list",
    "ignore_check_constraints",
    "legacy_alter_table",
    "max_page_count",
    "module_list",
    "page_count",
    "pragma_list",
    "query_only",
    "recursive_triggers",
    "reverse_unordered_selects",
    "schema_version",
    "secure_delete",
    "trusted_schema",
    "user_version",
];

/// Settings of speed, memory and waiting, which this service decides itself, and those that it never gives up: answered
/// without a value; a value has no effect, as in SQLite where a setting cannot be changed at that moment.
const WITHOUT_EFFECT: [&str; 21] = [
    "analysis_limit",
    "auto_vacuum",
    "automatic_index",
    "busy_timeout",
    "cache_size",
    "cache_spill",
    "cell_size_check",
    "checkpoint_fullfsync",
    "encoding",
    "foreign_keys", // always on here; SQLite ignores the pragma within a transaction
    "fullfsync",
    "journal_mode",
    "journal_size_limit",
    "locking_mode",
    "mmap_size",
    "page_size",
    "read_uncommitted", // of a shared cache, which there is not
    "synchronous",
    "temp_store",
    "threads",
    "wal_autocheckpoint",
];

/// Commands that improve the speed of a connection; this service gives them itself.
const NEEDLESS: [&str; 2] = ["optimize", "shrink_memory"];

/// Pragmas of [`WITHOUT_EFFECT`] that answer with the value that holds when they are given one.
const ANSWER_WITH_VALUE: [&str; 8] = [
    "analysis_limit",
    "busy_timeout",
    "journal_mode",
    "journal_size_limit",
    "locking_mode",
    "mmap_size",
    "threads",
    "wal_autocheckpoint",
];

/// What is answered to `pragma database_list`, which drivers ask when they look for schemas: SQLite itself would name
/// the path of the file.
const DATABASES: &str = "select 0 as seq, 'main' as name, '' as file";

/// What becomes of a pragma.
pub(super) fn judge(name: &str, value: Option<&str>) -> Authorization {
    let is_one_of = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(name));
    if is_one_of(&TELLING) || (value.is_none() && (is_one_of(&READABLE) || is_one_of(&WITHOUT_EFFECT))) {
        Authorization::Allow
    } else if is_one_of(&WITHOUT_EFFECT) || is_one_of(&NEEDLESS) {
        // SQLite compiles it to nothing.
        Authorization::Ignore
    } else {
        Authorization::Deny
    }
}

/// The question that stands for a statement which would set a pragma without effect, when SQLite answers such a
/// statement with the value that holds: clients read that answer.
pub(crate) fn question_for(sql: &str) -> Option<String> {
    let name = pragma_given_value(sql)?;
    let answers = ANSWER_WITH_VALUE.iter().find(|known| known.eq_ignore_ascii_case(name))?;
    Some(format!("pragma {answers}"))
}

/// The statement that is run for another one, where that one would reveal more than it should.
pub(super) fn statement_for(sql: &str) -> &str {
    let asks = pragma_asked_for(sql).is_some_and(|name| name.eq_ignore_ascii_case("database_list"));
    if asks { DATABASES } else { sql }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_the_file_is_not_told() {
        for sql in [
            "pragma database_list",
            "PRAGMA main.Database_List;",
            "-- a\npragma /* b */ database_list ; -- c",
        ] {
            assert_eq!(statement_for(sql), DATABASES, "{sql}");
        }
        assert_eq!(statement_for("select * from pragma_database_list"), "select * from pragma_database_list");
        assert_eq!(judge("database_list", None), Authorization::Deny);
    }

    #[test]
    fn what_weakens_the_service_is_refused_or_has_no_effect() {
        for (name, value, expected) in [
            ("foreign_keys", None, Authorization::Allow),
            ("FOREIGN_KEYS", Some("off"), Authorization::Ignore),
            ("read_uncommitted", None, Authorization::Allow),
            ("synchronous", Some("off"), Authorization::Ignore),
            ("optimize", None, Authorization::Ignore),
            ("table_info", Some("sales"), Authorization::Allow),
            ("writable_schema", Some("on"), Authorization::Deny),
            ("writable_schema", None, Authorization::Deny),
            ("user_version", Some("9"), Authorization::Deny),
            ("query_only", Some("on"), Authorization::Deny),
            ("hard_heap_limit", None, Authorization::Deny),
            ("temp_store_directory", Some("'/tmp'"), Authorization::Deny),
        ] {
            assert_eq!(judge(name, value), expected, "{name} {value:?}");
        }
    }

    #[test]
    fn a_setting_that_answers_becomes_its_question() {
        assert_eq!(question_for("PRAGMA journal_mode = DELETE").as_deref(), Some("pragma journal_mode"));
        assert_eq!(question_for("pragma synchronous = normal"), None);
        assert_eq!(question_for("pragma journal_mode"), None);
    }
}
