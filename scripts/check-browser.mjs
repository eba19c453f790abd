// Looks at a report as a person would, in Chromium: on a desktop, on a phone, in the dark and on paper; and at each view of the
// console. Needs the build.
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { LIMIT } from './browser/eventually.mjs';

const CHROMIUM = '/usr/bin/chromium';
const WIDTHS = [360, 768, 1280];

const folder = mkdtempSync(join(tmpdir(), 'pagewright-browser-'));
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'], timeout: LIMIT });
browser.on('context', (context) => context.setDefaultTimeout(LIMIT));
try {
  const page = pathToFileURL(join(folder, 'report.html')).href;
  const { report, picture } = await makeReports();
  writeFileSync(join(folder, 'report.html'), report);
  for (const width of WIDTHS) await readAt(page, width);
  await findRequirement(page);
  await print(page);
  writeFileSync(join(folder, 'picture.html'), picture);
  await seePicture(pathToFileURL(join(folder, 'picture.html')).href);
  for (const view of ['explore', 'watch', 'change', 'check', 'tell', 'tasks', 'every-view']) {
    /** @type {{ run(browser: import('playwright-core').Browser): Promise<void> }} */
    const { run } = await import(new URL(`./browser/${view}.mjs`, import.meta.url).href);
    await run(browser);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

/** The reports on a list whose total counts a page, and on one of which a walk loses rows. */
async function makeReports() {
  /** @type {typeof import('../src/index.ts')} */
  const { createMock } = await import(new URL('../dist/src/index.js', import.meta.url).href);
  /** @type {typeof import('../conformance/index.ts')} */
  const { formatHtml, runConformance } = await import(new URL('../dist/conformance/index.js', import.meta.url).href);
  /** @param {string} deviation @param {readonly string[] | undefined} only */
  const check = async (deviation, only) => {
    const mock = await createMock({ contract: 'devdraft', scenario: 'ties', deviation });
    try {
      const target = { contract: 'devdraft', baseUrl: mock.url, headers: mock.headers };
      return formatHtml(await runConformance(target, { seed: 1, ...(only !== undefined && { only }) }).report);
    } finally {
      await mock.close();
    }
  };
  const only = ['devdraft.walk.*', 'devdraft.position.*'];
  return { report: await check('total-of-page', undefined), picture: await check('boundary-row-skipped', only) };
}

/**
 * Everything fits, nothing is fetched from elsewhere, nothing fails, in the light and in the dark.
 *
 * @param {string} url
 * @param {number} width
 */
async function readAt(url, width) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    /** @type {string[]} */
    const trouble = [];
    page.on('request', (request) => {
      if (request.url() !== url && !request.url().startsWith('data:')) trouble.push(`asks for ${request.url()}`);
    });
    page.on('pageerror', (error) => trouble.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') trouble.push(message.text());
    });
    await page.goto(url);
    strictEqual(await page.locator('h1').innerText(), 'devdraft does not conform');
    ok(await page.getByText('the number of all matching rows as the total').first().isVisible());
    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    ok(Number(overflow) <= 0, `at ${width} pixels, the page is ${overflow} too wide`);
    deepStrictEqual(trouble, []);
    await page.close();
  }
}

/**
 * The picture of the cause fits where it is read, its texts are as large as any, and axe finds nothing on the page.
 *
 * @param {string} url
 */
async function seePicture(url) {
  for (const width of WIDTHS) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      await page.goto(url);
      const drawing = page.getByRole('img', { name: /on no page/ }).first();
      const box = await drawing.boundingBox();
      ok(box !== null && box.x >= 0 && box.x + box.width <= width, `at ${width} pixels, the picture does not fit`);
      const heights = await drawing.locator('text').evaluateAll((texts) =>
        texts.map((text) => {
          const { left, right, height } = text.getBoundingClientRect();
          return left >= 0 && right <= window.innerWidth ? height : 0;
        }),
      );
      ok(heights.length > 3 && Math.min(...heights) > 10, `at ${width} pixels, a text cannot be read`);
      await page.getByText('Request by request').first().click();
      ok(
        await page
          .getByText(/^Request 2: .*; the next request begins at row/)
          .first()
          .isVisible(),
      );
      await page.evaluate(axe.source);
      const { violations } = /** @type {import('axe-core').AxeResults} */ (await page.evaluate('axe.run()'));
      deepStrictEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        [],
      );
      await page.close();
    }
  }
}

/** @param {string} url */
async function findRequirement(url) {
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByLabel('Find').fill('devdraft.total.counts');
  strictEqual(await page.locator('.area li:visible').count(), 1);
  await page.getByLabel('Find').fill('');
  await page.getByLabel('Show').selectOption('fail');
  const shown = await page
    .locator('.area li:visible')
    .evaluateAll((items) => items.map((item) => item.getAttribute('data-verdict')));
  ok(shown.length > 0 && shown.every((verdict) => verdict === 'fail'), `of the failed, ${shown.join(', ')} are shown`);
  await page.close();
}

/** @param {string} url */
async function print(url) {
  const page = await browser.newPage();
  await page.goto(url);
  const pdf = await page.pdf({ format: 'A4' });
  ok(pdf.subarray(0, 5).toString() === '%PDF-', 'what was printed is no PDF');
  await page.close();
}
