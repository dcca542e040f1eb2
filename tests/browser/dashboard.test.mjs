// The page in a real browser, against a running `comptoir demo`:
// COMPTOIR_URL=http://127.0.0.1:5000 npm test
// SCREENSHOT_DIR keeps pictures; CHROMIUM names another browser.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const BASE = process.env.COMPTOIR_URL;
const PICTURES = process.env.SCREENSHOT_DIR;
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const FRENCH = { locale: 'fr-FR', viewport: { width: 1360, height: 900 } };
const TOTAL = '1 245 678 €';

/** @typedef {import('playwright-core').Page} Page */

/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  assert.ok(BASE, 'COMPTOIR_URL names the running server');
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS });
});
after(() => browser?.close());

/**
 * Opens the page, runs the body, and holds the page to silence: no error in the console, none thrown,
 * no request that leaves the origin.
 * @param {string} address
 * @param {import('playwright-core').BrowserContextOptions} options
 * @param {(page: Page) => Promise<void>} body
 * @param {{expectErrors?: boolean, prepare?: (page: Page) => Promise<void>}} [how]
 */
async function visit(address, options, body, { expectErrors = false, prepare } = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  /** @type {string[]} */
  const faults = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`page: ${error.stack}`));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && origin !== new URL(String(BASE)).origin) faults.push(`left the origin: ${request.url()}`);
  });
  try {
    await prepare?.(page);
    await page.goto(new URL(address, BASE).href);
    await settled(page);
    await body(page);
    if (!expectErrors) assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}

/** @param {Page} page */
const settled = (page) => page.locator('main[aria-busy="false"]').waitFor();

/** Text as people read it: every kind of space is one plain space. @param {string | null} text */
const plain = (text) => (text ?? '').replace(/\s+/gu, ' ').trim();

/** @param {Page} page @param {string} selector */
const textOf = async (page, selector) => plain(await page.locator(selector).first().textContent());

/** @param {Page} page @param {string} selector rows of a table @returns {Promise<string[][]>} */
const rowsOf = (page, selector) =>
  page.locator(selector).evaluateAll((rows) =>
    rows.map((row) => [...row.children].map((cell) => (cell.textContent ?? '').replace(/\s+/gu, ' ').trim())),
  );

/** @param {Page} page */
const total = (page) => textOf(page, '[data-figure="revenue"] strong');

/** Waits until the total reads so. @param {Page} page @param {string} expected */
async function totalBecomes(page, expected) {
  await page.waitForFunction(
    (wanted) =>
      document.querySelector('[data-figure="revenue"] strong')?.textContent?.replace(/\s+/gu, ' ') === wanted
      && document.querySelector('main')?.getAttribute('aria-busy') === 'false',
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
    assert.equal(await textOf(page, '[data-figure="average-price"] strong'), '189,20 €');
    assert.equal(await textOf(page, '#said'), '1er – 30 nov. 2023');
    assert.equal(await textOf(page, '#fresh'), 'À jour au 30 nov. 2023');

    const products = await page.locator('#products li[data-product]').evaluateAll((bars) =>
      bars.map((bar) => [bar.querySelector('b'), bar.querySelector('.amount')].map((part) => part?.textContent?.replace(/\s+/gu, ' '))),
    );
    assert.deepEqual(products, [
      ['Pack Premium', '320 450 €'],
      ['Suite Business', '285 670 €'],
      ['Pack Standard', '210 890 €'],
      ['Pack Basique', '185 430 €'],
      ['Module Additionnel A', '120 230 €'],
    ]);
    assert.deepEqual((await rowsOf(page, '#regions-table tbody tr')).slice(0, 5), [
      ['Île-de-France', '450 230 €', '36,1 %'],
      ['Auvergne-Rhône-Alpes', '320 150 €', '25,7 %'],
      ['Nouvelle-Aquitaine', '185 670 €', '14,9 %'],
      ['Occitanie', '120 450 €', '9,7 %'],
      ['Hauts-de-France', '89 450 €', '7,2 %'],
    ]);
    assert.equal(await page.locator('#map path').count(), 18);
    assert.equal(await page.locator('#map path.sold').count(), (await rowsOf(page, '#regions-table tbody tr')).length);
  });
});

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
    assert.match(await textOf(page, '#curve svg'), /10 k€/u);
  });
});

test('the arrow keys walk along the curve', async () => {
  await visit('/', FRENCH, async (page) => {
    await page.locator('#curve').focus();
    await page.keyboard.press('Home');
    assert.match(await textOf(page, '#curve-day'), /^mer\. 1er nov\., CA 39 195,18 €$/u);
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
    assert.equal(await textOf(page, '#curve-note'), 'La prévision porte sur toutes les ventes : retirez les filtres pour la voir.');
    assert.equal(await textOf(page, '#regions-table tbody td'), '450 230 €', 'the other regions stay comparable');

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
    assert.equal(await textOf(page, '#said'), '24 – 30 Nov 2023');
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
      const answer = await fetch(new URL(`/words/${language}/page.ftl`, BASE));
      return (await answer.text()).match(/^page-[a-z0-9-]+(?= =)/gmu);
    }),
  );
  assert.ok(french && french.length > 50);
  assert.deepEqual(french, english);
  for (const address of ['/', '/?lang=en&region=Occitanie']) {
    await visit(address, FRENCH, async (page) => {
      // A word that is missing shows its own name.
      const missing = await page.evaluate(() =>
        [...document.querySelectorAll('body *')]
          .flatMap((one) => [one.getAttribute('aria-label'), one.getAttribute('title'), one.children.length ? '' : one.textContent])
          .filter((text) => text?.includes('page-')),
      );
      assert.deepEqual(missing, []);
    });
  }
});

for (const width of [360, 768, 1440]) {
  test(`nothing scrolls sideways at ${width} px`, async () => {
    await visit('/', { ...FRENCH, viewport: { width, height: 800 } }, async (page) => {
      for (const summary of await page.locator('details > summary').all()) await summary.click();
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(over, 0);
    });
  });
}

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  test(`axe-core finds nothing in ${colorScheme} colours`, async () => {
    for (const address of ['/', '/?region=Occitanie&product=Pack%20Premium']) {
      await visit(address, { ...FRENCH, colorScheme }, async (page) => {
        for (const summary of await page.locator('details > summary').all()) await summary.click();
        await page.addScriptTag({ path: AXE });
        // @ts-expect-error axe is put on the window by the line above
        const { violations } = await page.evaluate(() => window.axe.run());
        assert.deepEqual(
          violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.html).join(' ')}`),
          [],
        );
      }, { prepare: allowScripts });
    }
  });
}

/** axe-core is an inline script, which the page's own policy rightly refuses: this page runs without it. @param {Page} page */
async function allowScripts(page) {
  await page.route('**/*', async (route) => {
    if (route.request().resourceType() !== 'document') return route.continue();
    const response = await route.fetch();
    const headers = response.headers();
    delete headers['content-security-policy'];
    return route.fulfill({ response, headers });
  });
}

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
  await visit('/', FRENCH, async (page) => {
    assert.match(await textOf(page, '[role="alert"]'), /La base dort\./u);
    broken = false;
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await totalBecomes(page, TOTAL);
  }, {
    expectErrors: true,
    prepare: (page) => page.route('**/api/v1/summary*', (route) =>
      broken
        ? route.fulfill({ status: 503, json: { type: 'about:blank', title: '', status: 503, code: 'asleep', detail: 'La base dort.' } })
        : route.continue()).then(() => undefined),
  });
});

test('a server that went away is said', async () => {
  await visit('/', FRENCH, async (page) => {
    assert.match(await textOf(page, '[role="alert"]'), /Le serveur ne répond pas\./u);
  }, { expectErrors: true, prepare: (page) => page.route('**/api/**', (route) => route.abort()).then(() => undefined) });
});

test('an empty database says how to import', async () => {
  const summary = { data_version: 1, currency: 'EUR', period: null, available: null, revenue: 0, sales: 0, quantity: 0 };
  await visit('/', FRENCH, async (page) => {
    assert.match(await textOf(page, '.empty'), /comptoir import FICHIER/u);
  }, { prepare: (page) => page.route('**/api/v1/summary*', (route) => route.fulfill({ json: summary })).then(() => undefined) });
});

test('the pictures of the page, and how soon it was drawn', async (context) => {
  const pictures = /** @type {const} */ ([
    ['dashboard.png', 1360, 'light'],
    ['dashboard-dark.png', 1360, 'dark'],
    ['dashboard-phone.png', 360, 'light'],
  ]);
  for (const [file, width, colorScheme] of pictures) {
    await visit('/', { ...FRENCH, viewport: { width, height: 900 }, colorScheme }, async (page) => {
      const drawn = await page.evaluate(() => performance.getEntriesByName('comptoir-drawn')[0]?.startTime ?? NaN);
      context.diagnostic(`${file}: drawn ${Math.round(drawn)} ms after navigation`);
      if (PICTURES) await page.screenshot({ path: path.join(PICTURES, file), fullPage: true });
    });
  }
});
