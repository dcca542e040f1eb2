// @ts-check
/** The overview: how sales are, compared with what, where, of what, and why. */
import { getJson } from '../shared/ask.js';
import { askAvailable, showPage, startPage } from '../shared/page.js';
import { activeFilters } from '../shared/state.js';
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
/** @type {Promise<any>} */
let whole;
/** What the data were when the page was last drawn. @type {{available: import('../shared/dates.js').Dates, version: number} | null} */
let known = null;

startPage({
  name: 'overview',
  prepare: (asking) => {
    whole = getJson('summary', {}, asking);
    france ??= loadFrance();
    // Whoever waits for them is told what went wrong.
    whole.catch(() => undefined);
    france.catch(() => (france = null));
  },
  show: async (context) => {
    const answered = askAvailable(context, whole);
    // Most often nothing has come since: what depends on the data is asked for before it is certain.
    const early = known && askOverview(context, known);
    early?.catch(() => undefined);
    const [available, { data_version: version }] = await Promise.all([answered, whole]);
    if (!available) return showEmpty(context);
    const isAsKnown = known?.version === version;
    known = { available, version };
    const asked = early && isAsKnown ? early : askOverview(context, known);
    const [answers, regions] = await Promise.all([asked, france ?? loadFrance()]);
    if (context.signal.aborted) return;
    draw({ ...context, answers, questions: questionsOf(context.state, answers) }, regions);
  },
});

/**
 * @param {View} view
 * @param {import('./map.js').France} regions
 */
function draw(view, regions) {
  showPage();
  drawBar(view);
  drawFigures(view);
  drawCurve(view);
  drawMap(view, regions);
  drawProducts(view);
  drawGroups(view);
  drawWhy(view);
  drawWeeks(view);
  announce(view);
}

/**
 * Tells a screen reader what the figures became.
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
    sales: format.number(answers.summary.sales),
  });
}
