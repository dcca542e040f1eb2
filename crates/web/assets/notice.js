// @ts-check
/** What stands in place of the figures: waiting, an empty database, or an error with a way out. */
import { ApiError } from './api.js';
import { byId, html, replace } from './dom.js';

/** @typedef {import('./words.js').Say} Say */

/** Shows the figures and takes any notice away. */
export function showPage() {
  replace(byId('notice'));
  byId('page').hidden = false;
}

/** @param {Say} say @param {() => void} reload */
export function showEmpty(say, reload) {
  show(
    html(
      'section',
      { class: 'card empty', role: 'status' },
      html('h2', {}, say('page-empty-title')),
      html('p', {}, say('page-empty-text')),
      html('p', {}, html('code', {}, say('page-empty-command'))),
      html('p', {}, say('page-empty-after')),
      html('button', { type: 'button', class: 'main-button', onclick: reload }, say('page-reload')),
    ),
  );
}

/**
 * @param {Say | null} say null when the words themselves could not be read
 * @param {unknown} error
 * @param {() => void} retry
 */
export function showError(say, error, retry) {
  const code = error instanceof ApiError && error.status > 0 ? `${error.status} ${error.code}`.trim() : '';
  show(
    html(
      'section',
      { class: 'card failure', role: 'alert' },
      html('h2', {}, say ? say('page-error-title') : 'Comptoir'),
      html('p', {}, say ? explain(say, error) : 'Le serveur ne répond pas. The server does not answer.'),
      code && html('p', {}, html('code', {}, code)),
      html(
        'button',
        { type: 'button', class: 'main-button', onclick: retry },
        say ? say('page-retry') : 'Réessayer · Try again',
      ),
    ),
  );
}

/**
 * @param {Say} say
 * @param {unknown} error
 */
function explain(say, error) {
  if (!(error instanceof ApiError)) return say('page-error-page', { reason: String(error) });
  if (error.status === 0) return say('page-error-network');
  return error.detail || say('page-error-answer', { status: error.status });
}

/** @param {HTMLElement} notice */
function show(notice) {
  byId('page').hidden = true;
  replace(byId('notice'), notice);
}
