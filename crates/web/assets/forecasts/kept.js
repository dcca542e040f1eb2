// @ts-check
/** Forecasts that the shop keeps: which one answers a choice. */
import { isSame } from './choice.js';

/** @typedef {import('./choice.js').Target} Target */
/**
 * @typedef {object} Before what was sold on the same weekdays of the year before
 * @property {string} day the first of them
 * @property {number} days how many there are
 * @property {number} revenue
 * @property {number} now what is forecast of the days that they are compared with
 */
/** @typedef {{mean: number, lower80: number, upper80: number, lower95: number, upper95: number}} Expected */
/** @typedef {Expected & {day: string, days?: number, before?: Before | null}} Point one day, or several together */
/**
 * @typedef {object} Kept as `GET /forecasts` answers
 * @property {number} id
 * @property {number | null} [total_id] of a part, the forecast that all parts sum to; of a total made for its parts, itself
 * @property {string} model
 * @property {'total' | import('../shared/state.js').Grouping} series
 * @property {string | null} target null for all sales, and for the group that nobody knows
 * @property {string} last_day the last day that the model has seen
 * @property {string} made_at
 * @property {number} data_version
 * @property {number} horizon how many days it is of
 * @property {Point} whole all days together
 * @property {Point[]} points its days, weeks or months
 * @property {string | null} sql where its days are kept
 */

/** @param {Kept} kept @returns {Target} */
export const targetOf = ({ series, target }) => ({ level: series, name: target ?? '' });

/**
 * The newest forecast of a target that looks far enough.
 * @param {Kept[]} kept the newest first
 * @param {Target} target
 * @param {number} horizon
 * @returns {Kept | null}
 */
export const newestOf = (kept, target, horizon) =>
  kept.find((one) => isSame(targetOf(one), target) && one.horizon >= horizon) ?? null;

/**
 * The parts of a total; where it has none, the newest of all groups of the level, which are parts of another.
 * @param {Kept[]} kept of this level, the newest first
 * @param {Kept | null} total
 */
export function partsOf(kept, total) {
  const own = kept.find((one) => total && one.total_id === total.id);
  const first = own ?? kept[0];
  // Groups that were forecast before parts named their total were made at one time.
  const together = (/** @type {Kept} */ one) =>
    one.made_at === first?.made_at && (one.total_id ?? null) === (first?.total_id ?? null);
  return kept.filter(together);
}

/**
 * The change from the year before, on the days that have one.
 * @param {Point} point
 */
export const yearChange = ({ before }) => (before && before.revenue > 0 ? before.now / before.revenue - 1 : null);

/** @param {number[]} values */
export const sum = (values) => values.reduce((total, value) => total + value, 0);
