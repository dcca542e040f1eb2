// @ts-check
/** What the lines and areas of the curve mean. */
import { byId, html, replace } from '../shared/dom.js';

/** @typedef {import('./main.js').View} View */

/**
 * @param {View} view
 * @param {{isCompared: boolean, forecast: import('./answers.js').Forecast | null}} drawn
 */
export function drawLegend({ say, format, state, answers }, { isCompared, forecast }) {
  const about =
    forecast &&
    say('page-model', { model: forecast.model, when: format.moment(forecast.made_at), day: format.date(forecast.last_day) });
  /** @param {string} kind @param {string} text @param {string | null} [title] */
  const entry = (kind, text, title = null) => html('li', { title }, html('i', { class: `key ${kind}` }), text);
  const kinds = new Set(answers.spans.map(({ kind }) => kind));
  const label = answers.compare && answers.before[answers.compare]?.label;
  replace(
    byId('curve-legend'),
    entry('sold', say(`page-${state.measure.replace('_', '-')}`)),
    isCompared && entry('before', say(`page-before-${answers.compare}`), label),
    forecast && entry('expected', `${say('page-forecast')} ${forecast.model}`, about),
    forecast && entry('band80', say('page-interval', { level: format.level(0.8) })),
    forecast && entry('band95', say('page-interval', { level: format.level(0.95) })),
    ...['soldes', 'school'].map((kind) => kinds.has(kind) && entry(kind, say(`page-legend-${kind}`))),
  );
}
