// @ts-check
/** The bar above the figures: the period, what it is compared with, and the filters in force. */
import { neighbour } from '../shared/dates.js';
import { byId, html, replace } from '../shared/dom.js';
import { activeFilters, PERIODS, removeFilter } from '../shared/state.js';
import { drawChooser } from './chooser.js';
import { readableName } from './names.js';

/** @typedef {import('./main.js').View} View */
/** @typedef {import('../shared/state.js').Grouping} Grouping */
/** @typedef {import('../shared/state.js').Basis} Basis */

/** @param {View} view */
export function drawBar(view) {
  drawPeriods(view);
  drawCustom(view);
  drawComparison(view);
  drawChips(view);
  drawChooser(view);
}

/** @param {View} view */
function drawPeriods({ say, state, answers, go }) {
  /** @param {-1 | 1} direction */
  const arrow = (direction) => {
    const to = neighbour(state, answers.dates, answers.available, direction);
    return html(
      'button',
      {
        type: 'button',
        class: 'arrow',
        disabled: to === null,
        'data-focus': `arrow${direction}`,
        'aria-label': say(direction < 0 ? 'page-period-before' : 'page-period-after'),
        onclick: () => go({ ...state, to: to || null, on: null }),
      },
      direction < 0 ? '‹' : '›',
    );
  };
  replace(
    byId('period'),
    arrow(-1),
    ...PERIODS.map((period) => {
      const isDays = /^\d+$/u.test(period);
      return html(
        'button',
        {
          type: 'button',
          'data-focus': period,
          'aria-pressed': String(period === state.period),
          title: isDays ? say('page-period-days-long', { days: period }) : null,
          onclick: () => go({ ...state, period, from: null, to: null, on: null }),
        },
        isDays ? say('page-period-days', { days: period }) : say(`page-period-${period}`),
      );
    }),
    arrow(1),
  );
}

/**
 * The free choice of days.
 * @param {View} view
 */
function drawCustom({ say, state, answers, go }) {
  /** @param {string} id @param {string} value */
  const field = (id, value) =>
    html(
      'label',
      {},
      say(`page-period-${id}`),
      html('input', { type: 'date', name: id, value, required: true, min: '1900-01-01', max: '9999-12-31' }),
    );
  const problem = html('p', { class: 'down', role: 'alert' });
  /** @param {SubmitEvent} event */
  const choose = (event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const [from, to] = [String(form.get('from')), String(form.get('to'))];
    if (from > to) problem.textContent = say('page-period-upside-down');
    else go({ ...state, period: 'custom', from, to, on: null });
  };
  replace(
    byId('custom'),
    html(
      'details',
      { class: 'menu' },
      html('summary', { class: state.period === 'custom' ? 'chosen' : null, 'data-focus': 'custom' }, say('page-period-custom')),
      html(
        'form',
        { class: 'offers', onsubmit: choose },
        field('from', answers.dates.from),
        field('to', answers.dates.to),
        problem,
        html('button', { class: 'main-button' }, say('page-period-show')),
      ),
    ),
  );
}

/**
 * Which days are shown, and what they are compared with.
 * @param {View} view
 */
function drawComparison({ say, format, state, answers, go }) {
  const { from, to } = answers.kept;
  const other = /** @type {Basis} */ (answers.compare === 'n-1' ? 'previous' : 'n-1');
  const offered = answers.compare && answers.before[other];
  const compared = answers.compare && answers.before[answers.compare];
  const label = compared?.label;
  // Of the stores that are shown; the header is about all of them.
  const { complete_to: complete } = answers.summary;
  replace(
    byId('said'),
    html('span', {}, format.period(from, to)),
    !answers.compare && html('span', {}, answers.refused ?? say('page-versus-nothing')),
    answers.compare &&
      html(
        'span',
        {},
        `${say('page-versus')} `,
        html(
          'button',
          {
            type: 'button',
            class: 'link',
            'data-focus': 'compare',
            disabled: !offered,
            title: label ?? null,
            onclick: () => go({ ...state, compare: other }),
          },
          say(`page-compared-${answers.compare}`),
        ),
        compared && compared.notes.length > 0 ? `, ${compared.notes.join(', ')}` : null,
        compared?.if_missing ? ` (${compared.if_missing})` : null,
      ),
    // The other change says it where there is one.
    answers.summary.asked && !compared?.if_missing ? html('a', { href: '/data' }, answers.summary.asked) : null,
    answers.compare &&
      html(
        'label',
        { class: 'same', title: say('page-same-stores-title') },
        html('input', {
          type: 'checkbox',
          checked: state.sameStores,
          'data-focus': 'same',
          onchange: () => go({ ...state, sameStores: !state.sameStores }),
        }),
        say('page-same-stores'),
      ),
    complete !== null &&
      complete < to &&
      html('span', { class: 'late', title: say('page-late-title') }, say('page-late', { day: format.dayMonth(complete) })),
  );
}

/** @param {View} view */
function drawChips({ say, format, state, go }) {
  const days = state.on;
  const chips = [
    ...(days
      ? [
          {
            text: say('page-filter-days', {
              days: days.from === days.to ? format.weekday(days.from) : format.period(days.from, days.to),
            }),
            without: { ...state, on: null },
          },
        ]
      : []),
    ...activeFilters(state).map(([grouping, name]) => ({
      text: sayFilter(say, grouping, name),
      without: removeFilter(state, grouping, name),
    })),
  ];
  const list = byId('chips');
  list.hidden = chips.length === 0;
  replace(
    list,
    ...chips.map(({ text, without }) =>
      html(
        'li',
        { class: 'chip', title: say('page-filter-escape') },
        html('span', {}, text),
        html(
          'button',
          {
            type: 'button',
            'aria-label': say('page-filter-remove', { filter: text }),
            onclick: () => {
              go(without);
              byId('main').focus();
            },
          },
          '×',
        ),
      ),
    ),
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
