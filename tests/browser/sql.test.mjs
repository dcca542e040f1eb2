// The page of SQL: a query, the tables it can ask, and what came back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, FRENCH, fitsSideways, missingWords, plain, rowsOf, settled, textOf, visit } from './browser.mjs';

/** @typedef {import('playwright-core').Page} Page */

const PHONE = { locale: 'fr-FR', viewport: { width: 360, height: 780 } };
/** @param {string} sql */
const asking = (sql) => `/sql?${new URLSearchParams({ sql })}`;
/** @param {Page} page */
const written = (page) => page.locator('.cm-line').evaluateAll((lines) => lines.map((line) => line.textContent).join('\n'));
/** @param {Page} page */
const rows = (page) => rowsOf(page, '#rows tbody tr');

/** @param {Page} page @param {string} sql */
async function write(page, sql) {
  await page.click('.cm-content');
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(sql);
}

/** Does what starts a query, and waits for its result. @param {Page} page @param {() => Promise<void>} start */
async function ran(page, start) {
  const before = await page.evaluate(() => performance.getEntriesByName('comptoir-drawn').length);
  await start();
  await page.waitForFunction((count) => performance.getEntriesByName('comptoir-drawn').length > count, before);
  await settled(page);
}

test('the page begins with an empty query, examples, and the word that nothing can be changed', () =>
  visit('/sql', FRENCH, async (page) => {
    assert.equal(plain(await written(page)), 'Écrivez une requête SELECT, ou choisissez un exemple');
    assert.match(await textOf(page, '#query-title'), /en lecture seule/u);
    assert.equal(await page.locator('#examples button').count(), 6);
    assert.equal(await textOf(page, '#idle'), 'Le résultat de votre requête s’affichera ici.');
    assert.deepEqual(await missingWords(page), []);
  }));

test('each example gives rows, and its columns are named in the language of the reader', () =>
  visit('/sql', FRENCH, async (page) => {
    for (const example of await page.locator('#examples button').all()) {
      await ran(page, () => example.click());
      assert.equal(await page.locator('[role=alert]').count(), 0, String(await example.textContent()));
      assert.ok((await rows(page)).length > 0, String(await example.textContent()));
    }
    await ran(page, () => page.click('[data-example=products]'));
    assert.deepEqual(await rowsOf(page, '#rows thead tr'), [['Produit', 'CA', 'Quantité']]);
    assert.deepEqual(await missingWords(page), []);
  }));

test('the total of the example is the total of the overview', () =>
  visit('/sql', FRENCH, async (page) => {
    const { revenue, sales } = await page.evaluate(async () => (await fetch('/api/v1/summary')).json());
    await ran(page, () => page.click('[data-example=total]'));
    const [row] = await rows(page);
    const french = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 3 });
    assert.deepEqual(
      row?.slice(0, 2),
      [revenue, sales].map((figure) => plain(french.format(figure))),
    );
  }));

test('the shares of the regions add up to the whole', () =>
  visit('/sql', FRENCH, async (page) => {
    await ran(page, () => page.click('[data-example=regions]'));
    const shares = (await rows(page)).map((row) => Number(row[2]?.replace(',', '.')));
    const whole = shares.reduce((sum, share) => sum + share, 0);
    assert.ok(Math.abs(whole - 100) < 0.05 * shares.length, String(whole));
  }));

test('a query in the address runs at once, beside what other pages have chosen', () =>
  visit(`${asking('select 1234.5 as somme, null as rien')}&period=7`, FRENCH, async (page) => {
    assert.equal(await written(page), 'select 1234.5 as somme, null as rien');
    assert.deepEqual(await rows(page), [['1 234,5', '—']]);
    assert.match(await textOf(page, '#result-summary'), /^1 ligne en /u);
    assert.equal(await page.locator('#pages a').first().getAttribute('href'), '/?period=7');
    await ran(page, () => page.click('[data-example=total]'));
    assert.equal(new URL(page.url()).searchParams.get('period'), '7');
  }));

test('going back shows the query before, and its result', () =>
  visit(asking('select 1 as un'), FRENCH, async (page) => {
    await write(page, 'select 2 as deux');
    await ran(page, () => page.click('#run'));
    assert.deepEqual(await rows(page), [['2']]);
    await ran(page, async () => void (await page.goBack()));
    assert.equal(await written(page), 'select 1 as un');
    assert.deepEqual(await rows(page), [['1']]);
  }));

test('the other language keeps the query and what is being written', () =>
  visit(asking('select 1234 as n'), FRENCH, async (page) => {
    await write(page, 'select 1234 as n -- more');
    await ran(page, () => page.click('#languages a[hreflang=en]'));
    assert.equal(await written(page), 'select 1234 as n -- more');
    assert.deepEqual(await rows(page), [['1,234']]);
    assert.equal(await textOf(page, '#run'), 'Run');
    assert.deepEqual(await missingWords(page), []);
  }));

test('the keyboard runs the query, indents it, and can leave the editor', () =>
  visit('/sql', FRENCH, async (page) => {
    await write(page, 'select 7 as sept');
    await ran(page, () => page.keyboard.press('Control+Enter'));
    assert.deepEqual(await rows(page), [['7']]);
    await page.keyboard.press('Home');
    await page.keyboard.press('Tab');
    assert.equal(await written(page), '  select 7 as sept');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'run');
  }));

test('a click on a table or a column writes its name into the query', () =>
  visit('/sql', FRENCH, async (page) => {
    await write(page, 'select');
    await page.click('[data-table=sales] .column:has-text("amount")');
    await page.keyboard.insertText(' from');
    await page.click('[data-table=sales] [aria-label="Écrire le nom de sales"]');
    assert.equal(await written(page), 'select amount from sales');
  }));

test('the tables tell their columns with types, keys and what they refer to', () =>
  visit('/sql', FRENCH, async (page) => {
    assert.equal(await textOf(page, '[data-table=sales] .column >> nth=0'), 'id integer · clé');
    assert.equal(await textOf(page, '[data-table=sales] .column:has-text("product_id")'), 'product_id → products');
    assert.deepEqual((await page.locator('#tables summary').allTextContents()).slice(0, 3), ['sales', 'products', 'stores']);
    await page.click('[data-table=stores] summary');
    await ran(page, () => page.click('[data-table=stores] [aria-label="Voir les lignes de stores"]'));
    assert.ok((await rows(page)).length > 0);
  }));

test('the editor proposes tables, and the columns of the tables named', () =>
  visit('/sql', FRENCH, async (page) => {
    await write(page, 'select * from sales where ');
    await page.keyboard.type('sale_d');
    const proposal = page.locator('.cm-tooltip-autocomplete li').first();
    await proposal.waitFor();
    assert.match(plain(await proposal.textContent()), /^sale_date/u);
  }));

test('a mistake is explained, announced, and shown where it is', () =>
  visit(
    asking('select name,\n  prix\nfrom products'),
    FRENCH,
    async (page) => {
      assert.match(await textOf(page, '[role=alert]'), /la colonne « prix » n’existe pas.*Ligne 2 de la requête\./u);
      assert.equal(await textOf(page, '.cm-mistake'), 'prix');
      assert.equal(await page.locator('#sheet').isVisible(), false);
      await page.click('.cm-content');
      await page.keyboard.type(' ');
      assert.equal(await page.locator('.cm-mistake').count(), 0);
    },
    { expectErrors: true },
  ));

test('a query that would change something is refused', () =>
  visit(
    asking('delete from sales'),
    FRENCH,
    async (page) => {
      assert.match(await textOf(page, '[role=alert]'), /ne peut qu’être lue/u);
    },
    { expectErrors: true },
  ));

const COUNTING = (/** @type {number} */ last) =>
  `with recursive c(n) as (select 1 union all select n + 1 from c where n < ${last}) select n from c`;

test('long answers are drawn in parts', () =>
  visit(asking(COUNTING(1200)), FRENCH, async (page) => {
    assert.equal((await rows(page)).length, 500);
    assert.equal(await textOf(page, '#more'), '500 lignes affichées sur 1 200. Afficher 500 de plus');
    await page.click('#more button');
    await page.click('#more button');
    assert.equal((await rows(page)).at(-1)?.[0], '1 200');
    assert.equal(await page.locator('#more').isVisible(), false);
  }));

test('longer answers than the API gives are cut, and the page says so', () =>
  visit(
    asking(`${COUNTING(10_001)} -- all of them`),
    FRENCH,
    async (page) => {
      assert.match(await textOf(page, '#result-summary'), /^10 000 lignes en /u);
      assert.equal(
        await textOf(page, '#cut'),
        'Seules les 10 000 premières lignes sont données : restreignez la requête pour voir les autres.',
      );
    },
    { expectErrors: true },
  ));

test('numbers stand below each other with as many decimals', () =>
  visit(asking('select 1 as id, 2.5 as x union all select 2000, 1234.25 union all select 3, null'), FRENCH, async (page) => {
    assert.deepEqual(await rows(page), [
      ['1', '2,50'],
      ['2000', '1 234,25'],
      ['3', '—'],
    ]);
  }));

test('bars show text against numbers; the columns can be chosen and the keys walk along them', () =>
  visit(asking("select 'pain' as produit, 12 as ventes, 30.5 as ca union all select 'thé', 40, 10"), FRENCH, async (page) => {
    await page.click('[data-focus=chart]');
    assert.equal(await textOf(page, '#graph-summary'), 'ventes selon produit : au plus haut 40 (thé), au plus bas 12 (pain).');
    await page.locator('#axes select').first().selectOption({ label: 'ca' });
    assert.equal(
      await page.getAttribute('#chart', 'aria-label'),
      'ca selon produit : au plus haut 30,5 (pain), au plus bas 10 (thé).',
    );
    await page.focus('#chart');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.equal(await textOf(page, '#chart-point'), 'thé : 10');
    assert.equal(await textOf(page, '.tip strong'), 'thé');
    await page.click('[data-focus=table]');
    assert.equal((await rows(page)).length, 2);
  }));

test('days that follow each other are a line, in whichever order they came', () =>
  visit('/sql', FRENCH, async (page) => {
    await ran(page, () => page.click('[data-example=days]'));
    await page.click('[data-focus=chart]');
    const { available } = await page.evaluate(async () => (await fetch('/api/v1/summary')).json());
    await page.focus('#chart');
    await page.keyboard.press('Home');
    const first = new Intl.DateTimeFormat('fr-FR', { year: 'numeric', timeZone: 'UTC' }).format(new Date(available.from));
    assert.match(await textOf(page, '#chart-point'), new RegExp(`${first} : `, 'u'));
    assert.ok(
      await page.locator('#chart svg path[stroke="var(--accent)"][fill="none"]').count(),
      'the line stays while a day is told',
    );
  }));

test('what has no numbers has no chart', () =>
  visit(asking("select 'a' as mot union all select 'b'"), FRENCH, async (page) => {
    assert.equal(await page.locator('#views').isVisible(), false);
    assert.equal((await rows(page)).length, 2);
  }));

test('a long query can be given up', () =>
  visit('/sql', FRENCH, async (page) => {
    await page.route(
      (address) => address.searchParams.get('sql') === 'select 1 as attente',
      () => {},
    );
    await write(page, 'select 1 as attente');
    await page.click('#run');
    assert.equal(await textOf(page, '#result-summary'), 'requête en cours…');
    await page.click('#cancel');
    await settled(page);
    assert.equal(await textOf(page, '#idle'), 'Requête annulée.');
    assert.equal(await page.locator('#cancel').isVisible(), false);
    assert.equal(await written(page), 'select 1 as attente');
  }));

test('queries that ran are kept in this browser until they are taken away', () =>
  visit(asking('select 1 as un'), FRENCH, async (page) => {
    await page.goto(new URL(asking('select 2 as deux'), page.url()).href);
    await settled(page);
    assert.equal(await textOf(page, '#recent-title'), 'Requêtes récentes (2)');
    await page.click('#recent-title');
    assert.deepEqual(await page.locator('.again').allTextContents(), ['select 2 as deux', 'select 1 as un']);
    await ran(page, () => page.click('.again >> nth=1'));
    assert.equal(await written(page), 'select 1 as un');
    await page.click('[aria-label="Oublier la requête select 2 as deux"]');
    assert.deepEqual(await page.locator('.again').allTextContents(), ['select 1 as un']);
    await page.click('[aria-label="Oublier la requête select 1 as un"]');
    assert.equal(await page.locator('#recent').isVisible(), false);
  }));

test('the result can be had as a file, and the chart as a picture', () =>
  visit(asking("select 'pain' as produit, 12 as ventes union all select 'thé', 40"), FRENCH, async (page) => {
    const address = new URL(String(await page.getAttribute('#menu [data-format=csv-fr]', 'href')), page.url());
    assert.equal(address.pathname, '/api/v1/sql');
    assert.match(String(address.searchParams.get('sql')), /'pain'/u);
    assert.equal(await page.locator('#menu [data-format=svg]').count(), 0);
    await page.click('[data-focus=chart]');
    await page.click('#menu summary');
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('#menu [data-format=svg]')]);
    assert.equal(file.suggestedFilename(), 'comptoir-sql.svg');
  }));

test('on a phone the tables are folded away and the result comes into view', () =>
  visit('/sql', PHONE, async (page) => {
    assert.equal(await page.locator('#tables').isVisible(), false);
    await ran(page, () => page.click('[data-example=products]'));
    await page.waitForFunction(
      () => (document.getElementById('result')?.getBoundingClientRect().top ?? innerHeight) < innerHeight / 2,
    );
    await page.click('#schema > summary');
    assert.equal(await page.locator('#tables').isVisible(), true);
  }));

test('the page is accessible in light and dark, empty and with a result', async () => {
  await accessible('/sql');
  await accessible(asking('select product_id, count(*) as ventes from sales group by product_id'));
});

test('no width needs scrolling sideways', async () => {
  await fitsSideways('/sql');
  await fitsSideways(asking('select * from sales limit 30'));
});
