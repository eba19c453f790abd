// Check: the suite is run from the page, a bug is found, and two runs are compared. Needs the build.
import { match, ok, strictEqual } from 'node:assert/strict';
import { eventually } from './eventually.mjs';
import { close, open } from './watch.mjs';

/** @param {import('playwright-core').Browser} browser */
export async function run(browser) {
  /** @type {typeof import('../../src/index.ts')} */
  const { createMock } = await import(new URL('../../dist/src/index.js', import.meta.url).href);
  const mock = await createMock({ contract: 'devdraft' });
  try {
    await findBug(browser, mock);
    await checkAnother(browser, mock);
  } finally {
    await mock.close();
  }
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('../../src/index.ts').Mock} mock
 */
async function findBug(browser, mock) {
  await mock.deviations.on('total-of-page');
  const page = await open(browser, mock, 'check');
  await page.getByLabel('Check', { exact: true }).selectOption('quick');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { level: 1, name: 'does not conform' }).waitFor();
  await eventually(async () => match(await page.title(), /does not conform/));
  const violation = page.locator('.finding').first();
  await violation.locator('summary').click();
  await violation.getByText('curl').first().waitFor();
  await eventually(() => ok(page.url().includes('id=devdraft.'), 'what is open stands in the address'));
  await page.getByRole('button', { name: 'Show on the strip' }).click();
  await page.waitForURL(/\/explore\?.*(?:walk|exchange)=/);
  await page.getByRole('grid').waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'does not conform' }).waitFor();
  mock.deviations.off();
  await page.getByRole('button', { name: 'Run again' }).click();
  await page.getByRole('heading', { level: 1, name: /conforms$/ }).waitFor();
  await page.getByRole('button', { name: 'Compare two' }).click();
  await page.getByRole('link', { name: /1: / }).click();
  await page.getByRole('heading', { level: 1, name: /fixed, nothing newly failing/ }).waitFor();
  await eventually(() => match(page.url(), /run=2&versus=1/));
  strictEqual(mock.audit().requests, 0, 'what the suite asks is no part of the audit');
  await close(page);
}

/**
 * What was typed stays, and the words of the mock stand beside it; a run that stops keeps what it found.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('../../src/index.ts').Mock} mock
 */
async function checkAnother(browser, mock) {
  const page = await open(browser, mock, 'check?run=99');
  await page.getByRole('heading', { name: 'Unknown run “99”' }).waitFor();
  const address = page.getByLabel(/^Server to check/);
  await address.fill('ftp://nowhere');
  await page.getByRole('button', { name: /^Run again/ }).click();
  await page.getByRole('alert').waitFor();
  strictEqual(await address.inputValue(), 'ftp://nowhere');
  await address.fill('http://127.0.0.1:1');
  await page.getByRole('button', { name: /^Run again/ }).click();
  await page.getByRole('heading', { level: 1, name: 'could not be checked' }).waitFor();
  await page.getByText('127.0.0.1:1').first().waitFor();
  await close(page);
}
