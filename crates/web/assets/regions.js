// @ts-check
/** The regions as a table: the map's twin, and its path for the keyboard. */
import { byId, html, replace } from './dom.js';
import { readableName } from './filters.js';
import { toggleFilter } from './state.js';

/** @typedef {import('./main.js').View} View */

/** @param {View} view */
export function drawRegions({ say, format, state, answers, go }) {
  const kept = state.filters.region;
  const rows = answers.regions.rows.map((row) => {
    const name = row.name ?? '';
    const chosen = kept.includes(name);
    return html(
      'tr',
      { class: chosen ? 'chosen' : kept.length > 0 ? 'dimmed' : null, 'data-region': name },
      html(
        'th',
        { scope: 'row' },
        html(
          'button',
          {
            type: 'button',
            'data-focus': name,
            'aria-pressed': String(chosen),
            onclick: () => go(toggleFilter(state, 'region', name)),
          },
          readableName(say, 'region', row.name),
        ),
      ),
      html('td', {}, format.money(row.revenue)),
      html('td', {}, format.percent(row.share)),
    );
  });
  replace(
    byId('regions-table'),
    html(
      'thead',
      {},
      html(
        'tr',
        {},
        ...[say('page-region'), say('page-revenue'), say('page-share')].map((title) => html('th', { scope: 'col' }, title)),
      ),
    ),
    html('tbody', {}, ...(rows.length > 0 ? rows : [html('tr', {}, html('th', { scope: 'row' }, say('page-map-none')))])),
  );
}
