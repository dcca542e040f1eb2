//! Functions of SQL that keep the time of their statement.
//!
//! SQLite looks at the clock between its steps, and a function is one step. Those whose work grows with the product of
//! their arguments' lengths (hours, for two texts of a few megabytes) are replaced by ones that do the same in the time
//! that it takes to read them, or that look at the clock themselves. For all others the length of values is bounded
//! ([`super::limits`]).

mod matching;

use std::{borrow::Cow, cell::RefCell, collections::HashSet};

use rusqlite::{
    Connection, Error, Result,
    functions::{Context, FunctionFlags},
    types::{Value, ValueRef},
};

use matching::{Pattern, matches};

/// What all of these are: a function of their arguments alone, without effect.
const PURE: FunctionFlags = FunctionFlags::SQLITE_UTF8
    .union(FunctionFlags::SQLITE_DETERMINISTIC)
    .union(FunctionFlags::SQLITE_INNOCUOUS);

/// The most that two arguments multiply to whose work is the product of their lengths: about a second.
const PRODUCT: usize = 1 << 32;

/// The longest list of letters that `unhex` skips.
const SKIPPED: usize = 256;

/// How SQLite marks a text that is JSON.
const JSON: Option<std::ffi::c_uint> = Some(b'J' as std::ffi::c_uint);

thread_local! {
    /// A connection without replacements, for what SQLite does best itself.
    static PLAIN: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

/// Puts the functions in the place of SQLite's own.
pub(super) fn replace_slow(connection: &Connection) -> Result<()> {
    connection.create_scalar_function("instr", 2, PURE, |context| instr(context))?;
    connection.create_scalar_function("replace", 3, PURE, |context| replace(context))?;
    for (name, left, right) in [("trim", true, true), ("ltrim", true, false), ("rtrim", false, true)] {
        connection.create_scalar_function(name, 1, PURE, move |context| trim(context, left, right))?;
        connection.create_scalar_function(name, 2, PURE, move |context| trim(context, left, right))?;
    }
    connection.create_scalar_function("like", 2, PURE, |context| like(context))?;
    connection.create_scalar_function("like", 3, PURE, |context| like(context))?;
    connection.create_scalar_function("glob", 2, PURE, |context| glob(context))?;
    connection.create_scalar_function("unhex", 2, PURE, |context| unhex(context))?;
    let json = PURE | FunctionFlags::from_bits_retain(rusqlite::ffi::SQLITE_RESULT_SUBTYPE);
    connection.create_scalar_function("json_patch", 2, json, |context| {
        Ok((merged(context, "select json_patch(?1, ?2)")?, JSON))
    })?;
    connection.create_scalar_function("jsonb_patch", 2, PURE, |context| {
        merged(context, "select jsonb_patch(?1, ?2)")
    })
}

/// The error of a statement whose time is over.
pub(super) fn interrupted() -> Error {
    Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_INTERRUPT), None)
}

fn too_long(reason: &str) -> Error {
    let error = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ERROR);
    Error::SqliteFailure(error, Some(reason.to_owned()))
}

/// An argument as the bytes of its text; `None` for NULL.
fn text(value: ValueRef<'_>) -> Result<Option<Cow<'_, [u8]>>> {
    Ok(Some(match value {
        ValueRef::Null => return Ok(None),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Cow::Borrowed(bytes),
        ValueRef::Integer(number) => Cow::Owned(number.to_string().into_bytes()),
        // Only SQLite writes numbers as SQLite does.
        ValueRef::Real(_) => match plainly("select cast(?1 as text)", &[value])? {
            Value::Text(text) => Cow::Owned(text.into_bytes()),
            _ => return Ok(None),
        },
    }))
}

/// What SQLite's own functions answer.
fn plainly(sql: &str, arguments: &[ValueRef<'_>]) -> Result<Value> {
    PLAIN.with_borrow_mut(|plain| {
        let connection = match plain {
            Some(connection) => connection,
            empty => empty.insert(Connection::open_in_memory()?),
        };
        let mut statement = connection.prepare_cached(sql)?;
        let arguments = arguments.iter().map(|value| Value::try_from(*value).map_err(Error::from));
        let arguments: Vec<Value> = arguments.collect::<Result<_>>()?;
        statement.query_row(rusqlite::params_from_iter(arguments), |row| row.get(0))
    })
}

fn as_text(bytes: &[u8]) -> Value {
    Value::Text(String::from_utf8_lossy(bytes).into_owned())
}

/// The place of the second argument in the first, from 1 on: in bytes for blobs, else in letters.
fn instr(context: &Context<'_>) -> Result<Value> {
    let (first, second) = (context.get_raw(0), context.get_raw(1));
    let in_bytes = matches!((first, second), (ValueRef::Blob(_), ValueRef::Blob(_)));
    let (Some(whole), Some(part)) = (text(first)?, text(second)?) else { return Ok(Value::Null) };
    let Some(at) = memchr::memmem::find(&whole, &part) else { return Ok(Value::Integer(0)) };
    let before = if in_bytes { at } else { letters(&whole[..at]).count() };
    Ok(Value::Integer(before as i64 + 1))
}

/// The first argument with the third in every place of the second.
fn replace(context: &Context<'_>) -> Result<Value> {
    let (Some(whole), Some(from)) = (text(context.get_raw(0))?, text(context.get_raw(1))?) else {
        return Ok(Value::Null);
    };
    if from.first().is_none_or(|first| *first == 0) {
        return Ok(as_text(&whole));
    }
    let Some(to) = text(context.get_raw(2))? else { return Ok(Value::Null) };
    let (mut replaced, mut rest) = (Vec::new(), 0);
    for at in memchr::memmem::find_iter(&whole, &from) {
        replaced.extend_from_slice(&whole[rest..at]);
        replaced.extend_from_slice(&to);
        rest = at + from.len();
        // SQLite refuses a value of this size; memory is not to be taken for it first.
        if replaced.len() > super::limits::LONGEST {
            return Err(Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_TOOBIG), None));
        }
    }
    replaced.extend_from_slice(&whole[rest..]);
    Ok(as_text(&replaced))
}

/// A text without the letters at its ends that the second argument lists; spaces, where there is none.
fn trim(context: &Context<'_>, left: bool, right: bool) -> Result<Value> {
    let Some(whole) = text(context.get_raw(0))? else { return Ok(Value::Null) };
    let listed = if context.len() == 1 { Some(Cow::Borrowed(&b" "[..])) } else { text(context.get_raw(1))? };
    let Some(listed) = listed else { return Ok(Value::Null) };
    let listed: HashSet<&[u8]> = letters(&listed).collect();
    let mut rest = whole.as_ref();
    while left && let Some(first) = letters(rest).next().filter(|first| listed.contains(first)) {
        rest = &rest[first.len()..];
    }
    while right && let Some(last) = last_letter(rest).filter(|last| listed.contains(last)) {
        rest = &rest[..rest.len() - last.len()];
    }
    Ok(as_text(rest))
}

/// The letters of a text in UTF-8, as SQLite finds them: a first byte and what continues it.
fn letters(mut rest: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let first = *rest.first()?;
        let continued =
            if first >= 0xc0 { rest[1..].iter().take_while(|byte| **byte & 0xc0 == 0x80).count() } else { 0 };
        let (letter, others) = rest.split_at(1 + continued);
        rest = others;
        Some(letter)
    })
}

fn last_letter(text: &[u8]) -> Option<&[u8]> {
    let continued = text.iter().rev().take(3).take_while(|byte| **byte & 0xc0 == 0x80).count();
    let at = text.len().checked_sub(1 + continued);
    let starts_letter = at.is_some_and(|at| continued == 0 || text[at] >= 0xc0);
    if starts_letter { at.map(|at| &text[at..]) } else { text.len().checked_sub(1).map(|at| &text[at..]) }
}

fn like(context: &Context<'_>) -> Result<Value> {
    let escape = if context.len() == 3 {
        let Some(escape) = text(context.get_raw(2))? else { return Ok(Value::Null) };
        let escape = String::from_utf8_lossy(&escape);
        let mut letters = escape.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => Some(letter),
            _ => return Err(too_long("ESCAPE expression must be a single character")),
        }
    } else {
        None
    };
    matched(context, |pattern| Pattern::like(pattern, escape))
}

fn glob(context: &Context<'_>) -> Result<Value> {
    matched(context, Pattern::glob)
}

/// Whether the second argument matches the pattern that is the first.
fn matched(context: &Context<'_>, pattern: impl FnOnce(&str) -> Pattern) -> Result<Value> {
    let (Some(given), Some(whole)) = (text(context.get_raw(0))?, text(context.get_raw(1))?) else {
        return Ok(Value::Null);
    };
    if given.len() > super::limits::LONGEST_PATTERN {
        return Err(too_long("LIKE or GLOB pattern too complex"));
    }
    let pattern = pattern(&String::from_utf8_lossy(&given));
    Ok(Value::Integer(matches(&pattern, &String::from_utf8_lossy(&whole))?.into()))
}

fn unhex(context: &Context<'_>) -> Result<Value> {
    let arguments = [context.get_raw(0), context.get_raw(1)];
    if text(arguments[1])?.is_some_and(|skipped| skipped.len() > SKIPPED) {
        return Err(too_long("unhex() skips fewer letters"));
    }
    plainly("select unhex(?1, ?2)", &arguments)
}

/// Merges two JSON documents; the work is the product of their lengths.
fn merged(context: &Context<'_>, sql: &str) -> Result<Value> {
    let arguments = [context.get_raw(0), context.get_raw(1)];
    let length = |value| text(value).map(|text| text.map_or(0, |text| text.len()));
    if length(arguments[0])?.saturating_mul(length(arguments[1])?) > PRODUCT {
        return Err(too_long("json_patch() takes shorter documents"));
    }
    plainly(sql, &arguments)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The answer of a connection, or its refusal.
    fn answer(connection: &Connection, sql: &str, arguments: &[Value]) -> Option<Value> {
        let arguments = rusqlite::params_from_iter(arguments.iter());
        connection.query_row(sql, arguments, |row| row.get::<_, Value>(0)).ok()
    }

    fn both() -> (Connection, Connection) {
        let (own, plain) = (Connection::open_in_memory().unwrap(), Connection::open_in_memory().unwrap());
        replace_slow(&own).unwrap();
        (own, plain)
    }

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            "[ab%_*?\\[\\]^é-]{0,8}".prop_map(Value::Text),
            "[ab ]{0,4}".prop_map(Value::Text),
            "[abA]{0,6}".prop_map(|text| Value::Blob(text.into_bytes())),
            (-20_i64..120).prop_map(Value::Integer),
            prop_oneof![Just(1.5), Just(1e20), Just(-0.1), Just(100.0)].prop_map(Value::Real),
            Just(Value::Null),
            "(\\{(\"a\":[12])?(,\"b\":null)?\\}|\\[1\\]|1)".prop_map(Value::Text),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn each_answers_what_sqlites_own_does(one in value(), two in value(), three in value()) {
            let (own, plain) = both();
            let arguments = [one, two, three];
            for (sql, count) in [
                ("select instr(?1, ?2)", 2), ("select replace(?1, ?2, ?3)", 3), ("select trim(?1)", 1),
                ("select trim(?1, ?2)", 2), ("select ltrim(?1, ?2)", 2), ("select rtrim(?1, ?2)", 2),
                ("select ?1 like ?2", 2), ("select ?1 like ?2 escape ?3", 3), ("select ?1 not glob ?2", 2),
                ("select ?1 glob ?2", 2), ("select unhex(?1, ?2)", 2), ("select json_patch(?1, ?2)", 2),
                ("select json_array(json_patch(?1, ?2))", 2), ("select typeof(replace(?1, ?2, ?3))", 3),
            ] {
                let given = &arguments[..count];
                prop_assert_eq!(answer(&own, sql, given), answer(&plain, sql, given), "{} {:?}", sql, given);
            }
        }
    }

    #[test]
    fn two_long_texts_take_no_longer_than_reading_them() {
        let (own, _) = both();
        let since = std::time::Instant::now();
        for sql in [
            "select instr(replace(hex(zeroblob(700000)), '0', 'a'), replace(hex(zeroblob(300000)), '0', 'a') || 'b')",
            "select length(replace(hex(zeroblob(700000)), hex(zeroblob(300000)) || '1', 'x'))",
            "select length(trim(hex(zeroblob(300000)), replace(hex(zeroblob(300000)), '0', '1') || '0'))",
        ] {
            assert!(answer(&own, sql, &[]).is_some(), "{sql}");
        }
        // SQLite's own take minutes.
        assert!(since.elapsed() < std::time::Duration::from_mins(1), "{:?}", since.elapsed());
        let many = "select json_patch(json_group_object(i, i), json_group_object(i, i)) from
                    (with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000) select i from n)";
        assert_eq!(answer(&own, many, &[]), None);
    }
}
