// @ts-check
/** A file that was read but not imported yet: what the server proves of it, and what the reader corrects. */

/** @typedef {import('../shared/ask.js').ApiError} ApiError */
/** @typedef {'sales' | 'products' | 'stores' | 'targets'} Table */
/** @typedef {{code: string, detail: string, remedy: string | null, status: number}} Problem */
/** @typedef {{line: number, column: string | null, value: string | null, code: string, detail: string, remedy: string | null}} Reject */
/**
 * @typedef {object} Column
 * @property {string} header
 * @property {string | null} field its role; null when it is not used
 * @property {string | null} set_aside why it is not used; null when it is
 * @property {string} form how its values are written, such as `comma` or `dmy`
 * @property {[string, string][]} samples values as written and as read
 */
/**
 * @typedef {object} Report what became of a file, or what would
 * @property {number | null} id of the import in the ledger
 * @property {string} source
 * @property {Table | null} table null when it is not known of what the file is
 * @property {number | null} lines of data; this and the other counts are null while the file cannot be read to its end
 * @property {number | null} added
 * @property {number | null} known
 * @property {number | null} changed
 * @property {number | null} rejected
 * @property {Reject[]} rejects the first ones
 * @property {number | null} written_again
 * @property {number | null} removed
 * @property {number | null} revenue by how much it moves
 * @property {number | null} held_back_store_days
 * @property {string[]} products_brought
 * @property {number} [products_brought_count]
 * @property {string[]} stores_brought
 * @property {number} [stores_brought_count]
 * @property {number} [stores_without_region_count]
 * @property {string[]} stores_without_region
 * @property {Column[]} columns
 * @property {{line: number, kind: string, amount: number}[]} aside
 * @property {Account | null} account
 * @property {string[]} [notes] what else there is to know, in sentences
 * @property {string | null} [currency] of the amounts, ISO 4217
 * @property {{rule: string, lines: number, moved: number, zones: string[]} | null} [time_zone] how times of UTC became days
 * @property {{store: string, before: string, after: string, sales: number, revenue: number, waits: boolean}[]} [stores_moved]
 * @property {string} message
 */
/**
 * @typedef {object} Account what became of every line
 * @property {number} lines
 * @property {number} stated
 * @property {number} counted
 * @property {{group: 'kept' | 'aside' | 'refused', class: string, lines: number, stated: number, counted: number}[]} parts
 * @property {number} totals_confirmed
 * @property {number[]} totals_contradicted
 */
/**
 * @typedef {object} Question a word whose meaning has to be said
 * @property {string} column
 * @property {string} word
 * @property {string} why
 * @property {number} line
 * @property {number} lines
 * @property {number} amount
 */
/**
 * @typedef {object} Answer corrections that answer what the file leaves open
 * @property {string} label
 * @property {Record<string, string>} mapping
 * @property {string | null} currency
 * @property {string | null} side_by_side
 */
/**
 * @typedef {Report & {draft: string, fields: {name: string, label: string}[], problem: Problem | null, questions: Question[], answers: Answer[]}} Draft
 */
/**
 * @typedef {object} Corrections as the API takes them
 * @property {Table} [table]
 * @property {Record<string, string>} mapping the header of the column of each role given by hand
 * @property {string[]} ignore headers of columns without a role
 * @property {'dmy' | 'mdy' | 'ymd' | 'ydm'} [date_order]
 * @property {'comma' | 'point'} [decimal]
 * @property {'new' | 'upsert' | 'replace'} [mode]
 * @property {boolean} [replace_partial]
 * @property {'reject' | 'abort'} [on_error]
 * @property {string} [source]
 * @property {Record<string, string>} [words] what the lines of words are
 * @property {boolean} [dates_once]
 * @property {string} [side_by_side] what columns of one figure side by side are of
 * @property {string} [time_zone] `shop`, `keep` or the name of a zone
 * @property {string} [currency] ISO 4217
 * @property {boolean} [same_till]
 * @property {string} [moved_stores] `past` or the day of the move
 */

/**
 * The lines that can be imported.
 * @param {Report} report
 */
export const goodLines = ({ lines, rejected }) => (lines ?? 0) - (rejected ?? 0);

/** @type {Table[]} */
export const TABLES = ['sales', 'products', 'stores', 'targets'];
/** As they are to be imported: sales name products and stores, targets name stores. @type {Table[]} */
export const TABLES_IN_ORDER = ['products', 'stores', 'sales', 'targets'];
/** @type {Corrections} */
export const UNCORRECTED = { mapping: {}, ignore: [] };

/**
 * Gives a column a role; the column that had it is left without, so that it does not take another by itself. Null ignores
 * the column.
 * @param {Corrections} corrections
 * @param {Column[]} columns as they are read now
 * @param {string} header
 * @param {string | null} field
 * @returns {Corrections}
 */
export function giveRole(corrections, columns, header, field) {
  const before = columns.find((column) => column.field === field && column.header !== header);
  const others = Object.entries(corrections.mapping).filter(([role, column]) => role !== field && column !== header);
  const isFreed = before && others.every(([, column]) => column !== before.header);
  const ignored = corrections.ignore.filter((column) => column !== header);
  if (field === null) return { ...corrections, mapping: Object.fromEntries(others), ignore: [...ignored, header] };
  return {
    ...corrections,
    mapping: Object.fromEntries([...others, [field, header]]),
    ignore: isFreed ? [...ignored, before.header] : ignored,
  };
}

/**
 * Takes the file for another table; the roles given by hand were those of the table before.
 * @param {Corrections} corrections
 * @param {Table} table
 * @returns {Corrections}
 */
export const chooseTable = (corrections, table) => ({ ...corrections, table, mapping: {}, ignore: [] });

/**
 * Sets an option; the empty text leaves it to the program.
 * @param {Corrections} corrections
 * @param {'date_order' | 'decimal' | 'mode' | 'source' | 'on_error' | 'replace_partial' | 'dates_once' | 'side_by_side' | 'time_zone' | 'currency' | 'same_till' | 'moved_stores'} option
 * @param {string | boolean} value
 * @returns {Corrections}
 */
export function setOption(corrections, option, value) {
  const { [option]: _, ...rest } = corrections;
  return value === '' || value === false ? rest : { ...rest, [option]: value };
}

/**
 * Adds an answer of the program to the corrections.
 * @param {Corrections} corrections
 * @param {Answer} answer
 * @returns {Corrections}
 */
export function takeAnswer(corrections, { mapping, currency, side_by_side }) {
  const ignore = corrections.ignore.filter((header) => !Object.values(mapping).includes(header));
  const corrected = { ...corrections, mapping: { ...corrections.mapping, ...mapping }, ignore };
  return { ...corrected, ...(currency === null ? {} : { currency }), ...(side_by_side === null ? {} : { side_by_side }) };
}

/** What the lines of a word can be. */
export const MEANINGS = ['sale', 'return', 'discount', 'aside'];

/**
 * Says what the lines of a word are.
 * @param {Corrections} corrections
 * @param {string} word
 * @param {string} meaning
 * @returns {Corrections}
 */
export const sayMeaning = (corrections, word, meaning) => ({ ...corrections, words: { ...corrections.words, [word]: meaning } });
