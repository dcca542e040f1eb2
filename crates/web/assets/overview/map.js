// @ts-check
/** The map of the 18 regions: heat, a tooltip, a click to filter. The region table is its twin. */
import { byId, html, replace, svg } from '../shared/dom.js';
import { HEATS, toggleFilter } from '../shared/state.js';
import { hideTip, showTip } from '../shared/tip.js';
import { readableName } from './names.js';

/** @typedef {import('./main.js').View} View */
/** @typedef {import('./answers.js').Row} Row */
/** @typedef {import('../shared/state.js').Heat} Heat */
/** @typedef {{code: string, name: string, path: string}} Outline SVG path data, made by tools/vendor/regions.mjs */
/** @typedef {{width: number, height: number, regions: Outline[]}} Drawing */
/**
 * @typedef {object} Area a region on the page
 * @property {Outline} outline
 * @property {SVGElement} path
 * @property {() => string[]} describe what its tooltip says now
 * @property {() => void} choose what a click does now
 */
/** @typedef {{metropole: Drawing, insets: Drawing[], population: Record<string, number>}} France population by code */

/** The heats that the legend shows, in percent. */
const RAMP = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
/** Where no change stands on the ramp of changes, in percent. */
const LEVEL = 50;

/** @returns {Promise<France>} */
export async function loadFrance() {
  const [drawing, people] = await Promise.all(['regions-18', 'population'].map(load));
  return { ...drawing, population: people.population };
}

/** @param {string} name */
async function load(name) {
  const answer = await fetch(`/assets/geo/${name}.json`);
  if (!answer.ok) throw new Error(`${name}.json: ${answer.status}`);
  return answer.json();
}

/** Drawn once: laying the outlines out takes a browser longer than all else. @type {Area[] | null} */
let areas = null;

/**
 * What colours a region, and how that is written.
 * @typedef {object} Scale
 * @property {(row: Row | undefined, code: string) => number | null} value
 * @property {(value: number) => string} write
 * @property {number} low at the cold end of the ramp
 * @property {number} high at the hot end
 */

/**
 * @param {View} view
 * @param {France} france
 */
export function drawMap(view, france) {
  const { say, answers } = view;
  const rows = new Map(answers.regions.rows.map((row) => [fold(row.name ?? ''), row]));
  const outlines = [france.metropole, ...france.insets].flatMap(({ regions }) => regions);
  const scale = scaleOf(view, france, outlines, rows);

  drawHeats(view);
  byId('map').setAttribute('aria-label', summarise(view));
  areas ??= mount(france);
  for (const area of areas) colour(area, view, rows.get(fold(area.outline.name)), scale);
  drawScale(view, scale);
  drawElsewhere(view, new Set(outlines.map(({ name }) => fold(name))));
  byId('map').dataset.heat = say(`page-map-heat-${view.state.heat}`);
}

/**
 * @param {View} view
 * @param {France} france
 * @param {Outline[]} outlines
 * @param {Map<string, Row>} rows
 * @returns {Scale}
 */
function scaleOf({ format, state, answers }, { population }, outlines, rows) {
  /** @type {Record<Heat, Pick<Scale, 'value' | 'write'>>} */
  const heats = {
    revenue: { value: (row) => row?.revenue ?? null, write: format.money },
    inhabitant: {
      value: (row, code) => (row && population[code] ? (row.revenue / population[code]) * 1000 : null),
      write: format.money,
    },
    change: { value: (row) => row?.before?.relative_change ?? null, write: format.change },
  };
  const heat = state.heat === 'change' && !answers.compare ? 'revenue' : state.heat;
  const { value, write } = heats[heat];
  const values = outlines.flatMap(({ name, code }) => value(rows.get(fold(name)), code) ?? []);
  const high = Math.max(0, ...values.map((one) => (heat === 'change' ? Math.abs(one) : one)));
  return { value, write, low: heat === 'change' ? -high : 0, high };
}

/** The choice of what colours the map. @param {View} view */
function drawHeats({ say, state, answers, go }) {
  replace(
    byId('heats'),
    ...HEATS.map((heat) =>
      html(
        'button',
        {
          type: 'button',
          'data-focus': heat,
          disabled: heat === 'change' && !answers.compare,
          'aria-pressed': String(state.heat === heat),
          onclick: () => go({ ...state, heat }),
        },
        say(`page-map-heat-${heat}`),
      ),
    ),
  );
}

/**
 * @param {View} view
 * @param {Scale} scale
 */
function drawScale({ say }, { write, low, high }) {
  // Without a revenue above zero there is nothing that the colours would stand for.
  if (high <= low) return replace(byId('map-scale'));
  const ends = { low: write(low), high: write(high) };
  const classes = low < 0 ? 'sold change' : 'sold';
  replace(
    byId('map-scale'),
    html(
      'span',
      { class: 'ramp', role: 'img', 'aria-label': say('page-map-scale', ends) },
      ...RAMP.map((heat) => html('i', { class: classes, style: `--heat: ${heat}%` })),
    ),
    html('span', { 'aria-hidden': 'true' }, `${ends.low} – ${ends.high}`),
    html('span', { class: 'none' }, html('i', {}), say('page-map-none')),
  );
}

/**
 * Revenue that has no place on the map: stores without region, or in none of the 18.
 * @param {View} view
 * @param {Set<string>} placed folded names of the regions drawn
 */
function drawElsewhere({ say, format, state, answers, go }, placed) {
  const rows = answers.regions.rows.filter((row) => !placed.has(fold(row.name ?? '')));
  const box = byId('elsewhere');
  box.hidden = rows.length === 0;
  replace(
    box,
    html('b', {}, say('page-map-elsewhere')),
    ...rows.map((row) => {
      const name = row.name ?? '';
      return html(
        'button',
        {
          type: 'button',
          class: 'link',
          'data-focus': name,
          'aria-pressed': String(state.filters.region.includes(name)),
          onclick: () => go(toggleFilter(state, 'region', name)),
        },
        `${readableName(say, 'region', row.name)} : ${format.money(row.revenue)}`,
      );
    }),
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
 * Draws the outlines.
 * @param {France} france
 */
function mount(france) {
  /** @type {Area[]} */
  const mounted = [];
  /** @param {Drawing} drawing */
  const picture = (drawing) => {
    const own = drawing.regions.map(areaOf);
    mounted.push(...own);
    const margin = Math.max(drawing.width, drawing.height) * 0.01;
    const box = [-margin, -margin, drawing.width + 2 * margin, drawing.height + 2 * margin].join(' ');
    return svg('svg', { viewBox: box, 'aria-hidden': 'true' }, ...own.map(({ path }) => path));
  };
  const insets = france.insets.map((drawing) =>
    html('div', { class: 'inset' }, picture(drawing), html('span', {}, drawing.regions[0]?.name)),
  );
  replace(byId('map'), picture(france.metropole), html('div', { class: 'insets' }, ...insets));
  return mounted;
}

/**
 * @param {Outline} outline
 * @returns {Area}
 */
function areaOf(outline) {
  /** @type {Area} */
  const area = {
    outline,
    path: svg('path', {
      d: outline.path,
      'data-region': outline.name,
      onpointermove: (event) => showTip(event, outline.name, area.describe()),
      onpointerleave: hideTip,
      onclick: () => {
        hideTip();
        area.choose();
      },
    }),
    describe: () => [],
    choose: () => undefined,
  };
  return area;
}

/**
 * @param {Area} area
 * @param {View} view
 * @param {Row | undefined} row
 * @param {Scale} scale
 */
function colour(area, view, row, { value, low, high }) {
  const { outline, path } = area;
  const { state, go } = view;
  const name = row?.name ?? outline.name;
  const kept = state.filters.region;
  const chosen = kept.includes(name);
  const found = value(row, outline.code);
  const heat = found === null ? null : high > low ? Math.max(0, ((found - low) / (high - low)) * 100) : LEVEL;
  const classes = [
    heat === null ? 'unsold' : low < 0 ? 'sold change' : 'sold',
    chosen ? 'chosen' : kept.length > 0 ? 'dimmed' : '',
    row ? 'open' : '',
  ];
  path.setAttribute('class', classes.join(' ').trim());
  path.style.setProperty('--heat', heat === null ? null : `${heat.toFixed(1)}%`);
  // Over its neighbours, so that they do not cover its border.
  if (chosen) path.parentElement?.append(path);
  area.describe = () => linesOf(view, outline, row, chosen, value);
  area.choose = () => {
    if (row || chosen) go(toggleFilter(state, 'region', name));
  };
}

/**
 * What the tooltip says of a region.
 * @param {View} view
 * @param {Outline} outline
 * @param {Row | undefined} row
 * @param {boolean} chosen
 * @param {Scale['value']} value
 */
function linesOf({ say, format, state }, outline, row, chosen, value) {
  const remedy = say(chosen ? 'page-map-unclick' : 'page-map-click');
  if (!row) return [say('page-map-none'), ...(chosen ? [remedy] : [])];
  const perThousand = state.heat === 'inhabitant' ? value(row, outline.code) : null;
  return [
    `${format.money(row.revenue)} · ${format.percent(row.share)}`,
    say('page-map-sales', { count: row.sales, number: format.number(row.sales) }),
    ...(perThousand === null ? [] : [say('page-map-per-thousand', { amount: format.cents(perThousand) })]),
    ...(row.before ? [`${say('page-change')} ${format.change(row.before.relative_change)}`] : []),
    remedy,
  ];
}
