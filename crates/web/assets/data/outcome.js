// @ts-check
/** What became of an import. */
import { apiAddress } from '../shared/ask.js';
import { html } from '../shared/dom.js';
import { notesOf } from './outlook.js';
import { button, counted } from './view.js';

/** @typedef {import('./desk.js').Entry} Entry */
/** @typedef {import('./view.js').View} View */

/**
 * @param {Entry} entry
 * @param {View} view
 * @returns {import('../shared/dom.js').Child[]}
 */
export function drawOutcome(entry, view) {
  const { say, desk, overview } = view;
  const report = entry.job?.report;
  const head = html('div', { class: 'head' }, html('h2', {}, entry.name));
  const away = button(say('page-data-put-away'), () => desk.discard(entry), { 'data-focus': 'away' });
  if (!report) return [head, html('div', { class: 'actions' }, away)];
  return [
    head,
    html('p', { class: 'outcome' }, report.message),
    notesOf(report, entry.corrections.mode ?? 'new', view),
    html(
      'div',
      { class: 'actions' },
      html('a', { class: 'main-button', href: overview, 'data-focus': 'overview' }, say('page-data-see-overview')),
      report.rejected && report.id !== null ? rejectsLink(report.id, report.rejected, view) : null,
      away,
    ),
  ];
}

/**
 * The lines that an import refused, as a file to correct and import again.
 * @param {number} id
 * @param {number} rejected
 * @param {View} view
 * @param {number} kept how many of them can still be downloaded
 */
export function rejectsLink(id, rejected, view, kept = rejected) {
  const { say, format } = view;
  const label =
    kept < rejected
      ? say('page-data-download-some-rejects', { kept: format.number(kept), rejected: format.number(rejected) })
      : counted(view, 'page-data-download-rejects', rejected);
  const href = apiAddress(`imports/${id}/rejects`, { lang: view.language });
  return html('a', { class: 'link', href, download: '', 'data-focus': `rejects-${id}` }, label);
}
