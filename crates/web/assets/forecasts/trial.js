// @ts-check
/** The trial of all models on the past of what is looked at. It takes seconds, so each is asked for once. */
import { getJson } from '../shared/ask.js';
import { filterOf } from './choice.js';

/** @typedef {import('./view.js').View} View */
/**
 * @typedef {object} Rival a model on trial; without `mae` it could not be tried
 * @property {string} model
 * @property {number} [mae] mean error of a day, in euros
 * @property {number | null} [error_share] the same in parts of a day's revenue
 * @property {number | null} [against_last_week] the same over that of the same weekday a week before
 * @property {number | null} [mase]
 * @property {[number, number][]} [coverage] for each level in percent, the share of days inside
 * @property {string} [error] why it could not be tried
 * @property {Record<string, string | number>} [facts]
 */
/**
 * @typedef {object} Trial as `GET /backtests` answers
 * @property {number} horizon
 * @property {string[]} origins
 * @property {string} from
 * @property {string} to
 * @property {string | null} winner
 * @property {Rival[]} models the one that errs least first
 */

/** Who walks along the parts does not start a trial of each. */
const STAY_MS = 400;

/** @type {Map<string, Promise<Trial>>} */
const asked = new Map();

/** The question that the trial answers, for its files too. @param {View} view @returns {Record<string, string>} */
export const trialQuery = ({ choice }) => ({ horizon: String(choice.horizon), ...filterOf(choice.target) });

/**
 * @param {View} view
 * @returns {Promise<Trial | null>} null when the reader has gone on before it was asked for
 */
export async function askTrial(view) {
  const query = trialQuery(view);
  const key = `${view.sold.data_version} ${new URLSearchParams(query)} ${view.language}`;
  const known = asked.get(key);
  if (known) return known;
  if (asked.size > 0) await new Promise((resolve) => setTimeout(resolve, STAY_MS));
  if (view.signal.aborted) return null;
  const trial = getJson('backtests', query, { language: view.language });
  asked.set(key, trial);
  trial.catch(() => asked.delete(key));
  return trial;
}
