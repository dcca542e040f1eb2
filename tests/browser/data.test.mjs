// The page of the data. Each test has a server of its own on an empty database: COMPTOIR_BINARY names the program.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { createRequire } from 'node:module';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

const BINARY = process.env.COMPTOIR_BINARY;
assert.ok(BINARY, 'COMPTOIR_BINARY names the program');
const PORT = await freePort();
const ORIGIN = `http://127.0.0.1:${PORT}`;
process.env.COMPTOIR_URL = ORIGIN;
const { FRENCH, missingWords, plain, rowsOf, settled, textOf, visit } = await import('./browser.mjs');

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Lines whose import takes some seconds even in an optimised program. */
const MANY = 400_000;
const LONG_MS = 240_000;
const ENGLISH = { ...FRENCH, locale: 'en-GB' };
const SALES = `Date;Produit;Magasin;Quantité;Montant
03/11/2025;Pain;Lyon;2;5,00
14/11/2025;Lait;Lyon;1;1,20
15/11/2025;Pain;Paris;4;10,00
`;
const BAD_SALES = `Date;Produit;Magasin;Quantité;Montant
13/11/2025;Pain;Lyon;2;5,00
30/02/2025;Lait;Lyon;1;1,20
15/11/2025;Pain;Lyon;douze;10,00
`;

/** @typedef {import('playwright-core').Page} Page */

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  server.close();
  return port;
}

/**
 * @typedef {object} Server
 * @property {string} folder of its own
 * @property {() => Promise<void>} kill ends it at once, as a power cut does
 * @property {() => Promise<void>} start starts it again on the same database
 */

/**
 * Runs the body beside a server with a database of its own.
 * @param {(server: Server) => Promise<void>} body
 * @param {Record<string, string>} [settings]
 */
async function serving(body, settings = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'comptoir-data-'));
  const database = path.join(folder, 'shop.db');
  /** @type {import('node:child_process').ChildProcess} */
  let server;
  const start = async () => {
    server = spawn(String(BINARY), ['--db', database, 'serve', '--listen', `127.0.0.1:${PORT}`], {
      env: { PATH: process.env.PATH, HOME: folder, ...settings },
      cwd: folder,
      stdio: 'ignore',
    });
    await answers();
  };
  const kill = async () => {
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  try {
    await start();
    await body({ folder, kill, start });
  } finally {
    await kill();
    await rm(folder, { recursive: true, force: true });
  }
}

async function answers() {
  for (let tries = 0; tries < 300; tries += 1) {
    const isUp = await fetch(`${ORIGIN}/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail('the server did not come up');
}

/** Imports a file before the page is looked at. @param {string} name @param {string} text */
async function imported(name, text) {
  const form = new FormData();
  form.append('file', new Blob([text]), name);
  const answer = await fetch(`${ORIGIN}/api/v1/imports`, { method: 'POST', body: form });
  assert.equal(answer.status, 201, await answer.text());
}

/** @param {Page} page @param {[string, string][]} files each a name and a text */
async function drop(page, ...files) {
  const carried = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const [name, text] of given) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent('footer', 'drop', { dataTransfer: carried });
}

/** @param {Page} page @param {string} name @param {string | Buffer} content */
const choose = (page, name, content) =>
  page.setInputFiles('#files', { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });

/** The card of a file, once it stands so. @param {Page} page @param {string} name @param {string} stage */
async function card(page, name, stage) {
  const found = page.locator(`.entry[aria-label="${name}"][data-stage="${stage}"]`);
  await found.waitFor({ timeout: name === 'beaucoup.csv' ? LONG_MS : 30_000 });
  return found;
}

/** Waits until no proof is on its way. @param {Page} page @param {string} name @param {string} id of a thing that then is there */
const proved = (page, name, id) => page.locator(`.entry[aria-label="${name}"] ${id}`).waitFor();

/** @param {Page} page @param {string} name */
async function importIt(page, name) {
  const proof = await card(page, name, 'proof');
  await proof.locator('[data-focus="import"]:enabled').click();
  return card(page, name, 'done');
}

test('an empty database is met with the ways to fill it', () =>
  serving(() =>
    visit('/data', FRENCH, async (page) => {
      assert.equal(await textOf(page, '#welcome h2'), 'Déposez votre premier fichier');
      assert.equal(await textOf(page, '#welcome code'), 'comptoir demo');
      assert.match(await textOf(page, '#drop'), /CSV, Excel, ODS, JSON ou Parquet/u);
      assert.equal(await page.locator('#ledger-card').isVisible(), false);
      assert.equal(await page.locator('#freshness-card').isVisible(), false);
      assert.deepEqual(await missingWords(page), []);
    }),
  ));

test('a file dropped anywhere is proved, imported, and seen in the ledger and the overview', () =>
  serving(() =>
    visit('/data', FRENCH, async (page) => {
      await drop(page, ['ventes.csv', SALES]);
      const proof = await card(page, 'ventes.csv', 'proof');
      assert.match(plain(await proof.locator('h2').textContent()), /Ventes · 3 lignes$/u);
      const rows = await rowsOf(page, '.columns tbody tr');
      assert.deepEqual(
        rows.map(([header, , form]) => [header, form]),
        [
          ['Date', 'date, jour/mois/année'],
          ['Produit', 'texte'],
          ['Magasin', 'texte'],
          ['Quantité', 'entier'],
          ['Montant', 'nombre, virgule décimale'],
        ],
      );
      assert.equal(rows[0]?.[3], '03/11/2025 → 3 nov. 202514/11/2025 → 14 nov. 2025');
      assert.deepEqual(
        await page
          .locator('.columns select')
          .evaluateAll((roles) => roles.map((role) => /** @type {HTMLSelectElement} */ (role).value)),
        ['date', 'product', 'store', 'quantity', 'amount'],
      );
      assert.equal(await textOf(page, '[data-count="good"] dd'), '3');
      assert.match(await textOf(page, '.notes'), /2 produits nouveaux viennent avec : (Pain, Lait|Lait, Pain)/u);

      const done = await importIt(page, 'ventes.csv');
      assert.equal(plain(await done.locator('.outcome').textContent()), '3 nouvelles données importées dans sales.');
      const line = page.locator('#ledger tbody tr').first();
      await line.waitFor();
      assert.match(plain(await line.textContent()), /ventes\.csv.*Ventes3.*\+16 €/u);

      await done.locator('[data-focus="overview"]').click();
      await page.waitForURL(`${ORIGIN}/`);
      await settled(page);
      assert.equal(await textOf(page, '[data-figure="revenue"] strong'), '16 €');
    }),
  ));

test('several files wait for each other, and are proved again once one is imported', () =>
  serving(() =>
    visit('/data', FRENCH, async (page) => {
      await drop(page, ['ventes.csv', SALES], ['encore.csv', SALES]);
      await card(page, 'encore.csv', 'proof');
      await importIt(page, 'ventes.csv');
      await page.locator('.entry[aria-label="encore.csv"] [data-count="known"] dd', { hasText: '3' }).waitFor();
    }),
  ));

test('files dropped together are imported by one press, those of products before the sales that name them', () =>
  serving(() =>
    visit('/data', FRENCH, async (page) => {
      await drop(
        page,
        ['ventes.csv', 'id;product_id;sale_date;quantity;amount\n1;1;2025-11-13;2;5.00\n2;9;2025-11-14;1;2.00\n'],
        ['produits.csv', 'id;name;price\n1;Pain;2.50\n9;Lait;1.20\n'],
      );
      await card(page, 'ventes.csv', 'proof');
      await card(page, 'produits.csv', 'proof');
      // By itself the file of sales is asked about, since none of its products is known yet.
      await page.getByText('aucun de ces produits n’est connu').waitFor();
      await page.getByRole('button', { name: 'Importer les 2 fichiers' }).click();
      const done = await card(page, 'ventes.csv', 'done');
      assert.equal(plain(await done.locator('.outcome').textContent()), '2 nouvelles données importées dans sales.');
    }),
  ));

test('a role given by hand is read again, shown, and imported', () =>
  serving(() =>
    visit('/data', FRENCH, async (page) => {
      await choose(
        page,
        'ventes.csv',
        'Date;Article;Autre nom;Montant\n2025-11-13;P1;Baguette;1,20\n2025-11-14;P2;Croissant;1,50\n',
      );
      await card(page, 'ventes.csv', 'proof');
      const role = page.getByLabel('Rôle de la colonne Autre nom');
      await role.selectOption('product');
      // The column that had the role is without.
      await page.waitForFunction(() => {
        const roles = [...document.querySelectorAll('select')];
        return roles.some((select) => select.ariaLabel === 'Rôle de la colonne Article' && select.value === '');
      });
      const hasRole = (/** @type {string} */ column, /** @type {string} */ field) =>
        page.waitForFunction(
          ([label, value]) =>
            [...document.querySelectorAll('select')].some((select) => select.ariaLabel === label && select.value === value),
          [`Rôle de la colonne ${column}`, field],
        );
      await role.selectOption('name');
      await hasRole('Autre nom', 'name');
      await page.getByLabel('Rôle de la colonne Article').focus();
      await page.getByLabel('Rôle de la colonne Article').selectOption('product');
      await hasRole('Article', 'product');
      await hasRole('Autre nom', 'name');
      await page.locator('.notes', { hasText: 'Baguette' }).waitFor();
      // Each proof draws the columns anew, and the focus stays.
      await page.waitForFunction(() => {
        const { activeElement: active } = document;
        return (
          active instanceof HTMLSelectElement && active.ariaLabel === 'Rôle de la colonne Article' && active.value === 'product'
        );
      });
      const done = await importIt(page, 'ventes.csv');
      await done.locator('[data-focus="overview"]').click();
      await page.waitForURL(`${ORIGIN}/`);
      await settled(page);
      assert.match(await textOf(page, '#products'), /Croissant/u);
    }),
  ));

test('a role that is missing is told, and can be given back', () =>
  serving(() =>
    visit('/data', FRENCH, async (page) => {
      await choose(page, 'ventes.csv', SALES);
      await card(page, 'ventes.csv', 'proof');
      await page.getByLabel('Rôle de la colonne Date').selectOption('');
      await proved(page, 'ventes.csv', '.trouble');
      assert.match(await textOf(page, '.trouble'), /aucune colonne reconnue pour « .*Donnez ce rôle à la bonne colonne/u);
      assert.equal(await page.locator('[data-focus="import"]').isDisabled(), true);
      await page.getByLabel('Rôle de la colonne Date').selectOption('date');
      await page.locator('[data-focus="import"]:enabled').waitFor();
      assert.equal(await page.locator('.trouble').count(), 0);
    }),
  ));

test('dates that read two ways are asked about, and one press answers', () =>
  serving(() =>
    visit('/data', FRENCH, async (page) => {
      await choose(page, 'ventes.csv', 'Date;Produit;Montant\n03/11/2025;Pain;5,00\n04/11/2025;Lait;1,20\n');
      await proved(page, 'ventes.csv', '.trouble');
      assert.match(await textOf(page, '.trouble'), /peut désigner plusieurs jours/u);
      await page.getByRole('button', { name: 'Mois / jour / année' }).click();
      await page.locator('.samples', { hasText: '03/11/2025 → 11 mars 2025' }).waitFor();
      assert.equal(await page.getByLabel('Dates').inputValue(), 'mdy');
      await importIt(page, 'ventes.csv');
    }),
  ));

test('a word that is not understood is asked about, with its lines and their amount', () =>
  serving(() =>
    visit('/data', FRENCH, async (page) => {
      const lines = ['Payée', 'Payée', 'Zonk', 'Payée'].map((state, at) => `F${at};${state};${13 + at}/11/2025;Pain;1;2,00`);
      await choose(page, 'ventes.csv', ['Numéro;Statut;Date;Article;Quantité;Montant', ...lines, ''].join('\n'));
      await proved(page, 'ventes.csv', '.trouble');
      assert.equal(await textOf(page, '.question span'), 'Statut : « Zonk » (1 ligne, 2,00 €)');
      assert.equal(await page.locator('[data-focus="import"]').isDisabled(), true);
      await page.locator('.question select').selectOption('aside');
      await page.locator('.notes', { hasText: '1 ligne mise de côté' }).waitFor();
      const done = await importIt(page, 'ventes.csv');
      assert.equal(plain(await done.locator('.outcome').textContent()), '3 nouvelles données importées dans sales.');
    }),
  ));

test('a date that stands on the first line of its day holds for the others, once that is said', () =>
  serving(() =>
    visit('/data', FRENCH, async (page) => {
      await choose(
        page,
        'ventes.csv',
        'Date;Produit;Quantité;Montant\n13/11/2025;Pain;1;2,00\n;Lait;1;3,00\n;Pain;1;4,00\n15/11/2025;Lait;1;5,00\n;Pain;1;6,00\n',
      );
      await proved(page, 'ventes.csv', '.trouble');
      await page.getByRole('button', { name: 'La date vaut pour les lignes du dessous' }).click();
      await importIt(page, 'ventes.csv');
      const { points } = await (await fetch(`${ORIGIN}/api/v1/series?from=2025-11-13&to=2025-11-15`)).json();
      const sold = points.filter((/** @type {{sales: number}} */ { sales }) => sales > 0);
      assert.deepEqual(
        sold.map((/** @type {{label: string, revenue: number}} */ { label, revenue }) => [label, revenue]),
        [
          ['2025-11-13', 9],
          ['2025-11-15', 11],
        ],
      );
    }),
  ));

test('sales that are kept under other numbers are asked about, and count once', () =>
  serving(async () => {
    const days = Array.from({ length: 10 }, (_, at) => 10 + at);
    const known = days.map((day) => `${day}/11/2025;Pain;Lyon;1;${day},50`);
    await imported('ventes.csv', ['Date;Produit;Magasin;Quantité;Montant', ...known, ''].join('\n'));
    const numbered = days.map((day) => `T${day};${day}/11/2025;10:00;Pain;Lyon;1;${day},50`);
    await visit('/data', FRENCH, async (page) => {
      await choose(page, 'encore.csv', ['Ticket;Date;Heure;Article;Boutique;Quantité;Montant', ...numbered, ''].join('\n'));
      await proved(page, 'encore.csv', '.trouble');
      assert.match(await textOf(page, '.trouble'), /ces ventes semblent déjà conservées/u);
      await page.getByRole('button', { name: 'Ce sont les mêmes ventes' }).click();
      await page.locator('.entry[aria-label="encore.csv"] [data-count="known"] dd', { hasText: '10' }).waitFor();
      const { revenue } = await (await fetch(`${ORIGIN}/api/v1/summary?from=2025-11-10&to=2025-11-19`)).json();
      assert.equal(revenue, 150);
    });
  }));

test('the zone of UTC times and the currency can be chosen', () =>
  serving(() =>
    visit('/data', FRENCH, async (page) => {
      await choose(
        page,
        'utc.csv',
        'Date;Produit;Quantité;Montant\n2025-11-13T23:30:00Z;Pain;1;2,00\n2025-11-14T10:00:00Z;Lait;1;3,00\n',
      );
      await card(page, 'utc.csv', 'proof');
      await page.locator('.notes', { hasText: 'comptées au jour civil de Europe/Paris, qui diffère pour 1' }).waitFor();
      await page.getByLabel('Heures UTC').selectOption('keep');
      await page.locator('.notes', { hasText: 'elles gardent le jour écrit, comme demandé' }).waitFor();
      await page.getByRole('button', { name: 'Abandonner' }).click();

      await choose(
        page,
        'devises.csv',
        'Date;Produit;Quantité;Montant;Devise\n13/11/2025;Pain;1;2,00;EUR\n14/11/2025;Lait;1;3,00;CHF\n',
      );
      await proved(page, 'devises.csv', '.trouble');
      await page.getByLabel('Devise', { exact: true }).fill('CHF');
      await page.getByLabel('Devise', { exact: true }).press('Enter');
      const rejects = page.locator('.rejects tbody tr');
      await rejects.first().waitFor();
      assert.equal(await rejects.count(), 1);
      assert.match(plain(await rejects.first().textContent()), /est dans une autre devise que celle de la base/u);
    }),
  ));

test('the sales of a store that moved follow it, or stay, as is said', () =>
  serving(async () => {
    await imported('magasins.csv', 'id;nom;ville\n1;Centre;Lyon\n2;Port;Brest\n');
    await imported(
      'ventes.csv',
      'Date;Produit;Magasin;Quantité;Montant\n13/11/2025;Pain;Centre;1;2,00\n20/11/2025;Pain;Centre;1;3,00\n',
    );
    await visit('/data', FRENCH, async (page) => {
      await choose(page, 'magasins.csv', 'id;nom;ville\n1;Centre;Nice\n2;Port;Brest\n');
      await card(page, 'magasins.csv', 'proof');
      await page.locator('.notes', { hasText: 'n’est plus au même endroit' }).waitFor();
      const since = page.locator('[data-focus="moved_since"]');
      await since.fill('2025-11-15');
      await since.press('Enter');
      await page.locator('.notes', { hasText: 'Ses ventes depuis le sam. 15 nov. 2025 comptent au nouvel endroit' }).waitFor();
    });
  }));

test('refused lines are shown with their remedy, and can be downloaded after the import', () =>
  serving(() =>
    visit('/data', FRENCH, async (page) => {
      await choose(page, 'ventes.csv', BAD_SALES);
      await card(page, 'ventes.csv', 'proof');
      const rejects = await rowsOf(page, '.rejects tbody tr');
      assert.deepEqual(
        rejects.map((row) => row.slice(0, 3)),
        [
          ['3', 'Date', '30/02/2025'],
          ['4', 'Quantité', 'douze'],
        ],
      );
      assert.match(rejects[0]?.[3] ?? '', /n’est pas une date qui existe/u);
      assert.match(rejects[1]?.[3] ?? '', /n’est pas un nombre.*corrigez-le/iu);

      const done = await importIt(page, 'ventes.csv');
      for (const place of [done, page.locator('#ledger')]) {
        const coming = page.waitForEvent('download');
        await place.getByRole('link', { name: 'Télécharger 2 lignes refusées' }).click();
        const text = await readFile(await (await coming).path(), 'utf8');
        assert.match(text, /comptoir:ligne.comptoir:motif/u);
        assert.match(text, /30\/02\/2025.*Lait/u);
        assert.match(text, /Pain.*douze/u);
      }
    }),
  ));

test('a file that is to be taken whole or not at all is not taken with a refused line', () =>
  serving(() =>
    visit('/data', FRENCH, async (page) => {
      await choose(page, 'ventes.csv', BAD_SALES);
      await card(page, 'ventes.csv', 'proof');
      await page.getByLabel('Ne rien importer tant qu’une ligne est refusée').check();
      await proved(page, 'ventes.csv', '.trouble');
      assert.match(await textOf(page, '.trouble'), /2 lignes refusées.*rien n’est importé/u);
      assert.equal(await page.locator('[data-focus="import"]').isDisabled(), true);
      assert.equal(await page.locator('.rejects tbody tr').count(), 2);
      const { imports } = await (await fetch(`${ORIGIN}/api/v1/imports`)).json();
      assert.deepEqual(imports, []);
    }),
  ));

test('a file that is no data is told, and can be put away', () =>
  serving(() =>
    visit(
      '/data',
      FRENCH,
      async (page) => {
        await choose(page, 'photo.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]));
        await card(page, 'photo.png', 'broken');
        assert.match(await textOf(page, '.trouble'), /photo\.png/u);
        await page.getByRole('button', { name: 'Masquer' }).click();
        assert.equal(await page.locator('.entry').count(), 0);
      },
      { expectErrors: true },
    ),
  ));

test('an address inside the own network is refused with a reason', () =>
  serving(() =>
    visit(
      '/data',
      FRENCH,
      async (page) => {
        await page.getByLabel('Depuis une adresse').fill(`${ORIGIN}/ventes.csv`);
        await page.getByLabel('Depuis une adresse').press('Enter');
        await card(page, `${ORIGIN}/ventes.csv`, 'broken');
        assert.match(await textOf(page, '.trouble'), /127\.0\.0\.1/u);
      },
      { expectErrors: true },
    ),
  ));

test('an import is undone after a question, and the figures go with it', () =>
  serving(async () => {
    await imported('ventes.csv', SALES);
    await visit('/data', FRENCH, async (page) => {
      await page.getByRole('button', { name: 'Annuler l’import 1, ventes.csv' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Garder' }).click();
      assert.equal(await page.locator('#ledger tr.undone').count(), 0);

      await page.getByRole('button', { name: 'Annuler l’import 1, ventes.csv' }).click();
      await dialog.getByRole('button', { name: 'Annuler l’import' }).click();
      assert.match(
        plain(await dialog.locator('[role="status"]').textContent()),
        /L’import est annulé : \d lignes retirées.*CA −16 €/u,
      );
      await dialog.getByRole('button', { name: 'Fermer' }).click();
      await page.locator('#ledger tr.undone', { hasText: 'annulé le' }).waitFor();
      assert.equal((await (await fetch(`${ORIGIN}/api/v1/summary`)).json()).revenue ?? 0, 0);
    });
  }));

test('an import that later ones stand on is not undone, and the page says why', () =>
  serving(async () => {
    await imported('produits.csv', 'id;Nom;Prix;Catégorie\n1;Pain;2,50;Boulangerie\n2;Lait;1,20;Crèmerie\n');
    await imported('ventes.csv', 'id;product_id;sale_date;quantity;amount\n1;1;2025-11-13;2;5.00\n');
    await visit(
      '/data',
      FRENCH,
      async (page) => {
        await page.getByRole('button', { name: 'Annuler l’import 1, produits.csv' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('button', { name: 'Annuler l’import' }).click();
        await dialog.locator('.trouble').waitFor();
        assert.ok(plain(await dialog.locator('.trouble').textContent()).length > 20);
        assert.equal(await page.locator('#ledger tr.undone').count(), 0);
      },
      { expectErrors: true },
    );
  }));

test('the draft is still there when the page is loaded again, and gone once given up', () =>
  serving(() =>
    visit('/data', FRENCH, async (page) => {
      await choose(page, 'ventes.csv', SALES);
      await card(page, 'ventes.csv', 'proof');
      await page.reload();
      const proof = await card(page, 'ventes.csv', 'proof');
      await proof.getByRole('button', { name: 'Abandonner' }).click();
      await page.reload();
      await settled(page);
      assert.equal(await page.locator('.entry').count(), 0);
    }),
  ));

/** A file of sales enough that their import takes a while. @param {string} folder */
async function manySales(folder) {
  const lines = ['id,product,store,date,quantity,amount'];
  for (let id = 1; id <= MANY; id += 1) {
    lines.push(
      `${id},Produit ${id % 97},Magasin ${id % 11},2025-${String(1 + (id % 12)).padStart(2, '0')}-${String(1 + (id % 28)).padStart(2, '0')},1,${id % 100}.50`,
    );
  }
  const file = path.join(folder, 'beaucoup.csv');
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

test('a running import is seen on a second page, and stopped from there nothing of it is kept', () =>
  serving(({ folder }) =>
    visit('/data', FRENCH, async (page) => {
      await page.setInputFiles('#files', await manySales(folder));
      const proof = await card(page, 'beaucoup.csv', 'proof');
      await proof.locator('[data-focus="import"]:enabled').click();
      await page.locator('.entry[data-stage="importing"] [data-focus="stop"]:enabled').waitFor();
      const other = await page.context().newPage();
      await other.goto(`${ORIGIN}/data`);
      await other.locator('.entry[data-stage="importing"] progress').waitFor();
      await other.getByRole('button', { name: 'Arrêter l’import' }).click();
      await other.locator('.entry[data-stage="cancelled"]').waitFor();
      await page.bringToFront();
      await card(page, 'beaucoup.csv', 'proof');
      const { imports } = await (await fetch(`${ORIGIN}/api/v1/imports`)).json();
      assert.deepEqual(imports, []);
    }),
  ));

test('a server that dies within an import has written nothing, and the page finds back', () =>
  serving(({ folder, kill, start }) =>
    visit(
      '/data',
      FRENCH,
      async (page) => {
        await page.setInputFiles('#files', await manySales(folder));
        const proof = await card(page, 'beaucoup.csv', 'proof');
        await proof.locator('[data-focus="import"]:enabled').click();
        await page.locator('.entry[data-stage="importing"] [data-focus="stop"]:enabled').waitFor();
        await kill();
        await page.locator('.trouble', { hasText: 'Le serveur ne répond pas' }).waitFor();
        await start();
        await page.locator('.trouble', { hasText: 'Un import interrompu n’écrit rien' }).waitFor();
        const { imports } = await (await fetch(`${ORIGIN}/api/v1/imports`)).json();
        assert.deepEqual(imports, []);
      },
      { expectErrors: true },
    ),
  ));

test('names that look like scripts and formulas stay text everywhere', () =>
  serving(async () => {
    const script = '<script>window.stolen = true</script><img src=x onerror="window.stolen = true">';
    const formula = '=HYPERLINK("http://x")';
    /** @param {string} text */
    const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
    const file = `Date;Produit;Magasin;Montant\n2025-11-13;${quoted(script)};${quoted(formula)};5,00\n2025-11-14;${quoted(formula)};${quoted(script)};6,00\n`;
    const name = '<b>ventes</b>.csv';
    /** @param {Page} page */
    const isSafe = async (page) => {
      assert.equal(await page.evaluate(() => 'stolen' in window), false);
      assert.equal(await page.locator('main img, main b > script, main script').count(), 0);
    };
    await visit('/data', FRENCH, async (page) => {
      await choose(page, name, file);
      const proof = page.locator('.entry[data-stage="proof"]');
      await proof.waitFor();
      const shown = plain(await proof.textContent());
      for (const text of [name, script, formula]) assert.ok(shown.includes(text), text);
      await isSafe(page);
      await proof.locator('[data-focus="import"]:enabled').click();
      await page.locator('.entry[data-stage="done"]').waitFor();
      await page.locator('#ledger tbody tr').first().waitFor();
      assert.ok((await textOf(page, '#ledger')).includes(name));
      assert.ok((await textOf(page, '#freshness')).includes(formula));
      await isSafe(page);
    });
    await visit('/', FRENCH, async (page) => {
      const shown = await textOf(page, '#products');
      for (const text of [script, formula]) assert.ok(shown.includes(text), text);
      await isSafe(page);
    });
  }));

test('freshness tells the store whose days have not arrived', () =>
  serving(async () => {
    const day = (/** @type {number} */ at) => new Date(Date.UTC(2025, 8, 1 + at)).toISOString().slice(0, 10);
    const lyon = ['id,product,store,date,quantity,amount'];
    const paris = ['Date;Produit;Magasin;Montant'];
    for (let at = 0; at < 60; at += 1) {
      lyon.push(`${at + 1},Pain,Bordeaux Sainte-Catherine,${day(at)},1,5.00`);
      if (at < 57) paris.push(`${day(at)};Pain;Paris;6,00`);
    }
    await imported('lyon.csv', lyon.join('\n'));
    await imported('paris.csv', paris.join('\n'));
    await visit('/data', FRENCH, async (page) => {
      assert.match(
        await textOf(page, '#freshness-said'),
        /complètes jusqu’au 27 oct\. 2025 ; les dernières sont du 30 oct\. 2025\. En retard : Paris \(depuis le 28 oct\.\)\./u,
      );
      const rows = await rowsOf(page, '#freshness tbody tr');
      assert.deepEqual(
        rows.map(([store, , last, state]) => [store, last, state]),
        [
          ['Paris', 'lun. 27 oct.', '3 jours manquent'],
          ['Bordeaux Sainte-Catherine', 'jeu. 30 oct.', 'rien depuis'],
        ],
      );
      assert.equal(await page.locator('#freshness tbody tr').first().locator('i[data-state="not-arrived"]').count(), 3);
      const hidden = await page.locator('#freshness-card .scroll').evaluate((box) => box.scrollWidth - box.clientWidth);
      assert.equal(hidden, 0, 'the state of a store is cut off');
    });
  }));

test('sources that the program imports by itself are listed, and imported again at once', async () => {
  let text = SALES;
  const till = http
    .createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/csv' }).end(text))
    .listen(0, '127.0.0.1');
  await once(till, 'listening');
  const url = `http://127.0.0.1:${/** @type {net.AddressInfo} */ (till.address()).port}/ventes.csv`;
  try {
    await serving(
      () =>
        visit('/data', FRENCH, async (page) => {
          await page.locator('#sources li', { hasText: 'Importée le' }).waitFor();
          assert.match(await textOf(page, '#sources'), /ventes\.csv/u);
          text = `${SALES}16/11/2025;Pain;Paris;1;2,50\n`;
          await page.getByRole('button', { name: 'Importer maintenant' }).click();
          await page.locator('#sources', { hasText: '1 nouvelle donnée importée dans sales.' }).waitFor();
        }),
      { COMPTOIR_SOURCES: url, COMPTOIR_ALLOW_PRIVATE_URLS: 'true' },
    );
  } finally {
    till.close();
  }
});

test('files are chosen, roles changed and imports started by the keyboard alone', () =>
  serving(() =>
    visit('/data', FRENCH, async (page) => {
      const opening = page.waitForEvent('filechooser');
      // After it, as a question to the page: a key alone may come before the wish to hear of the dialog.
      await page.locator('#choose').focus();
      await page.keyboard.press('Enter');
      await (await opening).setFiles({ name: 'ventes.csv', mimeType: 'text/csv', buffer: Buffer.from(SALES) });
      await card(page, 'ventes.csv', 'proof');
      await page.locator('[data-focus="import"]').focus();
      await page.keyboard.press('Enter');
      await card(page, 'ventes.csv', 'done');
      assert.equal(await textOf(page, '#announcement'), '3 nouvelles données importées dans sales.');
    }),
  ));

test('the page with a proof and a question is accessible, fits every width, and lacks no word', () =>
  serving(async () => {
    await imported('avant.csv', SALES);
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await visit('/data', { ...FRENCH, colorScheme, bypassCSP: true }, async (page) => {
        await choose(page, 'ventes.csv', BAD_SALES);
        await card(page, 'ventes.csv', 'proof');
        await page.addScriptTag({ path: AXE });
        for (const prepare of [() => null, () => page.locator('[data-focus="undo-1"]').click()]) {
          await prepare();
          // @ts-expect-error axe is put on the window by the line above
          const { violations } = await page.evaluate(() => window.axe.run());
          assert.deepEqual(
            violations.map(
              (/** @type {any} */ one) =>
                `${colorScheme}: ${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.html).join(' ')}`,
            ),
            [],
          );
        }
      });
    }
    for (const width of [360, 768, 1440]) {
      await visit('/data', { ...ENGLISH, viewport: { width, height: 800 } }, async (page) => {
        await choose(page, 'ventes.csv', BAD_SALES);
        await card(page, 'ventes.csv', 'proof');
        assert.equal(
          await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
          0,
          `${width} px`,
        );
        assert.deepEqual(await missingWords(page), []);
      });
    }
  }));
