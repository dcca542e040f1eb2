// Draws the 18 regions of France once, so that the page only has to place the outlines:
// node regions.mjs geo/regions-18.topo.json > regions-18.json
//
// Metropolitan France is projected as in Lambert-93 (conformal conic, parallels 44° and 49°),
// each overseas region on its own, centred on itself; scales differ between them.
// The outlines are SVG path data in whole units.
import { readFileSync } from 'node:fs';

const OVERSEAS = ['01', '02', '03', '04', '06'];
const METROPOLE_WIDTH = 1000;
const INSET_SIZE = 200;
/** Islets whose ring covers less than this many square units are left out. */
const SMALLEST_RING = 6;

const topology = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const arcs = topology.arcs.map(decodeArc);
const regions = topology.objects.regions.geometries
  .map((geometry) => ({
    code: geometry.properties.code,
    name: geometry.properties.nom,
    rings: geometry.type === 'Polygon'
      ? geometry.arcs.map(joinArcs)
      : geometry.arcs.flatMap((polygon) => polygon.map(joinArcs)),
  }))
  .sort((a, b) => a.code.localeCompare(b.code));

const overseas = regions.filter((region) => OVERSEAS.includes(region.code));
const mainland = regions.filter((region) => !OVERSEAS.includes(region.code));
const drawing = {
  metropole: draw(mainland, lambert93, METROPOLE_WIDTH, Infinity),
  insets: overseas.map((region) => draw([region], plateCarree(region), INSET_SIZE, INSET_SIZE)),
};
process.stdout.write(`${JSON.stringify(drawing, null, 1)}\n`);

/** An arc's steps, summed and put back to degrees. */
function decodeArc(steps) {
  const { scale, translate } = topology.transform;
  let x = 0;
  let y = 0;
  return steps.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
}

/** A ring is a list of arcs; a negative number means the arc read backwards. */
function joinArcs(numbers) {
  return numbers.flatMap((number, place) => {
    const arc = number < 0 ? [...arcs[~number]].reverse() : arcs[number];
    return place === 0 ? arc : arc.slice(1);
  });
}

function lambert93([longitude, latitude]) {
  const radians = Math.PI / 180;
  const half = (angle) => Math.tan(Math.PI / 4 + (angle * radians) / 2);
  const n = Math.log(Math.cos(44 * radians) / Math.cos(49 * radians)) / Math.log(half(49) / half(44));
  const f = (Math.cos(44 * radians) * half(44) ** n) / n;
  const radius = f / half(latitude) ** n;
  const angle = n * (longitude - 3) * radians;
  return [radius * Math.sin(angle), radius * Math.cos(angle)];
}

function plateCarree(region) {
  const latitudes = region.rings.flat().map((point) => point[1]);
  const middle = (Math.min(...latitudes) + Math.max(...latitudes)) / 2;
  const narrowing = Math.cos((middle * Math.PI) / 180);
  return ([longitude, latitude]) => [longitude * narrowing, -latitude];
}

/** Projects regions together and fits them into width × height units. */
function draw(group, project, width, height) {
  const projected = group.map((region) => region.rings.map((ring) => ring.map(project)));
  const xs = projected.flat(2).map((point) => point[0]);
  const ys = projected.flat(2).map((point) => point[1]);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, high] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const scale = Math.min(width / wide, height / high);
  const place = ([x, y]) => [Math.round((x - left) * scale), Math.round((y - top) * scale)];
  return {
    width: Math.ceil(wide * scale),
    height: Math.ceil(high * scale),
    regions: group.map((region, index) => ({
      code: region.code,
      name: region.name,
      path: projected[index].map((ring) => ring.map(place)).filter(isVisible).map(outline).join(''),
    })),
  };
}

function isVisible(ring) {
  const twice = ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2 >= SMALLEST_RING;
}

function outline(ring) {
  let [x, y] = ring[0];
  const steps = ring.slice(1, -1).flatMap(([nextX, nextY]) => {
    const step = [nextX - x, nextY - y];
    [x, y] = [nextX, nextY];
    return step[0] === 0 && step[1] === 0 ? [] : [step.join(' ')];
  });
  return `M${ring[0].join(' ')}l${steps.join(' ')}z`;
}
