// The page of forecasts in a real browser, against a running `comptoir demo`.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { BASE, FRENCH, missingWords, plain, rowsOf, settled, textOf, visit } from './browser.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const BRIEF = 'arima(5,1,0)';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Route} Route */

/** @param {string} path @param {object} [body] what is to be made; nothing asks */
async function api(path, body) {
  const how = body ? { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } } : {};
  const answer = await fetch(new URL(`/api/v1/${path}`, BASE), how);
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

// The overview shows the newest forecast of all sales: it is the demonstration's own again.
after(() => api('forecasts', { model: BRIEF, horizon: 7 }));

/** `1 234 €`, as the page writes it. @param {number} value */
const euros = (value) =>
  plain(new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 }).format(value));

/** What `1 234,56 €` is in whole units. @param {string} cents */
const inUnits = (cents) => euros(Number(cents.replace(/[^\d,]/gu, '').replace(',', '.')));

/** @param {Page} page */
const tried = (page) => page.locator('#trial-box:not([hidden]) tbody tr').first().waitFor();

/** What stands in for an answer of the API. @param {string} pattern @param {(json: any) => any} change */
const changed = (pattern, change) => async (/** @type {Page} */ page) => {
  await page.route(pattern, async (/** @type {Route} */ route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    const response = await route.fetch();
    return route.fulfill({ response, json: change(await response.json()) });
  });
};

/** A forecast of the last seven days of November, and what became of it. */
const PAST = {
  id: 7_001,
  model: 'auto',
  series: 'total',
  target: null,
  last_day: '2023-11-23',
  made_at: '2023-11-24T08:00:00Z',
  data_version: 0,
  horizon: 7,
  whole: { day: '2023-11-24', days: 7, mean: 280_000, lower80: 240_000, upper80: 320_000, lower95: 210_000, upper95: 350_000 },
  points: Array.from({ length: 7 }, (_, day) => ({
    day: `2023-11-${24 + day}`,
    mean: 40_000,
    lower80: 30_000,
    upper80: 50_000,
    lower95: 20_000,
    upper95: 60_000,
  })),
};
const SCORE = {
  id: 7_001,
  model: 'auto',
  series: 'total',
  target: null,
  made_at: '2023-11-24T08:00:00Z',
  days: 7,
  expected: 280_000,
  actual: 321_213,
  error: 14_000,
  last_week_error: 16_000,
  inside80: 4,
  inside95: 5,
};

test('the figure is the sum of the forecast days, with its interval, and the twin has each day', () =>
  visit('/forecasts?horizon=7', FRENCH, async (page) => {
    const { forecasts } = await api('forecasts?series=total&limit=40');
    const newest = forecasts.find((/** @type {any} */ one) => one.points.length >= 7);
    const sum = newest.points.slice(0, 7).reduce((/** @type {number} */ total, /** @type {any} */ { mean }) => total + mean, 0);
    assert.equal(await textOf(page, '.big'), euros(sum));
    assert.match(await textOf(page, '.within'), /^entre .+ € et .+ €, huit fois sur dix$/u);
    const rows = await rowsOf(page, '#curve-table tbody tr');
    const ahead = rows.filter((row) => row[2] !== '');
    assert.equal(ahead.length, 7);
    assert.equal(ahead[0][2], euros(newest.points[0].mean));
    const named = Object.fromEntries(rows.filter((row) => row.at(-1) !== '').map((row) => [row[0], row.at(-1)]));
    assert.equal(named['sam. 11 nov.'], 'Armistice', JSON.stringify(named));
    assert.match(
      String(await page.locator('#curve').getAttribute('aria-label')),
      new RegExp(`^Toutes les ventes, .*${newest.model.replace(/[()]/gu, '\\$&')}\\.$`, 'u'),
    );
    assert.deepEqual(await missingWords(page), []);
  }));

test('the trial names every model, the winner first and the model of the brief among them, and the figures wait for none', async () => {
  /** @type {() => void} */
  let letGo = () => undefined;
  const held = new Promise((resolve) => (letGo = () => resolve(undefined)));
  await visit(
    '/forecasts?horizon=7',
    FRENCH,
    async (page) => {
      assert.match(await textOf(page, '.big'), /€$/u);
      assert.match(await textOf(page, '#trial-state'), /^Évaluation des modèles/u);
      assert.equal(await page.locator('#trial-box').isVisible(), false);
      letGo();
      await tried(page);
      const trial = await api('backtests?horizon=7');
      const rows = await rowsOf(page, '#trial tbody tr');
      assert.equal(rows.length, trial.models.length);
      assert.ok(rows[0][0].startsWith(`${trial.winner}le plus précis`), rows[0][0]);
      assert.ok(rows.some(([model]) => model.startsWith(BRIEF)));
      assert.match(await textOf(page, '#trial-state'), /2 essais seulement/u);
      assert.match(await textOf(page, '#why'), /semaine d’avant/u);
      assert.equal(await page.locator('#model option').count(), rows.length);
      assert.equal(await page.locator('#coverage .held:not(.promises)').count(), rows.length);
      assert.deepEqual(await missingWords(page), []);
    },
    {
      prepare: async (page) => {
        await page.route('**/api/v1/backtests*', async (route) => {
          await held;
          return route.continue();
        });
      },
    },
  );
});

test('a model that could not be tried says why, quietly', () =>
  visit(
    '/forecasts',
    FRENCH,
    async (page) => {
      await tried(page);
      const [row] = (await rowsOf(page, '#trial tbody tr')).slice(-1);
      assert.equal(row[1], 'Pas encore assez de passé : 12 jours, il en faut 21.');
    },
    {
      prepare: changed('**/api/v1/backtests*', (json) => ({
        ...json,
        models: [
          ...json.models,
          { model: 'ets(A,A,A)', error: 'forecast-series-too-short', facts: { observed: 12, needed: 21 } },
        ],
      })),
    },
  ));

test('without a forecast the page shows the sales alone and offers one', () =>
  visit(
    '/forecasts',
    FRENCH,
    async (page) => {
      assert.equal(await textOf(page, '.big'), 'Pas encore de prévision');
      assert.match(await textOf(page, '#standing'), /à 7 jours/u);
      assert.equal((await rowsOf(page, '#curve-table tbody tr')).length, 30);
      assert.equal(await page.locator('#make').isVisible(), true);
      assert.equal(await page.locator('#make-parts').isVisible(), true);
    },
    { prepare: changed('**/api/v1/forecasts?*', () => ({ forecasts: [] })) },
  ));

test('a forecast older than the sales says so', () =>
  visit('/forecasts', FRENCH, (page) => textOf(page, '#standing').then((text) => assert.match(text, /^Les ventes ont changé/u)), {
    prepare: changed('**/api/v1/summary', (json) => ({ ...json, sales_version: json.data_version + 1 })),
  }));

test('a past that is too short is told with its remedy, and the figures stay', () =>
  visit(
    '/forecasts?horizon=28',
    FRENCH,
    async (page) => {
      await page.locator('#make').click();
      await page.locator('#making-progress .down').waitFor();
      assert.equal(await textOf(page, '#making-progress'), 'Il n’y a que 3 jours.Importez un historique plus long.');
      assert.equal(await page.locator('#curve').isVisible(), true);
    },
    {
      expectErrors: true,
      prepare: async (page) => {
        await page.route('**/api/v1/forecasts', (route) =>
          route.fulfill({
            status: 422,
            contentType: 'application/problem+json',
            json: {
              status: 422,
              code: 'forecast-series-too-short',
              detail: 'il n’y a que 3 jours',
              remedy: 'importez un historique plus long',
            },
          }),
        );
      },
    },
  ));

test('parts are forecast together; one of them becomes what the page is of, and the address holds it', () =>
  visit('/forecasts?horizon=7', FRENCH, async (page) => {
    await api('forecasts', { by: 'region', horizon: 7 });
    await page.reload();
    await settled(page);
    const rows = await rowsOf(page, '#parts tbody tr');
    assert.equal(rows[0][0], 'Toutes les ventes');
    assert.equal(rows[1][0], 'Île-de-France');
    const shares = rows.slice(1).map((row) => Number.parseFloat(row[5].replace(',', '.')));
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100) < 0.5, `${shares}`);
    const cents = rows.map((row) => Math.round(100 * Number(row[2].replace(/[^\d,]/gu, '').replace(',', '.'))));
    assert.equal(
      cents.slice(1).reduce((sum, part) => sum + part, 0),
      cents[0],
    );

    await page.locator('#parts button', { hasText: 'Île-de-France' }).click();
    await page.locator('#expected-small', { hasText: 'Île-de-France' }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('target'), 'region:Île-de-France');
    assert.equal(await textOf(page, '.big'), inUnits(rows[1][2]));
    await page.reload();
    await settled(page);
    assert.equal(await textOf(page, '.big'), inUnits(rows[1][2]));
    assert.equal(await page.locator('#target select').nth(1).inputValue(), 'Île-de-France');
    await page.goBack();
    await page.locator('#expected-small', { hasText: 'Toutes les ventes' }).waitFor();
  }));

test('a forecast is made by the keyboard, and the focus stays', () =>
  visit('/forecasts?horizon=14', FRENCH, async (page) => {
    await page.locator('#model').selectOption(BRIEF);
    await page.locator('#make').press('Enter');
    await page.locator('#why b', { hasText: BRIEF }).waitFor();
    await page.locator('#making-progress:empty').waitFor({ state: 'attached' });
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'make');
    assert.equal((await rowsOf(page, '#curve-table tbody tr')).filter((row) => row[2] !== '').length, 14);
  }));

test('whoever comes from one region of the overview sees its forecast', () =>
  visit('/forecasts?region=Occitanie', FRENCH, async (page) => {
    assert.equal(await textOf(page, '#expected-small'), 'Occitanie');
    await page.locator('#target select').first().selectOption('total');
    await page.locator('#expected-small', { hasText: 'Toutes les ventes' }).waitFor();
  }));

test('past forecasts stand beside what came, as figures, as a curve and as kept promises', () =>
  visit(
    '/forecasts?horizon=7',
    FRENCH,
    async (page) => {
      await page.locator('#scored-curve[data-drawn]').waitFor();
      const [row] = await rowsOf(page, '#scores tbody tr');
      assert.deepEqual(row.slice(1), ['auto', '7', '280 000 €', '321 213 €', '14 000 €', '−12,5 %', '4 sur 7', '5 sur 7']);
      const days = await rowsOf(page, '#scored-table tbody tr');
      assert.deepEqual(days[0].slice(0, 3), ['ven. 24 nov.', '72 353,05 €', '40 000 €']);
      assert.match(await textOf(page, '#scored-summary'), /321 213 € réalisés \(\+14,7 %\)/u);
      assert.match(await textOf(page, '#standing'), /déjà passés/u);
      assert.equal(await textOf(page, '#expected-title'), 'Les 7 jours prévus');
      await tried(page);
      await page.locator('.held.subject', { hasText: 'Vos prévisions' }).waitFor();
      assert.match(await textOf(page, '#coverage-summary'), /57 % dans l’intervalle de 80 %, 71 % dans celui de 95 %/u);
    },
    {
      prepare: async (page) => {
        await changed('**/api/v1/forecasts/scores', () => ({ scores: [SCORE] }))(page);
        await changed('**/api/v1/forecasts?*', (json) => ({ forecasts: [PAST, ...json.forecasts] }))(page);
      },
    },
  ));

test('every card offers its figures as files', () =>
  visit('/forecasts?horizon=7', FRENCH, async (page) => {
    await tried(page);
    for (const [card, path] of [
      ['#expected-menu', 'forecasts'],
      ['#trial-menu', 'backtests'],
      ['#coverage-menu', 'backtests'],
    ]) {
      const link = page.locator(`${card} [data-format="csv-fr"]`);
      const address = new URL(String(await link.getAttribute('href')), BASE);
      assert.equal(address.pathname, `/api/v1/${path}`);
      assert.equal(address.searchParams.get('format'), 'csv-fr');
    }
    for (const chart of ['expected', 'coverage'])
      assert.equal(await page.locator(`#${chart}-menu [data-format="png"]`).count(), 1, chart);
    const sql = new URL(
      String(await page.locator('#expected-menu [data-format="sql"]').getAttribute('href')),
      BASE,
    ).searchParams.get('sql');
    const { rows } = await (await fetch(new URL(`/api/v1/sql?${new URLSearchParams({ sql: sql ?? '' })}`, BASE))).json();
    assert.equal(rows.length, (await rowsOf(page, '#curve-table tbody tr')).filter((row) => row[2] !== '').length);
  }));

test('the arrow keys walk along the days of the curve', () =>
  visit('/forecasts?horizon=7', FRENCH, async (page) => {
    await page.locator('#curve').press('End');
    assert.match(await textOf(page, '#curve-day'), /Prévision .+ €, 80 %/u);
    await page.locator('#curve').press('Home');
    assert.match(await textOf(page, '#curve-day'), /^mer\. 1er nov\., CA/u);
  }));

test('English readers read English', () =>
  visit('/forecasts?lang=en', FRENCH, async (page) => {
    await tried(page);
    assert.match(await textOf(page, '.within'), /^between €/u);
    assert.deepEqual(await missingWords(page), []);
  }));

test('the page fits 360, 768 and 1440 px', async () => {
  for (const width of [360, 768, 1440]) {
    await visit(
      '/forecasts',
      { ...FRENCH, viewport: { width, height: 800 } },
      async (page) => {
        await openAll(page);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(over, 0, `${width} px`);
      },
      { prepare: withScores },
    );
  }
});

test('axe-core finds nothing in light and in dark', async () => {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await visit(
      '/forecasts',
      { ...FRENCH, colorScheme },
      async (page) => {
        await openAll(page);
        await page.addScriptTag({ path: AXE });
        // @ts-expect-error axe is put on the window by the line above
        const { violations } = await page.evaluate(() => window.axe.run());
        assert.deepEqual(
          violations.map(
            (/** @type {any} */ one) =>
              `${colorScheme}: ${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.html).join(' ')}`,
          ),
          [],
        );
      },
      {
        prepare: async (page) => {
          await withScores(page);
          await allowScripts(page);
        },
      },
    );
  }
});

/** Everything that comes late is there, and everything is open that can be. @param {Page} page */
async function openAll(page) {
  await tried(page);
  await page.locator('#scored-curve[data-drawn]').waitFor();
  for (const summary of await page.locator('details.twin > summary').all()) await summary.click();
}

/** @param {Page} page */
const withScores = async (page) => {
  await changed('**/api/v1/forecasts/scores', () => ({ scores: [SCORE] }))(page);
  await changed('**/api/v1/forecasts?*', (json) => ({ forecasts: [...json.forecasts, PAST] }))(page);
};

/** axe-core is an inline script, which the page's own policy rightly refuses: this page runs without it. @param {Page} page */
async function allowScripts(page) {
  await page.route('**/forecasts', async (route) => {
    if (route.request().resourceType() !== 'document') return route.fallback();
    const response = await route.fetch();
    const headers = response.headers();
    delete headers['content-security-policy'];
    return route.fulfill({ response, headers });
  });
}
