//! The limits of a statement from outside: lengths and depths, so that no single step of it takes long.

use rusqlite::{Connection, limits::Limit};

/// The largest text, blob or row, in bytes, of a statement whose own text is short.
pub(crate) const LONGEST: usize = 16 << 20;

/// The largest text, blob or row, in bytes, of a statement however long.
const SHORTEST: usize = 64 << 10;

/// The most that the length of a statement and that of its values multiply to. Between two looks at the clock SQLite
/// may call a function for every few letters of the statement, and each call may read a whole value: at this product
/// that is half a minute at most (measured with `json()`, the slowest at 5 ns a byte).
const WORK: usize = 1 << 36;

/// The longest statement, in bytes.
pub(crate) const SQL_LIMIT: usize = 1 << 20;

/// The longest pattern of `LIKE` and `GLOB`, in bytes.
pub(super) const LONGEST_PATTERN: usize = 1_000;

/// Puts the limits that hold for all statements on a connection.
pub(super) fn put(connection: &Connection) -> rusqlite::Result<()> {
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_LENGTH, LONGEST as i32),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, SQL_LIMIT as i32),
        // How deep an expression may nest.
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 200),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 100),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN as i32),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
        // Views of views multiply.
        (Limit::SQLITE_LIMIT_VDBE_OP, 500_000),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, most)?;
    }
    Ok(())
}

/// Bounds the length of values for a statement about to be run.
pub(crate) fn fit_values(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, longest_value(sql) as i32).map(|_| ())
}

/// The longest value of a statement.
fn longest_value(sql: &str) -> usize {
    // Literals are data: it is what stands between them that works.
    let weight = if sql.len() <= WORK / LONGEST { sql.len() } else { weight(sql) };
    (WORK / weight.max(1)).clamp(SHORTEST, LONGEST)
}

/// The length of a statement without its literals, in bytes.
fn weight(sql: &str) -> usize {
    let mut weight = 0;
    let mut rest = sql.as_bytes();
    while let Some(at) = memchr::memchr(b'\'', rest) {
        weight += at + 2;
        let literal = &rest[at + 1..];
        let end = memchr::memchr(b'\'', literal).map_or(literal.len(), |end| end + 1);
        rest = &literal[end..];
    }
    weight + rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_a_statement_the_shorter_its_values_and_literals_are_no_part_of_it() {
        assert_eq!(longest_value("select 1"), LONGEST);
        assert_eq!(longest_value(&format!("insert into notes values ('{}')", "x".repeat(900_000))), LONGEST);
        let rows = format!("insert into t values {}", "(1,2),".repeat(20_000));
        assert!(longest_value(&rows) < 1 << 20, "{}", longest_value(&rows));
        let calls = format!("select max({}1)", "json(a),".repeat(120_000));
        assert_eq!(longest_value(&calls), WORK / calls.len());
        assert!(longest_value(&"x".repeat(2 << 20)) >= SHORTEST);
    }
}
