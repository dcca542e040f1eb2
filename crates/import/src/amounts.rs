//! Finds the column that is a line's revenue, by arithmetic on the lines, not by names alone.

mod equations;
mod order_discounts;
mod orders;
mod questions;

use comptoir_sales::Table;

use crate::{
    Field, SetAside,
    columns::Columns,
    currency,
    evidence::{Evidence, Row},
    wording::{Money, Pieces, Word},
};
pub(crate) use equations::Equations;
pub use questions::MoneyQuestion;
pub(crate) use questions::Question;

/// Rates of tax that are looked for where the file has no column of it, in percent: those of France, and a few more.
/// 20, 10, 5.5 and 2.1 on the mainland, 8.5 overseas; 19 in Germany, 21 in Belgium and Spain, 7.7 in Switzerland until 2023.
const RATES: [f64; 9] = [20.0, 10.0, 5.5, 2.1, 8.5, 5.0, 19.0, 21.0, 7.7];

/// Where the revenue of a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountFrom {
    /// From a column of line amounts, tax included as far as the file says.
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

/// The evidence of the arithmetic for that.
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
    /// amount = quantity × price × (1 − discount / 100)
    LessDiscountPercent,
    /// The column of amounts is before the discount beside it: amount = column − discount
    BeforeDiscount,
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
            Self::LessDiscountPercent => "less-discount-percent",
            Self::BeforeDiscount => "before-discount",
            Self::NetPlusTax => "net-plus-tax",
            Self::GrowsWithQuantity => "grows-with-quantity",
            Self::SameForAll => "same-for-all",
            Self::ByName => "by-name",
            Self::Differs => "differs",
        }
    }

    /// Whether an equation between columns was found to hold.
    pub fn is_checked(self) -> bool {
        matches!(
            self,
            Self::TimesPrice
                | Self::PlusTax
                | Self::LessDiscount
                | Self::LessDiscountShare
                | Self::LessDiscountPercent
                | Self::NetPlusTax
        )
    }
}

impl Relation {
    /// Whether the discounts of lines are known by it, and kept beside their amounts.
    pub(crate) fn knows_discounts(self) -> bool {
        matches!(
            self,
            Self::LessDiscount | Self::LessDiscountShare | Self::LessDiscountPercent | Self::BeforeDiscount
        )
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

/// The findings about a file's columns from its figures.
pub(crate) struct Conclusion {
    /// The columns, with the roles that the figures have changed.
    pub(crate) columns: Columns,
    /// Where revenue comes from.
    pub(crate) basis: Basis,
    /// The question that stays open.
    pub(crate) question: Option<Question>,
}

impl Conclusion {
    /// Whether it reads the lines as another does.
    pub(crate) fn agrees_with(&self, other: &Columns, basis: Option<Basis>) -> bool {
        self.question.is_none() && basis == Some(self.basis) && self.columns.roles() == other.roles()
    }
}

/// Decides for a file of sales; the roles of columns whose names have them the wrong way round are changed.
pub(crate) fn decide(columns: &Columns, evidence: &Evidence) -> Conclusion {
    debug_assert_eq!(columns.table, Table::Sales);
    let mut draft = Draft { columns: columns.clone(), evidence, question: None, full_price: None };
    draft.take_ids_for_tickets();
    draft.find_quantity();
    draft.take_amount_before_tax();
    let basis = draft.basis();
    draft.weigh_order_discount(basis);
    Conclusion { columns: draft.columns, basis, question: draft.question }
}

/// A reading that is being worked out.
struct Draft<'a> {
    columns: Columns,
    evidence: &'a Evidence,
    question: Option<Question>,
    /// The price before discount, where the one that counts is after it.
    full_price: Option<usize>,
}

impl Draft<'_> {
    fn has(&self, field: Field) -> bool {
        self.columns.place(field).is_some()
    }

    fn ask(&mut self, question: Question) {
        self.question.get_or_insert(question);
    }

    fn explain(&mut self, place: usize, why: SetAside) {
        self.columns.explained.push((place, why));
    }

    fn is_explained(&self, place: usize) -> bool {
        self.columns.explained.iter().any(|(at, _)| *at == place)
    }

    fn equations(&self) -> Equations {
        Equations::of(&self.columns, self.evidence)
    }

    /// The number of a sale that comes again with other products is that of its ticket.
    fn take_ids_for_tickets(&mut self) {
        let Some(place) = self.columns.place(Field::Id) else { return };
        let wording = self.columns.wordings[place];
        let is_of_documents = wording.ticket();
        let again = self.evidence.ids_again();
        let comes_often = again * 2 >= self.evidence.count();
        if again > 0
            && !wording.has(Word::Line)
            && (is_of_documents || comes_often)
            && !self.evidence.ids_come_on_other_days()
            && !self.columns.is_pinned(Field::Id)
        {
            self.columns.set(Field::Id, None);
            if !self.has(Field::Ticket) {
                self.columns.set(Field::Ticket, Some(place));
            }
        }
    }

    /// An amount that has its tax beside it, on top, is before tax, whatever it is called: `line_total` of `WooCommerce`.
    fn take_amount_before_tax(&mut self) {
        let Some(place) = self.columns.place(Field::Amount) else { return };
        let has_other = [Field::Net, Field::Price, Field::Discount].into_iter().any(|field| self.has(field));
        let is_said =
            self.columns.is_pinned(Field::Amount) || self.columns.wordings[place].has(Word::WithTax);
        // The amount with tax stands beside it.
        let is_with_tax = |other: usize| Equations::are_taxed(self.evidence, place, other) == Some(true);
        if !has_other
            && !is_said
            && !self.columns.unused().any(is_with_tax)
            && self.columns.preset.is_none()
            && self.has(Field::Tax)
            && self.equations().tax_is_on_top(self.evidence)
        {
            self.columns.set(Field::Amount, None);
            self.columns.set(Field::Net, Some(place));
        }
    }

    /// Where no column is called quantity, or the one that is explains nothing: the column that, times the price, is
    /// the amount: `Poids (kg)` beside `Prix au kg`, `Bouteilles` beside `Cartons`.
    fn find_quantity(&mut self) {
        let is_pinned = self.columns.is_pinned(Field::Quantity) || self.columns.is_pinned(Field::Date);
        let is_left = |place: &usize| self.columns.wordings[*place].pieces == Pieces::Left;
        // What an order still has counts, not what it had.
        let left = self.columns.unused().find(is_left).filter(|_| !is_pinned);
        if let Some(left) = left {
            self.columns.set(Field::Quantity, Some(left));
        }
        let named = self.columns.place(Field::Quantity);
        self.evidence.count_by(named);
        let is_free = self.columns.preset.is_none() && !self.columns.is_pinned(Field::Quantity);
        // What was read before without quantities is known by that.
        let is_new = !self.columns.is_pinned(Field::Date);
        if is_free && is_new && named.is_none() && !self.has(Field::Price) {
            self.find_quantity_that_amounts_grow_with();
            return;
        }
        let has_both = self.has(Field::Price) && self.has(Field::Amount);
        if !is_free || !has_both || self.equations().quantities_fit(self.evidence) {
            return;
        }
        let may_be = |place: &usize| {
            let (wording, profile) = (self.columns.wordings[*place], &self.columns.profiles[*place]);
            (profile.is_number() || profile.is_quantity())
                && !profile.is_constant()
                && wording.money().is_none()
        };
        let fits = |place: &usize| {
            self.evidence.count_by(Some(*place));
            self.equations().quantities_fit(self.evidence)
        };
        let found = self.columns.unused().filter(may_be).find(fits);
        if let Some(place) = found {
            self.columns.set(Field::Quantity, Some(place));
        }
        self.evidence.count_by(found.or(named));
    }

    /// Where no price is there: a column whose header says so among other words, `Stock Qty`, and whose values the
    /// amounts of the same product grow with.
    fn find_quantity_that_amounts_grow_with(&mut self) {
        let fits = |place: &usize| {
            self.evidence.count_by(Some(*place));
            self.columns.wordings[*place].has(Word::Quantity)
                && self.columns.profiles[*place].is_quantity()
                && self.equations().by_quantity(self.evidence, Field::Amount) == Relation::GrowsWithQuantity
        };
        let found = self.columns.unused().find(fits);
        if let Some(place) = found {
            self.columns.set(Field::Quantity, Some(place));
        }
        self.evidence.count_by(found);
    }

    fn basis(&mut self) -> Basis {
        let basis = |from, relation| Basis { from, relation };
        if self.has(Field::Credit) {
            return basis(AmountFrom::Ledger, Relation::ByName);
        }
        let is_known_format = self.columns.preset.is_some();
        if !is_known_format {
            self.set_order_totals_aside();
            self.take_line_totals();
            self.weigh_amounts();
            self.set_totals_with_postage_aside();
            self.find_unnamed_amount();
        }
        self.ask_about_twins();
        self.ask_about_returns_beside();
        self.ask_about_pieces_returned();
        self.ask_whether_of_stock();
        self.ask_whether_running();
        self.ask_whether_signs_are_turned();
        if self.has(Field::Amount) {
            self.ask_about_parts_of_total();
            let relation = self.relation_of_amount();
            return basis(AmountFrom::Amount, relation);
        }
        if self.has(Field::Net) {
            self.ask_whether_cost(Field::Net);
            if self.price_has_tax() {
                return basis(AmountFrom::Price, Relation::NetPlusTax);
            }
            let relation = match self.has(Field::Price) {
                true if self.equations().net_is_product(self.evidence) == Some(true) => Relation::TimesPrice,
                true => Relation::Differs,
                false => Relation::ByName,
            };
            return basis(AmountFrom::Net, relation);
        }
        if !self.has(Field::Price) {
            if !is_known_format {
                self.ask_about_order_totals();
                self.forbid_list_prices();
            }
            return basis(AmountFrom::ListPrice, Relation::ByName);
        }
        self.weigh_prices();
        let basis = self.basis_of_price();
        if basis.from == AmountFrom::Price && !is_known_format {
            self.ask_about_other_money();
        }
        basis
    }

    /// Whether quantity × price is, on every line, what it comes to before tax, and its tax: `PU TTC` beside `Total
    /// HT`.
    fn price_has_tax(&self) -> bool {
        let is_free = !self.columns.is_pinned(Field::Net) && self.columns.preset.is_none();
        let price = self.columns.place(Field::Price).map(|place| self.columns.wordings[place]);
        is_free
            && price.is_some_and(|wording| !wording.has(Word::BeforeTax))
            && self.equations().price_is_net_plus_tax(self.evidence)
    }

    fn relation_of_amount(&mut self) -> Relation {
        let is_pinned = self.columns.is_pinned(Field::Amount);
        let equations = self.equations();
        let relation =
            equations.relation_of_amount(self.evidence, self.has(Field::Price), self.has(Field::Net));
        let is_larger = relation == Relation::Differs
            && self.has(Field::Price)
            && self.has(Field::Quantity)
            && equations.amount_exceeds_product(self.evidence);
        let unit = (!self.has(Field::Price) && self.has(Field::Quantity))
            .then(|| equations.by_quantity(self.evidence, Field::Amount))
            .filter(|relation| *relation != Relation::ByName);
        if self.amount_is_before_discount(relation) {
            return Relation::BeforeDiscount;
        }
        if is_pinned {
            return relation;
        }
        if is_larger {
            self.ask_about_amount();
        }
        match (relation, unit) {
            (_, Some(Relation::SameForAll)) => self.ask_whether_of_one(),
            (Relation::ByName, Some(relation)) => return relation,
            (Relation::TimesPrice, _) => self.ask_about_discount_beside_amount(),
            _ => {}
        }
        if relation == Relation::ByName {
            self.ask_whether_pieces();
        }
        self.ask_whether_cost(Field::Amount);
        relation
    }

    /// Whether what is called a price is that of one or that of the line, and what is taken off.
    fn basis_of_price(&mut self) -> Basis {
        let basis = |from, relation| Basis { from, relation };
        let relation = self.price_by_quantity();
        let of_one = self
            .columns
            .place(Field::Price)
            .is_some_and(|place| self.columns.wordings[place].has(Word::Unit));
        if relation == Relation::GrowsWithQuantity && !of_one && !self.columns.is_pinned(Field::Price) {
            self.columns.set(Field::Amount, self.columns.place(Field::Price));
            self.ask_about_discount_beside_amount();
            return basis(AmountFrom::Amount, relation);
        }
        // `Prix final` is after the discount of the line: with it, it grows with the quantity.
        if relation == Relation::ByName
            && !of_one
            && !self.columns.is_pinned(Field::Price)
            && self.has(Field::Quantity)
            && self.equations().grows_before_discount(self.evidence)
        {
            self.columns.set(Field::Amount, self.columns.place(Field::Price));
            self.set_discounts_aside();
            return basis(AmountFrom::Amount, Relation::GrowsWithQuantity);
        }
        let may_be_of_line = |equations: Equations| {
            equations.tax_is_of_price(self.evidence) || equations.grows_at_times(self.evidence)
        };
        if relation == Relation::ByName
            && !of_one
            && !self.columns.is_pinned(Field::Price)
            && may_be_of_line(self.equations())
        {
            self.ask_whether_price_is_of_one();
        }
        match self.discount_of_price() {
            Some(discount) => basis(AmountFrom::Price, discount),
            None => basis(AmountFrom::Price, relation),
        }
    }

    /// What the same product in several quantities says of its price: of the one before discount, where there is one.
    fn price_by_quantity(&self) -> Relation {
        if !self.has(Field::Quantity) {
            return Relation::ByName;
        }
        let by_quantity = |columns: &Columns| {
            Equations::of(columns, self.evidence).by_quantity(self.evidence, Field::Price)
        };
        match (by_quantity(&self.columns), self.full_price) {
            (Relation::ByName, Some(full)) => {
                let mut columns = self.columns.clone();
                columns.set(Field::Price, Some(full));
                by_quantity(&columns)
            }
            (relation, _) => relation,
        }
    }

    /// Two amounts or prices of one line: quantity × the one is the other.
    fn take_line_totals(&mut self) {
        if self.columns.is_pinned(Field::Amount) || self.columns.is_pinned(Field::Price) {
            return;
        }
        let Some(amount) = self.columns.place(Field::Amount) else { return };
        let others: Vec<usize> = self.money_places(|money| {
            matches!(
                money,
                Some(Money::Line { .. } | Money::OrderTotal | Money::BeforeTax | Money::UnitPrice { .. })
                    | None
            )
        });
        let total = others.into_iter().filter(|place| *place != amount).find(|place| {
            self.is_product(amount, *place) == Some(true) && self.is_product(*place, amount) != Some(true)
        });
        let Some(total) = total else { return };
        if self.columns.role(total) == Some(Field::Net) {
            self.columns.set(Field::Price, Some(amount));
        } else {
            self.columns.set(Field::Amount, Some(total));
            self.columns.set(Field::Price, Some(amount));
        }
    }

    /// Of two amounts of one line, the one that holds what was paid.
    fn weigh_amounts(&mut self) {
        if self.columns.is_pinned(Field::Amount) {
            return;
        }
        for other in self.money_places(|money| matches!(money, Some(Money::Line { .. }))) {
            let Some(amount) = self.columns.place(Field::Amount).filter(|place| *place != other) else {
                continue;
            };
            if self.columns.role(other).is_some() || self.is_explained(other) {
                continue;
            }
            if self.are_of_two_currencies(amount, other) {
                self.ask(Question::amount(&[amount, other], false));
                continue;
            }
            let equations = self.equations();
            if Equations::are_equal(self.evidence, amount, other) == Some(true) {
                self.explain(other, SetAside::Same);
            } else if Equations::are_taxed(self.evidence, amount, other) == Some(true)
                || equations.is_less_discount(self.evidence, other, amount)
            {
                self.columns.set(Field::Amount, Some(other));
                self.explain(amount, SetAside::OtherAmount);
            } else if Equations::are_taxed(self.evidence, other, amount) == Some(true)
                || equations.is_less_discount(self.evidence, amount, other)
                || self.line_rank(amount) < self.line_rank(other)
            {
                self.explain(other, SetAside::OtherAmount);
            } else {
                self.choose_by_price(amount, other);
            }
        }
    }

    /// `Montant EUR` beside `Montant USD`: one is the other by a rate, which is no tax.
    fn are_of_two_currencies(&self, one: usize, other: usize) -> bool {
        let currency = |place: usize| self.columns.wordings[place].currency;
        match (currency(one), currency(other)) {
            (Some(one), Some(other)) => currency::differs(one, other) && currency::differs(other, one),
            _ => false,
        }
    }

    fn choose_by_price(&mut self, amount: usize, other: usize) {
        let is_checked = |draft: &Self, place: usize| {
            let mut columns = draft.columns.clone();
            columns.set(Field::Amount, Some(place));
            let equations = Equations::of(&columns, draft.evidence);
            draft.has(Field::Price)
                && equations.relation_of_amount(draft.evidence, true, draft.has(Field::Net)).is_checked()
        };
        match (is_checked(self, amount), is_checked(self, other)) {
            (true, false) => self.explain(other, SetAside::OtherAmount),
            (false, true) => {
                self.columns.set(Field::Amount, Some(other));
                self.explain(amount, SetAside::OtherAmount);
            }
            _ => self.ask(Question::amount(&[amount, other], false)),
        }
    }

    /// The prices of one before and after tax: the latter.
    fn weigh_prices(&mut self) {
        let Some(price) = self.columns.place(Field::Price).filter(|_| !self.columns.is_pinned(Field::Price))
        else {
            return;
        };
        for other in self.money_places(|money| matches!(money, Some(Money::UnitPrice { .. }))) {
            if other == price || self.columns.role(other).is_some() {
                continue;
            }
            if self.are_of_two_currencies(price, other) {
                self.ask(Question::price(&[price, other]));
                continue;
            }
            let equations = self.equations();
            let is_discounted = equations.is_less_discount(self.evidence, other, price);
            let is_full = equations.is_less_discount(self.evidence, price, other);
            let better = Equations::are_taxed(self.evidence, price, other) == Some(true) || is_discounted;
            let same = Equations::are_equal(self.evidence, price, other) == Some(true);
            let worse = Equations::are_taxed(self.evidence, other, price) == Some(true) || is_full;
            if is_discounted || is_full {
                self.full_price = Some(if is_discounted { price } else { other });
                self.set_discounts_aside();
            }
            if better {
                self.columns.set(Field::Price, Some(other));
                self.explain(price, SetAside::OtherAmount);
                return;
            } else if same {
                self.explain(other, SetAside::Same);
            } else if worse || self.unit_rank(price) < self.unit_rank(other) {
                self.explain(other, SetAside::OtherAmount);
            } else {
                self.ask(Question::price(&[price, other]));
            }
        }
    }

    /// The price has its discounts in it.
    fn set_discounts_aside(&mut self) {
        for field in [Field::Discount, Field::DiscountRate] {
            if let Some(place) = self.columns.place(field).filter(|_| !self.columns.is_pinned(field)) {
                self.columns.set(field, None);
                self.explain(place, SetAside::Discount);
            }
        }
    }

    /// Where no header says that it is of amounts, the column that is quantity × price.
    fn find_unnamed_amount(&mut self) {
        if self.has(Field::Amount) || self.has(Field::Net) || !self.has(Field::Price) {
            return;
        }
        let prices = self.money_places(|money| matches!(money, Some(Money::UnitPrice { .. })));
        let pairs = prices.iter().flat_map(|of_one| prices.iter().map(move |total| (*of_one, *total)));
        let is_pinned = self.columns.is_pinned(Field::Price);
        let pair = pairs.filter(|(of_one, total)| of_one != total && !is_pinned).find(|(of_one, total)| {
            self.is_product(*of_one, *total) == Some(true) && self.is_product(*total, *of_one) != Some(true)
        });
        if let Some((of_one, total)) = pair {
            self.columns.set(Field::Amount, Some(total));
            self.columns.set(Field::Price, Some(of_one));
            return;
        }
        // `Prix final` beside a price and a discount is what the line came to.
        let is_free = !is_pinned && self.has(Field::Quantity);
        let of_line = |total: &&usize| is_free && !self.columns.wordings[**total].has(Word::Unit);
        let pairs = prices.iter().filter(of_line).flat_map(|total| {
            prices.iter().filter(move |of_one| *of_one != total).map(move |of_one| (*total, Some(*of_one)))
        });
        let price = self.columns.place(Field::Price);
        let unexplained = self.unexplained_money().into_iter().map(|place| (place, price));
        let candidates: Vec<(usize, Option<usize>)> = unexplained.chain(pairs).collect();
        for (place, of_one) in candidates {
            let mut columns = self.columns.clone();
            columns.set(Field::Amount, Some(place));
            columns.set(Field::Price, of_one);
            let equations = Equations::of(&columns, self.evidence);
            if equations.relation_of_amount(self.evidence, true, false).is_checked()
                && equations.tells(self.evidence, Field::Amount) > 1
            {
                self.columns = columns;
                return;
            }
        }
    }

    /// The columns of numbers whose header says so of money.
    fn money_places(&self, is_meant: impl Fn(Option<Money>) -> bool) -> Vec<usize> {
        let columns = &self.columns;
        let fits = |place: &usize| {
            let wording = columns.wordings[*place];
            let is_unknown_money = wording.money().is_some() || columns.profiles[*place].looks_like_money();
            let may_be = columns
                .role(*place)
                .is_none_or(|field| matches!(field, Field::Amount | Field::Net | Field::Price));
            self.evidence.index(*place).is_some() && may_be && is_unknown_money && is_meant(wording.money())
        };
        (0..columns.profiles.len()).filter(fits).collect()
    }

    /// Columns without a role that may be of revenue.
    fn unexplained_money(&self) -> Vec<usize> {
        let may_be = |place: &usize| {
            let (wording, profile) = (self.columns.wordings[*place], &self.columns.profiles[*place]);
            let is_meant = match wording.money() {
                Some(Money::Line { .. } | Money::BeforeTax | Money::OrderTotal | Money::Paid) => true,
                Some(_) => false,
                None if wording.is_number_or_money() => profile.looks_like_money(),
                None => (profile.looks_like_money() || wording.is_of(&[Word::Net])) && !wording.is_no_money(),
            };
            is_meant && profile.is_number() && !self.is_explained(*place)
        };
        self.columns.unused().filter(may_be).collect()
    }

    /// Whether quantity × one column is another, on lines of several pieces.
    fn is_product(&self, of_one: usize, total: usize) -> Option<bool> {
        let (of_one, total) = (self.evidence.index(of_one)?, self.evidence.index(total)?);
        let test =
            |row: &Row<'_>| Some(equations::are_near(row, row.value(total)?, row.times(row.value(of_one)?)?));
        equations::most_of_several(self.evidence, test)
    }

    fn line_rank(&self, place: usize) -> u8 {
        match self.columns.wordings[place].money() {
            Some(Money::Line { rank }) => rank,
            _ => 5,
        }
    }

    fn unit_rank(&self, place: usize) -> u8 {
        match self.columns.wordings[place].money() {
            Some(Money::UnitPrice { rank }) => rank,
            _ => 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        columns::Hints,
        inference::{ColumnInference, Overrides},
        record::{Record, record},
    };

    /// Headers, rows, and what must be found: where revenue comes from, why, and from which column.
    type Case<'a> = (&'a [&'a str], &'a [&'a [&'a str]], AmountFrom, Relation, usize);

    fn decided(header: &[&str], rows: &[&[&str]]) -> Conclusion {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let sample: Vec<Record> = rows.iter().map(|texts| record(2, texts)).collect();
        let hints = Hints { name: "f", header: &header, sample: &sample, ..Hints::default() };
        let columns = Columns::guess(&hints).unwrap();
        let mut inference = ColumnInference::default();
        for record in &sample {
            inference.learn(&columns, record);
        }
        let mut evidence = Evidence::new(&columns, &sample, &inference, &Overrides::default());
        for record in sample {
            evidence.learn(&record);
        }
        decide(&columns, &evidence)
    }

    #[test]
    fn arithmetic_tells_amounts_from_prices_whatever_their_names() {
        use AmountFrom::{Amount, Price};
        let cases: [Case<'_>; 8] = [
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
                &["date", "produit", "qte", "prix", "remise", "total"],
                &[&["2025-11-13", "Pain", "2", "10", "15", "17"]],
                Amount,
                Relation::LessDiscountPercent,
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
            let conclusion = decided(header, rows);
            assert!(conclusion.question.is_none(), "{header:?}");
            let field = if from == Price { Field::Price } else { Field::Amount };
            let found = (conclusion.basis, conclusion.columns.place(field));
            assert_eq!(found, (Basis { from, relation }, Some(place)), "{header:?}");
        }
    }

    #[test]
    fn an_amount_below_the_prices_has_its_discount_in_it_and_one_above_is_asked_about() {
        let header = ["date", "produit", "qte", "prix", "total"];
        let below = decided(&header, &[&["2025-11-13", "Pain", "2", "10", "17"]]);
        assert_eq!((below.basis.relation, below.question.is_none()), (Relation::Differs, true));
        let above = decided(&header, &[&["2025-11-13", "Pain", "2", "10", "99"]]);
        assert!(above.question.is_some());
    }
}
