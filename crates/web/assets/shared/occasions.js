// @ts-check
/** What the French calendar says of days. */

/** @typedef {{kind: string, code: string, label: string, from: string, to: string}} Span an occasion of the calendar */

/**
 * The occasions of some days in words.
 * @param {Span[]} spans
 * @param {{day: string, last: string}} days the first and the last of them
 */
export function occasionsOn(spans, { day, last }) {
  return spans.filter(({ from, to }) => from <= last && to >= day).map(({ label }) => label);
}
