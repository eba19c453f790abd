// A mock in which there is something to see in every view of the console, always the same: for the pictures of the documentation
// and for what has to hold of each view. Needs the build.

/** @typedef {import('../../src/index.ts').Mock} Mock */
/** @typedef {import('playwright-core').Page} Page */

/**
 * @typedef {object} Scene
 * @property {string} name
 * @property {string} path - below the address of the console
 * @property {string} shows - a text of the view, once it is all there
 */

/** @type {readonly Scene[]} */
export const SCENES = [
  {
    name: 'explore',
    path: 'explore?api=devdraft&session=export-job-7&at=4&versus=last-row',
    shows: '0 lost, 0 twice',
  },
  { name: 'explore-long', path: 'explore?api=devdraft&session=long-list&at=6', shows: 'Response 6' },
  { name: 'watch', path: 'watch?api=pyng&session=billing-sync&exchange=2', shows: 'What to change' },
  {
    name: 'change',
    path: 'change?api=pyng&session=what-if&row=MANLY-FERRY-CAFE',
    shows: 'Undo',
  },
  { name: 'check', path: 'check?api=pyng&session=check&run=2', shows: 'Runs of this session' },
  { name: 'compare', path: 'check?api=pyng&session=check&run=3&versus=2', shows: 'Fixed' },
  { name: 'tell', path: 'tell?api=pyng', shows: 'What goes wrong in practice' },
  {
    name: 'tell-step',
    path: 'tell?api=pyng&session=demo&demo=in-practice&step=4',
    shows: 'Response: 200',
  },
  { name: 'empty', path: 'watch?api=wingback&session=nobody', shows: 'No client has come' },
  { name: 'unknown', path: 'explore?api=pyng&session=long-gone', shows: 'Begin it' },
];

/** @returns {Promise<Mock>} with a session for each scene */
export async function prepareScenes() {
  /** @type {typeof import('../../src/index.ts')} */
  const { createMock } = await import(new URL('../../dist/src/index.js', import.meta.url).href);
  const mock = await createMock({ seed: 1, key: 'scenes' });
  await loseRows(mock);
  await readLongList(mock);
  await dropFilter(mock);
  await makeChanges(mock);
  await runChecks(mock);
  for (const id of ['demo', 'nobody']) mock.sessions.create({ id });
  return mock;
}

/**
 * @param {Mock} mock
 * @param {string} id
 * @param {string} contract
 */
async function begin(mock, id, contract) {
  const session = mock.sessions.create({ id });
  const found = session.contracts.find((one) => one.id === contract);
  if (found === undefined) throw new Error(`${contract} is not served`);
  // What is drawn is recorded from the first time on that somebody asks for it.
  await session.walks.windows();
  session.changes.list();
  return { session, url: found.url, headers: found.headers };
}

/**
 * A client reads by offset while rows move.
 *
 * @param {Mock} mock
 */
async function loseRows(mock) {
  const { session, url, headers } = await begin(mock, 'export-job-7', 'devdraft');
  const where = { contract: 'devdraft', collection: 'acme' };
  const rows = session.rows.list({ ...where, limit: 10 }).rows.map(({ id }) => String(id));
  const grace = { first_name: 'Grace', last_name: 'Hopper', createdAt: '2026-05-05T09:20:00.000Z' };
  for (let skip = 0; skip < 110; skip += 10) {
    if (skip === 20) session.rows.add(grace, where);
    if (skip === 30) for (const id of rows.slice(5, 7)) session.rows.remove(id, where);
    await fetch(`${url}?skip=${skip}`, { headers });
  }
}

/** @param {Mock} mock */
async function readLongList(mock) {
  const { session, url, headers } = await begin(mock, 'long-list', 'devdraft');
  session.scenarios.load('large', 'devdraft');
  const where = { contract: 'devdraft', collection: 'acme' };
  for (let skip = 0; skip < 2000; skip += 100) {
    if (skip === 500) session.rows.remove(String(session.rows.list({ ...where, limit: 1 }).rows[0]?.id), where);
    await fetch(`${url}?take=100&skip=${skip}`, { headers });
  }
}

/**
 * A client leaves a filter out of the link that it follows.
 *
 * @param {Mock} mock
 */
async function dropFilter(mock) {
  const { url, headers } = await begin(mock, 'billing-sync', 'pyng');
  const first = /** @type {{ data: { nextHref: string } }} */ (
    await (await fetch(`${url}?state=invited&limit=20`, { headers })).json()
  );
  const next = new URL(first.data.nextHref);
  next.searchParams.delete('state');
  await fetch(next, { headers });
}

/** @param {Mock} mock */
async function makeChanges(mock) {
  const { session, url, headers } = await begin(mock, 'what-if', 'pyng');
  session.rows.remove('NEWTOWN-CYCLES', { contract: 'pyng' });
  session.clock.change({ advance: '25h' });
  session.faults.add({ kind: 'rate-limit', retryAfter: 30, times: 3 });
  await fetch(url, { headers });
}

/** @param {Mock} mock */
async function runChecks(mock) {
  const { session } = await begin(mock, 'check', 'pyng');
  session.scenarios.load('ties', 'pyng');
  await runCheck(session);
  await session.deviations.on('ties-lost');
  await runCheck(session);
  session.deviations.off();
  await runCheck(session);
}

/** What the bug breaks, and some that it does not. */
const CHECKED = ['pyng.walk.*', 'pyng.total.*', 'pyng.end.*', 'pyng.filter.state.*'];

/** @param {ReturnType<Mock['sessions']['create']>} session */
async function runCheck({ checks }) {
  const { id } = await checks.start({ contract: 'pyng', only: CHECKED, seed: 1 });
  /** @type {() => void} */
  let done = () => {};
  const ended = new Promise((resolve) => {
    done = () => resolve(undefined);
  });
  const leave = checks.follow(id, { end: done });
  await ended;
  leave();
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {Mock} mock
 * @param {Scene} scene
 * @param {import('playwright-core').BrowserContextOptions} options
 * @param {string[]} [said] - takes what the page says in the browser's console
 * @returns {Promise<Page>} in which everything is there that belongs to the scene
 */
export async function openScene(browser, mock, { path, shows }, options, said = []) {
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en', timezoneId: 'UTC', ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => said.push(error.message));
  page.on('console', (message) => said.push(message.text()));
  await page.goto(`${new URL(mock.url).origin}/__console/${path}`);
  await page.getByText(shows).first().waitFor({ state: 'attached' });
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  return page;
}
