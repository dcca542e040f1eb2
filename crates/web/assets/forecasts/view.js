// @ts-check
/** What all parts of the page draw from. */
import { addDays, weekdayOf } from '../shared/dates.js';
import { filterOf, grainFor, HORIZONS, isSame } from './choice.js';
import { newestOf, partsOf, targetOf } from './kept.js';

/** @typedef {import('../shared/page.js').Context} Context */
/** @typedef {import('../shared/dates.js').Dates} Dates */
/** @typedef {import('./choice.js').Choice} Choice */
/** @typedef {import('./kept.js').Kept} Kept */
/** @typedef {{available: Dates, data_version: number, sales_version: number}} Sold */
/** @typedef {{day: string, revenue: number}} DayRevenue */
/**
 * @typedef {Context & {
 *   choice: Choice & {horizon: number},
 *   grain: import('./choice.js').Grain,
 *   sold: Sold,
 *   forecast: Kept | null,
 *   parts: Kept[],
 *   total: Kept | null,
 *   names: string[],
 *   history: DayRevenue[],
 *   spans: import('../shared/occasions.js').Span[],
 * }} View
 * - `forecast` of the target, if there is one that looks so far
 * - `grain` of the curve
 * - `parts` the newest forecasts of the groups of a level, made together; `total` the one of all sales that they sum to
 * - `names` of the groups of the level, by revenue
 * - `history` revenue of the target before the forecast, and after its start where the sales went on
 * - `spans` what the calendar says of these days and of those forecast
 */

const HISTORY_DAYS = 42;
const HISTORY_WEEKS = 26;
const HISTORY_MONTHS = 13;
const TOTALS_READ = 40;

/**
 * @param {Context} context
 * @param {Choice} choice
 * @param {Sold} sold
 * @returns {Promise<View>}
 */
export async function askView(context, choice, sold) {
  const { ask } = context;
  // Sums of months are enough to know which forecasts there are.
  const [{ rows }, { forecasts: totals }] = await Promise.all([
    ask(`breakdown/${choice.by}`),
    ask('forecasts', { series: 'total', limit: String(TOTALS_READ), grain: 'month' }),
  ]);
  const names = rows.map((/** @type {{name: string | null}} */ { name }) => name ?? '');
  // The last two times that all groups were forecast, some of which may have gone since.
  const limit = String(2 * names.length + 10);
  const isOfAll = choice.target.level === 'total';
  const ofTarget = isOfAll ? totals : (await ask('forecasts', { series: choice.by, limit, grain: 'month' })).forecasts;
  const horizon =
    choice.horizon ?? usualHorizon(ofTarget.find((/** @type {Kept} */ kept) => isSame(targetOf(kept), choice.target)));
  const grain = choice.grain ?? grainFor(horizon);
  const { forecasts: groups } = await ask('forecasts', {
    series: choice.by,
    limit,
    horizon: String(horizon),
    grain: grainFor(2 * horizon),
  });

  const standing = newestOf(totals, choice.target, horizon);
  const parts = partsOf(groups, isOfAll ? standing : null);
  const ofParts = parts[0]?.total_id ?? null;
  const known = isOfAll ? (standing?.id ?? ofParts) : newestOf(groups, choice.target, horizon)?.id;
  /** @param {number | null | undefined} id @returns {Promise<Kept | null>} */
  const one = async (id) =>
    id ? ((await ask('forecasts', { id: String(id), horizon: String(horizon), grain })).forecasts[0] ?? null) : null;
  const forecast = await one(known);
  const total = ofParts === forecast?.id ? forecast : await one(ofParts ?? madeWith(totals, parts)?.id);
  const history = await askHistory(context, { ...choice, grain }, sold, forecast);
  const [from, to] = [history[0]?.day, forecast ? lastDayOf(forecast) : history.at(-1)?.day];
  const { spans } = from && to ? await ask('calendar', { from, to }) : { spans: [] };
  return { ...context, choice: { ...choice, horizon }, grain, sold, forecast, parts, total, names, history, spans };
}

/** The total of parts that do not name it. @param {Kept[]} totals @param {Kept[]} parts */
const madeWith = (totals, [first]) => totals.find(({ made_at }) => made_at === first?.made_at);

/** As far as the newest forecast looks, where that can be chosen. @param {Kept | undefined} newest */
const usualHorizon = (newest) => HORIZONS.find((days) => days === newest?.horizon) ?? HORIZONS[0];

/** The last of the days forecast. @param {Kept} forecast */
export function lastDayOf({ points, last_day }) {
  const last = points.at(-1);
  return last ? addDays(last.day, (last.days ?? 1) - 1) : last_day;
}

/**
 * @param {Context} context
 * @param {Choice & {grain: import('./choice.js').Grain}} choice
 * @param {Sold} sold
 * @param {Kept | null} forecast
 * @returns {Promise<DayRevenue[]>}
 */
async function askHistory({ ask }, { target, grain }, sold, forecast) {
  const { available } = sold;
  const seen = forecast?.last_day ?? available.to;
  const first = historyFrom(grain, seen);
  const last = forecast && isBehind(forecast, sold) ? lastOf(forecast, available) : seen;
  const from = first < available.from ? available.from : first;
  const { points } = await ask('series', { from, to: last, grain, ...filterOf(target) });
  return points;
}

/** Where the past begins that is shown: on the first day of a day, a week or a month. @param {string} grain @param {string} seen */
function historyFrom(grain, seen) {
  if (grain === 'day') return addDays(seen, 1 - HISTORY_DAYS);
  if (grain === 'week') return addDays(seen, -weekdayOf(seen) - 7 * HISTORY_WEEKS);
  const month = new Date(`${seen.slice(0, 7)}-01T00:00:00Z`);
  month.setUTCMonth(month.getUTCMonth() - HISTORY_MONTHS);
  return month.toISOString().slice(0, 10);
}

/** The last day that both the forecast and the sales have. @param {Kept} forecast @param {Dates} available */
function lastOf(forecast, available) {
  const end = lastDayOf(forecast);
  return end < available.to ? end : available.to;
}

/** Whether the sales have changed since a forecast. @param {Kept} forecast @param {Sold} sold */
export const isBehind = (forecast, sold) => forecast.data_version < sold.sales_version;

/** Whether all days of a forecast have come. @param {Kept} forecast @param {Sold} sold */
export const isPast = (forecast, { available }) => lastDayOf(forecast) <= available.to;
