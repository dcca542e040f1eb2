// Pictures of every page in both themes, of the demo: COMPTOIR_BINARY=target/release/comptoir node pictures.mjs ../../docs/pictures
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { demo } from './service.mjs';

/** Where each page is, and what stands there once all of it is drawn. */
const PAGES = {
  overview: ['/', '#weeks button'],
  forecasts: ['/forecasts', '#trial tbody tr'],
  data: ['/data', '#ledger tbody tr'],
  sql: [
    '/sql?sql=select+sale_date%2C+round%28sum%28amount%29%2C+2%29+as+revenue+from+sales+group+by+sale_date',
    '#sheet tbody tr',
  ],
};
const SIZES = { '': { width: 1360, height: 900 }, '-phone': { width: 360, height: 740 } };

const folder = process.argv[2] ?? 'pictures';
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const service = await demo();
try {
  for (const [name, [address, last]] of Object.entries(PAGES)) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      for (const [size, viewport] of Object.entries(SIZES)) {
        if (size && colorScheme === 'dark') continue;
        const context = await browser.newContext({ locale: 'fr-FR', viewport, colorScheme });
        const page = await context.newPage();
        await page.goto(service.url + address);
        await page.locator('main[aria-busy="false"]').waitFor();
        await page.locator(String(last)).first().waitFor({ timeout: 120_000 });
        await page.screenshot({
          path: path.join(folder, `${name}${size}${colorScheme === 'dark' ? '-dark' : ''}.png`),
          fullPage: true,
        });
        await context.close();
      }
    }
  }
} finally {
  await service.stop();
  await browser.close();
}
