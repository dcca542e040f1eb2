//! Names to choose from.

use comptoir_analysis::{Grouping, Question, search_names};

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
