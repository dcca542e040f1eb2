// @ts-check
/** The queries that were run last in this browser. They stay here, and each can be taken away. */
import { html, replace } from '../shared/dom.js';

/** @typedef {import('../shared/words.js').Say} Say */

const KEY = 'comptoir-sql';
const KEPT = 12;

/** @returns {string[]} the latest first */
function readRecent() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  } catch {
    // Without storage, or with another's writing in it, nothing is recent.
    return [];
  }
}

/** @param {string[]} queries */
function writeRecent(queries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries.slice(0, KEPT)));
  } catch {
    // Without storage nothing is kept.
  }
}

/** @param {string} sql */
export function remember(sql) {
  writeRecent([sql, ...readRecent().filter((one) => one !== sql)]);
}

/**
 * @param {{box: HTMLElement, title: HTMLElement, list: HTMLElement}} place
 * @param {Say} say
 * @param {(sql: string) => void} run
 */
export function drawRecent(place, say, run) {
  const queries = readRecent();
  /** @param {string[]} kept */
  const keep = (kept) => {
    writeRecent(kept);
    drawRecent(place, say, run);
    if (kept.length > 0) place.title.focus();
  };
  place.box.hidden = queries.length === 0;
  place.title.textContent = say('page-sql-recent', { count: queries.length });
  replace(
    place.list,
    ...queries.map((sql) => {
      const line = sql.replace(/\s+/gu, ' ');
      return html(
        'li',
        {},
        html('button', { type: 'button', class: 'again', title: sql, onclick: () => run(sql) }, line),
        html(
          'button',
          {
            type: 'button',
            class: 'quiet',
            'aria-label': say('page-sql-forget', { sql: line }),
            title: say('page-sql-forget-short'),
            onclick: () => keep(queries.filter((one) => one !== sql)),
          },
          '×',
        ),
      );
    }),
    queries.length > 1 &&
      html('li', {}, html('button', { type: 'button', class: 'link', onclick: () => keep([]) }, say('page-sql-forget-all'))),
  );
}
