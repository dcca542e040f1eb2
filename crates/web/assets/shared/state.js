// @ts-check
/** What the reader has chosen: period, comparison, filters, language. It lives in the address of the page. */

/** @typedef {import('./words.js').Language} Language */
/** @typedef {'7' | '28' | '30' | '90' | 'month' | 'quarter' | 'year' | 'all' | 'custom'} Period */
/** @typedef {'product' | 'category' | 'store' | 'city' | 'region'} Grouping */
/** @typedef {'previous' | 'n-1'} Basis */
/** @typedef {'day' | 'week' | 'month'} Grain */
/** @typedef {'revenue' | 'sales' | 'quantity' | 'average_basket' | 'average_price'} Measure */
/** @typedef {'revenue' | 'inhabitant' | 'change'} Heat */
/** @typedef {Record<Grouping, string[]>} Filters */
/** @typedef {'name' | 'revenue' | 'quantity' | 'sales' | 'change' | 'difference'} Column */
/** @typedef {{column: Column, isRising: boolean}} Order */
/**
 * @typedef {object} State
 * @property {Period} period
 * @property {string | null} from first day of a custom period
 * @property {string | null} to last day of the period; null is the last day with sales
 * @property {Basis} compare
 * @property {Grain | null} grain null suits the length of the period
 * @property {Measure} measure what the curve shows
 * @property {Heat} heat what colours the map
 * @property {boolean} sameStores compare only stores that sold in both periods
 * @property {Partial<Record<Grouping, Order>>} orders how leaderboards are sorted, where not by revenue
 * @property {Filters} filters names kept, by grouping; an empty name is the unknown one
 * @property {import('./dates.js').Dates | null} on days of the period that all but the curve keep to
 * @property {Language | null} language null follows the browser
 */

/** @type {Period[]} */
export const PERIODS = ['7', '28', '30', '90', 'month', 'quarter', 'year', 'all'];
/** @type {Grouping[]} */
export const GROUPINGS = ['product', 'category', 'store', 'city', 'region'];
/** @type {Measure[]} */
export const MEASURES = ['revenue', 'sales', 'quantity', 'average_basket', 'average_price'];
/** @type {Grain[]} */
export const GRAINS = ['day', 'week', 'month'];
/** @type {Heat[]} */
export const HEATS = ['revenue', 'inhabitant', 'change'];

/** @type {Column[]} */
const COLUMNS = ['name', 'revenue', 'quantity', 'sales', 'change', 'difference'];
const [RISING, FALLING] = ['up', 'down'];

/** Between the two days of `on`. */
const TO = '..';
const DAY = /^\d{4}-\d\d-\d\d$/u;

/**
 * @param {string} search the query of the address, such as `?period=7`
 * @returns {State}
 */
export function readState(search) {
  const query = new URLSearchParams(search);
  const language = query.get('lang');
  /** @param {string} name */
  const day = (name) => readDay(query.get(name) ?? '');
  const [from, to] = [day('from'), day('to')];
  const custom = from !== null && to !== null && from <= to;
  return {
    period: custom ? 'custom' : (oneOf(PERIODS, query.get('period')) ?? '30'),
    from: custom ? from : null,
    to,
    compare: oneOf(/** @type {Basis[]} */ (['previous', 'n-1']), query.get('compare')) ?? 'n-1',
    grain: oneOf(GRAINS, query.get('grain')),
    measure: oneOf(MEASURES, query.get('measure')) ?? 'revenue',
    heat: oneOf(HEATS, query.get('heat')) ?? 'revenue',
    sameStores: query.get('stores') === 'same',
    orders: Object.fromEntries(query.getAll('sort').flatMap(readOrder)),
    filters: {
      product: query.getAll('product'),
      category: query.getAll('category'),
      store: query.getAll('store'),
      city: query.getAll('city'),
      region: query.getAll('region'),
    },
    on: readDays(query.get('on') ?? ''),
    language: language === 'fr' || language === 'en' ? language : null,
  };
}

/** @param {string} text */
function readDay(text) {
  return DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

/**
 * `2023-11-25`, or `2023-11-20..2023-11-26`
 * @param {string} text
 * @returns {import('./dates.js').Dates | null}
 */
function readDays(text) {
  const [first, last = first] = text.split(TO).map(readDay);
  return first && last && first <= last ? { from: first, to: last } : null;
}

/**
 * `store.change.up`: the leaderboard of stores by their change, the deepest fall first
 * @param {string} text
 * @returns {[Grouping, Order][]} none where it says nothing
 */
function readOrder(text) {
  const [grouping, column, way] = text.split('.');
  const [of, by] = [oneOf(GROUPINGS, grouping ?? null), oneOf(COLUMNS, column ?? null)];
  return of && by && (way === RISING || way === FALLING) ? [[of, { column: by, isRising: way === RISING }]] : [];
}

/**
 * @template {string} T
 * @param {T[]} values
 * @param {string | null} text
 * @returns {T | null}
 */
function oneOf(values, text) {
  return values.find((value) => value === text) ?? null;
}

/**
 * The query of a state; what is by default is not written.
 * @param {State} state
 */
export function queryOf(state) {
  const query = new URLSearchParams();
  if (state.period !== 'custom' && state.period !== '30') query.set('period', state.period);
  if (state.period === 'custom' && state.from) query.set('from', state.from);
  if (state.to) query.set('to', state.to);
  if (state.compare !== 'n-1') query.set('compare', state.compare);
  if (state.grain) query.set('grain', state.grain);
  if (state.measure !== 'revenue') query.set('measure', state.measure);
  if (state.heat !== 'revenue') query.set('heat', state.heat);
  if (state.sameStores) query.set('stores', 'same');
  for (const grouping of GROUPINGS) {
    const order = state.orders[grouping];
    if (!order || (order.column === 'revenue' && !order.isRising)) continue;
    query.append('sort', `${grouping}.${order.column}.${order.isRising ? RISING : FALLING}`);
  }
  for (const [grouping, name] of activeFilters(state)) query.append(grouping, name);
  if (state.on) query.set('on', state.on.from === state.on.to ? state.on.from : state.on.from + TO + state.on.to);
  if (state.language) query.set('lang', state.language);
  return query;
}

/**
 * The address of a page in a state.
 * @param {string} path such as `/`
 * @param {State} state
 */
export function address(path, state) {
  const written = queryOf(state).toString();
  return written ? `${path}?${written}` : path;
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
 * Keeps one more name of a grouping.
 * @param {State} state
 * @param {Grouping} grouping
 * @param {string} name
 * @returns {State}
 */
export function addFilter(state, grouping, name) {
  const kept = state.filters[grouping];
  const next = kept.includes(name) ? kept : [...kept, name];
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
 * Keeps only these days, or lets all through when they were the ones kept.
 * @param {State} state
 * @param {import('./dates.js').Dates} days
 * @returns {State}
 */
export function toggleDays(state, days) {
  const kept = state.on;
  return { ...state, on: kept && kept.from === days.from && kept.to === days.to ? null : days };
}

/** Whether anything is left out. @param {State} state */
export function isFiltered(state) {
  return state.on !== null || activeFilters(state).length > 0;
}

/**
 * @param {State} state
 * @returns {State}
 */
export function removeAllFilters(state) {
  return { ...state, on: null, filters: { product: [], category: [], store: [], city: [], region: [] } };
}
