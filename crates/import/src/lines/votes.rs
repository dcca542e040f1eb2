//! What most lines say of a product: the same in whatever order they come.

use std::collections::BTreeMap;

/// Up to how many different values are counted.
pub(super) const VALUES_LIMIT: usize = 1_000;

/// How often each value was met. Most products have one value on all of their lines: the others are apart, so that
/// hundreds of thousands of products take little room.
#[derive(Clone, Debug)]
pub(crate) struct Votes<T> {
    first: Option<(T, u64)>,
    others: BTreeMap<T, u64>,
}

/// What counting a value did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vote {
    /// One that is counted already.
    Again,
    /// The first of its kind.
    New,
    /// The first of its kind where no more are counted.
    Left,
}

impl<T> Default for Votes<T> {
    fn default() -> Self {
        Self { first: None, others: BTreeMap::new() }
    }
}

impl<T: Ord + Clone> Votes<T> {
    /// Counts a value.
    pub(crate) fn add<Q>(&mut self, value: &Q) -> Vote
    where
        T: std::borrow::Borrow<Q>,
        Q: Ord + ToOwned<Owned = T> + ?Sized,
    {
        let Some((first, count)) = &mut self.first else {
            self.first = Some((value.to_owned(), 1));
            return Vote::New;
        };
        if (*first).borrow() == value {
            *count += 1;
            return Vote::Again;
        }
        if let Some(count) = self.others.get_mut(value) {
            *count += 1;
            return Vote::Again;
        }
        if self.others.len() + 1 >= VALUES_LIMIT {
            return Vote::Left;
        }
        self.others.insert(value.to_owned(), 1);
        Vote::New
    }

    /// How many different values there are.
    pub(crate) fn count(&self) -> usize {
        usize::from(self.first.is_some()) + self.others.len()
    }

    /// The value met most often, of several the first in their own order.
    pub(crate) fn winner(&self) -> Option<&T> {
        let first = self.first.iter().map(|(value, count)| (value, *count));
        let others = self.others.iter().map(|(value, count)| (value, *count));
        let all = first.chain(others);
        all.max_by(|one, other| one.1.cmp(&other.1).then_with(|| other.0.cmp(one.0))).map(|(value, _)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::{VALUES_LIMIT, Vote, Votes};

    #[test]
    fn the_value_met_most_often_wins_whatever_the_order() {
        for order in [["b", "a", "c", "c"], ["c", "b", "c", "a"]] {
            let mut votes = Votes::<String>::default();
            let new = order.iter().filter(|word| votes.add(**word) == Vote::New).count();
            assert_eq!((new, votes.count()), (3, 3));
            assert_eq!(votes.winner().map(String::as_str), Some("c"));
        }
        let mut votes = Votes::<i64>::default();
        assert_eq!(
            [votes.add(&2), votes.add(&1), votes.add(&2), votes.add(&1)].map(|vote| vote == Vote::New),
            [true, true, false, false]
        );
        assert_eq!(votes.winner(), Some(&1));
        assert_eq!(Votes::<i64>::default().winner(), None);
    }

    #[test]
    fn no_more_than_a_thousand_values_are_counted() {
        let mut votes = Votes::<i64>::default();
        let left = (0..2_000).filter(|value| votes.add(value) == Vote::Left).count();
        assert_eq!((left, votes.count()), (2_000 - VALUES_LIMIT, VALUES_LIMIT));
    }
}
