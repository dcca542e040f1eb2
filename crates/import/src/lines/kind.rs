//! What a line of sales is besides a sale, by the words that people use for it.

use comptoir_sales::{Money, Quantity, SaleKind, fold};

/// Words of a line's type for something that came back, folded.
const RETURNS: [&str; 8] =
    ["remboursement", "refund", "retour", "return", "avoir", "credit note", "note de credit", "reprise"];

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

/// Whether the type of a line says that something came back.
pub(super) fn says_return(kind: &str) -> bool {
    let folded = fold(kind);
    RETURNS.iter().any(|word| folded == *word || folded.starts_with(&format!("{word} ")))
}

/// Words of an order's status that say that nothing was sold, folded.
const NOTHING_SOLD: [&str; 12] = [
    "cancelled",
    "canceled",
    "annule",
    "annulee",
    "annulation",
    "voided",
    "void",
    "failed",
    "echoue",
    "declined",
    "refuse",
    "expired",
];

/// Whether the status of an order says that nothing was sold.
pub(super) fn says_nothing_sold(status: &str) -> bool {
    NOTHING_SOLD.contains(&fold(status).as_str())
}

/// What a product's name says that its lines are.
pub(super) fn of_product(name: &str) -> SaleKind {
    let folded = format!(" {} ", fold(name));
    let is_at_an_end = |words: &str| {
        let bounded = format!(" {words} ");
        folded.ends_with(&bounded) || words.contains(' ') && folded.starts_with(&bounded)
    };
    let named = |(_, words): &&(SaleKind, &[&str])| words.iter().copied().any(is_at_an_end);
    NO_PRODUCTS.iter().find(named).map_or(SaleKind::Sale, |(kind, _)| *kind)
}

/// What a line is, by its product and its figures.
pub(super) fn of_line(product: SaleKind, quantity: Quantity, amount: Money) -> SaleKind {
    match product {
        SaleKind::Sale if amount.is_negative() || quantity.is_negative() => SaleKind::Return,
        SaleKind::Sale if amount == Money::default() => SaleKind::Free,
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
        ] {
            assert_eq!(of_product(name), kind, "{name}");
        }
    }

    #[test]
    fn a_return_is_known_by_the_type_of_its_line() {
        for (kind, expected) in [
            ("Remboursement", true),
            ("REFUND", true),
            ("Retour client", true),
            ("Vente", false),
            ("Retournement", false),
        ] {
            assert_eq!(says_return(kind), expected, "{kind}");
        }
    }
}
