// Draws the overview with an empty cache, then clicks: node page.mjs URL RUNS. Prints JSON, times in milliseconds.
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../../tests/browser/package.json', import.meta.url))('playwright-core');
const [url, runs] = [process.argv[2], Number(process.argv[3])];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const told = { empty: [], drawn: [], figures: [], click: [], bytes: 0, requests: 0 };

/** How long a new window loads parts of the browser itself, and how long after a drawing a person clicks at the earliest. */
const [OPENING_MS, LOOKING_MS] = [2500, 800];

/** A page that has seen nothing yet. */
async function fresh() {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1360, height: 900 } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  let [bytes, requests] = [0, 0];
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
  });
  await page.waitForTimeout(OPENING_MS);
  await page.goto(url);
  await page.locator('main[aria-busy="false"]').waitFor();
  return { context, page, weight: () => ({ bytes, requests }) };
}

/** How long this browser takes, in the same minute, to paint a page that has next to nothing. */
async function empty() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.waitForTimeout(OPENING_MS);
  await page.goto(`${url}/version`);
  await page.waitForFunction(() => performance.getEntriesByName('first-paint').length > 0);
  const painted = await page.evaluate(() => performance.getEntriesByName('first-paint')[0].startTime);
  await context.close();
  return painted;
}

for (let run = 0; run < runs; run += 1) {
  told.empty.push(await empty());
  const { context, page, weight } = await fresh();
  told.drawn.push(await page.evaluate(() => performance.getEntriesByName('comptoir-drawn')[0].startTime));
  Object.assign(told, weight());
  await page.waitForTimeout(LOOKING_MS);
  // From the click to the frame with the new figures, and to the one with all that they are drawn as.
  const button = run % 2 ? `#products li:nth-child(${(run % 8) + 1}) button` : `#store-table tbody tr:nth-child(${(run % 8) + 1}) button`;
  const [figures, all] = await page.evaluate(async (selector) => {
    performance.clearMarks();
    const drawn = new Promise((resolve) => {
      new PerformanceObserver((list) => list.getEntriesByName('comptoir-drawn').length && resolve(undefined)).observe({ entryTypes: ['mark'] });
    });
    const start = performance.now();
    document.querySelector(selector).click();
    await drawn;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return [performance.getEntriesByName('comptoir-figures')[0].startTime - start, performance.now() - start];
  }, button);
  told.figures.push(figures);
  told.click.push(all);
  await context.close();
}
await browser.close();
process.stdout.write(JSON.stringify(told));
