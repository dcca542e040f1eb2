// @ts-check
/** Forecasts that the shop keeps: which one answers a choice, and what its days make together. */
import { isSame } from './choice.js';

/** @typedef {import('./choice.js').Target} Target */
/** @typedef {{mean: number, lower80: number, upper80: number, lower95: number, upper95: number}} Expected */
/** @typedef {Expected & {day: string}} Point */
/**
 * @typedef {object} Kept as `GET /forecasts` tells it
 * @property {number} id
 * @property {string} model
 * @property {'total' | import('../shared/state.js').Grouping} series
 * @property {string | null} target null for all sales, and for the group that nobody knows
 * @property {string} last_day the last day that the model has seen
 * @property {string} made_at
 * @property {number} data_version
 * @property {number} [agreement] how far the errors of its days go together, from 0 to 1
 * @property {Point[]} points
 * @property {string | null} sql where its days are kept
 */

/** @param {Kept} kept @returns {Target} */
export const targetOf = ({ series, target }) => ({ level: series, name: target ?? '' });

/**
 * The newest forecast of a target that looks far enough, cut to the days asked for.
 * @param {Kept[]} kept the newest first
 * @param {Target} target
 * @param {number} horizon
 * @returns {Kept | null}
 */
export function newestOf(kept, target, horizon) {
  const found = kept.find((one) => isSame(targetOf(one), target) && one.points.length >= horizon);
  return found ? cut(found, horizon) : null;
}

/**
 * The newest forecasts of all groups of a level, which were made together.
 * @param {Kept[]} kept of this level, the newest first
 * @param {number} horizon
 */
export function newestRun(kept, horizon) {
  const first = kept.find(({ points }) => points.length >= horizon);
  return kept.filter(({ made_at }) => made_at === first?.made_at).map((one) => cut(one, horizon));
}

/** @param {Kept} kept @param {number} horizon @returns {Kept} */
const cut = (kept, horizon) => ({ ...kept, points: kept.points.slice(0, horizon), sql: kept.sql && `${kept.sql}\nlimit ${horizon}` });

/**
 * All days together. The width of a sum is that of errors any two of which correlate by the agreement; where that is
 * not told, the days are taken to err together, which is the widest.
 * @param {Kept} kept
 * @returns {Expected}
 */
export function wholeOf({ points, agreement = 1 }) {
  /** @param {(point: Point) => number} distance */
  const width = (distance) => {
    const widths = points.map(distance);
    const [total, squares] = [sum(widths), sum(widths.map((one) => one * one))];
    return Math.sqrt(Math.max(0, (1 - agreement) * squares + agreement * total * total));
  };
  const mean = sum(points.map((point) => point.mean));
  return {
    mean,
    lower80: mean - width((point) => point.mean - point.lower80),
    upper80: mean + width((point) => point.upper80 - point.mean),
    lower95: mean - width((point) => point.mean - point.lower95),
    upper95: mean + width((point) => point.upper95 - point.mean),
  };
}

/** @param {number[]} values */
export const sum = (values) => values.reduce((total, value) => total + value, 0);
