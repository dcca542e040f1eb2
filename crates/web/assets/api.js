// @ts-check
/** The questions the page asks of the public API, and the shapes of its answers. */
import { GROUPINGS } from './state.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./state.js').Grouping} Grouping */
/** @typedef {{from: string, to: string}} Dates both included, YYYY-MM-DD */
/**
 * @typedef {object} Summary
 * @property {number} data_version
 * @property {string} currency
 * @property {Dates | null} period
 * @property {Dates | null} available null while there is no sale at all
 * @property {number} revenue
 * @property {number} sales
 * @property {number} quantity
 */
/** @typedef {{name: string | null, revenue: number, quantity: number, sales: number, share: number}} BreakdownRow */
/** @typedef {{grouping: string, period: Dates | null, total: number, rows: BreakdownRow[]}} Breakdown */
/** @typedef {{day: string, revenue: number}} DayRevenue */
/** @typedef {{grain: string, period: Dates | null, points: DayRevenue[]}} Series */
/** @typedef {{day: string, mean: number, lower80: number, upper80: number, lower95: number, upper95: number}} ForecastDay */
/**
 * @typedef {object} Forecast
 * @property {number} id
 * @property {string} model
 * @property {string} made_at
 * @property {number} data_version
 * @property {string} series
 * @property {string} last_day the last day of sales it stands on
 * @property {ForecastDay[]} points
 */
/**
 * @typedef {object} Answers everything one drawing of the page needs
 * @property {Summary} summary
 * @property {Dates} dates
 * @property {Series} series
 * @property {Breakdown} regions
 * @property {Breakdown} products
 * @property {Forecast[]} forecasts
 */

const TOP_PRODUCTS = 5;
const TIMEOUT_MS = 60_000;
const DAY_MS = 86_400_000;

/** An error that the API explained (its `detail`), or one of the network when `status` is 0. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} detail
   */
  constructor(status, code, detail) {
    super(detail || code);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

/**
 * Asks all that the page shows. Null when the database has no sale.
 * A chart that filters by region is not itself cut down to that region, so its parts stay comparable.
 * @param {State} state
 * @param {string} language for the sentences of errors
 * @param {AbortSignal} signal
 * @returns {Promise<Answers | null>}
 */
export async function askPage(state, language, signal) {
  /** @param {string} path @param {URLSearchParams} [query] */
  const ask = (path, query) => getJson(path, query, language, signal);
  const { available } = /** @type {Summary} */ (await ask('summary'));
  if (!available) return null;
  const dates = datesOf(state, available);
  const [summary, series, regions, products, { forecasts }] = await Promise.all([
    ask('summary', parameters(state, dates)),
    ask('series', parameters(state, dates, { grain: 'day' })),
    ask('breakdown/region', parameters(state, dates, {}, 'region')),
    ask('breakdown/product', parameters(state, dates, { limit: String(TOP_PRODUCTS) }, 'product')),
    ask('forecasts', new URLSearchParams({ series: 'total', limit: '1' })),
  ]);
  return { summary: { ...summary, available }, dates, series, regions, products, forecasts };
}

/**
 * The period chosen, ending on the last day with data and never starting before the first.
 * @param {State} state
 * @param {Dates} available
 * @returns {Dates}
 */
function datesOf(state, available) {
  if (state.period === 'all') return available;
  const start = Date.parse(`${available.to}T00:00:00Z`) - (Number(state.period) - 1) * DAY_MS;
  const from = new Date(start).toISOString().slice(0, 10);
  return { from: from < available.from ? available.from : from, to: available.to };
}

/**
 * How many days a period has.
 * @param {Dates} dates
 */
export function countDays(dates) {
  return Math.round((Date.parse(dates.to) - Date.parse(dates.from)) / DAY_MS) + 1;
}

/**
 * @param {State} state
 * @param {Dates} dates
 * @param {Record<string, string>} [more]
 * @param {Grouping} [without] the grouping whose filter is left out
 */
function parameters(state, dates, more = {}, without) {
  const query = new URLSearchParams({ from: dates.from, to: dates.to, ...more });
  for (const grouping of GROUPINGS) {
    if (grouping === without) continue;
    for (const name of state.filters[grouping]) query.append(grouping, name);
  }
  return query;
}

/**
 * @param {string} path
 * @param {URLSearchParams | undefined} query
 * @param {string} language
 * @param {AbortSignal} signal
 * @returns {Promise<any>}
 */
async function getJson(path, query, language, signal) {
  const address = `/api/v1/${path}${query ? `?${query}` : ''}`;
  let answer;
  try {
    answer = await fetch(address, {
      headers: { Accept: 'application/json', 'Accept-Language': language },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new ApiError(0, 'network', '');
  }
  if (answer.ok) return answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw new ApiError(answer.status, problem.code ?? '', problem.detail ?? '');
}
