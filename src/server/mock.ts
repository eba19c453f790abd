import { readdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { dirname, join } from 'node:path';
import { warmUp } from '../mock/warm-up.ts';
import type { World } from '../mock/world.ts';
import { nameOf } from './admin/guard.ts';
import { createApp, type MockApp } from './app.ts';
import { chooseListMaker, type ListMaker } from './choose-list-maker.ts';
import { createSessionControl, type SessionControl } from './control/session-control.ts';
import { createSessionsControl, type SessionsControl } from './control/sessions-control.ts';
import { createRequestHandler } from './fetch-handler.ts';
import { createCors } from './http/cors.ts';
import { createOriginReader } from './http/origin.ts';
import { closeServer, createHttpServer, listen } from './http/server.ts';
import { checkOptions, type MockOptions } from './options.ts';
import { type ContractDescription, describeContract } from './routing/contract-description.ts';
import { openStage, type Stage } from './sessions/backend.ts';
import { DEFAULT_SESSION } from './sessions/registry.ts';

/** A mock that runs. What it is controlled with concerns the session of clients that name none. */
export interface Mock extends SessionControl, AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:49152`, without a slash at the end. `http://127.0.0.1` when it does not listen. */
  readonly url: string;
  /** The mock as an Express application, to be mounted in another one or handed to supertest. */
  readonly app: MockApp;
  /** Worlds of their own for clients that must not meet. */
  readonly sessions: SessionsControl;
  /**
   * A session by its id, which begins when it is first used; without one, a new session.
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
   * Answers a request without a socket: all but the administration, for which there is this object. It fits where a client
   * takes a `fetch` of one's own: `(input, init) => mock.handle(new Request(input, init))`.
   */
  handle(request: Request): Promise<Response>;
  /** Stops listening. Answers that are being sent are finished first. */
  close(): Promise<void>;
}

/**
 * Starts a mock of one or more list APIs, for use in a test or a program.
 *
 * @param options - what to serve; by default every contract that comes with the package, on a free port of 127.0.0.1
 * @returns the mock, once it listens. Close it in the end, or declare it with `await using`.
 * @throws {PagewrightError} when a contract or scenario file has mistakes: all of them, with file and line
 * @throws {PagewrightError} when a contract has no scenario of the name, or its rows cannot be made
 * @throws {ServerError} when an option cannot be what it is, or the port is taken
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
  /** Contract and scenario files that it was read from, with the scenarios that these may extend. */
  readonly files: readonly string[];
  /** The deviation that is on, with the ids of the contracts that it concerns. */
  readonly deviation:
    | { readonly name: string; readonly summary: string; readonly contracts: readonly string[] }
    | undefined;
  /** What is served, as seen from an address. */
  describe(origin: string): readonly ContractDescription[];
  /** Reads the files again; rows are those of the scenario again. Throws as `createMock` does, and then nothing changes. */
  reload(): void;
}

const USUAL_HOST = '127.0.0.1';

/** Starts a mock; see `createMock`. */
export async function startMock(options: MockOptions): Promise<RunningMock> {
  checkOptions(options);
  const maker = await chooseListMaker(options);
  const stage = openStage(options, maker);
  const { trustProxy, cors, host = USUAL_HOST, port = 0, adminToken } = options;
  const publicUrl = options.publicUrl?.replace(/\/+$/, '');
  const trustedHosts = new Set([host, ...(publicUrl === undefined ? [] : [new URL(publicUrl).host])].map(nameOf));
  const app = createApp({
    registry: stage.registry,
    library: stage.library,
    readOrigin: createOriginReader({ publicUrl, trustProxy }),
    cors: cors ? createCors() : undefined,
    guard: { trustedHosts, token: adminToken },
  });
  const server = options.listen === false ? undefined : createHttpServer(app);
  try {
    const url = server === undefined ? `http://${USUAL_HOST}` : await listen(server, { port, host });
    const worlds = stage.registry.main.lists.map(({ world }) => world);
    if (server !== undefined) server.once('close', warmUpWhenIdle(worlds));
    return assembleMock({ stage, maker, app, server, url, publicUrl });
  } catch (error) {
    stage.registry.close();
    throw error;
  }
}

interface Parts {
  readonly stage: Stage;
  readonly maker: ListMaker;
  readonly app: Mock['app'];
  readonly server: Server | undefined;
  readonly url: string;
  readonly publicUrl: string | undefined;
}

function assembleMock({ stage, maker, app, server, url, publicUrl }: Parts): RunningMock {
  const { registry, library } = stage;
  const origin = (): string => publicUrl ?? url;
  const main = createSessionControl({ enter: () => registry.main, library, origin });
  const { rows, clock, faults, grease, scenarios, snapshots, journal, now, reset, audit } = main;
  const sessions = createSessionsControl({ registry, library, origin });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    registry.close();
    closing ??= server === undefined ? Promise.resolve() : closeServer(server);
    return closing;
  };
  // Named, not spread: that would describe everything before anybody asks.
  return {
    id: DEFAULT_SESSION,
    url,
    rows,
    clock,
    faults,
    grease,
    scenarios,
    snapshots,
    journal,
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
      return listFiles(stage);
    },
    get deviation() {
      return describeDeviation(maker, stage);
    },
    app,
    sessions,
    session: (id) => (id === undefined ? sessions.create() : sessions.get(id)),
    describe: (address) => registry.main.lists.map((list) => describeContract(list, address)),
    handle: createRequestHandler(registry, publicUrl),
    reload: stage.reload,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function describeDeviation({ deviation }: ListMaker, { library }: Stage): RunningMock['deviation'] {
  if (deviation === undefined) return undefined;
  const { name, summary } = deviation;
  const concerned = library().contracts.filter((contract) => deviation.appliesTo(contract));
  return { name, summary, contracts: concerned.map(({ id }) => id) };
}

function listFiles({ registry }: Stage): readonly string[] {
  const files = registry.main.lists.flatMap(({ contract, world: { scenario } }) => {
    return scenario.file === undefined
      ? [contract.file]
      : [contract.file, scenario.file, ...listSiblings(scenario.file)];
  });
  return [...new Set(files)];
}

/** Scenarios of the same folder, any of which may be the ground of another. */
function listSiblings(file: string): readonly string[] {
  const folder = dirname(file);
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  return names.map((name) => join(folder, name));
}

/** Between two steps requests have their turn, in milliseconds. */
const PAUSE = 10;

/**
 * Makes what the first use of each filter would have to wait for, step by step beside the answering of requests.
 *
 * @returns a function that leaves the rest undone
 */
export function warmUpWhenIdle(worlds: readonly World[]): () => void {
  const steps = takeSteps(worlds);
  const takeNext = (): void => {
    if (steps.next().done) return;
    timer = setTimeout(takeNext, PAUSE).unref();
  };
  let timer = setTimeout(takeNext, PAUSE).unref();
  return () => clearTimeout(timer);
}

function* takeSteps(worlds: readonly World[]): Generator<undefined, void> {
  for (const world of worlds) yield* warmUp(world);
}
