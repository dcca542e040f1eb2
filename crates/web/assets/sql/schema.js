// @ts-check
/** The tables of the database and their columns; a click writes a name into the query. */
import { html, replace } from '../shared/dom.js';

/** @typedef {import('../shared/words.js').Say} Say */
/** @typedef {{name: string, type: string, isKey: boolean, refers: string | null}} Column */
/** @typedef {{name: string, columns: Column[]}} Table */

const SCHEMA = `select tables.name, columns.name, lower(columns.type), columns.pk, links."table"
from sqlite_schema tables
join pragma_table_xinfo(tables.name) columns
left join pragma_foreign_key_list(tables.name) links on links."from" = columns.name
where tables.type in ('table', 'view') and tables.name not like 'sqlite%' and columns.hidden <> 1
order by tables.name, columns.cid`;

/** What people ask for most comes first. */
const FIRST = ['sales', 'products', 'stores', 'calendar_days', 'targets', 'forecasts', 'analysis_results', 'imports', 'rejects'];
/** What no query may read. */
const CLOSED = ['tokens'];
const PREVIEW_ROWS = 100;

/**
 * @param {(path: string, query: Record<string, string>) => Promise<any>} ask
 * @returns {Promise<Table[]>}
 */
export async function askSchema(ask) {
  /** @type {{rows: [string, string, string, number, string | null][]}} */
  const { rows } = await ask('sql', { sql: SCHEMA });
  /** @type {Map<string, Column[]>} */
  const tables = new Map();
  for (const [table, name, type, key, refers] of rows) {
    if (CLOSED.includes(table)) continue;
    const columns = tables.get(table) ?? [];
    columns.push({ name, type, isKey: key > 0, refers });
    tables.set(table, columns);
  }
  const rank = (/** @type {string} */ name) => (FIRST.indexOf(name) + FIRST.length + 1) % (FIRST.length + 1);
  return [...tables]
    .map(([name, columns]) => ({ name, columns }))
    .sort((one, other) => rank(one.name) - rank(other.name) || one.name.localeCompare(other.name));
}

/**
 * @param {Element} place
 * @param {Say} say
 * @param {Table[]} tables
 * @param {{insert: (name: string) => void, run: (sql: string) => void}} does
 */
export function drawSchema(place, say, tables, { insert, run }) {
  const opened = new Set([...place.querySelectorAll('details[open]')].map((table) => table.getAttribute('data-table')));
  if (opened.size === 0) opened.add('sales');
  replace(
    place,
    ...tables.map((table) =>
      html(
        'details',
        { class: 'table', open: opened.has(table.name), 'data-table': table.name },
        html('summary', {}, table.name),
        html('p', { class: 'uses' }, ...drawUses(say, table.name, { insert, run })),
        html('ul', {}, ...table.columns.map((column) => html('li', {}, drawColumn(say, column, insert)))),
      ),
    ),
  );
}

/**
 * @param {Say} say
 * @param {string} name of the table
 * @param {{insert: (name: string) => void, run: (sql: string) => void}} does
 */
function drawUses(say, name, { insert, run }) {
  const use = (/** @type {string} */ words, /** @type {string} */ label, /** @type {() => void} */ onclick) =>
    html('button', { type: 'button', class: 'link', 'aria-label': label, onclick }, words);
  return [
    use(say('page-sql-insert-name'), say('page-sql-insert-table', { name }), () => insert(quoted(name))),
    use(say('page-sql-preview-short'), say('page-sql-preview', { name }), () =>
      run(`select * from ${quoted(name)} limit ${PREVIEW_ROWS}`),
    ),
  ];
}

/**
 * @param {Say} say
 * @param {Column} column
 * @param {(name: string) => void} insert
 */
function drawColumn(say, { name, type, isKey, refers }, insert) {
  const note = refers ? `→ ${refers}` : isKey ? `${type} · ${say('page-sql-key')}` : type;
  return html(
    'button',
    { type: 'button', class: 'column', title: say('page-sql-insert', { name }), onclick: () => insert(quoted(name)) },
    html('span', {}, name),
    ' ',
    html('small', {}, note),
  );
}

/** A name as SQL writes it. @param {string} name */
export function quoted(name) {
  return /^[a-z_]\w*$/iu.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
