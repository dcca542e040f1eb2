//! What most lines say of a product: the same in whatever order they come.

use std::collections::BTreeMap;

/// Up to how many different values are counted.
const VALUES_LIMIT: usize = 1_000;

/// How often each value was met.
#[derive(Clone, Debug)]
pub(crate) struct Votes<T>(BTreeMap<T, u64>);

impl<T> Default for Votes<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Ord + Clone> Votes<T> {
    /// Counts a value; whether it is the first of its kind.
    pub(crate) fn add<Q>(&mut self, value: &Q) -> bool
    where
        T: std::borrow::Borrow<Q>,
        Q: Ord + ToOwned<Owned = T> + ?Sized,
    {
        if let Some(count) = self.0.get_mut(value) {
            *count += 1;
            return false;
        }
        if self.0.len() < VALUES_LIMIT {
            self.0.insert(value.to_owned(), 1);
        }
        true
    }

    /// How many different values there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The value met most often, of several the first in their own order.
    pub(crate) fn winner(&self) -> Option<&T> {
        let most = self.0.values().max()?;
        self.0.iter().find(|(_, count)| *count == most).map(|(value, _)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::Votes;

    #[test]
    fn the_value_met_most_often_wins_whatever_the_order() {
        for order in [["b", "a", "c", "c"], ["c", "b", "c", "a"]] {
            let mut votes = Votes::<String>::default();
            let new = order.iter().filter(|word| votes.add(**word)).count();
            assert_eq!(new, 3);
            assert_eq!(votes.winner().map(String::as_str), Some("c"));
        }
        let mut votes = Votes::<i64>::default();
        assert!(votes.add(&2) && votes.add(&1));
        assert_eq!(votes.winner(), Some(&1));
        assert_eq!(Votes::<i64>::default().winner(), None);
    }
}
