//! One pass over the sales for any number of questions, by several threads.

use std::{num::NonZero, ops::Range, thread};

use comptoir_calendar::{Date, parse_iso};

use super::{
    Cube,
    columns::{Codes, Parts},
    dimension::Dimension,
    unix_days,
};
use crate::{Grouping, Question};

/// Sales that are looked at together: their columns stay near the processor from one question to the next.
const BLOCK: usize = 4_096;

/// Sales for which another thread is worth its start.
const SALES_PER_THREAD: usize = 200_000;

/// What a pass adds up for one question.
pub(super) struct Pass {
    sales: Range<usize>,
    by: By,
    groups: usize,
    /// Whether each product and each store passes the filters; `None` where all do.
    products_kept: Option<Vec<bool>>,
    stores_kept: Option<Vec<bool>>,
    /// The same of each day, for filters on days by their names.
    days_kept: Option<Vec<bool>>,
}

/// What the sales of a pass are told apart by.
enum By {
    Nothing,
    Day,
    /// The group of each product.
    Product(Vec<u32>),
    /// The group of each store.
    Store(Vec<u32>),
}

/// Revenue, quantity and number of sales of each group.
#[derive(Clone, Default)]
pub(super) struct Sums {
    revenue: Vec<i64>,
    quantity: Vec<i64>,
    sales: Vec<i64>,
}

impl Sums {
    /// For so many groups, and one more that takes the sales which do not pass.
    fn new(groups: usize) -> Self {
        let zeros = vec![0; groups + 1];
        Self { revenue: zeros.clone(), quantity: zeros.clone(), sales: zeros }
    }

    fn add(&mut self, other: &Self) {
        for (sums, others) in [
            (&mut self.revenue, &other.revenue),
            (&mut self.quantity, &other.quantity),
            (&mut self.sales, &other.sales),
        ] {
            sums.iter_mut().zip(others).for_each(|(sum, other)| *sum += other);
        }
    }

    /// The groups that have sales: revenue, quantity, number.
    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, [i64; 3])> {
        let groups = self.sales.len().saturating_sub(1);
        let sums = |group: usize| (group, [self.revenue[group], self.quantity[group], self.sales[group]]);
        (0..groups).map(sums).filter(|(_, [_, _, sales])| *sales > 0)
    }
}

impl Pass {
    pub(super) fn of(cube: &Cube, question: &Question) -> Self {
        let days = cube.days_of(question.period);
        let of_dimension = |dimension: &Dimension, grouping| {
            dimension.groups(grouping).map_or((vec![], 0), |groups| (groups.of.clone(), groups.names.len()))
        };
        let (by, groups) = match question.grouping {
            None => (By::Nothing, 1),
            Some(Grouping::Day) => (By::Day, cube.day_starts.len().saturating_sub(1)),
            Some(grouping @ (Grouping::Product | Grouping::Category)) => {
                let (of, groups) = of_dimension(&cube.products, grouping);
                (By::Product(of), groups)
            }
            Some(grouping) => {
                let (of, groups) = of_dimension(&cube.stores, grouping);
                (By::Store(of), groups)
            }
        };
        Self {
            sales: cube.sales_of(days),
            by,
            groups,
            products_kept: passing(&cube.products, question),
            stores_kept: passing(&cube.stores, question),
            days_kept: passing_days(cube, question),
        }
    }

    /// Adds the sales of a block that are asked for.
    fn add(&self, cube: &Cube, block: &Range<usize>, codes: &mut Vec<u32>, sums: &mut Sums) {
        let rows = block.start.max(self.sales.start)..block.end.min(self.sales.end);
        if rows.is_empty() {
            return;
        }
        self.code(cube, &rows, codes);
        cube.amount.add_to(&rows, codes, &mut sums.revenue);
        cube.quantity.add_to(&rows, codes, &mut sums.quantity);
        for code in codes.iter() {
            sums.sales[*code as usize] += 1;
        }
    }

    /// The group of each sale.
    fn code(&self, cube: &Cube, rows: &Range<usize>, codes: &mut Vec<u32>) {
        codes.clear();
        match &self.by {
            By::Nothing => codes.resize(rows.len(), 0),
            By::Day => cube.code_days(rows, codes),
            By::Product(groups) => cube.product.translate(rows, groups, codes),
            By::Store(groups) => cube.store.translate(rows, groups, codes),
        }
        let none = self.groups as u32;
        for (column, pass) in [(&cube.product, &self.products_kept), (&cube.store, &self.stores_kept)] {
            if let Some(pass) = pass {
                column.keep(rows, pass, none, codes);
            }
        }
        if let Some(kept) = &self.days_kept {
            let mut days = Vec::with_capacity(rows.len());
            cube.code_days(rows, &mut days);
            for (code, _) in codes.iter_mut().zip(days).filter(|(_, day)| !kept[*day as usize]) {
                *code = none;
            }
        }
    }
}

/// Which members of a dimension pass all filters on it; `None` where there is no such filter.
fn passing(dimension: &Dimension, question: &Question) -> Option<Vec<bool>> {
    let mut passing: Option<Vec<bool>> = None;
    for filter in &question.filters {
        let Some(groups) = dimension.groups(filter.grouping) else { continue };
        let is_named = |name: &Option<String>| {
            filter.names.iter().any(|asked| match name {
                Some(name) => name == asked && !asked.is_empty(),
                None => asked.is_empty(),
            })
        };
        let named: Vec<bool> = groups.names.iter().map(is_named).collect();
        let passing = passing.get_or_insert_with(|| vec![true; groups.of.len()]);
        passing.iter_mut().zip(&groups.of).for_each(|(pass, group)| *pass &= named[*group as usize]);
    }
    passing
}

/// Which days pass all filters on days.
fn passing_days(cube: &Cube, question: &Question) -> Option<Vec<bool>> {
    let mut passing: Option<Vec<bool>> = None;
    for filter in question.filters.iter().filter(|filter| filter.grouping == Grouping::Day) {
        let days = cube.day_starts.len().saturating_sub(1);
        let asked = filter.names.iter().filter_map(|name| cube.place_of(parse_iso(name)?));
        let mut named = vec![false; days];
        asked.for_each(|day| named[day] = true);
        let passing = passing.get_or_insert_with(|| vec![true; days]);
        passing.iter_mut().zip(named).for_each(|(pass, named)| *pass &= named);
    }
    passing
}

/// Adds up all passes.
pub(super) fn run(cube: &Cube, passes: &[Pass]) -> Vec<Sums> {
    let first = passes.iter().map(|pass| pass.sales.start).min().unwrap_or_default();
    let end = passes.iter().map(|pass| pass.sales.end).max().unwrap_or_default();
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = ((end - first.min(end)) / SALES_PER_THREAD + 1).min(cores);
    if threads == 1 {
        return add_up(cube, passes, first..end);
    }
    let share = (end - first).div_ceil(threads);
    let shares = (0..threads).map(|thread| first + thread * share..end.min(first + (thread + 1) * share));
    let parts: Vec<Vec<Sums>> = thread::scope(|scope| {
        let running: Vec<_> = shares.map(|share| scope.spawn(move || add_up(cube, passes, share))).collect();
        // A thread that panics has met a fault of this program, which is told as that thread did.
        let joined = running.into_iter().map(thread::ScopedJoinHandle::join);
        joined.map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    parts
        .into_iter()
        .reduce(|mut all, part| {
            all.iter_mut().zip(&part).for_each(|(sums, more)| sums.add(more));
            all
        })
        .unwrap_or_default()
}

fn add_up(cube: &Cube, passes: &[Pass], sales: Range<usize>) -> Vec<Sums> {
    let mut sums: Vec<Sums> = passes.iter().map(|pass| Sums::new(pass.groups)).collect();
    let mut codes = Vec::with_capacity(BLOCK);
    for start in sales.clone().step_by(BLOCK) {
        let block = start..sales.end.min(start + BLOCK);
        for (pass, sums) in passes.iter().zip(&mut sums) {
            pass.add(cube, &block, &mut codes, sums);
        }
    }
    sums
}

impl Cube {
    /// The places of the sales of those days.
    fn sales_of(&self, days: Range<usize>) -> Range<usize> {
        let start = |day: usize| self.day_starts.get(day).copied().unwrap_or_default();
        start(days.start)..start(days.end)
    }

    /// The place of a day among those that it spans.
    fn place_of(&self, day: Date) -> Option<usize> {
        let place = usize::try_from(i64::from(unix_days(day)) - i64::from(self.first_day)).ok()?;
        (place + 1 < self.day_starts.len()).then_some(place)
    }

    /// The day of each sale.
    fn code_days(&self, rows: &Range<usize>, codes: &mut Vec<u32>) {
        let mut day = self.day_starts.partition_point(|start| *start <= rows.start).saturating_sub(1);
        let mut from = rows.start;
        while from < rows.end {
            let end = self.day_starts.get(day + 1).copied().unwrap_or(rows.end).min(rows.end);
            codes.resize(codes.len() + (end - from), day as u32);
            (from, day) = (end, day + 1);
        }
    }
}

impl Codes {
    fn translate(&self, rows: &Range<usize>, groups: &[u32], codes: &mut Vec<u32>) {
        match self {
            Self::Short(own) => codes.extend(own[rows.clone()].iter().map(|code| groups[usize::from(*code)])),
            Self::Long(own) => codes.extend(own[rows.clone()].iter().map(|code| groups[*code as usize])),
        }
    }

    /// Gives the code `none` to the sales that do not pass.
    fn keep(&self, rows: &Range<usize>, pass: &[bool], none: u32, codes: &mut [u32]) {
        let keep = |passes: bool, code: &mut u32| *code = if passes { *code } else { none };
        match self {
            Self::Short(own) => {
                let own = own[rows.clone()].iter();
                own.zip(codes).for_each(|(own, code)| keep(pass[usize::from(*own)], code));
            }
            Self::Long(own) => {
                let own = own[rows.clone()].iter();
                own.zip(codes).for_each(|(own, code)| keep(pass[*own as usize], code));
            }
        }
    }
}

impl Parts {
    fn add_to(&self, rows: &Range<usize>, codes: &[u32], sums: &mut [i64]) {
        match self {
            Self::Narrow(parts) => {
                let parts = parts[rows.clone()].iter();
                parts.zip(codes).for_each(|(part, code)| sums[*code as usize] += i64::from(*part));
            }
            Self::Wide(parts) => {
                let parts = parts[rows.clone()].iter();
                parts.zip(codes).for_each(|(part, code)| sums[*code as usize] += part);
            }
        }
    }
}
