// @ts-check
/** The life of a page: it reads the address, asks, draws, and does so again when the address or the data change. */
import { ApiError, getJson, sendJson } from './ask.js';
import { byId } from './dom.js';
import { listen } from './events.js';
import { formatOf, useCurrency } from './format.js';
import { drawFrame, drawFresh, drawSession, PATHS } from './frame.js';
import { closeMenus } from './menu.js';
import { showBanner, showError, showPage } from './notice.js';
import { address, isFiltered, readState, removeAllFilters } from './state.js';
import { hideTip } from './tip.js';
import { browserLanguage, loadWords, writeWords } from './words.js';

/** @typedef {{store_id: number, store: string | null, since: string}} StoreSince */
/** @typedef {{store_id: number, store: string | null, days: Dates}} Gap days of a store that nobody has said of whether it was closed */
/** @typedef {{complete_to: string | null, last_sale: string | null, sentence: string | null, cut_short: {store_id: number, store: string | null, day: string}[], late: StoreSince[], closed: StoreSince[], silent: boolean, ahead: {days: Dates, sales: number, revenue: number} | null, asked: Gap[], answered: (Gap & {answer: 'closed' | 'missing'})[]}} Completeness */
/** @typedef {import('./words.js').Say} Say */
/** @typedef {import('./words.js').Language} Language */
/** @typedef {import('./format.js').Format} Format */
/** @typedef {import('./state.js').State} State */
/** @typedef {import('./dates.js').Dates} Dates */
/**
 * @typedef {object} Asker what it takes to ask
 * @property {Language} language
 * @property {State} state
 * @property {AbortSignal} signal aborted when something newer is to be shown
 * @property {(path: string, query?: URLSearchParams | Record<string, string>) => Promise<any>} ask
 */
/**
 * @typedef {Asker & Drawing} Context what a page draws with
 * @typedef {object} Drawing
 * @property {Say} say
 * @property {Format} format
 * @property {(state: State) => void} go goes to another state, as a new entry of the history
 * @property {() => Promise<void>} reload asks and draws again
 * @property {(version: number) => void} saw takes note of which version of the data the drawing is
 * @property {(method: 'POST' | 'DELETE', path: string, body?: object | FormData | null, query?: Record<string, string>) => Promise<any>} send
 */
/**
 * @template Asked
 * @typedef {object} Page
 * @property {import('./frame.js').PageName} name
 * @property {(asker: Asker) => Promise<Asked>} [ask] asks what needs no words, before anything else is done
 * @property {(context: Context, asked: Asked) => Promise<void> | void} show draws, and asks the rest; what it throws is
 *   shown with a way out
 * @property {boolean} [followsData] whether it is drawn again by itself when the data change
 */

/** Data that move many times a second, as during an import, are not drawn each time. */
const SETTLE_MS = 400;
/** After this long, the page shows that it is working. */
const SLOW_MS = 250;

/**
 * @template Asked
 * @param {Page<Asked>} page
 */
export function startPage({ name, ask, show, followsData = true }) {
  const path = PATHS[name];
  let running = new AbortController();
  /** @type {Say | null} */
  let say = null;
  /** The language that the page's own HTML is written in now. @type {Language | null} */
  let written = null;
  let slow = 0;
  /** The version of the data that is drawn. @type {number | null} */
  let version = null;

  /** Draws what the address asks for; a newer call takes over from an older one. */
  async function draw() {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    const state = readState(location.search);
    const language = state.language ?? browserLanguage();
    const main = byId('main');
    main.setAttribute('aria-busy', 'true');
    clearTimeout(slow);
    slow = window.setTimeout(() => main.classList.add('slow'), SLOW_MS);
    /** @type {Asker} */
    const asker = { language, state, signal, ask: (path, query = {}) => getJson(path, query, { language, signal }) };
    try {
      const asking = ask?.(asker);
      // It is waited for below, whatever happens before.
      asking?.catch(() => undefined);
      say = await loadWords(language, name);
      if (signal.aborted) return;
      const frame = { page: name, say, language, state };
      const isWritten = written === language;
      if (!isWritten) {
        writeWords(say, language, `page-title-${name}`);
        drawFrame(frame);
      }
      written = language;
      const asked = /** @type {Asked} */ (await asking);
      if (signal.aborted) return;
      // With the figures, so that the browser lays the page out once.
      if (isWritten) drawFrame(frame);
      hideTip();
      /** @type {Context} */
      const context = {
        ...asker,
        say,
        format: formatOf(language),
        go,
        reload: draw,
        saw: (drawn) => {
          version = drawn;
        },
        send: (method, path, body = null, query = {}) => sendJson(method, path, body, { language }, query),
      };
      await show(context, asked);
      if (signal.aborted) return;
      performance.mark('comptoir-drawn');
      drawSession(say, language);
    } catch (error) {
      if (signal.aborted || (error instanceof ApiError && error.status === 401)) return;
      // A link may name what the data have no more, or what several have now.
      const code = error instanceof ApiError ? error.code : '';
      if (code.startsWith('unknown-name') || code === 'shared-name')
        showError(say, error, () => go(removeAllFilters(state)), { way: 'page-unfilter' });
      else if (code === 'no-sales-in-period')
        showError(say, error, () => go({ ...state, period: '30', from: null, to: null, on: null }), {
          way: 'page-known-days',
          title: 'page-no-data-title',
        });
      else showError(say, error, draw);
    }
    clearTimeout(slow);
    main.classList.remove('slow');
    main.setAttribute('aria-busy', 'false');
  }

  /** @param {State} state */
  function go(state) {
    const next = address(path, state);
    if (next !== location.pathname + location.search) history.pushState(null, '', next);
    void draw();
  }

  /**
   * Links to another state of this page change the address without loading it again.
   * @param {MouseEvent} event
   */
  function follow(event) {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    const here = link && link.pathname === path && link.origin === location.origin;
    if (!here || !plain || link.hash || link.hasAttribute('download')) return;
    event.preventDefault();
    if (link.href !== location.href) history.pushState(null, '', link.href);
    void draw();
  }

  /** Escape closes what is open, else takes the filters away. @param {KeyboardEvent} event */
  function onEscape(event) {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    hideTip();
    if (closeMenus()) return;
    const state = readState(location.search);
    if (name === 'overview' && isFiltered(state)) go(removeAllFilters(state));
  }

  let timer = 0;
  /** @param {number} moved */
  function onData(moved) {
    const isNews = version !== null && moved !== version;
    version = moved;
    if (!isNews || !followsData) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void draw(), SETTLE_MS);
  }

  let isUp = true;
  /** @param {boolean} up */
  function onHealth(up) {
    if (say) showBanner(say, up);
    if (up && !isUp) void draw();
    isUp = up;
  }

  document.addEventListener('click', follow);
  document.addEventListener('keydown', onEscape);
  window.addEventListener('popstate', () => void draw());
  void draw().then(() => listen({ data: onData, health: onHealth }));
}

/**
 * The days that have sales, written in the header; null when there is no sale at all.
 * @param {Context} context
 * @returns {Promise<Dates | null>}
 */
export async function askAvailable(context) {
  const { available, currency, data_version: version, completeness } = await context.ask('summary');
  useCurrency(currency);
  showAvailable(context, available, version, completeness);
  return available;
}

/**
 * Writes in the header until when there are sales.
 * @param {Context} context
 * @param {Dates | null} available
 * @param {number} version of the data that is shown
 * @param {Completeness | undefined} completeness
 */
export function showAvailable({ say, format, saw }, available, version, completeness) {
  saw(version);
  const complete = completeness?.complete_to ?? available?.to ?? null;
  const isLate = available !== null && complete !== null && complete < available.to;
  const kind = isLate ? 'late' : completeness?.silent ? 'last' : 'whole';
  drawFresh(say, available ? format.date(isLate ? complete : available.to) : null, kind, completeness?.sentence ?? '');
}

export { showPage };
