// @ts-check
/** The choices that hold for a whole file: its table, what is written, how dates and numbers read, its source. */
import { html } from '../shared/dom.js';
import { TABLES, chooseTable, setOption } from './draft.js';

/** @typedef {import('./desk.js').Entry} Entry */
/** @typedef {import('./draft.js').Draft} Draft */
/** @typedef {import('./draft.js').Corrections} Corrections */
/** @typedef {import('./view.js').View} View */
/** @typedef {import('../shared/dom.js').Child} Child */

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
    select(entry, say(`page-data-${words}`), option, values.map((value) => [value, say(`page-data-${words}-${value || 'auto'}`)]), corrections[option] ?? values[0] ?? '', (value) =>
      correct(setOption(corrections, option, value)),
    );
  const table = select(
    entry,
    say('page-data-table'),
    'table',
    [...(draft.table ? [] : [['', say('page-data-table-auto')]]), ...TABLES.map((name) => [name, say(`page-data-table-${name}`)])],
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
    ),
    html('p', { class: 'soft' }, say(`page-data-mode-${mode}-means`)),
    mode === 'replace' && check(entry, say('page-data-replace-partial'), corrections.replace_partial === true, 'partial', (on) => correct(setOption(corrections, 'replace_partial', on))),
    (draft.rejected ?? 0) > 0 && check(entry, say('page-data-abort'), corrections.on_error === 'abort', 'abort', (on) => correct(setOption(corrections, 'on_error', on && 'abort'))),
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
function sourceOf(entry, { say }, correct) {
  const id = `choice-${entry.key}-source`;
  return html(
    'div',
    {},
    html('label', { for: id }, say('page-data-source')),
    html('input', {
      id,
      type: 'text',
      value: entry.corrections.source ?? '',
      placeholder: say('page-data-source-auto'),
      title: say('page-data-source-means'),
      autocomplete: 'off',
      'data-focus': 'source',
      /** @param {Event & {target: HTMLInputElement}} event */
      onchange: ({ target }) => correct(setOption(entry.corrections, 'source', target.value.trim())),
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
