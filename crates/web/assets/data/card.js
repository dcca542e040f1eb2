// @ts-check
/** The card of one file at hand, from its sending to its outcome. */
import { html, replace } from '../shared/dom.js';
import { drawOutcome } from './outcome.js';
import { drawProof } from './proof.js';
import { button, counted, megabytes, trouble } from './view.js';

/** @typedef {import('./desk.js').Entry} Entry */
/** @typedef {import('./view.js').View} View */
/** @typedef {import('../shared/dom.js').Child} Child */

/**
 * @param {Element} card
 * @param {Entry} entry
 * @param {View} view
 */
export function drawCard(card, entry, view) {
  card.setAttribute('data-stage', entry.stage);
  card.setAttribute('aria-label', entry.name);
  replace(card, ...partsOf(entry, view));
}

/** @param {Entry} entry @param {View} view @returns {Child[]} */
function partsOf(entry, view) {
  const { say, desk } = view;
  switch (entry.stage) {
    case 'proof':
      return drawProof(entry, view);
    case 'done':
      return drawOutcome(entry, view);
    case 'broken':
      return [
        cardHead(entry),
        trouble(
          view,
          entry.error,
          undefined,
          button(say('page-retry'), () => desk.sendAgain(entry), { 'data-focus': 'retry' }),
          button(say('page-data-put-away'), () => desk.discard(entry), { 'data-focus': 'away' }),
        ),
      ];
    case 'cancelled':
      return [
        cardHead(entry),
        entry.error ? trouble(view, entry.error) : html('p', {}, say('page-data-cancelled')),
        html(
          'div',
          { class: 'actions' },
          button(say('page-data-put-away'), () => desk.discard(entry), { 'data-focus': 'away' }),
        ),
      ];
    default:
      return underWay(entry, view);
  }
}

/** @param {Entry} entry @param {Child[]} small */
export function cardHead({ name }, ...small) {
  return html('div', { class: 'head' }, html('h2', {}, name, ...(small.length > 0 ? [' ', html('small', {}, ...small)] : [])));
}

/** What is being sent, read or imported. @param {Entry} entry @param {View} view */
function underWay(entry, view) {
  const { say, desk } = view;
  const { done, whole, words } = progressOf(entry, view);
  const isImport = entry.stage === 'importing';
  const stop = isImport
    ? button(say('page-data-stop'), () => void desk.stop(entry), { 'data-focus': 'stop', disabled: entry.job === null })
    : button(say('page-data-give-up'), () => desk.discard(entry), { 'data-focus': 'stop' });
  return [
    cardHead(entry),
    html(
      'div',
      { class: 'under-way' },
      html('progress', { 'aria-label': words, max: whole, value: whole === null ? null : done }),
      html('span', { class: 'words' }, words),
      stop,
    ),
    entry.error !== null && trouble(view, entry.error),
  ];
}

/**
 * @param {Entry} entry
 * @param {View} view
 * @returns {{done: number, whole: number | null, words: string}} `whole` is null where nobody knows it
 */
function progressOf({ stage, sent, total, job }, view) {
  const { say, format } = view;
  if (stage === 'waiting') return { done: 0, whole: 1, words: say('page-data-waiting') };
  if (stage === 'sending') {
    return {
      done: sent,
      whole: total,
      words: say('page-data-sending', { sent: megabytes(view, sent), total: megabytes(view, total) }),
    };
  }
  if (stage === 'reading') return { done: 0, whole: null, words: say('page-data-reading') };
  if (job === null || (job.lines === 0 && !job.bytes)) return { done: 0, whole: null, words: say('page-data-starting') };
  const [done, whole] = job.lines_total ? [job.lines, job.lines_total] : [job.bytes ?? 0, job.bytes_total];
  const words = job.lines_total
    ? counted(view, 'page-data-importing-of', job.lines, { total: format.number(job.lines_total) })
    : counted(view, 'page-data-importing', job.lines);
  return { done: Math.min(done, whole ?? done), whole: whole || null, words };
}
