//! One pass over the sales for any number of questions, by several threads.

use std::{num::NonZero, ops::Range, thread};

use super::{
    Cube,
    axis::Axis,
    columns::Codes,
    dimension::Dimension,
    kernels::{self, FEW_MEMBERS, LANES},
    sums::Sums,
};
use crate::{Group, Measure, Question, grouping::Side};

/// Sales that are looked at together: their columns stay near the processor from one question to the next.
const BLOCK: usize = 4_096;

/// Sales for which another thread is worth its start.
const SALES_PER_THREAD: usize = 200_000;

/// Where no more than one sale in so many passes the filters, they are looked up one by one.
const FEW: usize = 4;

/// The sums that a pass makes for one question.
///
/// Each side that the question divides is an axis; a cell is a place in the space of these axes.
pub(super) struct Pass<'a> {
    question: &'a Question,
    /// Sales next to each other whose days fall into the same groups, and their code on the axis of days.
    runs: Vec<(Range<usize>, usize)>,
    day: Option<Axis<'a>>,
    product: Option<Axis<'a>>,
    store: Option<Axis<'a>>,
    /// Whether the filters leave out products, and stores.
    leaves_out: [bool; 2],
}

/// A thread's sums for one question.
struct Adding {
    sums: Sums,
    /// The sums of each member of the one side that is divided, in one or several tables, for sums that are put
    /// together from them at the end.
    members: Vec<[i64; 2]>,
    quantities: Vec<i64>,
}

/// Room that every block uses again.
#[derive(Default)]
struct Scratch {
    cells: Vec<usize>,
    places: Vec<u32>,
    kept: Vec<u32>,
}

impl<'a> Pass<'a> {
    pub(super) fn of(cube: &'a Cube, question: &'a Question) -> Self {
        let days = cube.days_of(question.period);
        let axis = |dimension: &'a Dimension, side| {
            Axis::of_dimension(dimension, 0..dimension.ids.len(), side, question)
        };
        let day = Axis::of_dimension(&cube.days, days.clone(), Side::Calendar, question);
        let (product, store) = (axis(&cube.products, Side::Product), axis(&cube.stores, Side::Store));
        let leaves_out = |axis: &Option<Axis<'_>>| axis.as_ref().is_some_and(Axis::leaves_out);
        Self {
            runs: runs(cube, days, day.as_ref()),
            leaves_out: [&product, &store].map(leaves_out),
            day,
            product,
            store,
            question,
        }
    }

    /// From the first sale to the last.
    fn span(&self) -> Range<usize> {
        let first = self.runs.first().map_or(0, |(rows, _)| rows.start);
        first..self.runs.last().map_or(0, |(rows, _)| rows.end)
    }

    /// How far apart the cells of neighbours on the axes of days and of products are; those of stores are next to each
    /// other.
    fn strides(&self) -> [usize; 2] {
        let stores = self.store.as_ref().map_or(1, Axis::size);
        let products = self.product.as_ref().map_or(1, Axis::size);
        [products.saturating_mul(stores), stores]
    }

    fn cells(&self) -> usize {
        self.day.as_ref().map_or(1, Axis::size).saturating_mul(self.strides()[0])
    }

    /// The one side that is divided, when sums of its members can be put together at the end: a ticket of several
    /// members would be counted for each.
    fn only_side<'c>(&self, cube: &'c Cube) -> Option<(&'c Codes, &Axis<'a>)> {
        match (&self.day, &self.product, &self.store) {
            // In this order: a question for baskets never takes the way of members, whatever it divides.
            _ if self.question.asks_for(Measure::Baskets) => None,
            (None, Some(product), None) => Some((&cube.product, product)),
            (None, None, Some(store)) => Some((&cube.store, store)),
            _ => None,
        }
    }

    fn start(&self, cube: &Cube) -> Adding {
        let members = self.only_side(cube).map_or(0, |(_, axis)| axis.of.len());
        let asks = usize::from(self.question.asks_for(Measure::Quantity));
        Adding {
            sums: Sums::new(self.cells(), self.question),
            members: vec![[0; 2]; members * lanes(members)],
            quantities: vec![0; members * asks],
        }
    }

    /// Adds the sales of a block that are asked for.
    fn add(&self, cube: &Cube, block: &Range<usize>, scratch: &mut Scratch, adding: &mut Adding) {
        // Runs are in the order of the sales: those before the block are passed over by bisection.
        let first = self.runs.partition_point(|(rows, _)| rows.end <= block.start);
        for (rows, day) in self.runs[first..].iter().take_while(|(rows, _)| rows.start < block.end) {
            let rows = rows.start.max(block.start)..rows.end.min(block.end);
            // A filter for one product of thousands: looking up its sales beats adding up all into a cell
            // that nobody asks for.
            if self.keeps_few(cube, &rows, &mut scratch.kept) {
                self.add_few(cube, rows.start, &scratch.kept, *day, &mut adding.sums);
                continue;
            }
            match (self.only_side(cube), &self.product, &self.store) {
                (Some((codes, axis)), ..) => {
                    let lanes = lanes(axis.of.len());
                    kernels::total_members(codes, &cube.amount, rows.clone(), &mut adding.members, lanes);
                    if !adding.quantities.is_empty() {
                        kernels::quantity_members(codes, &cube.quantity, rows, &mut adding.quantities);
                    }
                }
                (None, None, None) => add_whole(cube, rows, *day, &mut adding.sums),
                _ => self.add_cells(cube, rows, *day, scratch, &mut adding.sums),
            }
        }
    }

    /// Finds the sales that pass the filters; whether they are few.
    fn keeps_few(&self, cube: &Cube, rows: &Range<usize>, kept: &mut Vec<u32>) -> bool {
        let (product, store) = (self.product.as_ref(), self.store.as_ref());
        let sides = [(product, &cube.product), (store, &cube.store)];
        let mut filtered = sides.into_iter().zip(self.leaves_out).filter(|(_, leaves_out)| *leaves_out);
        let Some(((Some(axis), codes), _)) = filtered.next() else { return false };
        kernels::keep(codes, rows.clone(), &axis.of, axis.left_out(), kept);
        if let Some(((Some(axis), codes), _)) = filtered.next() {
            kept.retain(|at| axis.of[codes.at(rows.start + *at as usize) as usize] != axis.left_out());
        }
        kept.len() <= rows.len() / FEW
    }

    /// Adds the sales at these places, counted from `first`.
    fn add_few(&self, cube: &Cube, first: usize, kept: &[u32], day: usize, sums: &mut Sums) {
        let [of_day, of_product] = self.strides();
        let code = |axis: &Option<Axis<'_>>, codes: &Codes, row| {
            axis.as_ref().map_or(0, |axis| axis.of[codes.at(row) as usize] as usize)
        };
        for at in kept {
            let row = first + *at as usize;
            let (product, store) =
                (code(&self.product, &cube.product, row), code(&self.store, &cube.store, row));
            let place = sums.place(day * of_day + product * of_product + store) as usize;
            sums.totals[place][0] += cube.amount.at(row);
            sums.totals[place][1] += 1;
            if let Some(sum) = sums.quantity.get_mut(place) {
                *sum += cube.quantity.at(row);
            }
            if !sums.baskets.is_empty() {
                cube.count_tickets(std::iter::once((row, place)), &mut sums.baskets);
            }
        }
    }

    /// Adds sales each of which has a cell of its own.
    fn add_cells(&self, cube: &Cube, rows: Range<usize>, day: usize, scratch: &mut Scratch, sums: &mut Sums) {
        let Scratch { cells, places, .. } = scratch;
        // The inverse of the places in `add_cells`.
        let [of_day, of_product] = self.strides();
        cells.clear();
        // Row-major places: day, then product, then store; a run has one day.
        cells.resize(rows.len(), day * of_day);
        if let Some(product) = &self.product {
            kernels::add_codes(&cube.product, rows.clone(), &product.of, of_product, cells);
        }
        if let Some(store) = &self.store {
            kernels::add_codes(&cube.store, rows.clone(), &store.of, 1, cells);
        }
        places.clear();
        places.extend(cells.iter().map(|cell| sums.place(*cell)));
        kernels::total(places, &cube.amount, rows.clone(), &mut sums.totals);
        if self.question.asks_for(Measure::Quantity) {
            kernels::quantity(places, &cube.quantity, rows.clone(), &mut sums.quantity);
        }
        if self.question.asks_for(Measure::Baskets) {
            cube.count_tickets(rows.zip(places.iter().map(|place| *place as usize)), &mut sums.baskets);
        }
    }

    /// The sums of the cells, those of the members put together.
    fn finish(&self, cube: &Cube, adding: Adding) -> Sums {
        let Adding { mut sums, members, quantities } = adding;
        let Some((_, axis)) = self.only_side(cube) else { return sums };
        // Several tables stand one behind the other: the rest of a division is the member.
        let count = axis.of.len();
        for (at, [revenue, sales]) in members.into_iter().enumerate() {
            let place = sums.place(axis.of[at % count] as usize) as usize;
            sums.totals[place][0] += revenue;
            sums.totals[place][1] += sales;
        }
        for (quantity, code) in quantities.into_iter().zip(axis.of.iter()) {
            let place = sums.place(*code as usize) as usize;
            sums.quantity[place] += quantity;
        }
        sums
    }

    /// The groups of a cell, in the order of the question's groupings; `None` of cells of what is left out.
    pub(super) fn groups(&self, cell: usize) -> Option<Vec<Group>> {
        let [of_day, of_product] = self.strides();
        let own = |axis: &Option<Axis<'_>>, code: usize| match axis {
            None => Some(vec![]),
            Some(axis) => axis.groups.get(code).cloned(),
        };
        // In the order of `Side`.
        let mut sides = [
            own(&self.day, cell / of_day)?.into_iter(),
            own(&self.product, cell % of_day / of_product)?.into_iter(),
            own(&self.store, cell % of_product)?.into_iter(),
        ];
        self.question.groupings().map(|grouping| sides[grouping.side() as usize].next()).collect()
    }
}

/// How many tables a side of so many members has.
fn lanes(members: usize) -> usize {
    if members <= FEW_MEMBERS { LANES } else { 1 }
}

/// Adds sales that all are of one cell.
fn add_whole(cube: &Cube, rows: Range<usize>, cell: usize, sums: &mut Sums) {
    let place = sums.place(cell) as usize;
    sums.totals[place][0] += kernels::sum(&cube.amount, rows.clone());
    sums.totals[place][1] += rows.len() as i64;
    if let Some(sum) = sums.quantity.get_mut(place) {
        *sum += kernels::sum(&cube.quantity, rows.clone());
    }
    if !sums.baskets.is_empty() {
        cube.count_tickets(rows.map(|row| (row, place)), &mut sums.baskets);
    }
}

/// The sales of those days in runs of the same code; days that are left out have none.
fn runs(cube: &Cube, days: Range<usize>, axis: Option<&Axis<'_>>) -> Vec<(Range<usize>, usize)> {
    let Some(axis) = axis else {
        let sales = cube.sales_of(days);
        return if sales.is_empty() { vec![] } else { vec![(sales, 0)] };
    };
    let mut runs: Vec<(Range<usize>, usize)> = Vec::new();
    for (day, code) in days.zip(axis.of.iter()).filter(|(_, code)| **code != axis.left_out()) {
        let sales = cube.sales_of(day..day + 1);
        match runs.last_mut() {
            Some((run, last)) if run.end == sales.start && *last == *code as usize => run.end = sales.end,
            _ if sales.is_empty() => {}
            _ => runs.push((sales, *code as usize)),
        }
    }
    runs
}

/// Adds up all passes.
pub(super) fn run(cube: &Cube, passes: &[Pass<'_>]) -> Vec<Sums> {
    let spans = || passes.iter().map(Pass::span).filter(|span| !span.is_empty());
    let first = spans().map(|span| span.start).min().unwrap_or_default();
    let end = spans().map(|span| span.end).max().unwrap_or_default();
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = ((end - first) / SALES_PER_THREAD + 1).min(cores);
    if threads == 1 {
        return add_up(cube, passes, first..end);
    }
    let share = (end - first).div_ceil(threads);
    // No ticket is cut in two: each half would count it.
    let bounds: Vec<usize> =
        (0..=threads).map(|thread| cube.ticket_end(end.min(first + thread * share), end)).collect();
    let parts: Vec<Vec<Sums>> = thread::scope(|scope| {
        let share = |bounds: &[usize]| bounds[0]..bounds[1];
        let running: Vec<_> = bounds
            .windows(2)
            .map(|bounds| scope.spawn(move || add_up(cube, passes, share(bounds))))
            .collect();
        // A thread that panics has met a fault of this program, which is reported as that thread did.
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

fn add_up(cube: &Cube, passes: &[Pass<'_>], sales: Range<usize>) -> Vec<Sums> {
    let mut adding: Vec<Adding> = passes.iter().map(|pass| pass.start(cube)).collect();
    let mut scratch = Scratch::default();
    for start in sales.clone().step_by(BLOCK) {
        let block = start..sales.end.min(start + BLOCK);
        for (pass, adding) in passes.iter().zip(&mut adding) {
            pass.add(cube, &block, &mut scratch, adding);
        }
    }
    passes.iter().zip(adding).map(|(pass, adding)| pass.finish(cube, adding)).collect()
}
