// @ts-check
/** The addresses that the program imports from by itself, and the way to do it now. */
import { byId, html, replace } from '../shared/dom.js';
import { button, trouble } from './view.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('../shared/page.js').Context} Context */
/** @typedef {{url: string, every_seconds: number | null, last: {imported_at: string, message: string} | null}} Source */

/** The outcome of the last import, by address, until the page is loaded again. @type {Map<string, string | {error: unknown}>} */
const outcomes = new Map();
/** @type {Set<string>} */
const running = new Set();

/**
 * @param {Source[]} sources
 * @param {Context} context
 * @param {View} view
 */
export function drawSources(sources, context, view) {
  byId('sources-card').hidden = sources.length === 0;
  replace(byId('sources'), ...sources.map((source) => sourceItem(source, context, view)));
}

/** @param {Source} source @param {Context} context @param {View} view */
function sourceItem({ url, every_seconds: every, last }, context, view) {
  const { say, format } = view;
  const isRunning = running.has(url);
  const outcome = outcomes.get(url);
  const when = last ? say('page-data-source-last', { when: format.moment(last.imported_at) }) : say('page-data-source-never');
  const message = typeof outcome === 'string' ? outcome : last?.message;
  const now = async () => {
    running.add(url);
    outcomes.delete(url);
    await context.reload();
    try {
      outcomes.set(url, (await context.send('POST', 'imports', { url })).message);
    } catch (error) {
      outcomes.set(url, { error });
    }
    running.delete(url);
    await context.reload();
  };
  return html(
    'li',
    {},
    html(
      'div',
      {},
      html('b', {}, url),
      html('p', { class: 'soft' }, every ? `${when} · ${say('page-data-source-every', { every: format.span(every) })}` : when),
      message && html('p', { class: 'soft', role: 'status' }, message),
      typeof outcome === 'object' && trouble(view, outcome.error),
    ),
    button(say(isRunning ? 'page-data-source-running' : 'page-data-source-now'), () => void now(), {
      disabled: isRunning,
      'data-focus': `source-${url}`,
    }),
  );
}
