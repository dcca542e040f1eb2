//! `comptoir analyse`: the figures of the brief, or one grouping.

use comptoir_analysis::{Analyses, AnalysisError, Answer, Grouping, LiveCube, Measure, Question};
use comptoir_calendar::Period;
use comptoir_store::Database;
use serde_json::{Value as Json, json};

use crate::{
    failure::{Done, Failure},
    flags::Analyse,
    output::Output,
    progress::Progress,
    tables::{Align, table},
};

pub(super) fn run(flags: &Analyse, database: &dyn Database, output: &Output) -> Result<Done, Failure> {
    let progress = Progress::new(output.words().text("analyse-progress"));
    let cube = LiveCube::default();
    let sales = cube.sales(database)?;
    let available = sales.available()?.ok_or(AnalysisError::NoSales)?;
    let first = flags.from.unwrap_or_else(|| available.first());
    let last = flags.to.unwrap_or_else(|| available.last());
    let period = Period::new(first, last).map_err(AnalysisError::from)?;
    match flags.by {
        None => {
            let analyses = Analyses::run(&sales, Some(period))?;
            let kept = analyses.keep(database, &comptoir_web::now())?;
            drop(progress);
            tell(&analyses, output);
            output.talk("analyse-kept", &[("count", &kept.to_string())]);
            output.document(&document(&analyses));
        }
        Some(grouping) => {
            let answer = sales.answer(&Question::by(grouping).with(Measure::Quantity).during(period))?;
            drop(progress);
            tell_period(period, output);
            tell_answer("analyse-by", grouping, &answer, output);
            output.document(&answer_document(&answer));
        }
    }
    Ok(Done::Whole)
}

pub(super) fn tell(analyses: &Analyses, output: &Output) {
    tell_period(analyses.period, output);
    let total = output.formats().euros(analyses.total.to_f64(), 0);
    output.print(&format!("{} : {total}\n", output.words().text("analyse-total")));
    tell_answer("analyse-by-product", Grouping::Product, &analyses.by_product, output);
    output.print("");
    tell_answer("analyse-by-region", Grouping::Region, &analyses.by_region, output);
}

fn tell_period(period: Period, output: &Output) {
    let formats = output.formats();
    let (from, to) = (formats.day(period.first()), formats.day(period.last()));
    let period = output.say("analyse-period", &[("from", &from), ("to", &to)]);
    output.title("analyse-title", &[("period", &period)]);
}

fn tell_answer(title: &str, grouping: Grouping, answer: &Answer, output: &Output) {
    let (words, formats) = (output.words(), output.formats());
    let name = words.text(&format!("grouping-{grouping}"));
    output.title(title, &[("grouping", &name)]);
    let header = [
        (words.text(&format!("column-{grouping}")), Align::Left),
        (words.text("column-revenue"), Align::Right),
        (words.text("column-share"), Align::Right),
    ];
    let unknown = words.text(if grouping == Grouping::Region { "unknown-region" } else { "unknown" });
    let rows = answer.rows.iter().map(|row| {
        let name = row.name().unwrap_or(&unknown).to_owned();
        vec![name, formats.euros(row.revenue().to_f64(), 0), formats.percent(row.share)]
    });
    output.print(&table(&header, rows));
}

pub(super) fn document(analyses: &Analyses) -> Json {
    let day = |day: &comptoir_analysis::DayRevenue| json!({ "day": day.day.to_string(), "revenue": day.revenue.to_f64() });
    json!({
        "period": { "from": analyses.period.first().to_string(), "to": analyses.period.last().to_string() },
        "data_version": analyses.data_version,
        "total_revenue": analyses.total.to_f64(),
        "sales_by_product": answer_document(&analyses.by_product)["rows"],
        "sales_by_region": answer_document(&analyses.by_region)["rows"],
        "daily_revenue": analyses.daily.days.iter().map(day).collect::<Vec<_>>(),
    })
}

fn answer_document(answer: &Answer) -> Json {
    let rows = answer.rows.iter().map(|row| {
        json!({
            "id": row.id(),
            "name": row.name(),
            "revenue": row.revenue().to_f64(),
            "quantity": row.figures.quantity.unwrap_or_default().to_f64(),
            "sales": row.figures.sales,
            "share": row.share,
        })
    });
    json!({ "total": answer.total.to_f64(), "rows": rows.collect::<Vec<_>>() })
}
