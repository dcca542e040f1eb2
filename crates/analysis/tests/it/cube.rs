//! The cube answers as SQL does, whatever the sales and the question.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use comptoir_analysis::{Cube, Exclusion, Filter, Followed, Grouping, Measure, Question};
use comptoir_calendar::{Date, Period, from_unix_days};
use comptoir_store::{Database, LedgerLine, Load, Mode, Statement, TableLoad, Value};
use proptest::prelude::*;

use crate::shop::Shop;

/// A sale: product, store, day, ten-thousandths of quantity and amount, ticket.
type Line = (i64, i64, Date, i64, i64, Option<u8>);

/// Days about the end of a year, so that weeks and years part, and one far away.
fn days() -> impl Strategy<Value = Date> {
    let day = prop_oneof![9 => 19_700_i32..19_740, 1 => 19_000_i32..19_001];
    day.prop_map(|day| from_unix_days(day).unwrap())
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let amount = prop_oneof![9 => -1_000_000_i64..1_000_000, 1 => -10_000_000_000_i64..10_000_000_000];
    let line = (1_i64..=3, 1_i64..=3, days(), -50_000_i64..50_000, amount, prop::option::of(0_u8..4));
    prop::collection::vec(line, 0..60)
}

/// The lines written by hand.
fn statements(lines: &[Line]) -> Vec<Statement> {
    let sale = |(product, store, day, quantity, amount, ticket): &Line| {
        let sql = "insert into sales (product_id, store_id, sale_date, quantity, amount, ticket, kind)
                   values (?1, ?2, ?3, ?4 / 10000.0, ?5 / 10000.0, 'T' || ?6, ?7)";
        let args = vec![
            (*product).into(),
            (*store).into(),
            day.to_string().into(),
            (*quantity as f64).into(),
            (*amount as f64).into(),
            ticket.map_or(Value::Null, |ticket| i64::from(ticket).into()),
            ["sale", "return", "discount", "bad-debt"][(quantity.unsigned_abs() % 4) as usize].into(),
        ];
        Statement::new(sql, args)
    };
    lines.iter().map(sale).collect()
}

/// The lines as an import.
fn import(lines: &[Line], database: &dyn Database) {
    fn column<A: Array + FromIterator<T> + 'static, T>(
        lines: &[Line],
        value: impl Fn(&Line) -> T,
    ) -> ArrayRef {
        Arc::new(lines.iter().map(value).collect::<A>())
    }
    let batch = RecordBatch::try_from_iter([
        ("product_id", column::<Int64Array, _>(lines, |line| Some(line.0))),
        ("store_id", column::<Int64Array, _>(lines, |line| Some(line.1))),
        ("sale_date", column::<StringArray, _>(lines, |line| Some(line.2.to_string()))),
        ("quantity", column::<Float64Array, _>(lines, |line| Some(line.3 as f64 / 10_000.0))),
        ("amount", column::<Float64Array, _>(lines, |line| Some(line.4 as f64 / 10_000.0))),
        ("ticket", column::<StringArray, _>(lines, |line| line.5.map(|ticket| format!("T{ticket}")))),
    ])
    .unwrap();
    let ledger = LedgerLine { name: "more.csv".into(), table: "sales".into(), ..LedgerLine::default() };
    let table = TableLoad {
        table: "sales".into(),
        schema: batch.schema(),
        batches: Box::new(std::iter::once(Ok(batch))),
    };
    let load = Load { ledger: Some(ledger), mode: Mode::New, dry_run: false, tables: vec![table] };
    assert_eq!(database.load(load).unwrap().tables[0].added, lines.len() as u64);
}

/// A shop where two products share their name and two stores their city, one of them without region.
fn shop(lines: &[Line]) -> Shop {
    let shop = Shop::with(&[]);
    let more = [
        "insert into products (id, name, category) values (3, 'Pain', 'Épicerie')",
        "insert into stores (id, city, region, name) values (3, 'Paris', 'Bretagne', 'Saint-Denis')",
    ];
    let more = more.into_iter().map(|sql| Statement::new(sql, vec![]));
    let all: Vec<_> = more.chain(statements(lines)).collect();
    shop.database().write(&all).unwrap();
    shop
}

fn questions() -> impl Strategy<Value = Question> {
    let grouping = || prop::option::of(prop::sample::select(Grouping::ALL.to_vec()));
    let names = [
        "",
        "Pain",
        "Lait",
        "Boulangerie",
        "Paris",
        "Saint-Denis",
        "Île-de-France",
        "2023-12-15",
        "2023-W52",
        "2024-W01",
        "2023-12",
        "2024-Q1",
        "2024",
        "7",
        "Nulle part",
    ];
    let filter = (
        prop::sample::select(Grouping::ALL.to_vec()),
        prop::collection::vec(prop::sample::select(names.map(str::to_owned).to_vec()), 0..4),
        prop::collection::vec(1_i64..4, 0..2),
    );
    let filters = prop::collection::vec(
        filter.prop_map(|(grouping, names, ids)| Filter { grouping, names, ids }),
        0..3,
    );
    let period = prop::option::of((days(), days()))
        .prop_map(|days| days.map(|(one, other)| Period::new(one.min(other), one.max(other)).unwrap()));
    let measures = prop::sample::subsequence(vec![Measure::Quantity, Measure::Baskets], 0..=2);
    let limit = prop::option::of(0_usize..4);
    let except = prop::option::of((1_i64..4, days(), days())).prop_map(|out| {
        let out = out.map(|(store, one, other)| {
            let days = [Period::new(one, one).unwrap(), Period::new(other, other).unwrap()];
            let days = match one.cmp(&other) {
                std::cmp::Ordering::Equal => vec![days[0]],
                std::cmp::Ordering::Less => days.to_vec(),
                std::cmp::Ordering::Greater => vec![days[1], days[0]],
            };
            Exclusion { stores: vec![store, store + 1], days }
        });
        out.into_iter().collect::<Vec<_>>()
    });
    (measures, grouping(), grouping(), period, filters, except, limit).prop_map(
        |(measures, grouping, second, period, filters, except, limit)| Question {
            measures,
            grouping,
            second,
            period,
            filters,
            except,
            limit,
        },
    )
}

fn same(cube: &Cube, database: &dyn Database, asked: &[Question]) -> Result<(), TestCaseError> {
    for (question, answer) in asked.iter().zip(cube.answer_all(asked)) {
        let by_sql = question.ask(database).unwrap();
        prop_assert_eq!(&answer, &by_sql, "{:?}\n{}", question, question.sql_text());
        let alone = database.query(&question.sql_text(), &[]).unwrap();
        let (sql, args) = question.sql();
        prop_assert_eq!(alone, database.query(&sql, &args).unwrap());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_cube_answers_as_sql_does(lines in lines(), asked in prop::collection::vec(questions(), 1..24)) {
        let shop = shop(&lines);
        let cube = Cube::read(shop.database()).unwrap().unwrap();
        prop_assert_eq!(cube.len(), lines.len());
        same(&cube, shop.database(), &asked)?;
    }

    #[test]
    fn a_cube_that_follows_is_the_one_that_is_read_anew(
        first in lines(),
        more in lines(),
        asked in prop::collection::vec(questions(), 1..12),
    ) {
        let shop = shop(&first);
        let database = shop.database();
        let before = Cube::read(database).unwrap().unwrap();
        prop_assert!(matches!(before.follow(database).unwrap(), Followed::Same));
        import(&more, database);
        match before.follow(database).unwrap() {
            Followed::Moved(cube) => {
                prop_assert_eq!(cube.data_version(), database.data_version().unwrap());
                prop_assert_eq!(cube.len(), first.len() + more.len());
                same(&cube, database, &asked)?;
            }
            Followed::Same => prop_assert!(more.is_empty()),
            Followed::Unfit => prop_assert!(false, "these sales fit a cube"),
        }
    }
}

#[test]
fn sales_far_from_each_other_by_their_ids_are_all_read() {
    let shop = Shop::small();
    let far = "insert into sales (id, product_id, store_id, sale_date, quantity, amount)
               values (9223372036854775807, 1, 1, '2023-11-02', 1, 3), (-5, 1, 1, '2023-11-02', 1, 4)";
    shop.database().write(&[Statement::new(far, vec![])]).unwrap();
    let cube = Cube::read(shop.database()).unwrap().unwrap();
    assert_eq!(cube.len(), 5);
    assert_eq!(cube.answer(&Question::default()), Question::default().ask(shop.database()).unwrap());
}

#[test]
fn many_sales_far_from_each_other_are_all_read() {
    let shop = Shop::with(&[]);
    let far = "insert into sales (id, product_id, store_id, sale_date, quantity, amount)
               with recursive n (n) as (select 1 union all select n + 1 from n where n < 5000)
               select n * 1000000, 1, 1, '2023-11-02', 1, n from n";
    shop.database().write(&[Statement::new(far, vec![])]).unwrap();
    let cube = Cube::read(shop.database()).unwrap().unwrap();
    assert_eq!(
        (cube.len(), cube.answer(&Question::default()).total.to_string()),
        (5_000, "12502500".to_owned())
    );
}

#[test]
fn more_cells_than_there_is_room_for_are_answered_all_the_same() {
    let shop = Shop::with(&[(1, 1, "1970-01-01", 1.0, 1.0), (2, 2, "2199-12-31", 2.0, 2.0)]);
    let many = "insert into products (id, name)
                with recursive n (n) as (select 3 union all select n + 1 from n where n < 110)
                select n, 'P' || n from n";
    shop.database().write(&[Statement::new(many, vec![])]).unwrap();
    let cube = Cube::read(shop.database()).unwrap().unwrap();
    let question = Question::by_both(Grouping::Product, Grouping::Day).with(Measure::Quantity);
    assert_eq!(cube.answer(&question), question.ask(shop.database()).unwrap());
}

#[test]
fn a_change_by_hand_is_followed() {
    let shop = Shop::small();
    let cube = Cube::read(shop.database()).unwrap().unwrap();
    for sql in [
        "update sales set amount = 7 where id = 1",
        "delete from sales where id = 2",
        "update stores set region = 'Bretagne' where id = 1",
        "insert into imports (id, source, table_name, added, known, rejected, imported_at)
         values (1, 'f', 'sales', 1, 0, 0, 'now')",
        "insert into sales (product_id, store_id, sale_date, quantity, amount, import_id)
         values (1, 1, '2024-02-29', 1, 5, 1)",
    ] {
        shop.by_hand(sql);
        let followed = match cube.follow(shop.database()).unwrap() {
            Followed::Moved(followed) => followed,
            other => panic!("{sql}: {other:?}"),
        };
        for grouping in Grouping::ALL {
            let question = Question::by(grouping);
            assert_eq!(followed.answer(&question), question.ask(shop.database()).unwrap(), "{sql}");
        }
    }
}

#[test]
fn what_a_cube_could_not_answer_as_sql_does_has_none() {
    for sql in [
        "update sales set sale_date = '2023-11-31' where id = 1",
        "update sales set sale_date = 'hier' where id = 1",
        "update sales set amount = 9e15 where id = 1",
        "update sales set sale_date = '9999-12-31' where id = 1",
    ] {
        let shop = Shop::small();
        shop.by_hand_unchecked(sql);
        assert!(Cube::read(shop.database()).unwrap().is_none(), "{sql}");
    }
}

#[test]
fn an_empty_cube_answers_with_nothing() {
    let shop = Shop::with(&[]);
    let cube = Cube::read(shop.database()).unwrap().unwrap();
    assert!(cube.is_empty() && cube.period().is_none());
    assert_eq!(cube.answer(&Question::default()).rows, []);
    assert_eq!(cube.answer(&Question::by_both(Grouping::Month, Grouping::Product)).rows, []);
}

#[test]
fn the_period_is_from_the_first_to_the_last_day() {
    let shop = Shop::small();
    let cube = Cube::read(shop.database()).unwrap().unwrap();
    assert_eq!(
        cube.period().map(|period| (period.first().to_string(), period.last().to_string())),
        Some(("2023-11-01".into(), "2023-11-03".into()))
    );
}
