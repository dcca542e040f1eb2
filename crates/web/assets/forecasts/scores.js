// @ts-check
/** Past forecasts beside the actual revenue. */
import { byId, html, replace } from '../shared/dom.js';
import { drawMenu } from '../shared/menu.js';
import { explain } from '../shared/notice.js';
import { drawTable } from '../shared/table.js';
import { filterOf, goTo, isSame, sayTarget } from './choice.js';
import { daysOf, drawDays, drawLegend, mountCurve } from './curve.js';
import { targetOf } from './kept.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./kept.js').Kept} Kept */
/**
 * @typedef {object} Score a kept forecast beside the actual revenue, as `GET /forecasts/scores` answers it
 * @property {number} id
 * @property {string} model
 * @property {Kept['series']} series
 * @property {string | null} target
 * @property {string} made_at
 * @property {number} days that have come
 * @property {number} expected
 * @property {number} actual
 * @property {number} error mean error of a day
 * @property {number | null} last_week_error the same of the same weekday a week before
 * @property {number} inside80 on how many of the days
 * @property {number} inside95
 */

/** How many are listed: the newest. */
const LISTED = 60;

/** @type {ReturnType<typeof mountCurve> | null} */
let curve = null;

/**
 * @param {View} view
 * @returns {Promise<Score[]>} those of the target
 */
export async function showScores(view) {
  const { ask, say, choice, signal } = view;
  byId('scores-small').textContent = sayTarget(say, choice.target);
  showInstead(html('p', {}, say('page-forecasts-scores-running')));
  try {
    const { scores } = await ask('forecasts/scores');
    /** @type {Score[]} */
    const own = scores.filter((/** @type {any} */ score) => isSame(targetOf(score), choice.target));
    if (!signal.aborted) await drawScores(view, own, scores.length > own.length);
    return own;
  } catch (error) {
    if (!signal.aborted) showInstead(html('p', {}, explain(say, error)));
    return [];
  }
}

/** What stands in place of the scores. @param {Node[]} children */
function showInstead(...children) {
  byId('scores-box').hidden = true;
  replace(byId('scores-menu'));
  replace(byId('scores-none'), ...children);
}

/** @param {View} view @param {Score[]} scores @param {boolean} areOthers whether forecasts of other targets are scored */
async function drawScores(view, scores, areOthers) {
  const { say, format, choice, forecast } = view;
  if (scores.length === 0) {
    const next = forecast?.points[0]?.day;
    return showInstead(
      html(
        'p',
        {},
        next ? say('page-forecasts-scores-none', { day: format.date(next) }) : say('page-forecasts-scores-never'),
        areOthers && ` ${say('page-forecasts-scores-others')}`,
      ),
    );
  }
  replace(byId('scores-none'));
  byId('scores-box').hidden = false;
  const chosen = scores.find(({ id }) => id === choice.scored) ?? scores[0];
  const listed = scores.slice(0, LISTED);
  drawTable(
    byId('scores'),
    ['made', 'model', 'days', 'expected', 'actual', 'error', 'against', 'inside80', 'inside95'].map((column) =>
      say(`page-forecasts-scored-${column}`),
    ),
    listed.map((score) => row(view, score, score.id === chosen.id)),
  );
  await drawScored(view, chosen);
}

/** @param {View} view @param {Score} score @param {boolean} chosen */
function row(view, score, chosen) {
  const { say, format, choice } = view;
  const { last_week_error: before } = score;
  const against = before ? score.error / before - 1 : null;
  const inside = (/** @type {number} */ days) => say('page-forecasts-of-days', { inside: days, days: score.days });
  return [
    html(
      'button',
      {
        type: 'button',
        class: chosen ? 'part chosen' : 'part',
        'aria-pressed': String(chosen),
        'data-focus': `score-${score.id}`,
        onclick: () => goTo({ ...choice, scored: score.id }, view),
      },
      format.moment(score.made_at),
    ),
    score.model,
    format.number(score.days),
    format.money(score.expected),
    format.money(score.actual),
    format.money(score.error),
    against === null ? '–' : html('span', { class: against <= 0 ? 'up' : 'down' }, format.change(against)),
    inside(score.inside80),
    inside(score.inside95),
  ];
}

/** The chosen forecast beside the actual revenue. @param {View} view @param {Score} score */
async function drawScored(view, score) {
  const { ask, say, format, choice, signal, sold } = view;
  const { forecasts } = await ask('forecasts', { id: String(score.id) });
  /** @type {Kept | undefined} */
  const kept = forecasts.find((/** @type {Kept} */ { id }) => id === score.id);
  const [first, last] = [kept?.points[0]?.day, kept?.points.at(-1)?.day];
  if (!kept || !first || !last) return;
  const to = last < sold.available.to ? last : sold.available.to;
  if (to < first) return;
  const [{ points }, { spans }] = await Promise.all([
    ask('series', { from: first, to, ...filterOf(choice.target) }),
    ask('calendar', { from: first, to: last }),
  ]);
  if (signal.aborted) return;
  const days = daysOf(points, kept.points, spans);
  const summary = say('page-forecasts-scored-summary', {
    period: format.period(first, to),
    expected: format.money(score.expected),
    actual: format.money(score.actual),
    change: format.change(score.expected === 0 ? null : score.actual / score.expected - 1),
  });
  byId('scored-summary').textContent = summary;
  curve ??= mountCurve(byId('scored-curve'), byId('scored-day'));
  curve(view, days);
  byId('scored-curve').setAttribute('aria-label', summary);
  drawLegend(byId('scored-legend'), view, true);
  drawDays(byId('scored-table'), view, days);
  drawMenu(byId('scores-menu'), view, say('page-forecasts-scores'), {
    sheet: { path: 'forecasts/scores', query: {} },
    picture: {
      box: byId('scored-curve'),
      name: say('page-forecasts-file', { from: first, to: last }),
      heading: [say('page-forecasts-scores'), summary],
    },
    sql: kept.sql,
    isInParts: false,
  });
}
