// @ts-check
/** The page: reads the address, asks the API, draws; every choice goes through the address. */
import { askPage } from './api.js';
import { drawCurve } from './curve.js';
import { byId, html, replace, svg } from './dom.js';
import { drawFigures } from './figures.js';
import { drawBar, sayFilter } from './filters.js';
import { makeFormat } from './format.js';
import { drawMap, loadFrance } from './map.js';
import { showEmpty, showError, showPage } from './notice.js';
import { drawProducts } from './products.js';
import { drawRegions } from './regions.js';
import { activeFilters, address, readState, removeAllFilters } from './state.js';
import { changeTheme, currentTheme } from './theme.js';
import { hideTip } from './tip.js';
import { browserLanguage, loadWords, writeWords } from './words.js';

/** @typedef {import('./state.js').State} State */
/**
 * @typedef {object} View what every part of the page draws from
 * @property {import('./words.js').Say} say
 * @property {import('./format.js').Format} format
 * @property {State} state
 * @property {import('./api.js').Answers} answers
 * @property {(state: State) => void} go goes to another state, as a new entry of the history
 */

/** @type {import('./words.js').Say | null} */
let say = null;
/** @type {import('./map.js').France | null} */
let france = null;
let running = new AbortController();

/** Draws what the address asks for; a newer call takes over from an older one. */
async function show() {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  const state = readState(location.search);
  const language = state.language ?? browserLanguage();
  const main = byId('main');
  main.setAttribute('aria-busy', 'true');
  try {
    say = await loadWords(language);
    writeWords(say, language);
    drawTools(state, language);
    const [answers, regions] = await Promise.all([askPage(state, language, signal), france ?? loadFrance()]);
    if (signal.aborted) return;
    france = regions;
    if (answers) draw({ say, format: makeFormat(language, answers.summary.currency), state, answers, go }, regions);
    else showEmpty(say, show);
  } catch (error) {
    if (signal.aborted) return;
    showError(say, error, show);
  }
  main.setAttribute('aria-busy', 'false');
}

/**
 * @param {View} view
 * @param {import('./map.js').France} regions
 */
function draw(view, regions) {
  hideTip();
  showPage();
  drawFresh(view);
  drawBar(view);
  drawFigures(view);
  drawCurve(view);
  drawMap(view, regions);
  drawRegions(view);
  drawProducts(view);
  announce(view);
  performance.mark('comptoir-drawn');
}

/** @param {View} view */
function drawFresh({ say, format, answers }) {
  const fresh = byId('fresh');
  fresh.hidden = false;
  replace(fresh, html('i', {}), say('page-fresh', { day: format.date(answers.summary.available?.to ?? answers.dates.to) }));
}

/**
 * Tells a screen reader what the figures became.
 * @param {View} view
 */
function announce({ say, format, state, answers }) {
  const filters = activeFilters(state).map(([grouping, name]) => sayFilter(say, grouping, name));
  byId('announcement').textContent = say(filters.length > 0 ? 'page-announce-filtered' : 'page-announce', {
    filters: filters.join(', '),
    period: format.period(answers.dates.from, answers.dates.to),
    revenue: format.money(answers.summary.revenue),
    sales: format.number(answers.summary.sales),
  });
}

/**
 * The tools of the header: they work whatever the API answers.
 * @param {State} state
 * @param {import('./words.js').Language} language
 */
function drawTools(state, language) {
  for (const link of document.querySelectorAll('[data-language]')) {
    const offered = link.getAttribute('data-language') === 'en' ? 'en' : 'fr';
    link.setAttribute('href', address({ ...state, language: offered }));
    if (offered === language) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  const home = address({ ...readState(''), language: state.language });
  byId('brand').setAttribute('href', home);
  byId('overview').setAttribute('href', home);
  drawTheme();
}

function drawTheme() {
  const theme = currentTheme();
  const button = byId('theme');
  const words = say ? say(`page-theme-${theme}`) : '';
  button.setAttribute('aria-label', words);
  button.title = words;
  const shapes = {
    system: [svg('circle', { cx: 12, cy: 12, r: 8 }), svg('path', { d: 'M12 4a8 8 0 0 1 0 16z', class: 'full' })],
    light: [
      svg('circle', { cx: 12, cy: 12, r: 4 }),
      svg('path', { d: 'M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4' }),
    ],
    dark: [svg('path', { d: 'M19 14.5A8 8 0 0 1 9.5 5a7.5 7.5 0 1 0 9.5 9.5z' })],
  };
  replace(button, svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, ...shapes[theme]));
}

/** @param {State} state */
function go(state) {
  const next = address(state);
  if (next !== location.pathname + location.search) history.pushState(null, '', next);
  void show();
}

/**
 * Links within the page change the address without loading it again.
 * @param {MouseEvent} event
 */
function follow(event) {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || link.pathname !== '/' || link.origin !== location.origin || link.hash) return;
  event.preventDefault();
  go(readState(link.search));
}

document.addEventListener('click', follow);
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  hideTip();
  const state = readState(location.search);
  if (activeFilters(state).length > 0) go(removeAllFilters(state));
});
byId('theme').addEventListener('click', () => {
  changeTheme();
  drawTheme();
});
window.addEventListener('popstate', () => void show());
void show();
