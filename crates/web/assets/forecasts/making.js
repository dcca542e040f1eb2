// @ts-check
/** Making a forecast now: by which model, how it goes on, and what to do where it cannot be made. */
import { byId, html, replace } from '../shared/dom.js';
import { errorLines } from '../shared/notice.js';
import { ALWAYS, AUTO } from './models.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./trial.js').Trial} Trial */

/** What is being made; it goes on while the reader looks at something else. */
let isMaking = false;
/** The model that the reader has chosen for the next forecast. */
let wanted = AUTO;
/** Why the last one could not be made. @type {{error: unknown, address: string} | null} */
let failure = null;

/** @param {View} view @param {Trial | null} trial whose models can be chosen as well, once it is there */
export function drawMaking(view, trial) {
  const { say, choice } = view;
  const models = [...new Set([...ALWAYS, ...(trial?.models ?? []).map(({ model }) => model), wanted])];
  replace(
    byId('making'),
    html(
      'label',
      {},
      html('span', {}, say('page-forecasts-model')),
      html(
        'select',
        {
          id: 'model',
          disabled: isMaking,
          'data-focus': 'model',
          onchange: (/** @type {{target: HTMLSelectElement}} */ { target }) => {
            wanted = target.value;
          },
        },
        ...models.map((model) =>
          html(
            'option',
            { value: model, selected: model === wanted },
            model === trial?.winner ? say('page-forecasts-best-option', { model }) : model,
          ),
        ),
      ),
    ),
    html(
      'button',
      {
        type: 'button',
        id: 'make',
        class: 'main-button',
        // Not `disabled`, which would lose the focus.
        'aria-disabled': isMaking ? 'true' : null,
        'data-focus': 'make',
        onclick: () => void make(view, trial, choice.target.level),
      },
      say('page-forecasts-make'),
    ),
  );
  drawProgress(view);
}

/**
 * @param {View} view
 * @param {Trial | null} trial
 * @param {string} by `total`, or the grouping whose groups are all forecast together
 * @param {string} [model] that of the total whose parts they are, else the chosen one
 */
export async function make(view, trial, by, model = wanted) {
  if (isMaking) return;
  isMaking = true;
  failure = null;
  drawMaking(view, trial);
  try {
    await view.send('POST', 'forecasts', { model, horizon: view.choice.horizon, by });
  } catch (error) {
    failure = { error, address: location.search };
  }
  isMaking = false;
  await view.reload();
}

/** @param {View} view */
function drawProgress({ say }) {
  const failed = failure?.address === location.search ? failure : null;
  const progress = byId('making-progress');
  if (isMaking) {
    replace(progress, html('p', {}, say('page-forecasts-making')), html('span', { class: 'progress', 'aria-hidden': 'true' }));
  } else if (failed) {
    const { error } = failed;
    const [why, ...help] = errorLines(say, error);
    why?.classList.add('down');
    replace(progress, why, ...help);
  } else {
    replace(progress);
  }
}
