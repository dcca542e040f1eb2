// @ts-check
/** What the cards of this page are drawn with, and the small pieces that they share. */
import { ApiError } from '../shared/ask.js';
import { html } from '../shared/dom.js';
import { explain } from '../shared/notice.js';

/** @typedef {import('../shared/words.js').Say} Say */
/** @typedef {import('../shared/format.js').Format} Format */
/**
 * @typedef {object} View
 * @property {Say} say
 * @property {Format} format
 * @property {import('../shared/words.js').Language} language
 * @property {import('./desk.js').Desk} desk
 * @property {string} overview address of the overview
 */

const MEGABYTE = 1e6;
const NAMES_SHOWN = 12;

/**
 * @param {View} view
 * @param {number} bytes
 */
export const megabytes = ({ say, format }, bytes) =>
  say('page-data-megabytes', { size: format.rounded(Math.max(bytes / MEGABYTE, 0.1)) });

/**
 * A number with its word: `3 lignes`.
 * @param {View} view
 * @param {string} id of a message that has `count`, which chooses the form, and `number`, which is read
 * @param {number} count
 * @param {Record<string, string | number>} [values]
 */
export const counted = ({ say, format }, id, count, values = {}) => say(id, { ...values, count, number: format.number(count) });

/**
 * The first of some names, and how many more there are.
 * @param {View} view
 * @param {string[]} names
 */
export function listed(view, names) {
  const shown = names.slice(0, NAMES_SHOWN).join(', ');
  const more = names.length - NAMES_SHOWN;
  return more > 0 ? `${shown} ${counted(view, 'page-data-more', more)}` : shown;
}

/**
 * An error with its remedy.
 * @param {View} view
 * @param {unknown} error
 * @param {string} [remedy] of this page, where it is plainer than that of the API
 * @param {import('../shared/dom.js').Child[]} actions
 */
export function trouble({ say }, error, remedy, ...actions) {
  const known = error instanceof ApiError ? error : null;
  const isGone = error instanceof Error && error.message === 'gone';
  const advice = remedy ?? known?.remedy;
  return html(
    'div',
    { class: 'trouble', role: 'alert' },
    html('p', {}, isGone ? say('page-data-job-gone') : explain(say, error)),
    advice && html('p', { class: 'remedy' }, advice),
    actions.length > 0 && html('div', { class: 'actions' }, ...actions),
  );
}

/**
 * @param {string} words
 * @param {() => void} onclick
 * @param {import('../shared/dom.js').Attributes} [attributes]
 */
export const button = (words, onclick, attributes = {}) =>
  html('button', { type: 'button', class: 'second-button', onclick, ...attributes }, words);
