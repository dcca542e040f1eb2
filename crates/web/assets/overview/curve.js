// @ts-check
/** The curve: a figure over the period, the days before as a ghost, the calendar, and the forecast of revenue. */
import { categoryAxis, mountChart, tooltip, valueAxis } from '../shared/chart.js';
import { addDays, countDays, endOf, weekdayOf } from '../shared/dates.js';
import { byId, html, replace } from '../shared/dom.js';
import { drawMenu } from '../shared/menu.js';
import { occasionsOn } from '../shared/occasions.js';
import { activeFilters, GRAINS, toggleDays } from '../shared/state.js';
import { drawTable, drawTwinWhenOpen } from '../shared/table.js';
import { fileNameOf, headingOf } from './heading.js';
import { drawLegend } from './legend.js';
import { isMoney, measureOf, writeExactly, writeMeasure } from './measures.js';
import { areasOf, linesOf, missingOf } from './occasions.js';

/** @typedef {import('./main.js').View} View */
/** @typedef {import('./answers.js').ForecastDay} ForecastDay */
/** @typedef {import('./answers.js').Forecast} Forecast */
/**
 * @typedef {object} Step a day, week or month of the curve
 * @property {string} day its first day in the period
 * @property {string} last its last day in the period
 * @property {number | null} value null where the figure has no meaning, and ahead of the data
 * @property {number | null} now the same of its days that are compared
 * @property {number | null} before the same of the days compared with
 * @property {ForecastDay | null} forecast
 */

/** As many days ahead are shown as there are before, and a fortnight at least. */
const FEWEST_AHEAD = 14;

/** @type {ReturnType<typeof mountChart> | null} */
let mounted = null;
/** What the chart shows now, for its listeners. @type {{view: View, steps: Step[]}} */
let shown;

/** @param {View} view */
export function drawCurve(view) {
  const { say, state, answers, questions } = view;
  const { forecast, note } = chooseForecast(view);
  const steps = stepsOf(view, forecast);
  shown = { view, steps };

  const title = say(`page-${state.measure.replace('_', '-')}-long`);
  byId('curve-name').textContent = title;
  byId('curve-small').textContent = small(view, forecast);
  const noteLine = byId('curve-note');
  noteLine.hidden = note === null;
  noteLine.textContent = note;
  const summary = summarise(view, steps, forecast);
  byId('curve-summary').textContent = summary;
  byId('curve').setAttribute('aria-label', `${title}. ${summary}`);
  drawGrains(view);
  drawLegend(view, { isCompared: steps.some(({ before }) => before !== null), forecast });
  drawTwinWhenOpen(byId('curve-table'), () => drawTwin(view, steps));
  drawMenu(byId('curve-menu'), view, title, {
    sheet: questions.series,
    picture: {
      box: byId('curve'),
      name: fileNameOf(view, title, answers.dates),
      heading: headingOf(view, `${title}, ${small(view, forecast)}`, { days: answers.dates, label: answers.series.label }),
    },
    sql: answers.series.sql,
  });

  mounted ??= mount();
  mounted.draw(optionOf(view, steps));
  byId('curve').dataset.drawn = String(steps.length);
}

/**
 * The newest forecast of all sales, as far as it goes on from what is shown; otherwise why it is missing.
 * @param {View} view
 * @returns {{forecast: Forecast | null, note: string | null}}
 */
function chooseForecast({ say, format, state, answers }) {
  const [newest] = answers.forecasts;
  if (state.measure !== 'revenue' || answers.grain !== 'day') return { forecast: null, note: null };
  if (activeFilters(state).length > 0) return { forecast: null, note: say('page-forecast-filtered') };
  if (answers.dates.to < answers.available.to) return { forecast: null, note: null };
  if (!newest) return { forecast: null, note: say('page-forecast-none') };
  // The last day shown may be forecast too, where its data are incomplete.
  // A forecast of a year would leave no room for what it goes on from.
  const points = newest.points
    .filter(({ day }) => day > answers.dates.to)
    .slice(0, Math.max(FEWEST_AHEAD, countDays(answers.dates)));
  if (newest.last_day > answers.dates.to || points.length === 0) {
    return { forecast: null, note: say('page-forecast-old', { day: format.date(newest.last_day) }) };
  }
  const behind = newest.data_version < answers.summary.sales_version;
  return { forecast: { ...newest, points }, note: behind ? say('page-forecast-older-data') : null };
}

/**
 * @param {View} view
 * @param {Forecast | null} forecast
 * @returns {Step[]}
 */
function stepsOf({ state, answers }, forecast) {
  const { dates, grain, series } = answers;
  const sold = series.points.map((point) => {
    const end = { day: point.day, week: sundayOf(point.day), month: endOf(point.day, 'month') }[grain];
    return {
      day: point.day,
      last: end < dates.to ? end : dates.to,
      value: isMissing({ day: point.day, last: end }, series.missing) ? null : measureOf(state.measure, point),
      now: point.before ? measureOf(state.measure, point.before.now) : null,
      before: point.before ? measureOf(state.measure, point.before) : null,
      forecast: null,
    };
  });
  const isYearBefore = answers.comparedCurve === 'n-1';
  const ahead = (forecast?.points ?? []).map((point) => ({
    day: point.day,
    last: point.day,
    value: null,
    now: isYearBefore && point.before ? point.mean : null,
    before: isYearBefore ? (point.before?.revenue ?? null) : null,
    forecast: point,
  }));
  return [...sold, ...ahead];
}

/**
 * Whether the data of all days of a step are missing.
 * @param {{day: string, last: string}} step
 * @param {import('../shared/dates.js').Dates[]} missing
 */
function isMissing({ day, last }, missing) {
  return missing.some(({ from, to }) => from <= day && to >= last);
}

/**
 * Whether a step is a day on which a store was open, or a whole week or month, all of whose days are known.
 * @param {{day: string, last: string}} step
 * @param {View['answers']} answers
 */
function isWhole({ day, last }, { grain, series }) {
  const begins = grain === 'day' || (grain === 'week' ? weekdayOf(day) === 0 : day.endsWith('-01'));
  const ends = { day, week: sundayOf(day), month: endOf(day, 'month') }[grain];
  if (grain === 'day' && series.closed.some(({ from, to }) => from <= day && to >= day)) return false;
  return begins && last === ends && !series.missing.some(({ from, to }) => from <= last && to >= day);
}

/** @param {string} day */
function sundayOf(day) {
  return addDays(day, 6 - weekdayOf(day));
}

/**
 * @param {View} view
 * @param {Forecast | null} forecast
 */
function small({ say, format, answers }, forecast) {
  const by = say(`page-curve-by-${answers.grain}`);
  return forecast ? say('page-curve-forecast', { by, days: forecast.points.length, when: format.moment(forecast.made_at) }) : by;
}

/**
 * @param {View} view
 * @param {Step[]} steps
 * @param {Forecast | null} forecast
 */
function summarise(view, steps, forecast) {
  const { say, format, state, answers } = view;
  const known = steps.flatMap((step) => (step.value === null ? [] : [{ ...step, value: step.value }]));
  const write = (/** @type {number} */ value) => writeMeasure(format, state.measure, value);
  if (known.every(({ value }) => value === 0)) return say('page-curve-summary-none');
  // A part of a week or month beside whole ones would be the lowest, and no average.
  const whole = known.filter((step) => isWhole(step, answers));
  const compared = whole.length > 0 ? whole : known;
  const highest = compared.reduce((best, step) => (step.value > best.value ? step : best));
  // Nor is a day the lowest, on which stores have not sent their sales yet.
  const { complete_to: complete } = answers.summary;
  const arrived = complete ? compared.filter(({ last }) => last <= complete) : compared;
  const lowest = (arrived.length > 0 ? arrived : compared).reduce((best, step) => (step.value < best.value ? step : best));
  const ratio =
    measureOf(state.measure, answers.series.points.reduce(addUp, { revenue: 0, sales: 0, quantity: 0, baskets: 0 })) ?? 0;
  const sum = compared.reduce((all, { value }) => all + value, 0);
  const isRatio = state.measure.startsWith('average');
  const hasClosed = answers.grain === 'day' && answers.series.closed.length > 0 && whole.length > 0;
  const sentence = say(`page-curve-summary-${hasClosed ? 'open-day' : answers.grain}`, {
    days: whole.length,
    average: write(isRatio ? ratio : Math.round(sum / compared.length)),
    highest: write(highest.value),
    'highest-day': nameOf(view, highest),
    lowest: write(lowest.value),
    'lowest-day': nameOf(view, lowest),
  });
  const next = forecast?.points[0];
  if (!next) return sentence;
  return `${sentence} ${say('page-curve-summary-forecast', {
    day: format.weekday(next.day),
    mean: format.money(next.mean),
    low: format.money(next.lower80),
    high: format.money(next.upper80),
  })}`;
}

/**
 * @param {import('./answers.js').Figures} sum
 * @param {import('./answers.js').Figures} point
 */
function addUp(sum, point) {
  return {
    revenue: sum.revenue + point.revenue,
    sales: sum.sales + point.sales,
    quantity: sum.quantity + point.quantity,
    baskets: sum.baskets + point.baskets,
  };
}

/**
 * `sam. 25 nov.`, `20 – 26 nov. 2023`, `nov. 2023`
 * @param {View} view
 * @param {Step} step
 */
function nameOf({ format, answers }, { day, last }) {
  if (answers.grain === 'day') return format.weekday(day);
  return answers.grain === 'month' ? format.month(day) : format.period(day, last);
}

/** Day, week, or month. @param {View} view */
function drawGrains({ say, state, answers, go }) {
  replace(
    byId('grains'),
    ...GRAINS.map((grain) =>
      html(
        'button',
        {
          type: 'button',
          'data-focus': grain,
          'aria-pressed': String(grain === answers.grain),
          onclick: () => go({ ...state, grain }),
        },
        say(`page-${grain}`),
      ),
    ),
  );
}

/**
 * @param {View} view
 * @param {Step[]} steps
 */
function drawTwin(view, steps) {
  const { say, format, state, answers } = view;
  const isCompared = steps.some(({ before }) => before !== null);
  const isForecast = steps.some(({ forecast }) => forecast);
  const intervals = [0.8, 0.95].map((level) => say('page-interval', { level: format.level(level) }));
  const range = (/** @type {number} */ low, /** @type {number} */ high) =>
    say('page-range', { low: format.money(low), high: format.money(high) });
  const write = (/** @type {number | null} */ value) => (value === null ? '' : writeExactly(format, state.measure, value));
  drawTable(
    byId('curve-table'),
    [
      say(`page-${answers.grain}`),
      say(`page-${state.measure.replace('_', '-')}`),
      ...(isCompared ? [say(`page-before-${answers.compare}`), say('page-change')] : []),
      ...(isForecast ? [say('page-forecast'), ...intervals] : []),
      say('page-calendar'),
    ],
    steps.map((step) => {
      const { value, now, before, forecast } = step;
      const change = now !== null && before !== null && before > 0 ? format.change(now / before - 1) : '';
      return [
        nameOf(view, step),
        write(value),
        ...(isCompared ? [write(before), change] : []),
        ...(isForecast
          ? forecast
            ? [format.money(forecast.mean), range(forecast.lower80, forecast.upper80), range(forecast.lower95, forecast.upper95)]
            : ['', '', '']
          : []),
        occasionsOn(answers.spans, step).join(', '),
      ];
    }),
  );
}

/**
 * @param {View} view
 * @param {Step[]} steps
 */
function optionOf(view, steps) {
  const { format, state, answers } = view;
  const sold = steps.filter(({ forecast }) => !forecast).length;
  const last = steps[sold - 1]?.value ?? null;
  /**
   * A line over the forecast days that grows out of the last day sold.
   * @param {(forecast: ForecastDay) => number} value
   * @param {number | null} first
   */
  const ahead = (value, first) =>
    steps.map(({ forecast }, index) => (forecast ? value(forecast) : index === sold - 1 ? first : null));
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
  const isForecast = sold < steps.length;
  const chosen = state.on;
  const isChosen = (/** @type {Step} */ step) => chosen !== null && step.day >= chosen.from && step.last <= chosen.to;

  return {
    grid: { left: 2, right: 14, top: 26, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: tooltip(tipOf),
    xAxis: categoryAxis({
      data: steps.map(({ day }) => day),
      boundaryGap: false,
      axisLabel: {
        color: 'var(--soft)',
        formatter: answers.grain === 'month' ? format.month : format.dayMonth,
        hideOverlap: true,
        margin: 11,
      },
    }),
    yAxis: valueAxis(isMoney(state.measure) ? format.shortMoney : format.number, {
      minInterval: state.measure.startsWith('average') ? 0 : 1,
      scale: state.measure.startsWith('average'),
    }),
    series: [
      {
        ...line,
        data: [],
        markArea: {
          silent: true,
          data: [...areasOf(answers.spans, steps), ...missingOf(answers.series.missing, steps, view.say('page-missing'))],
        },
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          data: linesOf(answers.spans, steps, byId('curve').clientWidth),
        },
      },
      ...(isForecast
        ? band(
            '95',
            (f) => f.lower95,
            (f) => f.upper95,
            0.1,
          )
        : []),
      ...(isForecast
        ? band(
            '80',
            (f) => f.lower80,
            (f) => f.upper80,
            0.16,
          )
        : []),
      { ...line, data: steps.map(({ before }) => before), lineStyle: { color: 'var(--ghost)', width: 1.6 } },
      {
        ...line,
        data: ahead((forecast) => forecast.mean, last),
        lineStyle: { color: 'var(--accent)', width: 2, type: [5, 4] },
      },
      {
        ...line,
        data: steps.map((step) => ({
          value: step.value,
          symbol: sold === 1 || isChosen(step) ? 'circle' : 'none',
          symbolSize: 8,
        })),
        showSymbol: true,
        showAllSymbol: true,
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
function tipOf(index) {
  const step = shown.steps[index];
  if (!step) return '';
  return html(
    'div',
    { class: 'tip' },
    html('strong', {}, nameOf(shown.view, step)),
    ...wordsOf(step).map((line) => html('span', {}, line)),
  );
}

/** @param {Step} step */
function wordsOf(step) {
  const { say, format, state, answers } = shown.view;
  const { value, now, before, forecast } = step;
  const measure = say(`page-${state.measure.replace('_', '-')}`);
  const range = (/** @type {number} */ low, /** @type {number} */ high) =>
    say('page-range', { low: format.money(low), high: format.money(high) });
  const gap = answers.series.missing.some(({ from, to }) => from <= step.last && to >= step.day);
  const occasions = [...(gap ? [say('page-missing')] : []), ...occasionsOn(answers.spans, step)];
  const compared =
    before === null
      ? []
      : [
          `${say(`page-before-${answers.compare}`)} ${writeExactly(format, state.measure, before)}${before > 0 && now !== null ? ` (${format.change(now / before - 1)})` : ''}`,
        ];
  if (forecast) {
    return [
      `${say('page-forecast')} ${format.money(forecast.mean)}`,
      `${format.level(0.8)} ${range(forecast.lower80, forecast.upper80)}`,
      `${format.level(0.95)} ${range(forecast.lower95, forecast.upper95)}`,
      ...compared,
      ...occasions,
    ];
  }
  return [`${measure} ${writeExactly(format, state.measure, value)}`, ...compared, ...occasions];
}

/** Makes the chart: the arrow keys walk along it, a click or Enter keeps to a day. */
function mount() {
  const box = byId('curve');
  const status = byId('curve-day');
  /** @type {number | null} */
  let reached = null;
  const made = mountChart(box, {
    length: () => shown.steps.length,
    describe: (index) => {
      reached = index;
      const step = shown.steps[index];
      return step ? [nameOf(shown.view, step), ...wordsOf(step)].join(', ') : '';
    },
    status,
  });
  /** @param {number} index */
  const keep = (index) => {
    const step = shown.steps[index];
    const { state, go } = shown.view;
    if (step && !step.forecast) go(toggleDays(state, { from: step.day, to: step.last }));
  };
  made.chart.getZr().on('click', ({ offsetX, offsetY }) => {
    if (!made.chart.containPixel({ gridIndex: 0 }, [offsetX, offsetY])) return;
    const [index] = made.chart.convertFromPixel({ gridIndex: 0 }, [offsetX, offsetY]);
    keep(Math.round(index));
  });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && reached !== null) keep(reached);
  });
  return made;
}
