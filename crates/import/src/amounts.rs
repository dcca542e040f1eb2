//! Which column is a line's revenue: told by arithmetic on the first rows, not by names alone.

use std::collections::HashMap;

use comptoir_sales::{Money, Quantity};

use crate::{
    Field,
    columns::Columns,
    record::{Cell, Record},
    survey::{Settled, Survey},
};

/// How far two sides of an equation may lie apart, in ten-thousandths: two cents, for what was rounded.
const TOLERANCE: i64 = 200;

/// Of a hundred lines, how many must fulfil an equation.
const MOST: usize = 90;

/// Rates of tax that are looked for where the file has no column of it, in percent: those of France, and a few more.
const RATES: [f64; 9] = [20.0, 10.0, 5.5, 2.1, 8.5, 5.0, 19.0, 21.0, 7.7];

/// Where the revenue of a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountFrom {
    /// From a column of line amounts, tax included as far as the file tells.
    Amount,
    /// From a column of line amounts before tax.
    Net,
    /// From quantity × the price on the line.
    Price,
    /// From quantity × the product's price.
    ListPrice,
    /// From credit − debit of a ledger.
    Ledger,
}

impl AmountFrom {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::Net => "net",
            Self::Price => "price",
            Self::ListPrice => "list-price",
            Self::Ledger => "ledger",
        }
    }
}

/// What the arithmetic says of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// amount = quantity × price
    TimesPrice,
    /// amount = quantity × price + tax
    PlusTax,
    /// amount = quantity × price − discount
    LessDiscount,
    /// amount = quantity × price × (1 − discount)
    LessDiscountShare,
    /// amount = amount before tax + tax
    NetPlusTax,
    /// The same product costs as much more as its quantity is larger: a line amount.
    GrowsWithQuantity,
    /// The same product costs the same whatever the quantity: a unit price.
    SameForAll,
    /// Nothing to compare with: by the name of the column.
    ByName,
    /// There is a price, but quantity × price is not the amount.
    Differs,
}

impl Relation {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::TimesPrice => "times-price",
            Self::PlusTax => "plus-tax",
            Self::LessDiscount => "less-discount",
            Self::LessDiscountShare => "less-discount-share",
            Self::NetPlusTax => "net-plus-tax",
            Self::GrowsWithQuantity => "grows-with-quantity",
            Self::SameForAll => "same-for-all",
            Self::ByName => "by-name",
            Self::Differs => "differs",
        }
    }
}

/// How the revenue of a line is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Where it comes from.
    pub from: AmountFrom,
    /// What speaks for that.
    pub relation: Relation,
}

/// The figures of one row, as far as they can be read.
struct Figures<'a> {
    product: &'a str,
    quantity: i64,
    price: Option<i64>,
    amount: Option<i64>,
    net: Option<i64>,
    tax: Option<i64>,
    discount: Option<i64>,
}

/// Whether the figures of a row fulfil an equation; `None` when they cannot tell.
type Equation<'a> = &'a dyn Fn(&Figures<'_>) -> Option<bool>;

/// Decides for a file of sales, and swaps the roles of two columns when their names have them the wrong way round.
pub(crate) fn decide(columns: &mut Columns, sample: &[Record], survey: &Survey, settled: &Settled) -> Basis {
    let has = |field: Field| columns.place(field).is_some();
    if has(Field::Credit) {
        return Basis { from: AmountFrom::Ledger, relation: Relation::ByName };
    }
    let figures = figures(columns, sample, survey, settled);
    let basis = |from, relation| Basis { from, relation };
    if has(Field::Amount) {
        if has(Field::Price)
            && most(&figures, |row| is_product(row.amount?, row.quantity, row.price?)) == Some(false)
            && most(&figures, |row| is_product(row.price?, row.quantity, row.amount?)) == Some(true)
        {
            let (amount, price) = (columns.place(Field::Amount), columns.place(Field::Price));
            columns.set(Field::Amount, price);
            columns.set(Field::Price, amount);
            return basis(AmountFrom::Amount, Relation::TimesPrice);
        }
        return basis(AmountFrom::Amount, relation_of_amount(&figures, has(Field::Price), has(Field::Net)));
    }
    if has(Field::Net) {
        let relation = if has(Field::Price) { relation_of_net(&figures) } else { Relation::ByName };
        return basis(AmountFrom::Net, relation);
    }
    if !has(Field::Price) {
        return basis(AmountFrom::ListPrice, Relation::ByName);
    }
    if discounts_are_shares(columns, sample) {
        return basis(AmountFrom::Price, Relation::LessDiscountShare);
    }
    let relation = if has(Field::Quantity) { relation_of_price(&figures) } else { Relation::ByName };
    if relation == Relation::GrowsWithQuantity {
        columns.set(Field::Amount, columns.place(Field::Price));
        return basis(AmountFrom::Amount, relation);
    }
    basis(AmountFrom::Price, relation)
}

fn figures<'a>(
    columns: &Columns,
    sample: &'a [Record],
    survey: &Survey,
    settled: &Settled,
) -> Vec<Figures<'a>> {
    let mut readers: HashMap<Field, _> = HashMap::new();
    for (field, place) in columns.roles().into_iter().filter(|(field, _)| field.is_decimal()) {
        readers.insert(field, (place, survey.number_reader(field, settled)));
    }
    let product = columns.place(Field::Product).or(columns.place(Field::Name));
    let mut row = |record: &'a Record| {
        let mut read = |field: Field| {
            let (place, reader) = readers.get_mut(&field)?;
            let cell = Some(record.cell(*place)).filter(|cell| *cell != Cell::Empty)?;
            reader.read(cell).ok().map(|number| number.parts)
        };
        Figures {
            quantity: read(Field::Quantity).unwrap_or(10_000),
            price: read(Field::Price),
            amount: read(Field::Amount),
            net: read(Field::Net),
            tax: read(Field::Tax),
            discount: read(Field::Discount),
            product: product.map(|place| record.cell(place).as_str()).unwrap_or_default(),
        }
    };
    sample.iter().map(&mut row).collect()
}

fn relation_of_amount(figures: &[Figures<'_>], has_price: bool, has_net: bool) -> Relation {
    let times = |row: &Figures<'_>| times(row.quantity, row.price?);
    let tests: [(Relation, Equation<'_>); 5] = [
        (Relation::TimesPrice, &|row| is_product(row.amount?, row.quantity, row.price?)),
        (Relation::PlusTax, &|row| Some(are_close(row.amount?, times(row)? + row.tax?))),
        (Relation::LessDiscount, &|row| Some(are_close(row.amount?, times(row)? - row.discount?.abs()))),
        (Relation::LessDiscountShare, &|row| {
            Some(are_close(row.amount?, share(times(row)?, 10_000 - row.discount?)))
        }),
        (Relation::NetPlusTax, &|row| Some(are_close(row.amount?, row.net? + row.tax?))),
    ];
    if let Some((relation, _)) = tests.iter().find(|(_, test)| most(figures, test) == Some(true)) {
        return *relation;
    }
    let with_rate = |rate: f64| {
        let parts = 10_000 + (rate * 100.0).round() as i64;
        most(figures, |row| Some(are_close(row.amount?, share(times(row)?, parts)))) == Some(true)
    };
    match () {
        () if has_price && RATES.into_iter().any(with_rate) => Relation::PlusTax,
        () if has_price => Relation::Differs,
        () if has_net => Relation::Differs,
        () => Relation::ByName,
    }
}

/// Whether discounts are written with the sign of hundredths.
fn discounts_are_shares(columns: &Columns, sample: &[Record]) -> bool {
    let Some(place) = columns.place(Field::Discount) else { return false };
    let mut cells =
        sample.iter().map(|record| record.cell(place)).filter(|cell| *cell != Cell::Empty).peekable();
    cells.peek().is_some() && cells.all(|cell| cell.as_str().ends_with('%'))
}

fn relation_of_net(figures: &[Figures<'_>]) -> Relation {
    match most(figures, |row| is_product(row.net?, row.quantity, row.price?)) {
        Some(true) => Relation::TimesPrice,
        _ => Relation::Differs,
    }
}

/// Whether what is called a price is that of one or that of the line: the same product in two quantities tells.
fn relation_of_price(figures: &[Figures<'_>]) -> Relation {
    let mut first: HashMap<&str, (i64, i64)> = HashMap::new();
    let (mut same, mut grows, mut pairs) = (0, 0, 0);
    for row in figures.iter().filter(|row| row.quantity != 0) {
        let Some(price) = row.price else { continue };
        let (quantity, before) = *first.entry(row.product).or_insert((row.quantity, price));
        if quantity == row.quantity {
            continue;
        }
        pairs += 1;
        same += usize::from(before == price);
        let (left, right) =
            (i128::from(before) * i128::from(row.quantity), i128::from(price) * i128::from(quantity));
        grows += usize::from(
            (left - right).abs()
                <= i128::from(TOLERANCE) * i128::from(quantity.abs().max(row.quantity.abs())),
        );
    }
    match () {
        () if pairs > 0 && same * 100 >= pairs * MOST => Relation::SameForAll,
        () if pairs > 0 && grows * 100 >= pairs * MOST => Relation::GrowsWithQuantity,
        () => Relation::ByName,
    }
}

/// Whether most rows fulfil an equation; `None` when no row can tell. Rows about one piece count only when all are.
fn most(figures: &[Figures<'_>], test: impl Fn(&Figures<'_>) -> Option<bool>) -> Option<bool> {
    let share = |only_several: bool| {
        let rows = figures.iter().filter(|row| !only_several || row.quantity != 10_000);
        let told: Vec<bool> = rows.filter_map(&test).collect();
        let fulfilled = told.iter().filter(|told| **told).count();
        (!told.is_empty()).then(|| fulfilled * 100 >= told.len() * MOST)
    };
    share(true).or_else(|| share(false))
}

fn times(quantity: i64, price: i64) -> Option<i64> {
    Money::from_parts(price).times(Quantity::from_parts(quantity)).map(Money::parts)
}

fn is_product(amount: i64, quantity: i64, price: i64) -> Option<bool> {
    Some(are_close(amount, times(quantity, price)?))
}

fn share(parts: i64, ten_thousandths: i64) -> i64 {
    i64::try_from(i128::from(parts) * i128::from(ten_thousandths) / 10_000).unwrap_or(i64::MAX)
}

fn are_close(one: i64, other: i64) -> bool {
    one.abs().abs_diff(other.abs()) <= TOLERANCE as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{columns::Clues, record::record};

    /// Headers, rows, and what must be found: where revenue comes from, why, and from which column.
    type Case<'a> = (&'a [&'a str], &'a [&'a [&'a str]], AmountFrom, Relation, usize);

    fn decided(header: &[&str], rows: &[&[&str]]) -> (Basis, Option<usize>) {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let sample: Vec<Record> = rows.iter().map(|texts| record(2, texts)).collect();
        let clues = Clues { name: "f", header: &header, sample: &sample, ..Clues::default() };
        let mut columns = Columns::guess(&clues).unwrap();
        let mut survey = Survey::default();
        for record in &sample {
            survey.learn(&columns, record);
        }
        let basis = decide(&mut columns, &sample, &survey, &Settled::default());
        (basis, columns.place(if basis.from == AmountFrom::Price { Field::Price } else { Field::Amount }))
    }

    #[test]
    fn arithmetic_tells_amounts_from_prices_whatever_their_names() {
        use AmountFrom::{Amount, Price};
        let cases: [Case<'_>; 7] = [
            (
                &["date", "produit", "qte", "prix unitaire", "total"],
                &[&["2025-11-13", "Pain", "2", "1.5", "3"]],
                Amount,
                Relation::TimesPrice,
                4,
            ),
            (
                &["date", "produit", "qte", "prix", "montant"],
                &[&["2025-11-13", "Pain", "3", "4.5", "1.5"]],
                Amount,
                Relation::TimesPrice,
                3,
            ),
            (
                &["date", "produit", "qte", "prix", "tva", "total"],
                &[&["2025-11-13", "Pain", "2", "10", "4", "24"]],
                Amount,
                Relation::PlusTax,
                5,
            ),
            (
                &["date", "produit", "qte", "prix", "total"],
                &[&["2025-11-13", "Pain", "2", "10", "21.1"]],
                Amount,
                Relation::PlusTax,
                4,
            ),
            (
                &["date", "produit", "qte", "prix", "remise", "total"],
                &[&["2025-11-13", "Pain", "2", "10", "3", "17"]],
                Amount,
                Relation::LessDiscount,
                5,
            ),
            (
                &["date", "produit", "qte", "prix ttc"],
                &[&["2025-11-13", "Pain", "1", "1.5"], &["2025-11-13", "Pain", "4", "6"]],
                Amount,
                Relation::GrowsWithQuantity,
                3,
            ),
            (
                &["date", "produit", "qte", "prix ttc"],
                &[&["2025-11-13", "Pain", "1", "1.5"], &["2025-11-13", "Pain", "4", "1.5"]],
                Price,
                Relation::SameForAll,
                3,
            ),
        ];
        for (header, rows, from, relation, place) in cases {
            assert_eq!(decided(header, rows), (Basis { from, relation }, Some(place)), "{header:?}");
        }
    }

    #[test]
    fn an_amount_that_fits_nothing_is_taken_by_its_name_and_told() {
        let (basis, _) = decided(
            &["date", "produit", "qte", "prix", "total"],
            &[&["2025-11-13", "Pain", "2", "10", "99"]],
        );
        assert_eq!(basis.relation, Relation::Differs);
    }
}
