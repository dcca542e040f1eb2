//! Which few make most of the revenue: shares, cumulative shares, and the classes A, B and C.
//!
//! ABC analysis after Pareto's law, as in Silver, Pyke and Thomas, *Inventory and Production Management in Supply
//! Chains*, 4th ed. (2017), ch. 2: members in the order of their revenue are A until 80 % of it is reached, B until
//! 95 %, C behind. The member that crosses a limit is of the class before it, so that A always has a member where
//! anything is sold.

use std::{collections::HashMap, fmt};

use comptoir_sales::Money;

use crate::Group;

/// Percent of the revenue at which a class ends: A, then B.
const LIMITS: [i128; 2] = [80, 95];

/// How much a member matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "they have no other name")]
pub enum Class {
    A,
    B,
    C,
}

impl fmt::Display for Class {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        })
    }
}

/// A member with its place in the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Classed {
    /// The product, store, …
    pub group: Group,
    /// Its revenue.
    pub revenue: Money,
    /// The part of all revenue that it and all before it have together, the sum of the shares shown: above 1 where
    /// others behind it are below zero. Zero where all revenue is not above zero.
    pub cumulative_share: f64,
    /// Its class; C where its revenue is not above zero.
    pub class: Class,
}

/// A member that is in another class than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassMove {
    /// The product, store, …
    pub group: Group,
    /// Its class before; `None` when it did not sell then.
    pub before: Option<Class>,
    /// Its class now; `None` when it does not sell any more.
    pub now: Option<Class>,
}

/// Members with their revenue, each once, in the order of their revenue, with their classes.
pub fn pareto(members: impl IntoIterator<Item = (Group, Money)>) -> Vec<Classed> {
    let mut members: Vec<(Group, Money)> = members.into_iter().collect();
    members.sort_by(|(one, its), (other, others)| others.cmp(its).then_with(|| one.cmp(other)));
    let gain = |revenue: Money| i128::from(revenue.parts().max(0));
    let whole: i128 = members.iter().map(|(_, revenue)| gain(*revenue)).sum();
    let total: i128 = members.iter().map(|(_, revenue)| i128::from(revenue.parts())).sum();
    let share = |part: i128| if total > 0 { part as f64 / total as f64 } else { 0.0 };
    let (mut before, mut running) = (0, 0);
    let classed = members.into_iter().map(|(group, revenue)| {
        let class = if gain(revenue) > 0 { class_after(before, whole) } else { Class::C };
        before += gain(revenue);
        running += i128::from(revenue.parts());
        Classed { group, revenue, cumulative_share: share(running), class }
    });
    classed.collect()
}

/// The class of the next one, when those before have so much of the whole.
fn class_after(before: i128, whole: i128) -> Class {
    let [a, b] = LIMITS.map(|percent| before * 100 < whole * percent);
    match (a, b) {
        (true, _) => Class::A,
        (false, true) => Class::B,
        (false, false) => Class::C,
    }
}

/// The members that changed class, are new or gone, in the order of their revenue now, then of that before.
pub fn class_moves(before: &[Classed], now: &[Classed]) -> Vec<ClassMove> {
    let classes = |all: &[Classed]| -> HashMap<Group, Class> {
        all.iter().map(|member| (member.group.clone(), member.class)).collect()
    };
    let (earlier, later) = (classes(before), classes(now));
    let moved = |member: &Classed| ClassMove {
        group: member.group.clone(),
        before: earlier.get(&member.group).copied(),
        now: later.get(&member.group).copied(),
    };
    let gone = before.iter().filter(|member| !later.contains_key(&member.group));
    now.iter().chain(gone).map(moved).filter(|class| class.before != class.now).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(revenue: &[i64]) -> Vec<(Group, Money)> {
        let row = |(id, euros): (i64, &i64)| {
            (Group { name: None, id: Some(id) }, Money::from_parts(euros * 10_000))
        };
        (1..).zip(revenue).map(row).collect()
    }

    fn classes(revenue: &[i64]) -> Vec<(i64, Class)> {
        pareto(rows(revenue)).into_iter().map(|member| (member.group.id.unwrap(), member.class)).collect()
    }

    #[test]
    fn who_crosses_a_limit_is_of_the_class_before_it() {
        use Class::{A, B, C};
        assert_eq!(classes(&[50, 30, 15, 5]), [(1, A), (2, A), (3, B), (4, C)]);
        assert_eq!(classes(&[15, 79, 6]), [(2, A), (1, A), (3, B)]);
        assert_eq!(classes(&[100]), [(1, A)]);
        assert_eq!(classes(&[10, 0, -5]), [(1, A), (2, C), (3, C)]);
        assert_eq!(classes(&[0, -5]), [(1, C), (2, C)]);
        assert_eq!(classes(&[]), []);
    }

    #[test]
    fn cumulative_shares_are_the_sums_of_the_shares() {
        let shares = |revenue: &[i64]| -> Vec<f64> {
            pareto(rows(revenue)).iter().map(|member| member.cumulative_share).collect()
        };
        assert_eq!(shares(&[60, -20, 40]), [0.75, 1.25, 1.0]);
        assert_eq!(shares(&[20, -20]), [0.0, 0.0]);
    }

    #[test]
    fn those_that_changed_class_came_or_went_are_told() {
        let before = pareto(rows(&[80, 15, 5]));
        let mut now = rows(&[10, 85, 5, 100]);
        now.remove(2);
        let moves = class_moves(&before, &pareto(now));
        let told: Vec<_> =
            moves.into_iter().map(|class| (class.group.id.unwrap(), class.before, class.now)).collect();
        assert_eq!(
            told,
            [
                (4, None, Some(Class::A)),
                (2, Some(Class::B), Some(Class::A)),
                (1, Some(Class::A), Some(Class::B)),
                (3, Some(Class::C), None),
            ]
        );
    }

    proptest! {
        #[test]
        fn a_class_is_no_better_than_the_one_before_and_a_is_as_small_as_can_be(
            revenue in prop::collection::vec(-1_000_i64..100_000, 1..60),
        ) {
            let classed = pareto(rows(&revenue));
            prop_assert!(classed.windows(2).all(|pair| pair[0].class <= pair[1].class));
            let a: Vec<_> = classed.iter().filter(|member| member.class == Class::A).collect();
            if let Some((last, others)) = a.split_last() {
                let earned = |members: &[&Classed]| -> i64 {
                    members.iter().map(|member| member.revenue.parts()).sum()
                };
                let whole: i64 = classed.iter().map(|member| member.revenue.parts().max(0)).sum();
                prop_assert!(5 * (earned(others) + last.revenue.parts()) >= 4 * whole);
                prop_assert!(5 * earned(others) < 4 * whole);
            }
        }
    }
}
