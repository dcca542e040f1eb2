// @ts-check
/** What came and what is expected, day by day: a line, a dashed line, and bands that are left four times in five. */
import { categoryAxis, mountChart, tooltip, valueAxis } from '../shared/chart.js';
import { html, replace } from '../shared/dom.js';
import { occasionsOn } from '../shared/occasions.js';
import { drawTable } from '../shared/table.js';

/** @typedef {import('./kept.js').Point} Point */
/** @typedef {{say: import('../shared/words.js').Say, format: import('../shared/format.js').Format}} Speaking */
/** @typedef {import('../shared/occasions.js').Span} Span */
/** @typedef {{day: string, revenue: number | null, expected: Point | null, occasions: string[]}} Day */

/**
 * Days that came and days expected, in one row.
 * @param {{day: string, revenue: number}[]} came
 * @param {Point[]} points
 * @param {Span[]} spans
 * @returns {Day[]}
 */
export function daysOf(came, points, spans) {
  const expected = new Map(points.map((point) => [point.day, point]));
  const revenue = new Map(came.map((point) => [point.day, point.revenue]));
  const days = [...new Set([...revenue.keys(), ...expected.keys()])].sort();
  return days.map((day) => ({
    day,
    revenue: revenue.get(day) ?? null,
    expected: expected.get(day) ?? null,
    occasions: occasionsOn(spans, { day, last: day }),
  }));
}

/**
 * @param {HTMLElement} box
 * @param {HTMLElement} status where the arrow keys tell of the day they reach
 */
export function mountCurve(box, status) {
  /** @type {{speaking: Speaking, days: Day[]} | null} */
  let shown = null;
  const chart = mountChart(box, {
    length: () => shown?.days.length ?? 0,
    tell: (index) => (shown ? tellDay(shown.speaking, shown.days[index]).join(', ') : ''),
    status,
  });
  /** @param {number} index */
  const tip = (index) => {
    const day = shown?.days[index];
    if (!shown || !day) return '';
    const [title, ...lines] = tellDay(shown.speaking, day);
    return html('div', { class: 'tip' }, html('strong', {}, title), ...lines.map((line) => html('span', {}, line)));
  };
  /** @param {Speaking} speaking @param {Day[]} days */
  return (speaking, days) => {
    shown = { speaking, days };
    chart.draw(option(speaking, days, tip));
    box.dataset.drawn = String(days.length);
  };
}

/** @param {Speaking} speaking @param {Day} day */
function tellDay({ say, format }, { day, revenue, expected, occasions }) {
  /** @param {number} level @param {number} low @param {number} high */
  const within = (level, low, high) =>
    `${format.level(level)} ${say('page-range', { low: format.money(low), high: format.money(high) })}`;
  return [
    format.weekday(day),
    ...(revenue === null ? [] : [`${say('page-revenue')} ${format.cents(revenue)}`]),
    ...(expected
      ? [
          `${say('page-forecast')} ${format.money(expected.mean)}`,
          within(0.8, expected.lower80, expected.upper80),
          within(0.95, expected.lower95, expected.upper95),
        ]
      : []),
    ...occasions,
  ];
}

/**
 * @param {Speaking} speaking
 * @param {Day[]} days
 * @param {(index: number) => HTMLElement | string} tip
 */
function option({ format }, days, tip) {
  // The forecast grows out of the last day before it.
  const root = days.findIndex(({ expected }) => expected !== null) - 1;
  const from = days[root]?.revenue ?? null;
  /** @param {(point: Point) => number} value @param {number | null} first */
  const ahead = (value, first) =>
    days.map(({ expected }, index) => (expected ? value(expected) : index === root ? first : null));
  const line = { type: 'line', symbol: 'none', silent: true, emphasis: { disabled: true } };
  const unseen = { ...line, lineStyle: { opacity: 0 }, stackStrategy: 'all' };
  /** @param {string} stack @param {(point: Point) => number} low @param {(point: Point) => number} high @param {number} opacity */
  const band = (stack, low, high, opacity) => [
    { ...unseen, stack, data: ahead(low, from) },
    {
      ...unseen,
      stack,
      data: ahead((point) => high(point) - low(point), from === null ? null : 0),
      areaStyle: { color: 'var(--accent)', opacity },
    },
  ];
  return {
    tooltip: tooltip(tip),
    xAxis: categoryAxis({
      data: days.map(({ day }) => day),
      boundaryGap: false,
      axisLabel: { color: 'var(--soft)', formatter: format.dayMonth, hideOverlap: true, margin: 11 },
    }),
    yAxis: valueAxis(format.shortMoney, { minInterval: 1 }),
    series: [
      ...band('95', (point) => point.lower95, (point) => point.upper95, 0.1),
      ...band('80', (point) => point.lower80, (point) => point.upper80, 0.16),
      {
        ...line,
        data: ahead((point) => point.mean, from),
        lineStyle: { color: 'var(--accent)', width: 2, type: [5, 4] },
      },
      {
        ...line,
        data: days.map(({ revenue }) => revenue),
        // A lone day is no line.
        symbol: days.filter(({ revenue }) => revenue !== null).length === 1 ? 'circle' : 'none',
        itemStyle: { color: 'var(--came, var(--accent))' },
        lineStyle: { color: 'var(--came, var(--accent))', width: 2.4 },
      },
    ],
  };
}

/**
 * @param {Element} legend
 * @param {Speaking} speaking
 * @param {boolean} withForecast
 */
export function drawLegend(legend, { say, format }, withForecast) {
  /** @param {string} kind @param {string} text */
  const entry = (kind, text) => html('li', {}, html('i', { class: `key ${kind}` }), text);
  replace(
    legend,
    entry('came', say('page-revenue')),
    withForecast && entry('expected', say('page-forecast')),
    withForecast && entry('band80', say('page-interval', { level: format.level(0.8) })),
    withForecast && entry('band95', say('page-interval', { level: format.level(0.95) })),
  );
}

/**
 * The twin of the curve.
 * @param {Element} table
 * @param {Speaking} speaking
 * @param {Day[]} days
 */
export function drawDays(table, { say, format }, days) {
  const withForecast = days.some(({ expected }) => expected);
  /** @param {number} low @param {number} high */
  const range = (low, high) => say('page-range', { low: format.money(low), high: format.money(high) });
  const head = [say('page-day'), say('page-revenue')];
  const more = [say('page-forecast'), ...[0.8, 0.95].map((level) => say('page-interval', { level: format.level(level) }))];
  drawTable(
    table,
    [...head, ...(withForecast ? more : []), say('page-calendar')],
    days.map(({ day, revenue, expected, occasions }) => [
      format.weekday(day),
      revenue === null ? '' : format.cents(revenue),
      ...(withForecast ? (expected ? [format.money(expected.mean), range(expected.lower80, expected.upper80), range(expected.lower95, expected.upper95)] : ['', '', '']) : []),
      occasions.join(', '),
    ]),
  );
}
