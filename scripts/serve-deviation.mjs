// Serves one list with a deviation, as `pagewright serve` does; what is read from files is read once.

/** @type {typeof import('../src/contract/load-contracts.ts')} */
const { builtInContracts, loadContracts } = await load('src/contract/load-contracts.js');
/** @type {typeof import('../src/dataset/load-scenario.ts')} */
const { loadScenario } = await load('src/dataset/load-scenario.js');
/** @type {typeof import('../src/alter/deviations/create-deviant-list.ts')} */
const { createDeviantList } = await load('src/alter/deviations/create-deviant-list.js');
/** @type {typeof import('../src/mock/create-list-mock.ts')} */
const { createListMock } = await load('src/mock/create-list-mock.js');
/** @type {typeof import('../src/mock/create-table-opener.ts')} */
const { createTableOpener } = await load('src/mock/create-table-opener.js');
/** @type {typeof import('../src/server/create-app.ts')} */
const { createApp } = await load('src/server/create-app.js');
/** @type {typeof import('../src/server/http/close-server.ts')} */
const { closeServer } = await load('src/server/http/close-server.js');
/** @type {typeof import('../src/server/http/create-http-server.ts')} */
const { createHttpServer } = await load('src/server/http/create-http-server.js');
/** @type {typeof import('../src/server/http/create-origin-reader.ts')} */
const { createOriginReader } = await load('src/server/http/create-origin-reader.js');
/** @type {typeof import('../src/server/http/listen.ts')} */
const { listen } = await load('src/server/http/listen.js');
/** @type {typeof import('../src/server/sessions/create-session.ts')} */
const { createSession } = await load('src/server/sessions/create-session.js');
/** @type {typeof import('../src/server/sessions/create-session-registry.ts')} */
const { createSessionRegistry } = await load('src/server/sessions/create-session-registry.js');
/** @type {typeof import('../src/server/site/create-routing.ts')} */
const { createRouting } = await load('src/server/site/create-routing.js');
/** @type {typeof import('../src/server/site/describe-contract.ts')} */
const { describeContract } = await load('src/server/site/describe-contract.js');

/**
 * A module of the build.
 *
 * @param {string} path
 */
export async function load(path) {
  return import(new URL(`../dist/${path}`, import.meta.url).href);
}

/** @type {import('../src/index.ts').Contract[]} */
export const CONTRACTS = builtInContracts().flatMap((id) => loadContracts(id).slice(0, 1));

/** @typedef {import('../src/server/fixtures/fixture.ts').Fixture} Fixture */

/** @type {Map<string, Fixture>} */
const fixtures = new Map();

/**
 * @param {import('../src/index.ts').Contract} contract
 * @param {string} name - of the scenario
 * @returns {Fixture}
 */
function readFixture(contract, name) {
  const key = `${contract.id} ${name}`;
  const known = fixtures.get(key);
  if (known !== undefined) return known;
  const scenario = loadScenario({ contract, name, seed: 1 });
  const fixture = { contract, scenario, openTable: createTableOpener(contract, scenario), faults: [] };
  fixtures.set(key, fixture);
  return fixture;
}

/**
 * @param {import('../src/index.ts').Contract} contract
 * @param {string} name - of the scenario
 * @param {import('../src/alter/deviations/deviation.ts').Deviation | undefined} deviation
 */
export async function serveDeviation(contract, name, deviation) {
  /** @type {import('../src/server/fixtures/fixture.ts').FixtureLibrary} */
  const library = { contracts: [contract], open: () => readFixture(contract, name), list: () => [] };
  /** @type {import('../src/server/choose-list-maker.ts').ListMaker} */
  const maker = {
    make: (options) => (deviation === undefined ? createListMock(options) : createDeviantList(deviation, options)),
  };
  const registry = createSessionRegistry({
    create: (id, prefix) =>
      createSession({
        id,
        prefix,
        library,
        routing: createRouting([contract]),
        maker,
        list: { key: 'pagewright', seed: '1' },
        journal: { exchanges: 0 },
        clock: 'scenario',
        grease: undefined,
        faults: [],
        wall: Date.now,
      }),
    idleMs: 60_000,
    most: 1,
    wall: Date.now,
  });
  const app = createApp({
    registry,
    library: () => library,
    readOrigin: createOriginReader({}),
    guard: { trustedHosts: new Set() },
  });
  const server = createHttpServer(app);
  const url = await listen(server, { port: 0, host: '127.0.0.1' });
  const close = () => {
    registry.close();
    return closeServer(server);
  };
  const [list] = registry.main.lists;
  if (list === undefined) throw new Error(`${contract.id} has no list`);
  return { url, description: describeContract(list, url), close };
}
