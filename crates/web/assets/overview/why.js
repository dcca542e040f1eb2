// @ts-check
/** Why revenue changed: a sentence, and the way from the days before to these, part by part. */
import { byId, html, replace } from '../shared/dom.js';
import { drawMenu } from '../shared/menu.js';
import { fileNameOf, headingOf } from './heading.js';

/** @typedef {import('./main.js').View} View */
/** @typedef {import('./answers.js').Why} Why */
/** @typedef {{name: string, amount: number, from: number, to: number, kind: 'level' | 'up' | 'down'}} Step */

/** In the order in which they are shown. */
const PARTS = [
  'customers',
  'items',
  'volume',
  'price',
  'mix',
  'returns',
  'new',
  'lost',
  'opened',
  'closed',
  'calendar',
  'holidays',
  'other',
];
/** Of the span of all levels, left free at both sides of the drawing. */
const MARGIN = 0.06;

/** @param {View} view */
export function drawWhy(view) {
  const { say, format, answers, questions } = view;
  const why = answers.why;
  byId('why-small').textContent = why
    ? `${format.moreMoney(why.shown.revenue - why.shown.revenue_before)} ${say(`page-versus-${answers.compare}`)}`
    : '';
  byId('why-sentence').textContent = why
    ? [why.sentence, why.if_missing && `(${why.if_missing})`].filter(Boolean).join(' ')
    : say('page-why-nothing');
  byId('why-steps').hidden = !why;
  byId('why-lines').hidden = !why || why.lines.length === 0;
  byId('why-title').closest('.card')?.classList.toggle('none', !why);
  if (!why) return replace(byId('why-menu'));
  drawSteps(view, why);
  drawLines(view, why);
  drawMenu(byId('why-menu'), view, say('page-why'), {
    sheet: questions.why,
    picture: {
      box: byId('why-steps'),
      name: fileNameOf(view, say('page-why')),
      heading: headingOf(view, say('page-why'), { label: why.label }),
    },
    sql: why.sql,
  });
}

/**
 * A waterfall that lies: from one level to the other, each part where the one before it ended. Levels are marks, not
 * bars, since the scale does not begin at zero.
 * @param {View} view
 * @param {Why} why
 */
function drawSteps({ say, format, answers }, why) {
  const steps = stepsOf(say, why, answers.compare ?? 'n-1');
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const [lowest, highest] = [Math.min(...ends), Math.max(...ends)];
  const span = highest - lowest || 1;
  const place = (/** @type {number} */ value) => (MARGIN + ((value - lowest) / span) * (1 - 2 * MARGIN)) * 100;
  replace(
    byId('why-steps'),
    html(
      'thead',
      { class: 'unseen' },
      html(
        'tr',
        {},
        ...['page-why-part', 'page-why-drawing', 'page-why-amount'].map((id) => html('th', { scope: 'col' }, say(id))),
      ),
    ),
    html(
      'tbody',
      {},
      ...steps.map((step) => {
        const left = place(Math.min(step.from, step.to));
        const width = place(Math.max(step.from, step.to)) - left;
        return html(
          'tr',
          { class: step.kind },
          html('th', { scope: 'row' }, step.name),
          html('td', { class: 'way' }, html('i', { style: `left: ${left.toFixed(2)}%; width: ${width.toFixed(2)}%` })),
          html('td', {}, step.kind === 'level' ? format.money(step.amount) : format.moreMoney(step.amount)),
        );
      }),
    ),
  );
}

/**
 * @param {View['say']} say
 * @param {Why} why
 * @param {string} basis
 * @returns {Step[]}
 */
function stepsOf(say, why, basis) {
  const { shown } = why;
  /** @type {Step[]} */
  const steps = [level(say(`page-why-before-${basis}`), shown.revenue_before)];
  let reached = shown.revenue_before;
  for (const part of PARTS) {
    const amount = shown.parts[part] ?? 0;
    if (amount === 0) continue;
    steps.push({ name: say(`page-part-${part}`), amount, from: reached, to: reached + amount, kind: amount > 0 ? 'up' : 'down' });
    reached += amount;
  }
  return [...steps, level(say('page-why-now'), shown.revenue)];
}

/** @param {string} name @param {number} amount @returns {Step} */
function level(name, amount) {
  return { name, amount, from: amount, to: amount, kind: 'level' };
}

/**
 * The lines that explain most, and the others together: they sum to the change.
 * @param {View} view
 * @param {Why} why
 */
function drawLines({ say, format }, why) {
  const others = { text: say('page-others'), shown: why.shown.other_lines };
  replace(
    byId('why-lines'),
    ...[...why.lines, ...(others.shown === 0 ? [] : [others])].map(({ text, shown }) =>
      html('li', {}, html('span', {}, text), html('b', { class: shown < 0 ? 'down' : 'up' }, format.moreMoney(shown))),
    ),
  );
}
