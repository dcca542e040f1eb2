// @ts-check
/** The overview: how sales are, compared with what, where, of what, and why. */
import { loadCharts } from '../shared/chart.js';
import { seen } from '../shared/dom.js';
import { useCurrency } from '../shared/format.js';
import { showAvailable, showPage, startPage } from '../shared/page.js';
import { activeFilters } from '../shared/state.js';
import { together } from '../shared/together.js';
import { askOverview, questionsOf } from './answers.js';
import { drawBar, sayFilter } from './bar.js';
import { drawCurve } from './curve.js';
import { showEmpty } from './empty.js';
import { drawFigures } from './figures.js';
import { drawGroups } from './groups.js';
import { drawMap, loadFrance } from './map.js';
import { drawProducts } from './products.js';
import { drawWeeks } from './weeks.js';
import { drawWhy } from './why.js';

/**
 * @typedef {import('../shared/page.js').Context & {
 *   answers: import('./answers.js').Answers,
 *   questions: ReturnType<typeof questionsOf>,
 * }} View what every card draws from
 */

/** @type {Promise<import('./map.js').France> | null} */
let france = null;
/** What the data were when the page was last drawn. @type {{available: import('../shared/dates.js').Dates, version: number} | null} */
let known = null;

/**
 * Asks all that the figures are drawn from; without answers where nothing was ever sold.
 * @param {import('../shared/page.js').Asker} alone
 */
async function askFigures(alone) {
  const asker = { ...alone, ask: together(alone.ask) };
  const asked = asker.ask('summary');
  // Most often nothing has come since: what depends on the data is asked for before it is certain.
  const early = known && askOverview(asker, known);
  early?.catch(() => undefined);
  const { available, data_version: version, completeness } = await asked;
  const isAsKnown = known?.version === version;
  known = available && { available, version };
  if (!known) return { available, version, completeness, answers: null };
  const asking = early && isAsKnown ? early : askOverview(asker, known);
  // The questions are out before the browser is busy with the library.
  const [answers] = await Promise.all([asking, loadCharts()]);
  return { available, version, completeness, answers };
}

startPage({
  name: 'overview',
  ask: (asker) => {
    france ??= loadFrance();
    france.catch(() => (france = null));
    return Promise.all([askFigures(asker), france]);
  },
  show: (context, [{ available, version, completeness, answers }, regions]) => {
    showAvailable(context, available, version, completeness);
    if (!answers) return void showEmpty(context);
    useCurrency(answers.summary.currency);
    return draw({ ...context, answers, questions: questionsOf(context.state, answers) }, regions);
  },
});

/**
 * The figures are seen while the curve, which takes as long as all else, is still to be drawn.
 * @param {View} view
 * @param {import('./map.js').France} regions
 */
async function draw(view, regions) {
  showPage();
  drawBar(view);
  drawFigures(view);
  drawMap(view, regions);
  drawProducts(view);
  drawGroups(view);
  announce(view);
  await seen();
  performance.mark('comptoir-figures');
  if (view.signal.aborted) return;
  drawWhy(view);
  drawWeeks(view);
  // Last, since the library asks where its box lies, and the browser has to lay out all that was changed before.
  drawCurve(view);
}

/**
 * Announces the new figures to screen readers.
 * @param {View} view
 */
function announce({ say, format, state, answers }) {
  const filters = activeFilters(state).map(([grouping, name]) => sayFilter(say, grouping, name));
  const announcement = document.getElementById('announcement');
  if (!announcement) return;
  announcement.textContent = say(filters.length > 0 ? 'page-announce-filtered' : 'page-announce', {
    filters: filters.join(', '),
    period: format.period(answers.kept.from, answers.kept.to),
    revenue: format.money(answers.summary.revenue),
    count: answers.summary.sales,
    sales: format.number(answers.summary.sales),
  });
}
