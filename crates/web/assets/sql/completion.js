// @ts-check
/** What the editor proposes while one types: the words of SQL, the tables, and the columns of the tables named. */
import { SQLite, sql } from '../vendor/codemirror-6.43.15.js';

/** @typedef {import('./schema.js').Table} Table */
/** @typedef {import('../vendor/codemirror-6.43.15.js').Completion} Completion */
/** @typedef {import('../vendor/codemirror-6.43.15.js').CompletionSource} CompletionSource */

/** The language with the tables of this database. @param {Table[]} tables */
export function sqlOf(tables) {
  const schema = Object.fromEntries(tables.map(({ name, columns }) => [name, columns.map(completionOf)]));
  return [sql({ dialect: SQLite, schema }), SQLite.language.data.of({ autocomplete: columnsOf(tables) })];
}

/** @param {import('./schema.js').Column} column @returns {Completion} */
const completionOf = ({ name, type }) => ({ label: name, detail: type, type: 'property' });

/**
 * Columns without the name of their table, of those tables that the text names.
 * @param {Table[]} tables
 * @returns {CompletionSource}
 */
function columnsOf(tables) {
  return (context) => {
    const word = context.matchBefore(/[\w.]*/u);
    if (!word || word.text.includes('.') || (word.text === '' && !context.explicit)) return null;
    const text = context.state.sliceDoc();
    const named = tables.filter(({ name }) => new RegExp(`\\b${name}\\b`, 'iu').test(text));
    const options = named.flatMap(({ name, columns }) =>
      columns.map((column) => ({ ...completionOf(column), detail: `${name} · ${column.type}`, boost: 1 })),
    );
    return { from: word.from, options, validFor: /^\w*$/u };
  };
}
