// @ts-check
/** A chart of ECharts in its box: it follows the size of the box, and the arrow keys walk along its points. */
/** @typedef {import('../vendor/echarts-6.1.0.js').Chart} EChart */
/**
 * @typedef {object} Walk
 * @property {() => number} length how many points there are
 * @property {(index: number) => string} describe a point in words
 * @property {HTMLElement} status where it is announced
 */

/** @type {typeof import('../vendor/echarts-6.1.0.js') | null} */
let echarts = null;

/** Gets the library, which is long: what does not need it goes on meanwhile. Charts are mounted once it is there. */
export async function loadCharts() {
  echarts ??= await import('../vendor/echarts-6.1.0.js');
}

/**
 * @param {HTMLElement} box
 * @param {Walk} [walk]
 * @returns {{draw: (option: object) => void, chart: EChart}}
 */
export function mountChart(box, walk) {
  if (!echarts) throw new Error('a chart is mounted before its library is there');
  const chart = echarts.init(box, null, { renderer: 'svg' });
  // The observer calls at once, though the size is the one that the chart was made with: drawing twice takes long.
  const fit = () => {
    if (chart.getWidth() !== box.clientWidth || chart.getHeight() !== box.clientHeight) chart.resize();
  };
  new ResizeObserver(fit).observe(box);
  // A sheet of paper has its own width.
  matchMedia('print').addEventListener('change', fit);
  if (walk) followKeys(box, chart, walk);
  let shape = '';
  /** Axes of the same kind are kept, which halves the work. @param {any} option */
  const draw = (option) => {
    const before = shape;
    shape = `${option.xAxis.type} ${option.yAxis.type}`;
    chart.setOption({ ...usual(), ...option }, shape === before ? { replaceMerge: ['series'] } : { notMerge: true });
  };
  return { chart, draw };
}

/** What the page is written in. @type {string | null} */
let fontFamily = null;

/** What all charts share. */
function usual() {
  // Asked for once: to answer, the browser works out the styles of all that has changed.
  fontFamily ??= getComputedStyle(document.body).fontFamily;
  return {
    animation: false,
    textStyle: { fontFamily, fontSize: 12 },
    grid: { left: 2, right: 14, top: 14, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
  };
}

/**
 * The tooltip that looks like the page's own.
 * @param {(index: number) => HTMLElement | string} content
 * @param {object} [pointer]
 */
export function tooltip(content, pointer = { lineStyle: { color: 'var(--soft)', type: 'dotted' } }) {
  return {
    trigger: 'axis',
    confine: true,
    transitionDuration: 0,
    padding: 0,
    borderWidth: 0,
    backgroundColor: 'transparent',
    extraCssText: 'box-shadow:none',
    axisPointer: pointer,
    formatter: (/** @type {{dataIndex: number}[]} */ series) => content(series[0]?.dataIndex ?? 0),
  };
}

/** The axis of categories, in the colours of the page. @param {object} more */
export function categoryAxis(more) {
  return { type: 'category', axisLine: { lineStyle: { color: 'var(--line)' } }, axisTick: { show: false }, ...more };
}

/** The axis of values, in the colours of the page. @param {(value: number) => string} formatter @param {object} [more] */
export function valueAxis(formatter, more = {}) {
  return {
    type: 'value',
    axisLabel: { color: 'var(--soft)', formatter },
    splitLine: { lineStyle: { color: 'var(--line)' } },
    ...more,
  };
}

/**
 * @param {HTMLElement} box
 * @param {EChart} chart
 * @param {Walk} walk
 */
function followKeys(box, chart, { length, describe, status }) {
  /** @type {number | null} the point reached; null while the chart has no focus */
  let reached = null;
  box.addEventListener('keydown', (event) => {
    const end = length() - 1;
    if (end < 0) return;
    const from = Math.min(reached ?? end, end);
    const next = {
      ArrowLeft: reached === null ? end : from - 1,
      ArrowRight: reached === null ? 0 : from + 1,
      Home: 0,
      End: end,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    reached = Math.max(0, Math.min(end, next));
    const [x] = chart.convertToPixel({ gridIndex: 0 }, [reached, 0]);
    chart.dispatchAction({ type: 'showTip', x, y: box.clientHeight / 2 });
    status.textContent = describe(reached);
  });
  box.addEventListener('blur', () => {
    reached = null;
    chart.dispatchAction({ type: 'hideTip' });
  });
}
