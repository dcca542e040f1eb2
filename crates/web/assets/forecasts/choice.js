// @ts-check
/** What the reader has chosen on this page: of what, how far ahead, by what. It lives in the address beside the rest. */
import { PATHS } from '../shared/frame.js';
import { activeFilters, GROUPINGS, queryOf } from '../shared/state.js';

/** @typedef {import('../shared/state.js').Grouping} Grouping */
/** @typedef {import('../shared/state.js').State} State */
/** @typedef {'day' | 'week' | 'month'} Grain */
/**
 * @typedef {object} Target what is forecast
 * @property {'total' | Grouping} level all sales, or one group of a grouping
 * @property {string} name of the group; empty for all sales, and for the group that nobody knows
 */
/**
 * @typedef {object} Choice
 * @property {Target} target
 * @property {number | null} horizon days ahead; null is as far as the newest forecast looks
 * @property {Grain | null} grain of the curve; null is what suits the horizon
 * @property {Grouping} by the grouping whose parts are listed
 * @property {number | null} scored the number of the past forecast that is drawn; null is the newest
 */

/** @type {Target} */
export const ALL_SALES = { level: 'total', name: '' };
export const HORIZONS = [7, 14, 28, 91, 182, 400];
/** @type {Grain[]} */
export const GRAINS = ['day', 'week', 'month'];
/** Beyond so many days, weeks and then months are easier to read. */
const MOST_DAYS = 91;
const MOST_WEEKS = 182;
/** From the shop's places to its products. @type {Grouping[]} */
export const LEVELS = ['region', 'city', 'store', 'category', 'product'];

/**
 * @param {string} search the query of the address
 * @param {State} state
 * @returns {Choice}
 */
export function readChoice(search, state) {
  const query = new URLSearchParams(search);
  const target = readTarget(query.get('target')) ?? filteredOn(state) ?? ALL_SALES;
  const horizon = Number(query.get('horizon'));
  const scored = Number(query.get('scored'));
  const by = GROUPINGS.find((grouping) => grouping === query.get('by'));
  return {
    target,
    horizon: HORIZONS.includes(horizon) ? horizon : null,
    grain: GRAINS.find((grain) => grain === query.get('grain')) ?? null,
    by: target.level === 'total' ? (by ?? 'region') : target.level,
    scored: Number.isInteger(scored) && scored > 0 ? scored : null,
  };
}

/** `region:Bretagne`, as addresses write it. @param {string | null} text @returns {Target | null} */
function readTarget(text) {
  if (text === 'total') return ALL_SALES;
  const level = GROUPINGS.find((grouping) => text?.startsWith(`${grouping}:`));
  return level && text ? { level, name: text.slice(level.length + 1) } : null;
}

/** Who comes from one group of the overview goes on with it. @param {State} state @returns {Target | null} */
function filteredOn(state) {
  const [only, another] = activeFilters(state);
  return only && !another ? { level: only[0], name: only[1] } : null;
}

/**
 * Goes to another choice, as a new entry of the history.
 * @param {Choice} choice
 * @param {{state: State, reload: () => Promise<void>}} context
 */
export function goTo({ target, horizon, grain, by, scored }, { state, reload }) {
  const query = queryOf(state);
  query.set('target', target.level === 'total' ? 'total' : `${target.level}:${target.name}`);
  if (horizon) query.set('horizon', String(horizon));
  if (grain) query.set('grain', grain);
  if (target.level === 'total' && by !== 'region') query.set('by', by);
  if (scored) query.set('scored', String(scored));
  const next = `${PATHS.forecasts}?${query}`;
  if (next !== location.pathname + location.search) history.pushState(null, '', next);
  void reload();
}

/** What suits a horizon. @param {number} horizon @returns {Grain} */
export const grainFor = (horizon) => (horizon <= MOST_DAYS ? 'day' : horizon <= MOST_WEEKS ? 'week' : 'month');

/** @param {Target} one @param {Target} other */
export const isSame = (one, other) => one.level === other.level && one.name === other.name;

/** The question's filter that keeps a target alone. @param {Target} target @returns {Record<string, string>} */
export const filterOf = ({ level, name }) => (level === 'total' ? {} : { [level]: name });

/**
 * @param {import('../shared/words.js').Say} say
 * @param {Target} target
 */
export function sayTarget(say, { level, name }) {
  if (level === 'total') return say('page-all-sales');
  if (name !== '') return name;
  return say(level === 'region' || level === 'product' ? `page-unknown-${level}` : 'page-unknown');
}
