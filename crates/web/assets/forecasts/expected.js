// @ts-check
/** What is expected next: the figure, its interval, where it stands, and the curve that leads there. */
import { addDays } from '../shared/dates.js';
import { byId, html, replace } from '../shared/dom.js';
import { drawMenu } from '../shared/menu.js';
import { filterOf, sayTarget } from './choice.js';
import { daysOf, drawDays, drawLegend, mountCurve, sayBefore, sayChange } from './curve.js';
import { sum } from './kept.js';
import { AUTO, LAST_WEEK } from './models.js';
import { isBehind, isPast, lastDayOf } from './view.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./kept.js').Kept} Kept */
/** @typedef {import('./trial.js').Trial} Trial */

/** @type {ReturnType<typeof mountCurve> | null} */
let curve = null;

/** @param {View} view */
export function drawExpected(view) {
  const { say, choice, forecast } = view;
  const what = sayTarget(say, choice.target);
  // Some of its days have come: they are not the next ones.
  const hasBegun = forecast !== null && isBehind(forecast, view.sold) && forecast.points[0].day <= view.sold.available.to;
  const title = say(hasBegun ? 'page-forecasts-over' : 'page-forecasts-next', { days: choice.horizon });
  byId('expected-title').textContent = title;
  byId('expected-small').textContent = what;
  replace(
    byId('figure'),
    ...(forecast ? figure(view, forecast) : [html('p', { class: 'big none' }, say('page-forecasts-none-short'))]),
  );
  drawStanding(view);

  const seen = forecast && !hasBegun ? forecast.last_day : view.sold.available.to;
  const days = daysOf(view.history, forecast?.points ?? [], view.spans, seen);
  const summary = forecast ? summarise(view, forecast) : say('page-forecasts-summary-none', { what, days: view.history.length });
  curve ??= mountCurve(byId('curve'), byId('curve-day'));
  byId('expected').classList.toggle(
    'overlap',
    days.some(({ revenue, expected }) => revenue !== null && expected),
  );
  curve(view, days);
  byId('curve').setAttribute('aria-label', summary);
  byId('announcement').textContent = summary;
  drawLegend(
    byId('curve-legend'),
    view,
    forecast !== null,
    days.some(({ expected }) => expected?.before),
  );
  drawDays(byId('curve-table'), view, days);
  drawMenu(byId('expected-menu'), view, title, {
    sheet: forecast
      ? { path: 'forecasts', query: { id: String(forecast.id), horizon: String(choice.horizon), grain: view.grain } }
      : { path: 'series', query: { ...filterOf(choice.target), from: days[0]?.day ?? '', to: days.at(-1)?.day ?? '' } },
    picture: {
      box: byId('curve'),
      name: say('page-forecasts-file', { from: days[0]?.day ?? '', to: days.at(-1)?.day ?? '' }),
      heading: [title, summary],
    },
    sql: forecast?.sql ?? null,
    isInParts: false,
  });
}

/**
 * @param {View} view
 * @param {Kept} forecast
 */
function figure({ say, format, history, choice, grain }, forecast) {
  const { whole } = forecast;
  const [first, last] = [forecast.points[0].day, lastDayOf(forecast)];
  const from = addDays(forecast.last_day, 1 - choice.horizon);
  const before = history.filter(({ day }) => day >= from && day <= forecast.last_day);
  const actual = grain === 'day' && before.length === choice.horizon ? sum(before.map(({ revenue }) => revenue)) : 0;
  return [
    html('p', { class: 'when' }, say('page-forecasts-revenue', { period: format.period(first, last) })),
    html('p', { class: 'big' }, format.money(whole.mean)),
    html(
      'p',
      { class: 'within' },
      say('page-forecasts-within', { low: format.money(whole.lower80), high: format.money(whole.upper80) }),
    ),
    whole.before &&
      html(
        'p',
        { class: 'against' },
        sayChange(format, whole),
        ` ${say('page-forecasts-against-year', { revenue: sayBefore({ say, format }, whole) })}`,
      ),
    actual > 0 &&
      html(
        'p',
        { class: 'against' },
        html('span', { class: whole.mean >= actual ? 'up' : 'down' }, format.change(whole.mean / actual - 1)),
        ` ${say('page-forecasts-against-before', { days: choice.horizon, revenue: format.money(actual) })}`,
      ),
  ];
}

/** Whether the forecast can still be built on, and what to do where it cannot. @param {View} view */
function drawStanding({ say, format, forecast, sold, choice }) {
  const standing = byId('standing');
  const [kind, text] = !forecast
    ? ['none', say('page-forecasts-none', { days: choice.horizon })]
    : isPast(forecast, sold)
      ? ['old', say('page-forecasts-past', { day: format.date(sold.available.to) })]
      : isBehind(forecast, sold)
        ? ['old', say('page-forecasts-behind', { day: format.date(forecast.last_day) })]
        : forecast.last_day < sold.available.to
          ? ['open', say('page-forecasts-incomplete', { day: format.dayMonth(addDays(forecast.last_day, 1)) })]
          : ['fresh', ''];
  standing.dataset.standing = kind;
  standing.hidden = text === '';
  standing.textContent = text;
}

/**
 * By which model, and why that one: its errors on this shop's own past.
 * @param {View} view
 * @param {Trial | null} trial null while it goes on
 */
export function drawWhy({ say, format, forecast }, trial) {
  const why = byId('why');
  if (!forecast) return replace(why);
  const { model } = forecast;
  const tried = trial?.models.find((one) => one.model === model);
  const ratio = tried?.against_last_week ?? null;
  const values = {
    share: format.percent(ratio === null ? 0 : Math.abs(1 - ratio)),
    origins: trial?.origins.length ?? 0,
  };
  const reason = !trial
    ? say('page-forecasts-why-waiting')
    : ratio === null || model === LAST_WEEK
      ? say(model === LAST_WEEK ? 'page-forecasts-why-last-week' : 'page-forecasts-why-untried')
      : say(ratio <= 1 ? 'page-forecasts-why-better' : 'page-forecasts-why-worse', values);
  const better = trial?.winner && trial.winner !== model ? say('page-forecasts-why-winner', { model: trial.winner }) : null;
  replace(
    why,
    html('p', {}, html('b', {}, model), ` ${say('page-forecasts-made', { when: format.moment(forecast.made_at) })}`),
    html('p', {}, reason),
    better && html('p', {}, model === AUTO ? `${better} ${say('page-forecasts-why-auto')}` : better),
  );
}

/**
 * @param {View} view
 * @param {Kept} forecast
 */
function summarise({ say, format, choice }, forecast) {
  const { whole } = forecast;
  return say('page-forecasts-summary', {
    what: sayTarget(say, choice.target),
    days: choice.horizon,
    period: format.period(forecast.points[0].day, lastDayOf(forecast)),
    mean: format.money(whole.mean),
    low: format.money(whole.lower80),
    high: format.money(whole.upper80),
    model: forecast.model,
  });
}
