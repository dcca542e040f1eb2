// The states that people meet, each on a database of its own: COMPTOIR_BINARY=target/release/comptoir npm test
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, FRENCH, fitsSideways, missingWords, plain, rowsOf, settled, textOf, visit } from './browser.mjs';
import { csv, withService, withTwoServices } from './service.mjs';

const PRODUCTS = ['id', 'name', 'price', 'category'];
const STORES = ['id', 'name', 'city', 'region', 'address'];
const SALES = ['id', 'product_id', 'store_id', 'sale_date', 'quantity', 'amount', 'ticket'];
const DAY_MS = 86_400_000;

/** @param {string} first @param {number} days */
const daysFrom = (first, days) =>
  Array.from({ length: days }, (_, at) => new Date(Date.parse(first) + at * DAY_MS).toISOString().slice(0, 10));

/**
 * Two years of a small shop: as many euros a day as its weekday has, a tenth more in the second year.
 * @returns {Record<string, string>}
 */
function twoYears() {
  let id = 0;
  const sales = daysFrom('2022-10-01', 730).flatMap((day, at) => {
    const weekday = (new Date(day).getUTCDay() + 6) % 7;
    const factor = at < 364 ? 1 : 1.1;
    return [1, 2].map((store) => {
      id += 1;
      return [id, (id % 3) + 1, store, day, 2, ((weekday + 1) * 10 * store * factor).toFixed(2), `T${day}${store}`];
    });
  });
  return {
    products: csv(PRODUCTS, [
      [1, 'Pain', 2, 'Pains'],
      [2, 'Tarte', 12, 'Pâtisseries'],
      [3, 'Café', 3, 'Boissons'],
    ]),
    stores: csv(STORES, [
      [1, 'Centre', 'Rennes', 'Bretagne', 'rue A'],
      [2, 'Port', 'Brest', 'Bretagne', 'rue B'],
    ]),
    sales: csv(SALES, sales),
  };
}

test('an empty database begins in a friendly way', () =>
  withService({}, async (url) => {
    await visit(url, FRENCH, async (page) => {
      assert.match(await textOf(page, '.empty'), /Tout est prêt, il ne manque que vos ventes/u);
      assert.match(await textOf(page, '.empty'), /comptoir demo/u);
      await page.getByRole('link', { name: 'Importer un fichier' }).click();
      await page.waitForURL(/\/data/u);
    });
    for (const path of ['/', '/forecasts', '/data', '/sql']) {
      await visit(url + path, FRENCH, async (page) => assert.deepEqual(await missingWords(page), []));
      await accessible(url + path);
      await fitsSideways(url + path);
    }
  }));

test('figures are compared with the period before and with N-1 on the same weekdays', () =>
  withService(twoYears(), async (url) => {
    await visit(`${url}/?from=2024-08-05&to=2024-09-01`, FRENCH, async (page) => {
      // Four whole weeks: 4 × 280 € × 3 stores' worth × 1.1.
      assert.equal(await textOf(page, '[data-figure="revenue"] strong'), '3 696 €');
      assert.equal(await textOf(page, '[data-figure="revenue"] .change >> nth=0'), '0,0 % vs période préc.');
      assert.equal(await textOf(page, '[data-figure="revenue"] .change >> nth=1'), '▲+10,0 % vs N-1');
      assert.equal(await textOf(page, '[data-figure="average_basket"] strong'), '66,00 €');
      assert.match(await textOf(page, '#why-sentence'), /Le CA a augmenté de 336 € \(\+10,0 %\), surtout par les prix/u);
      const steps = await rowsOf(page, '#why-steps tbody tr');
      assert.deepEqual(
        [steps[0], steps.at(-1)],
        [
          ['N-1', '', '3 360 €'],
          ['Période', '', '3 696 €'],
        ],
      );
      await page.locator('details:has(#curve-table) > summary').click();
      assert.deepEqual((await rowsOf(page, '#curve-table tbody tr'))[0]?.slice(0, 4), [
        'lun. 5 août',
        '33,00 €',
        '30,00 €',
        '+10,0 %',
      ]);
      await page.getByRole('button', { name: 'les mêmes jours N-1' }).click();
      await page.waitForURL(/compare=previous/u);
      await settled(page);
      assert.deepEqual((await rowsOf(page, '#curve-table tbody tr'))[0]?.slice(0, 4), [
        'lun. 5 août',
        '33,00 €',
        '33,00 €',
        '0,0 %',
      ]);
    });
  }));

/** A shop whose second store moved within its town in October 2023, under its name and another number. */
function movedStore() {
  let id = 0;
  const sales = daysFrom('2022-10-01', 730).flatMap((day) =>
    [1, day < '2023-10-05' ? 2 : 3].map((store) => {
      id += 1;
      return [id, 1, store, day, 1, store * 10, `T${day}${store}`];
    }),
  );
  return {
    products: csv(PRODUCTS, [[1, 'Pain', 2, 'Pains']]),
    stores: csv(STORES, [
      [1, 'Centre', 'Rennes', 'Bretagne', 'rue A'],
      [2, 'Port', 'Brest', 'Bretagne', 'rue B'],
      [3, 'Port', 'Brest', 'Bretagne', 'rue C'],
    ]),
    sales: csv(SALES, sales),
  };
}

test('stores of one name are distinguished, filtered one by one, and the one that goes on is said', () =>
  withService(movedStore(), async (url) => {
    await visit(`${url}/?from=2024-08-01&to=2024-08-28&compare=n-1`, FRENCH, async (page) => {
      const names = (await rowsOf(page, '#store-table tbody tr')).map((cells) => cells[0]);
      assert.deepEqual(names, ['Port (n° 3)', 'Centre', 'Port (n° 2)']);
      assert.match(await textOf(page, '#store-note'), /Port \(n° 3\) semble remplacer Port \(n° 2\) : \+840 € et −560 €/u);
      assert.equal(await page.locator('#products-note').isVisible(), false);
      await page.getByRole('button', { name: 'Port (n° 3)' }).click();
      await page.waitForURL(/store=/u);
      await settled(page);
      assert.equal(await textOf(page, '[data-figure="revenue"] strong'), '840 €');
    });
    await visit(`${url}/?store=port`, FRENCH, async (page) => {
      assert.match(await textOf(page, 'main'), /« port » peut désigner 2 magasins.*Précisez : Port \(n° 2\) · Port \(n° 3\)/su);
      await page.getByRole('button', { name: 'Retirer les filtres' }).click();
      await settled(page);
      assert.equal(await page.locator('#store-table').isVisible(), true);
    });
  }));

/** Fourteen stores that sell as the year before, but for the fourth, which sells a quarter of it. */
function fourteenStores() {
  let id = 0;
  const days = [...daysFrom('2023-10-01', 60), ...daysFrom('2024-09-29', 60)];
  const sales = days.flatMap((day) =>
    Array.from({ length: 14 }, (_, at) => {
      id += 1;
      const amount = day > '2024' && at === 3 ? 10 + at : 40 + 4 * at;
      return [id, 1, at + 1, day, 1, amount, `T${day}${at}`];
    }),
  );
  return {
    products: csv(PRODUCTS, [[1, 'Pain', 2, 'Pains']]),
    stores: csv(
      STORES,
      Array.from({ length: 14 }, (_, at) => [at + 1, `Magasin ${at + 1}`, `Ville ${at + 1}`, 'Bretagne', 'rue A']),
    ),
    sales: csv(SALES, sales),
  };
}

test('the store that falls is one press away, among all of them', () =>
  withService(fourteenStores(), async (url) => {
    await visit(`${url}/?from=2024-10-01&to=2024-10-30`, FRENCH, async (page) => {
      const names = async () => (await rowsOf(page, '#store-table tbody tr')).map((cells) => cells[0]);
      const title = page.locator('#store-table thead').getByRole('button', { name: 'Évolution' });
      assert.equal((await names()).length, 14);
      assert.equal((await names())[0], 'Magasin 14');
      await title.click();
      await page.waitForURL(/sort=store\.change\.up/u);
      await settled(page);
      assert.equal((await names())[0], 'Magasin 4');
      assert.equal(await textOf(page, '#store-table th[aria-sort="ascending"]'), 'Évolution');
      assert.deepEqual((await rowsOf(page, '#store-table tr.falls'))[0]?.slice(-2), ['−75,0 %', '−1 170 €']);
      assert.deepEqual((await rowsOf(page, '#store-table tfoot tr'))[0], ['Total', '26 550 €', '100,0 %', '−4,2 %', '−1 170 €']);
      assert.match(await textOf(page, '[data-figure="revenue"]'), /26 550 €.*−4,2 % vs N-1/su);
      await title.click();
      await page.waitForURL(/sort=store\.change\.down/u);
      await settled(page);
      assert.equal((await names()).at(-1), 'Magasin 4');
      await page.locator('#store-table').getByRole('searchbox').fill('MAGASIN 4');
      assert.deepEqual(await names(), ['Magasin 4']);
      assert.equal(await page.locator('#store-table tfoot').count(), 0);
      await page.locator('#store-table').getByRole('searchbox').fill('');
      await page.getByRole('button', { name: 'Magasin 4', exact: true }).click();
      await settled(page);
      await page.getByRole('button', { name: 'Magasin 12', exact: true }).click({ modifiers: ['Control'] });
      await page.waitForURL(/store=Magasin\+4.*store=Magasin\+12/u);
      await settled(page);
      assert.equal(await textOf(page, '[data-figure="revenue"] strong'), '2 910 €');
      assert.equal((await names()).length, 14, 'the others stay comparable');
    });
    await accessible(`${url}/?from=2024-10-01&to=2024-10-30&sort=store.difference.up`);
  }));

test('periods go by days, months, quarters, years and free days, and the arrows walk through them', () =>
  withService(twoYears(), async (url) => {
    await visit(`${url}/?period=month`, FRENCH, async (page) => {
      const said = async () => (await textOf(page, '#said')).replace(/contre.*/u, '');
      assert.equal(await said(), '1er – 29 sept. 2024');
      await page.getByRole('button', { name: 'Période précédente' }).click();
      await page.waitForURL(/to=2024-08-31/u);
      await settled(page);
      assert.equal(await said(), '1er – 31 août 2024');
      await page.getByRole('button', { name: 'Trimestre' }).click();
      await page.waitForURL(/period=quarter/u);
      await settled(page);
      assert.equal(await said(), '1er juil. – 29 sept. 2024');
      await page.getByText('Du… au…').click();
      await page.getByLabel('Du', { exact: true }).fill('2024-01-15');
      await page.getByLabel('Au', { exact: true }).fill('2024-01-21');
      await page.getByRole('button', { name: 'Afficher' }).click();
      await page.waitForURL(/from=2024-01-15&to=2024-01-21/u);
      await settled(page);
      assert.equal(await textOf(page, '[data-figure="revenue"] strong'), '924 €');
      await page.goBack();
      await settled(page);
      assert.equal(await said(), '1er juil. – 29 sept. 2024');
    });
  }));

test('a day of the rhythm filters everything but the curve', () =>
  withService(twoYears(), async (url) => {
    await visit(`${url}/?from=2024-09-02&to=2024-09-29`, FRENCH, async (page) => {
      await page.locator('#weeks [data-day="2024-09-08"]').click();
      await page.waitForURL(/on=2024-09-08/u);
      await settled(page);
      assert.equal(await textOf(page, '[data-figure="revenue"] strong'), '231 €');
      assert.equal(await page.locator('#curve').getAttribute('data-drawn'), '28');
      assert.match(await textOf(page, '#chips'), /^Jours : dim\. 8 sept\./u);
      await page.keyboard.press('Escape');
      await settled(page);
      assert.equal(new URL(page.url()).searchParams.get('on'), null);
    });
  }));

test('one day, one product', () =>
  withService(
    {
      products: csv(PRODUCTS, [[1, 'Pain', 2, 'Pains']]),
      stores: csv(STORES, [[1, 'Centre', 'Rennes', 'Bretagne', 'rue A']]),
      sales: csv(SALES, [[1, 1, 1, '2024-03-01', 1, '2.10', 'T1']]),
    },
    async (url) => {
      await visit(url, FRENCH, async (page) => {
        assert.equal(await textOf(page, '[data-figure="revenue"] strong'), '2 €');
        assert.equal(await page.locator('#products li[data-product]').count(), 1);
        await page.locator('details:has(#products-table) > summary').click();
        assert.deepEqual((await rowsOf(page, '#products-table tbody tr'))[0]?.slice(0, 3), ['Pain', '2,10 €', '100,0 %']);
      });
      await accessible(url);
    },
  ));

test('5 000 products, names of 80 characters, a store without region, negative revenue', () =>
  withService(
    {
      products: csv(
        PRODUCTS,
        Array.from({ length: 5000 }, (_, at) => [
          at + 1,
          `${'Très long nom de produit qui ne finit pas avant quatre-vingts '.slice(0, 74)} ${String(at).padStart(5, '0')}`,
          5,
          'Tout',
        ]),
      ),
      stores: csv(STORES, [
        [1, 'Centre', 'Rennes', 'Bretagne', 'rue A'],
        [2, 'Marché', '', '', ''],
      ]),
      sales: csv(
        SALES,
        Array.from({ length: 5000 }, (_, at) => [
          at + 1,
          at + 1,
          (at % 2) + 1,
          daysFrom('2024-03-01', 30)[at % 30] ?? '',
          at % 2 ? -1 : 1,
          at % 2 ? '-6.00' : '5.00',
          `T${at}`,
        ]),
      ),
    },
    async (url) => {
      await visit(url, FRENCH, async (page) => {
        assert.equal(await textOf(page, '[data-figure="revenue"] strong'), '−2 500 €');
        assert.match(await textOf(page, '#elsewhere'), /Région inconnue : −15 000 €/u);
        assert.match(await textOf(page, '#products .others'), /^Autres produits/u);
        await page.locator('details:has(#products-table) > summary').click();
        await page.locator('#products-table table[aria-rowcount="5001"]').waitFor();
        assert.ok((await page.locator('#products-table tbody tr').count()) < 100, 'rows out of sight are not drawn');
        await page.locator('#products-table .scroll').evaluate((box) => box.scrollTo(0, box.scrollHeight));
        await page.locator('#products-table tr[aria-rowindex="5001"]').waitFor();
        assert.match(await textOf(page, '#products-table tr[aria-rowindex="5001"]'), /−6,00 €/u);
        await page.locator('#products-table').getByRole('searchbox').fill('00042');
        assert.equal((await rowsOf(page, '#products-table tbody tr')).length, 1);
        await page.getByText('+ filtre').click();
        await page.getByLabel('Chercher un nom').fill('00042');
        await page.locator('#chooser .names button', { hasText: '00042' }).click();
        await page.waitForURL(/product=/u);
        await settled(page);
        assert.equal(await textOf(page, '[data-figure="revenue"] strong'), '5 €');
      });
      await accessible(url);
      await fitsSideways(url);
    },
  ));

test('names that look like programs or formulas stay text', () =>
  withService(
    {
      products: csv(PRODUCTS, [
        [1, '<script>alert(1)</script>', 2, '<b>gras</b>'],
        [2, '=HYPERLINK("http://x")', 2, '@SUM(A1)'],
      ]),
      stores: csv(STORES, [[1, '<img src=x onerror=alert(1)>', 'Rennes', 'Bretagne', 'rue A']]),
      sales: csv(SALES, [
        [1, 1, 1, '2024-03-01', 1, '2.00', 'T1'],
        [2, 2, 1, '2024-03-02', 1, '1.00', 'T2'],
      ]),
    },
    async (url) => {
      await visit(url, FRENCH, async (page) => {
        assert.equal(await textOf(page, '#products li[data-product] b'), '<script>alert(1)</script>');
        assert.equal(await textOf(page, '#store-table tbody th'), '<img src=x onerror=alert(1)>');
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page
            .locator('#products-menu summary')
            .click()
            .then(() => page.locator('#products-menu [data-format="csv-fr"]').click()),
        ]);
        const { readFileSync } = await import('node:fs');
        const text = readFileSync(await download.path(), 'utf8');
        assert.ok(text.startsWith('\ufeff'));
        assert.match(text, /"?'=HYPERLINK/u);
      });
    },
  ));

test('the page draws itself anew when the data change', () =>
  withService(twoYears(), async (url) => {
    await visit(`${url}/?from=2024-09-29&to=2024-09-29`, FRENCH, async (page) => {
      assert.equal(await textOf(page, '[data-figure="revenue"] strong'), '231 €');
      const form = new FormData();
      form.set('file', new Blob([csv(SALES, [[90_001, 1, 1, '2024-09-29', 1, '100.00', 'T9']])]), 'more.csv');
      const answer = await fetch(`${url}/api/v1/imports`, { method: 'POST', body: form });
      assert.equal(answer.status, 201);
      await page.waitForFunction(() => document.querySelector('[data-figure="revenue"] strong')?.textContent?.startsWith('331'));
      assert.equal(plain(await page.locator('#banner').textContent()), '');
    });
  }));

test('the map changes its colours: revenue, per inhabitant, change', () =>
  withService(twoYears(), async (url) => {
    await visit(`${url}/?from=2024-09-02&to=2024-09-29`, FRENCH, async (page) => {
      await page.getByRole('button', { name: 'pour 1 000 hab.' }).click();
      await page.waitForURL(/heat=inhabitant/u);
      await settled(page);
      await page.locator('#map path[data-region="Bretagne"]').hover();
      // 3 696 € for 3 449 370 people.
      assert.match(await textOf(page, '#tip'), /1,07 € pour 1 000 habitants/u);
      await page.locator('#heats').getByRole('button', { name: 'évolution' }).click();
      await page.waitForURL(/heat=change/u);
      await settled(page);
      assert.equal(await page.locator('#map path.sold.change').count(), 1);
    });
  }));

test('a chart is saved as SVG and as PNG', () =>
  withService(twoYears(), async (url) => {
    await visit(url, FRENCH, async (page) => {
      const { readFileSync } = await import('node:fs');
      for (const [menu, kind, begins] of /** @type {const} */ ([
        ['#curve-menu', 'svg', '<svg'],
        ['#region-menu', 'png', '\x89PNG'],
        ['#products-menu', 'svg', '<svg'],
        ['#why-menu', 'png', '\x89PNG'],
      ])) {
        await page.locator(`${menu} summary`).click();
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.locator(`${menu} [data-format="${kind}"]`).click(),
        ]);
        const content = readFileSync(await download.path(), 'latin1');
        assert.ok(content.startsWith(begins), `${menu} ${kind}`);
        assert.match(download.suggestedFilename(), /^[^?_]+ \d{4}-\d{2}-\d{2}_\d{4}-\d{2}-\d{2}\.(svg|png)$/u);
        assert.ok(!content.includes('var(--'), 'colours are written out');
        // What it shows, and of which days.
        if (kind === 'svg') assert.match(content, /font-weight="600">(Chiffre|Meilleurs).*?sept\.[^<]{0,2}2024/su, menu);
        await page.keyboard.press('Escape');
      }
    });
  }));

test('the Database Service goes away and comes back: a banner, and nothing is lost', () =>
  withTwoServices(twoYears(), async (url, database) => {
    await visit(
      `${url}/?from=2024-09-02&to=2024-09-29`,
      FRENCH,
      async (page) => {
        assert.equal(await textOf(page, '[data-figure="revenue"] strong'), '3 696 €');
        await database.stop();
        await page.locator('#banner:not([hidden])').waitFor({ timeout: 20_000 });
        assert.match(await textOf(page, '#banner'), /^La base de données ne répond pas/u);
        assert.equal(await textOf(page, '[data-figure="revenue"] strong'), '3 696 €', 'the figures stay');
        await database.start();
        await page.locator('#banner').waitFor({ state: 'hidden', timeout: 20_000 });
        await settled(page);
        assert.equal(await textOf(page, '[data-figure="revenue"] strong'), '3 696 €');
      },
      { expectErrors: true },
    );
  }));

test('a target of the month stands beside the revenue', () =>
  withService({ ...twoYears(), targets: csv(['month', 'target'], [['2024-09', '4000']]) }, async (url) => {
    await visit(`${url}/?period=month`, FRENCH, async (page) => {
      assert.match(
        await textOf(page, '[data-figure="revenue"] .target'),
        /de l’objectif \(4 000 €\) au 29 sept\. · attendu : .* · reste /u,
      );
    });
  }));

test('a password leads through the door and back', () =>
  withService(
    twoYears(),
    async (url) => {
      const context = { ...FRENCH };
      await visit(
        `${url}/login?next=%2Fsql`,
        context,
        async (page) => {
          assert.deepEqual(await missingWords(page), []);
          await page.getByLabel('Mot de passe', { exact: true }).fill('faux');
          await page.getByRole('button', { name: 'Se connecter' }).click();
          await page.locator('#login-status', { hasText: /\S/u }).waitFor();
          await page.getByLabel('Mot de passe', { exact: true }).fill('sésame');
          await page.getByRole('button', { name: 'Se connecter' }).click();
          await page.waitForURL(`${url}/sql`);
          await settled(page);
          await page.getByRole('button', { name: 'Se déconnecter' }).click();
          await page.waitForURL(/\/login/u);
          await page.goto(url);
          await page.waitForURL(/\/login$/u);
        },
        { expectErrors: true },
      );
      await accessible(`${url}/login`);
      await fitsSideways(`${url}/login`);
    },
    { environment: { COMPTOIR_PASSWORD: 'sésame' } },
  ));

test('the page of the API reads well', () =>
  withService({}, async (url) => {
    await visit(`${url}/api/docs`, FRENCH, async (page) => {
      assert.match(await textOf(page, '#api-routes'), /\/api\/v1\/summary/u);
    });
    await accessible(`${url}/api/docs`);
    await fitsSideways(`${url}/api/docs`);
  }));

test('the key figures stand side by side, each as wide as the others', () =>
  withService(twoYears(), async (url) => {
    await visit(url, FRENCH, async (page) => {
      const boxes = await page
        .locator('.figure')
        .evaluateAll((figures) => figures.map((figure) => figure.getBoundingClientRect().toJSON()));
      assert.equal(boxes.length, 5);
      assert.ok(
        boxes.every(({ width, top }) => Math.abs(width - boxes[0].width) < 2 && top === boxes[0].top && width > 150),
        JSON.stringify(boxes),
      );
    });
  }));
