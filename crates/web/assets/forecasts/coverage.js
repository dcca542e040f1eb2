// @ts-check
/** What intervals promise and what they held: a dot for each model, beside the line of the promise. */
import { byId, html, replace } from '../shared/dom.js';
import { drawMenu } from '../shared/menu.js';
import { drawTable } from '../shared/table.js';
import { sum } from './kept.js';
import { trialQuery } from './trial.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./trial.js').Trial} Trial */
/** @typedef {import('./scores.js').Score} Score */
/** @typedef {{name: string, held: [number, number], real: boolean}} Kept shares of days inside 80 and 95 % */

const PROMISED = [0.8, 0.95];

/**
 * @param {View} view
 * @param {Trial} trial
 * @param {Score[]} scores of past forecasts of what is looked at
 */
export function drawCoverage(view, trial, scores) {
  const { say, format, forecast } = view;
  const days = sum(scores.map((score) => score.days));
  /** @type {Kept[]} */
  const real =
    days > 0
      ? [
          {
            name: say('page-forecasts-coverage-real'),
            held: [sum(scores.map((score) => score.inside80)) / days, sum(scores.map((score) => score.inside95)) / days],
            real: true,
          },
        ]
      : [];
  const tried = trial.models.flatMap(({ model, coverage }) => {
    const held = PROMISED.map((level) => coverage?.find(([percent]) => percent === level * 100)?.[1]);
    return held[0] === undefined || held[1] === undefined
      ? []
      : [/** @type {Kept} */ ({ name: model, held: [held[0], held[1]], real: false })];
  });
  const rows = [...real, ...tried];
  byId('coverage-card').hidden = rows.length === 0;
  const subject = rows.find(({ name, real: isReal }) => isReal || name === forecast?.model) ?? rows[0];
  if (!subject) return;
  byId('coverage-summary').textContent = say(
    subject.real ? 'page-forecasts-coverage-summary-real' : 'page-forecasts-coverage-summary',
    {
      name: subject.name,
      days,
      held80: format.level(subject.held[0]),
      held95: format.level(subject.held[1]),
    },
  );
  replace(
    byId('coverage'),
    html(
      'div',
      { class: 'held promises', 'aria-hidden': 'true' },
      html('span', {}),
      html('span', { class: 'track' }, ...PROMISED.map((level) => html('b', { style: `--at: ${level}` }, format.level(level)))),
    ),
    ...rows.map((row) => line(row, row === subject)),
  );
  replace(
    byId('coverage-legend'),
    ...['80', '95'].map((level) =>
      html('li', {}, html('i', { class: `dot at${level}` }), say('page-interval', { level: format.level(Number(level) / 100) })),
    ),
    html('li', {}, html('i', { class: 'promise' }), say('page-forecasts-promise')),
  );
  drawTable(
    byId('coverage-table'),
    [say('page-forecasts-model'), ...PROMISED.map((level) => say('page-forecasts-promised', { level: format.level(level) }))],
    rows.map(({ name, held }) => [name, ...held.map((share) => format.percent(share))]),
  );
  drawMenu(byId('coverage-menu'), view, say('page-forecasts-coverage'), {
    sheet: { path: 'backtests', query: trialQuery(view) },
    picture: { box: byId('coverage'), name: say('page-forecasts-coverage'), heading: [say('page-forecasts-coverage')] },
  });
}

/** @param {Kept} row @param {boolean} isSubject */
function line({ name, held }, isSubject) {
  return html(
    'div',
    { class: isSubject ? 'held subject' : 'held' },
    html('span', { class: 'name', title: name }, name),
    html(
      'span',
      { class: 'track' },
      html('i', { class: 'line' }),
      ...PROMISED.map((level) => html('i', { class: 'promise', style: `--at: ${level}` })),
      ...held.map((share, index) => html('i', { class: index === 0 ? 'dot at80' : 'dot at95', style: `--at: ${share}` })),
    ),
  );
}
