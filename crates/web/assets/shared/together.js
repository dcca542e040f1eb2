// @ts-check
/** Questions that are asked in one breath go to the server in one request: a browser has few connections for each. */
import { addressOf, errorOf } from './ask.js';

/** @typedef {import('./page.js').Asker['ask']} Ask */
/** @typedef {{address: string, alone: () => Promise<any>, resolve: (answer: any) => void, reject: (error: unknown) => void}} Waiting */

/** Longer addresses than this are refused on some ways to a server. */
const LONGEST = 8000;

/**
 * The same `ask`, but what is asked before the browser does anything else goes together.
 * @param {Ask} ask
 * @returns {Ask}
 */
export function together(ask) {
  /** @type {Waiting[]} */
  let waiting = [];
  const send = () => {
    const questions = waiting;
    waiting = [];
    const query = new URLSearchParams(questions.map(({ address }) => ['ask', address]));
    if (questions.length > 1 && query.toString().length < LONGEST) return void answerAll(questions, ask('several', query));
    for (const { alone, resolve, reject } of questions) alone().then(resolve, reject);
  };
  return (path, query = {}) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) queueMicrotask(send);
      waiting.push({ address: addressOf(path, query), alone: () => ask(path, query), resolve, reject });
    });
}

/**
 * @param {Waiting[]} questions
 * @param {Promise<{answers: {status: number, body: any}[]}>} asked
 */
async function answerAll(questions, asked) {
  try {
    const { answers } = await asked;
    questions.forEach(({ resolve, reject }, at) => {
      const { status, body } = answers[at];
      if (status === 200) resolve(body);
      else reject(errorOf(status, body));
    });
  } catch (error) {
    for (const { reject } of questions) reject(error);
  }
}
