// Watch: what clients do is shown as they do it, each finding under the request that caused it. Needs the build.
import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { eventually } from './eventually.mjs';

/** @typedef {Record<string, string>} Headers */

/** @param {import('playwright-core').Browser} browser */
export async function run(browser) {
  /** @type {typeof import('../../src/index.ts')} */
  const { createMock } = await import(new URL('../../dist/src/index.js', import.meta.url).href);
  const mock = await createMock({ contract: 'pyng', listen: true });
  try {
    await showFinding(browser, mock);
    await holdRequest(browser, mock);
  } finally {
    await mock.close();
  }
}

/**
 * A client that drops a filter from a link: the headline, the line, the difference, and the request as it should have been.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('../../src/index.ts').Mock} mock
 */
async function showFinding(browser, mock) {
  const page = await open(browser, mock, 'watch');
  await page.getByRole('heading', { level: 1, name: 'No client has come' }).waitFor();
  const list = mock.listUrl;
  const first = /** @type {{ data: { nextHref: string } }} */ (
    await (await fetch(`${list}?state=invited&limit=10`, { headers: mock.headers })).json()
  );
  const altered = new URL(first.data.nextHref);
  altered.searchParams.delete('state');
  await fetch(altered, { headers: mock.headers });
  const line = page.locator('[data-exchange="2"]');
  await line.getByText('link of 1').waitFor();
  await eventually(async () => match(await line.innerText(), /without\s+state=invited/));
  await line.getByText('follow pagination links').waitFor();
  const tab = page.getByRole('link', { name: 'Watch' });
  await eventually(async () => ok((await tab.innerText()).includes('finding'), 'the tab has no count of findings'));
  await line.getByRole('link').click();
  const difference = page.getByRole('row', { name: 'state' });
  await eventually(async () => {
    deepStrictEqual(await difference.getByRole('cell').allInnerTexts(), ['invited', 'missing']);
  });
  await page.getByRole('heading', { name: 'What to change' }).waitFor();
  await page.getByRole('button', { name: 'Send it right' }).click();
  await page.getByText('The mock responded 200').waitFor();
  strictEqual(await page.locator('[data-exchange]').count(), 2, 'the console’s own requests are shown unasked');
  await page.getByRole('link', { name: 'Show the console’s requests' }).click();
  await page.locator('[data-exchange="3"]').waitFor();
  await page.getByLabel('Filter by URL, header or body').fill('invalid-pagination-link');
  await page.locator('[data-exchange="3"]').waitFor({ state: 'detached' });
  await eventually(async () => strictEqual(await page.locator('[data-exchange]').count(), 1));
  await close(page);
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('../../src/index.ts').Mock} mock
 */
async function holdRequest(browser, mock) {
  const page = await open(browser, mock, 'watch');
  await page.getByRole('button', { name: 'Hold the next request' }).click();
  await page.getByRole('button', { name: 'The next request is held' }).waitFor();
  const answer = fetch(mock.listUrl, { headers: mock.headers });
  await page.getByText('held for').waitFor();
  await page.getByRole('button', { name: 'Let it go on' }).click();
  strictEqual((await answer).status, 200);
  await page.getByText('held for').waitFor({ state: 'detached' });
  await close(page);
}

/** @type {WeakMap<import('playwright-core').Page, string[]>} */
const troubles = new WeakMap();

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('../../src/index.ts').Mock} mock
 * @param {string} place
 */
export async function open(browser, mock, place) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  /** @type {string[]} */
  const trouble = [];
  troubles.set(page, trouble);
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (message) => {
    // A browser tells of each rejected request, also where the page shows what was said.
    if (!message.text().includes('status of 4')) trouble.push(message.text());
  });
  await page.goto(`${new URL(mock.url).origin}/__console/${place}`);
  return page;
}

/** @param {import('playwright-core').Page} page */
export async function close(page) {
  deepStrictEqual(troubles.get(page), []);
  await page.close();
}
