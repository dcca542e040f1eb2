// @ts-check
/** To which day the sales are known, and which stores are late. */
import { byId, html, replace } from '../shared/dom.js';
import { drawTable } from '../shared/table.js';
import { counted } from './view.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {'sold' | 'open-without-sale' | 'closed' | 'closed-for-good' | 'missing' | 'not-arrived' | 'not-open-yet'} DayState */
/** @typedef {{id: number, name: string, days: {day: string, state: DayState}[]}} Store */
/** @typedef {import('../shared/page.js').Completeness & {period: {from: string, to: string} | null, stores: Store[]}} Arrivals */

/** How many gaps are asked about at once, the latest first. */
const ASKED_AT_ONCE = 6;
/** @type {DayState[]} */
const STATES = ['sold', 'closed', 'open-without-sale', 'missing', 'not-arrived', 'closed-for-good'];

/**
 * @param {Arrivals} arrivals
 * @param {View} view
 */
export function drawFreshness({ period, sentence, closed, cut_short: cutShort, silent, ahead, stores }, view) {
  const { say, format } = view;
  byId('freshness-card').hidden = period === null;
  if (period === null) return;
  byId('freshness-small').textContent = format.period(period.from, period.to);
  byId('freshness-said').textContent = [
    sentence ?? '',
    ahead
      ? say('page-data-ahead', {
          sales: ahead.sales,
          days: format.period(ahead.days.from, ahead.days.to),
          revenue: format.money(ahead.revenue),
        })
      : '',
  ].join(' ');
  drawTable(
    byId('freshness'),
    ['store', 'days', 'last', 'state'].map((title) => say(`page-data-fresh-${title}`)),
    [...stores]
      .sort((one, other) => missingDays(other) - missingDays(one))
      .map((store) => {
        const closedSince = closed.find((one) => one.store_id === store.id)?.since ?? null;
        const isCutShort = cutShort.some((one) => one.store_id === store.id);
        return rowOf(store, { closedSince, isCutShort, silent }, view);
      }),
  );
  replace(
    byId('freshness-key'),
    ...STATES.map((state) => html('li', {}, html('i', { 'data-state': state }), say(`page-data-day-${state}`))),
  );
}

/**
 * Gaps that nobody has said anything of, each with its two answers; below them the answers that were given, which can be taken
 * back.
 * @param {Arrivals} arrivals
 * @param {import('../shared/page.js').Context} context
 * @param {View} view
 */
export function drawAsked({ asked, answered }, { say, format, send, reload }, view) {
  byId('asked-card').hidden = asked.length + answered.length === 0;
  byId('asked-text').hidden = asked.length === 0;
  /** @param {import('../shared/page.js').Gap} gap @param {'closed' | 'missing' | 'unknown'} answer */
  const button = ({ store_id, days }, answer) =>
    html(
      'button',
      {
        type: 'button',
        onclick: async () => {
          await send('POST', 'store-days', { store_id, from: days.from, to: days.to, answer });
          void reload();
        },
      },
      say(`page-data-asked-${answer}`),
    );
  /** @param {import('../shared/page.js').Gap} gap */
  const named = (gap) => say('page-data-asked-gap', { store: gap.store ?? '–', days: format.period(gap.days.from, gap.days.to) });
  replace(
    byId('asked'),
    ...asked
      .slice(0, ASKED_AT_ONCE)
      .map((gap) => html('li', {}, html('span', {}, `${named(gap)} `), button(gap, 'closed'), ' ', button(gap, 'missing'))),
    asked.length > ASKED_AT_ONCE && html('li', {}, counted(view, 'page-data-asked-more', asked.length - ASKED_AT_ONCE)),
  );
  replace(
    byId('answered'),
    ...answered.map((gap) =>
      html(
        'li',
        {},
        html('span', {}, `${say('page-data-answered', { gap: named(gap), answer: say(`page-data-asked-${gap.answer}`) })} `),
        button(gap, 'unknown'),
      ),
    ),
  );
}

/** How many days at the end of the period have not arrived. @param {Store} store */
function missingDays({ days }) {
  const arrived = days.findLastIndex(({ state }) => state !== 'not-arrived');
  return days.length - 1 - arrived;
}

/** @param {Store} store @param {{closedSince: string | null, isCutShort: boolean, silent: boolean}} since @param {View} view */
function rowOf(store, { closedSince, isCutShort, silent }, view) {
  const { say, format } = view;
  const last = store.days.findLast(({ state }) => state === 'sold');
  const missing = missingDays(store);
  /** @param {DayState[]} wanted */
  const count = (...wanted) => store.days.filter(({ state }) => wanted.includes(state)).length;
  const words = say('page-data-days-told', {
    sold: count('sold'),
    closed: count('closed', 'closed-for-good'),
    open: count('open-without-sale'),
    missing: count('not-arrived', 'missing'),
  });
  const strip = html('span', { class: 'strip', 'aria-hidden': 'true' });
  for (const { day, state } of store.days) {
    strip.append(html('i', { 'data-state': state, title: `${format.weekday(day)} : ${say(`page-data-day-${state}`)}` }));
  }
  const onTime = isCutShort
    ? html('b', { class: 'down' }, say('page-data-cut-short'))
    : say(silent ? 'page-data-silent-state' : 'page-data-on-time');
  return [
    store.name,
    html('span', {}, strip, html('span', { class: 'unseen' }, words)),
    last ? format.weekday(last.day) : '–',
    closedSince
      ? say('page-data-closed-since', { day: format.date(closedSince) })
      : missing > 0
        ? html('b', { class: 'down' }, counted(view, 'page-data-days-late', missing))
        : onTime,
  ];
}
