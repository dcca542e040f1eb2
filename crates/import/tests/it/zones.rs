//! Days of times of UTC, in files of yesterday and of today.

use comptoir_import::{Options, Prepared, Report, Source, TimeZoneRule};

use crate::shop::Shop;

const SALES: &str = "Created at,Product,Quantity,Amount\n2025-12-02T10:00:00Z,Pain,1,2.50\n2025-12-02T23:15:00Z,Pain,1,2.50\n";

fn import(shop: &Shop, options: &Options) -> Report {
    let source = Source::Bytes { name: "sales.csv".to_owned(), bytes: SALES.as_bytes().to_vec().into() };
    Prepared::read(&source, options, shop).unwrap().import(options, shop, &()).unwrap()
}

fn days(shop: &Shop) -> Vec<String> {
    shop.sales().iter().map(|sale| sale.date.to_string()).collect()
}

fn keys(shop: &Shop) -> Vec<Option<String>> {
    shop.sales().iter().map(|sale| sale.source_key.clone()).collect()
}

#[test]
fn files_that_were_imported_before_there_was_a_choice_keep_the_day_that_is_written() {
    let shop = Shop::default();
    *shop.mapping.lock().unwrap() =
        Some(r#"{"header":["Created at","Product","Quantity","Amount"]}"#.to_owned());
    let zone = import(&shop, &Options::default()).proof.time_zone.unwrap();
    assert_eq!(days(&shop), ["2025-12-02", "2025-12-02"]);
    assert_eq!((zone.rule, zone.is_remembered, zone.moved), (TimeZoneRule::Keep, true, 1));
}

#[test]
fn what_was_chosen_is_remembered_and_the_key_of_a_line_is_the_same_by_any_rule() {
    let shop = Shop::default();
    let proof = import(&shop, &Options::default()).proof.time_zone.unwrap();
    assert_eq!(days(&shop), ["2025-12-02", "2025-12-03"]);
    assert_eq!((proof.rule, proof.lines, proof.moved), (TimeZoneRule::Shop, 2, 1));
    let of_shop = keys(&shop);
    let kept = Options { time_zone: Some(TimeZoneRule::Keep), ..Options::default() };
    import(&shop, &kept);
    assert_eq!((days(&shop), keys(&shop)), (vec!["2025-12-02".to_owned(); 2], of_shop));
    // The next file is read as the last one was.
    import(&shop, &Options::default());
    assert_eq!(days(&shop), ["2025-12-02", "2025-12-02"]);
    let tahiti = Options { time_zone: "Pacific/Tahiti".parse().ok(), ..Options::default() };
    let proof = import(&shop, &tahiti).proof.time_zone.unwrap();
    assert_eq!((proof.moved, proof.zones), (0, vec!["Pacific/Tahiti".to_owned()]));
}
