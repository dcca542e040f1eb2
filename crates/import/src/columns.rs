//! Which column holds what, by the headers.

use comptoir_sales::{Table, fold};

use crate::{ImportError, Options, Sheet};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The record's own id or reference.
    Id,
    /// The product sold: its id, reference or name.
    Product,
    /// The store that sold it: its id, reference, name or city.
    Store,
    /// The day of the sale.
    Date,
    /// How many, or how much.
    Quantity,
    /// The line's revenue.
    Amount,
    /// The price of one.
    Price,
    /// The name of a product or store.
    Name,
    /// The family of a product.
    Category,
    /// A store's city.
    City,
    /// A store's region.
    Region,
    /// A store's address.
    Address,
    /// A store's postcode.
    Postcode,
    /// The ticket or order of a sale.
    Ticket,
    /// What the line of a sale is: sale, refund, …
    Kind,
}

use Field::{
    Address, Amount, Category, City, Date, Id, Kind, Name, Postcode, Price, Product, Quantity, Region, Store,
    Ticket,
};

/// Folded headers of each field of a table, the surest first.
type Headers = &'static [(Field, &'static [&'static str])];

const PRODUCTS: Headers = &[
    (
        Id,
        &[
            "id",
            "product id",
            "id produit",
            "id reference produit",
            "reference produit",
            "reference",
            "ref",
            "sku",
            "code produit",
            "code article",
            "code",
            "id product",
        ],
    ),
    (
        Name,
        &[
            "name",
            "nom",
            "product name",
            "nom produit",
            "nom du produit",
            "produit",
            "product",
            "libelle",
            "designation",
            "article",
        ],
    ),
    (Price, &["price", "prix", "unit price", "prix unitaire", "prix de vente", "prix ttc", "tarif"]),
    (Category, &["category", "categorie", "famille", "rayon", "product category", "type"]),
];

const STORES: Headers = &[
    (
        Id,
        &[
            "id",
            "store id",
            "id magasin",
            "id boutique",
            "code magasin",
            "magasin id",
            "reference",
            "code",
            "id store",
        ],
    ),
    (City, &["city", "ville", "commune", "localite"]),
    (
        Name,
        &[
            "name",
            "nom",
            "store name",
            "nom magasin",
            "nom du magasin",
            "magasin",
            "store",
            "enseigne",
            "boutique",
        ],
    ),
    (Region, &["region", "region name", "nom region"]),
    (Address, &["address", "adresse", "rue", "street"]),
    (Postcode, &["postcode", "postal code", "code postal", "cp", "zip", "zip code"]),
];

const SALES: Headers = &[
    (Id, &["id", "sale id", "id vente", "vente id", "id ligne", "line id", "transaction id"]),
    (
        Date,
        &[
            "sale date",
            "date",
            "date vente",
            "date de vente",
            "date de la vente",
            "jour",
            "day",
            "order date",
        ],
    ),
    (
        Product,
        &[
            "product id",
            "id produit",
            "id reference produit",
            "reference produit",
            "product",
            "produit",
            "sku",
            "code produit",
            "code article",
            "article",
            "description",
            "designation",
            "libelle",
            "reference",
            "ref",
        ],
    ),
    (
        Store,
        &[
            "store id",
            "id magasin",
            "id boutique",
            "code magasin",
            "store",
            "magasin",
            "boutique",
            "point de vente",
        ],
    ),
    (Quantity, &["quantity", "quantite", "qte", "qty", "nombre", "quantite vendue", "units"]),
    (
        Amount,
        &[
            "amount",
            "montant",
            "montant ttc",
            "total",
            "total ttc",
            "revenue",
            "ca",
            "chiffre d affaires",
            "line total",
            "montant total",
        ],
    ),
    (Price, &["unit price", "prix unitaire", "price", "prix", "pu"]),
    (Kind, &["type", "event type", "type de ligne", "type de transaction", "type d operation", "nature"]),
    (
        Ticket,
        &[
            "ticket",
            "ticket id",
            "numero de ticket",
            "no ticket",
            "n ticket",
            "ref transaction",
            "order id",
            "commande",
            "receipt",
            "facture",
        ],
    ),
];

impl Field {
    /// The name used with `--map` and in messages.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(field, _)| *field == self).map_or("", |(_, name)| name)
    }
}

const NAMES: [(Field, &str); 15] = [
    (Id, "id"),
    (Product, "product"),
    (Store, "store"),
    (Date, "date"),
    (Quantity, "quantity"),
    (Amount, "amount"),
    (Price, "price"),
    (Name, "name"),
    (Category, "category"),
    (City, "city"),
    (Region, "region"),
    (Address, "address"),
    (Postcode, "postcode"),
    (Ticket, "ticket"),
    (Kind, "kind"),
];

impl std::str::FromStr for Field {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(field, _)| *field).ok_or_else(|| name.to_owned())
    }
}

/// The roles of a sheet's columns.
#[derive(Debug)]
pub(crate) struct Columns {
    /// What the sheet holds.
    pub(crate) table: Table,
    roles: Vec<(Field, usize)>,
}

impl Columns {
    /// Gives each column its role: first as the user says, then by its header.
    pub(crate) fn find(sheet: &Sheet, options: &Options) -> Result<Self, ImportError> {
        let named = named_columns(sheet, options)?;
        let candidates = match options.table {
            Some(table) => vec![table],
            None => vec![Table::Sales, Table::Products, Table::Stores],
        };
        let found = candidates.into_iter().map(|table| Self { table, roles: roles(sheet, table, &named) });
        // The table that lacks least; on a tie the first, since `min_by_key` keeps it.
        let best = found.min_by_key(|columns| columns.missing().len());
        let unknown =
            || ImportError::UnknownTable { source_name: sheet.name.clone(), columns: sheet.header.clone() };
        let best = best.ok_or_else(unknown)?;
        match best.missing().as_slice() {
            [] => Ok(best),
            missing if missing.len() == needed(best.table).len() && options.table.is_none() => Err(unknown()),
            [field, ..] => Err(ImportError::MissingColumn {
                source_name: sheet.name.clone(),
                table: best.table,
                field: *field,
                columns: sheet.header.clone(),
            }),
        }
    }

    /// The place of the column with that role.
    pub(crate) fn place(&self, field: Field) -> Option<usize> {
        self.roles.iter().find(|(role, _)| *role == field).map(|(_, place)| *place)
    }

    /// The roles found, in the order of the columns.
    pub(crate) fn roles(&self) -> Vec<(Field, usize)> {
        let mut roles = self.roles.clone();
        roles.sort_by_key(|(_, place)| *place);
        roles
    }

    fn missing(&self) -> Vec<Field> {
        let lacks = |alternatives: &&[Field]| alternatives.iter().all(|field| self.place(*field).is_none());
        needed(self.table).iter().copied().filter(lacks).map(|alternatives| alternatives[0]).collect()
    }
}

/// What a table cannot be read without; of each group one is enough.
fn needed(table: Table) -> &'static [&'static [Field]] {
    match table {
        Table::Products => &[&[Name], &[Price, Category, Id]],
        Table::Stores => &[&[City, Name]],
        Table::Sales => &[&[Date], &[Product], &[Store], &[Quantity]],
    }
}

fn headers(table: Table) -> Headers {
    match table {
        Table::Products => PRODUCTS,
        Table::Stores => STORES,
        Table::Sales => SALES,
    }
}

/// How many of these are headers of one table, at most.
pub(crate) fn known_headers<'a>(names: impl Iterator<Item = &'a str>) -> usize {
    let folded: Vec<String> = names.map(fold).collect();
    let of = |table: Table| {
        let known = |(_, names): &&(Field, &[&str])| {
            names.iter().any(|name| folded.iter().any(|header| header == name))
        };
        headers(table).iter().filter(known).count()
    };
    [Table::Products, Table::Stores, Table::Sales].into_iter().map(of).max().unwrap_or_default()
}

fn named_columns(sheet: &Sheet, options: &Options) -> Result<Vec<(Field, usize)>, ImportError> {
    let place = |(field, column): &(Field, String)| {
        let wanted = fold(column);
        let place = sheet.header.iter().position(|header| fold(header) == wanted);
        place.map(|place| (*field, place)).ok_or_else(|| ImportError::NoSuchColumn {
            source_name: sheet.name.clone(),
            column: column.clone(),
            columns: sheet.header.clone(),
        })
    };
    options.map.iter().map(place).collect()
}

fn roles(sheet: &Sheet, table: Table, named: &[(Field, usize)]) -> Vec<(Field, usize)> {
    let folded: Vec<String> = sheet.header.iter().map(|header| fold(header)).collect();
    let mut roles = named.to_vec();
    for (field, known) in headers(table) {
        let taken = |place: usize| roles.iter().any(|(_, used)| *used == place);
        let free =
            |name: &&str| folded.iter().position(|header| header == name).filter(|place| !taken(*place));
        if roles.iter().all(|(role, _)| role != field)
            && let Some(place) = known.iter().find_map(free)
        {
            roles.push((*field, place));
        }
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(header: &[&str]) -> Result<Columns, ImportError> {
        let header = header.iter().map(|name| (*name).to_owned()).collect();
        Columns::find(&Sheet::new("f", header, vec![]), &Options::default())
    }

    #[test]
    fn each_table_is_known_by_its_headers_in_both_languages() {
        let cases: [(&[&str], Table); 6] = [
            (&["id", "name", "price", "category"], Table::Products),
            (&["Nom", "ID Référence produit", "Prix", "Stock"], Table::Products),
            (&["id", "city", "region", "address"], Table::Stores),
            (&["ID Magasin", "Ville", "Nombre de salariés"], Table::Stores),
            (&["id", "product_id", "store_id", "sale_date", "quantity", "amount"], Table::Sales),
            (&["Date", "ID Reference produit", "Quantite", "ID Magasin"], Table::Sales),
        ];
        for (header, table) in cases {
            assert_eq!(found(header).unwrap().table, table, "{header:?}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = found(&["Date", "ID produit", "Quantité"]).unwrap_err();
        assert!(matches!(error, ImportError::MissingColumn { field: Store, .. }), "{error}");
        assert!(matches!(found(&["a", "b"]), Err(ImportError::UnknownTable { .. })));
    }

    #[test]
    fn the_users_word_comes_before_the_header() {
        let sheet = Sheet {
            name: "f".into(),
            header: ["id", "nom", "prix", "prix barré"].map(str::to_owned).to_vec(),
            rows: vec![],
            aside: vec![],
        };
        let options = Options { map: vec![(Price, "PRIX BARRE".into())], ..Options::default() };
        assert_eq!(Columns::find(&sheet, &options).unwrap().place(Price), Some(3));
    }
}
