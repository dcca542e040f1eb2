// @ts-check
/** A leaderboard: all rows of a grouping, sorted by any column, searched, each of which filters when it is pressed. */
import { html, replace } from '../shared/dom.js';
import { addFilter, removeFilter, toggleFilter } from '../shared/state.js';
import { readableName } from './names.js';
import { drawRows } from './rows.js';

/** @typedef {import('./main.js').View} View */
/** @typedef {import('./answers.js').Row} Row */
/** @typedef {import('./answers.js').Breakdown} Breakdown */
/** @typedef {import('../shared/state.js').Grouping} Grouping */
/** @typedef {import('../shared/state.js').Column} Column */
/** @typedef {import('../shared/state.js').Order} Order */
/**
 * @typedef {object} Part a column, or cells that belong to one
 * @property {string} title
 * @property {string} shape the class of its cells
 * @property {Column} [column] none where it is not sorted by: it has the order of another one
 * @property {(row: Row) => HTMLTableCellElement} cell
 */

/** Under so many rows they are seen at a glance. */
const SEARCHED_FROM = 13;
/** A fall that is marked. */
const FALL = -0.1;
/** Under half a cent nothing is different. */
const NOTHING = 0.005;

/** What is searched for in each grouping; it outlives a drawing. @type {Partial<Record<Grouping, string>>} */
const searched = {};

/**
 * What a row has in a column; nothing stands last, whichever way the rows go.
 * @type {Record<Exclude<Column, 'name'>, (row: Row) => number | null>}
 */
const VALUES = {
  revenue: (row) => row.revenue,
  quantity: (row) => row.quantity,
  sales: (row) => row.sales,
  change: (row) => row.before?.relative_change ?? null,
  difference: (row) => row.before?.change ?? null,
};

/**
 * @param {View} view
 * @param {Grouping} grouping
 * @param {Breakdown} breakdown all of its rows
 * @param {HTMLElement} box
 * @param {{label: string, isDetailed?: boolean}} options what the table is called; whether it has pieces, sales and classes too
 */
export function drawLeaderboard(view, grouping, breakdown, box, { label, isDetailed = false }) {
  const { say, state } = view;
  const { rows } = breakdown;
  const order = state.orders[grouping] ?? { column: 'revenue', isRising: false };
  const sorted = inOrder(view, grouping, rows, order);
  const isCompared = rows.some((row) => row.before);
  const money = isDetailed ? view.format.cents : view.format.money;
  const parts = partsOf(view, grouping, breakdown, { isCompared, money }).filter(
    ({ shape }) => isDetailed || !DETAILS.includes(shape),
  );
  const table = html('table', { class: 'leaderboard' });
  const scroll = html('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': label }, table);
  /** @param {number} top how far it is scrolled */
  const show = (top) => {
    const found = sorted.filter((row) => isFound(searched[grouping] ?? '', readableName(say, grouping, row.name)));
    const body = html('tbody');
    const total = found.length < rows.length ? null : totalOf(view, breakdown, parts, money);
    replace(table, headOf(view, grouping, parts, order), body, total);
    const none = html('tr', {}, html('th', { scope: 'row' }, say(rows.length > 0 ? 'page-filter-nothing' : 'page-map-none')));
    if (found.length === 0) body.append(none);
    drawRows(scroll, { table, body, rows: found, top }, (row) => rowOf(view, grouping, row, parts));
  };
  const top = box.querySelector('.scroll')?.scrollTop ?? 0;
  // Whole before it takes the place of the former one, so that the focus finds its row again.
  show(top);
  replace(box, rows.length < SEARCHED_FROM ? null : searchOf(view, grouping, rows.length, () => show(0)), scroll);
  scroll.scrollTop = top;
}

/** The shapes of cells that a short leaderboard leaves out. */
const DETAILS = ['cumulative', 'class', 'quantity', 'sales'];

/**
 * @param {View} view
 * @param {Grouping} grouping
 * @param {Row[]} rows by revenue
 * @param {Order} order
 */
function inOrder({ say, language }, grouping, rows, { column, isRising }) {
  const way = isRising ? 1 : -1;
  if (column === 'name') {
    const collator = new Intl.Collator(language, { numeric: true });
    const name = (/** @type {Row} */ row) => readableName(say, grouping, row.name);
    return rows.toSorted((one, other) => way * collator.compare(name(one), name(other)));
  }
  const value = VALUES[column];
  return rows.toSorted((one, other) => {
    const [left, right] = [value(one), value(other)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return way * (left - right);
  });
}

/**
 * Letters without regard to case and accents, as in the search for filters.
 * @param {string} searched
 * @param {string} name
 */
function isFound(searched, name) {
  return fold(name).includes(fold(searched));
}

/** @param {string} text */
function fold(text) {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

/**
 * @param {View} view
 * @param {Grouping} grouping
 * @param {number} count
 * @param {() => void} show
 */
function searchOf({ say, format }, grouping, count, show) {
  const title = say('page-leaderboard-search', { count: format.number(count) });
  const input = html('input', { type: 'search', 'aria-label': title, placeholder: title, 'data-focus': `search-${grouping}` });
  input.value = searched[grouping] ?? '';
  input.addEventListener('input', () => {
    searched[grouping] = input.value;
    show();
  });
  return input;
}

/**
 * @param {View} view
 * @param {Grouping} grouping
 * @param {Breakdown} breakdown
 * @param {{isCompared: boolean, money: (amount: number) => string}} options
 * @returns {Part[]}
 */
function partsOf({ say, format, state, go }, grouping, { rows }, { isCompared, money }) {
  const kept = state.filters[grouping];
  const highest = Math.max(0, ...rows.flatMap((row) => [row.revenue, tickOf(row) ?? 0]));
  /** @param {string} shape @param {(row: Row) => string | null} write @returns {Omit<Part, 'title'>} */
  const plain = (shape, write) => ({ shape, cell: (row) => html('td', { class: shape }, write(row)) });
  /** @param {Row} row */
  const name = (row) => {
    const readable = readableName(say, grouping, row.name);
    return html(
      'th',
      { scope: 'row' },
      html(
        'button',
        {
          type: 'button',
          title: readable,
          'data-focus': row.name ?? '',
          'aria-pressed': String(kept.includes(row.name ?? '')),
          onclick: (/** @type {MouseEvent} */ event) => go(choiceOf(state, grouping, row.name ?? '', event)),
        },
        readable,
      ),
    );
  };
  /** @type {Part[]} */
  const parts = [
    { title: say(`page-${grouping}`), column: 'name', shape: 'name', cell: name },
    { title: '', shape: 'meter', cell: (row) => meterOf(row, highest) },
    { title: say('page-revenue'), column: 'revenue', ...plain('revenue', (row) => money(row.revenue)) },
    { title: say('page-share'), ...plain('share', (row) => format.percent(row.share)) },
    { title: say('page-cumulative'), ...plain('cumulative', (row) => format.percent(row.cumulative_share ?? null)) },
    { title: say('page-class'), ...plain('class', classOf) },
    { title: say('page-quantity'), column: 'quantity', ...plain('quantity', (row) => format.number(row.quantity)) },
    { title: say('page-sales'), column: 'sales', ...plain('sales', (row) => format.number(row.sales)) },
  ];
  if (!isCompared) return parts;
  return [
    ...parts,
    { title: say('page-change'), column: 'change', shape: 'relative', cell: ({ before }) => changeCell(format, before ?? null) },
    {
      title: say('page-difference'),
      column: 'difference',
      ...plain('difference', ({ before }) => (before ? format.moreMoney(before.change) : '–')),
    },
  ];
}

/**
 * A press keeps one name alone; with Ctrl or ⌘ it adds the name to those kept, or takes it away.
 * @param {View['state']} state
 * @param {Grouping} grouping
 * @param {string} name
 * @param {MouseEvent} event
 */
function choiceOf(state, grouping, name, { ctrlKey, metaKey }) {
  if (!ctrlKey && !metaKey) return toggleFilter(state, grouping, name);
  return (state.filters[grouping].includes(name) ? removeFilter : addFilter)(state, grouping, name);
}

/** `B`, or `A → B` where another class was left. @param {Row} row */
function classOf(row) {
  const [now, before] = [row.class ?? '–', row.before?.class];
  return before && before !== now ? `${before} → ${now}` : now;
}

/** Where a row was before, on the scale of the bars; none where fewer days are compared than the bar is of. @param {Row} row */
function tickOf({ revenue, before }) {
  return before && Math.abs(before.now.revenue - revenue) < NOTHING ? before.revenue : null;
}

/**
 * @param {Row} row
 * @param {number} highest
 */
function meterOf(row, highest) {
  /** @param {number} value */
  const place = (value) => (highest > 0 ? Math.min(100, Math.max(0, (value / highest) * 100)) : 0).toFixed(2);
  const tick = tickOf(row);
  const scale = html(
    'span',
    {},
    html('i', { class: row.revenue < 0 ? 'negative' : null, style: `width: ${place(row.revenue)}%` }),
    tick !== null && html('b', { style: `left: ${place(tick)}%` }),
  );
  return html('td', { class: 'meter', 'aria-hidden': 'true' }, scale);
}

/**
 * @param {import('../shared/format.js').Format} format
 * @param {{relative_change: number | null} | null} before
 */
function changeCell(format, before) {
  const change = before?.relative_change ?? null;
  const direction = change === null || Math.abs(change) < 0.0005 ? '' : change > 0 ? 'up' : 'down';
  return html('td', { class: `relative ${direction}`.trim() }, format.change(change));
}

/**
 * Each column is sorted by its title, at first with what is asked for most: the largest, or the deepest fall.
 * @param {View} view
 * @param {Grouping} grouping
 * @param {Part[]} parts
 * @param {Order} order
 */
function headOf({ state, go }, grouping, parts, order) {
  /** @param {Part} part */
  const title = ({ title, shape, column }) => {
    if (shape === 'meter') return html('td', { class: shape, 'aria-hidden': 'true' });
    if (!column) return html('th', { scope: 'col', class: shape }, title);
    const isSorted = order.column === column;
    const isRising = isSorted ? !order.isRising : ['name', 'change', 'difference'].includes(column);
    const orders = { ...state.orders, [grouping]: { column, isRising } };
    const press = () => go({ ...state, orders });
    return html(
      'th',
      { scope: 'col', class: shape, 'aria-sort': isSorted ? (order.isRising ? 'ascending' : 'descending') : null },
      html('button', { type: 'button', 'data-focus': `sort-${column}`, onclick: press }, title),
    );
  };
  return html('thead', {}, html('tr', {}, ...parts.map(title)));
}

/**
 * @param {View} view
 * @param {Grouping} grouping
 * @param {Row} row
 * @param {Part[]} parts
 */
function rowOf({ state }, grouping, row, parts) {
  const kept = state.filters[grouping];
  const change = row.before?.relative_change ?? null;
  const classes = [
    kept.includes(row.name ?? '') ? 'chosen' : kept.length > 0 ? 'dimmed' : '',
    change !== null && change <= FALL ? 'falls' : '',
  ];
  return html(
    'tr',
    { class: classes.join(' ').trim() || null, 'data-name': row.name ?? '' },
    ...parts.map(({ cell }) => cell(row)),
  );
}

/**
 * All rows together.
 * @param {View} view
 * @param {Breakdown} breakdown
 * @param {Part[]} parts
 * @param {(amount: number) => string} money
 */
function totalOf({ say, format }, { rows, total }, parts, money) {
  if (rows.length < 2) return null;
  const before = sumOf(rows, (row) => row.before?.revenue);
  const change = sumOf(rows, (row) => row.before?.change);
  /** @type {Record<string, () => Node>} */
  const cells = {
    name: () => html('th', { scope: 'row' }, say('page-products-total')),
    revenue: () => html('td', { class: 'revenue' }, money(total)),
    share: () => html('td', { class: 'share' }, total > 0 ? format.percent(1) : format.percent(null)),
    relative: () => changeCell(format, { relative_change: before > NOTHING ? change / before : null }),
    difference: () => html('td', { class: 'difference' }, format.moreMoney(change)),
  };
  return html(
    'tfoot',
    {},
    html('tr', {}, ...parts.map(({ shape }) => cells[shape]?.() ?? html('td', { class: shape, 'aria-hidden': 'true' }))),
  );
}

/**
 * @param {Row[]} rows
 * @param {(row: Row) => number | undefined} value
 */
function sumOf(rows, value) {
  return rows.reduce((sum, row) => sum + (value(row) ?? 0), 0);
}
