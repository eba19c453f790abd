import { readdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { dirname, join } from 'node:path';
import { nameOf } from './admin/guard-admin.ts';
import { checkOptions } from './check-options.ts';
import { chooseListMaker, type ListMaker } from './choose-list-maker.ts';
import { createSessionControl } from './control/create-session-control.ts';
import { createSessionsControl } from './control/create-sessions-control.ts';
import { createApp } from './create-app.ts';
import { createRequestHandler } from './create-request-handler.ts';
import { closeServer } from './http/close-server.ts';
import { createCors } from './http/create-cors.ts';
import { createHttpServer } from './http/create-http-server.ts';
import { createOriginReader } from './http/create-origin-reader.ts';
import { listen } from './http/listen.ts';
import type { Mock } from './mock.ts';
import type { MockOptions } from './mock-options.ts';
import { DEFAULT_SESSION } from './sessions/create-session-registry.ts';
import { openStage, type Stage } from './sessions/open-stage.ts';
import { type ContractDescription, describeContract } from './site/describe-contract.ts';
import { warmUpWhenIdle } from './warm-up-when-idle.ts';

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
