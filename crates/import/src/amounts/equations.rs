//! Equations between the columns of a line, and how many lines fulfil them.

use std::collections::HashMap;

use super::{RATES, Relation};
use crate::{
    Field,
    columns::Columns,
    evidence::{Evidence, ONE, Row},
};

/// How far two sides of an equation may lie apart, in ten-thousandths: two cents, for what was rounded.
const TOLERANCE: i64 = 200;

/// By how much a price that was rounded to the cent may be off, in ten-thousandths.
const HALF_A_CENT: i64 = 50;

/// Of a hundred lines, how many must fulfil an equation.
const MOST: usize = 90;

/// On how many lines a tax must be on top of the amount, and no part of it.
const ENOUGH_TAXED: usize = 3;

/// The columns that the equations are about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Equations {
    price: Option<usize>,
    amount: Option<usize>,
    net: Option<usize>,
    tax: Option<usize>,
    discount: Option<usize>,
}

impl Equations {
    pub(crate) fn of(columns: &Columns, evidence: &Evidence) -> Self {
        let index = |field: Field| columns.place(field).and_then(|place| evidence.index(place));
        Self {
            price: index(Field::Price),
            amount: index(Field::Amount),
            net: index(Field::Net),
            tax: index(Field::Tax),
            discount: index(Field::Discount).or(index(Field::DiscountRate)),
        }
    }

    fn of_field(&self, row: &Row<'_>, field: Field) -> Option<i64> {
        let index = match field {
            Field::Price => self.price,
            Field::Amount => self.amount,
            Field::Net => self.net,
            Field::Tax => self.tax,
            _ => self.discount,
        };
        row.value(index?)
    }

    /// The amount of a line.
    pub(crate) fn amount(&self, row: &Row<'_>) -> Option<i64> {
        self.of_field(row, Field::Amount)
    }

    /// Whether a line fulfils an equation; `None` when it has too few numbers.
    pub(crate) fn fulfils(&self, relation: Relation, row: &Row<'_>) -> Option<bool> {
        let of = |field: Field| self.of_field(row, field);
        let amount = of(Field::Amount)?;
        let times = || row.times(of(Field::Price)?);
        let near = |other: i64| are_near(row, amount, other);
        Some(match relation {
            Relation::TimesPrice => near(times()?),
            Relation::PlusTax => near(times()?.checked_add(of(Field::Tax)?)?),
            Relation::LessDiscount => near(times()?.checked_sub(of(Field::Discount)?.abs())?),
            Relation::LessDiscountShare => near(share(times()?, ONE - of(Field::Discount)?.abs())),
            Relation::LessDiscountPercent => near(share(times()?, ONE - of(Field::Discount)?.abs() / 100)),
            Relation::NetPlusTax => near(of(Field::Net)?.checked_add(of(Field::Tax)?)?),
            _ => return None,
        })
    }

    /// Whether the amount is that before tax with some rate of it: a column of taxes may hold the rate.
    pub(crate) fn is_with_tax(&self, relation: Relation, row: &Row<'_>) -> bool {
        let before = match relation {
            Relation::PlusTax => self.of_field(row, Field::Price).and_then(|price| row.times(price)),
            Relation::NetPlusTax => self.of_field(row, Field::Net),
            _ => None,
        };
        let amount = self.of_field(row, Field::Amount);
        before.zip(amount).is_some_and(|(before, amount)| is_with_a_rate(row, before, amount))
    }

    /// The evidence of the arithmetic for the amounts.
    pub(crate) fn relation_of_amount(&self, evidence: &Evidence, has_price: bool, has_net: bool) -> Relation {
        // The simplest first: where no line has a tax or a discount, the equations with them hold as well.
        let tests = [
            Relation::TimesPrice,
            Relation::PlusTax,
            Relation::LessDiscount,
            Relation::LessDiscountShare,
            Relation::LessDiscountPercent,
            Relation::NetPlusTax,
        ];
        let holds = |relation: &Relation| most(evidence, |row| self.fulfils(*relation, row)) == Some(true);
        if let Some(relation) = tests.into_iter().find(holds) {
            return relation;
        }
        // A tax that stands in no column leaves its trace in the ratio: one of the usual rates.
        let of_net = |row: &Row<'_>| {
            let (net, amount) = (self.of_field(row, Field::Net)?, self.of_field(row, Field::Amount)?);
            (net != 0 || amount != 0).then(|| is_with_a_rate(row, net, amount))
        };
        let of_price = |row: &Row<'_>| {
            let (times, amount) =
                (row.times(self.of_field(row, Field::Price)?)?, self.of_field(row, Field::Amount)?);
            (times != 0 || amount != 0).then(|| is_with_a_rate(row, times, amount))
        };
        if has_price && most(evidence, of_price) == Some(true) {
            Relation::PlusTax
        } else if has_net && most_of_all(evidence, of_net) == Some(true) {
            Relation::NetPlusTax
        } else if has_price || has_net {
            Relation::Differs
        } else {
            Relation::ByName
        }
    }

    /// Whether the quantities times the prices are the amounts, of several pieces on at least one line.
    pub(crate) fn quantities_fit(&self, evidence: &Evidence) -> bool {
        let tests = [
            Relation::TimesPrice,
            Relation::LessDiscount,
            Relation::LessDiscountShare,
            Relation::LessDiscountPercent,
        ];
        // On lines of one piece a column that is always 1 would fit, too.
        let fits = |relation: Relation| {
            most_of_several(evidence, |row| self.fulfils(relation, row)) == Some(true)
                && most_of_all(evidence, |row| self.fulfils(relation, row)) == Some(true)
        };
        tests.into_iter().any(fits)
    }

    /// How many lines have a value in the column of a field.
    pub(crate) fn tells(&self, evidence: &Evidence, field: Field) -> usize {
        evidence.rows().filter(|row| self.of_field(row, field).is_some()).count()
    }

    /// Whether most amounts are more than quantity × price.
    pub(crate) fn amount_exceeds_product(&self, evidence: &Evidence) -> bool {
        let test = |row: &Row<'_>| {
            let (amount, times) =
                (self.of_field(row, Field::Amount)?, row.times(self.of_field(row, Field::Price)?)?);
            Some(amount.abs() > times.abs() && !are_near(row, amount, times))
        };
        let (fulfilled, told) = count(evidence, false, test);
        fulfilled * 2 > told
    }

    /// Whether some amount is less than quantity × price, and whether some is more.
    pub(crate) fn amount_besides_product(&self, evidence: &Evidence) -> (bool, bool) {
        let (mut is_less, mut is_more) = (false, false);
        for row in evidence.rows() {
            let of = |field: Field| self.of_field(&row, field);
            let times = of(Field::Price).and_then(|price| row.times(price));
            if let (Some(amount), Some(times)) = (of(Field::Amount), times)
                && !are_near(&row, amount, times)
            {
                is_less |= amount.abs() < times.abs();
                is_more |= amount.abs() > times.abs();
            }
        }
        (is_less, is_more)
    }

    /// Whether the amounts before tax are quantity × price.
    pub(crate) fn net_is_product(&self, evidence: &Evidence) -> Option<bool> {
        most(evidence, |row| {
            let times = row.times(self.of_field(row, Field::Price)?)?;
            Some(are_near(row, self.of_field(row, Field::Net)?, times))
        })
    }

    /// Whether quantity × price is the amount before tax and the tax, on all lines, some of which have tax.
    pub(crate) fn price_is_net_plus_tax(&self, evidence: &Evidence) -> bool {
        let mut taxed = 0;
        let all = evidence.rows().all(|row| {
            let of = |field: Field| self.of_field(&row, field);
            let times = of(Field::Price).and_then(|price| row.times(price));
            let (Some(net), Some(tax), Some(times)) = (of(Field::Net), of(Field::Tax), times) else {
                return false;
            };
            taxed += usize::from(tax != 0);
            are_near(&row, times, net.saturating_add(tax)) && (times < 0) == (net < 0)
        });
        all && taxed > 0
    }

    /// Whether the tax, on lines of several pieces, is that of the price alone.
    pub(crate) fn tax_is_of_price(&self, evidence: &Evidence) -> bool {
        let test = |row: &Row<'_>| {
            let (price, tax) = (self.of_field(row, Field::Price)?, self.of_field(row, Field::Tax)?);
            let is_of = |amount: i64| {
                RATES.into_iter().map(|rate| (rate * 100.0).round() as i64).any(|rate| {
                    are_close(tax, share(amount, rate)) || are_close(tax, amount - share_before(amount, rate))
                })
            };
            (tax != 0).then(|| is_of(price) && !is_of(row.times(price).unwrap_or_default()))
        };
        most_of_several(evidence, test) == Some(true)
    }

    /// Whether the tax is the amount times one of the usual rates, on enough lines: the amount is before tax. The same rates
    /// within an amount that has its tax in it would be other shares of it (20 % is a sixth).
    pub(crate) fn tax_is_on_top(&self, evidence: &Evidence) -> bool {
        let rates = || RATES.into_iter().map(|rate| (rate * 100.0).round() as i64);
        let mut on_top = 0;
        let all = evidence.rows().all(|row| {
            let (Some(amount), Some(tax)) =
                (self.of_field(&row, Field::Amount), self.of_field(&row, Field::Tax))
            else {
                return true;
            };
            let is_within = rates().any(|rate| are_close(tax, amount - share_before(amount, rate)));
            let is_on_top = rates().any(|rate| are_close(tax, share(amount, rate)));
            on_top += usize::from(is_on_top && !is_within);
            is_on_top || tax == 0
        });
        all && on_top >= ENOUGH_TAXED
    }

    /// Whether two columns have the same values.
    pub(crate) fn are_equal(evidence: &Evidence, one: usize, other: usize) -> Option<bool> {
        let (one, other) = (evidence.index(one)?, evidence.index(other)?);
        most_of_all(evidence, |row| Some(row.value(one)?.abs_diff(row.value(other)?) <= TOLERANCE as u64))
    }

    /// Whether one column is another with tax at one of the usual rates.
    pub(crate) fn are_taxed(evidence: &Evidence, before: usize, after: usize) -> Option<bool> {
        let (before, after) = (evidence.index(before)?, evidence.index(after)?);
        most_of_all(evidence, |row| {
            let (before, after) = (row.value(before)?, row.value(after)?);
            if before == 0 && after == 0 {
                return None;
            }
            let is_with = |rate: f64| are_close(after, share(before, ONE + (rate * 100.0).round() as i64));
            // Equal columns show no tax.
            Some(before != after && RATES.into_iter().any(is_with))
        })
    }

    /// Whether one column is another less the discount, and there are discounts.
    pub(crate) fn is_less_discount(&self, evidence: &Evidence, after: usize, before: usize) -> bool {
        let (Some(after), Some(before)) = (evidence.index(after), evidence.index(before)) else {
            return false;
        };
        let test = |row: &Row<'_>| {
            let (after, before) = (row.value(after)?, row.value(before)?);
            let discount = self.of_field(row, Field::Discount)?;
            let forms =
                [before - discount.abs(), share(before, ONE - discount), share(before, ONE - discount / 100)];
            (discount != 0).then(|| forms.into_iter().any(|form| are_close(after, form)))
        };
        most_of_all(evidence, test) == Some(true)
    }

    /// Whether a column is that of one piece or of the line: the same product in two quantities shows it.
    pub(crate) fn by_quantity(&self, evidence: &Evidence, field: Field) -> Relation {
        let (same, grows, pairs) = Self::pairs_by_quantity(evidence, |row| self.of_field(row, field));
        if pairs > 0 && same * 100 >= pairs * MOST {
            Relation::SameForAll
        } else if pairs > 0 && grows * 100 >= pairs * MOST {
            Relation::GrowsWithQuantity
        } else {
            Relation::ByName
        }
    }

    /// Whether prices grow with the quantity of their product where that can be seen, but for other reasons on some lines.
    pub(crate) fn grows_at_times(&self, evidence: &Evidence) -> bool {
        let (same, grows, _) = Self::pairs_by_quantity(evidence, |row| self.of_field(row, Field::Price));
        grows > 0 && same == 0
    }

    /// Whether prices, with the discount of their line, grow with the quantity of their product on all lines where that can be seen.
    pub(crate) fn grows_before_discount(&self, evidence: &Evidence) -> bool {
        let full = |row: &Row<'_>| {
            let (price, discount) = (self.of_field(row, Field::Price)?, self.of_field(row, Field::Discount));
            Some(price + discount.unwrap_or_default().abs())
        };
        let (_, grows, pairs) = Self::pairs_by_quantity(evidence, full);
        self.discount.is_some() && pairs > 1 && grows == pairs
    }

    /// Of how many pairs of lines of one product in two quantities the value is the same, of how many it grows alike,
    /// and how many pairs there are.
    fn pairs_by_quantity(
        evidence: &Evidence,
        value: impl Fn(&Row<'_>) -> Option<i64>,
    ) -> (usize, usize, usize) {
        let mut first: HashMap<u64, (i64, i64)> = HashMap::new();
        let (mut same, mut grows, mut pairs) = (0, 0, 0);
        for row in evidence.rows().filter(|row| row.quantity() != 0) {
            let (Some(value), quantity) = (value(&row), row.quantity()) else { continue };
            let (quantity_before, before) = *first.entry(row.product()).or_insert((quantity, value));
            if quantity_before == quantity || value == 0 {
                continue;
            }
            pairs += 1;
            same += usize::from(before == value);
            // before / quantity_before = value / quantity, multiplied out: whole numbers lose nothing to a division.
            let (left, right) =
                (i128::from(before) * i128::from(quantity), i128::from(value) * i128::from(quantity_before));
            let within = i128::from(TOLERANCE) * i128::from(quantity_before.abs().max(quantity.abs()));
            grows += usize::from((left - right).abs() <= within);
        }
        (same, grows, pairs)
    }
}

/// Whether most lines fulfil an equation; `None` when no line shows it. Lines about one piece count only when all are.
pub(super) fn most(evidence: &Evidence, test: impl Fn(&Row<'_>) -> Option<bool>) -> Option<bool> {
    most_of_several(evidence, &test).or_else(|| {
        let (fulfilled, told) = count(evidence, false, &test);
        (told > 0).then(|| fulfilled * 100 >= told * MOST)
    })
}

/// Checks an equation on all lines, whatever their quantity.
fn most_of_all(evidence: &Evidence, test: impl Fn(&Row<'_>) -> Option<bool>) -> Option<bool> {
    let (fulfilled, told) = count(evidence, false, test);
    (told > 0).then(|| fulfilled * 100 >= told * MOST)
}

/// Checks an equation on lines about several pieces alone.
pub(super) fn most_of_several(evidence: &Evidence, test: impl Fn(&Row<'_>) -> Option<bool>) -> Option<bool> {
    let (fulfilled, told) = count(evidence, true, test);
    (told > 0).then(|| fulfilled * 100 >= told * MOST)
}

fn count(evidence: &Evidence, only_several: bool, test: impl Fn(&Row<'_>) -> Option<bool>) -> (usize, usize) {
    let rows = evidence.rows().filter(|row| !only_several || row.quantity() != ONE);
    rows.filter_map(|row| test(&row))
        .fold((0, 0), |(fulfilled, told), fits| (fulfilled + usize::from(fits), told + 1))
}

/// Whether an amount is another one with tax at one of the usual rates.
fn is_with_a_rate(row: &Row<'_>, before: i64, after: i64) -> bool {
    RATES.into_iter().any(|rate| are_near(row, after, share(before, ONE + (rate * 100.0).round() as i64)))
}

/// Ten-thousandths of an amount.
pub(super) fn share(parts: i64, ten_thousandths: i64) -> i64 {
    i64::try_from(i128::from(parts) * i128::from(ten_thousandths) / i128::from(ONE)).unwrap_or(i64::MAX)
}

/// What an amount with tax was before it, the rate in ten-thousandths.
fn share_before(amount: i64, rate: i64) -> i64 {
    i64::try_from(i128::from(amount) * i128::from(ONE) / i128::from(ONE + rate)).unwrap_or(i64::MAX)
}

/// Whether two amounts of a line are the same but for rounding: that of its price counts as often as there are pieces.
pub(super) fn are_near(row: &Row<'_>, one: i64, other: i64) -> bool {
    let rounding = (row.quantity().abs() / ONE).saturating_mul(HALF_A_CENT).min(one.abs() / 50);
    one.abs().abs_diff(other.abs()) <= TOLERANCE.max(rounding) as u64
}

fn are_close(one: i64, other: i64) -> bool {
    one.abs().abs_diff(other.abs()) <= TOLERANCE as u64
}
