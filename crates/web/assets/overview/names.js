// @ts-check
/** Names of products, stores, regions as people read them. */

/** @typedef {import('../shared/words.js').Say} Say */
/** @typedef {import('../shared/state.js').Grouping} Grouping */

/**
 * The name of a row or filter; the empty name is the unknown one.
 * @param {Say} say
 * @param {Grouping} grouping
 * @param {string | null} name
 */
export function readableName(say, grouping, name) {
  if (name) return name;
  if (grouping === 'region') return say('page-unknown-region');
  if (grouping === 'product') return say('page-unknown-product');
  return say('page-unknown');
}
