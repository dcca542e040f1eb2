// @ts-check
/** The query in the address of the page, so that it can be kept, sent, and gone back to. */
import { queryOf } from '../shared/state.js';

/** @typedef {import('../shared/state.js').State} State */

const PATH = '/sql';

/**
 * @param {string} search the query of the address
 * @returns {string | null} null when the address asks for nothing
 */
export function readSql(search) {
  const sql = new URLSearchParams(search).get('sql')?.trim();
  return sql || null;
}

/**
 * @param {State} state
 * @param {string} sql
 */
export function sqlAddress(state, sql) {
  const query = queryOf(state);
  query.set('sql', sql);
  return `${PATH}?${query}`;
}

/**
 * The links to the other language keep the query.
 * @param {Element} links
 * @param {string | null} sql
 * @param {() => void} show shows what the address asks for
 */
export function keepSqlIn(links, sql, show) {
  for (const link of links.querySelectorAll('a')) {
    if (sql === null) continue;
    const address = new URL(link.href);
    address.searchParams.set('sql', sql);
    link.href = address.href;
    link.onclick = (event) => {
      if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      history.pushState(null, '', link.href);
      show();
    };
  }
}
