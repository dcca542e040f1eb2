// @ts-check
/** Tables: the twins of charts, and lists of their own. */
import { html, replace } from './dom.js';

/** @typedef {import('./dom.js').Child} Child */

/**
 * Draws a table whose first column names its rows.
 * @param {Element} table
 * @param {string[]} head titles of the columns
 * @param {Child[][]} rows
 */
export function drawTable(table, head, rows) {
  replace(
    table,
    html('thead', {}, html('tr', {}, ...head.map((title) => html('th', { scope: 'col' }, title)))),
    html(
      'tbody',
      {},
      ...rows.map(([name, ...cells]) =>
        html('tr', {}, html('th', { scope: 'row' }, name), ...cells.map((cell) => html('td', {}, cell))),
      ),
    ),
  );
}

/**
 * Draws the twin of a chart where it is open, else once somebody opens it: most are never looked at.
 * @param {Element} table in a `details`
 * @param {() => void} draw
 */
export function drawTwinWhenOpen(table, draw) {
  const twin = table.closest('details');
  if (!twin) return draw();
  twin.ontoggle = () => twin.open && draw();
  if (twin.open) draw();
}
