// @ts-check
/** The way to any filter: a grouping, some letters, and the names that have them. */
import { byId, html, replace } from '../shared/dom.js';
import { closeMenus } from '../shared/menu.js';
import { addFilter, GROUPINGS } from '../shared/state.js';
import { readableName } from './names.js';

/** @typedef {import('./main.js').View} View */
/** @typedef {import('../shared/state.js').Grouping} Grouping */

const LISTED = '12';
/** Letters that follow each other quickly are one question. */
const PAUSE_MS = 120;

/** @param {View} view */
export function drawChooser(view) {
  const { say } = view;
  const grouping = html(
    'select',
    { 'aria-label': say('page-filter-grouping'), onchange: () => void look() },
    ...GROUPINGS.map((one) => html('option', { value: one }, say(`page-${one}`))),
  );
  const search = html('input', {
    type: 'search',
    'aria-label': say('page-filter-search'),
    placeholder: say('page-filter-search'),
    oninput: later,
  });
  const found = html('ul', { class: 'names', 'aria-live': 'polite' });
  let timer = 0;
  function later() {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), PAUSE_MS);
  }

  async function look() {
    const of = /** @type {Grouping} */ (grouping.value);
    const { names } = await view.ask('names', { grouping: of, search: search.value, limit: LISTED }).catch(() => ({ names: [] }));
    if (of !== grouping.value) return;
    replace(
      found,
      ...(names.length > 0
        ? names.map((/** @type {string | null} */ name) => offer(view, of, name))
        : [html('li', { class: 'soft' }, say('page-filter-nothing'))]),
    );
  }

  replace(
    byId('chooser'),
    html(
      'details',
      {
        class: 'menu',
        ontoggle: (/** @type {Event} */ event) => event.target instanceof HTMLDetailsElement && event.target.open && void look(),
      },
      html('summary', { class: 'add', 'data-focus': 'chooser' }, say('page-filter-add')),
      html('div', { class: 'offers' }, html('div', { class: 'search' }, grouping, search), found),
    ),
  );
}

/**
 * @param {View} view
 * @param {Grouping} grouping
 * @param {string | null} name
 */
function offer({ say, state, go }, grouping, name) {
  const choose = () => {
    closeMenus();
    go(addFilter(state, grouping, name ?? ''));
  };
  return html('li', {}, html('button', { type: 'button', onclick: choose }, readableName(say, grouping, name)));
}
