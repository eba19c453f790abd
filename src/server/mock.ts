import { readdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { dirname, join } from 'node:path';
import { loadAjvInSteps } from '../contract/json-schema.ts';
import { listContractFiles } from '../contract/load-contracts.ts';
import { warmUp } from '../mock/state.ts';
import { type GuardOptions, hostName } from './admin/guard.ts';
import { createApp } from './app.ts';
import { createSessionControl, type SessionControl } from './control/session-control.ts';
import { createSessionsControl, type SessionsControl } from './control/sessions-control.ts';
import { type ActiveDeviation, loadDeviation } from './deviation.ts';
import { createRequestHandler } from './fetch-handler.ts';
import { createCors } from './http/cors.ts';
import { createOriginReader } from './http/origin.ts';
import { closeServer, createHttpServer, listen, type MockApp } from './http/server.ts';
import { createRequestSharing } from './http/shared-requests.ts';
import { checkOptions, type MockOptions } from './options.ts';
import { type ContractDescription, describeContract } from './routing/contract-description.ts';
import { type Backend, loadBackend } from './sessions/backend.ts';
import { DEFAULT_SESSION } from './sessions/registry.ts';
import type { DocumentGuesses } from './sessions/scenario-library.ts';

/** A running mock. Its own controls are for the session of clients that name none. */
export interface Mock extends SessionControl, AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:49152`, without a slash at the end. `http://127.0.0.1` when it does not listen. */
  readonly url: string;
  /** The mock as a request handler, for `express().use`, supertest or `http.createServer`. */
  readonly app: MockApp;
  /** Sessions, for clients that must not meet. */
  readonly sessions: SessionsControl;
  /**
   * A session by its id, which begins when it is first used; without an id, a new session.
   *
   * @example
   * ```ts
   * const session = mock.session();
   * await runClient({ baseUrl: session.url });
   * session.audit().toBeClean();
   * ```
   */
  session(id?: string): SessionControl;
  /**
   * Responds to a request without a socket. It fits where a client takes a `fetch` of one's own:
   * `(input, init) => mock.handle(new Request(input, init))`. The admin API is not there; this object does the same.
   */
  handle(request: Request): Promise<Response>;
  /** Stops listening. Responses that are being sent are finished first. */
  close(): Promise<void>;
}

/**
 * Starts a mock of one or more list APIs, for use in a test or a program.
 *
 * @param options - what to serve; by default every contract that comes with the package, on a free port of 127.0.0.1
 * @returns the mock, once it listens. Close it in the end, or declare it with `await using`.
 * @throws {PagewrightError} `invalid-contract` when a contract or scenario file has mistakes: all of them, with file and line;
 *   `unknown-scenario`; `invalid-option`; `cannot-listen` when the port is taken
 *
 * @example
 * ```ts
 * const mock = await createMock({ contract: 'openapi/orders.yaml', seed: 7 });
 * const response = await fetch(mock.listUrl, { headers: mock.headers });
 * const added = mock.rows.add({ status: 'open' });
 * mock.rows.move('cancel', String(added['id']));
 * mock.reset();
 * await mock.close();
 * ```
 */
export async function createMock(options: MockOptions = {}): Promise<Mock> {
  return startMock(options);
}

/** A mock, with what only the command line needs of it. */
export interface RunningMock extends Mock {
  /** The contract and scenario files that it was read from, with the scenarios that these may extend. */
  readonly files: readonly string[];
  /** The deviation that it has, with the ids of the contracts that it applies to. */
  readonly deviation:
    | { readonly name: string; readonly summary: string; readonly contracts: readonly string[] }
    | undefined;
  /** The lists that were recognised in documents without blocks, and are served as was guessed. */
  readonly guesses: readonly DocumentGuesses[];
  /** What is served, by the URLs of an origin. */
  describe(origin: string): readonly ContractDescription[];
  /** Reads the files again and ends all sessions. Throws as `createMock` does, and then nothing changes. */
  reload(): void;
}

const DEFAULT_HOST = '127.0.0.1';

/** Starts a mock; see {@link createMock}. */
export async function startMock(options: MockOptions): Promise<RunningMock> {
  checkOptions(options);
  const deviation = await loadDeviation(options.deviation);
  const backend = loadBackend(options, deviation);
  const { trustProxy, cors, host = DEFAULT_HOST, port = 0 } = options;
  const publicUrl = options.publicUrl?.replace(/\/+$/, '');
  const guard = createGuard(options, publicUrl);
  const readOrigin = createOriginReader({ publicUrl, trustProxy });
  const { registry, library } = backend;
  const served = { registry, library, readOrigin, cors: cors ? createCors() : undefined, guard };
  const app = createApp(served);
  const server = options.listen === false ? undefined : createOwnServer(served);
  try {
    const url = server === undefined ? `http://${DEFAULT_HOST}` : await listen(server, { port, host });
    if (server !== undefined) server.once('close', warmUpWhenIdle(listWarmUpSteps(backend)));
    return assembleMock({ backend, deviation, app, server, url, publicUrl });
  } catch (error) {
    backend.registry.close();
    throw error;
  }
}

/** The mock's own server gets requests as they were sent. */
function createOwnServer(served: Parameters<typeof createApp>[0]): Server {
  const { IncomingMessage, read } = createRequestSharing(served.readOrigin);
  return createHttpServer(createApp({ ...served, readRequest: read }), IncomingMessage);
}

function createGuard({ host = DEFAULT_HOST, adminToken, trustProxy }: MockOptions, publicUrl?: string): GuardOptions {
  const hosts = [host, ...(publicUrl === undefined ? [] : [new URL(publicUrl).host])];
  return {
    trustedHosts: new Set(hosts.map(hostName)),
    token: adminToken,
    isBehindProxy: trustProxy === true || publicUrl !== undefined,
  };
}

interface MockParts {
  readonly backend: Backend;
  readonly deviation: ActiveDeviation | undefined;
  readonly app: MockApp;
  readonly server: Server | undefined;
  readonly url: string;
  readonly publicUrl: string | undefined;
}

function assembleMock({ backend, deviation, app, server, url, publicUrl }: MockParts): RunningMock {
  const { registry, library } = backend;
  const origin = (): string => publicUrl ?? url;
  const main = createSessionControl({ enter: () => registry.main, library, origin });
  const { rows, views, model, clock, faults, grease, deviations, holds, checks, demos } = main;
  const { scenarios, snapshots, journal, walks, changes, now, reset, audit } = main;
  const sessions = createSessionsControl({ registry, library, origin });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    registry.close();
    closing ??= server === undefined ? Promise.resolve() : closeServer(server);
    return closing;
  };
  // Named, not spread: that would describe every contract before anybody asks.
  return {
    id: DEFAULT_SESSION,
    url,
    rows,
    views,
    model,
    clock,
    faults,
    grease,
    deviations,
    holds,
    checks,
    demos,
    scenarios,
    snapshots,
    journal,
    walks,
    changes,
    now,
    reset,
    audit,
    get contracts() {
      return main.contracts;
    },
    get listUrl() {
      return main.listUrl;
    },
    get headers() {
      return main.headers;
    },
    get files() {
      return listFiles(backend);
    },
    get deviation() {
      return describeDeviation(deviation, backend);
    },
    get guesses() {
      return library().guesses;
    },
    app,
    sessions,
    session: (id) => (id === undefined ? sessions.create() : sessions.get(id)),
    describe: (address) => registry.main.lists.map((list) => describeContract(list, address, registry.main.lists)),
    handle: createRequestHandler(registry, publicUrl),
    reload: backend.reload,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function describeDeviation(deviation: ActiveDeviation | undefined, { library }: Backend): RunningMock['deviation'] {
  if (deviation === undefined) return undefined;
  const { name, summary } = deviation;
  const concerned = library().contracts.filter((contract) => deviation.appliesTo(contract));
  return { name, summary, contracts: concerned.map(({ id }) => id) };
}

function listFiles({ registry }: Backend): readonly string[] {
  const files = registry.main.lists.flatMap(({ contract, state: { scenario } }) => {
    const own = listContractFiles(contract);
    return scenario.file === undefined ? own : [...own, scenario.file, ...listSiblings(scenario.file)];
  });
  return [...new Set(files)];
}

/** The scenarios of the same folder, any of which another may extend. */
function listSiblings(file: string): readonly string[] {
  const folder = dirname(file);
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  return names.map((name) => join(folder, name));
}

/** Between two steps requests have their turn, in milliseconds. */
const WARM_UP_PAUSE = 10;

/** Prepares what the first use of each filter, of the list of scenarios and of a rule of a schema would have to wait for. */
function* listWarmUpSteps({ registry, library }: Backend): Generator<undefined, void> {
  for (const { state } of registry.main.lists) {
    // What nobody has looked at yet may be hundreds of lists.
    if (state.scenario.rows === 'made') yield* warmUp(state);
  }
  for (const contract of library().contracts) {
    library().list(contract);
    yield;
  }
  yield* loadAjvInSteps();
}

/**
 * Takes one step after another while requests are served in between.
 *
 * @returns a function that drops the steps that are left
 */
export function warmUpWhenIdle(steps: Generator<undefined, void>): () => void {
  const takeNext = (): void => {
    if (steps.next().done) return;
    timer = setTimeout(takeNext, WARM_UP_PAUSE).unref();
  };
  let timer = setTimeout(takeNext, WARM_UP_PAUSE).unref();
  return () => clearTimeout(timer);
}
