// A real browser on a running Comptoir, for all tests of the pages.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

export const BASE = process.env.COMPTOIR_URL;
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
export const FRENCH = { locale: 'fr-FR', viewport: { width: 1360, height: 900 } };

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
export async function visit(address, options, body, { expectErrors = false, prepare } = {}) {
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
    if (!['data:', 'blob:'].includes(protocol) && origin !== new URL(address, BASE).origin)
      faults.push(`left the origin: ${request.url()}`);
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
export const settled = (page) => page.locator('main[aria-busy="false"]').waitFor();

/** Text as people read it: every kind of space is one plain space. @param {string | null} text */
export const plain = (text) => (text ?? '').replace(/\s+/gu, ' ').trim();

/** @param {Page} page @param {string} selector */
export const textOf = async (page, selector) => plain(await page.locator(selector).first().textContent());

/**
 * The cells of a table's rows but for drawings, once it has any: a folded table is drawn only after it has been opened.
 * @param {Page} page @param {string} selector rows of a table @returns {Promise<string[][]>}
 */
export async function rowsOf(page, selector) {
  await page.locator(selector).first().waitFor({ state: 'attached' });
  return page
    .locator(selector)
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.children]
          .filter((cell) => cell.getAttribute('aria-hidden') !== 'true')
          .map((cell) => (cell.textContent ?? '').replace(/\s+/gu, ' ').trim()),
      ),
    );
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * Holds an address to axe-core, in both colour schemes, with everything opened that can be.
 * @param {string} address
 */
export async function accessible(address) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await visit(
      address,
      { ...FRENCH, colorScheme },
      async (page) => {
        for (const summary of await page.locator('details.twin > summary:visible').all()) await summary.click();
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
      { prepare: allowScripts },
    );
  }
}

/**
 * Holds an address to its width at 360, 768 and 1440 px.
 * @param {string} address
 */
export async function fitsSideways(address) {
  for (const width of [360, 768, 1440]) {
    await visit(address, { ...FRENCH, viewport: { width, height: 800 } }, async (page) => {
      for (const summary of await page.locator('details.twin > summary:visible').all()) await summary.click();
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(over, 0, `${width} px`);
    });
  }
}

/**
 * Words that are missing from the catalogue show their own names.
 * @param {Page} page
 */
export const missingWords = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .flatMap((one) => [one.getAttribute('aria-label'), one.getAttribute('title'), one.children.length ? '' : one.textContent])
      .filter((text) => text?.includes('page-')),
  );

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
