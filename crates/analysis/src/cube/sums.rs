//! The sums of the sales of each cell.

use std::collections::HashMap;

use comptoir_sales::{Money, Quantity};

use crate::{Baskets, Figures, Measure, Question};

/// Cells that have room for each; of more, only those that some sale falls into have.
const DENSE: usize = 4 << 20;

/// Sums of cells.
pub(super) struct Sums {
    /// Where a cell's sums are, when not at its own number.
    places: Option<HashMap<usize, u32>>,
    /// Revenue and number of sales.
    pub(super) totals: Vec<[i64; 2]>,
    /// Empty where it is not asked for.
    pub(super) quantity: Vec<i64>,
    pub(super) baskets: Vec<Tickets>,
    asks: [bool; 2],
}

/// The tickets of a cell.
#[derive(Clone, Copy, Default)]
pub(super) struct Tickets {
    pub(super) count: i64,
    pub(super) revenue: i64,
    /// The one counted last: the sales of one stand together.
    pub(super) last: u64,
}

impl Sums {
    /// Of so many cells, for what the question asks.
    pub(super) fn new(cells: usize, question: &Question) -> Self {
        // Days, products and stores together make billions of cells, of which a chain fills a few million.
        let is_dense = cells <= DENSE;
        let mut sums = Self {
            places: (!is_dense).then(HashMap::new),
            totals: vec![],
            quantity: vec![],
            baskets: vec![],
            asks: [Measure::Quantity, Measure::Baskets].map(|measure| question.asks_for(measure)),
        };
        sums.make_room(if is_dense { cells } else { 0 });
        sums
    }

    fn make_room(&mut self, places: usize) {
        let [quantity, baskets] = self.asks;
        self.totals.resize(places, [0; 2]);
        self.quantity.resize(if quantity { places } else { 0 }, 0);
        self.baskets.resize(if baskets { places } else { 0 }, Tickets::default());
    }

    /// Where the sums of a cell are.
    pub(super) fn place(&mut self, cell: usize) -> u32 {
        let Some(places) = &mut self.places else { return cell as u32 };
        let next = places.len() as u32;
        let place = *places.entry(cell).or_insert(next);
        if place == next {
            self.make_room(next as usize + 1);
        }
        place
    }

    /// Adds the sums of other sales of the same cells.
    pub(super) fn add(&mut self, other: &Self) {
        for (cell, from) in other.cells() {
            let to = self.place(cell) as usize;
            let [revenue, sales] = other.totals[from];
            self.totals[to][0] += revenue;
            self.totals[to][1] += sales;
            if let (Some(sum), Some(more)) = (self.quantity.get_mut(to), other.quantity.get(from)) {
                *sum += more;
            }
            if let (Some(sum), Some(more)) = (self.baskets.get_mut(to), other.baskets.get(from)) {
                sum.count += more.count;
                sum.revenue += more.revenue;
            }
        }
    }

    /// The cells that have sales, and where their sums are.
    fn cells(&self) -> impl Iterator<Item = (usize, usize)> {
        let dense = 0..if self.places.is_none() { self.totals.len() } else { 0 };
        let sparse = self.places.iter().flatten().map(|(cell, place)| (*cell, *place as usize));
        // By the number of sales, not by revenue: a sale and its return are a row of 0 in SQL, too.
        dense.map(|cell| (cell, cell)).chain(sparse).filter(|(_, place)| self.totals[*place][1] > 0)
    }

    /// The cells that have sales, and their figures.
    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, Figures)> {
        self.cells().map(|(cell, place)| {
            let [revenue, sales] = self.totals[place];
            let baskets = self
                .baskets
                .get(place)
                .map(|tickets| Baskets { count: tickets.count, revenue: Money::from_parts(tickets.revenue) });
            let quantity = self.quantity.get(place).copied().map(Quantity::from_parts);
            (cell, Figures { revenue: Money::from_parts(revenue), sales, quantity, baskets })
        })
    }
}
