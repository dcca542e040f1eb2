// @ts-check
/** The ledger: every import that was made, the lines that it refused, and the way to take it back. */
import { byId, html, replace } from '../shared/dom.js';
import { drawMenu } from '../shared/menu.js';
import { drawTable } from '../shared/table.js';
import { rejectsLink } from './outcome.js';
import { askUndo } from './undo.js';
import { button } from './view.js';

/** @typedef {import('../shared/page.js').Context} Context */
/** @typedef {import('./view.js').View} View */
/**
 * @typedef {object} Line
 * @property {number} id
 * @property {string} source
 * @property {string} table
 * @property {number} added
 * @property {number} known
 * @property {number} changed
 * @property {number} rejected
 * @property {number} rejects_kept how many of these can still be downloaded
 * @property {number | null} revenue by how much it moved
 * @property {string} imported_at
 * @property {string | null} undone_at
 */

const STEP = 20;
let shown = STEP;

/**
 * The newest lines, and one more when there are older ones.
 * @param {Context} context
 * @returns {Promise<Line[]>}
 */
export async function askLedger({ ask }) {
  return (await ask('imports', { limit: String(shown + 1) })).imports;
}

/**
 * @param {Line[]} lines
 * @param {Context} context
 * @param {View} view
 */
export function drawLedger(lines, context, view) {
  const { say } = view;
  byId('ledger-card').hidden = lines.length === 0;
  const table = byId('ledger');
  drawTable(
    table,
    ['file', 'when', 'of', 'added', 'known', 'changed', 'rejected', 'revenue', 'actions'].map((title) =>
      say(`page-data-ledger-${title}`),
    ),
    lines.slice(0, shown).map((line) => cellsOf(line, context, view)),
  );
  for (const [index, row] of [...table.querySelectorAll('tbody tr')].entries())
    row.classList.toggle('undone', Boolean(lines[index]?.undone_at));
  drawMenu(byId('ledger-menu'), view, say('page-data-ledger'), { sheet: { path: 'imports', query: {} } });
  const more = () => {
    shown += STEP;
    void context.reload();
  };
  replace(byId('ledger-more'), lines.length > shown && button(say('page-data-show-more'), more, { 'data-focus': 'more' }));
}

/** @param {Line} line @param {Context} context @param {View} view */
function cellsOf(line, context, view) {
  const { say, format } = view;
  const undo = html(
    'button',
    {
      type: 'button',
      class: 'link',
      'data-focus': `undo-${line.id}`,
      'aria-label': say('page-data-undo-label', { id: String(line.id), file: line.source }),
      onclick: () => askUndo(line, context, view),
    },
    say('page-data-undo'),
  );
  return [
    html('span', { class: 'file' }, line.source),
    format.moment(line.imported_at),
    say(`page-data-table-${line.table}`),
    ...[line.added, line.known, line.changed, line.rejected].map((count) => (count ? format.number(count) : '–')),
    line.revenue ? format.moreMoney(line.revenue) : '–',
    html(
      'span',
      { class: 'line-actions' },
      line.rejected > 0 && rejectsLink(line.id, line.rejected, view, line.rejects_kept),
      line.undone_at ? html('span', { class: 'soft' }, say('page-data-undone', { when: format.moment(line.undone_at) })) : undo,
    ),
  ];
}
