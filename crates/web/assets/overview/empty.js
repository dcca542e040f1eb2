// @ts-check
/** A database without any sale: how to begin. */
import { html } from '../shared/dom.js';
import { showNotice } from '../shared/notice.js';
import { address } from '../shared/state.js';

/** @param {import('../shared/page.js').Context} context */
export function showEmpty({ say, state, reload }) {
  showNotice(
    html(
      'section',
      { class: 'card empty', role: 'status' },
      html('h2', {}, say('page-empty-title')),
      html('p', {}, say('page-empty-text')),
      html('p', {}, html('a', { class: 'main-button', href: address('/data', state) }, say('page-empty-import'))),
      html('p', {}, say('page-empty-or')),
      html('p', {}, html('code', {}, say('page-empty-command')), ' ', html('code', {}, 'comptoir demo')),
      html('button', { type: 'button', class: 'second-button', onclick: reload }, say('page-reload')),
    ),
  );
}
