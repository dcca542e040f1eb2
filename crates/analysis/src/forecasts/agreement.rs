//! Parts of a total by one grouping that agree with its parts by another: a region is what its stores are.
//!
//! Each grouping is forecast by itself and brought to the total. Made later than others of the same total, groups are
//! brought to these instead: what contains kept groups to their sum, what is contained in a kept group to its share of it.
//! So it does not matter in which order they are made that they agree, though it does for which of both is moved.

use std::collections::{BTreeMap, BTreeSet};

use comptoir_store::Database;

use super::{ForecastTarget, Kept, RevenueForecast, kept_forecasts};
use crate::{AnalysisError, Group, Grouping, Question, Sales, grouping::Side};

/// How far sums may be from what they are of, in units of the currency: less than half a thousandth is the same.
const SAME: f64 = 0.0005;

/// From the coarsest grouping to the finest.
const PLACES: [Grouping; 3] = [Grouping::Region, Grouping::City, Grouping::Store];
const GOODS: [Grouping; 2] = [Grouping::Category, Grouping::Product];

/// The parts of a total that others have to agree with.
#[derive(Debug, Default)]
pub(super) struct Agreement {
    parts: Vec<RevenueForecast>,
    /// Which group of the kept parts shares sales with which of the new ones.
    shared: BTreeSet<(Group, Group)>,
}

/// Some of the new groups, by their places, with what they sum to day by day.
pub(super) type Bound = (Vec<usize>, Vec<f64>);

impl Agreement {
    /// Of the parts kept of a total, those by a grouping that the new one divides or is divided by: the finest of those as
    /// fine, or else the finest.
    pub(super) fn of(sales: &Sales<'_>, total: i64, by: Grouping) -> Result<Self, AnalysisError> {
        let levels: &[Grouping] = match by.side() {
            Side::Store => &PLACES,
            Side::Product => &GOODS,
            Side::Calendar => &[],
        };
        // The finest agree with all that were made before them.
        for level in levels.iter().rev() {
            let parts = kept_parts(sales.database(), total, *level)?;
            if !parts.is_empty() {
                return Ok(Self { parts, shared: shared(sales, *level, by)? });
            }
        }
        Ok(Self::default())
    }

    /// What the new groups are brought to, which together are the total; `None` where neither contains the other, or where
    /// the kept parts are of other days.
    pub(super) fn bounds(&self, targets: &[ForecastTarget], total: &[f64]) -> Option<Vec<Bound>> {
        let mut places: BTreeMap<&Group, usize> = BTreeMap::new();
        for (place, target) in targets.iter().enumerate() {
            places.insert(&target.group, place);
        }
        let means: BTreeMap<&Group, Vec<f64>> =
            self.parts.iter().map(|part| (&part.target.group, means(part))).collect();
        if means.is_empty() || means.values().any(|means| means.len() != total.len()) {
            return None;
        }
        let pairs: Vec<(&Group, usize)> =
            self.shared.iter().filter_map(|(kept, new)| Some((kept, *places.get(new)?))).collect();
        let kept: BTreeSet<&Group> = pairs.iter().map(|(kept, _)| *kept).collect();
        let new: BTreeSet<usize> = pairs.iter().map(|(_, new)| *new).collect();
        if kept.len() != means.len()
            || new.len() != targets.len()
            || kept.iter().any(|kept| !means.contains_key(kept))
        {
            return None;
        }
        let bounds: Vec<Bound> = if pairs.len() == kept.len() {
            // Each kept group lies in one of the new ones.
            let of = |new: usize| {
                let inside =
                    pairs.iter().filter(move |pair| pair.1 == new).filter_map(|pair| means.get(pair.0));
                (vec![new], summed(inside, total.len()))
            };
            new.into_iter().map(of).collect()
        } else if pairs.len() == new.len() {
            let of = |(kept, means): (&&Group, &Vec<f64>)| {
                let inside = pairs.iter().filter(|pair| pair.0 == *kept).map(|pair| pair.1);
                (inside.collect(), means.clone())
            };
            means.iter().map(of).collect()
        } else {
            return None;
        };
        let sums = summed(bounds.iter().map(|(_, means)| means), total.len());
        sums.iter().zip(total).all(|(sum, total)| (sum - total).abs() < SAME).then_some(bounds)
    }
}

fn means(part: &RevenueForecast) -> Vec<f64> {
    part.days.iter().map(|day| day.mean).collect()
}

fn summed<'a>(means: impl Iterator<Item = &'a Vec<f64>>, days: usize) -> Vec<f64> {
    means.fold(vec![0.0; days], |mut sums, means| {
        sums.iter_mut().zip(means).for_each(|(sum, mean)| *sum += mean);
        sums
    })
}

/// The newest parts of a total by a grouping.
fn kept_parts(
    database: &dyn Database,
    total: i64,
    level: Grouping,
) -> Result<Vec<RevenueForecast>, AnalysisError> {
    let sql = "select count(distinct run_id) from forecasts where series = ?1 and run_id >= ?2";
    let args = [level.name().into(), total.into()];
    let count =
        database.query(sql, &args)?.single().and_then(comptoir_store::Value::as_integer).unwrap_or_default();
    if count == 0 {
        return Ok(vec![]);
    }
    let wanted =
        Kept { series: Some(level.name().to_owned()), ..Kept::newest(count.unsigned_abs() as usize) };
    let mut kept = kept_forecasts(database, &wanted)?;
    kept.retain(|part| part.total_id == Some(total));
    let newest = kept.first().map(|part| part.made_at.clone());
    kept.retain(|part| Some(&part.made_at) == newest.as_ref());
    Ok(kept)
}

/// Which groups of two groupings have sales in common.
fn shared(
    sales: &Sales<'_>,
    kept: Grouping,
    new: Grouping,
) -> Result<BTreeSet<(Group, Group)>, AnalysisError> {
    if kept == new {
        let rows = sales.answer(&Question::by(new))?.rows;
        return Ok(rows
            .into_iter()
            .filter_map(|row| row.groups.into_iter().next())
            .map(|group| (group.clone(), group))
            .collect());
    }
    let pair = |groups: Vec<Group>| <[Group; 2]>::try_from(groups).ok().map(|[kept, new]| (kept, new));
    let rows = sales.answer(&Question::by_both(kept, new))?.rows;
    Ok(rows.into_iter().filter_map(|row| pair(row.groups)).collect())
}
