//! The cube answers as SQL does, whatever the sales and the question.

use comptoir_analysis::{Cube, Filter, Followed, Grouping, Question};
use comptoir_calendar::{Period, parse_iso};
use comptoir_store::{Database, Statement};
use proptest::prelude::*;

use crate::shop::Shop;

type Line = (i64, i64, u8, i64, i64);

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let amount = prop_oneof![9 => -1_000_000_i64..1_000_000, 1 => -10_000_000_000_i64..10_000_000_000];
    prop::collection::vec((1_i64..=2, 1_i64..=2, 1_u8..=28, -50_000_i64..50_000, amount), 0..60)
}

fn shop(lines: &[Line]) -> Shop {
    let days: Vec<String> = lines.iter().map(|(_, _, day, ..)| format!("2023-11-{day:02}")).collect();
    let sales: Vec<_> = lines
        .iter()
        .zip(&days)
        .map(|((product, store, _, quantity, amount), day)| {
            (*product, *store, day.as_str(), *quantity as f64 / 10_000.0, *amount as f64 / 10_000.0)
        })
        .collect();
    Shop::with(&sales)
}

fn questions() -> impl Strategy<Value = Question> {
    let grouping = prop::option::of(prop::sample::select(Grouping::ALL.to_vec()));
    let names = [
        "",
        "Pain",
        "Lait",
        "Boulangerie",
        "Paris",
        "Saint-Denis",
        "Île-de-France",
        "2023-11-03",
        "Nulle part",
    ];
    let filter = (
        prop::sample::select(Grouping::ALL.to_vec()),
        prop::collection::vec(prop::sample::select(names.map(str::to_owned).to_vec()), 1..3),
    );
    let filters =
        prop::collection::vec(filter.prop_map(|(grouping, names)| Filter { grouping, names }), 0..3);
    let period = prop::option::of((1_u8..=30, 1_u8..=30)).prop_map(|days| {
        let (one, other) = days?;
        let day = |day: u8| parse_iso(&format!("2023-11-{day:02}"));
        Period::new(day(one.min(other))?, day(one.max(other))?).ok()
    });
    (grouping, period, filters).prop_map(|(grouping, period, filters)| Question { grouping, period, filters })
}

fn same(cube: &Cube, database: &dyn Database, asked: &[Question]) -> Result<(), TestCaseError> {
    for (question, answer) in asked.iter().zip(cube.answer_all(asked)) {
        prop_assert_eq!(answer, question.ask(database).unwrap(), "{:?}", question);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_cube_answers_as_sql_does(lines in lines(), asked in prop::collection::vec(questions(), 1..12)) {
        let shop = shop(&lines);
        let cube = Cube::read(shop.database()).unwrap().unwrap();
        prop_assert_eq!(cube.len(), lines.len());
        same(&cube, shop.database(), &asked)?;
    }

    #[test]
    fn a_cube_that_follows_is_the_one_that_is_read_anew(
        first in lines(),
        more in lines(),
        asked in prop::collection::vec(questions(), 1..8),
    ) {
        let shop = shop(&first);
        let database = shop.database();
        let before = Cube::read(database).unwrap().unwrap();
        prop_assert!(matches!(before.follow(database).unwrap(), Followed::Same));
        // As an import adds them: with its number.
        let mut statements = vec![Statement::new(
            "insert into imports (id, source, table_name, added, known, rejected, imported_at)
             values (1, 'f', 'sales', 0, 0, 0, 'now')",
            vec![],
        )];
        statements.extend(more.iter().map(|(product, store, day, quantity, amount)| {
            Statement::new(
                "insert into sales (product_id, store_id, sale_date, quantity, amount, import_id)
                 values (?1, ?2, ?3, ?4 / 10000.0, ?5 / 10000.0, 1)",
                vec![
                    (*product).into(),
                    (*store).into(),
                    format!("2023-{:02}-{day:02}", 10 + day % 3).into(),
                    (*quantity as f64).into(),
                    (*amount as f64).into(),
                ],
            )
        }));
        database.write(&statements).unwrap();
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
fn a_change_by_hand_is_followed() {
    let shop = Shop::small();
    let cube = Cube::read(shop.database()).unwrap().unwrap();
    for sql in [
        "update sales set amount = 7 where id = 1",
        "delete from sales where id = 2",
        "update stores set region = 'Bretagne' where id = 1",
    ] {
        shop.database().write(&[Statement::new(sql, vec![])]).unwrap();
        let Followed::Moved(followed) = cube.follow(shop.database()).unwrap() else { panic!("{sql}") };
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
        shop.database().write(&[Statement::new(sql, vec![])]).unwrap();
        assert!(Cube::read(shop.database()).unwrap().is_none(), "{sql}");
    }
}

#[test]
fn an_empty_cube_answers_with_nothing() {
    let shop = Shop::with(&[]);
    let cube = Cube::read(shop.database()).unwrap().unwrap();
    assert!(cube.is_empty() && cube.period().is_none());
    assert_eq!(cube.answer(&Question::default()).rows, []);
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
