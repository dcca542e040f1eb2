//! From what was asked for to what was kept: gross revenue, less discounts, less returns, with what else was charged.

use comptoir_sales::{Money, SaleKind};
use comptoir_store::Value;

use crate::{AnalysisError, Question, Sales, cents::cents_that_sum};

/// The steps from gross to net revenue; each is to be added to the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NetRevenue {
    /// The revenue of the goods without discounts.
    pub gross: Money,
    /// The discounts on them; not above zero.
    pub discounts: Money,
    /// Returns; not above zero.
    pub returns: Money,
    /// Amounts that are no goods: postage, gift cards, claims given up.
    pub others: Money,
}

impl NetRevenue {
    /// The steps of the sales that a question is about; its groupings do not count.
    ///
    /// # Errors
    /// What the database says.
    pub fn of(sales: &Sales<'_>, question: &Question) -> Result<Self, AnalysisError> {
        let question = Question { grouping: None, second: None, ..question.clone() };
        let rows = sales.database().query(&question.kinds_sql(), &[])?.rows;
        let mut steps = Self::default();
        for row in &rows {
            let money =
                |at: usize| Money::from_parts(row.get(at).and_then(Value::as_integer).unwrap_or_default());
            steps.add(row.first().and_then(Value::as_text).unwrap_or_default(), money(1), money(2));
        }
        Ok(steps)
    }

    /// Adds the lines of a kind; their amounts have the discounts in them.
    fn add(&mut self, kind: &str, amount: Money, discount: Money) {
        let is = |known: SaleKind| kind == known.name();
        if is(SaleKind::Sale) || is(SaleKind::Free) {
            self.gross = self.gross + amount + discount;
            self.discounts = self.discounts + discount.negated();
        } else if is(SaleKind::Return) {
            self.returns = self.returns + amount;
        } else if is(SaleKind::Discount) {
            self.discounts = self.discounts + amount;
        } else {
            self.others = self.others + amount;
        }
    }

    /// What was kept: all revenue.
    pub fn net(&self) -> Money {
        self.gross + self.discounts + self.returns + self.others
    }

    /// The steps in whole hundredths that sum to the net revenue in hundredths.
    #[must_use]
    pub fn in_cents(&self) -> Self {
        let [gross, discounts, returns, others] =
            cents_that_sum([self.gross, self.discounts, self.returns, self.others]);
        Self { gross, discounts, returns, others }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_steps_close_to_the_cent(
            lines in prop::collection::vec((0_usize..6, -1_000_000_i64..1_000_000, 0_i64..10_000), 0..40)
        ) {
            let kinds = ["sale", "return", "postage", "gift-card", "free", "other"];
            let mut steps = NetRevenue::default();
            for (kind, amount, discount) in &lines {
                steps.add(kinds[*kind], Money::from_parts(*amount), Money::from_parts(*discount));
            }
            let whole: i64 = lines.iter().map(|line| line.1).sum();
            prop_assert_eq!(steps.net(), Money::from_parts(whole));
            let cents = steps.in_cents();
            let rounded = (whole.abs() + 50) / 100 * whole.signum() * 100;
            prop_assert_eq!(cents.net(), Money::from_parts(rounded));
            for step in [cents.gross, cents.discounts, cents.returns, cents.others] {
                prop_assert_eq!(step.parts() % 100, 0);
            }
        }
    }
}
