//! What a question answers.

use comptoir_analysis::{AnalysisError, Filter, Grouping, Measure, Question, daily_revenue};
use comptoir_calendar::{Date, Period};

use crate::shop::Shop;

fn revenue_by(question: &Question, shop: &Shop) -> Vec<(Option<String>, String)> {
    let answer = question.ask(shop.database()).unwrap();
    answer.rows.into_iter().map(|row| (row.name().map(str::to_owned), row.revenue().to_string())).collect()
}

fn named(name: &str, revenue: &str) -> (Option<String>, String) {
    (Some(name.to_owned()), revenue.to_owned())
}

#[test]
fn without_groups_the_answer_is_one_row() {
    let answer = Question::default().with(Measure::Quantity).ask(Shop::small().database()).unwrap();
    assert_eq!(answer.rows.len(), 1);
    let figures = answer.figures();
    assert_eq!((figures.revenue.to_string(), figures.sales), ("35".to_owned(), 3));
    assert_eq!(figures.quantity.unwrap().to_string(), "4.25");
    assert_eq!(figures.average_price().unwrap().to_string(), "8.2353");
}

#[test]
fn the_group_with_the_most_revenue_comes_first() {
    let shop = Shop::small();
    assert_eq!(
        revenue_by(&Question::by(Grouping::Product), &shop),
        [named("Lait", "20"), named("Pain", "15")]
    );
}

#[test]
fn stores_of_unknown_region_are_a_group_of_their_own() {
    let shop = Shop::small();
    let by_region = revenue_by(&Question::by(Grouping::Region), &shop);
    assert_eq!(by_region, [(None, "20".to_owned()), named("Île-de-France", "15")]);
}

#[test]
fn filters_hold_all_at_once_and_an_empty_name_is_the_unknown_group() {
    let shop = Shop::small();
    let with = |filters: Vec<Filter>| {
        Question { filters, ..Question::default() }.ask(shop.database()).unwrap().total.to_string()
    };
    let region = |names: &[&str]| Filter::named(Grouping::Region, names.iter().copied());
    let bread = Filter::named(Grouping::Product, ["Pain"]);
    assert_eq!(with(vec![region(&["Île-de-France"])]), "15");
    assert_eq!(with(vec![region(&[""])]), "20");
    assert_eq!(with(vec![region(&["", "Île-de-France"])]), "35");
    assert_eq!(with(vec![region(&[""]), bread]), "0");
    assert_eq!(with(vec![region(&["O'Brien'; drop table sales; --"])]), "0");
}

#[test]
fn a_period_takes_both_its_ends() {
    let shop = Shop::small();
    let first = Date::constant(2023, 11, 1);
    let period = Period::new(first, first).unwrap();
    let question = Question { period: Some(period), ..Question::by(Grouping::Day) };
    assert_eq!(revenue_by(&question, &shop), [named("2023-11-01", "10")]);
}

#[test]
fn days_without_sales_stand_in_the_series_as_zero() {
    let shop = Shop::small();
    let period = shop.sales().available().unwrap().unwrap();
    let daily = daily_revenue(&shop.sales(), period, &[]).unwrap();
    let days: Vec<_> = daily.days.iter().map(|day| (day.revenue.to_string(), day.has_sales)).collect();
    assert_eq!(
        days,
        [("10", true), ("0", false), ("25", true)].map(|(revenue, sold)| (revenue.to_owned(), sold))
    );
}

#[test]
fn a_shop_without_sales_has_no_rows_and_no_period() {
    let shop = Shop::with(&[]);
    assert_eq!(Question::default().ask(shop.database()).unwrap().rows, []);
    assert_eq!(shop.sales().available().unwrap(), None);
}

#[test]
fn a_sale_whose_day_is_none_is_named_and_is_not_an_empty_shop() {
    for (day, sql) in [
        ("hier", "update sales set sale_date = 'hier' where id = 1"),
        ("2023-11-1", "update sales set sale_date = '2023-11-1' where id = 1"),
        ("2023-11-02 10:00:00", "update sales set sale_date = '2023-11-02 10:00:00' where id = 1"),
        ("0000-01-01", "update sales set sale_date = '0000-01-01' where id = 1"),
    ] {
        let shop = Shop::small();
        shop.by_hand_unchecked(sql);
        let named =
            |error: &AnalysisError| matches!(error, AnalysisError::InvalidDay { day: found } if found == day);
        assert!(named(&shop.sales().available().unwrap_err()), "{sql}");
        assert!(named(&shop.sales().completeness().unwrap_err()), "{sql}");
    }
}

#[test]
fn the_sql_of_a_question_joins_what_is_asked_about_and_nothing_else() {
    let filter = Filter::named(Grouping::Region, ["Corse"]);
    let question = Question { filters: vec![filter], ..Question::by(Grouping::Product) };
    let (sql, args) = question.sql();
    assert_eq!(
        sql,
        "\
select products.id as id,
       products.name as name,
       sum(cast(round(sales.amount * 10000) as bigint)) as revenue,
       count(*) as sales
from sales
join products on products.id = sales.product_id
join stores on stores.id = sales.store_id
where stores.region in ($1)
group by products.id, products.name
order by revenue desc, name nulls first, id nulls first"
    );
    assert_eq!(args, ["Corse".into()]);
    assert!(!Question::by(Grouping::Day).sql().0.contains("join"));
}

#[test]
fn the_sql_that_stands_alone_holds_what_is_asked_for() {
    let filter = Filter::named(Grouping::Region, ["L'Étoile $1", "$2"]);
    let sql = Question { filters: vec![filter], ..Question::default() }.sql_text();
    assert!(sql.ends_with("where stores.region in ('L''Étoile $1', '$2')"), "{sql}");
}

#[test]
fn groups_beyond_the_limit_are_one_row_the_last() {
    let shop = Shop::small();
    let question = Question { limit: Some(1), ..Question::by_both(Grouping::Product, Grouping::Day) };
    let answer = question.ask(shop.database()).unwrap();
    let rows: Vec<_> = answer
        .rows
        .iter()
        .map(|row| (row.is_rest, row.name(), row.groups[1].name.as_deref(), row.revenue().to_string()))
        .collect();
    assert_eq!(
        rows,
        [
            (false, Some("Lait"), Some("2023-11-03"), "20".to_owned()),
            (true, None, Some("2023-11-01"), "10".to_owned()),
            (true, None, Some("2023-11-03"), "5".to_owned()),
        ]
    );
}
