//! `comptoir analyse`: the figures of the brief, or an answer to one question.

mod side_by_side;

use comptoir_analysis::{
    Analyses, AnalysisError, Answer, AnswerRow, Classed, Completeness, Figures, Filter, Grouping, LiveCube,
    Measure, NetRevenue, Question, Sales, pareto, period_target, target_progress,
};
use comptoir_calendar::Period;
use comptoir_store::Database;
use comptoir_web::{asked_sentence, net_document};
use comptoir_words::Currency;
use serde_json::{Value as Json, json};

use super::{
    asked::{self, Asked},
    sql, targets,
};
use crate::{
    failure::{Done, Failure},
    flags::{Analyse, AnswerFormat},
    output::Output,
    progress::Progress,
    tables::{Align, table},
};

pub(super) fn run(flags: &Analyse, database: &dyn Database, output: &Output) -> Result<Done, Failure> {
    let progress = Progress::new(output.words().text("analyse-progress"));
    let cube = LiveCube::default();
    let sales = cube.sales(database)?.seen_on(Some(comptoir_web::today()));
    let available = sales.available()?.ok_or(AnalysisError::NoSales)?;
    let asked = Asked::of(&flags.asked, &sales, available)?;
    let is_the_briefs = flags.by.is_none() && flags.asked.compare.is_none() && asked.filters.is_empty();
    let has_more =
        flags.asked.format.is_some() || flags.sql || flags.lines.is_some() || flags.net || flags.targets;
    if is_the_briefs && !has_more {
        let analyses = Analyses::run(&sales, Some(asked.period))?;
        let kept = analyses.keep(database, &comptoir_web::now())?;
        drop(progress);
        tell(&analyses, output);
        output.talk("analyse-kept", &[("count", &kept.to_string())]);
        output.document(&document(&analyses, output.words().currency()));
        return Ok(Done::Whole);
    }
    if flags.targets {
        let month = asked.period.last();
        let of_period = period_target(&sales, asked.period, &asked.filters)?;
        let asked_days = Period::between(month.first_of_month(), month.last_of_month());
        let said = asked_in(&sales, &asked.filters, Some(asked_days), output)?;
        targets::tell(&target_progress(&sales, month)?, of_period.as_ref(), said.as_deref(), output);
        return Ok(Done::Whole);
    }
    let question = Question {
        grouping: flags.by,
        filters: asked.filters.clone(),
        limit: flags.top,
        ..Question::default().during(sales.known_days(asked.period)?).with(Measure::Quantity)
    };
    if flags.net {
        tell_net(&sales, &question, output)?;
        return Ok(Done::Whole);
    }
    if let Some(count) = flags.lines {
        let lines = sales.lines(&question, count)?;
        sql::tell(&lines, flags.asked.format == Some(AnswerFormat::Csv), output);
        if let Some(said) = asked_in(&sales, &question.filters, question.period, output)? {
            Output::note(&said);
        }
        return Ok(Done::Whole);
    }
    match flags.asked.compare {
        None => answer(flags, &question, &sales, output),
        Some(basis) => {
            let days = asked.compared(basis, &sales)?;
            side_by_side::answer(flags, &question, days, &sales, output)
        }
    }
}

/// Answers a question about one period.
fn answer(flags: &Analyse, question: &Question, sales: &Sales<'_>, output: &Output) -> Result<Done, Failure> {
    let answer = sales.answer(question)?;
    let grouping = question.grouping;
    if flags.asked.format == Some(AnswerFormat::Csv) {
        let header = [grouping.map_or("total", Grouping::name), "revenue", "sales", "quantity", "share"];
        Output::data(&asked::csv(&header, answer.rows.iter().map(|row| plain(grouping, row, output))));
        return Ok(Done::Whole);
    }
    if let Some(period) = question.period {
        tell_period(period, output);
    }
    // Classes are of products or places; a rest beyond a limit would be one of them.
    let is_classed = grouping.is_some_and(|grouping| !grouping.is_of_time()) && question.limit.is_none();
    let classes = if is_classed { pareto(answer.members()) } else { vec![] };
    match grouping {
        Some(grouping) => tell_answer("analyse-by", grouping, &answer, &classes, output),
        None => tell_total(answer.total.to_f64(), output),
    }
    let mut document = answer_document(&answer, &classes);
    let asked = asked_in(sales, &question.filters, question.period, output)?;
    tell_asked(asked.as_deref(), output);
    document["asked"] = json!(asked);
    tell_sql(flags, question, output, &mut document);
    output.figures(document);
    Ok(Done::Whole)
}

/// That the days of a period are counted as closed of which nobody has said anything; `None` where there are none.
fn asked_in(
    sales: &Sales<'_>,
    filters: &[Filter],
    period: Option<Period>,
    output: &Output,
) -> Result<Option<String>, Failure> {
    let Some(period) = period else { return Ok(None) };
    let gaps = Completeness::of(sales, filters)?.asked_gaps_in(period);
    Ok(asked_sentence(&gaps, output.words()))
}

/// The same, and how to answer.
pub(super) fn tell_asked(asked: Option<&str>, output: &Output) {
    if let Some(asked) = asked {
        output.print(&format!("\n{asked}\n{}", output.words().text("days-asked-hint")));
    }
}

/// Says the SQL of the question, when it is asked for; JSON has it anyway.
fn tell_sql(flags: &Analyse, question: &Question, output: &Output, document: &mut Json) {
    let sql = question.sql_text();
    if flags.sql {
        output.print(&format!("\n{}\n{sql};", output.words().text("definition-revenue")));
    }
    document["sql"] = sql.into();
}

pub(super) fn tell(analyses: &Analyses, output: &Output) {
    tell_period(analyses.period, output);
    tell_total(analyses.total.to_f64(), output);
    output.print("");
    tell_answer("analyse-by-product", Grouping::Product, &analyses.by_product, &[], output);
    output.print("");
    tell_answer("analyse-by-region", Grouping::Region, &analyses.by_region, &[], output);
}

fn tell_period(period: Period, output: &Output) {
    let formats = output.formats();
    let (from, to) = (formats.day(period.first()), formats.day(period.last()));
    let period = output.say("analyse-period", &[("from", &from), ("to", &to)]);
    output.title("analyse-title", &[("period", &period)]);
}

fn tell_total(total: f64, output: &Output) {
    let total = output.formats().units(total);
    output.print(&format!("{} : {total}", output.words().text("analyse-total")));
}

fn tell_answer(title: &str, grouping: Grouping, answer: &Answer, classes: &[Classed], output: &Output) {
    let (words, formats) = (output.words(), output.formats());
    let name = words.text(&format!("grouping-{grouping}"));
    output.title(title, &[("grouping", &name)]);
    let mut header = vec![
        (words.text(&format!("column-{grouping}")), Align::Left),
        (words.text("column-revenue"), Align::Right),
        (words.text("column-share"), Align::Right),
    ];
    if !classes.is_empty() {
        header.push((words.text("column-cumulative-share"), Align::Right));
        header.push((words.text("column-class"), Align::Left));
    }
    // Both stand in the order of revenue.
    let rows = answer.rows.iter().enumerate().map(|(at, row)| {
        let name = asked::name(grouping, row.groups.first(), row.is_rest, output);
        let mut cells = vec![
            name,
            formats.units(row.revenue().to_f64()),
            row.share.map(|share| formats.percent(share)).unwrap_or_default(),
        ];
        if let Some(classed) = classes.get(at) {
            let cumulative = row.share.map(|_| formats.percent(classed.cumulative_share));
            cells.extend([cumulative.unwrap_or_default(), classed.class.to_string()]);
        }
        cells
    });
    output.print(&table(&header, rows));
}

/// From gross to net.
fn tell_net(sales: &Sales<'_>, question: &Question, output: &Output) -> Result<(), Failure> {
    let steps = NetRevenue::of(sales, question)?.in_cents();
    if let Some(period) = question.period {
        tell_period(period, output);
    }
    let (words, formats) = (output.words(), output.formats());
    let header = [(String::new(), Align::Left), (words.text("column-amount"), Align::Right)];
    let named = [
        ("net-gross", steps.gross),
        ("net-discounts", steps.discounts),
        ("net-returns", steps.returns),
        ("net-others", steps.others),
        ("net-net", steps.net()),
    ];
    let rows = named.iter().map(|(id, amount)| vec![words.text(id), formats.money(amount.to_f64())]);
    output.print(&table(&header, rows));
    let asked = asked_in(sales, &question.filters, question.period, output)?;
    tell_asked(asked.as_deref(), output);
    output.figures(net_document(&steps, asked.as_deref()));
    Ok(())
}

/// For programs, with amounts in that currency.
pub(super) fn document(analyses: &Analyses, currency: Currency) -> Json {
    let day = |day: &comptoir_analysis::DayRevenue| json!({ "day": day.day.to_string(), "revenue": day.revenue.to_f64() });
    json!({
        "period": { "from": analyses.period.first().to_string(), "to": analyses.period.last().to_string() },
        "data_version": analyses.data_version,
        "currency": currency.code(),
        "total_revenue": analyses.total.to_f64(),
        "sales_by_product": answer_document(&analyses.by_product, &[])["rows"],
        "sales_by_region": answer_document(&analyses.by_region, &[])["rows"],
        "daily_revenue": analyses.daily.days.iter().map(day).collect::<Vec<_>>(),
    })
}

fn answer_document(answer: &Answer, classes: &[Classed]) -> Json {
    let rows = answer.rows.iter().enumerate().map(|(at, row)| {
        let mut document = figures_document(&row.figures);
        document["id"] = json!(row.id());
        document["name"] = json!(row.name());
        document["share"] = json!(row.share);
        if let Some(classed) = classes.get(at) {
            document["cumulative_share"] = json!(row.share.map(|_| classed.cumulative_share));
            document["class"] = json!(classed.class.to_string());
        }
        if row.is_rest {
            document["others"] = json!(true);
        }
        document
    });
    json!({ "total": answer.total.to_f64(), "rows": rows.collect::<Vec<_>>() })
}

fn figures_document(figures: &Figures) -> Json {
    json!({
        "revenue": figures.revenue.to_f64(),
        "quantity": figures.quantity.unwrap_or_default().to_f64(),
        "sales": figures.sales,
    })
}

/// A row of CSV.
fn plain(grouping: Option<Grouping>, row: &AnswerRow, output: &Output) -> Vec<String> {
    let name =
        if row.is_rest { output.words().text("others") } else { row.name().unwrap_or_default().to_owned() };
    vec![
        if grouping.is_some() { name } else { output.words().text("total") },
        row.revenue().to_string(),
        row.figures.sales.to_string(),
        row.figures.quantity.unwrap_or_default().to_string(),
        row.share.map(|share| share.to_string()).unwrap_or_default(),
    ]
}
