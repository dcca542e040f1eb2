// @ts-check
/** The ways in for files: dropped anywhere on the page, chosen by a button, or named by their address. */
import { byId, html, replace } from '../shared/dom.js';
import { TABLES } from './draft.js';

/** @typedef {import('./view.js').View} View */

const ACCEPTED = '.csv,.tsv,.txt,.json,.jsonl,.ndjson,.xlsx,.xlsb,.xls,.ods,.parquet,.zip,.gz';

/**
 * @param {View} view
 * @param {boolean} isEmpty whether nothing was ever imported
 */
export function drawDrop({ say, desk }, isEmpty) {
  const choose = /** @type {HTMLInputElement} */ (
    html('input', {
      type: 'file',
      id: 'files',
      class: 'unseen',
      multiple: true,
      accept: ACCEPTED,
      tabindex: -1,
      'aria-hidden': 'true',
      onchange: () => {
        desk.addFiles(choose.files ?? []);
        choose.value = '';
      },
    })
  );
  byId('drop').classList.toggle('large', isEmpty);
  replace(
    byId('drop'),
    html('p', { class: 'lead' }, say('page-data-drop'), ' ', html('span', { class: 'soft' }, say('page-data-or'))),
    html(
      'button',
      { type: 'button', class: 'main-button', id: 'choose', 'data-focus': 'choose', onclick: () => choose.click() },
      say('page-data-choose'),
    ),
    choose,
    html('p', { class: 'soft' }, say('page-data-formats')),
  );
}

/** @param {View} view */
export function drawUrlForm({ say, desk }) {
  const url = html('input', {
    type: 'url',
    id: 'url',
    required: true,
    pattern: 'https?://.+',
    placeholder: 'https://…',
    autocomplete: 'url',
    'data-focus': 'url',
  });
  const table = html(
    'select',
    { id: 'url-table', 'data-focus': 'url-table' },
    html('option', { value: '' }, say('page-data-table-auto')),
    ...TABLES.map((name) => html('option', { value: name }, say(`page-data-table-${name}`))),
  );
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    desk.addUrl(url.value.trim(), /** @type {import('./draft.js').Table} */ (table.value) || null);
    url.value = '';
  };
  replace(
    byId('by-url'),
    html(
      'form',
      { onsubmit: submit },
      html('label', { for: 'url' }, say('page-data-url')),
      url,
      html('label', { for: 'url-table', class: 'unseen' }, say('page-data-table')),
      table,
      html('button', { type: 'submit', class: 'second-button', 'data-focus': 'url-read' }, say('page-data-url-read')),
    ),
  );
}

/**
 * Files dropped anywhere on the page are taken; the page shows that it would.
 * @param {(files: File[]) => void} take
 */
export function acceptDrops(take) {
  let depth = 0;
  /** @param {number} next */
  const show = (next) => {
    depth = Math.max(0, next);
    document.body.classList.toggle('dropping', depth > 0);
  };
  /** @param {(event: DragEvent) => void} react */
  const withFiles = (react) => (/** @type {DragEvent} */ event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    react(event);
  };
  window.addEventListener(
    'dragenter',
    withFiles(() => show(depth + 1)),
  );
  window.addEventListener(
    'dragleave',
    withFiles(() => show(depth - 1)),
  );
  window.addEventListener(
    'dragover',
    withFiles(({ dataTransfer }) => {
      if (dataTransfer) dataTransfer.dropEffect = 'copy';
    }),
  );
  window.addEventListener(
    'drop',
    withFiles(({ dataTransfer }) => {
      show(0);
      take(filesIn(dataTransfer));
    }),
  );
}

/** Folders are no files: a browser lists them among these all the same. @param {DataTransfer | null} transfer */
function filesIn(transfer) {
  return [...(transfer?.items ?? [])].flatMap((item) => {
    const file = item.webkitGetAsEntry()?.isDirectory ? null : item.getAsFile();
    return file ? [file] : [];
  });
}
