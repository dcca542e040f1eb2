// @ts-check
/** Regions, stores and categories as leaderboards; the regions' one is the map's twin. */
import { byId } from '../shared/dom.js';
import { drawMenu } from '../shared/menu.js';
import { fileNameOf, headingOf } from './heading.js';
import { drawLeaderboard } from './leaderboard.js';
import { sayWhatGoesOn } from './names.js';

/** @typedef {import('./main.js').View} View */

/** @param {View} view */
export function drawGroups(view) {
  const { say, answers, questions } = view;
  const groups = /** @type {const} */ ([
    ['region', 'page-regions-table', answers.regions, questions.regions],
    ['store', 'page-stores-table', answers.stores, questions.stores],
    ['category', 'page-categories-table', answers.categories, questions.categories],
  ]);
  sayWhatGoesOn(byId('store-note'), answers.stores.successions);
  for (const [grouping, label, breakdown, question] of groups) {
    drawLeaderboard(view, grouping, breakdown, byId(`${grouping}-table`), { label: say(label) });
    drawMenu(byId(`${grouping}-menu`), view, say(`page-by-${grouping}`), {
      sheet: question,
      picture:
        grouping === 'region'
          ? { box: byId('map'), name: fileNameOf(view, say('page-by-region')), heading: headingOfMap(view) }
          : undefined,
      sql: breakdown.sql,
    });
  }
}

/** What the colours of the map are of. @param {View} view */
function headingOfMap(view) {
  const { say, state, answers } = view;
  const title = `${say('page-by-region')} : ${say(`page-map-heat-${state.heat}`)}`;
  return headingOf(view, title, { label: state.heat === 'change' ? answers.regions.label : null, except: 'region' });
}
