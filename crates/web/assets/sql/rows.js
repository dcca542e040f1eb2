// @ts-check
/** The rows of an answer as a table, a part at a time. */
import { byId, html, replace } from '../shared/dom.js';
import { alignDecimals, writeCell } from './columns.js';

/** @typedef {import('../shared/page.js').Context} Context */
/** @typedef {import('./columns.js').Answer} Answer */
/** @typedef {import('./columns.js').Cell} Cell */
/** @typedef {import('./columns.js').Kind} Kind */

const PART = 500;
/** Longer text is cut by the width of its column, and shown whole when pointed at. */
const LONG = 50;

/**
 * @param {Context} context
 * @param {Answer} answer
 * @param {Kind[]} kinds
 */
export function drawRows(context, { columns, rows }, kinds) {
  const classes = kinds.map((kind) => (kind === 'number' || kind === 'reference' ? '' : 'text'));
  const head = columns.map((name, at) => html('th', { scope: 'col', class: classes[at] || null }, name));
  const body = html('tbody');
  const written = writeColumns(context, rows, kinds);
  const drawPart = () => {
    const from = body.rows.length;
    const part = rows.slice(from, from + PART);
    body.append(
      ...part.map((row, at) =>
        html('tr', {}, ...row.map((cell, column) => drawCell(cell, written[column]?.[from + at] ?? '', classes[column] ?? ''))),
      ),
    );
    drawMore(context, body.rows.length, rows.length, drawPart);
  };
  replace(byId('rows'), html('thead', {}, html('tr', {}, ...head)), body);
  byId('rows-box').scrollTo(0, 0);
  drawPart();
}

/**
 * @param {Context} context
 * @param {Cell[][]} rows
 * @param {Kind[]} kinds
 */
function writeColumns({ say, format }, rows, kinds) {
  return kinds.map((kind, at) => {
    const written = rows.map((row) => writeCell(row[at] ?? null, kind, format, say));
    return kind === 'number' ? alignDecimals(written, format) : written;
  });
}

/**
 * @param {Cell} cell
 * @param {string} written
 * @param {string} kind
 */
function drawCell(cell, written, kind) {
  const isRounded = typeof cell === 'number' && Math.abs(cell * 1000 - Math.round(cell * 1000)) > 1e-6;
  const title = isRounded ? String(cell) : written.length > LONG ? written : null;
  return html('td', { class: [kind, cell === null && 'unknown'].filter(Boolean).join(' ') || null, title }, written);
}

/**
 * @param {Context} context
 * @param {number} shown
 * @param {number} all
 * @param {() => void} onMore
 */
function drawMore({ say, format }, shown, all, onMore) {
  const more = byId('more');
  const hadFocus = more.contains(document.activeElement);
  const rest = all - shown;
  more.hidden = rest <= 0;
  replace(
    more,
    say('page-sql-shown', { shown: format.number(shown), all: format.number(all) }),
    ' ',
    html(
      'button',
      { type: 'button', class: 'link', 'data-focus': 'more', onclick: onMore },
      say('page-sql-more', { rows: format.number(Math.min(PART, rest)) }),
    ),
  );
  if (hadFocus && more.hidden) byId('rows-box').focus();
}
