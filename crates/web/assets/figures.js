// @ts-check
/** The key figures, and the small curve of revenue. */
import { countDays } from './api.js';
import { byId, html, replace, svg } from './dom.js';

/** @typedef {import('./main.js').View} View */

const SPARK_WIDTH = 200;
const SPARK_HEIGHT = 48;

/** @param {View} view */
export function drawFigures({ say, format, answers }) {
  const { revenue, sales, quantity } = answers.summary;
  const days = countDays(answers.dates);
  const revenues = answers.series.points.map((point) => point.revenue);
  const averagePrice = quantity > 0 ? revenue / quantity : null;
  const perSale = sales > 0 ? quantity / sales : null;

  replace(
    byId('figures'),
    figure('revenue', say('page-revenue-total'), format.money(revenue),
      say('page-per-day', { value: format.money(revenue / days) }), spark(revenues)),
    figure('sales', say('page-sales'), format.number(sales),
      say('page-per-day', { value: format.rounded(sales / days) })),
    figure('quantity', say('page-quantity'), format.number(quantity),
      say('page-per-sale', { value: format.rounded(perSale) })),
    figure('average-price', say('page-average-price'), format.cents(averagePrice), say('page-per-unit')),
  );
}

/**
 * @param {string} id
 * @param {string} title
 * @param {string} value
 * @param {string} remark
 * @param {Node | null} [drawing]
 */
function figure(id, title, value, remark, drawing = null) {
  return html(
    'div',
    { class: 'figure', 'data-figure': id },
    html('div', {}, html('h2', {}, title), html('strong', {}, value), html('p', {}, remark)),
    drawing,
  );
}

/**
 * The shape of revenue day by day, from its lowest to its highest; the curve below gives the values.
 * @param {number[]} values
 */
function spark(values) {
  const lowest = Math.min(...values);
  const span = Math.max(...values) - lowest;
  if (values.length < 2 || span === 0) return null;
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * SPARK_WIDTH;
    const y = SPARK_HEIGHT - 3 - ((value - lowest) / span) * (SPARK_HEIGHT - 6);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const line = points.join(' ');
  return svg(
    'svg',
    { class: 'spark', viewBox: `0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('polygon', { points: `0,${SPARK_HEIGHT} ${line} ${SPARK_WIDTH},${SPARK_HEIGHT}` }),
    svg('polyline', { points: line }),
  );
}
