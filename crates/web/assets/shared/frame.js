// @ts-check
/** What every page has around it: the ways to the other pages, the freshness of the data, language and colours. */
import { ApiError, getJson, sendJson } from './ask.js';
import { byId, html, replace, svg } from './dom.js';
import { address, readState } from './state.js';
import { changeTheme, currentTheme } from './theme.js';

/** @typedef {import('./words.js').Say} Say */
/** @typedef {import('./words.js').Language} Language */
/** @typedef {import('./state.js').State} State */
/** @typedef {'overview' | 'forecasts' | 'data' | 'sql'} PageName */

/** @type {Record<PageName, string>} */
export const PATHS = { overview: '/', forecasts: '/forecasts', data: '/data', sql: '/sql' };
const PAGES = /** @type {PageName[]} */ (Object.keys(PATHS));
/** @type {Language[]} */
const LANGUAGES = ['fr', 'en'];

/**
 * @param {object} frame
 * @param {PageName} frame.page
 * @param {Say} frame.say
 * @param {Language} frame.language
 * @param {State} frame.state
 */
export function drawFrame({ page, say, language, state }) {
  byId('brand').setAttribute('href', address('/', { ...readState(''), language: state.language }));
  replace(
    byId('pages'),
    ...PAGES.map((name) =>
      html(
        'a',
        { href: address(PATHS[name], state), 'aria-current': name === page ? 'page' : null, 'data-focus': name },
        say(`page-${name}`),
      ),
    ),
  );
  replace(
    byId('languages'),
    ...LANGUAGES.map((offered) =>
      html(
        'a',
        {
          href: `${location.pathname}?${inLanguage(offered)}`,
          hreflang: offered,
          lang: offered,
          title: { fr: 'Français', en: 'English' }[offered],
          'aria-current': offered === language ? 'true' : null,
          'data-focus': offered,
        },
        offered.toUpperCase(),
      ),
    ),
  );
  drawTheme(say);
}

/**
 * The query of this page in another language; what the page keeps there of its own stays.
 * @param {Language} language
 */
function inLanguage(language) {
  const query = new URLSearchParams(location.search);
  query.set('lang', language);
  return query;
}

/**
 * The day up to which the sales are known of all stores.
 * @param {Say} say
 * @param {string | null} day as people write it; null hides the line
 * @param {'whole' | 'late' | 'last'} [kind] whether later days are known in part, or that day is long ago
 * @param {string} [sentence] all that is known of it
 */
export function drawFresh(say, day, kind = 'whole', sentence = '') {
  const fresh = byId('fresh');
  fresh.hidden = day === null;
  fresh.title = sentence;
  const words = { whole: 'page-fresh', late: 'page-fresh-late', last: 'page-fresh-last' }[kind];
  if (day !== null) replace(fresh, html('i', { class: kind === 'whole' ? null : 'behind' }), say(words, { day }));
}

/** @param {Say} say */
function drawTheme(say) {
  const theme = currentTheme();
  const button = byId('theme');
  const words = say(`page-theme-${theme}`);
  button.setAttribute('aria-label', words);
  button.title = words;
  button.onclick = () => {
    changeTheme();
    drawTheme(say);
  };
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

/** @type {Promise<{password_needed: boolean}> | null} */
let session = null;

/**
 * The button that signs out, where a password is asked for.
 * @param {Say} say
 * @param {Language} language
 */
export async function drawSession(say, language) {
  session ??= getJson('session', {}, { language });
  const { password_needed: needed } = await session.catch((error) => {
    if (error instanceof ApiError) return { password_needed: false };
    throw error;
  });
  const leave = html(
    'button',
    {
      type: 'button',
      class: 'quiet',
      onclick: async () => {
        await sendJson('DELETE', 'session', null, { language });
        location.assign('/login');
      },
    },
    say('page-sign-out'),
  );
  replace(byId('session'), needed && leave);
}
