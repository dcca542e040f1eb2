//! Laws that hold for all sales.

use comptoir_analysis::{AnswerRow, Grouping, Question};
use comptoir_sales::Money;
use proptest::prelude::*;

use crate::shop::Shop;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_parts_sum_to_the_whole_to_the_cent(
        sales in prop::collection::vec((1_i64..=2, 1_i64..=2, 1_u8..=28, -1_000_000_i64..1_000_000), 1..60)
    ) {
        let days: Vec<String> = sales.iter().map(|(_, _, day, _)| format!("2023-11-{day:02}")).collect();
        let lines: Vec<_> = sales
            .iter()
            .zip(&days)
            .map(|((product, store, _, cents), day)| (*product, *store, day.as_str(), 1.0, *cents as f64 / 100.0))
            .collect();
        let shop = Shop::with(&lines);
        let whole = Money::from_parts(sales.iter().map(|(_, _, _, cents)| cents * 100).sum());
        for grouping in Grouping::ALL {
            let answer = Question::by(grouping).ask(shop.database()).unwrap();
            let sum: Money = answer.rows.iter().map(AnswerRow::revenue).sum();
            prop_assert_eq!(sum, whole, "{}", grouping);
            prop_assert_eq!(answer.total, whole);
            prop_assert_eq!(answer.rows.iter().map(|row| row.figures.sales).sum::<i64>(), sales.len() as i64);
        }
    }
}
