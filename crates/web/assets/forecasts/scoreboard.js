// @ts-check
/** All models side by side: how far each would have erred on this shop's past. */
import { byId, html, replace } from '../shared/dom.js';
import { drawMenu } from '../shared/menu.js';
import { errorLines } from '../shared/notice.js';
import { drawTable } from '../shared/table.js';
import { sayTarget } from './choice.js';
import { sayModel } from './models.js';
import { trialQuery } from './trial.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./trial.js').Trial} Trial */
/** @typedef {import('./trial.js').Rival} Rival */

const REASONS = ['forecast-series-too-short', 'forecast-not-for-series', 'forecast-likelihood-undefined', 'forecast-undefined'];

/** @param {View} view */
export function drawWaiting({ say }) {
  byId('trial-small').textContent = '';
  replace(
    byId('trial-state'),
    html('p', {}, say('page-forecasts-trial-running')),
    html('span', { class: 'progress', 'aria-hidden': 'true' }),
  );
  for (const id of ['trial-box', 'trial-help', 'coverage-card']) byId(id).hidden = true;
  replace(byId('trial-menu'));
}

/** @param {View} view @param {unknown} error */
export function drawFailure({ say, reload }, error) {
  replace(
    byId('trial-state'),
    ...errorLines(say, error),
    html('button', { type: 'button', class: 'second-button', onclick: () => void reload() }, say('page-retry')),
  );
}

/** @param {View} view @param {Trial} trial */
export function drawScoreboard(view, trial) {
  const { say, format, choice } = view;
  byId('trial-small').textContent = say('page-forecasts-trial-small', {
    what: sayTarget(say, choice.target),
    origins: trial.origins.length,
    days: trial.horizon,
    period: format.period(trial.from, trial.to),
  });
  replace(
    byId('trial-state'),
    trial.origins.length < 4 && html('p', {}, say('page-forecasts-trial-few', { origins: trial.origins.length })),
  );
  for (const id of ['trial-box', 'trial-help']) byId(id).hidden = false;
  const columns = ['share', 'error', 'against', 'mase', 'inside'];
  const widest = Math.max(...trial.models.map(({ error_share: share }) => share ?? 0), Number.EPSILON);
  drawTable(
    byId('trial'),
    [
      say('page-forecasts-model'),
      ...columns.slice(0, 4).map((column) => say(`page-forecasts-column-${column}`)),
      ...[0.8, 0.95].map((level) => say('page-forecasts-column-inside', { level: format.level(level) })),
    ],
    trial.models.map((rival) => row(view, trial, rival, widest)),
  );
  const help = [...columns.slice(0, 4), 'inside'];
  byId('trial')
    .querySelectorAll('thead th')
    .forEach((head, index) => {
      if (index > 0) head.setAttribute('title', say(`page-forecasts-help-${help[Math.min(index - 1, 4)]}`));
    });
  replace(
    byId('trial-terms'),
    ...help.flatMap((column) => [
      html('dt', {}, column === 'inside' ? say('page-forecasts-coverage') : say(`page-forecasts-column-${column}`)),
      html('dd', {}, say(`page-forecasts-help-${column}`)),
    ]),
  );
  drawMenu(byId('trial-menu'), view, say('page-forecasts-trial'), { sheet: { path: 'backtests', query: trialQuery(view) } });
}

/**
 * @param {View} view
 * @param {Trial} trial
 * @param {Rival} rival
 * @param {number} widest the largest error, whose bar is whole
 */
function row(view, trial, rival, widest) {
  const { say, format, forecast } = view;
  const { model, mae, error_share: share = null, against_last_week: against = null, mase = null, coverage = [] } = rival;
  const name = html(
    'span',
    { class: 'model' },
    html('b', {}, model),
    model === trial.winner && html('em', { class: 'winner' }, say('page-forecasts-winner')),
    model === forecast?.model && html('em', {}, say('page-forecasts-chosen')),
    html('small', {}, sayModel(say, model)),
  );
  if (mae === undefined) return [name, html('span', { class: 'reason' }, sayReason(view, rival)), '', '', '', '', ''];
  /** @param {number} level */
  const inside = (level) => format.level(coverage.find(([promised]) => promised === level)?.[1] ?? 0);
  return [
    name,
    html(
      'span',
      { class: 'portion' },
      html('i', { style: `--share: ${(share ?? 0) / widest}` }),
      html('span', {}, share === null ? '–' : format.percent(share)),
    ),
    format.money(mae),
    against === null || against === 1 ? '–' : html('span', { class: against < 1 ? 'up' : 'down' }, format.change(against - 1)),
    mase === null ? '–' : format.number(Math.round(mase * 100) / 100),
    inside(80),
    inside(95),
  ];
}

/** Why a model could not be tried. @param {View} view @param {Rival} rival */
function sayReason({ say }, { error = '', facts = {} }) {
  return REASONS.includes(error) ? say(`page-forecasts-reason-${error}`, facts) : say('page-forecasts-reason', { code: error });
}
