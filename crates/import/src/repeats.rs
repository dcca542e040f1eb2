//! Money that stands in a file twice: lines that are the sums of others without being called totals.
//!
//! A network beside its stores, a family above its articles, the parts of a menu below it: whatever these lines are
//! called, they come to the sum of other lines everywhere in the file. What was sold comes to no such sums.

use std::hash::BuildHasher;

use comptoir_sales::fold;
use foldhash::{HashMap, HashMapExt, HashSet, fast::FixedState};

use crate::{Field, columns::Columns, record::Record};

/// Why such lines are asked about.
pub(crate) const TWICE: &str = "twice";

/// How far a sum may lie from a line, in ten-thousandths: two cents, for what was rounded.
const TOLERANCE: u64 = 200;

/// On how many days, and in how many runs of lines, the sums must hold.
const ENOUGH: usize = 3;

/// How many different sums make chance unlikely where each is of one line only.
const MANY: usize = 5;

/// Of how many lines a file must be before one value can be half of it.
const LINES: usize = 8;

/// How many lines are looked at together; then the next ones are.
const MOST_LINES: usize = 20_000;

/// How many lines behind them say something by themselves.
const ENOUGH_LATER: usize = 50;

/// The most days of which the sums are held: ten years.
const MOST_DAYS: usize = 4_000;

/// How many lines are looked at one by one, and of how many a sum may be.
const MOST_ROWS: usize = 2_000;
const MOST_PARTS: usize = 100;

/// The most values of a column that are compared with each other.
const LEVELS: usize = 8;

/// The most values of a column, and of all columns and days together, that are held.
const MOST_VALUES: usize = 400;
const MOST_SUMS: usize = 60_000;

/// Lines that repeat the money of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Suspect {
    /// Those with one of these folded words in a column, and why they are asked about.
    Words(usize, Vec<String>, &'static str),
    /// Those on which a column is filled.
    Filled(usize),
    /// Those on which it is not.
    Blank(usize),
}

/// The sums of the lines with one value in a column.
#[derive(Debug, Default)]
struct Value {
    word: String,
    lines: usize,
    first_row: usize,
    sum: i64,
    /// What runs of lines of one day come to: a day has several of them where the lines are not in its order.
    runs: Vec<DaySum>,
}

/// What lines of one day come to, and how many they are.
#[derive(Clone, Copy, Debug)]
struct DaySum {
    day: u64,
    sum: i64,
    lines: usize,
}

/// By day: the sum, and how many lines.
type SumsByDay = HashMap<u64, (i64, usize)>;

/// The lines with one value, or of one day, in the whole file.
#[derive(Debug)]
struct Block {
    word: String,
    lines: usize,
    first_row: usize,
    sum: i64,
}

impl Block {
    fn learn(blocks: &mut HashMap<u64, Self>, key: u64, word: &str, row: usize, amount: i64) {
        let block = blocks.entry(key).or_insert_with(|| Self {
            word: word.to_owned(),
            lines: 0,
            first_row: row,
            sum: 0,
        });
        block.lines += 1;
        block.sum = block.sum.saturating_add(amount);
    }

    /// Whether it has half of all money on less than half of the lines, at the end or the beginning of the file.
    fn is_half(&self, all: i64, lines: usize) -> bool {
        let is_at_end = self.first_row == 0 || self.first_row + self.lines == lines;
        is_at_end
            && lines >= LINES
            && self.lines * 2 < lines
            && self.sum != 0
            && near(self.sum.saturating_mul(2), all)
    }
}

/// What is watched of a column.
#[derive(Debug)]
struct Watched {
    place: usize,
    /// `None` when there are too many.
    values: Option<HashMap<u64, Value>>,
    filled: Runs,
    blank: Runs,
    /// Runs of each of its first values, as far as they are few.
    levels: Vec<(String, Runs)>,
    /// Its values in the whole file; `None` when there are too many.
    whole: Option<HashMap<u64, Block>>,
    is_product: bool,
    /// Products that are written in capitals, above others that are not.
    capitals: Runs,
    heads: Vec<String>,
}

/// Runs of lines that have something, each beside one that has it not.
#[derive(Clone, Copy, Debug, Default)]
struct Runs {
    /// The line before the run, and what the run comes to.
    head: Option<i64>,
    sum: i64,
    lines: usize,
    /// How many runs are the sum of the line before, and of the line behind.
    before: usize,
    behind: usize,
    of_several: usize,
    all: usize,
}

impl Runs {
    fn learn(&mut self, is_part: bool, amount: i64) {
        if is_part {
            self.sum = self.sum.saturating_add(amount);
            self.lines += 1;
            return;
        }
        self.end(Some(amount));
        self.head = Some(amount);
    }

    fn end(&mut self, next: Option<i64>) {
        if self.lines > 0 {
            let is = |total: Option<i64>| {
                total.is_some_and(|total| total != 0 && total.abs_diff(self.sum) <= TOLERANCE)
            };
            self.before += usize::from(is(self.head));
            self.behind += usize::from(is(next));
            self.of_several += usize::from(self.lines > 1);
            self.all += 1;
        }
        (self.sum, self.lines) = (0, 0);
    }

    fn repeat(mut self) -> bool {
        self.end(None);
        let all = self.all;
        all >= ENOUGH && self.of_several >= 2 && (self.before == all || self.behind == all)
    }
}

/// Looks for such lines.
#[derive(Debug, Default)]
pub(crate) struct Repeats {
    columns: Vec<Watched>,
    /// What the lines come to that are looked at together, and how many they are.
    all: i64,
    lines: usize,
    sums: usize,
    /// The same evidence, from the whole file.
    whole: (i64, usize),
    days: HashMap<u64, Block>,
    /// What was found in the lines before these.
    earlier: Option<Suspect>,
    /// The day of the line before.
    last_day: u64,
    /// The first lines: their day, product and amount.
    rows: Vec<(u64, usize, i64)>,
    names: Vec<String>,
    numbers: HashMap<String, usize>,
    /// What the line before comes to.
    last: Option<i64>,
    hasher: FixedState,
}

impl Repeats {
    pub(crate) fn of(columns: &Columns) -> Self {
        let is_watched = |place: &usize| match columns.role(*place) {
            None => !columns.profiles[*place].is_fractional() && !columns.profiles[*place].is_date(),
            Some(field) => matches!(
                field,
                Field::Product
                    | Field::Name
                    | Field::Store
                    | Field::City
                    | Field::Category
                    | Field::Kind
                    | Field::Status
                    | Field::Region
                    | Field::Ticket
            ),
        };
        let is_product = |place: usize| matches!(columns.role(place), Some(Field::Product | Field::Name));
        let places = (0..columns.profiles.len()).filter(is_watched);
        let watched = |place: usize| Watched {
            place,
            // The number of a ticket says nothing of its lines.
            values: (columns.role(place) != Some(Field::Ticket)).then(HashMap::new),
            filled: Runs::default(),
            blank: Runs::default(),
            levels: vec![],
            whole: (columns.role(place) != Some(Field::Ticket)).then(HashMap::new),
            is_product: is_product(place),
            capitals: Runs::default(),
            heads: vec![],
        };
        Self { columns: places.map(watched).collect(), ..Self::default() }
    }

    /// Takes in a line that may be a sale.
    pub(crate) fn learn(&mut self, record: &Record, day: &str, amount: i64) {
        let day_key = self.hasher.hash_one(day);
        // A day is never cut in two.
        if self.lines >= MOST_LINES && day_key != self.last_day {
            self.begin_anew();
        }
        self.last_day = day_key;
        let row = self.lines;
        self.lines += 1;
        self.all = self.all.saturating_add(amount);
        let of_file = self.whole.1;
        self.whole = (self.whole.0.saturating_add(amount), of_file + 1);
        self.remember(record, day_key, amount);
        if self.sums > 2 * MOST_SUMS {
            self.put_together();
        }
        for column in &mut self.columns {
            let text = record.cell(column.place).as_str();
            column.filled.learn(!text.is_empty(), amount);
            column.blank.learn(text.is_empty(), amount);
            column.learn_level(text, amount, self.last);
            if column.is_product {
                let is_head = is_in_capitals(text);
                column.capitals.learn(!is_head, amount);
                if is_head && column.heads.len() < MOST_VALUES {
                    column.heads.push(fold(text));
                }
            }
            if column.whole.is_none() && column.values.is_none() {
                continue;
            }
            let key = self.hasher.hash_one(text);
            if let Some(whole) = &mut column.whole {
                Block::learn(whole, key, text, of_file, amount);
                if whole.len() > MOST_VALUES {
                    column.whole = None;
                }
            }
            let Some(values) = &mut column.values else { continue };
            let value = values.entry(key).or_insert_with(|| {
                self.sums += 1;
                Value { word: text.to_owned(), first_row: row, ..Value::default() }
            });
            self.sums += usize::from(value.add(day_key, amount));
            if values.len() > MOST_VALUES {
                column.values = None;
            }
        }
        self.last = Some(amount);
        if self.days.len() < MOST_DAYS && !day.is_empty() {
            Block::learn(&mut self.days, day_key, day, of_file, amount);
        }
    }

    /// Looks at the next lines for themselves: a pattern may begin late in a file.
    fn begin_anew(&mut self) {
        self.earlier = self.earlier.take().or_else(|| self.found_together());
        for column in &mut self.columns {
            column.values = column.values.is_some().then(HashMap::new);
            (column.filled, column.blank, column.capitals) = Default::default();
            (column.levels, column.heads) = (vec![], vec![]);
        }
        (self.all, self.lines, self.sums, self.last) = (0, 0, 0, None);
        self.rows.clear();
        self.names.clear();
        self.numbers.clear();
    }

    /// Puts the runs of each day together; where the days are too many besides, values are not compared any more.
    fn put_together(&mut self) {
        let values = self.columns.iter_mut().filter_map(|column| column.values.as_mut());
        self.sums = values.flat_map(HashMap::values_mut).map(Value::put_together).sum();
        if self.sums > MOST_SUMS {
            self.sums = 0;
            self.columns.iter_mut().for_each(|column| column.values = None);
        }
    }

    fn remember(&mut self, record: &Record, day: u64, amount: i64) {
        let Some(product) = self.columns.iter().rfind(|column| column.is_product) else { return };
        if self.rows.len() >= MOST_ROWS {
            return;
        }
        let name = record.cell(product.place).as_str();
        let number = if let Some(number) = self.numbers.get(name) {
            *number
        } else {
            let number = self.names.len();
            self.numbers.insert(name.to_owned(), number);
            self.names.push(name.to_owned());
            number
        };
        self.rows.push((day, number, amount));
    }

    /// Names whose lines are the sum of the lines before them, of the same day, wherever they stand.
    fn names_of_sums(&self) -> Vec<String> {
        // For each name: how many lines it has, how many are such a sum, and how many of several lines.
        let mut counts = vec![(0_usize, 0_usize, 0_usize); self.names.len()];
        let mut sums = vec![HashSet::default(); self.names.len()];
        for (at, (day, name, amount)) in self.rows.iter().enumerate() {
            let before = self.rows[..at].iter().rev().take(MOST_PARTS);
            let before = before.take_while(|(of, other, _)| of == day && other != name);
            let mut sum = 0_i64;
            let parts = before.enumerate().find_map(|(parts, (.., part))| {
                sum = sum.saturating_add(*part);
                near(sum, *amount).then_some(parts + 1)
            });
            let count = &mut counts[*name];
            count.0 += 1;
            count.1 += usize::from(parts.is_some());
            count.2 += usize::from(parts.is_some_and(|parts| parts > 1));
            sums[*name].insert(*amount);
        }
        // Of many lines, the next ones and the next, some look like sums by chance.
        let enough = if self.is_later() { 3 * ENOUGH } else { ENOUGH };
        let is_sum = |(at, (lines, confirmed, of_several)): &(usize, &(usize, usize, usize))| {
            *lines >= enough && lines == confirmed && of_several * 2 >= *lines && sums[*at].len() >= ENOUGH
        };
        let found = counts.iter().enumerate().filter(is_sum);
        let mut words: Vec<String> =
            found.map(|(at, _)| fold(&self.names[at])).filter(|word| !word.is_empty()).collect();
        words.sort();
        words
    }

    /// The lines that repeat others; `date` is the place of the days.
    pub(crate) fn found(&self, date: Option<usize>) -> Vec<Suspect> {
        let found = self.earlier.clone().or_else(|| self.found_together()).or_else(|| self.half(date));
        found.into_iter().collect()
    }

    /// A value, or a day, that has half of all money: totals of a period below its days.
    fn half(&self, date: Option<usize>) -> Option<Suspect> {
        let (all, lines) = self.whole;
        let is_half = |block: &&Block| block.is_half(all, lines);
        let day = self.days.values().find(is_half).filter(|_| self.days.len() > ENOUGH);
        if let (Some(day), Some(place)) = (day, date) {
            return Some(Suspect::Words(place, vec![fold(&day.word)], TWICE));
        }
        // In the lines that are looked at together, values were compared day by day.
        if !self.is_later() {
            return None;
        }
        self.columns.iter().find_map(|column| {
            let block = column.whole.as_ref()?.values().find(is_half)?;
            let word = fold(&block.word);
            (!word.is_empty()).then(|| Suspect::Words(column.place, vec![word], TWICE))
        })
    }

    /// Whether lines before these were looked at.
    fn is_later(&self) -> bool {
        self.whole.1 > self.lines
    }

    /// What is found in the lines that are looked at together.
    fn found_together(&self) -> Option<Suspect> {
        if self.is_later() && self.lines < ENOUGH_LATER {
            return None;
        }
        let mut found: Vec<Suspect> = Vec::new();
        let total_by_day = self.totals_by_day();
        for column in &self.columns {
            let (place, values) = (column.place, column.values.as_ref());
            let words = values.map(|values| {
                suspect_words(values, &total_by_day, (self.all, self.lines), column.is_product)
            });
            match words {
                Some(words) if !words.is_empty() => found.push(Suspect::Words(place, words, TWICE)),
                _ if column.is_product && !column.heads.is_empty() && column.capitals.repeat() => {
                    let heads: HashSet<String> = column.heads.iter().cloned().collect();
                    let mut heads: Vec<String> = heads.into_iter().collect();
                    heads.sort();
                    found.push(Suspect::Words(place, heads, TWICE));
                }
                _ if column.level_of_parts().is_some() => {
                    found.extend(
                        column.level_of_parts().map(|level| Suspect::Words(place, vec![fold(level)], TWICE)),
                    );
                }
                _ if column.filled.repeat() => found.push(Suspect::Filled(place)),
                _ if column.blank.repeat() => found.push(Suspect::Blank(place)),
                _ => {}
            }
        }
        let product = self.columns.iter().rfind(|column| column.is_product);
        if let (Some(product), true) = (product, found.is_empty()) {
            let words = self.names_of_sums();
            found.extend((!words.is_empty()).then_some(Suspect::Words(product.place, words, TWICE)));
        }
        found.into_iter().next()
    }

    /// What each day comes to, and of how many lines.
    fn totals_by_day(&self) -> SumsByDay {
        let mut totals = SumsByDay::new();
        let widest = self.columns.iter().find_map(|column| column.values.as_ref());
        for run in widest.into_iter().flat_map(HashMap::values).flat_map(|value| &value.runs) {
            let total = totals.entry(run.day).or_insert((0_i64, 0));
            *total = (total.0.saturating_add(run.sum), total.1 + run.lines);
        }
        totals
    }
}

impl Watched {
    fn learn_level(&mut self, text: &str, amount: i64, last: Option<i64>) {
        // Nothing is made of products, nor of many values.
        if self.is_product || self.levels.len() > LEVELS {
            return;
        }
        let is_known = self.levels.iter().any(|(level, _)| level == text);
        if !is_known && !text.is_empty() {
            self.levels.push((text.to_owned(), Runs { head: last, ..Runs::default() }));
        }
        for (level, runs) in &mut self.levels {
            runs.learn(level == text, amount);
        }
    }

    /// The value whose lines are the parts of the lines before them.
    fn level_of_parts(&self) -> Option<&str> {
        let is_few = (2..=LEVELS).contains(&self.levels.len());
        let found = self.levels.iter().find(|(_, runs)| is_few && runs.repeat());
        found.map(|(level, _)| level.as_str())
    }
}

impl Value {
    /// Takes in a line; whether it begins a run.
    fn add(&mut self, day: u64, amount: i64) -> bool {
        self.lines += 1;
        self.sum = self.sum.saturating_add(amount);
        if let Some(run) = self.runs.last_mut().filter(|run| run.day == day) {
            run.sum = run.sum.saturating_add(amount);
            run.lines += 1;
            return false;
        }
        self.runs.push(DaySum { day, sum: amount, lines: 1 });
        true
    }

    fn days(&self) -> SumsByDay {
        let mut days = SumsByDay::with_capacity(self.runs.len());
        for run in &self.runs {
            let of_day = days.entry(run.day).or_insert((0, 0));
            *of_day = (of_day.0.saturating_add(run.sum), of_day.1 + run.lines);
        }
        days
    }

    /// Puts the runs of a day together; how many are left.
    fn put_together(&mut self) -> usize {
        let days = self.days().into_iter();
        self.runs = days.map(|(day, (sum, lines))| DaySum { day, sum, lines }).collect();
        self.runs.len()
    }
}

/// A value with its days.
struct Summed<'a> {
    value: &'a Value,
    days: SumsByDay,
}

fn near(one: i64, other: i64) -> bool {
    one.abs_diff(other) <= TOLERANCE
}

/// The values whose lines come to the sum of the others, or of those of another value, on every day.
fn suspect_words(
    values: &HashMap<u64, Value>,
    totals: &SumsByDay,
    (all, lines): (i64, usize),
    is_product: bool,
) -> Vec<String> {
    let is_sum_of_others = |Summed { value, days }: &&Summed<'_>| {
        let of_day = |(day, (sum, _)): (&u64, &(i64, usize))| {
            totals.get(day).is_some_and(|(total, _)| near(sum.saturating_mul(2), *total))
        };
        let of_its_days: usize = days.keys().filter_map(|day| totals.get(day)).map(|(_, lines)| lines).sum();
        let others = of_its_days.saturating_sub(value.lines);
        // Those that begin within the lines that are looked at have to hold on more days.
        let is_of_all = near(value.sum.saturating_mul(2), all);
        (is_of_all || days.len() >= MANY)
            && days.iter().all(of_day)
            && (is_telling(days, others >= value.lines * 2)
                || is_of_all
                    && days.len() == 1
                    && value.lines == 1
                    && lines >= LINES
                    && value.sum % 10_000 != 0)
    };
    let values: Vec<Summed<'_>> = values.values().map(|value| Summed { value, days: value.days() }).collect();
    let mut found: Vec<&Summed<'_>> = values.iter().filter(is_sum_of_others).collect();
    if found.len() == 2 {
        // Each is the sum of the other: that with fewer lines is the total.
        found.sort_by_key(|summed| (summed.value.lines, summed.value.first_row));
        found.truncate(1);
    }
    if found.is_empty() && !is_product && (2..=LEVELS).contains(&values.len()) {
        let is_level = |summed: &&Summed<'_>| {
            let is_of_several = lines >= summed.value.lines * 2 + 2;
            values.iter().any(|other| is_below(summed, other) && is_telling(&summed.days, is_of_several))
        };
        found = values.iter().filter(is_level).collect();
    }
    let mut words: Vec<String> =
        found.iter().map(|summed| fold(&summed.value.word)).filter(|word| !word.is_empty()).collect();
    words.sort();
    words
}

/// Whether a value has the sums of another one, on every day, and is the total of both.
fn is_below(one: &Summed<'_>, other: &Summed<'_>) -> bool {
    let is_same = |(day, (sum, _)): (&u64, &(i64, usize))| {
        other.days.get(day).is_some_and(|(other, _)| near(*sum, *other))
    };
    is_fewer(one.value, other.value) && one.days.len() == other.days.len() && one.days.iter().all(is_same)
}

/// Of two values with the same sums the totals are on fewer lines, or above the others.
fn is_fewer(value: &Value, other: &Value) -> bool {
    (value.lines, value.first_row) < (other.lines, other.first_row)
}

/// Whether the sums of a value are too many and too different to be chance.
fn is_telling(days: &SumsByDay, of_several: bool) -> bool {
    let sums: HashSet<i64> = days.values().map(|(sum, _)| *sum).filter(|sum| *sum != 0).collect();
    days.len() >= ENOUGH && sums.len() >= if of_several { ENOUGH } else { MANY }
}

/// Whether a name is written in capitals: `JEUX`, `FRUITS & LÉGUMES`.
fn is_in_capitals(text: &str) -> bool {
    !text.chars().any(char::is_lowercase) && text.chars().filter(|sign| sign.is_alphabetic()).count() >= 3
}
