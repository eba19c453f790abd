// Goes through Explore as people do: the first visit, a walk, filters, what a client lost, what is copied, the keyboard alone.
import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../child-processes.mjs';
import { eventually } from './eventually.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param {import('playwright-core').Browser} browser */
export async function run(browser) {
  /** @type {typeof import('../../src/index.ts')} */
  const { createMock } = await import(new URL('../../dist/src/index.js', import.meta.url).href);
  const mock = await createMock();
  try {
    await visitFirst(browser, mock);
    await filterAndFail(browser, mock);
    await followLinks(browser, mock);
    await losesRows(browser, mock);
    await usesKeysAlone(browser, mock);
    await copies(browser, mock);
    await fits(browser, mock);
  } finally {
    await mock.close();
  }
}

/**
 * Opens a page that must have nothing to say in the browser's console.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function open(browser, url, options = { viewport: { width: 1440, height: 900 } }) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  /** @type {string[]} */
  const trouble = [];
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (message) => {
    // What a list rejects, browsers report by themselves.
    const isOfList =
      message.text().includes('Failed to load resource') && !message.location().url.includes('/__admin/');
    if (['error', 'warning'].includes(message.type()) && !isOfList) {
      trouble.push(`${message.text()} ${message.location().url}`);
    }
  });
  await page.goto(url);
  return {
    page,
    async close() {
      deepStrictEqual(trouble, []);
      await context.close();
    },
  };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {RegExp | string} text
 */
async function hasHeadline(page, text) {
  await page.getByRole('heading', { level: 1, name: text }).waitFor();
}

/** @typedef {Awaited<ReturnType<typeof import('../../src/index.ts').createMock>>} Mock */

/** @param {Mock} mock */
function consoleOf(mock) {
  return `${new URL(mock.url).origin}/__console/explore`;
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {Mock} mock
 */
async function visitFirst(browser, mock) {
  const visit = await open(browser, `${consoleOf(mock)}?api=devdraft`);
  const { page } = visit;
  await hasHeadline(page, '10 of 110 customers, in one page');
  await eventually(async () => match(await page.title(), /^10 of 110 customers/));
  ok(mock.journal.list({ contract: 'devdraft' }).every(({ by }) => by === 'console'));
  await page.getByRole('button', { name: 'Walk all pages' }).click();
  await hasHeadline(page, 'All 110 customers were read, each once');
  await eventually(async () => strictEqual(await page.locator('.strip .lane').count(), 11));
  await page.locator('.strip .lane').nth(3).click();
  await page.getByRole('heading', { name: 'Response 4' }).waitFor();
  await eventually(async () => strictEqual(await page.locator('#field-query-skip').inputValue(), '30'));
  const url = page.url();
  await visit.close();

  const other = await open(browser, url);
  await hasHeadline(other.page, 'All 110 customers were read, each once');
  await other.page.getByRole('heading', { name: 'Response 4' }).waitFor();
  await other.close();
  const lost = await open(browser, `${consoleOf(mock)}?api=devdraft&walk=99`);
  await hasHeadline(lost.page, 'Unknown walk “99”');
  await lost.page.getByRole('button', { name: 'The latest' }).click();
  await hasHeadline(lost.page, 'All 110 customers were read, each once');
  await lost.close();
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {Mock} mock
 */
async function filterAndFail(browser, mock) {
  const visit = await open(browser, `${consoleOf(mock)}?api=devdraft`);
  const { page } = visit;
  await page.locator('#field-query-status').selectOption('BLACKLISTED');
  await page.locator('#field-query-skip').fill('');
  await page.keyboard.press('Control+Enter');
  const rows = page.locator('.rows tbody tr');
  await rows.filter({ hasText: 'BLACKLISTED' }).nth(4).waitFor();
  await eventually(async () => strictEqual(await rows.filter({ hasNotText: 'BLACKLISTED' }).count(), 0));
  await page.locator('#field-query-take').fill('many');
  await page.keyboard.press('Control+Enter');
  await hasHeadline(page, /rejected with 400/);
  strictEqual(await page.locator('#field-query-take').inputValue(), 'many');
  await page.getByLabel('Sent as').selectOption('nobody');
  await page.locator('#field-query-take').fill('');
  await page.getByRole('button', { name: 'Send' }).click();
  await hasHeadline(page, /rejected with 401/);
  await visit.close();
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {Mock} mock
 */
async function followLinks(browser, mock) {
  for (const api of ['pyng', 'wingback', 'piriod']) {
    const visit = await open(browser, `${consoleOf(mock)}?api=${api}&answer=body`);
    const { page } = visit;
    const body = page.locator('.json');
    await body.locator('.json-line').first().waitFor();
    // Only what is seen is drawn, and links stand at either end.
    const follow = body.locator('.follow').last();
    let tries = 0;
    await eventually(async () => {
      if ((await follow.count()) > 0) return;
      tries += 1;
      await body.evaluate((element, end) => element.scrollTo(0, end ? element.scrollHeight : 0), tries % 2 === 1);
      throw new Error('no link is drawn at either end of the body');
    });
    await follow.click();
    await page.getByRole('heading', { name: 'Response 2' }).waitFor();
    await visit.close();
  }
}

/**
 * A client reads by offset while rows move.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {Mock} mock
 */
async function losesRows(browser, mock) {
  const session = mock.sessions.create({ id: 'export' });
  const { url, headers } = /** @type {Mock['contracts'][number]} */ (
    session.contracts.find(({ id }) => id === 'devdraft')
  );
  const query = new URLSearchParams({ session: 'export' });
  for (const what of ['windows', 'changes']) await fetch(`${new URL(mock.url).origin}/__admin/${what}?${query}`);
  const where = { contract: 'devdraft', collection: 'acme' };
  const rows = session.rows.list({ ...where, limit: 10 }).rows.map(({ id }) => String(id));
  for (let skip = 0; skip < 110; skip += 10) {
    if (skip === 20)
      session.rows.add({ first_name: 'Grace', last_name: 'Hopper', createdAt: '2026-05-05T09:20:00.000Z' }, where);
    if (skip === 30) for (const id of rows.slice(5, 7)) session.rows.remove(id, where);
    await fetch(`${url}?skip=${skip}`, { headers });
  }
  const visit = await open(browser, `${consoleOf(mock)}?api=devdraft&session=export&at=4&versus=last-row`);
  const { page } = visit;
  await hasHeadline(page, 'This client lost two customers and read one twice');
  await page.locator('.rows .lost').getByText('Two customers before response 4 were never read').waitFor();
  await page.getByText('0 lost, 0 twice').waitFor();
  await eventually(async () => strictEqual(await page.locator('.strip .cell.added').count(), 1));
  await eventually(async () => strictEqual(await page.locator('.strip .cell.removed').count(), 2));
  await page.getByRole('button', { name: 'Show as a table' }).click();
  const neverRead = page.getByRole('region', { name: 'Rows', exact: true }).getByText('never read');
  await eventually(async () => strictEqual(await neverRead.count(), 2));
  await visit.close();
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {Mock} mock
 */
async function usesKeysAlone(browser, mock) {
  const visit = await open(browser, `${consoleOf(mock)}?api=devdraft&session=export`);
  const { page } = visit;
  // The walk is drawn once all of it is known.
  await hasHeadline(page, /lost two customers/);
  const strip = page.getByRole('grid');
  await strip.focus();
  for (const [key, spoken] of /** @type {const} */ ([
    ['Home', /^row 1, Grace Hopper, added meanwhile/],
    [']', /read twice, by requests 2 and 3$/],
    [']', /never read$/],
  ])) {
    await page.keyboard.press(key);
    const cell = page.getByRole('gridcell', { name: spoken, selected: true });
    await cell.waitFor();
    await eventually(async () => {
      strictEqual(await strip.getAttribute('aria-activedescendant'), await cell.getAttribute('id'));
    });
  }
  await page.keyboard.press('ArrowUp');
  await page.getByRole('heading', { name: 'Response 10' }).waitFor();
  await visit.close();
}

/**
 * Whatever is copied runs when it is pasted.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {Mock} mock
 */
async function copies(browser, mock) {
  const origin = new URL(mock.url).origin;
  // The policy of the page would not let this script read the clipboard.
  const visit = await open(browser, `${consoleOf(mock)}?api=pyng&q=limit%3D3`, { bypassCSP: true });
  const { page } = visit;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  await page.locator('#field-query-limit').waitFor();
  const folder = mkdtempSync(join(tmpdir(), 'pagewright-copies-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/pagewright'), 'dir');
  symlinkSync(join(root, 'node_modules/@jest'), join(folder, 'node_modules/@jest'), 'dir');
  try {
    const file = join(folder, 'copied.test.mjs');
    const config = {
      rootDir: folder,
      testMatch: ['**/*.test.mjs'],
      transform: {},
    };
    let copied = '';
    const jest = `node --experimental-vm-modules ${join(root, 'node_modules/jest/bin/jest.js')} --config '${JSON.stringify(config)}'`;
    for (const [label, command] of [
      ['curl', `sh ${file}`],
      ['fetch, JavaScript', `node ${file}`],
      ['A Jest test', jest],
      ['A Vitest test', jest],
      ['Python, requests', `python3 ${file}`],
    ]) {
      await page.getByRole('button', { name: 'Copy as…' }).click();
      await page.getByRole('menuitem', { name: String(label), exact: true }).click();
      const text = await eventually(async () => {
        const read = String(await page.evaluate('navigator.clipboard.readText()'));
        notStrictEqual(read, copied, `${label} was not copied`);
        return read;
      });
      copied = text;
      // What is copied for Vitest uses nothing in which the two differ.
      writeFileSync(file, text.replace("from 'vitest'", "from '@jest/globals'"));
      if (label?.startsWith('Python') && (await runCommand('python3 -c "import requests"', { cwd: folder })).code !== 0)
        continue;
      const { code, output } = await runCommand(String(command), { cwd: folder });
      strictEqual(code, 0, `${label}: ${output}\n${text}`);
      if (command !== jest) match(output, /customerReference/, `${label}: ${output}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  await visit.close();
}

/**
 * Nothing is wider than its window, from a phone to a wall.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {Mock} mock
 */
async function fits(browser, mock) {
  for (const width of [360, 901, 1200, 2560]) {
    const visit = await open(browser, `${consoleOf(mock)}?api=devdraft&session=export`, {
      viewport: { width, height: 800 },
      bypassCSP: true,
    });
    await visit.page.getByRole('grid').waitFor();
    const overflow = await visit.page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    ok(Number(overflow) <= 0, `at ${width} pixels, Explore is ${overflow} too wide`);
    await visit.close();
  }
}
