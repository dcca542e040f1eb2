// @ts-check
/** The five figures of the overview: what they are made of, and how they are written. */

/** @typedef {import('../shared/state.js').Measure} Measure */
/** @typedef {import('../shared/format.js').Format} Format */
/** @typedef {import('./answers.js').Figures} Figures */

/**
 * A figure; null where it has no meaning, as an average of what is below zero. Where no ticket is known, the average basket is
 * that of a line of sale.
 * @param {Measure} measure
 * @param {Figures} figures
 * @returns {number | null}
 */
export function measureOf(measure, { revenue, sales, quantity, baskets, ...given }) {
  switch (measure) {
    case 'average_basket':
      if (given.average_basket != null) return given.average_basket;
      if (given.average_basket === null && baskets > 0) return null;
      return revenue < 0 ? null : ratio(revenue, baskets > 0 ? baskets : sales);
    case 'average_price':
      return given.average_price ?? (revenue < 0 ? null : ratio(revenue, quantity));
    default:
      return { revenue, sales, quantity }[measure];
  }
}

/** @param {number} parts @param {number} whole */
function ratio(parts, whole) {
  return whole > 0 ? parts / whole : null;
}

/** Whether a figure is an amount of money. @param {Measure} measure */
export function isMoney(measure) {
  return measure !== 'sales' && measure !== 'quantity';
}

/**
 * As in a headline: whole euros of revenue, cents of averages.
 * @param {Format} format
 * @param {Measure} measure
 * @param {number | null} value
 */
export function writeMeasure(format, measure, value) {
  if (value === null) return format.cents(null);
  if (measure === 'revenue') return format.money(value);
  return isMoney(measure) ? format.cents(value) : format.number(value);
}

/**
 * To the cent, as in a table.
 * @param {Format} format
 * @param {Measure} measure
 * @param {number | null} value
 */
export function writeExactly(format, measure, value) {
  return value !== null && !isMoney(measure) ? format.number(value) : format.cents(value);
}
