// @ts-check
/** The page of the data: files are imported here, and imports can be seen and undone. */
import { byId, html, replace } from '../shared/dom.js';
import { listen } from '../shared/events.js';
import { PATHS } from '../shared/frame.js';
import { askAvailable, showPage, startPage } from '../shared/page.js';
import { address } from '../shared/state.js';
import { drawCard } from './card.js';
import { Desk } from './desk.js';
import { acceptDrops, drawDrop, drawUrlForm } from './drop.js';
import { drawAsked, drawFreshness } from './freshness.js';
import { askLedger, drawLedger } from './ledger.js';
import { drawSources } from './sources.js';
import { counted } from './view.js';

/** @typedef {import('../shared/page.js').Context} Context */
/** @typedef {import('./desk.js').Entry} Entry */
/** @typedef {import('./view.js').View} View */

const desk = new Desk(drawEntry);
/** @type {View | null} */
let view = null;
/** @type {Map<Entry, HTMLElement>} */
const cards = new Map();
/** @type {Map<Entry, string>} */
const announced = new Map();

startPage({ name: 'data', show });

/** @param {Context} context */
async function show(context) {
  const { ask, say, format, language, state } = context;
  const [available, ledger, storeDays, { sources }] = await Promise.all([
    askAvailable(context),
    askLedger(context),
    ask('store-days'),
    ask('sources'),
  ]);
  const isFirst = view === null;
  const isSpoken = view?.language === language;
  view = { say, format, language, desk, overview: address(PATHS.overview, state) };
  desk.language = language;
  const isEmpty = available === null && ledger.length === 0;
  byId('welcome').hidden = !isEmpty;
  if (!isSpoken || isEmpty !== byId('drop').classList.contains('large')) drawDrop(view, isEmpty);
  if (!isSpoken) drawUrlForm(view);
  if (!isSpoken) desk.entries.forEach(drawEntry);
  drawFreshness(storeDays, view);
  drawAsked(storeDays, context, view);
  drawSources(sources, context, view);
  drawLedger(ledger, context, view);
  showPage();
  if (isFirst) await begin();
}

/** What begins once, when the page can first be seen. */
async function begin() {
  acceptDrops((files) => desk.addFiles(files));
  listen({ job: (job) => desk.hear(job) });
  window.addEventListener('beforeunload', (event) => desk.isSending && event.preventDefault());
  await desk.restore();
}

/** Draws the card of an entry, or takes it away. @param {Entry} entry */
function drawEntry(entry) {
  if (!view) return;
  const card = cards.get(entry) ?? html('section', { class: 'card entry', tabindex: -1 });
  const hadFocus = card.contains(document.activeElement);
  if (desk.entries.includes(entry)) {
    if (!cards.has(entry)) byId('desk').append(card);
    cards.set(entry, card);
    drawCard(card, entry, view);
    announce(entry, view);
    if (hadFocus && !card.contains(document.activeElement)) card.focus();
  } else {
    card.remove();
    cards.delete(entry);
    if (hadFocus) byId('choose').focus();
  }
  drawBatch(view);
}

/** One press for all files that are ready, where there are several. @param {View} shown */
function drawBatch(shown) {
  const { length } = desk.ready;
  const words = counted(shown, 'page-data-import-all', length);
  byId('batch').hidden = length < 2;
  replace(
    byId('batch'),
    html('button', { type: 'button', class: 'main-button', 'data-focus': 'all', onclick: () => void desk.commitAll() }, words),
  );
}

/** Announces the state of a file to screen readers. @param {Entry} entry @param {View} view */
function announce(entry, { say }) {
  const { stage, name } = entry;
  if (announced.get(entry) === stage) return;
  announced.set(entry, stage);
  const text = stage === 'done' ? (entry.job?.report?.message ?? '') : say(`page-data-stage-${stage}`, { name });
  byId('announcement').textContent = text;
}
