// @ts-check
/** The French calendar on the curve: single days as lines, soldes and school holidays as areas. */

/** @typedef {import('../shared/occasions.js').Span} Span */
/** @typedef {{day: string, last: string}} Days the first and the last day of a step of the curve */

/** Above so many steps single days would crowd the curve. */
const STEPS_WITH_DAYS = 100;
/** @type {Record<string, {colour: string, opacity: number}>} */
const AREAS = { soldes: { colour: 'var(--soldes)', opacity: 0.16 }, school: { colour: 'var(--school)', opacity: 0.1 } };

/**
 * @param {Span[]} spans
 * @param {Days[]} steps
 */
export function areasOf(spans, steps) {
  return spans.flatMap(({ kind, label, from, to }) => {
    const area = AREAS[kind];
    const inside = steps.filter(({ day, last }) => from <= last && to >= day);
    const [first, end] = [inside[0], inside.at(-1)];
    if (!area || !first || !end) return [];
    return [[{ name: kind === 'soldes' ? label : '', xAxis: first.day, itemStyle: { color: area.colour, opacity: area.opacity }, label: LABEL }, { xAxis: end.day }]];
  });
}

/**
 * Days whose data are missing.
 * @param {import('../shared/dates.js').Dates[]} missing
 * @param {Days[]} steps
 * @param {string} name
 */
export function missingOf(missing, steps, name) {
  return missing.flatMap(({ from, to }) => {
    const inside = steps.filter(({ day, last }) => from <= last && to >= day);
    const [first, end] = [inside[0], inside.at(-1)];
    if (!first || !end) return [];
    return [[{ name, xAxis: first.day, itemStyle: { color: 'var(--bad)', opacity: 0.14 }, label: { ...LABEL, color: 'var(--bad)' } }, { xAxis: end.day }]];
  });
}

/**
 * @param {Span[]} spans
 * @param {Days[]} steps
 */
export function linesOf(spans, steps) {
  if (steps.length > STEPS_WITH_DAYS) return [];
  return spans.flatMap(({ kind, label, from, to }) => {
    const step = steps.find(({ day, last }) => from <= last && to >= day);
    if (AREAS[kind] || kind === 'bridge' || !step) return [];
    // At the ends of the curve the words stay inside of it.
    const align = step === steps[0] ? 'left' : step === steps.at(-1) ? 'right' : 'center';
    return [{ name: label, xAxis: step.day, lineStyle: { color: 'var(--line)', type: 'solid', width: 1 }, label: { ...LABEL, formatter: '{b}', align } }];
  });
}

const LABEL = { color: 'var(--soft)', fontSize: 11, position: 'end', distance: 6 };
