// @ts-check
/** An answer as a chart: bars, or a line where its days follow each other. */
import { categoryAxis, mountChart, tooltip, valueAxis } from '../shared/chart.js';
import { byId, html, replace } from '../shared/dom.js';
import { writeCell } from './columns.js';
import { drawingOf, valueColumns } from './points.js';
import { followPoints } from './walk.js';

/** @typedef {import('../shared/page.js').Context} Context */
/** @typedef {import('./columns.js').Answer} Answer */
/** @typedef {import('./columns.js').Cell} Cell */
/** @typedef {import('./columns.js').Kind} Kind */
/** @typedef {import('./points.js').Axes} Axes */
/** @typedef {import('./points.js').Drawing} Drawing */

const LINE_HEIGHT = 320;
const BAR_HEIGHT = 27;
/** Room for a digit of a bar's value. */
const DIGIT_WIDTH = 7;
/** Beyond this many days the axis names months. */
const DAYS_NAMED = 200;

/** @type {ReturnType<typeof mountChart> | null} */
let mounted = null;
/** What the keys walk along. @type {string[]} */
let descriptions = [];

/**
 * @param {Context} context
 * @param {Answer} answer
 * @param {Kind[]} kinds
 * @param {Axes} axes
 * @param {(axes: Axes) => void} choose
 */
export function drawGraph(context, answer, kinds, axes, choose) {
  const drawing = drawingOf(answer, kinds, axes);
  drawAxes(context, answer.columns, kinds, axes, choose);
  const box = byId('chart');
  box.style.height = `${drawing.shape === 'line' ? LINE_HEIGHT : drawing.points.length * BAR_HEIGHT + 8}px`;
  if (!mounted) {
    mounted = mountChart(box);
    followPoints(box, mounted.chart, () => descriptions, byId('chart-point'));
  }
  mounted.chart.resize();
  const names = drawing.points.map(({ name }) => nameOf(context, name, kinds[axes.along] ?? 'text'));
  const values = drawing.points.map(({ value }) => writeCell(value, kinds[axes.value] ?? 'number', context.format, context.say));
  descriptions = names.map((name, at) => context.say('page-sql-point', { name, value: values[at] ?? '' }));
  const tip = (/** @type {number} */ at) =>
    html(
      'div',
      { class: 'tip' },
      html('strong', {}, names[at] ?? ''),
      html('span', {}, context.say('page-sql-point', { name: answer.columns[axes.value] ?? '', value: values[at] ?? '' })),
    );
  mounted.draw(drawing.shape === 'line' ? lineOption(context, drawing, names, tip) : barsOption(drawing, names, values, tip));
  const summary = summaryOf(context, answer.columns, axes, drawing, names, values);
  byId('graph-summary').textContent = summary;
  box.setAttribute('aria-label', summary);
}

/**
 * @param {Context} context
 * @param {Cell} name
 * @param {Kind} kind
 */
function nameOf({ format, say }, name, kind) {
  if (typeof name === 'string' && kind === 'day') return format.date(name);
  if (typeof name === 'string' && kind === 'month') return format.month(`${name}-01`);
  return writeCell(name, kind, format, say);
}

/**
 * @param {Context} context
 * @param {Drawing} drawing
 * @param {string[]} names
 * @param {(at: number) => HTMLElement} tip
 */
function lineOption({ format }, { points }, names, tip) {
  const isLong = points.length > DAYS_NAMED;
  const label = (/** @type {string} */ _, /** @type {number} */ at) => {
    const day = String(points[at]?.name);
    if (day.length < 10) return names[at] ?? '';
    return isLong ? format.month(day) : format.dayMonth(day);
  };
  return {
    tooltip: tooltip(tip),
    xAxis: categoryAxis({
      data: names,
      boundaryGap: false,
      axisLabel: { color: 'var(--soft)', hideOverlap: true, formatter: label },
    }),
    yAxis: valueAxis(format.number),
    series: [
      {
        type: 'line',
        data: points.map(({ value }) => value),
        showSymbol: false,
        symbol: 'circle',
        symbolSize: 7,
        emphasis: { disabled: true },
        lineStyle: { color: 'var(--accent)', width: points.length > DAYS_NAMED ? 1.2 : 2 },
        itemStyle: { color: 'var(--accent)' },
      },
    ],
  };
}

/**
 * Each bar carries its value, so no axis has to.
 * @param {Drawing} drawing
 * @param {string[]} names
 * @param {string[]} values
 * @param {(at: number) => HTMLElement} tip
 */
function barsOption({ points }, names, values, tip) {
  const width = Math.min(220, byId('chart').clientWidth * 0.36);
  const room = Math.max(...values.map((value) => value.length)) * DIGIT_WIDTH + 10;
  return {
    tooltip: tooltip(tip, { type: 'none' }),
    grid: { left: 2, right: room, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'value', show: false, max: 'dataMax' },
    yAxis: categoryAxis({
      data: names,
      inverse: true,
      axisLabel: { color: 'var(--ink)', width, overflow: 'truncate', interval: 0 },
      axisLine: { show: false },
    }),
    series: [
      {
        type: 'bar',
        data: points.map(({ value }) => value),
        barWidth: 15,
        emphasis: { disabled: true },
        itemStyle: { color: 'var(--accent)', borderRadius: 2 },
        label: {
          show: true,
          position: 'right',
          color: 'var(--ink)',
          formatter: (/** @type {{dataIndex: number}} */ { dataIndex }) => values[dataIndex] ?? '',
        },
      },
    ],
  };
}

/**
 * @param {Context} context
 * @param {string[]} columns
 * @param {Axes} axes
 * @param {Drawing} drawing
 * @param {string[]} names
 * @param {string[]} values
 */
function summaryOf({ say, format }, columns, axes, { points, left }, names, values) {
  const known = points.flatMap(({ value }, at) => (value === null ? [] : [{ value, at }]));
  const [first] = known;
  if (!first) return say('page-sql-chart-none');
  const highest = known.reduce((best, one) => (one.value > best.value ? one : best), first);
  const lowest = known.reduce((best, one) => (one.value < best.value ? one : best), first);
  const summary = say('page-sql-chart-summary', {
    value: columns[axes.value] ?? '',
    along: columns[axes.along] ?? '',
    highest: values[highest.at] ?? '',
    'highest-name': names[highest.at] ?? '',
    lowest: values[lowest.at] ?? '',
    'lowest-name': names[lowest.at] ?? '',
  });
  return left > 0
    ? `${summary} ${say('page-sql-chart-left', { shown: format.number(points.length), left: format.number(left) })}`
    : summary;
}

/**
 * The choice of the two columns.
 * @param {Context} context
 * @param {string[]} columns
 * @param {Kind[]} kinds
 * @param {Axes} axes
 * @param {(axes: Axes) => void} choose
 */
function drawAxes({ say }, columns, kinds, axes, choose) {
  /** @param {keyof Axes} axis @param {number[]} places */
  const choice = (axis, places) =>
    html(
      'label',
      {},
      html('span', {}, say(`page-sql-axis-${axis}`)),
      html(
        'select',
        {
          'data-focus': axis,
          onchange: (/** @type {Event} */ { target }) =>
            target instanceof HTMLSelectElement && choose({ ...axes, [axis]: Number(target.value) }),
        },
        ...places.map((at) => html('option', { value: at, selected: at === axes[axis] }, columns[at])),
      ),
    );
  replace(
    byId('axes'),
    choice('value', valueColumns(kinds)),
    choice(
      'along',
      columns.map((_, at) => at),
    ),
  );
}
