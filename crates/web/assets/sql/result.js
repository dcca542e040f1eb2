// @ts-check
/** The answer: rows as a table or as a chart, or what went wrong. */
import { ApiError } from '../shared/ask.js';
import { byId, html, replace } from '../shared/dom.js';
import { drawMenu } from '../shared/menu.js';
import { explain } from '../shared/notice.js';
import { sentence } from '../shared/words.js';
import { kindsOf } from './columns.js';
import { drawGraph } from './graph.js';
import { suitingAxes } from './points.js';
import { LIMIT } from './question.js';
import { drawRows } from './rows.js';

/** @typedef {import('../shared/page.js').Context} Context */
/** @typedef {import('./columns.js').Answer} Answer */
/** @typedef {import('./points.js').Axes} Axes */
/** @typedef {'table' | 'chart'} View */

/** @type {View[]} */
const VIEWS = ['table', 'chart'];

/** How the reader likes to see results, from one query to the next. @type {View} */
let liked = 'table';
/** The columns chosen for the chart, for as long as the columns are the same. */
let chosen = { columns: '', axes: /** @type {Axes | null} */ (null) };

/**
 * Shows one thing in the card of results, and hides what was there.
 * @param {{summary?: string, idle?: string}} [what]
 */
function clear({ summary = '', idle = '' } = {}) {
  for (const id of ['sheet', 'graph', 'views', 'cut']) byId(id).hidden = true;
  replace(byId('failure'));
  replace(byId('menu'));
  byId('result-summary').textContent = summary;
  byId('idle').hidden = idle === '';
  byId('idle').textContent = idle;
}

/** @param {Context} context */
export function showIdle({ say }) {
  clear({ idle: say('page-sql-idle') });
}

/** The answer before stays, dimmed, until the new one is there. @param {Context} context */
export function showRunning({ say }) {
  byId('result-summary').textContent = say('page-sql-running');
}

/** @param {Context} context */
export function showCancelled({ say }) {
  clear({ idle: say('page-sql-cancelled') });
}

/**
 * @param {Context} context
 * @param {unknown} error
 * @param {number | null} line of the query, when it is known
 */
export function showFailure({ say }, error, line) {
  clear();
  const remedy = error instanceof ApiError ? error.remedy : '';
  const place = line === null ? '' : say('page-sql-line', { line });
  replace(
    byId('failure'),
    html(
      'div',
      { class: 'refused', role: 'alert' },
      html('p', {}, html('strong', {}, explain(say, error))),
      (place || remedy) && html('p', {}, [place, remedy].filter(Boolean).map(sentence).join(' ')),
    ),
  );
}

/**
 * @param {Context} context
 * @param {string} sql
 * @param {{answer: Answer, isCut: boolean, took: number}} found `took` in milliseconds
 */
export function showAnswer(context, sql, { answer, isCut, took }) {
  const { say, format } = context;
  const count = answer.rows.length;
  clear({ summary: say('page-sql-told', { count, rows: format.number(count), took: tookIn(context, took) }) });
  byId('cut').hidden = !isCut;
  byId('cut').textContent = say('page-sql-cut', { limit: format.number(LIMIT) });
  const kinds = kindsOf(answer);
  const suits = suitingAxes(answer, kinds);
  const columns = JSON.stringify(answer.columns);
  if (chosen.columns !== columns || !chosen.axes) chosen = { columns, axes: suits };
  let hasRows = false;

  /** @param {View} view */
  const show = (view) => {
    byId('sheet').hidden = view !== 'table';
    byId('graph').hidden = view !== 'chart';
    if (view === 'table' && !hasRows) drawRows(context, answer, kinds);
    hasRows ||= view === 'table';
    if (view === 'chart' && chosen.axes) drawGraph(context, answer, kinds, chosen.axes, choose);
    drawViews(context, view, suits !== null, like);
    const picture = view === 'chart' ? { box: byId('chart'), name: 'comptoir-sql', heading: [] } : undefined;
    drawMenu(byId('menu'), context, say('page-sql-result'), { sheet: { path: 'sql', query: { sql } }, picture });
  };
  /** @param {View} view */
  const like = (view) => {
    liked = view;
    show(view);
  };
  /** @param {Axes} axes */
  const choose = (axes) => {
    chosen = { columns, axes };
    show('chart');
  };
  show(suits ? liked : 'table');
}

/**
 * @param {Context} context
 * @param {number} took
 */
function tookIn({ say, format }, took) {
  return took < 1000
    ? say('page-sql-milliseconds', { time: format.number(Math.round(took)) })
    : say('page-sql-seconds', { time: format.rounded(took / 1000) });
}

/**
 * @param {Context} context
 * @param {View} view
 * @param {boolean} canDraw
 * @param {(view: View) => void} like
 */
function drawViews({ say }, view, canDraw, like) {
  const views = byId('views');
  views.hidden = !canDraw;
  replace(
    views,
    ...VIEWS.map((name) =>
      html(
        'button',
        { type: 'button', 'aria-pressed': String(name === view), 'data-focus': name, onclick: () => like(name) },
        say(`page-sql-view-${name}`),
      ),
    ),
  );
}
