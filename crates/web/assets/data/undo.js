// @ts-check
/** Undoes an import once the reader has confirmed; then says what that did, or why it is impossible. */
import { html, replace } from '../shared/dom.js';
import { button, counted, trouble } from './view.js';

/** @typedef {import('./ledger.js').Line} Line */
/** @typedef {import('./view.js').View} View */

/**
 * @param {Line} line
 * @param {import('../shared/page.js').Context} context
 * @param {View} view
 */
export function askUndo(line, context, view) {
  const { say } = view;
  const dialog = html('dialog', { class: 'card', 'aria-labelledby': 'undo-title', onclose: () => dialog.remove() });
  const title = html('h2', { id: 'undo-title' }, say('page-data-undo-title', { id: String(line.id), file: line.source }));
  const close = (/** @type {string} */ words) => button(words, () => dialog.close());
  const undo = html(
    'button',
    {
      type: 'button',
      class: 'main-button',
      onclick: async () => {
        undo.disabled = true;
        try {
          const undone = await context.send('POST', `imports/${line.id}/undo`);
          replace(
            dialog,
            title,
            html('p', { role: 'status' }, outcomeOf(undone, view)),
            html('div', { class: 'actions' }, close(say('page-data-close'))),
          );
          await context.reload();
        } catch (error) {
          replace(dialog, title, trouble(view, error), html('div', { class: 'actions' }, close(say('page-data-close'))));
        }
        dialog.querySelector('button')?.focus();
      },
    },
    say('page-data-undo-do'),
  );
  replace(
    dialog,
    title,
    html('p', {}, say('page-data-undo-means')),
    html('div', { class: 'actions' }, close(say('page-data-undo-keep')), undo),
  );
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {{removed: number, restored: number, revenue: number}} undone @param {View} view */
function outcomeOf({ removed, restored, revenue }, view) {
  const { say, format } = view;
  const parts = [
    counted(view, 'page-data-undo-removed', removed),
    restored > 0 && counted(view, 'page-data-undo-restored', restored),
    revenue !== 0 && say('page-data-undo-revenue', { revenue: format.moreMoney(revenue) }),
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}
