//! Money that is not the shop's revenue: purchases, wages, expenses, a bank's statement, a budget. Such a file has a date, a text and
//! an amount, as a simple file of sales has.

use comptoir_sales::fold;

use crate::{
    Field, ImportError,
    columns::Columns,
    headers,
    record::Record,
    wording::{Word, Wording},
};

/// The books that a shop keeps besides that of its sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherBook {
    /// What it bought.
    Purchases,
    /// What it paid to those who work there.
    Wages,
    /// Rent, charges, taxes, travel.
    Expenses,
    /// Equipment, and its depreciation.
    Assets,
    /// What went through its account at a bank.
    Bank,
    /// What it plans to sell or to spend.
    Plans,
    /// What lies in stock.
    Stock,
}

impl OtherBook {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Purchases, Self::Wages, Self::Expenses, Self::Assets, Self::Bank, Self::Plans, Self::Stock];

    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Purchases => "purchases",
            Self::Wages => "wages",
            Self::Expenses => "expenses",
            Self::Assets => "assets",
            Self::Bank => "bank",
            Self::Plans => "plans",
            Self::Stock => "stock",
        }
    }

    /// Words, folded, of a file's name.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Purchases => &["achat", "achats", "purchases", "fournisseur", "fournisseurs", "suppliers"],
            Self::Wages => &["salaires", "salaire", "paie", "paies", "payroll", "wages", "salaries"],
            Self::Expenses => {
                &["depenses", "depense", "expenses", "expense", "cotisations", "loyers", "debours"]
            }
            Self::Assets => &["immobilisations", "amortissements", "assets", "depreciation"],
            Self::Bank => &["banque", "bancaire", "bank"],
            Self::Plans => &["budget", "budgets", "prevision", "previsions", "previsionnel", "forecast"],
            Self::Stock => &["stock", "stocks", "inventaire", "inventory"],
        }
    }

    /// Words, folded, of a header that no file of sales has.
    fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Purchases => {
                &["fournisseur", "fournisseurs", "supplier", "lieferant", "fornitore", "proveedor"]
            }
            Self::Wages => &["salarie", "salaries", "salariee", "salaire", "payroll", "paie", "bulletin"],
            Self::Expenses => &["beneficiaire", "organisme", "creancier", "payee", "depense", "expense"],
            Self::Assets => &["amortissement", "acquisition", "immobilisation", "depreciation"],
            Self::Bank | Self::Plans | Self::Stock => &[],
        }
    }

    /// Words, folded, that what is sold is not called.
    fn labels(self) -> &'static [&'static str] {
        match self {
            Self::Wages => &["salaire", "salaires", "salary", "wages", "paie"],
            Self::Expenses => &[
                "loyer",
                "loyers",
                "urssaf",
                "cotisation",
                "cotisations",
                "edf",
                "engie",
                "impot",
                "impots",
                "peage",
                "peages",
                "rent",
            ],
            Self::Bank => &["prelevement", "prelevements", "prlv", "virement", "virements", "vir", "agios"],
            _ => &[],
        }
    }
}

/// Words of a file's name that say that it holds sales.
const SALES: [&str; 16] = [
    "client",
    "clients",
    "vente",
    "ventes",
    "sales",
    "sale",
    "sold",
    "ca",
    "caisse",
    "tickets",
    "recettes",
    "recette",
    "facturation",
    "revenue",
    "pos",
    "encaissements",
];

/// The question of a file whose amounts seem to be of another book than that of the sales, unless who imports it has said which
/// column is their amount.
pub(crate) fn question(
    columns: &Columns,
    header: &[String],
    sample: &[Record],
    name: &str,
) -> Option<ImportError> {
    let fields = [Field::Amount, Field::Net, Field::Price];
    let is_said = fields.iter().any(|field| columns.is_named(*field));
    if is_said || columns.preset.is_some() || speaks_of_sales(columns, header) {
        return None;
    }
    let (book, evidence) =
        of_name(name).or_else(|| of_headers(columns, header)).or_else(|| of_labels(columns, sample))?;
    // What is bought has orders and invoices too.
    if book != OtherBook::Purchases && columns.place(Field::Ticket).is_some() {
        return None;
    }
    let amount =
        fields.into_iter().find_map(|field| Some((field, header.get(columns.place(field)?)?.clone())));
    Some(ImportError::OtherBook { source_name: name.to_owned(), book, evidence, amount })
}

/// Whether something stands there that only sales have: a till's ticket, a store, a customer, a word of selling.
fn speaks_of_sales(columns: &Columns, header: &[String]) -> bool {
    let has_field =
        [Field::Store, Field::Account, Field::Credit].iter().any(|field| columns.place(*field).is_some());
    let of_sales = [Word::Sale, Word::Sold, Word::Store, Word::Customer, Word::Tip];
    let is_of_sales = |header: &String| {
        let key = headers::key(header);
        Wording::of(header).has_any(&of_sales)
            || key.split(' ').any(|word| ["ticket", "tickets", "caisse", "receipt"].contains(&word))
    };
    has_field || header.iter().any(is_of_sales)
}

/// By a word of the file's name, where none of it is of sales.
fn of_name(name: &str) -> Option<(OtherBook, String)> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let words: Vec<String> = fold(last)
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(ToOwned::to_owned)
        .collect();
    if words.iter().any(|word| SALES.contains(&word.as_str())) {
        return None;
    }
    OtherBook::ALL.into_iter().find_map(|book| {
        let word = words.iter().find(|word| book.names().contains(&word.as_str()))?;
        Some((book, word.clone()))
    })
}

fn of_headers(columns: &Columns, header: &[String]) -> Option<(OtherBook, String)> {
    let unused: Vec<usize> = columns.unused().collect();
    let mut places =
        (0..header.len()).filter(|place| unused.contains(place) || columns.role(*place).is_some());
    places.find_map(|place| {
        let key = headers::key(&header[place]);
        let book = OtherBook::ALL
            .into_iter()
            .find(|book| key.split(' ').any(|word| book.headers().contains(&word)))?;
        Some((book, header[place].clone()))
    })
}

/// By what the lines are called.
fn of_labels(columns: &Columns, sample: &[Record]) -> Option<(OtherBook, String)> {
    let place = columns.place(Field::Product).or_else(|| columns.place(Field::Name))?;
    sample.iter().find_map(|record| {
        let cell = record.cell(place);
        let key = headers::key(cell.as_str());
        let book = OtherBook::ALL
            .into_iter()
            .find(|book| key.split(' ').any(|word| book.labels().contains(&word)))?;
        Some((book, cell.as_str().to_owned()))
    })
}
