// @ts-check
/** Actual and expected revenue, day by day: a line, a dashed line, and bands that are left four times in five. */
import { categoryAxis, mountChart, tooltip, valueAxis } from '../shared/chart.js';
import { addDays, countDays, weekdayOf } from '../shared/dates.js';
import { html, replace } from '../shared/dom.js';
import { occasionsOn } from '../shared/occasions.js';
import { drawTable } from '../shared/table.js';
import { yearChange } from './kept.js';

/** @typedef {import('./kept.js').Point} Point */
/** @typedef {{say: import('../shared/words.js').Say, format: import('../shared/format.js').Format}} Speaking */
/** @typedef {import('../shared/occasions.js').Span} Span */
/** @typedef {{day: string, last: string, revenue: number | null, expected: Point | null, occasions: string[]}} Day a day, a week or a month */

/** Months have too many occasions to name. */
const MOST_NAMED = 8;

/**
 * Actual days and days expected, in one row.
 * @param {{day: string, revenue: number}[]} actual
 * @param {Point[]} points
 * @param {Span[]} spans
 * @param {string} [lastActual] where the actual revenue is of weeks or months, the last day of it
 * @returns {Day[]}
 */
export function daysOf(actual, points, spans, lastActual) {
  const expected = new Map(points.map((point) => [point.day, point]));
  const revenue = new Map(actual.map((point) => [point.day, point.revenue]));
  const days = [...new Set([...revenue.keys(), ...expected.keys()])].sort();
  return days.map((day, index) => {
    const point = expected.get(day) ?? null;
    const next = days[index + 1];
    const last = point ? addDays(day, (point.days ?? 1) - 1) : next ? addDays(next, -1) : (lastActual ?? day);
    const occasions = occasionsOn(spans, { day, last });
    return {
      day,
      last,
      revenue: revenue.get(day) ?? null,
      expected: point,
      occasions: occasions.length > MOST_NAMED ? [] : occasions,
    };
  });
}

/**
 * @param {HTMLElement} box
 * @param {HTMLElement} status where the arrow keys announce the day they reach
 */
export function mountCurve(box, status) {
  /** @type {{speaking: Speaking, days: Day[]} | null} */
  let shown = null;
  const chart = mountChart(box, {
    length: () => shown?.days.length ?? 0,
    describe: (index) => (shown ? describeDay(shown.speaking, shown.days[index]).join(', ') : ''),
    status,
  });
  /** @param {number} index */
  const tip = (index) => {
    const day = shown?.days[index];
    if (!shown || !day) return '';
    const [title, ...lines] = describeDay(shown.speaking, day);
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
function describeDay({ say, format }, { day, last, revenue, expected, occasions }) {
  /** @param {number} level @param {number} low @param {number} high */
  const within = (level, low, high) =>
    `${format.level(level)} ${say('page-range', { low: format.money(low), high: format.money(high) })}`;
  return [
    day === last ? format.weekday(day) : format.period(day, last),
    ...(revenue === null ? [] : [`${say('page-revenue')} ${format.cents(revenue)}`]),
    ...(expected
      ? [
          `${say('page-forecast')} ${format.money(expected.mean)}`,
          within(0.8, expected.lower80, expected.upper80),
          within(0.95, expected.lower95, expected.upper95),
          ...(expected.before ? [`${say('page-forecasts-year-before')} ${sayBefore({ say, format }, expected)}`] : []),
        ]
      : []),
    ...occasions,
  ];
}

/**
 * Weeks and months that are only partly known, or partly forecast, would read as falls: they have a place and no line.
 * @param {Day[]} days
 */
function withoutParts(days) {
  const isWhole = (/** @type {Day} */ { day, last }) =>
    (weekdayOf(day) === 0 && countDays({ from: day, to: last }) === 7) ||
    (day.endsWith('-01') && addDays(last, 1).endsWith('-01'));
  if (days.every(({ day, last }) => day === last) || !days.some(isWhole)) return days;
  return days.map((day) => (isWhole(day) ? day : { ...day, revenue: null, expected: null }));
}

/** What was sold a year before, and on how many days where not all have a match. @param {Speaking} speaking @param {Point} point */
export function sayBefore({ say, format }, { before, days = 1 }) {
  if (!before) return '';
  const revenue = format.money(before.revenue);
  return before.days < days ? say('page-forecasts-year-before-of', { revenue, known: before.days, days }) : revenue;
}

/**
 * @param {Speaking} speaking
 * @param {Day[]} all
 * @param {(index: number) => HTMLElement | string} tip
 */
function option({ format }, all, tip) {
  const days = withoutParts(all);
  // The forecast grows out of the last day before it.
  const root = days.findIndex(({ expected }) => expected !== null) - 1;
  const from = days[root]?.revenue ?? null;
  /** @param {(point: Point) => number} value @param {number | null} first */
  const ahead = (value, first) => days.map(({ expected }, index) => (expected ? value(expected) : index === root ? first : null));
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
      {
        ...line,
        // A year before that is known of a part of a week or a month is no match for all of it.
        data: days.map(({ expected }) => (expected?.before?.days === (expected?.days ?? 1) ? expected.before.revenue : null)),
        lineStyle: { color: 'var(--soft)', width: 1.4 },
      },
      ...band(
        '95',
        (point) => point.lower95,
        (point) => point.upper95,
        0.1,
      ),
      ...band(
        '80',
        (point) => point.lower80,
        (point) => point.upper80,
        0.16,
      ),
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
        itemStyle: { color: 'var(--actual, var(--accent))' },
        lineStyle: { color: 'var(--actual, var(--accent))', width: 2.4 },
      },
    ],
  };
}

/**
 * @param {Element} legend
 * @param {Speaking} speaking
 * @param {boolean} withForecast
 * @param {boolean} [withBefore] whether the year before is known of any day
 */
export function drawLegend(legend, { say, format }, withForecast, withBefore = false) {
  /** @param {string} kind @param {string} text */
  const entry = (kind, text) => html('li', {}, html('i', { class: `key ${kind}` }), text);
  replace(
    legend,
    entry('actual', say('page-revenue')),
    withForecast && entry('expected', say('page-forecast')),
    withForecast && entry('band80', say('page-interval', { level: format.level(0.8) })),
    withForecast && entry('band95', say('page-interval', { level: format.level(0.95) })),
    withBefore && entry('year-before', say('page-forecasts-year-before')),
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
  const withBefore = days.some(({ expected }) => expected?.before);
  const head = [say('page-day'), say('page-revenue')];
  const year = withBefore ? [say('page-forecasts-year-before'), say('page-forecasts-year-change')] : [];
  const more = [
    say('page-forecast'),
    ...year,
    ...[0.8, 0.95].map((level) => say('page-interval', { level: format.level(level) })),
  ];
  drawTable(
    table,
    [...head, ...(withForecast ? more : []), say('page-calendar')],
    days.map(({ day, last, revenue, expected, occasions }) => {
      const year = expected && withBefore ? [sayBefore({ say, format }, expected), sayChange(format, expected)] : [];
      const forecast = expected
        ? [
            format.money(expected.mean),
            ...year,
            range(expected.lower80, expected.upper80),
            range(expected.lower95, expected.upper95),
          ]
        : [];
      return [
        day === last ? format.weekday(day) : format.period(day, last),
        revenue === null ? '' : format.cents(revenue),
        ...(withForecast ? (expected ? forecast : more.map(() => '')) : []),
        occasions.join(', '),
      ];
    }),
  );
}

/** The change from the year before, where it is known. @param {Speaking['format']} format @param {Point} point */
export function sayChange(format, point) {
  const change = yearChange(point);
  return change === null ? '' : html('span', { class: change >= 0 ? 'up' : 'down' }, format.change(change));
}
