// What people come for, done as somebody would who has never seen the page: the ten-minute demo of docs/demo.md, and four tasks. Needs
// the build.
import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { eventually } from './eventually.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @param {import('playwright-core').Browser} browser */
export async function run(browser) {
  /** @type {typeof import('../../src/index.ts')} */
  const { createMock } = await import(new URL('../../dist/src/index.js', import.meta.url).href);
  const mock = await createMock();
  try {
    await runAt(browser, new URL(mock.url).origin);
  } finally {
    await mock.close();
  }
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} origin - of a mock with the contracts that come along, as `pagewright serve` has them
 */
export async function runAt(browser, origin) {
  for (const task of [giveDemo, findWhyItStopped, showExpiredLink, findMissingCustomer, sendTheView]) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    /** @type {string[]} */
    const said = [];
    page.on('pageerror', (error) => said.push(error.message));
    // A browser tells of each rejected request, also where the page shows what was said.
    page.on('console', (message) => message.text().includes('status of 4') || said.push(message.text()));
    await task(page, origin);
    deepStrictEqual(said, [], `${task.name}: in the browser’s console`);
    await context.close();
  }
}

/**
 * @param {Page} page
 * @param {RegExp | string} name
 */
async function hasHeadline(page, name) {
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/**
 * @param {Page} page
 * @param {string} menu
 * @param {string | RegExp} option
 */
async function choose(page, menu, option) {
  await page.getByRole('button', { name: new RegExp(`^${menu}`) }).click();
  await page.getByRole('option', { name: option }).click();
}

/**
 * The ten minutes of docs/demo.md, with its keys.
 *
 * @param {Page} page
 * @param {string} origin
 */
async function giveDemo(page, origin) {
  await page.goto(`${origin}/__console/`);
  await choose(page, 'API', /^Pyng Billing/);
  await page.getByRole('link', { name: 'Tell' }).click();
  for (const [demo, titles] of /** @type {const} */ ([
    [
      'How paging works here',
      ['130 customers', 'Each page leads', 'The last page', 'There is a way back', 'A filter is sent', 'Nothing found'],
    ],
    [
      'What goes wrong in practice',
      ['A client reads', 'Links to the next', 'A customer is added', 'A tie', 'The same walk', 'Too many'],
    ],
  ])) {
    await page.getByRole('listitem').filter({ hasText: demo }).getByRole('link', { name: 'Play', exact: true }).click();
    for (const [index, title] of titles.entries()) {
      if (index > 0) await page.keyboard.press('ArrowRight');
      await hasHeadline(page, new RegExp(`^${title}`));
      await page.getByText(/^Response: \d{3}/).waitFor();
    }
    await page.keyboard.press('r');
    strictEqual(await page.getByText('This step says what is not so').count(), 0);
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: /^Response \d/ }).waitFor();
    await page.getByRole('link', { name: 'Tell' }).click();
    await hasHeadline(page, /step by step$/);
  }
  await page.getByRole('link', { name: 'Check' }).click();
  await choose(page, 'Pretending', /^ties-lost a/);
  await page.getByRole('button', { name: 'Pretending ties-lost' }).waitFor();
  await page.getByRole('button', { name: /^Run/ }).click();
  await hasHeadline(page, 'Pyng Billing does not conform');
  await page.getByRole('region', { name: /Likely cause|Shortest proof/ }).waitFor();
  await page.getByRole('button', { name: 'Copy the curl that shows it' }).click();
  await choose(page, 'Pretending', /^nothing/);
  await page.getByRole('button', { name: 'Pretending nothing' }).waitFor();
  await page.getByRole('button', { name: /^Run again/ }).click();
  await hasHeadline(page, 'Pyng Billing conforms');
  await page.getByRole('button', { name: 'Compare two' }).click();
  await page.getByRole('link', { name: /^1: / }).click();
  await page.getByRole('heading', { level: 2, name: /^Fixed/ }).waitFor();
}

/**
 * Somebody else's client: what it asked for is in the journal, and nothing else is known of it.
 *
 * @param {string} origin
 * @param {string} session
 * @param {string} contract
 */
async function findList(origin, session, contract) {
  await fetch(`${origin}/__admin/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: session }),
  });
  /** @type {{ id: string, url: string, headers: Record<string, string> }[]} */
  const all = await (await fetch(`${origin}/__admin/contracts?session=${session}`)).json();
  const found = all.find(({ id }) => id === contract);
  ok(found !== undefined);
  return found;
}

/**
 * Without a click: the tab says that there is a finding, the headline what became of it, the line what is missing.
 *
 * @param {Page} page
 * @param {string} origin
 */
async function findWhyItStopped(page, origin) {
  const { url, headers } = await findList(origin, 'nightly', 'pyng');
  const first = await (await fetch(`${url}?state=invited&limit=20`, { headers })).json();
  const next = new URL(/** @type {{ data: { nextHref: string } }} */ (first).data.nextHref);
  next.searchParams.delete('state');
  strictEqual((await fetch(next, { headers })).status, 400);
  await page.goto(`${origin}/__console/watch?api=pyng&session=nightly`);
  await hasHeadline(page, /^nightly read 20 of 37 customers with state=invited, then gave up$/);
  const line = page.locator('[data-exchange]').nth(1);
  await line.getByText('MUST follow pagination links').waitFor();
  await eventually(async () => match(await line.innerText(), /without\s+state=invited/));
  await page.getByText('What to change').waitFor();
}

/**
 * Four actions: ask, set the clock, ask for the next page, read what it says.
 *
 * @param {Page} page
 * @param {string} origin
 */
async function showExpiredLink(page, origin) {
  await page.goto(`${origin}/__console/`);
  await choose(page, 'API', /^Pyng Billing/);
  await page.getByRole('heading', { name: /^Response \d/ }).waitFor();
  await choose(page, 'Clock', /^Until links/);
  await page.getByRole('button', { name: /^Clock 6 May 2026/ }).waitFor();
  await page.getByRole('button', { name: 'next ›' }).click();
  await hasHeadline(page, /rejected with 400/);
  await page.getByText('Restart pagination from the first page').first().waitFor();
}

/**
 * An export that reads by position while rows move: from Watch, one click to who was lost.
 *
 * @param {Page} page
 * @param {string} origin
 */
async function findMissingCustomer(page, origin) {
  const { url, headers } = await findList(origin, 'export', 'devdraft');
  await page.goto(`${origin}/__console/watch?api=devdraft&session=export`);
  await hasHeadline(page, /^No client has come/);
  const rows = `${origin}/__admin/contracts/devdraft/rows`;
  /** @type {{ rows: { id: string }[] }} */
  const { rows: some } = await (await fetch(`${rows}?session=export&collection=acme&limit=10`)).json();
  for (let skip = 0; skip < 110; skip += 10) {
    if (skip === 30) await fetch(`${rows}/${some[4]?.id}?session=export&collection=acme`, { method: 'DELETE' });
    await fetch(`${url}?skip=${skip}`, { headers });
  }
  await page.getByRole('link', { name: /^Show walk 1 on the strip/ }).click();
  await hasHeadline(page, /^This client lost one customer/);
  await page.locator('.strip tspan').filter({ hasText: 'never read' }).waitFor();
}

/**
 * The link that is copied shows the same to somebody else.
 *
 * @param {Page} page
 * @param {string} origin
 */
async function sendTheView(page, origin) {
  await findList(origin, 'to-send', 'wingback');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  await page.goto(`${origin}/__console/explore?api=wingback&session=to-send`);
  await page.getByRole('button', { name: 'Walk all pages' }).click();
  await hasHeadline(page, /were read, each once$/);
  await page.locator('.strip .lane').nth(1).click();
  await page.getByRole('heading', { name: 'Response 2' }).waitFor();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText(/^Copied/).waitFor();
  const link = page.url();
  const other = await page.context().browser()?.newPage();
  ok(other !== undefined);
  await other.goto(link);
  await hasHeadline(other, await page.getByRole('heading', { level: 1 }).innerText());
  await other.getByRole('heading', { name: 'Response 2' }).waitFor();
  await other.close();
}
