//! `comptoir analyse --compare`: two periods side by side.

use std::collections::HashMap;

use comptoir_analysis::{
    Class, Classed, Compared, ComparedDays, ComparedRow, Figures, Group, Grouping, Question, Ranked, Ranking,
    Sales, Sides, compare, compare_if_missing, pareto, successions,
};
use comptoir_web::{
    comparison_document, comparison_label, if_missing_document, if_missing_sentence, succession_sentences,
    successions_document,
};
use serde_json::{Value as Json, json};

use super::{super::asked, figures_document, tell_sql};
use crate::{
    failure::{Done, Failure},
    flags::{Analyse, AnswerFormat},
    output::Output,
    tables::{Align, table},
};

/// Answers a question about two periods.
pub(super) fn answer(
    flags: &Analyse,
    question: &Question,
    days: ComparedDays,
    sales: &Sales<'_>,
    output: &Output,
) -> Result<Done, Failure> {
    let otherwise = compare_if_missing(sales, question, &days)?;
    let compared = compare(sales, question, days)?;
    let count = question.limit.unwrap_or(usize::MAX);
    let grouping = question.grouping;
    if flags.asked.format == Some(AnswerFormat::Csv) {
        let header = [
            grouping.map_or("total", Grouping::name),
            "revenue",
            "revenue_before",
            "change",
            "relative_change",
            "revenue_compared",
            "change_if_missing",
        ];
        let if_missing = Changes::of(otherwise.as_ref().map(|(compared, _)| compared));
        let plain = |row: &comptoir_analysis::ComparedRow| {
            let sides = row.sides;
            let compared = |amount: String| if row.is_compared { amount } else { String::new() };
            vec![
                row.groups.first().and_then(|group| group.name.clone()).unwrap_or_default(),
                sides.whole.revenue.to_string(),
                compared(sides.before.revenue.to_string()),
                compared(sides.change().to_string()),
                sides.relative_change().map(|change| change.to_string()).unwrap_or_default(),
                compared(sides.now.revenue.to_string()),
                if_missing.of_row(row).map(|sides| sides.change().to_string()).unwrap_or_default(),
            ]
        };
        Output::data(&asked::csv(&header, compared.rows.iter().take(count).map(plain)));
        return Ok(Done::Whole);
    }
    let if_missing = otherwise.as_ref().map(|(compared, _)| compared);
    let label = comparison_label(&compared.days, output.words());
    output.title("analyse-title", &[("period", &label)]);
    match (grouping, flags.movers) {
        (Some(grouping), Some(movers)) => tell_movers(grouping, &compared, movers, if_missing, output),
        _ => tell_compared(grouping, &compared, count, if_missing, output),
    }
    let mut document = compared_document(&compared, count, if_missing);
    if let Some((otherwise, gaps)) = &otherwise {
        let sentence = if_missing_sentence(otherwise, gaps, output.words());
        output.print(&format!("\n{sentence}\n{}", output.words().text("days-asked-hint")));
        document["if_missing"] = if_missing_document(otherwise, gaps, output.words());
    } else if !compared.days.nothing_if_missing().is_empty() {
        output.print(&format!("\n{}", output.words().text("days-asked-hint")));
    }
    let successions = successions(sales, &compared)?;
    for sentence in succession_sentences(&successions, output.words()) {
        output.print(&format!("\n{sentence}"));
    }
    document["successions"] = successions_document(&successions);
    tell_sql(flags, question, output, &mut document);
    output.figures(document);
    Ok(Done::Whole)
}

/// The changes of groups were gaps missing that are taken for closed.
struct Changes<'a>(Option<HashMap<&'a [Group], Sides>>);

impl<'a> Changes<'a> {
    fn of(otherwise: Option<&'a Compared>) -> Self {
        let rows = |compared: &'a Compared| compared.rows.iter().filter(|row| row.is_compared);
        let sides = |row: &'a ComparedRow| (row.groups.as_slice(), row.sides);
        Self(otherwise.map(|compared| rows(compared).map(sides).collect()))
    }

    /// Those of one group; `None` where there are no such gaps, or none of the days that are left is compared.
    fn of_group(&self, group: &Group) -> Option<Sides> {
        self.0.as_ref()?.get(std::slice::from_ref(group)).copied()
    }

    /// Those of a row.
    fn of_row(&self, row: &ComparedRow) -> Option<Sides> {
        self.0.as_ref()?.get(row.groups.as_slice()).copied()
    }

    /// Whether there are such gaps.
    fn are_known(&self) -> bool {
        self.0.is_some()
    }
}

/// What stands where nothing is compared.
const NOT_COMPARED: &str = "–";

/// Where the revenue of the days compared stands in a row.
const COMPARED_AT: usize = 2;

fn tell_compared(
    grouping: Option<Grouping>,
    compared: &Compared,
    count: usize,
    otherwise: Option<&Compared>,
    output: &Output,
) {
    let (words, formats) = (output.words(), output.formats());
    let mut header = vec![
        (
            grouping.map_or_else(String::new, |grouping| words.text(&format!("column-{grouping}"))),
            Align::Left,
        ),
        (words.text("column-revenue"), Align::Right),
        (words.text("column-revenue-compared"), Align::Right),
        (words.text("column-before"), Align::Right),
        (words.text("column-change"), Align::Right),
        (words.text("column-relative-change"), Align::Right),
        (words.text("column-place"), Align::Right),
        (words.text("column-class"), Align::Left),
    ];
    // Where all that is shown is compared, its revenue is that of the days compared.
    let is_of_fewer_days = compared.rows.iter().any(|row| row.sides.whole.revenue != row.sides.now.revenue);
    if !is_of_fewer_days {
        header.remove(COMPARED_AT);
    }
    if otherwise.is_some() {
        header.push((words.text("column-relative-change-if-missing"), Align::Right));
    }
    let if_missing = Changes::of(otherwise);
    let relative = |sides: &Sides| sides.relative_change().map(|change| formats.relative_change(change));
    let cells = |name: String,
                 (sides, is_compared): (Sides, bool),
                 [place, class]: [String; 2],
                 other: Option<Sides>| {
        let compared = |amount: String| if is_compared { amount } else { NOT_COMPARED.to_owned() };
        let mut cells = vec![
            name,
            formats.units(sides.whole.revenue.to_f64()),
            compared(formats.units(sides.now.revenue.to_f64())),
            compared(formats.units(sides.before.revenue.to_f64())),
            compared(formats.units_more(change_shown(&sides))),
            compared(relative(&sides).unwrap_or_default()),
            place,
            class,
        ];
        if if_missing.are_known() {
            cells.push(
                other.map_or_else(|| NOT_COMPARED.to_owned(), |sides| relative(&sides).unwrap_or_default()),
            );
        }
        if !is_of_fewer_days {
            cells.remove(COMPARED_AT);
        }
        cells
    };
    let ranking = Ranking::of(compared);
    let places: HashMap<_, _> = ranking.all().iter().map(|ranked| (&ranked.group, ranked)).collect();
    let classes = Classes::of(compared);
    let rows = compared.rows.iter().take(count).filter_map(|row| {
        let (grouping, group) = (grouping?, row.groups.first()?);
        let ranked = places.get(group).filter(|_| !grouping.is_of_time());
        let among =
            ranked.map(|ranked| [place(ranked, row.is_compared), classes.told(group)]).unwrap_or_default();
        Some(cells(
            asked::name(grouping, Some(group), false, output),
            (row.sides, row.is_compared),
            among,
            if_missing.of_row(row),
        ))
    });
    let others = (compared.rows.len() > count && grouping.is_some()).then(|| {
        cells(
            words.text("others"),
            (beyond(compared, count), true),
            Default::default(),
            otherwise.map(|other| rest_of(other, compared, count)),
        )
    });
    let total = cells(
        words.text("total"),
        (compared.total, true),
        Default::default(),
        otherwise.map(|other| other.total),
    );
    output.print(&table(&header, rows.chain(others).chain([total])));
}

/// The change between the two revenues as they are shown, in whole units, as `why` has it too.
fn change_shown(sides: &Sides) -> f64 {
    sides.now.revenue.to_f64().round() - sides.before.revenue.to_f64().round()
}

/// The sum of the groups after the first `count`.
fn beyond(compared: &Compared, count: usize) -> Sides {
    let rest = |side: fn(&Sides) -> Figures| Figures {
        revenue: compared.rows.iter().skip(count).map(|row| side(&row.sides).revenue).sum(),
        ..Figures::default()
    };
    Sides {
        whole: rest(|sides| sides.whole),
        now: rest(|sides| sides.now),
        before: rest(|sides| sides.before),
    }
}

/// The figures of these groups if gaps are missing data.
fn rest_of(otherwise: &Compared, compared: &Compared, count: usize) -> Sides {
    let changes = Changes::of(Some(otherwise));
    let rest: Vec<Sides> = compared.rows.iter().skip(count).filter_map(|row| changes.of_row(row)).collect();
    let sum = |side: fn(&Sides) -> Figures| Figures {
        revenue: rest.iter().map(|sides| side(sides).revenue).sum(),
        ..Figures::default()
    };
    Sides { whole: sum(|sides| sides.whole), now: sum(|sides| sides.now), before: sum(|sides| sides.before) }
}

/// The groups that rose and fell most, with their shares of the growth of the whole.
fn tell_movers(
    grouping: Grouping,
    compared: &Compared,
    count: usize,
    otherwise: Option<&Compared>,
    output: &Output,
) {
    let (words, formats) = (output.words(), output.formats());
    let mut header = vec![
        (words.text(&format!("column-{grouping}")), Align::Left),
        (words.text("column-revenue"), Align::Right),
        (words.text("column-change"), Align::Right),
        (words.text("column-contribution"), Align::Right),
        (words.text("column-place"), Align::Right),
    ];
    if otherwise.is_some() {
        header.push((words.text("column-change-if-missing"), Align::Right));
    }
    let if_missing = Changes::of(otherwise);
    let ranking = Ranking::of(compared);
    let moved = ranking.risers(count).into_iter().chain(ranking.fallers(count).into_iter().rev());
    let rows = moved.map(|ranked| {
        let mut cells = vec![
            asked::name(grouping, Some(&ranked.group), false, output),
            formats.units(ranked.revenue.to_f64()),
            formats.units_more(ranked.change.to_f64()),
            ranked.contribution.map(|part| formats.relative_change(part)).unwrap_or_default(),
            place(ranked, true),
        ];
        if if_missing.are_known() {
            let other = if_missing.of_group(&ranked.group);
            let change = other.map(|sides| formats.units_more(sides.change().to_f64()));
            cells.push(change.unwrap_or_else(|| NOT_COMPARED.to_owned()));
        }
        cells
    });
    output.print(&table(&header, rows));
}

/// The classes of both periods.
struct Classes {
    now: HashMap<Group, Class>,
    before: HashMap<Group, Class>,
}

impl Classes {
    fn of(compared: &Compared) -> Self {
        let classes =
            |members: Vec<Classed>| members.into_iter().map(|member| (member.group, member.class)).collect();
        Self { now: classes(pareto(compared.members())), before: classes(pareto(compared.members_before())) }
    }

    /// `A`, or `B → A` for a change of class.
    fn told(&self, group: &Group) -> String {
        match (self.before.get(group), self.now.get(group)) {
            (Some(before), Some(now)) if before != now => format!("{before} → {now}"),
            (_, Some(now)) => now.to_string(),
            (_, None) => String::new(),
        }
    }
}

/// A place, and how many places up or down it is from the one before: `3 ▲2`.
fn place(ranked: &Ranked, is_compared: bool) -> String {
    let Some(place) = ranked.place else { return "–".to_owned() };
    match ranked.places_up() {
        Some(0) => format!("{place}   "),
        Some(up) if up > 0 => format!("{place} ▲{up}"),
        Some(down) => format!("{place} ▼{}", down.unsigned_abs()),
        None if is_compared => format!("{place} ★"),
        None => format!("{place}   "),
    }
}

fn compared_document(compared: &Compared, count: usize, otherwise: Option<&Compared>) -> Json {
    let if_missing = Changes::of(otherwise);
    // Of a group of which no day is compared there is nothing but what it sold.
    let sides = |sides: &Sides, is_compared: bool| {
        let mut document = figures_document(&sides.whole);
        document["compared"] = json!(is_compared.then(|| figures_document(&sides.now)));
        document["before"] = json!(is_compared.then(|| figures_document(&sides.before)));
        document["change"] = json!(is_compared.then(|| sides.change().to_f64()));
        document["relative_change"] = json!(sides.relative_change());
        document
    };
    let ranking = Ranking::of(compared);
    let places: HashMap<_, _> = ranking.all().iter().map(|ranked| (&ranked.group, ranked)).collect();
    let classes = Classes::of(compared);
    let rows = compared.rows.iter().take(count).map(|row| {
        let mut document = sides(&row.sides, row.is_compared);
        let group = row.groups.first();
        document["id"] = json!(group.and_then(|group| group.id));
        document["name"] = json!(group.and_then(|group| group.name.clone()));
        if if_missing.are_known() {
            let sides = if_missing.of_row(row);
            document["change_if_missing"] = json!(sides.map(|sides| sides.change().to_f64()));
            document["relative_change_if_missing"] = json!(sides.and_then(|sides| sides.relative_change()));
        }
        if let Some(ranked) = group.and_then(|group| places.get(group)) {
            document["place"] = json!(ranked.place);
            document["place_before"] = json!(ranked.place_before);
            document["contribution"] = json!(ranked.contribution.filter(|_| row.is_compared));
        }
        if let Some(group) = group {
            document["class"] = json!(classes.now.get(group).map(Class::to_string));
            document["class_before"] = json!(classes.before.get(group).map(Class::to_string));
        }
        document
    });
    json!({
        "compared": comparison_document(&compared.days),
        "total": sides(&compared.total, true),
        "rows": rows.collect::<Vec<_>>(),
    })
}
