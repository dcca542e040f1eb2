// @ts-check
/** The best products as bars, with their share and the running share; and all of them as a leaderboard. */
import { byId, html, replace } from '../shared/dom.js';
import { drawMenu } from '../shared/menu.js';
import { toggleFilter } from '../shared/state.js';
import { drawTwinWhenOpen } from '../shared/table.js';
import { fileNameOf, headingOf } from './heading.js';
import { drawLeaderboard } from './leaderboard.js';
import { readableName, sayWhatGoesOn } from './names.js';

/** @typedef {import('./main.js').View} View */
/** @typedef {import('./answers.js').Row} Row */

/** Under half a cent nothing is left to show. */
const NOTHING = 0.005;

/** @param {View} view */
export function drawProducts(view) {
  const { say, answers, questions } = view;
  const { rows, total, sql } = answers.products;
  const others = total - rows.reduce((sum, row) => sum + row.revenue, 0);
  drawBars(view, others);
  sayWhatGoesOn(byId('products-note'), answers.products.successions);
  const query = new URLSearchParams(questions.products.query);
  query.delete('limit');
  const all = { path: questions.products.path, query };
  drawTwinWhenOpen(byId('products-table'), () => void drawTwin(view, all));
  drawMenu(byId('products-menu'), view, say('page-products'), {
    sheet: all,
    picture: {
      box: byId('products'),
      name: fileNameOf(view, say('page-products')),
      heading: headingOf(view, say('page-products'), { except: 'product' }),
    },
    sql,
  });
}

/**
 * @param {View} view
 * @param {number} others
 */
function drawBars({ say, format, state, answers, go }, others) {
  const { rows, total } = answers.products;
  const highest = Math.max(0, ...rows.map((row) => row.revenue));
  const kept = state.filters.product;
  const bars = rows.map((row) => {
    const name = row.name ?? '';
    const chosen = kept.includes(name);
    const width = highest > 0 ? Math.max(0, (row.revenue / highest) * 100) : 0;
    const readable = readableName(say, 'product', row.name);
    return html(
      'li',
      { class: chosen ? 'chosen' : kept.length > 0 ? 'dimmed' : null, 'data-product': name },
      html(
        'button',
        {
          type: 'button',
          'data-focus': name,
          title: readable,
          'aria-pressed': String(chosen),
          onclick: () => go(toggleFilter(state, 'product', name)),
        },
        html('b', {}, readable),
        html('span', { class: 'amount' }, format.money(row.revenue)),
        html(
          'span',
          { class: 'track' },
          html('i', { class: row.revenue < 0 ? 'negative' : null, style: `width: ${width.toFixed(2)}%` }),
        ),
        html(
          'span',
          { class: 'share' },
          say('page-products-share', {
            share: format.percent(row.share),
            cumulative: format.percent(row.cumulative_share ?? null),
          }),
        ),
      ),
    );
  });
  const rest =
    Math.abs(others) > NOTHING && total !== 0
      ? html(
          'li',
          { class: 'others' },
          html('span', {}, say('page-products-others')),
          html('span', {}, `${format.money(others)} · ${format.percent(others / total)}`),
        )
      : null;
  const none = rows.length === 0 ? html('li', { class: 'others' }, say('page-products-none')) : null;
  replace(byId('products'), ...bars, rest, none);
}

/**
 * All products, which are asked for once somebody looks at them.
 * @param {View} view
 * @param {import('./answers.js').Question} all
 */
async function drawTwin(view, all) {
  const breakdown = await view.ask(all.path, all.query).catch(() => view.answers.products);
  if (view.signal.aborted) return;
  const options = { label: view.say('page-products-table'), isDetailed: true };
  drawLeaderboard(view, 'product', breakdown, byId('products-table'), options);
}
