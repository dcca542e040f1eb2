// @ts-check
/** The proof of a file: how each column is read, what will happen, and the ways to correct it. */
import { ApiError } from '../shared/ask.js';
import { html } from '../shared/dom.js';
import { drawTable } from '../shared/table.js';
import { drawChoices } from './choices.js';
import { chooseTable, giveRole, goodLines, MEANINGS, sayMeaning, setOption, TABLES, takeAnswer } from './draft.js';
import { drawOutlook } from './outlook.js';
import { button, counted, trouble } from './view.js';

/** @typedef {import('./desk.js').Entry} Entry */
/** @typedef {import('./draft.js').Draft} Draft */
/** @typedef {import('./draft.js').Column} Column */
/** @typedef {import('./view.js').View} View */
/** @typedef {import('../shared/dom.js').Child} Child */

/**
 * @param {Entry} entry
 * @param {View} view
 * @returns {Child[]}
 */
export function drawProof(entry, view) {
  const { draft } = entry;
  if (!draft) return [];
  return [
    proofHead(entry, draft, view),
    ...troubles(entry, draft, view),
    drawChoices(entry, draft, view),
    draft.columns.length > 0 && columnsOf(entry, draft, view),
    draft.lines !== null && drawOutlook(entry, draft, view),
  ];
}

/** @param {Entry} entry @param {Draft} draft @param {View} view */
function proofHead(entry, draft, view) {
  const { say, desk } = view;
  const good = goodLines(draft);
  const table = say(`page-data-table-${draft.table ?? 'auto'}`);
  const small = draft.lines === null ? table : counted(view, 'page-data-lines-of', draft.lines, { table });
  const importing = html(
    'button',
    {
      type: 'button',
      class: 'main-button',
      'data-focus': 'import',
      disabled: draft.problem !== null || entry.isProving || good === 0,
      onclick: () => void desk.commit(entry),
    },
    draft.problem === null ? counted(view, 'page-data-import', good) : say('page-data-import-nothing'),
  );
  return html(
    'div',
    { class: 'head' },
    html('h2', {}, entry.name, ' ', html('small', {}, entry.isProving ? say('page-data-proving') : small)),
    html(
      'div',
      { class: 'actions' },
      button(say('page-data-give-up'), () => desk.discard(entry), { 'data-focus': 'give-up' }),
      importing,
    ),
  );
}

/** What keeps the file from being imported, with the answers at hand. @param {Entry} entry @param {Draft} draft @param {View} view */
function troubles(entry, draft, view) {
  const { problem } = draft;
  const error = problem && new ApiError(problem.status, problem.code, problem.detail, problem.remedy ?? '');
  const boxes = [];
  if (entry.error !== null) {
    const again = entry.error instanceof ApiError && entry.error.status === 404;
    boxes.push(trouble(view, entry.error, again ? view.say('page-data-draft-gone') : undefined));
  }
  if (error)
    boxes.push(
      trouble(
        view,
        error,
        remedyOf(error.code, view),
        ...answersTo(error.code, entry, view),
        ...answersOf(entry, draft, view),
        ...questionsOf(entry, draft, view),
      ),
    );
  return boxes;
}

/** @param {string} code @param {View} view */
function remedyOf(code, { say }) {
  const known = [
    'import-missing-column',
    'import-unknown-table',
    'import-ambiguous-dates',
    'import-ambiguous-numbers',
    'import-rejected',
    'import-unclear-lines',
    'import-missing-dates',
  ];
  return known.includes(code) ? say(`page-data-remedy-${code}`) : undefined;
}

/** A question that the file leaves open is answered by one press. @param {string} code @param {Entry} entry @param {View} view */
function answersTo(code, entry, { say, desk }) {
  const { corrections } = entry;
  /** @param {import('./draft.js').Corrections} corrected @param {string} words */
  const answer = (corrected, words) =>
    button(words, () => void desk.correct(entry, corrected), { 'data-focus': `answer-${words}` });
  switch (code) {
    case 'import-ambiguous-dates':
      return ['dmy', 'mdy', 'ymd', 'ydm'].map((order) =>
        answer(setOption(corrections, 'date_order', order), say(`page-data-order-${order}`)),
      );
    case 'import-ambiguous-numbers':
      return ['comma', 'point'].map((mark) => answer(setOption(corrections, 'decimal', mark), say(`page-data-decimal-${mark}`)));
    case 'import-missing-dates':
      return [answer(setOption(corrections, 'dates_once', true), say('page-data-dates-once'))];
    case 'import-moved-store':
      return [answer(setOption(corrections, 'moved_stores', 'past'), say('page-data-stores-stay'))];
    case 'store-same-sales':
      return [
        answer(setOption(corrections, 'same_till', true), say('page-data-same-till')),
        answer(setOption(setOption(corrections, 'same_till', true), 'mode', 'replace'), say('page-data-same-till-replace')),
      ];
    case 'import-unknown-table':
      return TABLES.map((table) => answer(chooseTable(corrections, table), say(`page-data-table-${table}`)));
    default:
      return [];
  }
}

/** The answers that the program offers for this file. @param {Entry} entry @param {Draft} draft @param {View} view */
const answersOf = (entry, draft, { desk }) =>
  (draft.answers ?? []).map((answer) =>
    button(answer.label, () => void desk.correct(entry, takeAnswer(entry.corrections, answer)), {
      'data-focus': `answer-${answer.label}`,
    }),
  );

/** Each word whose meaning has to be said, with its lines, their amount and the answers. @param {Entry} entry @param {Draft} draft @param {View} view */
function questionsOf(entry, draft, view) {
  const { say, format, desk } = view;
  return (draft.questions ?? []).map(({ column, word, lines, amount }) =>
    html(
      'label',
      { class: 'question' },
      html('span', {}, counted(view, 'page-data-question', lines, { column, word, amount: format.cents(amount) })),
      html(
        'select',
        {
          'data-focus': `word ${word}`,
          /** @param {Event & {target: HTMLSelectElement}} event */
          onchange: ({ target }) => void desk.correct(entry, sayMeaning(entry.corrections, word, target.value)),
        },
        ...['', ...MEANINGS].map((meaning) => html('option', { value: meaning }, say(`page-data-meaning-${meaning || 'open'}`))),
      ),
    ),
  );
}

/** @param {Entry} entry @param {Draft} draft @param {View} view */
function columnsOf(entry, draft, view) {
  const { say } = view;
  const table = html('table', { class: 'columns' });
  drawTable(
    table,
    ['header', 'role', 'form', 'samples'].map((title) => say(`page-data-column-${title}`)),
    draft.columns.map((column) => [
      column.header,
      roleOf(entry, draft, column, view),
      html('span', { class: column.field ? '' : 'soft' }, formOf(column, draft, say)),
      samplesOf(column, isUndecided(column, draft), view),
    ]),
  );
  return html('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': say('page-data-columns') }, table);
}

/** How the values of a column are written, or why it is not used. @param {Column} column @param {Draft} draft @param {View['say']} say */
function formOf(column, draft, say) {
  if (column.set_aside) return say(`page-data-aside-${column.set_aside}`);
  return say(`page-data-form-${isUndecided(column, draft) ? 'undecided' : column.form}`);
}

/** @param {Entry} entry @param {Draft} draft @param {Column} column @param {View} view */
function roleOf(entry, { fields, columns }, { header, field }, { say, desk }) {
  const offered = [{ name: '', label: say('page-data-ignored') }, ...fields];
  return html(
    'select',
    {
      'aria-label': say('page-data-role-of', { header }),
      'data-focus': `role ${header}`,
      class: field ? null : 'soft',
      /** @param {Event & {target: HTMLSelectElement}} event */
      onchange: ({ target }) => void desk.correct(entry, giveRole(entry.corrections, columns, header, target.value || null)),
    },
    ...offered.map(({ name, label }) => html('option', { value: name, selected: name === (field ?? '') }, label)),
  );
}

/** Whether the file leaves open how a column reads: then nothing of it is read yet. @param {Column} column @param {Draft} draft */
const isUndecided = ({ field, samples }, { problem }) =>
  Boolean(problem?.code.startsWith('import-ambiguous')) &&
  field !== null &&
  samples.length > 0 &&
  samples.every(([, value]) => value === '');

/** @param {Column} column @param {boolean} isOpen whether nothing is read yet @param {View} view */
function samplesOf({ form, field, samples }, isOpen, { say, format }) {
  const read = readerOf(form, field, format);
  if (isOpen || field === null)
    return html(
      'ul',
      { class: 'samples' },
      ...samples.map(([written]) => html('li', {}, html('span', { class: 'written' }, written))),
    );
  const shown = samples.map(([written, value]) =>
    html(
      'li',
      {},
      html('span', { class: 'written' }, written),
      (value === '' || read(value) !== written) &&
        html('span', { class: 'arrow', 'aria-label': say('page-data-read-as') }, ' → '),
      value === '' && html('b', { class: 'down' }, say('page-data-unreadable')),
      value !== '' && read(value) !== written && html('b', {}, read(value)),
    ),
  );
  return html('ul', { class: 'samples' }, ...shown);
}

/**
 * Writes a value that was read as people of the language write it, without losing a digit.
 * @param {string} form
 * @param {string | null} field
 * @param {import('../shared/format.js').Format} format
 * @returns {(value: string) => string}
 */
function readerOf(form, field, format) {
  if (['dmy', 'mdy', 'ymd', 'ydm'].includes(form))
    return (value) => (/^\d{4}-\d\d-\d\d$/u.test(value) ? format.date(value) : value);
  if (field === 'id' || form === 'text') return (value) => value;
  const mark = format.number(0.5).charAt(1);
  return (value) => {
    const [, whole = '', decimals = ''] = /^(-?\d+)(?:\.(\d+))?$/u.exec(value) ?? [];
    if (whole === '') return value;
    return format.number(Number(whole)) + (decimals && mark + decimals);
  };
}
