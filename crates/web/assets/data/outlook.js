// @ts-check
/** What an import would do, before it is done: counts, what comes along, and the lines that cannot be read. */
import { html } from '../shared/dom.js';
import { drawTable } from '../shared/table.js';
import { goodLines } from './draft.js';
import { counted, listed } from './view.js';

/** @typedef {import('./desk.js').Entry} Entry */
/** @typedef {import('./draft.js').Report} Report */
/** @typedef {import('./view.js').View} View */

/** Lines set aside that are named one by one. */
const ASIDE_NAMED = 8;

/**
 * @param {Entry} entry
 * @param {Report} report
 * @param {View} view
 */
export function drawOutlook(entry, report, view) {
  return html(
    'div',
    { class: 'outlook' },
    html('h3', {}, view.say('page-data-outlook')),
    figuresOf(report, view),
    notesOf(report, entry.corrections.mode ?? 'new', view),
    report.rejects.length > 0 && rejectsOf(report, view),
  );
}

/** @param {Report} report @param {View} view */
function figuresOf(report, { say, format }) {
  /** @type {[string, number | null, string][]} */
  const figures = [
    ['good', goodLines(report), ''],
    ['added', report.added, ''],
    ['known', report.known, ''],
    ['changed', report.changed || null, ''],
    ['rejected', report.rejected, report.rejected ? 'down' : ''],
  ];
  return html(
    'dl',
    { class: 'counts' },
    ...figures
      .filter(([, count]) => count !== null)
      .map(([name, count, tone]) =>
        html(
          'div',
          { 'data-count': name },
          html('dt', {}, say(`page-data-${name}`)),
          html('dd', { class: tone }, format.number(count ?? 0)),
        ),
      ),
    report.revenue
      ? html(
          'div',
          { 'data-count': 'revenue' },
          html('dt', {}, say('page-data-revenue-moves')),
          html('dd', {}, format.moreMoney(report.revenue)),
        )
      : null,
  );
}

/**
 * What deserves a sentence.
 * @param {Report} report
 * @param {'new' | 'upsert' | 'replace'} mode
 * @param {View} view
 */
export function notesOf(report, mode, view) {
  const { say } = view;
  /** @param {string} id @param {string[]} names the first of them @param {number} [count] */
  const named = (id, names, count = names.length) =>
    count > 0 && html('li', {}, counted(view, id, count, { names: listed(view, names) }));
  const held = report.held_back_store_days ?? 0;
  return html(
    'ul',
    { class: 'notes' },
    ...(report.notes ?? []).map((note) => html('li', {}, note)),
    named('page-data-products-brought', report.products_brought ?? [], report.products_brought_count),
    named('page-data-stores-brought', report.stores_brought ?? [], report.stores_brought_count),
    named('page-data-without-region', report.stores_without_region ?? [], report.stores_without_region_count),
    report.changed && mode === 'new' ? html('li', {}, counted(view, 'page-data-changed-stay', report.changed)) : null,
    report.written_again ? html('li', {}, counted(view, 'page-data-written-again', report.written_again)) : null,
    report.removed ? html('li', {}, counted(view, 'page-data-removed', report.removed)) : null,
    held > 0 && html('li', {}, counted(view, 'page-data-held-back', held)),
    report.aside.length > 0 &&
      html('li', {}, counted(view, 'page-data-aside', report.aside.length, { lines: asideOf(report.aside, say, view) })),
  );
}

/** @param {Report['aside']} aside @param {import('../shared/words.js').Say} say @param {View} view */
function asideOf(aside, say, view) {
  const named = aside
    .slice(0, ASIDE_NAMED)
    .map(({ line, kind }) => `${view.format.number(line)} (${say(`page-data-aside-${kind}`)})`);
  const more = aside.length - named.length;
  return named.join(', ') + (more > 0 ? ` ${counted(view, 'page-data-more', more)}` : '');
}

/** The first lines that cannot be read, each with its reason and remedy. @param {Report} report @param {View} view */
function rejectsOf({ rejects, rejected }, view) {
  const { say, format } = view;
  const count = rejected ?? rejects.length;
  const table = html('table', { class: 'rejects' });
  drawTable(
    table,
    ['line', 'column', 'value', 'reason'].map((title) => say(`page-data-reject-${title}`)),
    rejects.map(({ line, column, value, detail, remedy }) => [
      format.number(line),
      column ?? '',
      value === null ? '' : html('code', {}, value),
      html('span', { class: 'reason' }, detail, remedy && html('span', { class: 'remedy' }, remedy)),
    ]),
  );
  const more = count - rejects.length;
  return html(
    'div',
    {},
    html('h3', {}, counted(view, 'page-data-rejects', count)),
    html('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': counted(view, 'page-data-rejects', count) }, table),
    more > 0 && html('p', { class: 'soft' }, counted(view, 'page-data-more-rejects', more)),
  );
}
