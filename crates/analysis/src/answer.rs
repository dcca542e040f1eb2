//! The answer to a question.

use comptoir_sales::{Money, Quantity};

/// A group of sales: a product, a region, a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group {
    /// Its name; `None` when it is unknown (a store without region).
    pub name: Option<String>,
    /// Its id, where the database gives it one: products and stores.
    pub id: Option<i64>,
}

/// What some sales sum to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Revenue.
    pub revenue: Money,
    /// Lines of sales.
    pub sales: i64,
    /// Pieces, kilograms or metres; `None` where the question does not ask for it.
    pub quantity: Option<Quantity>,
    /// The figures of the tickets; `None` where the question does not ask for it, and for others beyond a limit, whose
    /// tickets may hold several of them.
    pub baskets: Option<Baskets>,
}

/// The baskets of some sales: the tickets that have one of them at least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Baskets {
    /// How many tickets.
    pub count: i64,
    /// The revenue of the sales whose ticket is known.
    pub revenue: Money,
}

impl Figures {
    /// Both together: sums that both have; tickets may be in both, and count twice then.
    pub(crate) fn and(self, other: Self) -> Self {
        let baskets = |(one, other): (Baskets, Baskets)| Baskets {
            count: one.count + other.count,
            revenue: one.revenue + other.revenue,
        };
        Self {
            revenue: self.revenue + other.revenue,
            sales: self.sales + other.sales,
            quantity: self.quantity.zip(other.quantity).map(|(one, other)| one + other),
            baskets: self.baskets.zip(other.baskets).map(baskets),
        }
    }

    /// The sums less a part of their sales that shares no ticket with the others.
    pub(crate) fn less(self, part: Self) -> Self {
        let baskets = |(one, other): (Baskets, Baskets)| Baskets {
            count: one.count - other.count,
            revenue: one.revenue + other.revenue.negated(),
        };
        let quantity = |(one, other): (Quantity, Quantity)| Quantity::from_parts(one.parts() - other.parts());
        Self {
            revenue: self.revenue + part.revenue.negated(),
            sales: self.sales - part.sales,
            quantity: self.quantity.zip(part.quantity).map(quantity),
            baskets: self.baskets.zip(part.baskets).map(baskets),
        }
    }

    /// Revenue for one piece, kilogram or metre, rounded half away from zero; `None` without a quantity.
    pub fn average_price(&self) -> Option<Money> {
        let quantity = self.quantity?.parts();
        // Where more came back than was sold, the quotient is no price.
        if quantity <= 0 || self.revenue.is_negative() {
            return None;
        }
        // Both are in ten-thousandths, and so is the price.
        divided(i128::from(self.revenue.parts()) * 10_000, i128::from(quantity))
    }

    /// Revenue of one ticket, rounded half away from zero; `None` where no ticket is known, and where more came back than
    /// was sold: the quotient is no basket then.
    pub fn average_basket(&self) -> Option<Money> {
        let baskets = self.baskets?;
        if baskets.revenue.is_negative() {
            return None;
        }
        divided(i128::from(baskets.revenue.parts()), i128::from(baskets.count))
    }
}

fn divided(amount: i128, by: i128) -> Option<Money> {
    if by == 0 {
        return None;
    }
    let half = by.abs() / 2;
    let rounded = (amount + half * amount.signum()) / by;
    // An average of what a float gives may be out of range when the quantity is next to nothing.
    i64::try_from(rounded).ok().map(Money::from_parts)
}

/// The part that an amount is of a total; `None` unless that is above zero.
pub fn part_of(amount: Money, total: Money) -> Option<f64> {
    (total.parts() > 0).then(|| amount.parts() as f64 / total.parts() as f64)
}

/// One group, or one pair of groups, and its figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnswerRow {
    /// Its groups, one for each grouping of the question, in their order.
    pub groups: Vec<Group>,
    /// Whether it stands for all groups beyond the limit; the name of its first group says nothing then.
    pub is_rest: bool,
    /// Its figures.
    pub figures: Figures,
    /// Its part of the total revenue; `None` unless the total is above zero, since nothing has a part of less.
    pub share: Option<f64>,
}

impl AnswerRow {
    /// The name of its first group.
    pub fn name(&self) -> Option<&str> {
        self.groups.first()?.name.as_deref()
    }

    /// The id of its first group.
    pub fn id(&self) -> Option<i64> {
        self.groups.first()?.id
    }

    /// Its revenue.
    pub fn revenue(&self) -> Money {
        self.figures.revenue
    }
}

/// The groups, the one with the most revenue first (those of time in order), and their total.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The rows; none when no sale passes.
    pub rows: Vec<AnswerRow>,
    /// The revenue of all rows.
    pub total: Money,
}

impl Answer {
    /// The answer of these rows, with the part that each has in their total.
    pub(crate) fn of(mut rows: Vec<AnswerRow>) -> Self {
        let total: Money = rows.iter().map(AnswerRow::revenue).sum();
        for row in &mut rows {
            row.share = part_of(row.revenue(), total);
        }
        Self { rows, total }
    }

    /// The first groups with their revenue, but for those beyond a limit.
    pub fn members(&self) -> impl Iterator<Item = (Group, Money)> {
        let rows = self.rows.iter().filter(|row| !row.is_rest);
        rows.filter_map(|row| Some((row.groups.first()?.clone(), row.revenue())))
    }

    /// The figures of the one row that a question without groups answers; nothing where there are no sales.
    pub fn figures(&self) -> Figures {
        self.rows.first().map(|row| row.figures).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(revenue: i64, quantity: i64) -> Figures {
        let quantity = Some(Quantity::from_parts(quantity));
        Figures { revenue: Money::from_parts(revenue), quantity, ..Figures::default() }
    }

    #[test]
    fn the_average_price_is_that_of_one_whole_piece() {
        assert_eq!(figures(300_000, 40_000).average_price(), Some(Money::from_parts(75_000)));
        assert_eq!(figures(100_000, 30_000).average_price(), Some(Money::from_parts(33_333)));
        assert_eq!(figures(-200_000, 30_000).average_price(), None);
        assert_eq!(figures(-200_000, -30_000).average_price(), None);
        assert_eq!(figures(100_000, 0).average_price(), None);
        assert_eq!(figures(i64::MAX, 1).average_price(), None);
    }

    #[test]
    fn nothing_is_a_part_of_what_is_not_above_zero() {
        let row = |revenue| AnswerRow { figures: figures(revenue, 0), ..AnswerRow::default() };
        let shares = |revenues: [i64; 2]| {
            let answer = Answer::of(revenues.map(row).into_iter().collect());
            answer.rows.iter().map(|row| row.share).collect::<Vec<_>>()
        };
        assert_eq!(shares([300_000, 100_000]), [Some(0.75), Some(0.25)]);
        assert_eq!(shares([-300_000, 100_000]), [None, None]);
        assert_eq!(shares([-100_000, 100_000]), [None, None]);
    }

    #[test]
    fn the_average_basket_is_of_known_tickets_alone() {
        let baskets = Some(Baskets { count: 4, revenue: Money::from_parts(300_000) });
        let figures = Figures { baskets, ..figures(900_000, 0) };
        assert_eq!(figures.average_basket(), Some(Money::from_parts(75_000)));
        assert_eq!(Figures { baskets: Some(Baskets::default()), ..figures }.average_basket(), None);
        assert_eq!(Figures { baskets: None, ..figures }.average_basket(), None);
    }

    #[test]
    fn where_more_came_back_than_was_sold_there_is_no_average_basket() {
        let of = |revenue| {
            let baskets = Some(Baskets { count: 4, revenue: Money::from_parts(revenue) });
            Figures { baskets, ..figures(revenue, 0) }.average_basket()
        };
        assert_eq!(of(-300_000), None);
        assert_eq!(of(0), Some(Money::default()));
    }
}
