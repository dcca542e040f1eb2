// The overview in a real browser, against a running `comptoir demo`:
// COMPTOIR_URL=http://127.0.0.1:5000 npm test
// CHROMIUM names another browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, BASE, FRENCH, fitsSideways, missingWords, plain, rowsOf, settled, textOf, visit } from './browser.mjs';

/** @typedef {import('playwright-core').Page} Page */

const TOTAL = '1 245 678 €';

/** @param {Page} page */
const total = (page) => textOf(page, '[data-figure="revenue"] strong');

/** Waits until the total reads so. @param {Page} page @param {string} expected */
async function totalBecomes(page, expected) {
  await page.waitForFunction(
    (wanted) =>
      document.querySelector('[data-figure="revenue"] strong')?.textContent?.replace(/\s+/gu, ' ') === wanted &&
      document.querySelector('main')?.getAttribute('aria-busy') === 'false',
    expected,
  );
}

/** @param {Page} page @param {string} name */
const chosenRegions = (page, name) => page.locator(`#map path.chosen[data-region="${name}"]`).count();

test('the page shows the figures of the demo data', async () => {
  await visit('/', FRENCH, async (page) => {
    assert.equal(await total(page), TOTAL);
    assert.equal(await textOf(page, '[data-figure="sales"] strong'), '2 802');
    assert.equal(await textOf(page, '[data-figure="quantity"] strong'), '6 584');
    assert.equal(await textOf(page, '[data-figure="average_price"] strong'), '189,20 €');
    assert.match(await textOf(page, '#said'), /^1er – 30 nov\. 2023pas encore de période à comparer/u);
    assert.equal(await textOf(page, '#fresh'), 'Complet au 29 nov. 2023');

    const products = await page
      .locator('#products li[data-product]')
      .evaluateAll((bars) =>
        bars.map((bar) =>
          [bar.querySelector('b'), bar.querySelector('.amount')].map((part) => part?.textContent?.replace(/\s+/gu, ' ')),
        ),
      );
    assert.deepEqual(products.slice(0, 5), [
      ['Pack Premium', '320 450 €'],
      ['Suite Business', '285 670 €'],
      ['Pack Standard', '210 890 €'],
      ['Pack Basique', '185 430 €'],
      ['Module Additionnel A', '120 230 €'],
    ]);
    assert.deepEqual((await rowsOf(page, '#region-table tbody tr')).slice(0, 5), [
      ['Île-de-France', '450 230 €', '36,1 %'],
      ['Auvergne-Rhône-Alpes', '320 150 €', '25,7 %'],
      ['Nouvelle-Aquitaine', '185 670 €', '14,9 %'],
      ['Occitanie', '120 450 €', '9,7 %'],
      ['Hauts-de-France', '89 450 €', '7,2 %'],
    ]);
    assert.equal(await page.locator('#map path').count(), 18);
    assert.equal(await page.locator('#map path.sold').count(), (await rowsOf(page, '#region-table tbody tr')).length);
  });
});

test('every card leads to the SQL of its figures, which brings them again', async () => {
  await visit('/', FRENCH, async (page) => {
    for (const menu of ['figures', 'curve', 'region', 'products', 'store', 'category', 'weeks']) {
      assert.equal(await eurosOf(page, `#${menu}-menu`, () => true), 1_245_678, menu);
    }
  });
  await visit('/?period=7&compare=previous', FRENCH, async (page) => {
    const levels = await page.locator('#why-steps tr.level td:last-child').allTextContents();
    const euros = (/** @type {string | undefined} */ text) => Number(text?.replace(/[^0-9]/gu, ''));
    const side = (/** @type {string} */ name) => eurosOf(page, '#why-menu', (row) => row[0] === name);
    assert.deepEqual([await side('before'), await side('now')].map(Math.round), levels.map(euros));
  });
});

/**
 * The euros that the SQL of a card brings, summed.
 * @param {Page} page
 * @param {string} menu
 * @param {(row: any[]) => boolean} counts
 */
async function eurosOf(page, menu, counts) {
  const link = new URL(String(await page.locator(`${menu} [data-format="sql"]`).getAttribute('href')), BASE);
  const query = new URLSearchParams({ sql: link.searchParams.get('sql') ?? '' });
  const answer = await (await fetch(new URL(`/api/v1/sql?${query}`, BASE))).json();
  const place = answer.columns.indexOf('amount');
  const sum = answer.rows.filter(counts).reduce((/** @type {number} */ whole, /** @type {any[]} */ row) => whole + row[place], 0);
  return Math.round(sum * 100) / 100;
}

test('figures carry no-break spaces', async () => {
  await visit('/', FRENCH, async (page) => {
    const written = await page.locator('[data-figure="revenue"] strong').textContent();
    assert.match(written ?? '', /^1[\u00a0\u202f]245[\u00a0\u202f]678[\u00a0\u202f]€$/u);
  });
});

test('the table of the curve gives every day and the forecast with its intervals', async () => {
  await visit('/', FRENCH, async (page) => {
    await page.locator('details:has(#curve-table) > summary').click();
    const rows = await rowsOf(page, '#curve-table tbody tr');
    assert.deepEqual(rows[0]?.slice(0, 1), ['mer. 1er nov.']);
    assert.equal(rows[24]?.[0], 'sam. 25 nov.');
    const forecast = rows.filter((row) => row[2] !== '');
    assert.equal(rows.length - forecast.length, 30);
    for (const [index, expected] of [28450, 29120, 27890].entries()) {
      const shown = Number(forecast[index]?.[2]?.replace(/\D/gu, ''));
      assert.ok(Math.abs(shown - expected) <= 1, `forecast ${index + 1}: ${shown}, expected ${expected}`);
      assert.match(forecast[index]?.[3] ?? '', / € à /u);
      assert.match(forecast[index]?.[4] ?? '', / € à /u);
    }
    assert.equal(forecast[0]?.[0], 'ven. 1er déc.');
    assert.match(await textOf(page, '#curve svg'), /20 k€/u);
  });
});

test('the arrow keys walk along the curve', async () => {
  await visit('/', FRENCH, async (page) => {
    await page.locator('#curve').focus();
    await page.keyboard.press('Home');
    assert.match(await textOf(page, '#curve-day'), /^mer\. 1er nov\., CA 39 195,18 €, Toussaint, Vacances de la Toussaint$/u);
    await page.keyboard.press('ArrowRight');
    assert.match(await textOf(page, '#curve-day'), /^jeu\. 2 nov\., CA /u);
    await page.locator('#curve .tip', { hasText: 'jeu.' }).waitFor();
  });
});

test('a click on a region filters the page, Escape undoes it, and Back works', async () => {
  await visit('/', FRENCH, async (page) => {
    const map = page.locator('#map path[data-region="Occitanie"]');
    await map.hover();
    assert.match(await textOf(page, '#tip'), /^Occitanie120 450 € · 9,7 %/u);
    await map.click();
    await totalBecomes(page, '120 450 €');
    assert.equal(new URL(page.url()).searchParams.get('region'), 'Occitanie');
    assert.equal(await chosenRegions(page, 'Occitanie'), 1);
    assert.match(await textOf(page, '#chips'), /^Région : Occitanie/u);
    assert.equal(
      await textOf(page, '#curve-note'),
      'La prévision porte sur toutes les ventes : retirez les filtres pour la voir.',
    );
    assert.equal(await textOf(page, '#region-table tbody td.revenue'), '450 230 €', 'the other regions stay comparable');

    await page.keyboard.press('Escape');
    await totalBecomes(page, TOTAL);
    assert.equal(new URL(page.url()).search, '');

    await page.goBack();
    await totalBecomes(page, '120 450 €');
    await map.click();
    await totalBecomes(page, TOTAL);
    await page.goBack();
    await totalBecomes(page, '120 450 €');
    await page.goBack();
    await totalBecomes(page, TOTAL);
  });
});

test('the region table filters from the keyboard and keeps the focus', async () => {
  await visit('/', FRENCH, async (page) => {
    const button = page.getByRole('button', { name: 'Hauts-de-France', exact: true });
    await button.focus();
    await page.keyboard.press('Enter');
    await totalBecomes(page, '89 450 €');
    assert.equal(await button.getAttribute('aria-pressed'), 'true');
    assert.equal(plain(await page.evaluate(() => document.activeElement?.textContent ?? '')), 'Hauts-de-France');
    await page.keyboard.press('Enter');
    await totalBecomes(page, TOTAL);
  });
});

test('a product filters the page, and a filter is removed by its button', async () => {
  await visit('/', FRENCH, async (page) => {
    await page.getByRole('button', { name: /^Pack Premium/u }).click();
    await totalBecomes(page, '320 450 €');
    assert.equal(new URL(page.url()).searchParams.get('product'), 'Pack Premium');
    await page.getByRole('button', { name: 'Retirer le filtre Produit : Pack Premium' }).click();
    await totalBecomes(page, TOTAL);
  });
});

test('the address holds the whole state', async () => {
  await visit('/?period=7&region=Occitanie&product=Pack%20Premium&lang=en', FRENCH, async (page) => {
    assert.match(await textOf(page, '#said'), /^24 – 30 Nov 2023against the previous period/u);
    assert.equal(await page.locator('#chips li').count(), 2);
    assert.equal(await chosenRegions(page, 'Occitanie'), 1);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.waitForURL(/period=all/u);
    assert.equal(new URL(page.url()).searchParams.get('region'), 'Occitanie');
  });
});

test('English comes by address, by the browser, and by the switch', async () => {
  await visit('/?lang=en', FRENCH, async (page) => {
    assert.equal(await page.title(), 'Comptoir – Overview');
    assert.equal(await total(page), '€1,245,678');
  });
  await visit('/', { ...FRENCH, locale: 'en-GB' }, async (page) => {
    assert.equal(await page.title(), 'Comptoir – Overview');
    await page.getByRole('link', { name: 'FR', exact: true }).click();
    await totalBecomes(page, TOTAL);
    assert.equal(await page.title(), 'Comptoir – Vue d’ensemble');
    assert.equal(new URL(page.url()).searchParams.get('lang'), 'fr');
  });
  await visit('/', { ...FRENCH, locale: 'de-DE' }, async (page) => assert.equal(await total(page), TOTAL));
});

test('both catalogues hold the same words, and the page misses none', async () => {
  const [french, english] = await Promise.all(
    ['fr', 'en'].map(async (language) => {
      const pages = ['overview', 'forecasts', 'data', 'sql'].map(async (page) => {
        const answer = await fetch(new URL(`/words/${language}/${page}.ftl`, BASE));
        assert.equal(answer.status, 200);
        return (await answer.text()).match(/^page-[a-z0-9-]+(?= =)/gmu) ?? [];
      });
      return (await Promise.all(pages)).flat();
    }),
  );
  assert.ok(french.length > 50);
  assert.deepEqual(french, english);
  for (const address of ['/', '/?lang=en&region=Occitanie', '/?measure=average_basket&grain=week']) {
    await visit(address, FRENCH, async (page) => assert.deepEqual(await missingWords(page), []));
  }
});

test('nothing scrolls sideways', () => fitsSideways('/'));
test('axe-core finds nothing', () => accessible('/'));
test('axe-core finds nothing when filtered', () =>
  accessible('/?region=Occitanie&product=Pack%20Premium&on=2023-11-25&heat=inhabitant'));

test('the theme follows the choice, and the choice outlives the page', async () => {
  await visit('/', { ...FRENCH, colorScheme: 'light' }, async (page) => {
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.getByRole('button', { name: 'Couleurs du système' }).click();
    await page.getByRole('button', { name: 'Couleurs claires' }).click();
    const dark = await paper();
    assert.notEqual(dark, light);
    await page.reload();
    await settled(page);
    assert.equal(await paper(), dark);
  });
});

test('an error of the API is said, and trying again mends the page', async () => {
  let broken = true;
  await visit(
    '/',
    FRENCH,
    async (page) => {
      assert.match(await textOf(page, '[role="alert"]'), /La base dort\./u);
      broken = false;
      await page.getByRole('button', { name: 'Réessayer' }).click();
      await totalBecomes(page, TOTAL);
    },
    {
      expectErrors: true,
      prepare: (page) =>
        page
          .route('**/api/v1/summary*', (route) =>
            broken
              ? route.fulfill({
                  status: 503,
                  json: { type: 'about:blank', title: '', status: 503, code: 'asleep', detail: 'La base dort.' },
                })
              : route.continue(),
          )
          .then(() => undefined),
    },
  );
});

test('a server that went away is said', async () => {
  await visit(
    '/',
    FRENCH,
    async (page) => {
      assert.match(await textOf(page, '[role="alert"]'), /Le serveur ne répond pas\./u);
    },
    { expectErrors: true, prepare: (page) => page.route('**/api/**', (route) => route.abort()).then(() => undefined) },
  );
});

test('an empty database says how to import', async () => {
  const summary = { data_version: 1, currency: 'EUR', period: null, available: null, revenue: 0, sales: 0, quantity: 0 };
  await visit(
    '/',
    FRENCH,
    async (page) => {
      assert.match(await textOf(page, '.empty'), /comptoir import FICHIER/u);
    },
    { prepare: (page) => page.route('**/api/v1/summary*', (route) => route.fulfill({ json: summary })).then(() => undefined) },
  );
});

test('days that nothing is known of are no zero, and the known days are one press away', async () => {
  await visit(
    '/?from=2022-01-01&to=2022-01-31',
    FRENCH,
    async (page) => {
      assert.match(await textOf(page, '[role="alert"]'), /Aucune donnée du 1er janv\. 2022 au 31 janv\. 2022/u);
      await page.getByRole('button', { name: 'Montrer les derniers jours connus' }).click();
      await totalBecomes(page, TOTAL);
    },
    { expectErrors: true },
  );
});

test('a period that reaches beyond the data is shown as far as they are known', async () => {
  await visit('/?from=2023-11-20&to=2024-06-30', FRENCH, async (page) => {
    assert.match(await textOf(page, '#said'), /^20 – 30 nov\. 2023/u);
  });
});
