// @ts-check
/** The map of the 18 regions: heat by revenue, a tooltip, a click to filter. The region table is its twin. */
import { byId, html, replace, svg } from './dom.js';
import { toggleFilter } from './state.js';
import { hideTip, showTip } from './tip.js';

/** @typedef {import('./main.js').View} View */
/** @typedef {import('./api.js').BreakdownRow} BreakdownRow */
/** @typedef {{code: string, name: string, path: string}} Outline SVG path data, made by tools/vendor/regions.mjs */
/** @typedef {{width: number, height: number, regions: Outline[]}} Drawing */
/** @typedef {{metropole: Drawing, insets: Drawing[]}} France */

/** The heats that the legend shows, in percent of the highest revenue. */
const RAMP = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

/** @returns {Promise<France>} */
export async function loadFrance() {
  const answer = await fetch('/assets/geo/regions-18.json');
  if (!answer.ok) throw new Error(`regions-18.json: ${answer.status}`);
  return answer.json();
}

/**
 * @param {View} view
 * @param {France} france
 */
export function drawMap(view, france) {
  const { say, format, answers } = view;
  const rows = new Map(answers.regions.rows.map((row) => [fold(row.name ?? ''), row]));
  const highest = Math.max(0, ...answers.regions.rows.filter((row) => row.name).map((row) => row.revenue));
  /** @param {Drawing} drawing */
  const paths = (drawing) =>
    drawing.regions.map((outline) => region(view, outline, rows.get(fold(outline.name)), highest));

  const map = byId('map');
  map.setAttribute('aria-label', summarise(view));
  replace(
    map,
    picture(france.metropole, paths(france.metropole)),
    html(
      'div',
      { class: 'insets' },
      ...france.insets.map((drawing) =>
        html(
          'div',
          { class: 'inset' },
          picture(drawing, paths(drawing)),
          html('span', {}, drawing.regions[0].name),
        ),
      ),
    ),
  );
  replace(
    byId('map-scale'),
    html(
      'span',
      { class: 'ramp', role: 'img', 'aria-label': say('page-map-scale', { low: format.money(0), high: format.money(highest) }) },
      ...RAMP.map((heat) => html('i', { class: 'sold', style: `--heat: ${heat}%` })),
    ),
    html('span', { 'aria-hidden': 'true' }, `${format.money(0)} – ${format.money(highest)}`),
    html('span', { class: 'none' }, html('i', {}), say('page-map-none')),
  );
}

/**
 * Names meet whatever their accents' composition, case and apostrophes.
 * @param {string} name
 */
function fold(name) {
  return name.normalize('NFC').replace(/’/g, "'").toLowerCase();
}

/** @param {View} view */
function summarise({ say, format, answers }) {
  const first = answers.regions.rows.find((row) => row.name);
  if (!first?.name) return say('page-map-summary-none');
  return say('page-map-summary', {
    name: first.name,
    revenue: format.money(first.revenue),
    share: format.percent(first.share),
  });
}

/**
 * @param {Drawing} drawing
 * @param {SVGElement[]} paths
 */
function picture(drawing, paths) {
  const margin = Math.max(drawing.width, drawing.height) * 0.01;
  const box = [-margin, -margin, drawing.width + 2 * margin, drawing.height + 2 * margin].join(' ');
  // The chosen outline comes last, so that its neighbours do not cover its border.
  const ordered = [...paths].sort((a, b) => Number(a.classList.contains('chosen')) - Number(b.classList.contains('chosen')));
  return svg('svg', { viewBox: box, 'aria-hidden': 'true' }, ...ordered);
}

/**
 * @param {View} view
 * @param {Outline} outline
 * @param {BreakdownRow | undefined} row
 * @param {number} highest
 */
function region(view, outline, row, highest) {
  const { say, format, state, go } = view;
  const name = row?.name ?? outline.name;
  const kept = state.filters.region;
  const chosen = kept.includes(name);
  const heat = row && highest > 0 ? Math.max(0, (row.revenue / highest) * 100) : 0;
  const lines = row
    ? [
        `${format.money(row.revenue)} · ${format.percent(row.share)}`,
        say('page-map-sales', { count: row.sales, number: format.number(row.sales) }),
      ]
    : [say('page-map-none')];
  const remedy = say(chosen ? 'page-map-unclick' : 'page-map-click');
  return svg('path', {
    d: outline.path,
    class: [row ? 'sold' : 'unsold', chosen ? 'chosen' : kept.length > 0 ? 'dimmed' : ''].join(' ').trim(),
    style: `--heat: ${heat.toFixed(1)}%`,
    'data-region': outline.name,
    onpointermove: (event) => showTip(event, outline.name, row || chosen ? [...lines, remedy] : lines),
    onpointerleave: hideTip,
    onclick: () => {
      hideTip();
      if (row || chosen) go(toggleFilter(state, 'region', name));
    },
  });
}
