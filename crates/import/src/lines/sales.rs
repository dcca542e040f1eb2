//! Sales, line by line.

mod catalogue;
mod city_regions;
mod elsewhere;
mod key;
mod shops;

use std::collections::HashMap;

use comptoir_calendar::Date;
use comptoir_sales::{Chunk, Money, Quantity, Sale, SaleKind, SalesBook, StoreMove, place_on};

use super::{Checked, OwnId, Reading, Refusal, Restart, Taken, Values, kind};
use crate::{
    AmountFrom, Basis, DateOrder, DecimalMark, Field, FirstOf, ImportError, Relation, currency,
    dates::{self, DateReader, Moment, Zone},
    former::Former,
    judge::Judge,
    layout::AsideKind,
    ledger::{self, SALES_ACCOUNTS},
    meaning::WordSense,
    numbers::{Exact, Number, NumberReader},
    presets::Preset,
    record::Cell,
    zones::{Days, ZoneProof},
};
use catalogue::Catalogue;
pub use elsewhere::SoldElsewhere;
use key::Keys;
use shops::Shops;

/// The columns of numbers of a file of sales.
const NUMBERS: [Field; 9] = [
    Field::Quantity,
    Field::Amount,
    Field::Net,
    Field::Tax,
    Field::Discount,
    Field::Refunded,
    Field::Price,
    Field::Debit,
    Field::Credit,
];

pub(super) struct Sales {
    integer_ids: bool,
    source: String,
    source_is_named: bool,
    currency: String,
    is_currency_open: bool,
    preset: Option<&'static Preset>,
    basis: Basis,
    /// The side that the amounts of a ledger are on, where these stand in one column.
    side: Option<usize>,
    numbers: [NumberReader; NUMBERS.len()],
    dates: DateReader,
    today: Option<Date>,
    days: Days,
    products: Catalogue,
    stores: Shops,
    keys: Keys,
    former: Former,
    judge: Judge,
    /// Stores that have moved.
    moves: Vec<StoreMove>,
}

impl Sales {
    pub(super) fn new(reading: &Reading, book: &dyn SalesBook) -> Result<Self, ImportError> {
        let numbers = NUMBERS.map(|field| reading.inference.number_reader(field, &reading.overrides));
        let (next, stores) = (book.next_ids()?, book.stores()?);
        let mut days = reading.inference.days(&reading.overrides);
        for store in &stores {
            days.note(store);
        }
        let basis =
            reading.basis.unwrap_or(Basis { from: AmountFrom::ListPrice, relation: Relation::ByName });
        Ok(Self {
            integer_ids: reading.inference.has_integer_ids(),
            source: reading.source.clone(),
            source_is_named: reading.source_is_named,
            currency: reading.currency.clone(),
            is_currency_open: reading.is_currency_open,
            preset: reading.columns.preset,
            basis,
            side: reading.columns.side,
            numbers,
            dates: reading.inference.date_reader(&reading.overrides),
            today: reading.overrides.today,
            days,
            products: Catalogue::new(reading, book, next.product)?,
            stores: Shops::new(reading, book, stores, next.store)?,
            former: reading.former.clone(),
            keys: Keys::new(&reading.source, reading.is_unsorted),
            judge: reading.judge.clone(),
            moves: book.moves()?,
        })
    }

    /// The id of a line, as it is kept.
    pub(super) fn own_id(&self, values: &Values<'_>) -> Option<OwnId> {
        match values.own_id(self.integer_ids).ok()? {
            (Some(id), _) if self.source_is_named => Some(OwnId::Key(format!("{}/{id}", self.source))),
            (Some(id), _) => Some(OwnId::Number(id)),
            (None, text) => Some(OwnId::Key(format!("{}/{}", self.source, text?))),
        }
    }

    /// Reads one line into the chunk, or says why it is not one of sales.
    pub(super) fn line(&mut self, values: &Values<'_>, chunk: &mut Chunk) -> Result<Checked, Refusal> {
        let says = self.says(values)?;
        if let WordSense::Aside(kind) = says {
            return Ok(Checked::Aside(kind));
        }
        let (id, text_id) = values.own_id(self.integer_ids)?;
        let moment = self.moment(values)?;
        let (quantity, exact) = self.quantity(values)?;
        let (product, former_product_id) = self.products.find(values)?;
        let store_id = self.stores.find(values)?;
        if let Some(store) = self.stores.take_newest() {
            self.days.note(&store);
        }
        let place = place_on(&self.moves, store_id, moment.day);
        let date = self.days.day(moment, values.text(Field::Time), place);
        if self.days.has_many_hours() {
            chunk.utc_hours.extend(self.days.take_hours());
        }
        let (amount, is_stated) = match self.stated_amount(values, exact)? {
            Some(amount) => (amount, true),
            None => match product.price.and_then(|price| price.times(quantity)) {
                Some(amount) => (amount, false),
                None => return Err(values.refuse(Field::Product, "no-price")),
            },
        };
        let stated_by = [Field::Amount, Field::Net, Field::Credit, Field::Price, Field::Quantity];
        let stated_by = stated_by.into_iter().find(|field| values.has(*field)).unwrap_or(Field::Amount);
        values.check_size(stated_by, amount.parts())?;
        self.check_currency_column(values)?;
        let taken_off = self.later_discount(values)?;
        // Where the file has no quantity, the amount alone shows a return.
        let product_kind = match says {
            WordSense::Sale(kind) if product.kind == SaleKind::Sale => kind,
            WordSense::Discount => SaleKind::Discount,
            _ => product.kind,
        };
        let (stated, stated_quantity, came_back) = (
            amount,
            quantity,
            says == WordSense::Return || !values.has(Field::Quantity) && amount.is_negative(),
        );
        // Keys keep the form that they had when a line was below zero by its amount alone.
        let (key_quantity, _) = signed(quantity, amount, came_back);
        let (quantity, amount) = match product_kind {
            SaleKind::Discount if says == WordSense::Discount && !amount.is_negative() => {
                (quantity, amount.negated())
            }
            SaleKind::Discount if says != WordSense::Return => (quantity, amount),
            // A line below zero has a quantity below zero, whichever of both the file says it with.
            _ => signed(quantity, amount, says == WordSense::Return || amount.is_negative()),
        };
        let mut sale = Sale {
            id,
            source_key: None,
            product_id: product.id,
            former_product_id,
            store_id,
            date,
            quantity,
            amount,
            kind: kind::of_line(product_kind, quantity, amount),
            discount: self.discount(values, amount)?,
            tax: self.tax(values, amount)?,
            ticket: values.owned(Field::Ticket),
        };
        // Keys hang on what the line itself states.
        let key_amount = sale.amount;
        take_off(&mut sale, taken_off);
        match (id, text_id) {
            (Some(id), _) if self.source_is_named => {
                sale.id = None;
                sale.source_key = Some(format!("{}/{id}", self.source));
            }
            (Some(_), _) => {}
            (None, Some(text_id)) => sale.source_key = Some(format!("{}/{text_id}", self.source)),
            (None, None) => {
                let today = (
                    values.text(Field::Ticket),
                    values.text(Field::Time).or_else(|| values.text(Field::Date)),
                );
                let (ticket, time) = self.former.of_key(|place| values.record.cell(place).filled(), today);
                let quantity = std::mem::replace(&mut sale.quantity, key_quantity);
                let counted = std::mem::replace(&mut sale.amount, key_amount);
                // The day that is written: the key of a line is the same whatever day its time is counted on.
                let key = self.keys.of(&sale, moment.day, (ticket, time), is_stated)?;
                (sale.quantity, sale.amount) = (quantity, counted);
                // And the same wherever its store is now.
                sale.source_key = Some(key.ok_or(Refusal::Restart(Restart::Unsorted))?);
            }
        }
        sale.store_id = place_on(&self.moves, store_id, date);
        self.stores.add_revenue(sale.store_id, sale.amount);
        self.stores.count_place(&sale, values);
        let taken = Taken {
            kind: sale.kind.name(),
            stated,
            is_stated,
            quantity: stated_quantity,
            counted: sale.amount,
        };
        chunk.sales.push((values.record.line, sale));
        Ok(Checked::Taken(taken))
    }

    /// The products and stores that the file brought, once all lines are read, piece by piece; whether there is more.
    pub(super) fn finish(&mut self, chunk: &mut Chunk) -> bool {
        chunk.products.extend(self.products.next_products());
        if !chunk.products.is_empty() {
            return true;
        }
        chunk.utc_hours.extend(self.days.take_hours());
        chunk.stores.extend(self.stores.stores());
        false
    }

    /// The moment of a line: in one column, or as year, month and day in three.
    fn moment(&mut self, values: &Values<'_>) -> Result<Moment, Refusal> {
        if values.has(Field::Year) {
            let part = |field: Field| values.needed(field).map(Cell::as_str);
            let (year, month, day) = (part(Field::Year)?, part(Field::Month)?, part(Field::Day)?);
            let day = dates::of_columns(year, month, day, self.today);
            let day = day.map_err(|why| values.unread(Field::Day, why, "not-a-date"))?;
            return Ok(Moment { day, clock: None, zone: Zone::None });
        }
        let date = values.needed(Field::Date)?;
        self.dates.read(date).map_err(|why| values.unread(Field::Date, why, "not-a-date"))
    }

    pub(super) fn stores_without_region(&self) -> FirstOf<(String, Money)> {
        self.stores.without_region()
    }

    /// Lines that say that their store is in another region than it counts in.
    pub(super) fn sold_elsewhere(&self) -> Vec<SoldElsewhere> {
        self.stores.sold_elsewhere()
    }

    pub(super) fn brought(&self) -> (FirstOf<String>, FirstOf<String>) {
        (self.products.brought(), self.stores.brought())
    }

    /// How times of UTC became days.
    pub(super) fn time_zone(&self) -> Option<ZoneProof> {
        self.days.proof()
    }

    pub(super) fn decided(&self) -> (HashMap<Field, DecimalMark>, Option<DateOrder>) {
        let marks =
            NUMBERS.iter().zip(&self.numbers).filter_map(|(field, reader)| Some((*field, reader.mark()?)));
        (marks.collect(), self.dates.order())
    }

    /// The meaning of the line by its words and its account.
    fn says(&mut self, values: &Values<'_>) -> Result<WordSense, Refusal> {
        if values.text(Field::Account).is_some_and(|account| !account.starts_with(SALES_ACCOUNTS)) {
            return Ok(WordSense::Aside(AsideKind::NotASale));
        }
        self.judge.verdict(values.record).map_err(|_| Refusal::Restart(Restart::Words))
    }

    /// The decimal in a column, in ten-thousandths; `None` when the cell is empty.
    fn number(&mut self, values: &Values<'_>, field: Field) -> Result<Option<i64>, Refusal> {
        Ok(self.written(values, field)?.map(|number| number.parts))
    }

    /// The number in a column; `None` when the cell is empty.
    fn written(&mut self, values: &Values<'_>, field: Field) -> Result<Option<Number>, Refusal> {
        let cell = values.cell(field);
        let Some(at) = NUMBERS.iter().position(|known| *known == field).filter(|_| cell.filled().is_some())
        else {
            return Ok(None);
        };
        let number = self.numbers[at].read(cell).map_err(|why| values.unread(field, why, "not-a-number"))?;
        values.check_size(field, number.parts)?;
        match number.currency {
            Some(other) if field.is_money() && currency::differs(other, &self.currency) => {
                Err(self.in_other_currency(values, field))
            }
            _ => Ok(Some(number)),
        }
    }

    /// The quantity, and the same before it was rounded to four decimals.
    fn quantity(&mut self, values: &Values<'_>) -> Result<(Quantity, Exact), Refusal> {
        match self.written(values, Field::Quantity)? {
            Some(number) => Ok((Quantity::from_parts(number.parts), number.exact)),
            None if !values.has(Field::Quantity)
                || self.preset.is_some_and(|preset| preset.one_by_default) =>
            {
                Ok((Quantity::from_parts(10_000), Exact::of_parts(10_000)))
            }
            None => Err(values.refuse(Field::Quantity, "missing")),
        }
    }

    /// The amount that the file states: the line's own, or quantity × the price on the line.
    fn stated_amount(&mut self, values: &Values<'_>, quantity: Exact) -> Result<Option<Money>, Refusal> {
        let column = match self.basis.from {
            AmountFrom::Ledger => {
                let debit = self.number(values, Field::Debit)?.unwrap_or_default();
                let credit = self.number(values, Field::Credit)?.unwrap_or_default();
                if let Some(side) = self.side {
                    let is_debit = ledger::is_debit(values.record.cell(side).as_str());
                    let is_debit = is_debit.ok_or_else(|| values.refuse(Field::Credit, "missing"))?;
                    let signed = if is_debit { -credit } else { credit };
                    return Ok(Some(Money::from_parts(signed)));
                }
                return Ok(Some(Money::from_parts(credit.saturating_sub(debit))));
            }
            AmountFrom::ListPrice => return Ok(None),
            AmountFrom::Amount => Some(Field::Amount),
            AmountFrom::Net => Some(Field::Net),
            AmountFrom::Price => None,
        };
        if let Some(field) = column {
            if let Some(parts) = self.number(values, field)? {
                let refunded = self.number(values, Field::Refunded)?.unwrap_or_default();
                return Ok(Some(Money::from_parts(parts.saturating_sub(refunded.abs()))));
            }
            // An empty amount beside a price is worked out; with no price it is missing.
            if values.text(Field::Price).is_none() {
                return Err(values.refuse(field, "missing"));
            }
        }
        // A list price in its place would be that of another day, or of another line of this file.
        let price = self.written(values, Field::Price)?;
        let price = price.ok_or_else(|| values.refuse(Field::Price, "missing"))?;
        let discount = self.number(values, Field::Discount)?.unwrap_or_default();
        let amount = price.exact.times(quantity).map(Money::from_parts);
        let less_share = |amount: Money, share: i64| amount.times(Quantity::from_parts(10_000 - share.abs()));
        let amount = amount.and_then(|amount| match self.basis.relation {
            Relation::LessDiscountShare => less_share(amount, discount),
            Relation::LessDiscountPercent => less_share(amount, discount / 100),
            // A return takes its discount back with it.
            Relation::LessDiscount if amount.is_negative() => {
                Some(amount + Money::from_parts(discount.abs()))
            }
            Relation::LessDiscount => Some(amount + Money::from_parts(-discount.abs())),
            _ => Some(amount),
        });
        amount.map(Some).ok_or_else(|| values.refuse(Field::Price, "not-a-number"))
    }

    /// What is taken off the amount that a line states: its own discount where that is beside it, and its share of
    /// that of its order.
    fn later_discount(&mut self, values: &Values<'_>) -> Result<Money, Refusal> {
        let own = match self.basis.relation {
            Relation::BeforeDiscount => self.number(values, Field::Discount)?.unwrap_or_default().abs(),
            _ => 0,
        };
        Ok(Money::from_parts(own) + values.share)
    }

    fn check_currency_column(&self, values: &Values<'_>) -> Result<(), Refusal> {
        match values.text(Field::Currency).and_then(currency::code) {
            Some(other) if currency::differs(&other, &self.currency) => {
                Err(self.in_other_currency(values, Field::Currency))
            }
            _ => Ok(()),
        }
    }

    /// What becomes of a line in another currency than was found so far.
    fn in_other_currency(&self, values: &Values<'_>, field: Field) -> Refusal {
        if self.is_currency_open {
            return Refusal::Restart(Restart::Doubt);
        }
        values.refuse(field, "other-currency")
    }

    /// The tax, where the column of taxes was found to be amounts.
    fn tax(&mut self, values: &Values<'_>, amount: Money) -> Result<Option<Money>, Refusal> {
        if !matches!(self.basis.relation, Relation::PlusTax | Relation::NetPlusTax) {
            return Ok(None);
        }
        let tax = self.number(values, Field::Tax)?.map(Money::from_parts);
        Ok(tax.map(|tax| if amount.is_negative() && !tax.is_negative() { tax.negated() } else { tax }))
    }

    /// The discount, where the column of discounts was found to be amounts, or shares of the price.
    fn discount(&mut self, values: &Values<'_>, amount: Money) -> Result<Option<Money>, Refusal> {
        let discount = match self.basis.relation {
            Relation::LessDiscount => self.number(values, Field::Discount)?.map(i64::abs),
            Relation::LessDiscountShare => self
                .number(values, Field::Discount)?
                .and_then(|share| discount_of_share(amount.parts(), share)),
            Relation::LessDiscountPercent => self
                .number(values, Field::Discount)?
                .and_then(|percent| discount_of_share(amount.parts(), percent / 100)),
            _ => None,
        };
        Ok(discount.map(Money::from_parts))
    }
}

/// What was taken off an amount when so many ten-thousandths of its price were: to the hundredth, without a sign.
/// `None` where the share leaves nothing of the price, so that the amount does not show it.
fn discount_of_share(amount: i64, share: i64) -> Option<i64> {
    const WHOLE: i128 = 10_000;
    const CENT: i128 = 100;
    let (amount, share) = (i128::from(amount).abs(), i128::from(share));
    let left = WHOLE - share;
    if !(0..WHOLE).contains(&share) {
        return None;
    }
    let cents = (amount * share + left * CENT / 2) / (left * CENT);
    i64::try_from(cents * CENT).ok()
}

/// A return is negative, whichever of quantity and amount the file says it with.
fn signed(quantity: Quantity, amount: Money, came_back: bool) -> (Quantity, Money) {
    let came_back = came_back || (quantity.is_negative() && !amount.is_negative());
    let quantity = if came_back && !quantity.is_negative() { quantity.negated() } else { quantity };
    let amount = if came_back && !amount.is_negative() { amount.negated() } else { amount };
    (quantity, amount)
}

/// Takes a discount off the amount of a sale; a return takes it back with it.
fn take_off(sale: &mut Sale, discount: Money) {
    if discount == Money::default() {
        return;
    }
    let off = if sale.amount.is_negative() { discount } else { discount.negated() };
    sale.amount = sale.amount + off;
    sale.discount = Some(sale.discount.unwrap_or_default() + discount);
}

/// The facts of a product that a sale needs.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sold {
    id: i64,
    price: Option<Money>,
    kind: SaleKind,
}

#[cfg(test)]
mod tests {
    use super::discount_of_share;

    #[test]
    fn a_share_of_the_price_is_a_discount_in_euros() {
        // 80 € after 20 % were 100 €.
        assert_eq!(discount_of_share(800_000, 2_000), Some(200_000));
        assert_eq!(discount_of_share(-800_000, 2_000), Some(200_000));
        assert_eq!(discount_of_share(123_400, 0), Some(0));
        assert_eq!(discount_of_share(100_000, 3_333), Some(50_000));
        for share in [10_000, 20_000, -1] {
            assert_eq!(discount_of_share(1, share), None, "{share}");
        }
    }
}
