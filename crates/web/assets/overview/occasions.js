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
    return [
      [
        {
          name: kind === 'soldes' ? label : '',
          xAxis: first.day,
          itemStyle: { color: area.colour, opacity: area.opacity },
          label: LABEL,
        },
        { xAxis: end.day },
      ],
    ];
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
    return [
      [
        { name, xAxis: first.day, itemStyle: { color: 'var(--bad)', opacity: 0.14 }, label: { ...LABEL, color: 'var(--bad)' } },
        { xAxis: end.day },
      ],
    ];
  });
}

/**
 * Single days as lines. Of names that would lie over one another the first is written; the table and the tip have all.
 * @param {Span[]} spans
 * @param {Days[]} steps
 * @param {number} width of the whole chart, in pixels
 */
export function linesOf(spans, steps, width) {
  if (steps.length > STEPS_WITH_DAYS) return [];
  const curveWidth = width - AXIS_WIDTH;
  const stepWidth = curveWidth / Math.max(steps.length - 1, 1);
  let taken = -Infinity;
  const lines = spans.flatMap(({ kind, label, from, to }) => {
    const at = steps.findIndex(({ day, last }) => from <= last && to >= day);
    return AREAS[kind] || kind === 'bridge' || at < 0 ? [] : [{ label, at }];
  });
  return lines
    .sort((one, other) => one.at - other.at)
    .map(({ label, at }) => {
      // At the ends of the curve the words stay inside of it.
      const long = label.length * LETTER_WIDTH;
      const align = at * stepWidth < long / 2 ? 'left' : at * stepWidth > curveWidth - long / 2 ? 'right' : 'center';
      const start = at * stepWidth - { left: 0, right: long, center: long / 2 }[align];
      const show = start >= taken;
      if (show) taken = start + long + LETTER_WIDTH;
      return {
        name: label,
        xAxis: steps[at]?.day,
        lineStyle: { color: 'var(--line)', type: 'solid', width: 1 },
        label: { ...LABEL, show, formatter: '{b}', align },
      };
    });
}

/** About what the values beside the curve take, and a letter of a name, in pixels. */
const AXIS_WIDTH = 60;
const LETTER_WIDTH = 6;
const LABEL = { color: 'var(--soft)', fontSize: 11, position: 'end', distance: 6 };
