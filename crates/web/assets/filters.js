// @ts-check
/** The bar above the figures: period, its text, and the filters in force. */
import { byId, html, replace } from './dom.js';
import { PERIODS, activeFilters, removeFilter } from './state.js';

/** @typedef {import('./main.js').View} View */
/** @typedef {import('./state.js').Grouping} Grouping */

/**
 * The name of a row or filter as people read it; the empty name is the unknown one.
 * @param {View['say']} say
 * @param {Grouping} grouping
 * @param {string | null} name
 */
export function readableName(say, grouping, name) {
  if (name) return name;
  if (grouping === 'region') return say('page-unknown-region');
  if (grouping === 'product') return say('page-unknown-product');
  return say('page-unknown');
}

/** @param {View} view */
export function drawBar({ say, format, state, answers, go }) {
  const { from, to } = answers.dates;
  replace(
    byId('period'),
    ...PERIODS.map((period) =>
      html(
        'button',
        {
          type: 'button',
          'data-focus': period,
          'aria-pressed': String(period === state.period),
          title: period === 'all' ? null : say('page-period-days-long', { days: period }),
          onclick: () => go({ ...state, period }),
        },
        period === 'all' ? say('page-period-all') : say('page-period-days', { days: period }),
      ),
    ),
  );
  byId('said').textContent = format.period(from, to);

  const filters = activeFilters(state);
  const chips = byId('chips');
  chips.hidden = filters.length === 0;
  replace(
    chips,
    ...filters.map(([grouping, name]) => {
      const filter = sayFilter(say, grouping, name);
      return html(
        'li',
        { class: 'chip', title: say('page-filter-escape') },
        filter,
        html(
          'button',
          {
            type: 'button',
            'aria-label': say('page-filter-remove', { filter }),
            onclick: () => {
              go(removeFilter(state, grouping, name));
              byId('main').focus();
            },
          },
          '×',
        ),
      );
    }),
  );
}

/**
 * `Région : Bretagne`, or `Région inconnue`
 * @param {View['say']} say
 * @param {Grouping} grouping
 * @param {string} name
 */
export function sayFilter(say, grouping, name) {
  return name ? say(`page-filter-${grouping}`, { name }) : readableName(say, grouping, name);
}
