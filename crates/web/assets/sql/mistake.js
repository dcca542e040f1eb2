// @ts-check
/** Where in a query the database found fault: it names a word, which is shown when it stands there only once. */

/** @typedef {{from: number, to: number, line: number}} Mistake */

/** The word that the sentence quotes, in either language. */
const QUOTED = /(?:«\s|[“"])([^»”"]+?)(?:\s»|[”"])/u;

/**
 * @param {string} sql
 * @param {string} detail of the problem
 * @returns {Mistake | null}
 */
export function findMistake(sql, detail) {
  const word = QUOTED.exec(detail)?.[1];
  if (!word) return null;
  const edge = (/** @type {string} */ letter) => (/\w/u.test(letter) ? '\\b' : '');
  const written = word.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  const found = [...sql.matchAll(new RegExp(edge(word[0] ?? '') + written + edge(word.at(-1) ?? ''), 'giu'))];
  const [only] = found;
  if (!only || found.length > 1) return null;
  const line = sql.slice(0, only.index).split('\n').length;
  return { from: only.index, to: only.index + only[0].length, line };
}
