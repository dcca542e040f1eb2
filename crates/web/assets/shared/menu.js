// @ts-check
/** The menu of a card: the figures as a file, the chart as a picture, and the SQL that they come from. */
import { apiAddress } from './ask.js';
import { html, replace, svg } from './dom.js';
import { savePicture } from './picture.js';
import { queryOf, readState } from './state.js';

/** @typedef {import('./words.js').Say} Say */
/**
 * @typedef {object} Offer
 * @property {{path: string, query: URLSearchParams | Record<string, string>}} [sheet] the question whose answer is the file
 * @property {{box: Element, name: string, heading: string[]}} [picture]
 * @property {string | null} [sql] the text that the figures come from
 * @property {boolean} [isInParts] whether it sums ten-thousandths
 */

const SHEETS = /** @type {const} */ (['csv-fr', 'csv', 'xlsx']);
const PICTURES = /** @type {const} */ (['png', 'svg']);

/**
 * @param {Element} place
 * @param {{say: Say, language: string}} context
 * @param {string} title of the card, for those who do not see it
 * @param {Offer} offer
 */
export function drawMenu(place, { say, language }, title, { sheet, picture, sql, isInParts = true }) {
  const sheets = sheet
    ? SHEETS.map((format) =>
        html(
          'a',
          {
            href: apiAddress(
              sheet.path,
              new URLSearchParams([...new URLSearchParams(sheet.query), ['format', format], ['lang', language]]),
            ),
            download: '',
            'data-format': format,
          },
          say(`page-download-${format}`),
        ),
      )
    : [];
  const pictures = picture
    ? PICTURES.map((kind) =>
        html(
          'button',
          { type: 'button', 'data-format': kind, onclick: () => savePicture(picture.box, picture.name, kind, picture.heading) },
          say(`page-download-${kind}`),
        ),
      )
    : [];
  const query = new URLSearchParams([
    ...queryOf(readState(location.search)),
    ['sql', isInParts ? inEuros(sql ?? '') : (sql ?? '')],
  ]);
  const source = sql ? [html('a', { href: `/sql?${query}`, 'data-format': 'sql' }, say('page-show-sql'))] : [];
  const label = say('page-menu', { title });
  replace(
    place,
    html(
      'details',
      { class: 'menu', ontoggle: closeOthers },
      html(
        'summary',
        { 'aria-label': label, title: label, 'data-focus': 'menu' },
        svg(
          'svg',
          { viewBox: '0 0 24 24', 'aria-hidden': 'true' },
          svg('path', { d: 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19h14' }),
        ),
      ),
      html('div', { class: 'offers' }, ...[...sheets, ...pictures, ...source]),
    ),
  );
}

/**
 * Figures are summed in ten-thousandths, so that sums are exact; their reader wants whole units beside them.
 * @param {string} sql
 */
function inEuros(sql) {
  return `select figures.*, figures.revenue / 10000.0 as amount\nfrom (\n${sql.replace(/^/gmu, '  ')}\n) as figures`;
}

/** One menu at a time. @param {Event} event */
function closeOthers({ target }) {
  if (!(target instanceof HTMLDetailsElement) || !target.open) return;
  for (const menu of openMenus()) if (menu !== target) menu.open = false;
}

/** @returns {NodeListOf<HTMLDetailsElement>} */
const openMenus = () => document.querySelectorAll('details.menu[open]');

/**
 * Closes what is open; the focus goes back to where it was opened.
 * @returns {boolean} whether something was
 */
export function closeMenus() {
  const open = [...openMenus()];
  for (const menu of open) {
    if (menu.contains(document.activeElement)) menu.querySelector('summary')?.focus();
    menu.open = false;
  }
  return open.length > 0;
}

document.addEventListener('click', ({ target }) => {
  for (const menu of openMenus()) if (!(target instanceof Node) || !menu.contains(target)) menu.open = false;
});
