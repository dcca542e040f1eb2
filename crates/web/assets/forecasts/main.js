// @ts-check
/** The forecasts: what is expected, of what parts, by which model, and what became of those before. */
import { loadCharts } from '../shared/chart.js';
import { html } from '../shared/dom.js';
import { showNotice } from '../shared/notice.js';
import { showAvailable, showPage, startPage } from '../shared/page.js';
import { drawBar } from './bar.js';
import { readChoice } from './choice.js';
import { drawCoverage } from './coverage.js';
import { drawExpected, drawWhy } from './expected.js';
import { drawMaking } from './making.js';
import { drawParts } from './parts.js';
import { drawFailure, drawScoreboard, drawWaiting } from './scoreboard.js';
import { showScores } from './scores.js';
import { askTrial } from './trial.js';
import { askView } from './view.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('../shared/page.js').Context} Context */

/** @param {Context} context */
async function show(context) {
  const { ask, state, signal } = context;
  const sold = await ask('summary');
  if (signal.aborted) return;
  showAvailable(context, sold.available, sold.data_version, sold.completeness);
  if (!sold.available) return showNotice(nothingSold(context));
  const view = await askView(context, readChoice(location.search, state), sold);
  if (signal.aborted) return;
  showPage();
  drawBar(view);
  drawExpected(view);
  drawMaking(view, null);
  drawWhy(view, null);
  drawParts(view);
  drawWaiting(view);
  void showPast(view);
}

/** What takes its time, and what the rest of the page does not wait for. @param {View} view */
async function showPast(view) {
  const scoring = showScores(view);
  try {
    const trial = await askTrial(view);
    if (!trial || view.signal.aborted) return;
    drawScoreboard(view, trial);
    drawWhy(view, trial);
    drawMaking(view, trial);
    drawCoverage(view, trial, []);
    const scores = await scoring;
    if (!view.signal.aborted) drawCoverage(view, trial, scores);
  } catch (error) {
    if (view.signal.aborted) return;
    drawFailure(view, error);
    drawWhy(view, { horizon: view.choice.horizon, origins: [], from: '', to: '', winner: null, models: [] });
  }
}

/** @param {Context} context */
function nothingSold({ say }) {
  return html(
    'section',
    { class: 'card empty' },
    html('h2', {}, say('page-forecasts-empty-title')),
    html('p', {}, say('page-forecasts-empty')),
    html('a', { class: 'main-button', href: '/data' }, say('page-forecasts-empty-way')),
  );
}

startPage({ name: 'forecasts', ask: loadCharts, show });
