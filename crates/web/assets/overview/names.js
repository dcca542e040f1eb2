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

/**
 * Says below a table which of its stores or products go on under another name: one that moved reads as closed and opened.
 * @param {HTMLElement} note
 * @param {string[]} successions the largest first
 */
export function sayWhatGoesOn(note, successions) {
  note.hidden = successions.length === 0;
  note.textContent = successions.join(' ');
}
