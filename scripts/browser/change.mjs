// Change: rows, clock, faults and bugs are changed, and what clients find is changed. Needs the build.
import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { eventually } from './eventually.mjs';
import { close, open } from './watch.mjs';

/** @param {import('playwright-core').Browser} browser */
export async function run(browser) {
  /** @type {typeof import('../../src/index.ts')} */
  const { createMock } = await import(new URL('../../dist/src/index.js', import.meta.url).href);
  const mock = await createMock({ contract: 'pyng', listen: true });
  try {
    await editRow(browser, mock);
    await changeWorld(browser, mock);
    await undoChanges(browser, mock);
  } finally {
    await mock.close();
  }
}

/**
 * The schema's own errors stand under their fields, and what was typed stays until it is saved.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('../../src/index.ts').Mock} mock
 */
async function editRow(browser, mock) {
  const page = await open(browser, mock, 'change');
  await page.getByRole('button', { name: 'NEWTOWN-CYCLES' }).click();
  const field = page.getByRole('textbox', { name: 'linkedAt' });
  await field.fill('yesterday');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('must be integer').waitFor();
  await eventually(async () => strictEqual(await field.getAttribute('aria-invalid'), 'true'));
  await page.getByRole('button', { name: 'HARBOUR-BAKERY', exact: true }).click();
  await page.getByRole('heading', { name: 'HARBOUR-BAKERY' }).waitFor();
  await page.getByRole('button', { name: 'NEWTOWN-CYCLES' }).click();
  await page.getByRole('heading', { name: 'NEWTOWN-CYCLES' }).waitFor();
  strictEqual(await field.inputValue(), 'yesterday', 'what was typed is lost');
  await field.fill('1777860000000');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Save' }).and(page.locator(':disabled')).waitFor();
  await eventually(() => strictEqual(mock.rows.get('NEWTOWN-CYCLES')['linkedAt'], 1777860000000));
  await page.getByText('needs state invited; it is linked').waitFor();
  await page.getByLabel('Go to row or customerReference').fill('131');
  await page.keyboard.press('Enter');
  await page.getByText('Unknown row 131').waitFor();
  await page.getByLabel('Go to row or customerReference').fill('SYD-00001');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'SYD-00001' }).waitFor();
  await page.getByRole('button', { name: 'link', exact: true }).click();
  await page.getByText('it is linked').waitFor();
  strictEqual(mock.rows.get('SYD-00001')['state'], 'linked');
  await page.getByRole('button', { name: 'Remove row' }).click();
  await page.getByRole('heading', { name: 'SYD-00001' }).waitFor({ state: 'detached' });
  await eventually(() => strictEqual(mock.rows.list().total, 129));
  await close(page);
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('../../src/index.ts').Mock} mock
 */
async function changeWorld(browser, mock) {
  const page = await open(browser, mock, 'change?fault=latency');
  await page.getByRole('textbox', { name: 'ms', exact: true }).fill('soon');
  await page.getByRole('button', { name: 'Turn it on' }).click();
  await page.getByText('ms must be an integer').waitFor();
  await page.getByRole('textbox', { name: 'ms', exact: true }).fill('5');
  await page.getByRole('button', { name: 'Turn it on' }).click();
  await page.getByText('not applied yet').waitFor();
  deepStrictEqual(
    mock.faults.list().map(({ kind }) => kind),
    ['latency'],
  );
  await page.getByRole('switch', { name: 'ties-lost', exact: true }).click();
  await page.getByRole('switch', { name: 'ties-lost', exact: true }).and(page.locator('[aria-checked=true]')).waitFor();
  await page.getByRole('button', { name: 'Until links that are given now expire' }).click();
  await page.getByText('6 May 2026, 09:30').first().waitFor();
  strictEqual(mock.clock.read().now, '2026-05-06T09:30:00.000Z');
  await close(page);
}

/**
 * What is done in one window shows in another one, and what was done last is taken back first.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('../../src/index.ts').Mock} mock
 */
async function undoChanges(browser, mock) {
  const page = await open(browser, mock, 'change');
  const other = await open(browser, mock, 'change?row=BONDI-SURF-SCHOOL');
  await other.getByRole('textbox', { name: 'invitedAt' }).fill('1777933800001');
  await page.getByRole('button', { name: 'BONDI-SURF-SCHOOL' }).click();
  await page.getByRole('button', { name: 'link', exact: true }).click();
  await page.getByText('it is linked').waitFor();
  await other.getByText('it is linked').waitFor();
  strictEqual(await other.getByRole('textbox', { name: 'invitedAt' }).inputValue(), '1777933800001');
  await page.getByRole('status').getByText('BONDI-SURF-SCHOOL').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await other.getByText('it is linked').waitFor({ state: 'detached' });
  strictEqual(mock.rows.get('BONDI-SURF-SCHOOL')['state'], 'invited');
  await close(page);
  await close(other);
}
