// @ts-check
/** Civil days as text, `YYYY-MM-DD`, and the periods that the reader can choose. No time zone touches them. */

/** @typedef {{from: string, to: string}} Dates both included */

const DAY_MS = 86_400_000;

/** @param {string} day */
const timeOf = (day) => Date.parse(`${day}T00:00:00Z`);
/** @param {number} time */
const dayOf = (time) => new Date(time).toISOString().slice(0, 10);

/**
 * The day so many days later, or earlier when negative.
 * @param {string} day
 * @param {number} days
 */
export function addDays(day, days) {
  return dayOf(timeOf(day) + days * DAY_MS);
}

/**
 * How many days a period has.
 * @param {Dates} dates
 */
export function countDays({ from, to }) {
  return Math.round((timeOf(to) - timeOf(from)) / DAY_MS) + 1;
}

/**
 * The days between two, both included.
 * @param {Dates} dates
 */
export function daysOf(dates) {
  return Array.from({ length: countDays(dates) }, (_, index) => addDays(dates.from, index));
}

/**
 * 0 for Monday to 6 for Sunday.
 * @param {string} day
 */
export function weekdayOf(day) {
  return (new Date(timeOf(day)).getUTCDay() + 6) % 7;
}

/**
 * The first day of the month, quarter or year that a day lies in.
 * @param {string} day
 * @param {'month' | 'quarter' | 'year'} span
 */
function startOf(day, span) {
  const year = day.slice(0, 4);
  const month = Number(day.slice(5, 7));
  const first = { month, quarter: month - ((month - 1) % 3), year: 1 }[span];
  return `${year}-${String(first).padStart(2, '0')}-01`;
}

/**
 * The last day of the month, quarter or year that a day lies in.
 * @param {string} day
 * @param {'month' | 'quarter' | 'year'} span
 */
export function endOf(day, span) {
  const start = startOf(day, span);
  const months = { month: 1, quarter: 3, year: 12 }[span];
  const next = new Date(timeOf(start));
  next.setUTCMonth(next.getUTCMonth() + months);
  return dayOf(next.getTime() - DAY_MS);
}

/**
 * The period that a state names, within the days that have sales. Months, quarters and years run to the end that the
 * data has: they are "to date" while they last.
 * @param {import('./state.js').State} state
 * @param {Dates} available
 * @returns {Dates}
 */
export function datesOf({ period, from, to }, available) {
  const last = to && to < available.to && to >= available.from ? to : available.to;
  switch (period) {
    case 'custom': {
      const [first, end] = [from ?? available.from, to ?? available.to];
      // Days that nothing is known of are not among those shown, unless there are no others: the server refuses these.
      const isOutside = end < available.from || first > available.to;
      if (isOutside) return { from: first, to: end };
      return { from: first < available.from ? available.from : first, to: end > available.to ? available.to : end };
    }
    case 'all':
      return available;
    case 'month':
    case 'quarter':
    case 'year': {
      const end = endOf(last, period);
      return { from: startOf(last, period), to: end < available.to ? end : available.to };
    }
    default: {
      const first = addDays(last, 1 - Number(period));
      return { from: first < available.from ? available.from : first, to: last };
    }
  }
}

/**
 * The period that a state names, to its own end: of a month, quarter or year that is not over, the days to come as well, so
 * that the server compares it with the same part of the one before.
 * @param {import('./state.js').State} state
 * @param {Dates} dates the same as far as it has come
 * @returns {Dates}
 */
export function wholeOf({ period, from, to }, dates) {
  if (period === 'custom') return { from: from ?? dates.from, to: to ?? dates.to };
  return period === 'month' || period === 'quarter' || period === 'year'
    ? { from: dates.from, to: endOf(dates.from, period) }
    : dates;
}

/**
 * The last day of the period before or after the one shown, for the arrows beside it; null where there are no sales.
 * @param {import('./state.js').State} state
 * @param {Dates} shown
 * @param {Dates} available
 * @param {-1 | 1} direction
 * @returns {string | null} the `to` of the next state; the empty text is the last day with sales
 */
export function neighbour({ period }, shown, available, direction) {
  if (period === 'all' || period === 'custom') return null;
  const isSpan = period === 'month' || period === 'quarter' || period === 'year';
  if (direction < 0) {
    const last = addDays(shown.from, -1);
    return last < available.from ? null : last;
  }
  if (shown.to >= available.to) return null;
  const next = isSpan ? endOf(addDays(shown.to, 1), period) : addDays(shown.to, Number(period));
  return next >= available.to ? '' : next;
}
