// @ts-check
/** The best products as bars, with their share and the running share; and the same as a table. */
import { byId, html, replace } from './dom.js';
import { readableName } from './filters.js';
import { toggleFilter } from './state.js';

/** @typedef {import('./main.js').View} View */
/** @typedef {import('./api.js').BreakdownRow & {cumulative: number}} Ranked */

/** Under half a cent nothing is left to show. */
const NOTHING = 0.005;

/** @param {View} view */
export function drawProducts(view) {
  const { rows, total } = view.answers.products;
  let cumulative = 0;
  const ranked = rows.map((row) => {
    cumulative += row.share;
    return { ...row, cumulative };
  });
  const others = total - rows.reduce((sum, row) => sum + row.revenue, 0);
  const highest = Math.max(0, ...rows.map((row) => row.revenue));
  drawBars(view, ranked, others, total, highest);
  drawTable(view, ranked, others, total);
}

/**
 * @param {View} view
 * @param {Ranked[]} ranked
 * @param {number} others
 * @param {number} total
 * @param {number} highest
 */
function drawBars({ say, format, state, go }, ranked, others, total, highest) {
  const kept = state.filters.product;
  const bars = ranked.map((row) => {
    const name = row.name ?? '';
    const chosen = kept.includes(name);
    const width = highest > 0 ? Math.max(0, (row.revenue / highest) * 100) : 0;
    return html(
      'li',
      { class: chosen ? 'chosen' : kept.length > 0 ? 'dimmed' : null, 'data-product': name },
      html(
        'button',
        {
          type: 'button',
          'data-focus': name,
          'aria-pressed': String(chosen),
          onclick: () => go(toggleFilter(state, 'product', name)),
        },
        html('b', {}, readableName(say, 'product', row.name)),
        html('span', { class: 'amount' }, format.money(row.revenue)),
        html('span', { class: 'track' }, html('i', { style: `width: ${width.toFixed(2)}%` })),
        html(
          'span',
          { class: 'share' },
          say('page-products-share', { share: format.percent(row.share), cumulative: format.percent(row.cumulative) }),
        ),
      ),
    );
  });
  const rest = others > NOTHING && total > 0
    ? html(
        'li',
        { class: 'others' },
        html('span', {}, say('page-products-others')),
        html('span', {}, `${format.money(others)} · ${format.percent(others / total)}`),
      )
    : null;
  const none = ranked.length === 0 ? html('li', { class: 'others' }, say('page-products-none')) : null;
  replace(byId('products'), ...bars, rest, none);
}

/**
 * @param {View} view
 * @param {Ranked[]} ranked
 * @param {number} others
 * @param {number} total
 */
function drawTable({ say, format }, ranked, others, total) {
  const head = ['page-product', 'page-revenue', 'page-quantity', 'page-sales', 'page-share', 'page-cumulative'];
  /** @param {string} title @param {string[]} cells */
  const line = (title, cells) =>
    html('tr', {}, html('th', { scope: 'row' }, title), ...cells.map((cell) => html('td', {}, cell)));
  replace(
    byId('products-table'),
    html('thead', {}, html('tr', {}, ...head.map((id) => html('th', { scope: 'col' }, say(id))))),
    html(
      'tbody',
      {},
      ...ranked.map((row) =>
        line(readableName(say, 'product', row.name), [
          format.cents(row.revenue),
          format.number(row.quantity),
          format.number(row.sales),
          format.percent(row.share),
          format.percent(row.cumulative),
        ]),
      ),
      others > NOTHING && total > 0
        ? line(say('page-products-others'), [format.cents(others), '', '', format.percent(others / total), format.percent(1)])
        : null,
      total > 0 ? line(say('page-products-total'), [format.cents(total), '', '', format.percent(1), '']) : null,
    ),
  );
}
