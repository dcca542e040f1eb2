// @ts-check
/** What the whole is made of: the forecasts of regions, cities, stores, categories or products, side by side. */
import { byId, html, replace, svg } from '../shared/dom.js';
import { drawMenu } from '../shared/menu.js';
import { drawTable } from '../shared/table.js';
import { ALL_SALES, goTo, isSame, LEVELS, sayTarget } from './choice.js';
import { sayBefore, sayChange } from './curve.js';
import { sum, targetOf } from './kept.js';
import { make } from './making.js';
import { isBehind } from './view.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./kept.js').Kept} Kept */

/** @param {View} view */
export function drawParts(view) {
  const { say, format, choice, parts, sold } = view;
  replace(
    byId('levels'),
    ...LEVELS.map((level) =>
      html(
        'button',
        {
          type: 'button',
          'aria-pressed': String(level === choice.by),
          'data-focus': `level-${level}`,
          onclick: () => goTo({ ...choice, target: ALL_SALES, by: level, scored: null }, view),
        },
        say(`page-${level}`),
      ),
    ),
  );
  const [first] = parts;
  byId('parts-small').textContent = first
    ? say('page-forecasts-parts-small', { days: choice.horizon, model: first.model, when: format.moment(first.made_at) })
    : '';
  byId('parts-box').hidden = !first;
  drawStanding(view);
  replace(byId('parts-none'), ...(first && !isBehind(first, sold) ? [] : offer(view, first !== undefined)));
  if (first) {
    drawMenu(byId('parts-menu'), view, say('page-forecasts-parts'), {
      sheet: { path: 'forecasts', query: { series: choice.by, limit: String(parts.length), horizon: String(choice.horizon) } },
      sql: sqlOf(parts, choice.horizon),
      isInParts: false,
    });
  } else {
    replace(byId('parts-menu'));
  }
  drawTable(byId('parts'), heads(view), rows(view));
}

/** What the parts sum to, where that is not the forecast above. @param {View} view */
function drawStanding({ say, format, choice, forecast, parts, total }) {
  const standing = byId('parts-standing');
  const isOther = choice.target.level === 'total' && parts.length > 0 && total !== null && total.id !== forecast?.id;
  standing.hidden = !isOther;
  standing.textContent = isOther
    ? say('page-forecasts-parts-other', {
        model: total.model,
        when: format.moment(total.made_at),
        day: format.date(total.last_day),
        revenue: format.money(total.whole.mean),
      })
    : '';
}

/**
 * Where the sums are kept.
 * @param {Kept[]} parts
 * @param {number} horizon
 */
function sqlOf(parts, horizon) {
  const runs = parts.map(({ id }) => Number(id)).join(', ');
  return `select target, sum(mean) as mean, count(*) as days\nfrom forecasts\nwhere run_id in (${runs})\n  and day <= date(last_day, '+${Number(horizon)} days')\ngroup by target\norder by mean desc`;
}

/** The way to forecasts of the parts. @param {View} view @param {boolean} areOld */
function offer(view, areOld) {
  const { say, choice, forecast, sold } = view;
  // They are parts of the forecast above, by its model.
  const standing = forecast && choice.target.level === 'total' && !isBehind(forecast, sold) ? forecast.model : undefined;
  return [
    html('p', {}, say(areOld ? 'page-forecasts-parts-behind' : 'page-forecasts-parts-none', { days: choice.horizon })),
    html(
      'button',
      {
        type: 'button',
        class: 'second-button',
        id: 'make-parts',
        'data-focus': 'make-parts',
        onclick: (/** @type {{currentTarget: HTMLElement}} */ { currentTarget }) => {
          currentTarget.setAttribute('aria-disabled', 'true');
          currentTarget.textContent = say('page-forecasts-making');
          void make(view, null, choice.by, standing);
        },
      },
      say('page-forecasts-parts-make'),
    ),
  ];
}

/** @param {View} view */
const heads = ({ say, format, choice }) => [
  say(`page-${choice.by}`),
  say('page-forecasts-days-ahead'),
  say('page-forecasts-expected'),
  say('page-forecasts-year-before'),
  say('page-forecasts-year-change'),
  say('page-share'),
  say('page-interval', { level: format.level(0.8) }),
];

/** @param {View} view */
function rows(view) {
  const { parts, total } = view;
  const whole = sum(parts.map((part) => part.whole.mean));
  const ofParts = [...parts].sort((one, other) => other.whole.mean - one.whole.mean);
  const means = ofParts.map((part) => part.whole.mean);
  return [
    ...(total ? [row(view, total, null)] : []),
    ...ofParts.map((part, index) => row(view, part, whole > 0 ? means[index] / whole : null)),
  ];
}

/**
 * @param {View} view
 * @param {Kept} part
 * @param {number | null} share of all parts; null for their sum
 */
function row(view, part, share) {
  const { say, format, choice } = view;
  const target = targetOf(part);
  const chosen = isSame(target, choice.target);
  const { whole } = part;
  return [
    html(
      'button',
      {
        type: 'button',
        class: chosen ? 'part chosen' : 'part',
        'aria-pressed': String(chosen),
        'data-focus': `part-${target.level}-${target.name}`,
        onclick: () => goTo({ ...choice, target, scored: null }, view),
      },
      sayTarget(say, target),
    ),
    spark(part),
    // To the cent, so that they sum to the total to the eye too.
    format.cents(whole.mean),
    sayBefore(view, whole),
    sayChange(format, whole),
    share === null
      ? ''
      : html('span', { class: 'portion' }, html('i', { style: `--share: ${share}` }), html('span', {}, format.percent(share))),
    say('page-range', { low: format.money(whole.lower80), high: format.money(whole.upper80) }),
  ];
}

const [WIDTH, HEIGHT] = [96, 24];

/** The days ahead as a small line within its band. @param {Kept} part */
function spark({ points }) {
  const top = Math.max(...points.map((point) => point.upper80), 0);
  const bottom = Math.min(...points.map((point) => point.lower80), 0);
  const x = (/** @type {number} */ index) => (WIDTH * index) / Math.max(1, points.length - 1);
  const y = (/** @type {number} */ value) => 1 + (HEIGHT - 2) * (1 - (value - bottom) / (top - bottom || 1));
  const at = (/** @type {number} */ value, /** @type {number} */ index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`;
  const upper = points.map((point, index) => at(point.upper80, index));
  const lower = points.map((point, index) => at(point.lower80, index)).reverse();
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'trend', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('polygon', { points: [...upper, ...lower].join(' ') }),
    svg('polyline', { points: points.map((point, index) => at(point.mean, index)).join(' ') }),
  );
}
