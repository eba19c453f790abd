// Serves one list with a deviation, as `pagewright serve` does; what is read from files is read once.

/** @type {typeof import('../src/contract/load-contracts.ts')} */
const { builtInContracts, loadContracts } = await load('src/contract/load-contracts.js');
/** @type {typeof import('../src/dataset/load-scenario.ts')} */
const { loadScenario } = await load('src/dataset/load-scenario.js');
/** @type {typeof import('../src/deviation/create-deviant-list.ts')} */
const { createDeviantList } = await load('src/deviation/create-deviant-list.js');
/** @type {typeof import('../src/mock/create-list-mock.ts')} */
const { createListMock } = await load('src/mock/create-list-mock.js');
/** @type {typeof import('../src/mock/create-world.ts')} */
const { createWorld } = await load('src/mock/create-world.js');
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
/** @type {typeof import('../src/server/site/create-site.ts')} */
const { createSite } = await load('src/server/site/create-site.js');
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

/** @type {Map<string, ReturnType<typeof loadScenario>>} */
const scenarios = new Map();

/**
 * @param {import('../src/index.ts').Contract} contract
 * @param {string} name - of the scenario
 */
function readScenario(contract, name) {
  const key = `${contract.id} ${name}`;
  const scenario = scenarios.get(key) ?? loadScenario({ contract, name, seed: 1 });
  scenarios.set(key, scenario);
  return scenario;
}

/**
 * @param {import('../src/index.ts').Contract} contract
 * @param {string} name - of the scenario
 * @param {import('../src/deviation/deviation.ts').Deviation | undefined} deviation
 */
export async function serveDeviation(contract, name, deviation) {
  const scenario = readScenario(contract, name);
  const world = createWorld({ contract, scenario, now: () => scenario.now });
  const options = { world, key: 'pagewright', seed: '1' };
  const list = deviation === undefined ? createListMock(options) : createDeviantList(deviation, options);
  const app = createApp({
    holder: { site: createSite([list]) },
    readOrigin: createOriginReader({}),
    trustedHosts: new Set(),
    version: '0.0.0',
  });
  const server = createHttpServer(app);
  const url = await listen(server, { port: 0, host: '127.0.0.1' });
  return { url, description: describeContract(list, url), close: () => closeServer(server) };
}
