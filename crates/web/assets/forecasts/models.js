// @ts-check
/** Models by their names, and what each does in a few words. */

/** @typedef {import('../shared/words.js').Say} Say */

export const AUTO = 'auto';
export const LAST_WEEK = 'seasonal-naive';
/** What can be chosen before the backtest has listed the models. */
export const ALWAYS = [AUTO, 'arima(5,1,0)'];

/** @type {Record<string, string>} */
const EXPLAINED = {
  auto: 'auto',
  'seasonal-naive': 'seasonal-naive',
  naive: 'naive',
  'seasonal-mean': 'seasonal-mean',
  'arima(5,1,0)': 'arima-510',
  'auto-arima': 'auto-arima',
  ets: 'ets',
  'dynamic-optimised-theta': 'theta',
  ces: 'ces',
  'mstl(dynamic-optimised-theta)': 'mstl-theta',
};

/**
 * What a model does; null for one that is not among the usual.
 * @param {Say} say
 * @param {string} model
 */
export function sayModel(say, model) {
  const known = EXPLAINED[model];
  return known ? say(`page-forecasts-model-${known}`) : null;
}
