// @ts-check
/** The files at hand: each is sent, proved, corrected, imported. What stands here outlives every drawing of the page. */
import { ApiError, getJson, sendJson } from '../shared/ask.js';
import { TABLES_IN_ORDER, UNCORRECTED } from './draft.js';
import { keepDrafts, keptDrafts } from './kept.js';
import { sendFile } from './upload.js';

/** @typedef {import('../shared/words.js').Language} Language */
/** @typedef {import('./draft.js').Draft} Draft */
/** @typedef {import('./draft.js').Corrections} Corrections */
/** @typedef {import('./draft.js').Table} Table */
/**
 * @typedef {object} Job an import that runs, or ran
 * @property {string} job
 * @property {string} source
 * @property {'running' | 'done' | 'failed' | 'cancelled'} state
 * @property {number} lines
 * @property {number | null} lines_total
 * @property {number | null} bytes
 * @property {number | null} bytes_total
 * @property {import('./draft.js').Report | null} report
 * @property {import('./draft.js').Problem | null} problem
 */
/** @typedef {'waiting' | 'sending' | 'reading' | 'broken' | 'proof' | 'importing' | 'done' | 'cancelled'} Stage */
/**
 * @typedef {object} Entry one file at hand
 * @property {number} key
 * @property {string} name
 * @property {Stage} stage
 * @property {File | {url: string, table: Table | null} | null} from null when another page sent it
 * @property {number} sent bytes
 * @property {number} total bytes
 * @property {Draft | null} draft
 * @property {Corrections} corrections
 * @property {boolean} isProving whether a new proof is on its way
 * @property {unknown} error what went wrong last; null when nothing did
 * @property {Job | null} job
 * @property {AbortController} asking
 */

/** An import is asked after when the events have been silent for so long. */
const POLL_MS = 1500;

/** The tables whose records a file may wait for, by the code of its problem. @type {Record<string, import('./draft.js').Table>} */
const TABLE_OF_UNKNOWN = { 'import-unknown-products': 'products', 'import-unknown-stores': 'stores' };

export class Desk {
  /** @type {Entry[]} */
  entries = [];
  /** @type {Language} */
  language = 'fr';
  #next = 1;
  #isBusy = false;
  #poll = 0;
  /** Jobs that have ended: what an answer on its way says of them is old. @type {Set<string>} */
  #ended = new Set();
  #onChange;

  /** @param {(entry: Entry) => void} onChange called with each entry that changed */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Whether leaving the page would lose what is on its way. */
  get isSending() {
    return this.entries.some(({ stage }) => stage === 'sending' || stage === 'waiting');
  }

  /** Takes files; they are sent one after the other. @param {Iterable<File>} files */
  addFiles(files) {
    for (const file of files) this.#add(file.name, file);
    void this.#sendNext();
  }

  /** @param {string} url @param {Table | null} table */
  addUrl(url, table) {
    this.#add(url, { url, table });
    void this.#sendNext();
  }

  /** Sends a file anew, with its corrections. @param {Entry} entry */
  sendAgain(entry) {
    this.#become(entry, { stage: 'waiting', error: null });
    void this.#sendNext();
  }

  /**
   * Asks the proof again, with corrections.
   * @param {Entry} entry
   * @param {Corrections} corrections
   */
  async correct(entry, corrections) {
    const { draft } = entry;
    if (!draft) return;
    entry.asking.abort();
    const asking = new AbortController();
    this.#become(entry, { corrections, isProving: true, error: null, asking });
    try {
      const proved = await this.#send('POST', `imports/drafts/${draft.draft}`, corrections, asking.signal, { dry_run: 'true' });
      this.#become(entry, { draft: proved, isProving: false });
    } catch (error) {
      if (!asking.signal.aborted) this.#lost(entry, error);
    }
  }

  /** Imports what was proved. @param {Entry} entry */
  async commit(entry) {
    const { draft } = entry;
    if (!draft) return;
    this.#become(entry, { stage: 'importing', error: null, job: null });
    try {
      const job = await this.#send('POST', `imports/drafts/${draft.draft}`, entry.corrections);
      this.entries = this.entries.filter((other) => other === entry || other.job?.job !== job.job);
      this.#follow(entry, job);
    } catch (error) {
      entry.stage = 'proof';
      this.#lost(entry, error);
    }
  }

  /** The files that were read and can be imported, or can be once the others are. */
  get ready() {
    const read = this.entries.filter(({ stage, draft }) => stage === 'proof' && draft !== null);
    const tables = read.filter(({ draft }) => draft?.problem === null).map(({ draft }) => draft?.table);
    return read.filter(({ draft }) => draft?.problem === null || tables.includes(TABLE_OF_UNKNOWN[draft?.problem?.code ?? '']));
  }

  /** Imports all that is ready; products and stores come before the sales that name them. */
  async commitAll() {
    /** @param {Entry} entry */
    const place = ({ draft }) => TABLES_IN_ORDER.indexOf(draft?.table ?? 'sales');
    for (const entry of this.ready.sort((one, other) => place(one) - place(other))) await this.commit(entry);
  }

  /** Gives a file up, wherever it stands. @param {Entry} entry */
  discard(entry) {
    entry.asking.abort();
    this.entries = this.entries.filter((other) => other !== entry);
    this.#become(entry, {});
    // A draft that the server has forgotten is as good as given up.
    if (entry.draft && entry.stage === 'proof')
      void this.#send('DELETE', `imports/drafts/${entry.draft.draft}`).catch(() => null);
  }

  /** Stops a running import. @param {Entry} entry */
  async stop(entry) {
    if (!entry.job) return;
    await this.#send('DELETE', `imports/jobs/${entry.job.job}`).catch((error) => this.#become(entry, { error }));
  }

  /** An event about an import: one of ours, or of someone else. @param {Job} job */
  hear(job) {
    const entry = this.entries.find((one) => one.job?.job === job.job);
    // Events are in the language of the browser: the end of an import is shown in that of the page.
    if (entry && job.state !== 'running') void this.#ask(entry);
    else if (entry) this.#follow(entry, job);
    else if (job.state === 'running' && !this.#ended.has(job.job)) this.#follow(this.#add(job.source, null), job);
  }

  /** Takes up the drafts that this tab held before it was loaded again, and the imports that run. */
  async restore() {
    const restored = keptDrafts().map(async ({ draft, name, corrections }) => {
      const proved = await this.#send('POST', `imports/drafts/${draft}`, corrections, undefined, { dry_run: 'true' }).catch(
        () => null,
      );
      if (proved) this.#become(this.#add(name, null), { stage: 'proof', draft: proved, corrections });
    });
    await Promise.all(restored);
    const { jobs } = await getJson('imports/jobs', {}, { language: this.language });
    for (const job of jobs) this.hear(job);
  }

  /** Proves again what waits, after other data were imported. */
  proveAgain() {
    for (const entry of this.entries) if (entry.stage === 'proof') void this.correct(entry, entry.corrections);
  }

  /** @param {string} name @param {Entry['from']} from @returns {Entry} */
  #add(name, from) {
    /** @type {Entry} */
    const entry = {
      key: this.#next++,
      name,
      stage: 'waiting',
      from,
      sent: 0,
      total: 0,
      draft: null,
      corrections: UNCORRECTED,
      isProving: false,
      error: null,
      job: null,
      asking: new AbortController(),
    };
    this.entries.push(entry);
    this.#onChange(entry);
    return entry;
  }

  /** @param {Entry} entry @param {Partial<Entry>} change */
  #become(entry, change) {
    Object.assign(entry, change);
    keepDrafts(this.entries);
    this.#onChange(entry);
  }

  async #sendNext() {
    const entry = this.entries.find(({ stage, from }) => stage === 'waiting' && from !== null);
    if (!entry || this.#isBusy) return;
    this.#isBusy = true;
    entry.asking = new AbortController();
    const { signal } = entry.asking;
    try {
      const draft = await this.#prove(entry, signal);
      this.#become(entry, { stage: 'proof', draft });
      if (entry.corrections !== UNCORRECTED) void this.correct(entry, entry.corrections);
    } catch (error) {
      if (!signal.aborted) this.#become(entry, { stage: 'broken', draft: null, error });
    }
    this.#isBusy = false;
    void this.#sendNext();
  }

  /** @param {Entry} entry @param {AbortSignal} signal @returns {Promise<Draft>} */
  #prove(entry, signal) {
    if (entry.from instanceof File) {
      this.#become(entry, { stage: 'sending', sent: 0, total: entry.from.size });
      /** @param {number} sent @param {number} total */
      const onSent = (sent, total) => this.#become(entry, { sent, total, stage: sent < total ? 'sending' : 'reading' });
      return sendFile(entry.from, { language: this.language, signal, onSent });
    }
    this.#become(entry, { stage: 'reading' });
    const { url = '', table = null } = entry.from ?? {};
    return this.#send('POST', 'imports', table ? { url, table } : { url }, signal, { dry_run: 'true' });
  }

  /** A draft that the server no longer has is sent again where its file is at hand. @param {Entry} entry @param {unknown} error */
  #lost(entry, error) {
    const isGone = error instanceof ApiError && error.status === 404;
    if (isGone && entry.from) this.sendAgain(Object.assign(entry, { isProving: false }));
    else this.#become(entry, { isProving: false, error });
  }

  /** @param {Entry} entry @param {Job} job */
  #follow(entry, job) {
    if (this.#ended.has(job.job)) return;
    if (job.state !== 'running') this.#ended.add(job.job);
    const { draft } = entry;
    const canBeCorrected = job.state === 'failed' && draft !== null;
    const error = job.problem && new ApiError(job.problem.status, job.problem.code, job.problem.detail, job.problem.remedy ?? '');
    if (job.state === 'running') this.#become(entry, { stage: 'importing', job, error: null });
    else if (job.state === 'done') this.#become(entry, { stage: 'done', job, draft: null, error: null });
    else if (canBeCorrected) this.#become(entry, { stage: 'proof', job: null, error });
    else this.#become(entry, { stage: draft ? 'proof' : 'cancelled', job: draft ? null : job, error });
    if (job.state === 'done') this.proveAgain();
    if (job.state === 'running') this.#askAfter();
  }

  /** Asks after the imports that run, should the events stay silent. */
  #askAfter() {
    clearTimeout(this.#poll);
    const running = this.entries.filter(({ stage, job }) => stage === 'importing' && job);
    if (running.length === 0) return;
    this.#poll = window.setTimeout(async () => {
      for (const entry of running) await this.#ask(entry);
      this.#askAfter();
    }, POLL_MS);
  }

  /** @param {Entry} entry */
  async #ask(entry) {
    try {
      this.#follow(entry, await getJson(`imports/jobs/${entry.job?.job}`, {}, { language: this.language }));
    } catch (error) {
      const isGone = error instanceof ApiError && error.status === 404;
      if (isGone) this.#become(entry, { stage: entry.draft ? 'proof' : 'cancelled', job: null, error: new Error('gone') });
      else this.#become(entry, { error });
    }
  }

  /**
   * @param {'POST' | 'DELETE'} method
   * @param {string} path
   * @param {object | null} [body]
   * @param {AbortSignal} [signal]
   * @param {Record<string, string>} [query]
   */
  #send(method, path, body = null, signal, query) {
    return sendJson(method, path, body, signal ? { language: this.language, signal } : { language: this.language }, query);
  }
}
