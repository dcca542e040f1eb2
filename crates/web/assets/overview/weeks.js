// @ts-check
/** The rhythm of the weeks: each day as a cell, its heat its revenue, and what a usual Monday to Sunday brings. */
import { addDays, weekdayOf } from '../shared/dates.js';
import { byId, html, replace } from '../shared/dom.js';
import { drawMenu } from '../shared/menu.js';
import { toggleDays } from '../shared/state.js';
import { hideTip, showTip } from '../shared/tip.js';
import { fileNameOf, headingOf } from './heading.js';

/** @typedef {import('./main.js').View} View */
/** @typedef {{monday: string, label: string, days: (number | null)[]}} Week */

const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6];
/** How far below the calmest day the ramp begins, in parts of the span. */
const CALMEST = 0.2;
/** Above so many weeks the cells have no room for figures. */
const WEEKS_WITH_FIGURES = 8;

/** @param {View} view */
export function drawWeeks(view) {
  const { say, answers, questions } = view;
  const map = answers.seasonality.heat_map;
  const weeks = map.weeks.map(({ week, days }) => ({ monday: mondayOf(week), label: week, days }));
  const table = byId('weeks');
  byId('weeks-summary').textContent = summarise(view, weeks);
  table.classList.toggle('narrow', weeks.length > WEEKS_WITH_FIGURES);
  replace(table, head(view, weeks), html('tbody', {}, ...WEEKDAYS.map((weekday) => row(view, weeks, weekday))));
  letArrowsWalk(table);
  drawMenu(byId('weeks-menu'), view, say('page-weeks'), {
    sheet: questions.seasonality,
    picture: { box: table, name: fileNameOf(view, say('page-weeks')), heading: headingOf(view, say('page-weeks')) },
    sql: answers.seasonality.sql,
  });
}

/**
 * @param {View} view
 * @param {Week[]} weeks
 */
function summarise({ say, format }, weeks) {
  const means = WEEKDAYS.map((weekday) => meanOf(weeks, weekday));
  const known = WEEKDAYS.filter((weekday) => means[weekday] !== null);
  if (known.length < 2) return say('page-weeks-summary-none');
  /** @param {number} weekday */
  const mean = (weekday) => means[weekday] ?? 0;
  const best = known.reduce((one, other) => (mean(other) > mean(one) ? other : one));
  const least = known.reduce((one, other) => (mean(other) < mean(one) ? other : one));
  return say('page-weeks-summary', {
    best: format.weekdayLong(best),
    'best-revenue': format.money(mean(best)),
    least: format.weekdayLong(least),
    'least-revenue': format.money(mean(least)),
  });
}

/**
 * @param {Week[]} weeks
 * @param {number} weekday
 * @returns {number | null}
 */
function meanOf(weeks, weekday) {
  const known = weeks.map(({ days }) => days[weekday]).filter((revenue) => revenue != null);
  return known.length > 0 ? known.reduce((sum, revenue) => sum + revenue, 0) / known.length : null;
}

/**
 * @param {View} view
 * @param {Week[]} weeks
 */
function head({ say, format }, weeks) {
  const every = Math.ceil(weeks.length / WEEKS_WITH_FIGURES);
  return html(
    'thead',
    {},
    html(
      'tr',
      {},
      html('td', {}),
      ...weeks.map(({ monday, label }, index) => {
        // The last ones have no room for their words.
        const isShown = weeks.length <= WEEKS_WITH_FIGURES || (index % every === 0 && index + every / 2 < weeks.length);
        return html(
          'th',
          { scope: 'col', title: label },
          html('span', { class: isShown ? null : 'unseen' }, format.dayMonth(monday)),
        );
      }),
      html('th', { scope: 'col' }, say('page-weeks-mean')),
    ),
  );
}

/**
 * @param {View} view
 * @param {Week[]} weeks
 * @param {number} weekday
 */
function row(view, weeks, weekday) {
  const { format } = view;
  const mean = meanOf(weeks, weekday);
  return html(
    'tr',
    {},
    html('th', { scope: 'row' }, format.weekdayName(weekday)),
    ...weeks.map(({ monday, days }, week) =>
      cell(view, addDays(monday, weekday), days[weekday] ?? null, week === 0 && weekday === 0),
    ),
    html('td', { class: 'mean' }, mean === null ? '' : format.shortMoney(mean)),
  );
}

/**
 * @param {View} view
 * @param {string} day
 * @param {number | null} revenue
 * @param {boolean} isFirst whether the tabulator key arrives here
 */
function cell({ format, state, answers, go }, day, revenue, isFirst) {
  if (revenue === null) return html('td', {});
  const { smallest, largest } = answers.seasonality.heat_map;
  // The calmest day keeps some colour, so that a day without any stands out.
  const low = Math.max(Math.min(0, smallest ?? 0), (smallest ?? 0) - ((largest ?? 0) - (smallest ?? 0)) * CALMEST);
  const heat = largest !== null && largest > low ? ((revenue - low) / (largest - low)) * 100 : 0;
  const days = { from: day, to: day };
  const chosen = state.on?.from === day && state.on.to === day;
  return html(
    'td',
    {},
    html(
      'button',
      {
        type: 'button',
        class: 'heat',
        style: `--heat: ${heat.toFixed(1)}%`,
        tabindex: isFirst ? 0 : -1,
        'data-focus': day,
        'data-day': day,
        'aria-pressed': String(chosen),
        onclick: () => go(toggleDays(state, days)),
        onpointermove: (event) => showTip(event, format.weekday(day), [format.cents(revenue)]),
        onpointerleave: hideTip,
      },
      html('b', { class: 'unseen' }, `${format.weekday(day)} : `),
      html('span', {}, format.shortMoney(revenue)),
    ),
  );
}

/**
 * One stop for the tabulator key; the arrows go from cell to cell.
 * @param {HTMLElement} table
 */
function letArrowsWalk(table) {
  const first = table.querySelector('[tabindex="0"]') ?? table.querySelector('button');
  first?.setAttribute('tabindex', '0');
  table.onkeydown = (event) => {
    const at = event.target instanceof HTMLElement ? event.target.closest('td') : null;
    const line = at?.parentElement;
    if (!at || !(line instanceof HTMLTableRowElement)) return;
    const lines = [...table.querySelectorAll('tbody tr')];
    const [x, y] = [[...line.cells].indexOf(at), lines.indexOf(line)];
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (dx === 0 && dy === 0) return;
    event.preventDefault();
    for (let [column, row] = [x + dx, y + dy]; ; column += dx, row += dy) {
      const next = lines[row]?.children[column];
      if (!next) return;
      const button = next.querySelector('button');
      if (!button) continue;
      table.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1');
      button.setAttribute('tabindex', '0');
      button.focus();
      return;
    }
  };
}

/**
 * The Monday of an ISO week such as `2023-W44`: 4 January is always in the first week.
 * @param {string} week
 */
function mondayOf(week) {
  const [year, number] = week.split('-W');
  const fourth = `${year}-01-04`;
  return addDays(fourth, (Number(number) - 1) * 7 - weekdayOf(fourth));
}
