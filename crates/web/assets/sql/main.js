// @ts-check
/** The page of SQL: a query, the tables it can ask, and its answer. */
import { ApiError } from '../shared/ask.js';
import { loadCharts } from '../shared/chart.js';
import { byId } from '../shared/dom.js';
import { askAvailable, showPage, startPage } from '../shared/page.js';
import { keepSqlIn, readSql, sqlAddress } from './address.js';
import { mountEditor } from './editor.js';
import { drawExamples } from './examples.js';
import { findMistake } from './mistake.js';
import { askSql } from './question.js';
import { drawRecent, remember } from './recent.js';
import { showAnswer, showCancelled, showFailure, showIdle, showRunning } from './result.js';
import { askSchema, drawSchema } from './schema.js';

/** @typedef {import('../shared/page.js').Context} Context */

const WIDE = '(min-width: 1081px)';
/** Less of the result than this is not seen. */
const RESULT_SEEN_PX = 160;
const IS_MAC = /Mac|iPhone|iPad/u.test(navigator.platform);

/** What the page shows now. @type {Context | null} */
let now = null;
/** The query of the address when it was last shown. @type {string | null} */
let shown = null;
/** Gives the running query up. @type {AbortController | null} */
let running = null;

const editor = mountEditor(byId('editor'), 'editor-keys', () => runText());
byId('run').addEventListener('click', () => runText());
byId('cancel').addEventListener('click', () => running?.abort());
byId('schema').toggleAttribute('open', matchMedia(WIDE).matches);

/** Runs what stands in the editor. */
function runText() {
  const sql = editor.text().trim();
  if (sql) run(sql);
  else editor.focus();
}

/** A query becomes the address, so that going back finds the one before. @param {string} sql */
function run(sql) {
  if (!now) return;
  const address = sqlAddress(now.state, sql);
  if (address !== location.pathname + location.search) history.pushState(null, '', address);
  if (editor.text().trim() !== sql) editor.setText(sql);
  shown = sql;
  void now.reload().then(bringResultIntoView);
}

/** On a phone the result lies below what is seen. */
function bringResultIntoView() {
  const result = byId('result');
  if (result.getBoundingClientRect().top > innerHeight - RESULT_SEEN_PX) result.scrollIntoView();
}

/** @param {Context} context */
async function show(context) {
  now = context;
  const sql = readSql(location.search);
  speak(context);
  if (sql !== shown) editor.setText(sql ?? '');
  shown = sql;
  keepSqlIn(byId('languages'), sql, () => void context.reload());
  showPage();
  await Promise.all([showFresh(context), showSchema(context), sql === null ? showIdle(context) : answer(context, sql)]);
}

/** @param {Context} context */
function speak({ say }) {
  editor.speak(say);
  byId('run').textContent = say('page-sql-run');
  byId('editor-keys').textContent = say('page-sql-editor-keys', { key: IS_MAC ? '⌘' : 'Ctrl' });
  drawExamples(byId('examples'), say, run);
  drawOwnRecent(say);
}

/** @param {Context['say']} say */
function drawOwnRecent(say) {
  drawRecent({ box: byId('recent'), title: byId('recent-title'), list: byId('recent-list') }, say, run);
}

/** Without it the editor still works. @param {Context} context */
async function showFresh(context) {
  await askAvailable(context).catch(ignoreApi);
}

/** Without it the editor still works. @param {Context} context */
async function showSchema({ ask, say }) {
  const tables = await askSchema(ask).catch(ignoreApi);
  if (!tables) return;
  editor.know(tables);
  drawSchema(byId('tables'), say, tables, { insert: editor.insert, run });
}

/** @param {unknown} error */
function ignoreApi(error) {
  if (!(error instanceof ApiError)) throw error;
}

/**
 * @param {Context} context
 * @param {string} sql
 */
async function answer(context, sql) {
  const giveUp = new AbortController();
  running = giveUp;
  showRunning(context);
  setRunning(true);
  const began = performance.now();
  const charts = loadCharts();
  try {
    const found = await askSql(sql, { language: context.language, signal: AbortSignal.any([context.signal, giveUp.signal]) });
    const took = performance.now() - began;
    await charts;
    editor.mark(null);
    showAnswer(context, sql, { ...found, took });
    remember(sql);
    drawOwnRecent(context.say);
  } catch (error) {
    if (context.signal.aborted) throw error;
    if (giveUp.signal.aborted) showCancelled(context);
    else if (error instanceof ApiError) refuse(context, sql, error);
    else throw error;
  } finally {
    if (running === giveUp) setRunning(false);
  }
}

/**
 * @param {Context} context
 * @param {string} sql
 * @param {ApiError} error
 */
function refuse(context, sql, error) {
  const mistake = editor.text().trim() === sql ? findMistake(editor.text(), error.detail) : null;
  editor.mark(mistake);
  showFailure(context, error, mistake?.line ?? null);
}

/** @param {boolean} isRunning */
function setRunning(isRunning) {
  const hadFocus = document.activeElement === byId('cancel');
  byId('cancel').hidden = !isRunning;
  if (!isRunning && hadFocus) byId('run').focus();
}

startPage({ name: 'sql', show, followsData: false });
