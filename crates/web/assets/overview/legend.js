// @ts-check
/** What the lines and areas of the curve mean. */
import { byId, html, replace } from '../shared/dom.js';

/** @typedef {import('./main.js').View} View */

/**
 * @param {View} view
 * @param {{isCompared: boolean, model: string | null}} drawn
 */
export function drawLegend({ say, format, state, answers }, { isCompared, model }) {
  /** @param {string} kind @param {string} text @param {string | null} [title] */
  const entry = (kind, text, title = null) => html('li', { title }, html('i', { class: `key ${kind}` }), text);
  const kinds = new Set(answers.spans.map(({ kind }) => kind));
  const label = answers.compare && answers.before[answers.compare]?.label;
  replace(
    byId('curve-legend'),
    entry('sold', say(`page-${state.measure.replace('_', '-')}`)),
    isCompared && entry('before', say(`page-before-${answers.compare}`), label),
    model && entry('expected', `${say('page-forecast')} ${model}`, say('page-model', { model })),
    model && entry('band80', say('page-interval', { level: format.level(0.8) })),
    model && entry('band95', say('page-interval', { level: format.level(0.95) })),
    ...['soldes', 'school'].map((kind) => kinds.has(kind) && entry(kind, say(`page-legend-${kind}`))),
  );
}
