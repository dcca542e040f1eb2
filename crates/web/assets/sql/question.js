// @ts-check
/** How a query is put to the database. */
import { ApiError, getJson } from '../shared/ask.js';

/** @typedef {import('./columns.js').Answer} Answer */
/** @typedef {import('../shared/ask.js').Asking} Asking */

/** The most rows that the API gives at once. */
export const LIMIT = 10_000;

/**
 * The answer; its first rows when it has more than the API gives at once.
 * @param {string} sql
 * @param {Asking} asking
 * @returns {Promise<{answer: Answer, isCut: boolean}>}
 */
export async function askSql(sql, asking) {
  try {
    return { answer: await getJson('sql', { sql }, asking), isCut: false };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'store-too-many-rows') throw error;
    const first = await getJson('sql', { sql: firstRowsOf(sql) }, asking).catch((second) => {
      throw second instanceof ApiError && second.code === 'store-sql' ? error : second;
    });
    return { answer: first, isCut: true };
  }
}

/** A comment at the end of the query ends with its line. @param {string} sql */
function firstRowsOf(sql) {
  return `select * from (\n${sql.replace(/[\s;]+$/u, '')}\n) limit ${LIMIT}`;
}
