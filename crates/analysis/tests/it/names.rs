//! Names to choose from.

use comptoir_analysis::{
    AnalysisError, Filter, Grouping, LiveCube, Question, Sales, search_names, target_progress,
};

use crate::shop::Shop;

fn found(shop: &Shop, grouping: Grouping, search: &str, limit: usize) -> Vec<String> {
    search_names(&shop.sales(), &Question::by(grouping), search, limit).unwrap()
}

#[test]
fn names_are_found_without_regard_to_case_or_accents_by_revenue() {
    let shop = Shop::small();
    assert_eq!(found(&shop, Grouping::Product, "", 20), ["Lait", "Pain"]);
    assert_eq!(found(&shop, Grouping::Product, "", 1), ["Lait"]);
    assert_eq!(found(&shop, Grouping::Product, "PÀI", 20), ["Pain"]);
    assert_eq!(found(&shop, Grouping::Region, "france ile", 20), ["Île-de-France"]);
    assert_eq!(found(&shop, Grouping::Store, "denis", 20), ["Saint-Denis"]);
    assert_eq!(found(&shop, Grouping::Store, "lyon", 20), Vec::<String>::new());
}

/// A shop with two products of one name, two stores of one name in two cities, and the city Saint-Denis in two regions.
fn twins() -> Shop {
    let shop = Shop::with(&[]);
    shop.by_hand(
        "update products set code = 'P1' where id = 1;
         update stores set name = 'Gare' where id = 1;
         update stores set region = 'Île-de-France' where id = 2;
         insert into products (id, name, code) values (3, 'Pain', 'P3');
         insert into stores (id, city, region, name) values
             (3, 'Nice', 'Provence-Alpes-Côte d''Azur', 'Gare'), (4, 'Saint-Denis', 'La Réunion', 'Le Port')",
    );
    shop.sell(&[
        (1, 1, "2023-11-01", 1.0, 10.0),
        (2, 2, "2023-11-01", 1.0, 20.0),
        (3, 3, "2023-11-02", 1.0, 40.0),
        (3, 4, "2023-11-02", 1.0, 80.0),
    ]);
    shop
}

/// The sales of a shop from the database and from a cube.
fn both_ways(shop: &Shop, check: impl Fn(&Sales<'_>)) {
    check(&shop.sales());
    let live = LiveCube::default();
    check(&live.sales(shop.database()).unwrap());
}

fn named(sales: &Sales<'_>, question: &Question) -> Vec<(String, f64)> {
    let rows = sales.answer(question).unwrap().rows;
    rows.iter().map(|row| (row.name().unwrap_or("-").to_owned(), row.revenue().to_f64())).collect()
}

fn rows<const N: usize>(rows: [(&str, f64); N]) -> Vec<(String, f64)> {
    rows.into_iter().map(|(name, revenue)| (name.to_owned(), revenue)).collect()
}

#[test]
fn groups_of_one_name_are_distinguished_wherever_they_stand() {
    both_ways(&twins(), |sales| {
        let products = named(sales, &Question::by(Grouping::Product));
        assert_eq!(products, rows([("Pain (P3)", 120.0), ("Lait", 20.0), ("Pain (P1)", 10.0)]));
        let stores = named(sales, &Question::by(Grouping::Store));
        assert_eq!(
            stores,
            rows([("Le Port", 80.0), ("Gare (Nice)", 40.0), ("Saint-Denis", 20.0), ("Gare (Paris)", 10.0)])
        );
        let cities = [
            ("Saint-Denis (La Réunion)", 80.0),
            ("Nice", 40.0),
            ("Saint-Denis (Île-de-France)", 20.0),
            ("Paris", 10.0),
        ];
        assert_eq!(named(sales, &Question::by(Grouping::City)), rows(cities));
        let second = sales.answer(&Question::by_both(Grouping::Day, Grouping::Product)).unwrap();
        let second: Vec<_> = second.rows.iter().filter_map(|row| row.groups[1].name.as_deref()).collect();
        assert_eq!(second, ["Lait", "Pain (P1)", "Pain (P3)"]);
        let lines = sales.lines(&Question::default(), 10).unwrap();
        let place = |name: &str| lines.columns.iter().position(|column| column == name).unwrap();
        let shown: Vec<_> = lines
            .rows
            .iter()
            .map(|row| (row[place("product")].clone(), row[place("store")].clone()))
            .collect();
        let expected = [
            ("Pain (P1)", "Gare (Paris)"),
            ("Lait", "Saint-Denis"),
            ("Pain (P3)", "Gare (Nice)"),
            ("Pain (P3)", "Le Port"),
        ];
        assert_eq!(shown, expected.map(|(product, store)| (product.into(), store.into())));
        assert_eq!(lines.columns.len(), lines.rows[0].len());
    });
}

#[test]
fn a_name_as_it_is_shown_filters_that_group_alone() {
    both_ways(&twins(), |sales| {
        for grouping in
            [Grouping::Product, Grouping::Store, Grouping::City, Grouping::Region, Grouping::Category]
        {
            for row in sales.answer(&Question::by(grouping)).unwrap().rows {
                let shown = row.name().unwrap_or_default();
                let filter = Filter::asked(sales, grouping, &[shown.to_uppercase()]).unwrap();
                let total = sales.answer(&Question::default().only(filter.clone())).unwrap().total;
                assert_eq!(total, row.revenue(), "{grouping} {shown} {filter:?}");
                if !shown.is_empty() {
                    assert_eq!(search_names(sales, &Question::by(grouping), shown, 1).unwrap(), [shown]);
                }
            }
        }
    });
}

#[test]
fn a_name_that_several_have_is_asked_about() {
    both_ways(&twins(), |sales| {
        for (grouping, name, which) in [
            (Grouping::Product, "pain", ["Pain (P1)", "Pain (P3)"]),
            (Grouping::Store, "Gare", ["Gare (Nice)", "Gare (Paris)"]),
            (Grouping::City, "saint denis", ["Saint-Denis (La Réunion)", "Saint-Denis (Île-de-France)"]),
        ] {
            match Filter::asked(sales, grouping, &[name]) {
                Err(AnalysisError::SharedName { names, count: 2, .. }) => assert_eq!(names, which),
                other => panic!("{other:?}"),
            }
        }
    });
}

#[test]
fn a_target_calls_a_store_as_the_tables_do() {
    let shop = twins();
    shop.by_hand("insert into targets (month, store_id, amount) values ('2023-11', 3, 100)");
    let targets = target_progress(&shop.sales(), comptoir_calendar::Date::constant(2023, 11, 2)).unwrap();
    assert_eq!(targets[0].store, Some((3, Some("Gare (Nice)".to_owned()))));
}
