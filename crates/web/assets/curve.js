// @ts-check
/** Daily revenue and its forecast: the curve, its legend, its sentence and its table. */
import { byId, html, replace } from './dom.js';
import { activeFilters } from './state.js';
import { init } from './vendor/echarts-6.1.0.js';

/** @typedef {import('./main.js').View} View */
/** @typedef {import('./api.js').ForecastDay} ForecastDay */
/** @typedef {import('./api.js').DayRevenue} DayRevenue */
/** @typedef {{day: string, revenue: number | null, forecast: ForecastDay | null}} Day */

/** Above this many days the axis names months instead of days. */
const LONG_PERIOD_DAYS = 200;
const FORECAST_COMMAND = 'comptoir forecast';

/** @type {import('./vendor/echarts-6.1.0.js').Chart | null} */
let chart = null;
/** The day that the arrow keys have reached; null when the chart has no focus. @type {number | null} */
let reached = null;
/** What the chart shows now, for its listeners. @type {{view: View, days: Day[]} | null} */
let shown = null;

/** @param {View} view */
export function drawCurve(view) {
  const { say, answers } = view;
  const { forecast, note } = chooseForecast(view);
  const points = forecast?.points ?? [];
  /** @type {Day[]} */
  const days = [
    ...answers.series.points.map(({ day, revenue }) => ({ day, revenue, forecast: null })),
    ...points.map((point) => ({ day: point.day, revenue: null, forecast: point })),
  ];
  shown = { view, days };

  byId('curve-small').textContent = points.length > 0
    ? say('page-curve-forecast', { days: points.length })
    : say('page-curve-daily');
  const noteLine = byId('curve-note');
  noteLine.hidden = note === null;
  noteLine.textContent = note;
  const summary = summarise(view, points);
  byId('curve-summary').textContent = summary;
  byId('curve').setAttribute('aria-label', summary);
  drawLegend(view, forecast?.model ?? null);
  drawTable(view, days);

  chart ??= start();
  chart.setOption(option(view, days), { notMerge: true });
  byId('curve').dataset.drawn = String(days.length);
}

/**
 * The days of the newest forecast of all sales that continue what is shown; else why there is none.
 * @param {View} view
 * @returns {{forecast: import('./api.js').Forecast | null, note: string | null}}
 */
function chooseForecast({ say, format, state, answers }) {
  const [newest] = answers.forecasts;
  const command = FORECAST_COMMAND;
  if (!newest) return { forecast: null, note: say('page-forecast-none', { command }) };
  if (activeFilters(state).length > 0) return { forecast: null, note: say('page-forecast-filtered') };
  // The last day shown may be forecast too, where it was not told completely.
  const points = newest.points.filter(({ day }) => day > answers.dates.to);
  if (newest.last_day > answers.dates.to || points.length === 0) {
    return { forecast: null, note: say('page-forecast-old', { day: format.date(newest.last_day), command }) };
  }
  const behind = newest.data_version < answers.summary.data_version;
  return { forecast: { ...newest, points }, note: behind ? say('page-forecast-older-data', { command }) : null };
}

/**
 * @param {View} view
 * @param {ForecastDay[]} forecast
 */
function summarise({ say, format, answers }, forecast) {
  const points = answers.series.points;
  if (points.every((point) => point.revenue === 0)) return say('page-curve-summary-none');
  const highest = points.reduce((best, point) => (point.revenue > best.revenue ? point : best));
  const lowest = points.reduce((best, point) => (point.revenue < best.revenue ? point : best));
  const sentence = say('page-curve-summary', {
    average: format.money(answers.summary.revenue / points.length),
    highest: format.money(highest.revenue),
    'highest-day': format.weekday(highest.day),
    lowest: format.money(lowest.revenue),
    'lowest-day': format.weekday(lowest.day),
  });
  const next = forecast[0];
  if (!next) return sentence;
  return `${sentence} ${say('page-curve-summary-forecast', {
    day: format.weekday(next.day),
    mean: format.money(next.mean),
    low: format.money(next.lower80),
    high: format.money(next.upper80),
  })}`;
}

/**
 * @param {View} view
 * @param {string | null} model
 */
function drawLegend({ say, format }, model) {
  /** @param {string} kind @param {string} text @param {string | null} [title] */
  const entry = (kind, text, title = null) => html('li', { title }, html('i', { class: `key ${kind}` }), text);
  replace(
    byId('curve-legend'),
    entry('sold', say('page-revenue')),
    model && entry('expected', `${say('page-forecast')} ${model.toUpperCase()}`, say('page-model', { model })),
    model && entry('band80', say('page-interval', { level: format.level(0.8) })),
    model && entry('band95', say('page-interval', { level: format.level(0.95) })),
  );
}

/**
 * @param {View} view
 * @param {Day[]} days
 */
function drawTable({ say, format }, days) {
  const withForecast = days.some((day) => day.forecast);
  const range = (/** @type {number} */ low, /** @type {number} */ high) =>
    say('page-range', { low: format.money(low), high: format.money(high) });
  const head = [
    say('page-day'),
    say('page-revenue'),
    ...(withForecast
      ? [
          say('page-forecast'),
          say('page-interval', { level: format.level(0.8) }),
          say('page-interval', { level: format.level(0.95) }),
        ]
      : []),
  ];
  const rows = days.map(({ day, revenue, forecast }) => {
    const cells = [
      revenue === null ? '' : format.cents(revenue),
      ...(withForecast
        ? forecast
          ? [
              format.money(forecast.mean),
              range(forecast.lower80, forecast.upper80),
              range(forecast.lower95, forecast.upper95),
            ]
          : ['', '', '']
        : []),
    ];
    return html(
      'tr',
      { 'data-day': day },
      html('th', { scope: 'row' }, format.weekday(day)),
      ...cells.map((cell) => html('td', {}, cell)),
    );
  });
  replace(
    byId('curve-table'),
    html('thead', {}, html('tr', {}, ...head.map((title) => html('th', { scope: 'col' }, title)))),
    html('tbody', {}, ...rows),
  );
}

/**
 * @param {View} view
 * @param {Day[]} days
 */
function option({ format }, days) {
  const sold = days.filter((day) => day.revenue !== null).length;
  const last = days[sold - 1]?.revenue ?? null;
  /**
   * A line over the forecast days that grows out of the last day sold.
   * @param {(forecast: ForecastDay) => number} value
   * @param {number | null} first
   */
  const ahead = (value, first) =>
    days.map((day, index) => (day.forecast ? value(day.forecast) : index === sold - 1 ? first : null));
  const label = days.length > LONG_PERIOD_DAYS ? format.month : format.dayMonth;
  const line = { type: 'line', symbol: 'none', silent: true, emphasis: { disabled: true } };
  const unseen = { ...line, lineStyle: { opacity: 0 }, tooltip: { show: false } };
  /** @param {string} stack @param {(f: ForecastDay) => number} low @param {(f: ForecastDay) => number} high @param {number} opacity */
  const band = (stack, low, high, opacity) => [
    { ...unseen, stack, stackStrategy: 'all', data: ahead(low, last) },
    {
      ...unseen,
      stack,
      stackStrategy: 'all',
      data: ahead((forecast) => high(forecast) - low(forecast), 0),
      areaStyle: { color: 'var(--accent)', opacity },
    },
  ];

  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 },
    grid: { left: 2, right: 14, top: 14, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      padding: 0,
      borderWidth: 0,
      backgroundColor: 'transparent',
      extraCssText: 'box-shadow:none',
      axisPointer: { lineStyle: { color: 'var(--soft)', type: 'dotted' } },
      formatter: (/** @type {{dataIndex: number}[]} */ series) => tooltip(series[0]?.dataIndex ?? 0),
    },
    xAxis: {
      type: 'category',
      data: days.map((day) => day.day),
      boundaryGap: false,
      axisLine: { lineStyle: { color: 'var(--line)' } },
      axisTick: { show: false },
      axisLabel: { color: 'var(--soft)', formatter: label, hideOverlap: true, margin: 11 },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: 'var(--soft)', formatter: format.shortMoney },
      splitLine: { lineStyle: { color: 'var(--line)' } },
    },
    series: [
      ...band('95', (f) => f.lower95, (f) => f.upper95, 0.1),
      ...band('80', (f) => f.lower80, (f) => f.upper80, 0.16),
      {
        ...line,
        data: ahead((forecast) => forecast.mean, last),
        lineStyle: { color: 'var(--accent)', width: 2, type: [5, 4] },
      },
      {
        ...line,
        data: days.map((day) => day.revenue),
        symbol: sold === 1 ? 'circle' : 'none',
        itemStyle: { color: 'var(--accent)' },
        lineStyle: { color: 'var(--accent)', width: 2.4 },
      },
    ],
  };
}

/**
 * @param {number} index
 * @returns {HTMLElement | string}
 */
function tooltip(index) {
  const day = shown?.days[index];
  if (!shown || !day) return '';
  return html(
    'div',
    { class: 'tip' },
    html('strong', {}, shown.view.format.weekday(day.day)),
    ...dayLines(shown.view, day).map((line) => html('span', {}, line)),
  );
}

/**
 * @param {View} view
 * @param {Day} day
 */
function dayLines({ say, format }, { revenue, forecast }) {
  if (!forecast) return [`${say('page-revenue')} ${format.cents(revenue)}`];
  return [
    `${say('page-forecast')} ${format.money(forecast.mean)}`,
    `${format.level(0.8)} ${say('page-range', { low: format.money(forecast.lower80), high: format.money(forecast.upper80) })}`,
    `${format.level(0.95)} ${say('page-range', { low: format.money(forecast.lower95), high: format.money(forecast.upper95) })}`,
  ];
}

/** Makes the chart, follows the size of its box, and lets the arrow keys walk along the days. */
function start() {
  const box = byId('curve');
  const made = init(box, null, { renderer: 'svg' });
  new ResizeObserver(() => made.resize()).observe(box);
  box.addEventListener('keydown', (event) => walk(made, event));
  box.addEventListener('blur', () => {
    reached = null;
    made.dispatchAction({ type: 'hideTip' });
  });
  return made;
}

/**
 * @param {import('./vendor/echarts-6.1.0.js').Chart} made
 * @param {KeyboardEvent} event
 */
function walk(made, event) {
  if (!shown || shown.days.length === 0) return;
  const end = shown.days.length - 1;
  const from = Math.min(reached ?? end, end);
  const next = { ArrowLeft: reached === null ? end : from - 1, ArrowRight: reached === null ? 0 : from + 1, Home: 0, End: end }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  reached = Math.max(0, Math.min(end, next));
  const [x] = made.convertToPixel({ gridIndex: 0 }, [reached, 0]);
  made.dispatchAction({ type: 'showTip', x, y: byId('curve').clientHeight / 2 });
  const day = shown.days[reached];
  byId('curve-day').textContent = [shown.view.format.weekday(day.day), ...dayLines(shown.view, day)].join(', ');
}
