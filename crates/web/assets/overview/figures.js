// @ts-check
/** The key figures: each with its small curve, its change against both comparisons, and the target where there is one. */
import { byId, html, replace, svg } from '../shared/dom.js';
import { drawMenu } from '../shared/menu.js';
import { MEASURES } from '../shared/state.js';
import { fileNameOf, headingOf, labelOf } from './heading.js';
import { measureOf, writeMeasure } from './measures.js';

/** @typedef {import('./main.js').View} View */
/** @typedef {import('../shared/state.js').Measure} Measure */
/** @typedef {import('../shared/state.js').Basis} Basis */

const SPARK_WIDTH = 200;
const SPARK_HEIGHT = 40;
const BASES = /** @type {Basis[]} */ (['previous', 'n-1']);

/** @param {View} view */
export function drawFigures(view) {
  const { say, answers, questions } = view;
  replace(byId('figures'), ...MEASURES.map((measure) => figure(view, measure)));
  drawMenu(byId('figures-menu'), view, say('page-figures'), {
    sheet: questions.summary,
    picture: {
      box: byId('figures'),
      name: fileNameOf(view, say('page-figures')),
      heading: headingOf(view, say('page-figures'), { label: labelOf(view) }),
    },
    sql: answers.summary.sql,
  });
}

/**
 * A figure is a button: the curve shows the one that is pressed.
 * @param {View} view
 * @param {Measure} measure
 */
function figure(view, measure) {
  const { say, format, state, answers, go } = view;
  const value = measureOf(measure, answers.summary);
  return html(
    'button',
    {
      type: 'button',
      class: 'figure',
      'data-figure': measure,
      'data-focus': measure,
      'aria-pressed': String(state.measure === measure),
      title: say('page-figure-show'),
      onclick: () => go({ ...state, measure }),
    },
    html('span', { class: 'title' }, say(titleOf(measure, view))),
    html('strong', {}, writeMeasure(format, measure, value)),
    ...changes(view, measure),
    measure === 'revenue' && target(view),
    spark(answers.series.points.map((point) => measureOf(measure, point))),
  );
}

/**
 * @param {Measure} measure
 * @param {View} view
 */
function titleOf(measure, { answers }) {
  if (measure === 'revenue') return 'page-revenue-total';
  if (measure === 'average_basket' && answers.summary.baskets === 0) return 'page-average-sale';
  return `page-${measure.replace('_', '-')}`;
}

/**
 * Each of the days that are compared, which it names where they are not all.
 * @param {View} view
 * @param {Measure} measure
 */
function changes({ say, format, answers }, measure) {
  return BASES.flatMap((basis) => {
    const before = answers.before[basis];
    if (!before) return [];
    const [later, earlier] = [measureOf(measure, before.now), measureOf(measure, before)];
    const change = later !== null && earlier !== null && earlier > 0 ? later / earlier - 1 : null;
    const direction = change === null || Math.abs(change) < 0.0005 ? 'level' : change > 0 ? 'up' : 'down';
    const sign = { up: '▲', down: '▼', level: '' }[direction];
    return [
      html(
        'span',
        {
          class: 'change',
          title: `${before.label} : ${writeMeasure(format, measure, later)} / ${writeMeasure(format, measure, earlier)}`,
        },
        html('b', { class: direction }, html('i', { 'aria-hidden': 'true' }, sign), format.change(change)),
        ` ${[say(`page-versus-${basis}`), ...before.notes.slice(0, 1)].join(', ')}`,
      ),
    ];
  });
}

/**
 * How the target of the period and store shown stands: what is reached, what should be by now, and what remains a day.
 * @param {View} view
 */
function target({ say, format, answers }) {
  const whole = answers.target;
  if (!whole || whole.target <= 0) return null;
  const said = [
    say('page-target', {
      share: format.level(whole.sold / whole.target),
      target: format.money(whole.target),
      day: format.dayMonth(whole.known_to),
    }),
    say('page-target-expected', { expected: format.money(whole.expected) }),
    whole.per_day !== null && say('page-target-per-day', { amount: format.money(whole.per_day), days: whole.days_left }),
  ];
  return html(
    'span',
    { class: 'target' },
    html(
      'span',
      { class: 'track' },
      html('i', { style: `width: ${Math.max(0, Math.min(100, (whole.sold / whole.target) * 100)).toFixed(1)}%` }),
    ),
    said.filter((words) => words).join(' · '),
  );
}

/**
 * The shape of a figure over the period, from its lowest to its highest; the curve below gives the values.
 * @param {(number | null)[]} values
 */
function spark(values) {
  const known = values.filter((value) => value !== null);
  const lowest = Math.min(...known);
  const span = Math.max(...known) - lowest;
  if (known.length < 2 || span === 0) return svg('svg', { class: 'spark', 'aria-hidden': 'true' });
  const points = values.flatMap((value, index) => {
    if (value === null) return [];
    const x = (index / (values.length - 1)) * SPARK_WIDTH;
    const y = SPARK_HEIGHT - 3 - ((value - lowest) / span) * (SPARK_HEIGHT - 6);
    return [`${x.toFixed(1)},${y.toFixed(1)}`];
  });
  return svg(
    'svg',
    { class: 'spark', viewBox: `0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('polyline', { points: points.join(' ') }),
  );
}
