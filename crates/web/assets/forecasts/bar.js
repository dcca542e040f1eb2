// @ts-check
/** The bar at the top: of what, and how far ahead. */
import { byId, html, replace } from '../shared/dom.js';
import { ALL_SALES, GRAINS, goTo, HORIZONS, LEVELS, sayTarget } from './choice.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./choice.js').Target} Target */

/** @param {View} view */
export function drawBar(view) {
  const { say, choice } = view;
  replace(byId('target'), levels(view), choice.target.level !== 'total' && groups(view));
  replace(
    byId('horizon'),
    ...HORIZONS.map((days) =>
      html(
        'button',
        {
          type: 'button',
          'aria-pressed': String(days === choice.horizon),
          'data-focus': `horizon-${days}`,
          onclick: () => goTo({ ...choice, horizon: days }, view),
        },
        say('page-forecasts-days', { days }),
      ),
    ),
  );
  replace(
    byId('grain'),
    ...GRAINS.map((grain) =>
      html(
        'button',
        {
          type: 'button',
          'aria-pressed': String(grain === view.grain),
          'data-focus': `grain-${grain}`,
          onclick: () => goTo({ ...choice, grain }, view),
        },
        say(`page-${grain}`),
      ),
    ),
  );
}

/** @param {View} view */
function levels({ say, choice, ask, ...view }) {
  /** @param {string} level @returns {Promise<Target>} */
  const largest = async (level) => {
    const grouping = LEVELS.find((one) => one === level);
    if (!grouping) return ALL_SALES;
    const { rows } = await ask(`breakdown/${grouping}`);
    return rows.length > 0 ? { level: grouping, name: rows[0].name ?? '' } : ALL_SALES;
  };
  return html(
    'select',
    {
      'aria-label': say('page-forecasts-of-what'),
      'data-focus': 'level',
      onchange: async (/** @type {{target: HTMLSelectElement}} */ { target }) =>
        goTo({ ...choice, target: await largest(target.value), scored: null }, view),
    },
    ...['total', ...LEVELS].map((level) =>
      html(
        'option',
        { value: level, selected: level === choice.target.level },
        say(level === 'total' ? 'page-all-sales' : `page-forecasts-one-${level}`),
      ),
    ),
  );
}

/** @param {View} view */
function groups({ say, choice, names, ...view }) {
  const { level, name: chosen } = choice.target;
  const known = names.includes(chosen) ? names : [chosen, ...names];
  return html(
    'select',
    {
      'aria-label': say(`page-${level}`),
      'data-focus': 'group',
      onchange: (/** @type {{target: HTMLSelectElement}} */ { target }) =>
        goTo({ ...choice, target: { level, name: target.value }, scored: null }, view),
    },
    ...known.map((name) => html('option', { value: name, selected: name === chosen }, sayTarget(say, { level, name }))),
  );
}
