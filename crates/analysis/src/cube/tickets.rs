//! Baskets: the sales of one ticket stand together, so that counting tickets is seeing them change.

use std::hash::{BuildHasher, RandomState};

use super::{Cube, columns::permute, sums::Tickets};

/// Makes the keys of tickets, one for each store, day and ticket.
///
/// Two tickets of one day share a key of 64 bits with a chance of one in 10¹¹ on a day of ten thousand.
#[derive(Clone, Debug, Default)]
pub(super) struct TicketKeys(RandomState);

impl TicketKeys {
    /// The key of a ticket; never 0, which is that of no ticket.
    pub(super) fn key(&self, store: u32, day: i32, ticket: &str) -> u64 {
        self.0.hash_one((store, day, ticket)).max(1)
    }
}

impl Cube {
    /// Counts the tickets of some sales, each with its place. A ticket of returns alone is no purchase: their revenue
    /// counts, the ticket does not.
    pub(super) fn count_tickets(&self, sales: impl Iterator<Item = (usize, usize)>, sums: &mut [Tickets]) {
        if self.tickets.is_empty() {
            return;
        }
        for (row, place) in sales {
            let ticket = self.tickets[row];
            if ticket == 0 {
                continue;
            }
            let sum = &mut sums[place];
            let amount = self.amount.at(row);
            sum.revenue += amount;
            // Those of one ticket stand together, so that the last one seen is enough to know it again.
            if amount >= 0 && sum.last != ticket {
                sum.last = ticket;
                sum.count += 1;
            }
        }
    }

    /// Puts the sales of one ticket side by side, within each day.
    pub(super) fn put_tickets_together(&mut self) {
        if self.tickets.is_empty() {
            return;
        }
        for bounds in self.day_starts.windows(2) {
            let day = bounds[0]..bounds[1];
            let tickets = &self.tickets[day.clone()];
            // Days without tickets, and those that the cube before had put in order.
            if tickets.is_sorted() {
                continue;
            }
            let mut order: Vec<usize> = (0..day.len()).collect();
            order.sort_by_key(|at| tickets[*at]);
            self.product.permute(day.clone(), &order);
            self.store.permute(day.clone(), &order);
            self.amount.permute(day.clone(), &order);
            self.quantity.permute(day.clone(), &order);
            permute(&mut self.tickets[day], &order);
        }
    }

    /// The first place from `row` on where a ticket ends, `end` at most: a place to part the sales.
    pub(super) fn ticket_end(&self, row: usize, end: usize) -> usize {
        let goes_on = |row: &usize| {
            *row > 0
                && self
                    .tickets
                    .get(*row)
                    .is_some_and(|ticket| *ticket != 0 && *ticket == self.tickets[row - 1])
        };
        (row..end).find(|row| !goes_on(row)).unwrap_or(end)
    }
}
