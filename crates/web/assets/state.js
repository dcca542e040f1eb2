// @ts-check
/** What the reader has chosen: period, filters, language. It lives in the address of the page. */

/** @typedef {import('./words.js').Language} Language */
/** @typedef {'7' | '28' | '30' | 'all'} Period */
/** @typedef {'product' | 'category' | 'store' | 'city' | 'region'} Grouping */
/** @typedef {Record<Grouping, string[]>} Filters */
/**
 * @typedef {object} State
 * @property {Period} period
 * @property {Filters} filters names kept, by grouping; an empty name is the unknown one
 * @property {Language | null} language null follows the browser
 */

/** @type {Period[]} */
export const PERIODS = ['7', '28', '30', 'all'];
/** @type {Grouping[]} */
export const GROUPINGS = ['product', 'category', 'store', 'city', 'region'];
/** @type {Period} */
const DEFAULT_PERIOD = '30';

/**
 * @param {string} search the query of the address, such as `?period=7`
 * @returns {State}
 */
export function readState(search) {
  const query = new URLSearchParams(search);
  const language = query.get('lang');
  return {
    period: PERIODS.find((period) => period === query.get('period')) ?? DEFAULT_PERIOD,
    filters: {
      product: query.getAll('product'),
      category: query.getAll('category'),
      store: query.getAll('store'),
      city: query.getAll('city'),
      region: query.getAll('region'),
    },
    language: language === 'fr' || language === 'en' ? language : null,
  };
}

/**
 * The address of a state; what is by default is not written.
 * @param {State} state
 */
export function address(state) {
  const query = new URLSearchParams();
  if (state.period !== DEFAULT_PERIOD) query.set('period', state.period);
  for (const [grouping, name] of activeFilters(state)) query.append(grouping, name);
  if (state.language) query.set('lang', state.language);
  const written = query.toString();
  return written ? `/?${written}` : '/';
}

/**
 * @param {State} state
 * @returns {[Grouping, string][]}
 */
export function activeFilters(state) {
  return GROUPINGS.flatMap((grouping) =>
    state.filters[grouping].map((name) => /** @type {[Grouping, string]} */ ([grouping, name])),
  );
}

/**
 * Keeps only this name of a grouping, or lets all through when it was the one kept.
 * @param {State} state
 * @param {Grouping} grouping
 * @param {string} name
 * @returns {State}
 */
export function toggleFilter(state, grouping, name) {
  const kept = state.filters[grouping];
  const next = kept.length === 1 && kept[0] === name ? [] : [name];
  return { ...state, filters: { ...state.filters, [grouping]: next } };
}

/**
 * @param {State} state
 * @param {Grouping} grouping
 * @param {string} name
 * @returns {State}
 */
export function removeFilter(state, grouping, name) {
  const next = state.filters[grouping].filter((kept) => kept !== name);
  return { ...state, filters: { ...state.filters, [grouping]: next } };
}

/**
 * @param {State} state
 * @returns {State}
 */
export function removeAllFilters(state) {
  return { ...state, filters: { product: [], category: [], store: [], city: [], region: [] } };
}
