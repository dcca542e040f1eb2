//! The exports that version 0.1.0 knew by their headers. They never change: see [`super`].

use crate::Field::{
    self, Account, Amount, Category, Credit, Currency, Date, Debit, Discount, Id, Kind, Name, Net, Price,
    Product, Quantity, Refunded, Status, Store, Tax, Ticket, Time,
};

/// One format.
pub(super) struct Preset {
    /// What it is called.
    pub(super) name: &'static str,
    /// The headers by which it is known.
    pub(super) marks: &'static [&'static str],
    /// Which column is what.
    pub(super) map: &'static [(Field, &'static str)],
}

#[rustfmt::skip]
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        name: "Shopify",
        marks: &["lineitem quantity", "lineitem name", "lineitem price", "created at"],
        map: &[(Date, "created at"), (Product, "lineitem sku"), (Name, "lineitem name"), (Quantity, "lineitem quantity"),
               (Price, "lineitem price"), (Ticket, "name"), (Currency, "currency"), (Store, "location"),
               (Category, "vendor")],
    },
    Preset {
        name: "Square",
        marks: &["item", "qty", "gross sales", "net sales", "transaction id"],
        map: &[(Date, "date"), (Time, "time"), (Product, "sku"), (Name, "item"), (Category, "category"),
               (Quantity, "qty"), (Amount, "net sales"), (Discount, "discounts"), (Store, "location"),
               (Ticket, "transaction id"), (Kind, "event type")],
    },
    Preset {
        name: "SumUp",
        marks: &["ref transaction", "prix avant reduction", "prix ttc", "moyen de paiement"],
        map: &[(Date, "date"), (Kind, "type"), (Ticket, "ref transaction"), (Quantity, "quantite"),
               (Product, "description"), (Category, "categorie"), (Currency, "devise"), (Amount, "prix ttc"),
               (Net, "prix ht"), (Tax, "tva"), (Discount, "reduction")],
    },
    Preset {
        name: "FEC",
        marks: &["journal code", "ecriture num", "ecriture date", "compte num", "debit", "credit"],
        map: &[(Date, "ecriture date"), (Account, "compte num"), (Product, "compte lib"), (Ticket, "piece ref"),
               (Debit, "debit"), (Credit, "credit"), (Currency, "idevise")],
    },
    Preset {
        name: "Amazon",
        marks: &["amazon order id", "purchase date", "item price", "quantity"],
        map: &[(Date, "purchase date"), (Product, "sku"), (Name, "product name"), (Quantity, "quantity"),
               (Amount, "item price"), (Currency, "currency"), (Ticket, "amazon order id"), (Status, "item status"),
               (Status, "order status"), (Tax, "item tax")],
    },
    Preset {
        name: "Etsy",
        marks: &["sale date", "item name", "item total", "listing id"],
        map: &[(Date, "sale date"), (Product, "sku"), (Name, "item name"), (Quantity, "quantity"),
               (Amount, "item total"), (Currency, "currency"), (Id, "transaction id"), (Ticket, "order id")],
    },
    Preset {
        name: "eBay",
        marks: &["sales record number", "item title", "sold for", "sale date"],
        map: &[(Date, "sale date"), (Product, "custom label"), (Name, "item title"), (Quantity, "quantity"),
               (Price, "sold for"), (Ticket, "order number")],
    },
    Preset {
        name: "Stripe",
        marks: &["created utc", "amount", "amount refunded", "fee", "net"],
        map: &[(Id, "id"), (Date, "created utc"), (Amount, "amount"), (Refunded, "amount refunded"),
               (Currency, "currency"), (Status, "status"),
               (Ticket, "order id")],
    },
    Preset {
        name: "Stripe",
        marks: &["balance transaction id", "created utc", "gross", "reporting category"],
        map: &[(Id, "balance transaction id"), (Date, "created utc"), (Amount, "gross"), (Currency, "currency"),
               (Kind, "reporting category"), (Ticket, "source id")],
    },
    Preset {
        name: "ManoMano",
        marks: &["reference", "created at", "amount vat incl", "commission vat incl"],
        map: &[(Ticket, "reference"), (Date, "created at"), (Kind, "type"), (Amount, "amount vat incl"),
               (Net, "product price vat excl"), (Tax, "vat on product")],
    },
    Preset {
        name: "Decathlon",
        marks: &["numero de commande", "type", "date de commande", "date du cycle de paiement", "montant"],
        map: &[(Ticket, "numero de commande"), (Date, "date de commande"), (Kind, "type"), (Amount, "montant")],
    },
    Preset {
        name: "Bizyness",
        marks: &["activite", "date de vente", "titre de l article", "prix ttc"],
        map: &[(Date, "date de vente"), (Product, "titre de l article"), (Currency, "devise"), (Amount, "prix ttc"),
               (Tax, "tva"), (Ticket, "reference facture")],
    },
    Preset {
        name: "Sage",
        marks: &["n facture", "code tiers", "n ligne", "code article", "montant ttc"],
        map: &[(Date, "date"), (Product, "code article"), (Name, "designation"), (Quantity, "quantite"),
               (Price, "prix unitaire"), (Amount, "montant ttc"), (Net, "montant ht"), (Tax, "montant tva"),
               (Ticket, "n facture")],
    },
];
