// @ts-check
/** The arrow keys walk along the points of a chart, whichever way its axis lies. */

const STEPS = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 });

/**
 * @param {HTMLElement} box
 * @param {import('../vendor/echarts-6.1.0.js').Chart} chart
 * @param {() => string[]} points in words
 * @param {HTMLElement} status where a point is described
 */
export function followPoints(box, chart, points, status) {
  /** @type {number | null} the point reached; null while the chart has no focus */
  let reached = null;
  box.addEventListener('keydown', (event) => {
    const end = points().length - 1;
    const step = STEPS[event.key];
    if (end < 0 || (step === undefined && event.key !== 'Home' && event.key !== 'End')) return;
    event.preventDefault();
    if (step === undefined) reached = event.key === 'Home' ? 0 : end;
    else reached = reached === null ? (step > 0 ? 0 : end) : Math.max(0, Math.min(end, reached + step));
    chart.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: reached });
    status.textContent = points()[reached] ?? '';
  });
  box.addEventListener('blur', () => {
    reached = null;
    chart.dispatchAction({ type: 'hideTip' });
  });
}
