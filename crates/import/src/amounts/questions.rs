//! The questions that the figures of a file leave open: asked, never guessed.

use super::{Draft, Equations, Money, Relation, Row, SetAside, Word, orders::OrderTotal};
use crate::{
    Field, ImportError,
    columns::quoted,
    wording::{Pieces, Takings},
};

/// A question that the figures of a file leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyQuestion {
    /// Which column is the revenue of a line, if one of them is.
    Amount,
    /// Which column is the price that was paid.
    Price,
    /// Whether an amount is that of the line or that of one piece.
    OfOne,
    /// Whether a column counts pieces or money.
    Pieces,
    /// Whether discounts are in money or in percent.
    Discount,
    /// Whether an amount has its discounts in it.
    DiscountBeside,
    /// Whether discounts of whole orders, which come again on each of their lines, are left aside.
    OrderDiscount,
    /// Whether amounts before tax are added to those with tax that are kept.
    BesideTaxed,
    /// Whether amounts with tax are added to those before tax that are kept.
    BesideUntaxed,
    /// Amounts that are on average a hundred or a thousand times those kept of the same till, or as small a part of them.
    BesideOtherScale,
}

impl MoneyQuestion {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        self.code().trim_start_matches("import-")
    }

    /// The code of the error that asks it.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Amount => "import-ambiguous-amount",
            Self::Price => "import-ambiguous-price",
            Self::OfOne => "import-amount-of-one",
            Self::Pieces => "import-amount-or-pieces",
            Self::Discount => "import-ambiguous-discount",
            Self::DiscountBeside => "import-discount-beside-amount",
            Self::OrderDiscount => "import-order-discount",
            Self::BesideTaxed => "import-before-tax-beside-taxed",
            Self::BesideUntaxed => "import-with-tax-beside-untaxed",
            Self::BesideOtherScale => "import-other-scale",
        }
    }
}

/// A question about columns, by their places; with each answer's roles and columns to ignore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Question {
    about: MoneyQuestion,
    columns: Vec<usize>,
    answers: Vec<Answer>,
}

/// The answers that the user may give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Answer {
    map: Option<(Field, usize)>,
    ignore: Vec<usize>,
}

impl Answer {
    fn map(field: Field, place: usize) -> Self {
        Self { map: Some((field, place)), ignore: vec![] }
    }

    fn ignore(places: &[usize]) -> Self {
        Self { map: None, ignore: places.to_vec() }
    }
}

impl Question {
    /// Which of these columns is the revenue; `may_be_none` when it may be that none is.
    pub(crate) fn amount(columns: &[usize], may_be_none: bool) -> Self {
        let mut answers: Vec<Answer> =
            columns.iter().map(|place| Answer::map(Field::Amount, *place)).collect();
        answers.extend(may_be_none.then(|| Answer::ignore(columns)));
        Self { about: MoneyQuestion::Amount, columns: columns.to_vec(), answers }
    }

    /// Which of these columns is the price.
    pub(super) fn price(columns: &[usize]) -> Self {
        let answers = columns.iter().map(|place| Answer::map(Field::Price, *place)).collect();
        Self { about: MoneyQuestion::Price, columns: columns.to_vec(), answers }
    }

    /// Whether the discounts of whole orders are spread over their lines.
    pub(crate) fn order_discount(column: usize) -> Self {
        let answers = vec![Answer::map(Field::OrderDiscount, column), Answer::ignore(&[column])];
        Self { about: MoneyQuestion::OrderDiscount, columns: vec![column], answers }
    }

    /// Whether amounts are added to those that are kept, which are of another kind: before tax, in euros and not in cents.
    pub(crate) fn beside_others(about: MoneyQuestion, field: Field, column: usize) -> Self {
        Self { about, columns: vec![column], answers: vec![Answer::map(field, column)] }
    }

    fn between(question: MoneyQuestion, column: usize, fields: [Field; 2]) -> Self {
        let answers = fields.map(|field| Answer::map(field, column)).to_vec();
        Self { about: question, columns: vec![column], answers }
    }

    /// The error that asks it, with the flags that answer it.
    pub(crate) fn error(&self, name: &str, header: &[String]) -> ImportError {
        let title = |place: &usize| header.get(*place).cloned().unwrap_or_default();
        let flags = |answer: &Answer| {
            let ignored = answer.ignore.iter().map(|place| format!("--ignore {}", quoted(&title(place))));
            let mapped = answer
                .map
                .iter()
                .map(|(field, place)| format!("--map {}={}", field.name(), quoted(&title(place))));
            ignored.chain(mapped).collect::<Vec<_>>().join(" ")
        };
        ImportError::AmbiguousMoney {
            source_name: name.to_owned(),
            question: self.about,
            columns: self.columns.iter().map(title).collect(),
            choices: self.answers.iter().map(flags).collect(),
        }
    }
}

/// The form of a file's discounts.
#[derive(Clone, Copy, Debug, Default)]
struct Discounts {
    told: usize,
    largest: i64,
    has_fractions_below_one: bool,
    exceed_their_lines: bool,
}

impl Draft<'_> {
    /// No list price stands in for revenue while a column may hold that.
    pub(super) fn forbid_list_prices(&mut self) {
        let mut columns = self.unexplained_money();
        for place in self.columns.unused() {
            let (wording, profile) = (self.columns.wordings[place], &self.columns.profiles[place]);
            if wording.money() == Some(Money::Cost) && wording.has(Word::Amount) {
                columns.push(place);
            }
            let is_number = profile.is_number() && !profile.is_constant() && wording.money().is_none();
            if is_number && wording.is_unknown() && !columns.contains(&place) && !self.is_explained(place) {
                columns.push(place);
            }
        }
        columns.sort_unstable();
        if !columns.is_empty() {
            let is_by_quantity = columns.iter().any(|place| self.is_by_some_quantity(*place));
            self.ask(Question::amount(&columns, !is_by_quantity));
        }
    }

    /// Whether a column is the price times another one that no header calls quantity: without it, each price would count once.
    fn is_by_some_quantity(&mut self, amount: usize) -> bool {
        if self.has(Field::Quantity) || !self.has(Field::Price) {
            return false;
        }
        let mut columns = self.columns.clone();
        columns.set(Field::Amount, Some(amount));
        let may_be = |place: &usize| {
            let profile = &columns.profiles[*place];
            *place != amount && profile.is_quantity() && !profile.is_constant()
        };
        let equations = Equations::of(&columns, self.evidence);
        let found = columns.unused().filter(may_be).any(|place| {
            self.evidence.count_by(Some(place));
            equations.quantities_fit(self.evidence)
        });
        self.evidence.count_by(self.columns.place(Field::Quantity));
        found
    }

    /// Quantity × price is no revenue for sure while another column of money is unexplained.
    pub(super) fn ask_about_other_money(&mut self) {
        let others: Vec<usize> = self
            .unexplained_money()
            .into_iter()
            .filter(|place| self.order_total(*place) != OrderTotal::Yes)
            .collect();
        let price = self.columns.place(Field::Price);
        let is_same = |place: &usize| {
            price.is_some_and(|price| Equations::are_equal(self.evidence, price, *place) == Some(true))
        };
        let (same, others): (Vec<usize>, Vec<usize>) = others.into_iter().partition(is_same);
        for place in same {
            self.explain(place, SetAside::Same);
        }
        if !others.is_empty() {
            let is_by_quantity = others.iter().any(|place| self.is_by_some_quantity(*place));
            self.ask(Question::amount(&others, !is_by_quantity));
        }
    }

    /// Orders whose totals alone are known do not say what each of their lines came to.
    pub(super) fn ask_about_order_totals(&mut self) {
        let is_total = |place: &usize| self.columns.explained.contains(&(*place, SetAside::OrderTotal));
        let totals: Vec<usize> = self.columns.unused().filter(is_total).collect();
        if !totals.is_empty() {
            self.ask(Question::amount(&totals, true));
        }
    }

    /// Quantity × what the goods cost the shop is what it paid, unless it sells at cost.
    pub(super) fn ask_whether_cost(&mut self, field: Field) {
        let Some(amount) = self.columns.place(field).filter(|_| !self.columns.is_pinned(field)) else {
            return;
        };
        let is_cost = |place: &usize| self.columns.wordings[*place].money() == Some(Money::Cost);
        let costs: Vec<usize> = self.columns.unused().filter(is_cost).collect();
        let of_cost = costs.iter().any(|cost| self.is_product(*cost, amount) == Some(true));
        if of_cost && !self.has(Field::Price) {
            self.ask(Question::amount(&[amount], true));
        }
    }

    /// Columns of the same name in other groups, `Retours` beside `Ventes`, may be of the revenue as well.
    pub(super) fn ask_about_twins(&mut self) {
        for field in [Field::Amount, Field::Net, Field::Price, Field::Quantity] {
            let Some(place) = self.columns.place(field).filter(|_| !self.columns.is_pinned(field)) else {
                continue;
            };
            let is_open = |twin: &usize| {
                let is_related = |one: usize, other: usize| {
                    Equations::are_equal(self.evidence, one, other) == Some(true)
                        || Equations::are_taxed(self.evidence, one, other) == Some(true)
                };
                let profile = &self.columns.profiles[*twin];
                profile.is_number()
                    && !self.is_explained(*twin)
                    && self.columns.unused().any(|unused| unused == *twin)
                    && !is_related(place, *twin)
                    && !is_related(*twin, place)
            };
            let open: Vec<usize> = self.columns.twins(place).into_iter().filter(is_open).collect();
            if !open.is_empty() {
                let places: Vec<usize> = std::iter::once(place).chain(open).collect();
                self.ask(Question::amount(&places, false));
            }
        }
    }

    /// What came back in a column of its own is taken off net amounts, and may still have to be taken off others.
    pub(super) fn ask_about_returns_beside(&mut self) {
        let field = Field::Amount;
        let Some(amount) = self.columns.place(field).filter(|_| !self.columns.is_pinned(field)) else {
            return;
        };
        let wording = self.columns.wordings[amount];
        let is_less = wording.has_any(&[Word::Net, Word::After, Word::Gross, Word::Before]);
        let is_of_returns = |place: &usize| {
            let (wording, profile) = (self.columns.wordings[*place], &self.columns.profiles[*place]);
            wording.money() == Some(Money::Refund)
                && wording.is_of(&[Word::Refund, Word::Amount, Word::Product, Word::WithTax, Word::Sale])
                && (wording.has_any(&[Word::Amount, Word::WithTax]) || profile.looks_like_money())
                && profile.is_number()
                && self.has_values_besides_zero(*place)
        };
        let found: Vec<usize> = self.columns.unused().filter(is_of_returns).collect();
        if !is_less && self.columns.preset.is_none() && !found.is_empty() {
            let map = Some((Field::Refunded, found[0]));
            let answers = vec![Answer { map, ignore: vec![] }, Answer::ignore(&found)];
            let columns = std::iter::once(amount).chain(found).collect();
            self.ask(Question { about: MoneyQuestion::Amount, columns, answers });
        }
    }

    /// Pieces that came back, in a column of their own: either the amounts are less by them, or that is open.
    pub(super) fn ask_about_pieces_returned(&mut self) {
        let is_of_returns = |place: &usize| {
            let (wording, profile) = (self.columns.wordings[*place], &self.columns.profiles[*place]);
            wording.pieces == Pieces::Returned && profile.is_number() && self.has_whole_values(*place)
        };
        let found: Vec<usize> = self.columns.unused().filter(is_of_returns).collect();
        // Money that came back is asked about instead.
        let has_money_back = self
            .columns
            .wordings
            .iter()
            .any(|wording| wording.money() == Some(Money::Refund) && wording.pieces != Pieces::Returned);
        let is_free = self.columns.preset.is_none() && self.has(Field::Quantity) && !has_money_back;
        let [returned] = found[..] else {
            if is_free && found.len() > 1 {
                self.ask(Question::amount(&found, true));
            }
            return;
        };
        if is_free && !self.amounts_are_less(returned) {
            self.ask(Question {
                about: MoneyQuestion::Amount,
                columns: found,
                answers: vec![Answer::ignore(&[returned])],
            });
        }
    }

    /// Whether amounts, where pieces came back, are (quantity − these) × price, or do not depend on all pieces.
    fn amounts_are_less(&self, returned: usize) -> bool {
        let index = |field: Field| self.columns.place(field).and_then(|place| self.evidence.index(place));
        let (Some(returned), Some(price), Some(amount)) =
            (self.evidence.index(returned), index(Field::Price), index(Field::Amount))
        else {
            return false;
        };
        let has_all = |row: Row<'_>| {
            let back = row.value(returned).filter(|back| *back != 0)?;
            let (amount, price) = (row.value(amount)?, row.value(price)?);
            let less = row.times(price)?.checked_sub(super::equations::share(price, back.abs()))?;
            Some(amount.abs_diff(less) > 200)
        };
        !self.evidence.rows().filter_map(has_all).any(|has_all| has_all)
    }

    /// Columns of unknown names that come to the total of each line, `Lyon`, `Nice` and `Total`, may be of stores or
    /// products, which would be lost in it.
    pub(super) fn ask_about_parts_of_total(&mut self) {
        let (field, fields) = (Field::Amount, [Field::Product, Field::Name, Field::Store, Field::Quantity]);
        let Some(amount) = self.columns.place(field).filter(|_| !self.columns.is_pinned(field)) else {
            return;
        };
        if self.columns.preset.is_some() || fields.iter().any(|field| self.has(*field)) {
            return;
        }
        let is_part = |place: &usize| {
            let wording = self.columns.wordings[*place];
            wording.has_unknown_words() && wording.takings != Takings::Part
        };
        let parts: Vec<usize> = self.unexplained_money().into_iter().filter(is_part).collect();
        let indices: Option<Vec<usize>> = parts.iter().map(|place| self.evidence.index(*place)).collect();
        let (Some(indices), Some(total)) = (indices, self.evidence.index(amount)) else { return };
        let sum = |row: &Row<'_>| -> i64 {
            let values = indices.iter().map(|index| row.value(*index).unwrap_or_default());
            values.fold(0, i64::saturating_add)
        };
        let comes_to_it =
            |row: Row<'_>| row.value(total).is_some_and(|total| total.abs_diff(sum(&row)) <= 200);
        if parts.len() > 1 && self.evidence.rows().all(comes_to_it) {
            self.ask(Question::amount(&parts, true));
        }
    }

    /// Whether all values are whole, however they are written (`1.0000`), and some are not zero.
    fn has_whole_values(&self, place: usize) -> bool {
        let Some(index) = self.evidence.index(place) else { return false };
        let is_whole = |row: Row<'_>| row.value(index).is_none_or(|value| value % 10_000 == 0);
        self.has_values_besides_zero(place) && self.evidence.rows().all(is_whole)
    }

    fn has_values_besides_zero(&self, place: usize) -> bool {
        let Some(index) = self.evidence.index(place) else { return false };
        self.evidence.rows().any(|row| row.value(index).is_some_and(|value| value != 0))
    }

    /// The worth of what is in stock is no revenue, nor is what suppliers were to be paid.
    pub(super) fn ask_whether_of_stock(&mut self) {
        let field = if self.has(Field::Amount) { Field::Amount } else { Field::Net };
        let Some(amount) = self.columns.place(field).filter(|_| !self.columns.is_pinned(field)) else {
            return;
        };
        if self.columns.preset.is_some() {
            return;
        }
        let of_sales = [
            Word::Customer,
            Word::Person,
            Word::Means,
            Word::Paid,
            Word::Time,
            Word::Store,
            Word::Sale,
            Word::Tip,
        ];
        let has_words_of_sales = self.columns.wordings.iter().any(|wording| wording.has_any(&of_sales));
        let has_stock = self.columns.unused().any(|place| {
            self.columns.wordings[place].has(Word::Stock) && self.columns.profiles[place].is_number()
        });
        let is_value = self.columns.wordings[amount].is_of(&[Word::Amount, Word::Stock]);
        let is_of_stock = has_stock && is_value && !self.has(Field::Quantity) && !self.has(Field::Price);
        // Beside a supplier, what is neither counted nor priced is an expense.
        let is_counted = self.has(Field::Quantity) || self.has(Field::Price);
        let is_of_suppliers = self.columns.names_suppliers() && (field == Field::Net || !is_counted);
        if !has_words_of_sales && (is_of_stock || is_of_suppliers) {
            self.ask(Question::amount(&[amount], true));
        }
    }

    /// Amounts of takings that only ever grow are running totals.
    pub(super) fn ask_whether_running(&mut self) {
        const ENOUGH: usize = 8;
        let of_goods = [Field::Product, Field::Name, Field::Quantity, Field::Price, Field::Store];
        if of_goods.iter().any(|field| self.has(*field)) {
            return;
        }
        let Some(place) =
            self.columns.place(Field::Amount).filter(|_| !self.columns.is_pinned(Field::Amount))
        else {
            return;
        };
        let Some(index) = self.evidence.index(place) else { return };
        let values: Vec<i64> = self.evidence.rows().filter_map(|row| row.value(index)).collect();
        let grows = |from_end: bool| {
            values.windows(2).all(|pair| if from_end { pair[0] > pair[1] } else { pair[0] < pair[1] })
        };
        if values.len() >= ENOUGH && (grows(false) || grows(true)) {
            self.ask(Question::amount(&[place], true));
        }
    }

    /// In the books of an accountant revenue is below zero, and what is sold in movements of stock. Goods that came back have
    /// a quantity below zero too, or a word.
    pub(super) fn ask_whether_signs_are_turned(&mut self) {
        const ENOUGH: usize = 5;
        /// With quantities below zero they may be returns and nothing else, of which a shop has few.
        const ENOUGH_WITH_QUANTITIES: usize = 20;
        let field = if self.has(Field::Amount) { Field::Amount } else { Field::Net };
        let has_words = self.has(Field::Kind) || self.has(Field::Status);
        let enough = if self.has(Field::Quantity) { ENOUGH_WITH_QUANTITIES } else { ENOUGH };
        let Some(place) = self.columns.place(field).filter(|_| !self.columns.is_pinned(field)) else {
            return;
        };
        let Some(index) = self.evidence.index(place) else { return };
        let values = self.evidence.rows().filter_map(|row| row.value(index));
        let (below, above) = values.fold((0, 0), |(below, above), value| {
            (below + usize::from(value < 0), above + usize::from(value > 0))
        });
        if self.columns.preset.is_none() && !has_words && below >= enough && below > 4 * above {
            self.ask(Question::amount(&[place], true));
        }
    }

    /// The same product in other quantities for the same amount: that is a price.
    pub(super) fn ask_whether_of_one(&mut self) {
        if let Some(column) = self.columns.place(Field::Amount) {
            self.ask(Question::between(MoneyQuestion::OfOne, column, [Field::Price, Field::Amount]));
        }
    }

    /// The same for what is called a price.
    pub(super) fn ask_whether_price_is_of_one(&mut self) {
        if let Some(column) = self.columns.place(Field::Price) {
            self.ask(Question::between(MoneyQuestion::OfOne, column, [Field::Price, Field::Amount]));
        }
    }

    /// Small whole numbers below `Ventes` beside products, and no quantities: pieces or money.
    pub(super) fn ask_whether_pieces(&mut self) {
        const FEW: i64 = 1_000 * 10_000;
        let Some(column) = self.columns.place(Field::Amount) else { return };
        let Some(index) = self.evidence.index(column) else { return };
        let is_bare =
            self.columns.wordings[column].is_of(&[Word::Sale]) && self.columns.profiles[column].is_whole();
        let is_few = self.evidence.rows().filter_map(|row| row.value(index)).all(|value| value < FEW);
        if is_bare && is_few && self.has(Field::Product) && !self.has(Field::Quantity) {
            self.ask(Question::between(MoneyQuestion::Pieces, column, [Field::Amount, Field::Quantity]));
        }
    }

    /// The deduction from quantity × price.
    pub(super) fn discount_of_price(&mut self) -> Option<Relation> {
        let (field, column) = [Field::DiscountRate, Field::Discount]
            .into_iter()
            .find_map(|field| Some((field, self.columns.place(field)?)))?;
        let discounts = self.discounts(column)?;
        let (wording, profile) = (self.columns.wordings[column], &self.columns.profiles[column]);
        let is_money =
            self.columns.is_pinned(Field::Discount) || wording.has_currency || profile.is_all_currency();
        let is_rate = field == Field::DiscountRate || wording.has_percent || profile.is_all_percent();
        // What was given for the whole order stands on each of its lines.
        let is_of_orders = self.order_total(column) != OrderTotal::No;
        let of_one = wording.has(Word::Unit);
        if is_rate && profile.is_all_percent() {
            self.columns.set(Field::Discount, Some(column));
            Some(Relation::LessDiscountShare)
        } else if is_rate {
            self.columns.set(Field::Discount, Some(column));
            let is_share = discounts.has_fractions_below_one && discounts.largest <= 10_000;
            Some(if is_share { Relation::LessDiscountShare } else { Relation::LessDiscountPercent })
        } else if is_of_orders && !self.columns.is_pinned(Field::Discount) {
            self.columns.set(Field::OrderDiscount, Some(column));
            None
        } else if is_money
            && (!discounts.exceed_their_lines && !of_one || self.columns.is_pinned(Field::Discount))
        {
            Some(Relation::LessDiscount)
        } else {
            let fields = [Field::Discount, Field::DiscountRate];
            let mut question = Question::between(MoneyQuestion::Discount, column, fields);
            question.answers.push(Answer::ignore(&[column]));
            self.ask(question);
            None
        }
    }

    /// An amount that is quantity × price although there is a discount: it may have to be taken off yet.
    pub(super) fn ask_about_discount_beside_amount(&mut self) {
        let (Some(column), Some(amount)) =
            (self.columns.place(Field::Discount), self.columns.place(Field::Amount))
        else {
            return;
        };
        if self.columns.is_pinned(Field::Discount)
            || self.discounts(column).is_none()
            || self.discounted_prices_are_lower(column)
        {
            return;
        }
        if self.order_total(column) != OrderTotal::No {
            self.columns.set(Field::OrderDiscount, Some(column));
            return;
        }
        let taken_off = Answer { map: Some((Field::Discount, column)), ignore: vec![amount] };
        let answers = vec![Answer::ignore(&[column]), taken_off];
        self.ask(Question { about: MoneyQuestion::DiscountBeside, columns: vec![column, amount], answers });
    }

    /// Whether the discount is still to be taken off the amounts: where a known format says so, or where the amounts
    /// are called gross.
    pub(super) fn amount_is_before_discount(&mut self, relation: Relation) -> bool {
        let (Some(column), Some(amount)) =
            (self.columns.place(Field::Discount), self.columns.place(Field::Amount))
        else {
            return false;
        };
        if self.discounts(column).is_none() {
            return false;
        }
        let is_of_format = self.columns.preset.is_some_and(|preset| preset.amounts_are_before_discounts);
        if is_of_format {
            return relation != Relation::LessDiscount;
        }
        let is_gross = self.columns.wordings[amount].has_any(&[Word::Gross, Word::Before]);
        let is_free = !self.columns.is_pinned(Field::Amount) && self.columns.preset.is_none();
        if !is_gross
            || !is_free
            || matches!(relation, Relation::LessDiscount)
            || self.order_total(column) != OrderTotal::No
        {
            return false;
        }
        let (wording, profile) = (self.columns.wordings[column], &self.columns.profiles[column]);
        let is_money = wording.has_currency || profile.is_all_currency() || profile.looks_like_money();
        if self.columns.is_named(Field::Discount)
            || is_money && !profile.is_all_percent() && !wording.has_percent
        {
            return true;
        }
        let answers = vec![Answer::map(Field::Discount, column), Answer::ignore(&[column])];
        self.ask(Question { about: MoneyQuestion::Discount, columns: vec![column], answers });
        false
    }

    /// Whether the products that are sold with a discount have a lower price then.
    fn discounted_prices_are_lower(&self, column: usize) -> bool {
        let index = |place: Option<usize>| place.and_then(|place| self.evidence.index(place));
        let (Some(discount), Some(price)) = (index(Some(column)), index(self.columns.place(Field::Price)))
        else {
            return false;
        };
        let mut full: std::collections::HashMap<u64, i64> = std::collections::HashMap::new();
        let is_discounted = |row: &Row<'_>| row.value(discount).is_some_and(|value| value != 0);
        for row in self.evidence.rows().filter(|row| !is_discounted(row)) {
            if let Some(price) = row.value(price) {
                let known = full.entry(row.product()).or_insert(price);
                *known = price.max(*known);
            }
        }
        let (mut lower, mut told) = (0, 0);
        for row in self.evidence.rows().filter(is_discounted) {
            if let (Some(price), Some(full)) = (row.value(price), full.get(&row.product())) {
                told += 1;
                lower += usize::from(price < *full);
            }
        }
        told > 0 && lower * 100 >= told * 90
    }

    /// What stands in a column of discounts; `None` when nothing is taken off.
    fn discounts(&self, column: usize) -> Option<Discounts> {
        let index = self.evidence.index(column)?;
        let price = self.columns.place(Field::Price).and_then(|place| self.evidence.index(place));
        let mut found = Discounts::default();
        for row in self.evidence.rows() {
            let Some(discount) = row.value(index).map(i64::abs).filter(|discount| *discount != 0) else {
                continue;
            };
            found.told += 1;
            found.largest = found.largest.max(discount);
            found.has_fractions_below_one |= discount < 10_000;
            let times = price.and_then(|price| row.times(row.value(price)?));
            found.exceed_their_lines |= times.is_some_and(|times| discount > times.abs());
        }
        (found.told > 0).then_some(found)
    }
}
