// @ts-check
/** The choices that hold for a whole file: its table, what is written, how dates and numbers read, its source. */
import { html } from '../shared/dom.js';
import { chooseTable, setOption, TABLES } from './draft.js';

/** @typedef {import('./desk.js').Entry} Entry */
/** @typedef {import('./draft.js').Draft} Draft */
/** @typedef {import('./draft.js').Corrections} Corrections */
/** @typedef {import('./view.js').View} View */
/** @typedef {import('../shared/dom.js').Child} Child */

/** The zones of France and its territories. */
const ZONES = [
  'Europe/Paris',
  'America/Guadeloupe',
  'America/Martinique',
  'America/Cayenne',
  'America/Miquelon',
  'Indian/Reunion',
  'Indian/Mayotte',
  'Pacific/Noumea',
  'Pacific/Tahiti',
  'Pacific/Wallis',
];

/**
 * @param {Entry} entry
 * @param {Draft} draft
 * @param {View} view
 */
export function drawChoices(entry, draft, view) {
  const { say, desk } = view;
  const { corrections } = entry;
  const mode = corrections.mode ?? 'new';
  /** @param {Corrections} corrected */
  const correct = (corrected) => void desk.correct(entry, corrected);
  /** @param {'date_order' | 'decimal' | 'mode'} option @param {string[]} values @param {string} words */
  const choice = (option, values, words) =>
    select(
      entry,
      say(`page-data-${words}`),
      option,
      values.map((value) => [value, say(`page-data-${words}-${value || 'auto'}`)]),
      corrections[option] ?? values[0] ?? '',
      (value) => correct(setOption(corrections, option, value)),
    );
  const table = select(
    entry,
    say('page-data-table'),
    'table',
    [
      ...(draft.table ? [] : [['', say('page-data-table-auto')]]),
      ...TABLES.map((name) => [name, say(`page-data-table-${name}`)]),
    ],
    draft.table ?? '',
    (value) => value && correct(chooseTable(corrections, /** @type {import('./draft.js').Table} */ (value))),
  );
  return html(
    'div',
    { class: 'options' },
    html(
      'div',
      { class: 'choices-grid' },
      table,
      choice('mode', ['new', 'upsert', 'replace'], 'mode'),
      choice('date_order', ['', 'dmy', 'mdy', 'ymd', 'ydm'], 'order'),
      choice('decimal', ['', 'comma', 'point'], 'decimal'),
      sourceOf(entry, view, correct),
      currencyOf(entry, draft, view, correct),
      zoneOf(entry, draft, view, correct),
      ...movedOf(entry, draft, view, correct),
    ),
    html('p', { class: 'soft' }, say(`page-data-mode-${mode}-means`)),
    mode === 'replace' &&
      check(entry, say('page-data-replace-partial'), corrections.replace_partial === true, 'partial', (on) =>
        correct(setOption(corrections, 'replace_partial', on)),
      ),
    ((draft.held_back_store_days ?? 0) > 0 || corrections.same_till === true) &&
      check(entry, say('page-data-same-till-choice'), corrections.same_till === true, 'same-till', (on) =>
        correct(setOption(corrections, 'same_till', on)),
      ),
    corrections.side_by_side !== undefined &&
      check(entry, say(`page-data-side-by-side-${corrections.side_by_side}`), true, 'side-by-side', () =>
        correct(setOption(corrections, 'side_by_side', '')),
      ),
    corrections.dates_once === true &&
      check(entry, say('page-data-dates-once'), true, 'dates-once', (on) => correct(setOption(corrections, 'dates_once', on))),
    (draft.rejected ?? 0) > 0 &&
      check(entry, say('page-data-abort'), corrections.on_error === 'abort', 'abort', (on) =>
        correct(setOption(corrections, 'on_error', on && 'abort')),
      ),
  );
}

/**
 * @param {Entry} entry
 * @param {string} label
 * @param {string} name
 * @param {string[][]} values each with its words
 * @param {string} chosen
 * @param {(value: string) => void} onChoice
 */
function select({ key }, label, name, values, chosen, onChoice) {
  const id = `choice-${key}-${name}`;
  return html(
    'div',
    {},
    html('label', { for: id }, label),
    html(
      'select',
      {
        id,
        'data-focus': name,
        /** @param {Event & {target: HTMLSelectElement}} event */
        onchange: ({ target }) => onChoice(target.value),
      },
      ...values.map(([value = '', words = '']) => html('option', { value, selected: value === chosen }, words)),
    ),
  );
}

/** @param {Entry} entry @param {View} view @param {(corrected: Corrections) => void} correct */
const sourceOf = (entry, { say }, correct) =>
  field(
    entry,
    'source',
    say('page-data-source'),
    { placeholder: say('page-data-source-auto'), title: say('page-data-source-means') },
    (value) => correct(setOption(entry.corrections, 'source', value)),
  );

/** The currency of the amounts, in a file that has some. @param {Entry} entry @param {Draft} draft @param {View} view @param {(corrected: Corrections) => void} correct */
function currencyOf(entry, draft, { say }, correct) {
  const isAsked = draft.problem?.code === 'import-mixed-currencies' || draft.problem?.code === 'store-other-currency';
  if (!draft.currency && !isAsked && !entry.corrections.currency) return null;
  const shown = { placeholder: draft.currency ?? 'EUR', title: say('page-data-currency-means'), maxlength: 3, size: 3 };
  return field(entry, 'currency', say('page-data-currency'), shown, (value) =>
    correct(setOption(entry.corrections, 'currency', value.toUpperCase())),
  );
}

/** On which day times of UTC are counted, in a file that has some. @param {Entry} entry @param {Draft} draft @param {View} view @param {(corrected: Corrections) => void} correct */
function zoneOf(entry, draft, { say }, correct) {
  const rule = entry.corrections.time_zone ?? draft.time_zone?.rule;
  if (rule === undefined) return null;
  const zones = [...new Set([...ZONES, ...(['shop', 'keep'].includes(rule) ? [] : [rule])])];
  const values = [
    ...['shop', 'keep'].map((value) => [value, say(`page-data-time-zone-${value}`)]),
    ...zones.map((zone) => [zone, zone]),
  ];
  return select(entry, say('page-data-time-zone'), 'time_zone', values, rule, (value) =>
    correct(setOption(entry.corrections, 'time_zone', value)),
  );
}

/** What becomes of the sales of stores that are elsewhere. @param {Entry} entry @param {Draft} draft @param {View} view @param {(corrected: Corrections) => void} correct */
function movedOf(entry, draft, { say }, correct) {
  if ((draft.stores_moved ?? []).length === 0) return [];
  const chosen = entry.corrections.moved_stores ?? '';
  const values = ['', 'past'].map((value) => [value, say(`page-data-moved-${value || 'stay'}`)]);
  const set = (/** @type {string} */ value) => correct(setOption(entry.corrections, 'moved_stores', value));
  return [
    select(entry, say('page-data-moved'), 'moved_stores', values, chosen === 'past' ? 'past' : '', set),
    field(entry, 'moved_since', say('page-data-moved-since'), { type: 'date', value: chosen === 'past' ? '' : chosen }, set),
  ];
}

/**
 * A field of text; what is in it counts when it is left.
 * @param {Entry} entry
 * @param {string} name
 * @param {string} label
 * @param {Record<string, string | number>} attributes
 * @param {(value: string) => void} onChange
 */
function field(entry, name, label, attributes, onChange) {
  const id = `choice-${entry.key}-${name}`;
  const value = name === 'source' || name === 'currency' ? (entry.corrections[name] ?? '') : '';
  return html(
    'div',
    {},
    html('label', { for: id }, label),
    html('input', {
      id,
      type: 'text',
      value,
      autocomplete: 'off',
      'data-focus': name,
      ...attributes,
      /** @param {Event & {target: HTMLInputElement}} event */
      onchange: ({ target }) => onChange(target.value.trim()),
    }),
  );
}

/**
 * @param {Entry} entry
 * @param {string} words
 * @param {boolean} checked
 * @param {string} name
 * @param {(on: boolean) => void} onChange
 */
function check(entry, words, checked, name, onChange) {
  return html(
    'label',
    { class: 'check' },
    html('input', {
      type: 'checkbox',
      checked,
      'data-focus': `${entry.key}-${name}`,
      /** @param {Event & {target: HTMLInputElement}} event */
      onchange: ({ target }) => onChange(target.checked),
    }),
    ` ${words}`,
  );
}
