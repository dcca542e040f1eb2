//! The largest rises and falls between two periods, and their shares of the change.

use comptoir_sales::Money;

use crate::{Compared, Group};

/// A group with its places in both periods.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The product, store, …
    pub group: Group,
    /// Its place by revenue, from 1; equal revenue has the same place, and the next one is as far behind as it would be
    /// otherwise (1, 2, 2, 4). `None` when it did not sell.
    pub place: Option<usize>,
    /// Its place before.
    pub place_before: Option<usize>,
    /// Its revenue.
    pub revenue: Money,
    /// By how much that changed.
    pub change: Money,
    /// Its part in the change of the whole, in parts of all revenue before: 0.02 is two points of growth. `None` unless
    /// that was above zero.
    pub contribution: Option<f64>,
}

/// The first groups of two periods, by their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    ranked: Vec<Ranked>,
}

impl Ranked {
    /// How many places it went up; below zero it went down. `None` when it did not sell in one of the periods.
    pub fn places_up(&self) -> Option<i64> {
        let (place, before) = (self.place?, self.place_before?);
        Some(i64::try_from(before).ok()? - i64::try_from(place).ok()?)
    }
}

impl Ranking {
    /// Ranks the first groups of both periods.
    pub fn of(compared: &Compared) -> Self {
        let rows = &compared.rows;
        let places = places(rows.iter().map(|row| (row.sides.whole.sales > 0, row.sides.whole.revenue)));
        let before = places_of_earlier(compared);
        let whole = compared.total.before.revenue;
        let ranked =
            rows.iter().zip(places.into_iter().zip(before)).filter_map(|(row, (place, place_before))| {
                let change = row.sides.change();
                let contribution = (whole > Money::default()).then(|| change.to_f64() / whole.to_f64());
                let group = row.groups.first()?.clone();
                Some(Ranked {
                    group,
                    place,
                    place_before,
                    revenue: row.sides.whole.revenue,
                    change,
                    contribution,
                })
            });
        let mut ranked: Vec<Ranked> = ranked.collect();
        ranked.sort_by(|one, other| {
            let last = usize::MAX;
            one.place
                .unwrap_or(last)
                .cmp(&other.place.unwrap_or(last))
                .then_with(|| one.group.cmp(&other.group))
        });
        Self { ranked }
    }

    /// All of them, the one with the most revenue first, those that do not sell any more last.
    pub fn all(&self) -> &[Ranked] {
        &self.ranked
    }

    /// The `count` that rose most.
    pub fn risers(&self, count: usize) -> Vec<&Ranked> {
        self.by_change(count, |ranked| ranked.change)
    }

    /// The `count` that fell most.
    pub fn fallers(&self, count: usize) -> Vec<&Ranked> {
        self.by_change(count, |ranked| ranked.change.negated())
    }

    fn by_change(&self, count: usize, by: impl Fn(&Ranked) -> Money) -> Vec<&Ranked> {
        let mut moved: Vec<&Ranked> =
            self.ranked.iter().filter(|ranked| by(ranked) > Money::default()).collect();
        moved.sort_by(|one, other| by(other).cmp(&by(one)).then_with(|| one.group.cmp(&other.group)));
        moved.truncate(count);
        moved
    }
}

fn places_of_earlier(compared: &Compared) -> Vec<Option<usize>> {
    places(compared.rows.iter().map(|row| (row.sides.before.sales > 0, row.sides.before.revenue)))
}

/// The place of each that sold anything.
fn places(sold: impl Iterator<Item = (bool, Money)> + Clone) -> Vec<Option<usize>> {
    let mut revenue: Vec<Money> =
        sold.clone().filter(|(is_sold, _)| *is_sold).map(|(_, revenue)| revenue).collect();
    revenue.sort_unstable();
    // As many are ahead as have more.
    let place = |own: Money| revenue.len() - revenue.partition_point(|revenue| *revenue <= own) + 1;
    sold.map(|(is_sold, revenue)| is_sold.then(|| place(revenue))).collect()
}

#[cfg(test)]
mod tests {
    use comptoir_calendar::{Basis, Comparison, Date, Period};

    use super::*;
    use crate::{ComparedDays, ComparedRow, Figures, Question, Sides};

    /// A group's name, and its revenue now and before in euros; `None` is nothing sold.
    type Sold = (&'static str, Option<i64>, Option<i64>);

    fn compared(groups: &[Sold]) -> Compared {
        let figures = |euros: Option<i64>| Figures {
            revenue: Money::from_parts(euros.unwrap_or_default() * 10_000),
            sales: i64::from(euros.is_some()),
            ..Figures::default()
        };
        let row = |(name, now, before): &Sold| ComparedRow {
            groups: vec![Group { name: Some((*name).to_owned()), id: None }],
            sides: Sides { whole: figures(*now), now: figures(*now), before: figures(*before) },
            is_compared: true,
        };
        let sum = |euros: fn(&Sold) -> Option<i64>| figures(Some(groups.iter().filter_map(euros).sum()));
        let period = Period::between(Date::constant(2023, 11, 1), Date::constant(2023, 11, 30));
        Compared {
            days: ComparedDays::all(
                Comparison::new(Basis::Previous, period, Period::between(Date::MIN, period.last())).unwrap(),
            ),
            question: Question::default(),
            rows: groups.iter().map(row).collect(),
            total: Sides {
                whole: sum(|group| group.1),
                now: sum(|group| group.1),
                before: sum(|group| group.2),
            },
        }
    }

    #[test]
    fn equal_revenue_has_the_same_place() {
        let ranking = Ranking::of(&compared(&[
            ("a", Some(50), Some(10)),
            ("b", Some(50), Some(40)),
            ("c", Some(20), Some(50)),
            ("d", None, Some(5)),
            ("e", Some(-3), None),
        ]));
        let told: Vec<_> = ranking
            .all()
            .iter()
            .map(|ranked| {
                (ranked.group.name.as_deref().unwrap(), ranked.place, ranked.place_before, ranked.places_up())
            })
            .collect();
        assert_eq!(
            told,
            [
                ("a", Some(1), Some(3), Some(2)),
                ("b", Some(1), Some(2), Some(1)),
                ("c", Some(3), Some(1), Some(-2)),
                ("e", Some(4), None, None),
                ("d", None, Some(4), None),
            ]
        );
    }

    #[test]
    fn who_rose_and_who_fell_add_up_to_the_change() {
        let compared = compared(&[
            ("a", Some(90), Some(50)),
            ("b", Some(20), Some(40)),
            ("c", Some(10), Some(10)),
            ("d", Some(5), None),
        ]);
        let ranking = Ranking::of(&compared);
        let names = |ranked: Vec<&Ranked>| -> Vec<String> {
            ranked.into_iter().map(|ranked| ranked.group.name.clone().unwrap()).collect()
        };
        assert_eq!(names(ranking.risers(5)), ["a", "d"]);
        assert_eq!(names(ranking.fallers(5)), ["b"]);
        assert_eq!(names(ranking.risers(1)), ["a"]);
        let sum: f64 = ranking.all().iter().filter_map(|ranked| ranked.contribution).sum();
        assert!((sum - compared.total.relative_change().unwrap()).abs() < 1e-12);
    }
}
