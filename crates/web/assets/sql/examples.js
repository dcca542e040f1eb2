// @ts-check
/** Queries to begin with. Their columns are named in the reader's language, as the files made of them will be. */
import { html, replace } from '../shared/dom.js';

/** @typedef {import('../shared/words.js').Say} Say */
/** @typedef {ReturnType<typeof namesIn>} Names the names of columns, quoted */

/** @type {Record<string, (as: Names) => string>} */
const EXAMPLES = {
  total: (as) => `select
  round(sum(amount), 2) as ${as.revenue},
  count(*) as ${as.sales},
  sum(quantity) as ${as.quantity}
from sales`,
  products: (as) => `select
  products.name as ${as.product},
  round(sum(sales.amount), 2) as ${as.revenue},
  sum(sales.quantity) as ${as.quantity}
from sales
join products on products.id = sales.product_id
group by products.id
order by sum(sales.amount) desc`,
  regions: (as) => `select
  coalesce(stores.region, ${as.unknown}) as ${as.region},
  round(sum(sales.amount), 2) as ${as.revenue},
  round(100 * sum(sales.amount) / sum(sum(sales.amount)) over (), 1) as ${as.share}
from sales
join stores on stores.id = sales.store_id
group by stores.region
order by sum(sales.amount) desc`,
  days: (as) => `select
  sale_date as ${as.day},
  round(sum(amount), 2) as ${as.revenue},
  count(*) as ${as.sales}
from sales
group by sale_date
order by sale_date`,
  months: (as) => `select
  substr(sale_date, 1, 7) as ${as.month},
  round(sum(amount), 2) as ${as.revenue},
  count(distinct store_id) as ${as.stores}
from sales
group by substr(sale_date, 1, 7)
order by substr(sale_date, 1, 7)`,
  best: (as) => `select
  sale_date as ${as.day},
  round(sum(amount), 2) as ${as.revenue},
  count(*) as ${as.sales}
from sales
group by sale_date
order by sum(amount) desc
limit 10`,
};

/**
 * @param {Element} list
 * @param {Say} say
 * @param {(sql: string) => void} run
 */
export function drawExamples(list, say, run) {
  const as = namesIn(say);
  replace(
    list,
    ...Object.entries(EXAMPLES).map(([name, write]) =>
      html(
        'li',
        {},
        html('button', { type: 'button', 'data-example': name, onclick: () => run(write(as)) }, say(`page-sql-example-${name}`)),
      ),
    ),
  );
}

/** @param {Say} say */
function namesIn(say) {
  const name = (/** @type {string} */ id) => `"${say(id).replaceAll('"', '""')}"`;
  return {
    product: name('page-product'),
    region: name('page-region'),
    unknown: `'${say('page-unknown').replaceAll("'", "''")}'`,
    day: name('page-day'),
    month: name('page-month'),
    stores: name('page-sql-stores'),
    revenue: name('page-revenue'),
    sales: name('page-sales'),
    quantity: name('page-quantity'),
    share: name('page-sql-share'),
  };
}
