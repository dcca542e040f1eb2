// @ts-check
/** Regions, stores and categories as tables: each row filters, and the regions' one is the map's twin. */
import { byId, html, replace } from '../shared/dom.js';
import { drawMenu } from '../shared/menu.js';
import { toggleFilter } from '../shared/state.js';
import { fileNameOf, headingOf } from './heading.js';
import { readableName, sayWhatGoesOn } from './names.js';

/** @typedef {import('./main.js').View} View */
/** @typedef {import('./answers.js').Row} Row */
/** @typedef {import('../shared/state.js').Grouping} Grouping */

const NOTHING = 0.005;

/** @param {View} view */
export function drawGroups(view) {
  const { say, answers, questions } = view;
  const groups = /** @type {const} */ ([
    ['region', answers.regions, questions.regions],
    ['store', answers.stores, questions.stores],
    ['category', answers.categories, questions.categories],
  ]);
  sayWhatGoesOn(byId('store-note'), answers.stores.successions);
  for (const [grouping, breakdown, question] of groups) {
    drawGroup(view, grouping, breakdown);
    const query = new URLSearchParams(question.query);
    query.delete('limit');
    drawMenu(byId(`${grouping}-menu`), view, say(`page-by-${grouping}`), {
      sheet: { path: question.path, query },
      picture:
        grouping === 'region'
          ? { box: byId('map'), name: fileNameOf(view, say('page-by-region')), heading: headingOfMap(view) }
          : undefined,
      sql: breakdown.sql,
    });
  }
}

/** What the colours of the map are of. @param {View} view */
function headingOfMap(view) {
  const { say, state, answers } = view;
  const title = `${say('page-by-region')} : ${say(`page-map-heat-${state.heat}`)}`;
  return headingOf(view, title, { label: state.heat === 'change' ? answers.regions.label : null, except: 'region' });
}

/**
 * @param {View} view
 * @param {Grouping} grouping
 * @param {import('./answers.js').Breakdown} breakdown
 */
function drawGroup({ say, format, state, go }, grouping, { rows, total }) {
  const kept = state.filters[grouping];
  const isCompared = rows.some((row) => row.before);
  const head = [`page-${grouping}`, 'page-revenue', 'page-share', ...(isCompared ? ['page-change'] : [])];
  /** @param {Row} row */
  const line = (row) => {
    const name = row.name ?? '';
    const chosen = kept.includes(name);
    const readable = readableName(say, grouping, row.name);
    const button = html(
      'button',
      {
        type: 'button',
        title: readable,
        'data-focus': name,
        'aria-pressed': String(chosen),
        onclick: () => go(toggleFilter(state, grouping, name)),
      },
      readable,
    );
    return html(
      'tr',
      { class: chosen ? 'chosen' : kept.length > 0 ? 'dimmed' : null, 'data-name': name },
      html('th', { scope: 'row' }, button),
      html('td', {}, format.money(row.revenue)),
      html('td', {}, format.percent(row.share)),
      isCompared && changeCell(format, row),
    );
  };
  const others = total - rows.reduce((sum, row) => sum + row.revenue, 0);
  const rest =
    Math.abs(others) > NOTHING && total !== 0
      ? html(
          'tr',
          { class: 'others' },
          html('th', { scope: 'row' }, say('page-others')),
          html('td', {}, format.money(others)),
          html('td', {}, format.percent(others / total)),
          isCompared && html('td', {}),
        )
      : null;
  const none = html('tr', {}, html('th', { scope: 'row' }, say('page-map-none')));
  replace(
    byId(`${grouping}-table`),
    html('thead', {}, html('tr', {}, ...head.map((id) => html('th', { scope: 'col' }, say(id))))),
    html('tbody', {}, ...(rows.length > 0 ? rows.map(line) : [none]), rest),
  );
}

/**
 * @param {import('../shared/format.js').Format} format
 * @param {Row} row
 */
function changeCell(format, { before }) {
  const change = before?.relative_change ?? null;
  const direction = change === null || Math.abs(change) < 0.0005 ? null : change > 0 ? 'up' : 'down';
  return html('td', { class: direction, title: before ? format.moreMoney(before.change) : null }, format.change(change));
}
