//! Exports of tills, shops and accounting programs whose columns mean something of their own.

use crate::{
    DateOrder,
    Field::{
        self, Account, Amount, Category, Credit, Currency, Date, Debit, Discount, Id, Kind, Name, Net,
        OrderDiscount, Price, Product, Quantity, Refunded, Status, Store, Tax, Ticket, Time,
    },
};

/// One format: known by headers that no other has, all folded.
#[derive(Debug)]
pub(crate) struct Preset {
    /// What it is called; also the store of its sales where the file names none.
    pub(crate) name: &'static str,
    /// The headers by which it is known.
    marks: &'static [&'static str],
    /// Which column is what; of several for one field the first that is there.
    pub(crate) map: &'static [(Field, &'static str)],
    /// Whether a line without a quantity is about one piece.
    pub(crate) one_by_default: bool,
    /// Whether its amounts are before the discounts beside them.
    pub(crate) amounts_are_before_discounts: bool,
    /// The order of its dates, where that is always the same and the dates alone may not show it.
    pub(crate) date_order: Option<DateOrder>,
    /// Values of the column of kinds that make a line a sale; empty when any does.
    pub(crate) sales_only: &'static [&'static str],
}

#[rustfmt::skip]
const PRESETS: &[Preset] = &[
    Preset {
        name: "Shopify",
        marks: &["lineitem quantity", "lineitem name", "lineitem price", "created at"],
        map: &[(Date, "created at"), (Product, "lineitem sku"), (Name, "lineitem name"), (Quantity, "lineitem quantity"),
               (Price, "lineitem price"), (Discount, "lineitem discount"), (OrderDiscount, "discount amount"), (Ticket, "name"), (Ticket, "order id"), (Currency, "currency"), (Store, "location"),
               (Category, "vendor")],
        one_by_default: false,
        amounts_are_before_discounts: false,
        date_order: None,
        sales_only: &[],
    },
    Preset {
        name: "Square",
        marks: &["item", "qty", "gross sales", "net sales", "transaction id"],
        map: &[(Date, "date"), (Time, "time"), (Product, "sku"), (Name, "item"), (Category, "category"),
               (Quantity, "qty"), (Amount, "net sales"), (Discount, "discounts"), (Store, "location"),
               (Ticket, "transaction id"), (Kind, "event type")],
        one_by_default: false,
        amounts_are_before_discounts: false,
        date_order: None,
        sales_only: &[],
    },
    Preset {
        name: "SumUp",
        marks: &["ref transaction", "prix avant reduction", "prix ttc", "moyen de paiement"],
        map: &[(Date, "date"), (Kind, "type"), (Ticket, "ref transaction"), (Quantity, "quantite"),
               (Product, "description"), (Category, "categorie"), (Currency, "devise"), (Amount, "prix ttc"),
               (Net, "prix ht"), (Tax, "tva"), (Discount, "reduction")],
        one_by_default: true,
        amounts_are_before_discounts: false,
        date_order: None,
        sales_only: &[],
    },
    Preset {
        name: "FEC",
        marks: &["journal code", "ecriture num", "ecriture date", "compte num", "debit", "credit"],
        map: &[(Date, "ecriture date"), (Account, "compte num"), (Product, "compte lib"), (Ticket, "piece ref"),
               (Debit, "debit"), (Credit, "credit"), (Currency, "idevise")],
        one_by_default: true,
        amounts_are_before_discounts: false,
        date_order: None,
        sales_only: &[],
    },
    Preset {
        name: "Amazon",
        marks: &["amazon order id", "purchase date", "item price", "quantity"],
        map: &[(Date, "purchase date"), (Product, "sku"), (Name, "product name"), (Quantity, "quantity"),
               (Amount, "item price"), (Currency, "currency"), (Ticket, "amazon order id"), (Status, "item status"),
               (Status, "order status"), (Tax, "item tax"), (Discount, "item promotion discount")],
        one_by_default: false,
        amounts_are_before_discounts: true,
        date_order: None,
        sales_only: &[],
    },
    Preset {
        name: "Etsy",
        marks: &["sale date", "item name", "item total", "listing id"],
        map: &[(Date, "sale date"), (Product, "sku"), (Name, "item name"), (Quantity, "quantity"),
               (Amount, "item total"), (Currency, "currency"), (Id, "transaction id"), (Ticket, "order id"),
               (Price, "price"), (Discount, "discount amount")],
        one_by_default: false,
        amounts_are_before_discounts: true,
        date_order: Some(DateOrder::MonthDayYear),
        sales_only: &[],
    },
    Preset {
        name: "eBay",
        marks: &["sales record number", "item title", "sold for", "sale date"],
        map: &[(Date, "sale date"), (Product, "custom label"), (Name, "item title"), (Quantity, "quantity"),
               (Price, "sold for"), (Ticket, "order number")],
        one_by_default: false,
        amounts_are_before_discounts: false,
        date_order: None,
        sales_only: &[],
    },
    Preset {
        name: "Stripe",
        marks: &["created utc", "amount", "amount refunded", "fee", "net"],
        map: &[(Id, "id"), (Date, "created utc"), (Amount, "amount"), (Refunded, "amount refunded"),
               (Currency, "currency"), (Status, "status"),
               (Ticket, "order id")],
        one_by_default: true,
        amounts_are_before_discounts: false,
        date_order: None,
        sales_only: &[],
    },
    Preset {
        name: "Stripe",
        marks: &["balance transaction id", "created utc", "gross", "reporting category"],
        map: &[(Id, "balance transaction id"), (Date, "created utc"), (Amount, "gross"), (Currency, "currency"),
               (Kind, "reporting category"), (Ticket, "source id")],
        one_by_default: true,
        amounts_are_before_discounts: false,
        date_order: None,
        sales_only: &["charge", "refund", "partial capture reversal"],
    },
    Preset {
        name: "ManoMano",
        marks: &["reference", "created at", "amount vat incl", "commission vat incl"],
        map: &[(Ticket, "reference"), (Date, "created at"), (Kind, "type"), (Amount, "amount vat incl"),
               (Net, "product price vat excl"), (Tax, "vat on product")],
        one_by_default: true,
        amounts_are_before_discounts: false,
        date_order: None,
        sales_only: &["order", "commande", "refund", "remboursement", "sale", "vente"],
    },
    Preset {
        name: "Decathlon",
        marks: &["numero de commande", "type", "date de commande", "date du cycle de paiement", "montant"],
        map: &[(Ticket, "numero de commande"), (Date, "date de commande"), (Kind, "type"), (Amount, "montant")],
        one_by_default: true,
        amounts_are_before_discounts: false,
        date_order: None,
        sales_only: &["montant", "frais de port", "remboursement", "remboursement montant"],
    },
    Preset {
        name: "Bizyness",
        marks: &["activite", "date de vente", "titre de l article", "prix ttc"],
        map: &[(Date, "date de vente"), (Product, "titre de l article"), (Currency, "devise"), (Amount, "prix ttc"),
               (Tax, "tva"), (Ticket, "reference facture")],
        one_by_default: true,
        amounts_are_before_discounts: false,
        date_order: None,
        sales_only: &[],
    },
    // Each sale is a line of its own, above those of its goods and of its payments.
    Preset {
        name: "Lightspeed",
        marks: &["receipt number", "line type", "details", "total", "sku"],
        map: &[(Date, "date"), (Ticket, "receipt number"), (Kind, "line type"), (Product, "sku"), (Name, "details"),
               (Quantity, "quantity"), (Amount, "total"), (Net, "subtotal"), (Tax, "sales tax")],
        one_by_default: false,
        amounts_are_before_discounts: false,
        date_order: None,
        sales_only: &["sale line"],
    },
    Preset {
        name: "Sage",
        marks: &["n facture", "code tiers", "n ligne", "code article", "montant ttc"],
        map: &[(Date, "date"), (Product, "code article"), (Name, "designation"), (Quantity, "quantite"),
               (Price, "prix unitaire"), (Amount, "montant ttc"), (Net, "montant ht"), (Tax, "montant tva"),
               (Ticket, "n facture")],
        one_by_default: false,
        amounts_are_before_discounts: false,
        date_order: None,
        sales_only: &[],
    },
];

impl Preset {
    /// The format of a file with these headers, folded.
    pub(crate) fn of(headers: &[String]) -> Option<&'static Self> {
        let has = |mark: &&str| headers.iter().any(|header| header == mark);
        PRESETS.iter().find(|preset| preset.marks.iter().all(has))
    }
}

/// How many of these headers are marks of one format, at most.
pub(crate) fn known_headers(headers: &[String]) -> usize {
    let marks = |preset: &Preset| {
        preset.marks.iter().filter(|mark| headers.iter().any(|header| header == *mark)).count()
    };
    PRESETS.iter().map(marks).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::headers;

    #[test]
    fn every_preset_is_written_as_headers_are_compared() {
        for preset in PRESETS {
            for header in preset.marks.iter().chain(preset.map.iter().map(|(_, header)| header)) {
                assert_eq!(headers::key(header), **header, "{}", preset.name);
            }
        }
    }
}
