//! The kinds of lines of sales, by the words that people use for them.

use comptoir_sales::{Money, Quantity, SaleKind, fold};

/// Words at an end of a product's name for what is no product, folded; a single word at the last end only, since there
/// are shipping labels.
const NO_PRODUCTS: [(SaleKind, &[&str]); 3] = [
    (
        SaleKind::Postage,
        &[
            "frais de port",
            "frais de livraison",
            "frais d envoi",
            "port et emballage",
            "shipping cost",
            "shipping costs",
            "shipping fee",
            "shipping charge",
            "shipping charges",
            "shipping and handling",
            "shipping handling",
            "delivery fee",
            "postage",
            "shipping",
            "carriage",
        ],
    ),
    (
        SaleKind::GiftCard,
        &[
            "carte cadeau",
            "cheque cadeau",
            "bon cadeau",
            "bon d achat",
            "gift card",
            "gift voucher",
            "gift certificate",
        ],
    ),
    (SaleKind::BadDebt, &["creance irrecouvrable", "creances irrecouvrables", "impaye", "bad debt"]),
];

/// Words that the name of a discount begins with, folded; its lines are discounts where they are below zero.
const DISCOUNTS: [&str; 11] = [
    "remise",
    "remises",
    "reduction",
    "rabais",
    "ristourne",
    "discount",
    "code promo",
    "bon de reduction",
    "geste commercial",
    "coupon",
    "escompte",
];

/// The kind of a product's lines, by its name.
pub(crate) fn of_product(name: &str) -> SaleKind {
    let folded = format!(" {} ", fold(name));
    let is_at_an_end = |words: &str| {
        let bounded = format!(" {words} ");
        folded.ends_with(&bounded) || words.contains(' ') && folded.starts_with(&bounded)
    };
    if DISCOUNTS.iter().any(|words| folded.starts_with(&format!(" {words} "))) {
        return SaleKind::Discount;
    }
    let named = |(_, words): &&(SaleKind, &[&str])| words.iter().copied().any(is_at_an_end);
    NO_PRODUCTS.iter().find(named).map_or(SaleKind::Sale, |(kind, _)| *kind)
}

/// The kind of a line, by its product and its figures.
pub(super) fn of_line(product: SaleKind, quantity: Quantity, amount: Money) -> SaleKind {
    match product {
        // What is called given away and has a price all the same was sold.
        SaleKind::Sale | SaleKind::Free if amount.is_negative() || quantity.is_negative() => SaleKind::Return,
        SaleKind::Sale | SaleKind::Free if amount == Money::default() => SaleKind::Free,
        SaleKind::Free => SaleKind::Sale,
        SaleKind::Discount if !amount.is_negative() => SaleKind::Sale,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_that_is_none_is_known_by_its_name() {
        for (name, kind) in [
            ("Frais de port", SaleKind::Postage),
            ("POSTAGE", SaleKind::Postage),
            ("Carte cadeau 50 €", SaleKind::GiftCard),
            ("Porte-manteau", SaleKind::Sale),
            ("DOTCOM POSTAGE", SaleKind::Postage),
            ("Shipping & handling, 2 kg", SaleKind::Postage),
            ("Avery Address/Shipping Labels, 4\" x 2\"", SaleKind::Sale),
            ("Shipping labels", SaleKind::Sale),
            ("Adjust bad debt", SaleKind::BadDebt),
            ("Remise fidélité", SaleKind::Discount),
        ] {
            assert_eq!(of_product(name), kind, "{name}");
        }
    }
}
