// @ts-check
/** What the columns of an answer hold, and how their cells are written. */

/** @typedef {import('../shared/format.js').Format} Format */
/** @typedef {import('../shared/words.js').Say} Say */
/** @typedef {string | number | null | {base64: string}} Cell */
/** @typedef {{columns: string[], rows: Cell[][]}} Answer */
/** @typedef {'number' | 'reference' | 'day' | 'month' | 'text' | 'empty'} Kind */

const DAY = /^\d{4}-\d\d-\d\d$/u;
const MONTH = /^\d{4}-\d\d$/u;
/** Numbers that name something are not grouped: year 2 023 would be odd. */
const NAMING = /(?:^|_)(?:id|year|an|année|annee)$/iu;
/** Smaller ones would be written as 0. */
const SMALLEST = 0.0005;

/**
 * @param {Answer} answer
 * @returns {Kind[]}
 */
export function kindsOf({ columns, rows }) {
  return columns.map((name, at) => {
    const known = rows.map((row) => row[at]).filter((cell) => cell !== null && cell !== undefined);
    if (known.length === 0) return 'empty';
    if (known.every((cell) => typeof cell === 'number')) return NAMING.test(name) ? 'reference' : 'number';
    if (known.every((cell) => typeof cell === 'string' && DAY.test(cell))) return 'day';
    return known.every((cell) => typeof cell === 'string' && MONTH.test(cell)) ? 'month' : 'text';
  });
}

/**
 * A cell as people read it. Days stay as the database writes them, since that is how a query names them.
 * @param {Cell} cell
 * @param {Kind} kind
 * @param {Format} format
 * @param {Say} say
 */
export function writeCell(cell, kind, format, say) {
  if (cell === null) return '—';
  if (typeof cell === 'object') return say('page-sql-bytes', { size: format.number(sizeOf(cell.base64)) });
  if (typeof cell === 'string' || kind === 'reference') return String(cell);
  return cell !== 0 && Math.abs(cell) < SMALLEST ? String(cell) : format.number(cell);
}

/**
 * Numbers written below each other with as many decimals as the longest of them: 12,50 above 3,25.
 * @param {string[]} written
 * @param {Format} format
 */
export function alignDecimals(written, format) {
  const mark = format.number(0.5).charAt(1);
  const isPlain = (/** @type {string} */ text) => /^[^e—]*\d$/u.test(text);
  const decimals = (/** @type {string} */ text) => (text.includes(mark) ? text.length - text.indexOf(mark) - 1 : 0);
  const most = Math.min(
    3,
    written
      .filter(isPlain)
      .map(decimals)
      .reduce((one, other) => Math.max(one, other), 0),
  );
  if (most === 0) return written;
  return written.map((text) => {
    const has = decimals(text);
    return !isPlain(text) || has >= most ? text : text + (has === 0 ? mark : '') + '0'.repeat(most - has);
  });
}

/** How many bytes a text of base 64 stands for. @param {string} base64 */
const sizeOf = (base64) => Math.floor((base64.replace(/=+$/u, '').length * 3) / 4);
