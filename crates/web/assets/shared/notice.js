// @ts-check
/** What stands in place of the figures: waiting, an empty database, or an error with a way out. */
import { ApiError } from './ask.js';
import { byId, html, replace } from './dom.js';
import { sentence } from './words.js';

/** @typedef {import('./words.js').Say} Say */

/** Shows the figures and takes any notice away. */
export function showPage() {
  replace(byId('notice'));
  byId('page').hidden = false;
}

/**
 * Shows something in place of the figures.
 * @param {HTMLElement} notice
 */
export function showNotice(notice) {
  byId('page').hidden = true;
  replace(byId('notice'), notice);
}

/**
 * @param {Say | null} say null when the words themselves could not be read
 * @param {unknown} error
 * @param {() => void} retry
 * @param {{way?: string, title?: string}} [words] what the button says that does it, and what stands above
 */
export function showError(say, error, retry, { way = 'page-retry', title = 'page-error-title' } = {}) {
  const code = error instanceof ApiError && error.status > 0 ? `${error.status} ${error.code}`.trim() : '';
  showNotice(
    html(
      'section',
      { class: 'card failure', role: 'alert' },
      html('h2', {}, say ? say(title) : 'Comptoir'),
      ...(say ? errorLines(say, error) : [html('p', {}, 'Le serveur ne répond pas. The server does not answer.')]),
      code && html('p', {}, html('code', {}, code)),
      html('button', { type: 'button', class: 'main-button', onclick: retry }, say ? say(way) : 'Réessayer · Try again'),
    ),
  );
}

/**
 * An error and what helps, a paragraph each.
 * @param {Say} say
 * @param {unknown} error
 */
export function errorLines(say, error) {
  const remedy = error instanceof ApiError ? error.remedy : '';
  return [explain(say, error), remedy].filter(Boolean).map((text) => html('p', {}, sentence(text)));
}

/**
 * An error in words for the reader.
 * @param {Say} say
 * @param {unknown} error
 */
export function explain(say, error) {
  if (!(error instanceof ApiError)) return say('page-error-page', { reason: String(error) });
  if (error.status === 0) return say('page-error-network');
  return error.detail || say('page-error-answer', { status: error.status });
}

/**
 * The line at the top while the database does not answer.
 * @param {Say} say
 * @param {boolean} isUp
 */
export function showBanner(say, isUp) {
  const banner = byId('banner');
  banner.hidden = isUp;
  banner.textContent = isUp ? '' : say('page-database-down');
}
