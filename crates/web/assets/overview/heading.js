// @ts-check
/** What stands above a picture of a card: its title, the sales, the days, and what they are compared with. */
import { activeFilters } from '../shared/state.js';
import { sayFilter } from './bar.js';

/** @typedef {import('./main.js').View} View */
/** @typedef {import('../shared/state.js').Grouping} Grouping */

/**
 * @param {View} view
 * @param {string} title
 * @param {{days?: import('../shared/dates.js').Dates, label?: string | null, except?: Grouping}} [shown] other days than those
 *   that most cards are of, the comparison in words where the card shows one, and whose filter does not count
 * @returns {string[]}
 */
export function headingOf({ say, format, state, answers }, title, { days = answers.kept, label = null, except } = {}) {
  const filters = activeFilters(state)
    .filter(([grouping]) => grouping !== except)
    .map(([grouping, name]) => sayFilter(say, grouping, name));
  return [title, [...filters, label ?? format.period(days.from, days.to)].join(' · ')];
}

/**
 * The name of such a picture's file: its title and its days, as files of figures have them.
 * @param {View} view
 * @param {string} title
 * @param {import('../shared/dates.js').Dates} [days]
 */
export const fileNameOf = ({ answers }, title, days = answers.kept) => `${title.replace(/[\s?]+$/u, '')} ${days.from}_${days.to}`;

/** The comparison that is chosen, in words. @param {View} view */
export function labelOf({ answers }) {
  return (answers.compare && answers.before[answers.compare]?.label) || null;
}
