// @ts-check
/** What all parts of the page draw from. */
import { addDays } from '../shared/dates.js';
import { ALL_SALES, HORIZONS, filterOf, isSame } from './choice.js';
import { newestOf, newestRun, targetOf } from './kept.js';

/** @typedef {import('../shared/page.js').Context} Context */
/** @typedef {import('../shared/dates.js').Dates} Dates */
/** @typedef {import('./choice.js').Choice} Choice */
/** @typedef {import('./kept.js').Kept} Kept */
/** @typedef {{available: Dates, data_version: number, sales_version: number}} Sold */
/** @typedef {{day: string, revenue: number}} DayRevenue */
/**
 * @typedef {Context & {
 *   choice: Choice & {horizon: number},
 *   sold: Sold,
 *   forecast: Kept | null,
 *   parts: Kept[],
 *   total: Kept | null,
 *   names: string[],
 *   history: DayRevenue[],
 *   spans: import('../shared/occasions.js').Span[],
 * }} View
 * - `forecast` of the target, if there is one that looks so far
 * - `parts` the newest forecasts of the groups of a level, made together; `total` the one of all sales made with them
 * - `names` of the groups of the level, by revenue
 * - `history` revenue of the target on the weeks before the forecast, and after its start where the sales went on
 * - `spans` what the calendar says of these days and of those forecast
 */

const HISTORY_DAYS = 42;
const TOTALS_READ = 40;

/**
 * @param {Context} context
 * @param {Choice} choice
 * @param {Sold} sold
 * @returns {Promise<View>}
 */
export async function askView(context, choice, sold) {
  const { ask } = context;
  const [{ rows }, { forecasts: totals }] = await Promise.all([
    ask(`breakdown/${choice.by}`),
    ask('forecasts', { series: 'total', limit: String(TOTALS_READ) }),
  ]);
  const names = rows.map((/** @type {{name: string | null}} */ { name }) => name ?? '');
  // The last two times that all groups were forecast, some of which may have gone since.
  const limit = 2 * names.length + 10;
  const { forecasts: groups } = await ask('forecasts', { series: choice.by, limit: String(limit) });

  const ofTarget = choice.target.level === 'total' ? totals : groups;
  const horizon = choice.horizon ?? usualHorizon(ofTarget.find((/** @type {Kept} */ kept) => isSame(targetOf(kept), choice.target)));
  const forecast = newestOf(ofTarget, choice.target, horizon);
  const parts = newestRun(groups, horizon);
  const history = await askHistory(context, choice, sold, forecast);
  const [from, to] = [history[0]?.day, forecast?.points.at(-1)?.day ?? history.at(-1)?.day];
  const { spans } = from && to ? await ask('calendar', { from, to }) : { spans: [] };
  const together = totals.filter((/** @type {Kept} */ { made_at }) => made_at === parts[0]?.made_at);
  return {
    ...context,
    choice: { ...choice, horizon },
    sold,
    forecast,
    parts,
    total: newestOf(together, ALL_SALES, horizon),
    names,
    history,
    spans,
  };
}

/** As far as the newest forecast looks, where that can be chosen. @param {Kept | undefined} newest */
const usualHorizon = (newest) => HORIZONS.find((days) => days === newest?.points.length) ?? HORIZONS[0];

/**
 * @param {Context} context
 * @param {Choice} choice
 * @param {Sold} sold
 * @param {Kept | null} forecast
 * @returns {Promise<DayRevenue[]>}
 */
async function askHistory({ ask }, { target }, sold, forecast) {
  const { available } = sold;
  const seen = forecast?.last_day ?? available.to;
  const first = addDays(seen, 1 - HISTORY_DAYS);
  const last = forecast && isBehind(forecast, sold) ? lastOf(forecast, available) : seen;
  const from = first < available.from ? available.from : first;
  const { points } = await ask('series', { from, to: last, ...filterOf(target) });
  return points;
}

/** The last day that both the forecast and the sales have. @param {Kept} forecast @param {Dates} available */
function lastOf({ points, last_day }, available) {
  const end = points.at(-1)?.day ?? last_day;
  return end < available.to ? end : available.to;
}

/** Whether the sales have changed since a forecast. @param {Kept} forecast @param {Sold} sold */
export const isBehind = (forecast, sold) => forecast.data_version < sold.sales_version;

/** Whether all days of a forecast have come. @param {Kept} forecast @param {Sold} sold */
export const isPast = ({ points }, { available }) => (points.at(-1)?.day ?? '') <= available.to;
