// @ts-check
/** The questions that the overview asks of the public API, and the shapes of its answers. */
import { ApiError, apiAddress } from '../shared/ask.js';
import { addDays, countDays, datesOf, wholeOf } from '../shared/dates.js';
import { GROUPINGS } from '../shared/state.js';

/** @typedef {import('../shared/dates.js').Dates} Dates */
/** @typedef {import('../shared/state.js').State} State */
/** @typedef {import('../shared/state.js').Grouping} Grouping */
/** @typedef {import('../shared/state.js').Basis} Basis */
/** @typedef {import('../shared/state.js').Grain} Grain */
/**
 * @typedef {object} Figures what was sold; amounts in euros
 * @property {number} revenue
 * @property {number} sales lines of sales
 * @property {number} quantity
 * @property {number} baskets tickets
 * @property {number | null} [average_basket] null where no ticket is known, or more came back than was sold
 * @property {number | null} [average_price]
 */
/** @typedef {Figures & {now: Figures, notes: string[], if_missing: string | null, change: number, relative_change: number | null, label: string}} Before its own figures are those of the days compared with, `now` those of the days that are compared */
/** @typedef {Figures & {completeness: import('../shared/page.js').Completeness, complete_to: string | null, asked: string | null, currency: string, data_version: number, sales_version: number, period: Dates | null, available: Dates | null, before: Before | null, sql: string | null}} Summary */
/** @typedef {Figures & {day: string, label: string, before: (Figures & {day: string, now: Figures}) | null}} Point */
/** @typedef {{grain: string, missing: Dates[], closed: Dates[], trading_days: number, compared: object | null, label: string | null, points: Point[], sql: string | null}} Series */
/** @typedef {{now: {revenue: number}, revenue: number, change: number, relative_change: number | null, class?: string}} RowBefore `now` is of the days that are compared */
/** @typedef {{id: number | null, name: string | null, revenue: number, quantity: number, sales: number, share: number | null, cumulative_share?: number | null, class?: string, before?: RowBefore}} Row */
/** @typedef {{grouping: string, total: number, label: string | null, sql: string | null, definition: string, successions: string[], rows: Row[]}} Breakdown `successions` says which rows go on as another one */
/** @typedef {{day: string, mean: number, lower80: number, upper80: number, lower95: number, upper95: number, before?: {revenue: number} | null}} ForecastDay */
/** @typedef {{id: number, model: string, made_at: string, data_version: number, last_day: string, points: ForecastDay[]}} Forecast */
/** @typedef {{line: string, text: string, amount: number, shown: number}} ChangeLine */
/** @typedef {{sentence: string, if_missing: string | null, label: string, revenue: number, revenue_before: number, change: number, parts: Record<string, number>, shown: {revenue_before: number, revenue: number, parts: Record<string, number>, other_lines: number}, lines: ChangeLine[], other_lines: number, sql: string}} Why */
/** @typedef {{complete_to: string | null, weekdays: ({level: number} | null)[] | null, heat_map: {smallest: number | null, largest: number | null, weeks: {week: string, days: (number | null)[]}[]}, sql: string | null}} Seasonality */
/** @typedef {import('../shared/occasions.js').Span} Span */
/** @typedef {{target: number, known_to: string, sold: number, expected: number, remaining: number, days_left: number, per_day: number | null}} Target */
/**
 * @typedef {object} Answers everything one drawing of the overview needs
 * @property {Dates} available
 * @property {Dates} dates the period
 * @property {Dates} kept the days that all but the curve are about
 * @property {{dates: Dates, kept: Dates}} asked the same to the end of a period that is not over
 * @property {string | null} refused why the chosen comparison is not made
 * @property {Grain} grain
 * @property {Summary} summary
 * @property {Partial<Record<Basis, Before>>} before what the figures are compared with, where there is something
 * @property {Basis | null} compare the basis that the tables and the explanation use
 * @property {Basis | null} comparedCurve the same for the curve, which may go further back
 * @property {Series} series
 * @property {Breakdown} regions
 * @property {Breakdown} products
 * @property {Breakdown} stores
 * @property {Breakdown} categories
 * @property {Why | null} why
 * @property {Seasonality} seasonality
 * @property {Span[]} spans
 * @property {Target | null} target that of the period and the store shown
 * @property {Forecast[]} forecasts
 */
/** @typedef {{path: string, query: URLSearchParams}} Question */

/** How many products stand as bars; all of them stand in the table. */
export const LISTED = 8;
const N_1_DAYS = 364;
const BASES = /** @type {Basis[]} */ (['previous', 'n-1']);
/** What the server answers where too few days can be compared. */
const NOT_COMPARED = ['nothing-before', 'little-before'];
/** Above so many days the curve goes by weeks, then by months. */
const DAYS_BY_DAY = 120;
const DAYS_BY_WEEK = 1100;

/** What was answered of one version of the data, by language and address: a click changes some of the questions, not all. */
const remembered = { version: -1, answers: /** @type {Map<string, any>} */ (new Map()) };

/**
 * Asks what is a function of the sales, once a version of the data.
 * @param {import('../shared/page.js').Asker} asker
 * @param {number} version
 * @returns {import('../shared/page.js').Asker['ask']}
 */
function askOnce({ ask, language }, version) {
  if (remembered.version !== version) Object.assign(remembered, { version, answers: new Map() });
  const { answers } = remembered;
  return async (path, query = {}) => {
    const asked = `${language} ${apiAddress(path, query)}`;
    if (!answers.has(asked)) answers.set(asked, await ask(path, query));
    return answers.get(asked);
  };
}

/**
 * Asks all that the overview shows.
 * @param {import('../shared/page.js').Asker} asker
 * @param {{available: Dates, version: number}} data the days that have sales, and the version of the data
 * @returns {Promise<Answers>}
 */
export async function askOverview(asker, { available, version }) {
  const { state } = asker;
  const once = { ...asker, ask: askOnce(asker, version) };
  const dates = datesOf(state, available);
  const kept = state.on ?? dates;
  const whole = wholeOf(state, dates);
  const asked = { dates: whole, kept: state.on ?? whole };
  // The server decides what can be compared; which of the two to begin with is guessed before it is asked.
  const likely = BASES.filter((basis) => mayCompare(basis, kept, available));
  const chosen = likely.includes(state.compare) ? state.compare : (likely.at(-1) ?? null);
  const grain = state.grain ?? usualGrain(dates);
  const questions = questionsOf(state, { asked, compare: chosen, comparedCurve: chosen, grain });
  /** @param {Question} question */
  const ask = ({ path, query }) => once.ask(path, query).catch((error) => askAlone(once, error, path, query));

  const [summaries, series, regions, products, stores, categories, why, seasonality, calendar, targets, kinds] =
    await Promise.all([
      askSummaries(once, state, asked.kept),
      ask(questions.series),
      ask(questions.regions),
      ask(questions.products),
      ask(questions.stores),
      ask(questions.categories),
      chosen ? once.ask(questions.why.path, questions.why.query).catch(nothingBefore) : null,
      ask(questions.seasonality),
      once.ask('calendar', { from: dates.from, to: dates.to }),
      state.on || state.filters.product.length + state.filters.category.length > 0
        ? { of_period: null }
        : once.ask('targets', parameters(state, asked.dates)),
      // Forecasts are made without the data moving.
      asker.ask('forecasts', { series: 'total', limit: '1' }),
    ]);
  const { summary, before, refused } = summaries;
  const compare = chosen && before[chosen] ? chosen : null;
  return {
    available,
    dates,
    kept,
    asked,
    grain,
    summary,
    before,
    refused: compare === state.compare ? null : (refused[state.compare] ?? null),
    compare,
    comparedCurve: series.compared ? chosen : null,
    series,
    regions,
    products,
    stores,
    categories,
    why,
    seasonality,
    spans: calendar.spans,
    target: targets.of_period,
    forecasts: kinds.forecasts,
  };
}

/**
 * The questions behind the cards. A chart that filters by a grouping is not itself cut down to what it filters by, so
 * that its parts stay comparable.
 * @param {State} state
 * @param {Pick<Answers, 'asked' | 'compare' | 'comparedCurve' | 'grain'>} answers
 */
export function questionsOf(state, { asked: { dates, kept }, compare, comparedCurve, grain }) {
  /** @param {Basis | null} basis @returns {Record<string, string>} */
  const comparedWith = (basis) => (basis ? { compare: basis, ...(state.sameStores ? { same_stores: 'true' } : {}) } : {});
  const compared = comparedWith(compare);
  const few = { limit: String(LISTED) };
  /** @param {Grouping} grouping @param {Record<string, string>} more @returns {Question} */
  const by = (grouping, more = {}) => ({
    path: `breakdown/${grouping}`,
    query: parameters(state, kept, { ...compared, ...more }, grouping),
  });
  return {
    summary: { path: 'summary', query: parameters(state, kept, compared) },
    series: { path: 'series', query: parameters(state, dates, { grain, ...comparedWith(comparedCurve) }) },
    regions: by('region'),
    products: by('product', few),
    stores: by('store'),
    categories: by('category'),
    why: { path: 'why', query: parameters(state, kept, compared) },
    seasonality: { path: 'seasonality', query: parameters(state, dates) },
  };
}

/**
 * The figures of the days, beside those of each comparison; otherwise why there is nothing to compare with.
 * @param {import('../shared/page.js').Asker} asker
 * @param {State} state
 * @param {Dates} kept
 * @returns {Promise<{summary: Summary, before: Partial<Record<Basis, Before>>, refused: Partial<Record<Basis, string>>}>}
 */
async function askSummaries({ ask }, state, kept) {
  /** @type {Record<string, string>} */
  const stores = state.sameStores ? { same_stores: 'true' } : {};
  /** @type {Partial<Record<Basis, Before>>} */
  const before = {};
  /** @type {Partial<Record<Basis, string>>} */
  const refused = {};
  const compared = await Promise.all(
    BASES.map(async (compare) => {
      try {
        const answer = await ask('summary', parameters(state, kept, { compare, ...stores }));
        if (answer.before) before[compare] = answer.before;
        return answer;
      } catch (error) {
        nothingBefore(error);
        if (error instanceof ApiError && error.code === 'little-before') refused[compare] = error.detail;
        return null;
      }
    }),
  );
  const summary = compared.find((answer) => answer) ?? (await ask('summary', parameters(state, kept)));
  return { summary, before, refused };
}

/**
 * The same question without a comparison, where nothing can be compared.
 * @param {import('../shared/page.js').Asker} asker
 * @param {unknown} error
 * @param {string} path
 * @param {URLSearchParams} query
 */
function askAlone({ ask }, error, path, query) {
  nothingBefore(error);
  const alone = new URLSearchParams(query);
  alone.delete('compare');
  alone.delete('same_stores');
  return ask(path, alone);
}

/** @param {unknown} error @returns {null} */
function nothingBefore(error) {
  if (error instanceof ApiError && NOT_COMPARED.includes(error.code)) return null;
  throw error;
}

/**
 * Whether the days that these would be compared with are known for a third of them, about.
 * @param {Basis} basis
 * @param {Dates} dates
 * @param {Dates} available
 */
function mayCompare(basis, dates, available) {
  const days = countDays(dates);
  const first = addDays(available.from, basis === 'previous' ? days : N_1_DAYS);
  return first <= dates.to && 3 * Math.min(days, countDays({ from: first, to: dates.to })) >= days;
}

/** @param {Dates} dates @returns {Grain} */
function usualGrain(dates) {
  const days = countDays(dates);
  if (days <= DAYS_BY_DAY) return 'day';
  return days <= DAYS_BY_WEEK ? 'week' : 'month';
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
