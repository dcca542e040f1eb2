// @ts-check
/** Rows of a long table: only those in sight are drawn, between two empty ones that are as high as all others. */
import { html, replace } from '../shared/dom.js';

/** So many are drawn at once; a table of no more is drawn whole. */
const AT_ONCE = 80;
/** As the style sheet has it for long tables. */
const HEIGHT = 32;

/**
 * @template Row
 * @param {HTMLElement} scroll what the table scrolls in
 * @param {{table: HTMLTableElement, body: HTMLTableSectionElement, rows: Row[], top: number}} what `top` is how far it is scrolled
 * @param {(row: Row) => HTMLTableRowElement} draw
 */
export function drawRows(scroll, { table, body, rows, top }, draw) {
  const isLong = rows.length > AT_ONCE;
  table.classList.toggle('long', isLong);
  scroll.onscroll = null;
  if (!isLong) {
    table.removeAttribute('aria-rowcount');
    if (rows.length > 0) replace(body, ...rows.map(draw));
    return;
  }
  table.setAttribute('aria-rowcount', String(rows.length + 1));
  let drawn = -1;
  /** @param {number} at */
  const show = (at) => {
    const sight = Math.floor(at / HEIGHT) - AT_ONCE / 4;
    // In steps, so that most of a scroll draws nothing.
    const first = Math.min(Math.max(0, sight - (sight % 20)), rows.length - AT_ONCE);
    if (first === drawn) return;
    drawn = first;
    const seen = rows.slice(first, first + AT_ONCE).map((row, at) => {
      const line = draw(row);
      line.setAttribute('aria-rowindex', String(first + at + 2));
      return line;
    });
    replace(body, gap(first), ...seen, gap(rows.length - first - AT_ONCE));
  };
  scroll.onscroll = () => show(scroll.scrollTop);
  scroll.scrollTop = top;
  show(top);
}

/** @param {number} rows */
function gap(rows) {
  return rows > 0 && html('tr', { class: 'gap', 'aria-hidden': 'true' }, html('td', { style: `height: ${rows * HEIGHT}px` }));
}
