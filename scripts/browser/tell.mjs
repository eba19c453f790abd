// Tell: a demo is played by keys in a session of its own, and one is recorded. Needs the build.
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { eventually } from './eventually.mjs';
import { close, open } from './watch.mjs';

/** @param {import('playwright-core').Browser} browser */
export async function run(browser) {
  /** @type {typeof import('../../src/index.ts')} */
  const { createMock } = await import(new URL('../../dist/src/index.js', import.meta.url).href);
  const mock = await createMock({ contract: 'pyng' });
  try {
    await play(browser, mock);
    await record(browser, mock);
    await recordChanges(browser, mock);
  } finally {
    await mock.close();
  }
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('../../src/index.ts').Mock} mock
 */
async function play(browser, mock) {
  mock.rows.remove('NEWTOWN-CYCLES');
  const page = await open(browser, mock, 'tell');
  await page.getByRole('listitem').filter({ hasText: 'What goes wrong' }).getByRole('link', { name: 'Play' }).click();
  await page.getByRole('heading', { level: 1, name: 'A client reads the first page' }).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByText('25 hours later').waitFor();
  await page.getByText('“The pagination link is not valid. Restart pagination from the first page.”').waitFor();
  await page.keyboard.press('r');
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('heading', { level: 1, name: 'A client reads the first page' }).waitFor();
  await page.getByRole('button', { name: /^Step 5/ }).click();
  await page.getByRole('heading', { level: 1, name: 'The same walk as it should be' }).waitFor();
  await eventually(() => ok(page.url().includes('step=5'), page.url()));
  await page.keyboard.press('ArrowRight');
  await page.getByRole('heading', { level: 1, name: 'Too many requests' }).waitFor();
  await page.getByText('429').first().waitFor();
  await page.keyboard.press('e');
  await page.getByRole('heading', { name: /^Response \d/ }).waitFor();
  await page.getByText('429').first().waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Too many requests' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 1, name: /step by step/ }).waitFor();
  strictEqual(mock.rows.list().total, 129, 'the session of clients is left alone');
  deepStrictEqual(mock.journal.list(), []);
  await close(page);
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('../../src/index.ts').Mock} mock
 */
async function record(browser, mock) {
  const page = await open(browser, mock, 'tell');
  await page.getByRole('button', { name: 'Start recording' }).click();
  await page.getByLabel('Title').waitFor();
  await fetch(`${mock.listUrl}?limit=20`, { headers: mock.headers });
  mock.clock.change({ advance: '25h' });
  await fetch(mock.listUrl, { headers: mock.headers });
  await page.getByLabel('Title').fill('A day later');
  await page.getByLabel(/^Name/).fill('no name');
  await page.getByRole('button', { name: 'Stop and keep it' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel(/^Name/).fill('a-day-later');
  await page.getByRole('button', { name: 'Stop and keep it' }).click();
  await page.getByRole('button', { name: 'Save a-day-later.yaml' }).waitFor();
  const { steps } = await mock.demos.read('pyng', 'a-day-later');
  deepStrictEqual(
    steps.map((step) => step.do),
    [[{ request: 'limit=20' }], [{ clock: { advance: 90_000_000 } }, { request: 'first' }]],
  );
  deepStrictEqual((await mock.demos.play('pyng', 'a-day-later', 2)).broken, []);
  await close(page);
}

/**
 * What is done between requests is recorded as it is done, also what is taken back.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('../../src/index.ts').Mock} mock
 */
async function recordChanges(browser, mock) {
  mock.reset();
  const page = await open(browser, mock, 'tell');
  const ask = () => fetch(`${mock.listUrl}?limit=3`, { headers: mock.headers });
  /** @param {number} steps */
  const hasSteps = (steps) => page.getByText(`${steps} ${steps === 1 ? 'step' : 'steps'} so far`).waitFor();
  await page.getByRole('button', { name: 'Start recording' }).click();
  await page.getByLabel('Title').waitFor();
  mock.faults.add('rate-limit:retryAfter=9,times=5');
  await ask();
  await hasSteps(1);
  mock.faults.clear();
  mock.rows.remove('NEWTOWN-CYCLES');
  await mock.deviations.on('ties-lost');
  await ask();
  await hasSteps(2);
  mock.changes.undo();
  mock.changes.undo();
  await page.getByText('2 steps, 2 changes for the next so far').waitFor();
  mock.grease.on({ seed: '7', features: ['token-format'] });
  await ask();
  await hasSteps(3);
  await page.getByLabel('Title').fill('Changes');
  await page.getByLabel(/^Name/).fill('changes');
  await page.getByRole('button', { name: 'Stop and keep it' }).click();
  await page.getByRole('button', { name: 'Save changes.yaml' }).waitFor();
  const { steps } = await mock.demos.read('pyng', 'changes');
  const deeds = steps.map((step) => step.do.slice(0, -1));
  deepStrictEqual(deeds[0], [{ fault: { kind: 'rate-limit', retryAfter: 9, times: 5 } }]);
  deepStrictEqual(deeds[1], [{ fault: null }, { remove: 'NEWTOWN-CYCLES' }, { deviation: 'ties-lost' }]);
  deepStrictEqual(
    deeds[2]?.map((deed) => Object.entries(deed).map(([name, value]) => [name, value?.customerReference ?? value])[0]),
    [
      ['add', 'NEWTOWN-CYCLES'],
      ['deviation', null],
      ['grease', { seed: '7', features: ['token-format'] }],
    ],
  );
  for (const step of [1, 2, 3]) deepStrictEqual((await mock.demos.play('pyng', 'changes', step)).broken, []);
  await close(page);
}
