#![doc = include_str!("../README.md")]

mod analyses;
mod anomalies;
mod answer;
mod cents;
mod compared;
mod compared_days;
mod completeness;
mod cube;
mod curve;
mod error;
mod explanation;
mod forecasts;
mod gap_answers;
mod grouping;
mod live_cube;
mod names;
mod net_revenue;
mod pareto;
mod question;
mod ranking;
mod rest_days;
mod sales;
mod seasonality;
mod series;
mod shared_names;
mod store_days;
mod successions;
mod targets;
mod why;
mod yearly_closures;

pub use analyses::Analyses;
pub use anomalies::{Anomalies, Anomaly, AnomalySettings, Outside, anomalies};
pub use answer::{Answer, AnswerRow, Baskets, Figures, Group, part_of};
pub use compared::{Compared, ComparedRow, Sides, compare, compare_if_missing};
pub use compared_days::{ComparedDays, LeftOut, StoreScope};
pub use completeness::{Ahead, Arrived, AskedGap, Completeness, place_of_stores};
pub use cube::{Cube, Followed};
pub use curve::{Curve, CurvePoint, PointBefore, curve};
pub use error::AnalysisError;
pub use explanation::{Explanation, explain};
pub use forecasts::{
    Candidate, ForecastDay, ForecastScore, ForecastTarget, Kept, LEVELS, RevenueBacktest, RevenueForecast,
    Wanted, YearBefore, backtest_revenue, calendar_anywhere, forecast_revenue, kept_forecasts,
    make_forecasts, score_forecasts, set_beside_year_before,
};
pub use gap_answers::{GapAnswer, GapAnswered, answer_gap};
pub use grouping::Grouping;
pub use live_cube::LiveCube;
pub use names::search_names;
pub use net_revenue::NetRevenue;
pub use pareto::{Class, ClassMove, Classed, class_moves, pareto};
pub use question::{Exclusion, Filter, Measure, Question};
pub use ranking::{Ranked, Ranking};
pub use sales::Sales;
pub use seasonality::{HeatMap, HeatWeek, Index, Seasonality, SeriesDay, heat_map, seasonality};
pub use series::{DailyRevenue, DayRevenue, daily_revenue};
pub use store_days::{DayState, StoreDays, day_states, days_with_gaps, last_complete_day};
pub use successions::{Succession, Successive, successions};
pub use targets::{PeriodTarget, TargetProgress, TargetState, period_target, target_progress};
pub use why::{
    ChangeFacts, ChangeLine, ChangePart, ChangeParts, ChangeStory, Comings, Direction, Driver, EdgeSales,
    LineKind, PairSales, PeriodSales, RevenueChange, StoresWeek, TradingDays, WeekdayTrade,
};
