//! The headers that people and programs write above their columns, in French and English.

use comptoir_sales::{Table, fold};

use crate::Field::{
    self, Address, Amount, Category, City, Country, Currency, Date, Discount, DiscountRate, Id, Kind, Month,
    Name, Net, Postcode, Price, Product, Quantity, Region, Status, Store, Tax, Ticket, Time,
};
use crate::lines::start_of;

/// The headers of each field of a table, folded, the surest first.
pub(crate) type Headers = &'static [(Field, &'static [&'static str])];

#[rustfmt::skip]
const PRODUCTS: Headers = &[
    (Id, &["id", "product id", "id produit", "id reference produit", "reference produit", "reference", "ref", "sku",
           "code produit", "code article", "code", "id product", "code barres", "ean", "ean13", "gtin", "ref article"]),
    (Name, &["name", "nom", "product name", "nom produit", "nom du produit", "produit", "product", "libelle",
             "libelle produit", "designation", "article", "post title", "title", "titre"]),
    (Price, &["price", "prix", "unit price", "prix unitaire", "prix de vente", "prix ttc", "prix public", "tarif", "pv ttc"]),
    (Category, &["category", "categorie", "famille", "famille produit", "rayon", "product category", "type"]),
    (Currency, &["currency", "devise"]),
];

#[rustfmt::skip]
const STORES: Headers = &[
    (Id, &["id", "store id", "id magasin", "id boutique", "code magasin", "magasin id", "reference", "code", "id store"]),
    (City, &["city", "ville", "commune", "localite"]),
    (Name, &["name", "nom", "store name", "nom magasin", "nom du magasin", "magasin", "store", "enseigne", "boutique"]),
    (Region, &["region", "region name", "nom region"]),
    (Address, &["address", "adresse", "rue", "street"]),
    (Postcode, &["postcode", "postal code", "code postal", "cp", "zip", "zip code"]),
    (Country, &["country", "pays"]),
];

#[rustfmt::skip]
const SALES: Headers = &[
    (Id, &["id", "sale id", "id vente", "vente id", "id ligne", "line id", "transaction id", "row id", "invoice id",
           "order item id"]),
    (Date, &["sale date", "date", "date vente", "date de vente", "date de la vente", "jour", "day", "order date",
             "date de commande", "date commande", "transaction date", "purchase date", "created at", "date heure",
             "invoice date", "date facture", "date ticket", "created utc"]),
    (Time, &["time", "heure", "sale time", "heure de vente"]),
    (Product, &["product id", "id produit", "id reference produit", "reference produit", "sku", "code produit",
                "code article", "stock code", "stockcode", "ean", "ean13", "code barres", "gtin", "product", "produit",
                "article", "item", "designation", "libelle", "description", "product name", "nom produit",
                "nom du produit", "item name", "nom article", "titre de l article", "product line", "reference", "ref"]),
    (Name, &["product name", "nom produit", "nom du produit", "libelle produit", "item name", "designation", "libelle",
             "description", "article", "produit", "product", "item", "nom article"]),
    (Category, &["category", "categorie", "famille", "famille produit", "rayon", "product category", "product line"]),
    (Store, &["store id", "id magasin", "id boutique", "code magasin", "store", "magasin", "boutique", "point de vente",
              "nom du magasin", "nom magasin", "store name", "location", "branch", "bar", "shop", "etablissement"]),
    (City, &["city", "ville", "store city", "ville magasin", "commune"]),
    (Region, &["region", "region name", "nom region", "store region"]),
    (Address, &["store address", "adresse magasin", "address", "adresse"]),
    (Postcode, &["postcode", "postal code", "code postal", "cp", "zip", "zip code", "store postcode"]),
    (Country, &["country", "pays"]),
    (Quantity, &["quantity", "quantite", "qte", "qty", "nombre", "quantite vendue", "units", "qte vendue", "nb"]),
    (Amount, &["amount", "montant ttc", "total ttc", "ca ttc", "prix total ttc", "line total", "montant total", "item total",
               "net sales", "montant", "total", "revenue", "ca", "ca n", "chiffre d affaires", "sales", "sales amount",
               "prix total", "total price", "amount vat incl"]),
    (Net, &["montant ht", "total ht", "ca ht", "prix total ht", "amount excl tax", "net amount",
            "prix ht total"]),
    (Tax, &["montant tva", "tva", "tax", "tax amount", "montant taxe", "vat", "total tva", "tax 5"]),
    (Discount, &["remise", "montant remise", "discount", "discount amount", "discounts", "reduction"]),
    (DiscountRate, &["taux de remise", "taux remise", "discount rate", "discount percent"]),
    (Price, &["unit price", "prix unitaire", "prix unitaire ttc", "pu ttc", "price", "prix", "pu", "prix ttc",
              "prix de vente", "unitprice", "prix unitaire ht", "pu ht"]),
    (Currency, &["currency", "devise", "currency code", "code devise"]),
    (Kind, &["type", "event type", "type de ligne", "type de transaction", "type d operation", "nature"]),
    (Status, &["status", "statut", "etat", "order status", "item status", "financial status"]),
    (Ticket, &["ticket", "ticket id", "numero de ticket", "numero ticket", "no ticket", "n ticket", "ref transaction",
               "order id", "commande", "numero de commande", "n commande", "receipt", "facture", "n facture", "no facture",
               "numero de facture", "invoice", "invoice no", "order number", "receipt number"]),
];

#[rustfmt::skip]
const TARGETS: Headers = &[
    (Month, &["month", "mois", "periode", "period"]),
    (Amount, &["target", "objectif", "objectif ca", "objectif de ca", "budget", "ca objectif", "ca cible", "cible",
               "amount", "montant"]),
    (Store, &["store", "magasin", "boutique", "point de vente", "store id", "id magasin", "code magasin", "store name",
              "nom du magasin", "nom magasin"]),
    (Region, &["region", "region name", "nom region"]),
];

/// The headers of a table.
pub(crate) fn of(table: Table) -> Headers {
    match table {
        Table::Products => PRODUCTS,
        Table::Stores => STORES,
        Table::Sales => SALES,
        Table::Targets => TARGETS,
    }
}

/// A header as it is compared: folded, and with the words of `createdAt` separated.
pub(crate) fn key(header: &str) -> String {
    let mut words = String::with_capacity(start_of(header).len() + 4);
    let mut before_is_small = false;
    for letter in start_of(header).chars() {
        if before_is_small && letter.is_uppercase() {
            words.push(' ');
        }
        before_is_small = letter.is_lowercase();
        words.push(letter);
    }
    fold(&words)
}

/// Headers without the short names of tables that programs put before those of their columns: those of Cegid and Sage
/// (`GL_QTEFACT`, `DL_Qte`), or one that all have.
pub(crate) fn without_tables(header: &[String]) -> Vec<String> {
    // Lines, documents and articles; a name in the table of customers (`CT_Intitule`) names no product.
    const TABLES: [&str; 6] = ["gl", "gp", "ga", "dl", "do", "ar"];
    let split = |name: &String| {
        let (table, column) = name.split_once('_')?;
        Some((table.to_ascii_lowercase(), column.to_owned())).filter(|(_, column)| !column.is_empty())
    };
    let found: Vec<Option<(String, String)>> = header.iter().map(split).collect();
    let known = |table: &str| TABLES.contains(&table);
    let count = found.iter().flatten().filter(|(table, _)| known(table)).count();
    let first = found.first().and_then(Option::as_ref).map(|(table, _)| table.clone());
    let is_one = |table: &str| table.len() <= 3 && !WORDS_BEFORE.contains(&table);
    let is_of_all = header.len() > 3
        && first.filter(|first| is_one(first)).is_some_and(|first| {
            found.iter().all(|found| found.as_ref().is_some_and(|(table, _)| *table == first))
        });
    let is_technical = count > 3 && count * 2 >= header.len();
    let bare = |(name, found): (&String, Option<(String, String)>)| match found {
        // The number of a document, not of the line.
        Some((table, column))
            if table.starts_with('g') && is_technical && column.eq_ignore_ascii_case("numero") =>
        {
            "numero piece".to_owned()
        }
        Some((table, column)) if is_of_all || is_technical && known(&table) => column,
        // `product_id/name`: what Odoo calls the name of the product.
        _ => name.replace("_id/", "/"),
    };
    header.iter().zip(found).map(bare).collect()
}

/// Short words with which headers begin that name no table.
const WORDS_BEFORE: [&str; 12] = ["id", "no", "nb", "num", "qte", "px", "pu", "ca", "tva", "ht", "ttc", "mt"];

/// How many of these are headers of one table, at most.
pub(crate) fn known_headers<'a>(names: impl Iterator<Item = &'a str>) -> usize {
    let names: Vec<String> = names.filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let keys: Vec<String> = without_tables(&names).iter().map(|name| key(name)).collect();
    let known = |(_, names): &&(Field, &[&str])| names.iter().any(|name| keys.iter().any(|key| key == name));
    let of_table = |table: Table| of(table).iter().filter(known).count();
    let by_name = Table::ALL.into_iter().map(of_table).max().unwrap_or_default();
    by_name.max(crate::presets::known_headers(&keys))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_header_is_written_as_it_is_compared() {
        for table in Table::ALL {
            for header in of(table).iter().flat_map(|(_, headers)| headers.iter()) {
                assert_eq!(key(header), *header);
            }
        }
    }

    #[test]
    fn names_of_tables_are_taken_off_where_they_are_those_of_a_program() {
        let bare = |header: &[&str]| {
            without_tables(&header.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
        };
        let sage = ["DO_Piece", "DO_Date", "CT_Intitule", "AR_Ref", "DL_Qte"];
        assert_eq!(bare(&sage), ["Piece", "Date", "CT_Intitule", "Ref", "Qte"]);
        assert_eq!(bare(&["t_date", "t_article", "t_qte", "t_total"]), ["date", "article", "qte", "total"]);
        let others = ["id_vente", "id_produit", "dt_vente", "mt_ttc"];
        assert_eq!(bare(&others), others);
    }

    #[test]
    fn words_that_are_written_together_are_told_apart() {
        assert_eq!(key("createdAt"), "created at");
        assert_eq!(key("N° Ticket"), "n ticket");
        assert_eq!(key("[Code Produit]"), "code produit");
        assert_eq!(key("QUANTITE"), "quantite");
    }
}
