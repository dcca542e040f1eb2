// @ts-check
/** What of an answer a chart shows: one column along its axis, one of numbers as its length. */

/** @typedef {import('./columns.js').Answer} Answer */
/** @typedef {import('./columns.js').Cell} Cell */
/** @typedef {import('./columns.js').Kind} Kind */
/** @typedef {{along: number, value: number}} Axes the places of the two columns */
/** @typedef {{name: Cell, value: number | null}} Point */
/** @typedef {{shape: 'line' | 'bars', points: Point[], left: number}} Drawing `left` points had no room */

/** More bars than these cannot be told apart. */
const MOST_BARS = 40;

/**
 * The columns that a chart can show as numbers.
 * @param {Kind[]} kinds
 */
export function valueColumns(kinds) {
  const places = kinds.map((_, at) => at);
  return [...places.filter((at) => kinds[at] === 'number'), ...places.filter((at) => kinds[at] === 'reference')];
}

/**
 * What suits an answer: its first column of text or days, and its first of numbers.
 * @param {Answer} answer
 * @param {Kind[]} kinds
 * @returns {Axes | null} null when there is nothing to draw
 */
export function suitingAxes({ columns, rows }, kinds) {
  const values = valueColumns(kinds);
  const named = kinds.findIndex((kind) => kind === 'day' || kind === 'month' || kind === 'text');
  const along = named >= 0 ? named : columns.length > 1 ? 0 : -1;
  const value = values.find((at) => at !== along);
  return value === undefined || along < 0 || rows.length < 2 ? null : { along, value };
}

/**
 * @param {Answer} answer
 * @param {Kind[]} kinds
 * @param {Axes} axes
 * @returns {Drawing}
 */
export function drawingOf({ rows }, kinds, { along, value }) {
  const points = rows.map((row) => {
    const length = row[value];
    return { name: row[along] ?? null, value: typeof length === 'number' ? length : null };
  });
  const direction = kinds[along] === 'day' || kinds[along] === 'month' ? directionOf(points) : 0;
  if (direction !== 0) return { shape: 'line', points: direction < 0 ? points.reverse() : points, left: 0 };
  return { shape: 'bars', points: points.slice(0, MOST_BARS), left: Math.max(0, points.length - MOST_BARS) };
}

/**
 * 1 when time runs forwards from each point to the next, -1 when backwards, 0 when neither.
 * @param {Point[]} points
 */
function directionOf(points) {
  const names = points.map(({ name }) => String(name));
  const follows = (/** @type {(one: string, next: string) => boolean} */ isRight) =>
    names.slice(1).every((next, at) => isRight(names[at] ?? '', next));
  if (follows((one, next) => one < next)) return 1;
  return follows((one, next) => one > next) ? -1 : 0;
}
