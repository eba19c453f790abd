import { readdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { dirname, join } from 'node:path';
import { nameOf } from './admin/guard-admin.ts';
import { checkOptions } from './check-options.ts';
import { chooseListMaker, type ListMaker } from './choose-list-maker.ts';
import { createApp } from './create-app.ts';
import { createLists } from './create-lists.ts';
import { createRequestHandler } from './create-request-handler.ts';
import { closeServer } from './http/close-server.ts';
import { createCors } from './http/create-cors.ts';
import { createHttpServer } from './http/create-http-server.ts';
import { createOriginReader } from './http/create-origin-reader.ts';
import { listen } from './http/listen.ts';
import type { Mock } from './mock.ts';
import type { MockOptions } from './mock-options.ts';
import { readVersion } from './read-version.ts';
import { createRowControl, findList } from './rows/create-row-control.ts';
import { createSite } from './site/create-site.ts';
import { type ContractDescription, describeContract } from './site/describe-contract.ts';
import type { SiteHolder } from './site/site.ts';
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
  const holder: SiteHolder = { site: createSite(createLists(options, maker)) };
  const { trustProxy, cors, host = USUAL_HOST, port = 0 } = options;
  const publicUrl = options.publicUrl?.replace(/\/+$/, '');
  const app = createApp({
    holder,
    readOrigin: createOriginReader({ publicUrl, trustProxy }),
    cors: cors ? createCors() : undefined,
    trustedHosts: new Set([host, ...(publicUrl === undefined ? [] : [new URL(publicUrl).host])].map(nameOf)),
    version: readVersion(),
  });
  const server = options.listen === false ? undefined : createHttpServer(app);
  const url = server === undefined ? `http://${USUAL_HOST}` : await listen(server, { port, host });
  if (server !== undefined) server.once('close', warmUpWhenIdle(holder.site.lists.map(({ world }) => world)));
  return assembleMock({ options: { ...options, publicUrl }, maker, holder, app, server, url });
}

interface Parts {
  readonly options: MockOptions;
  readonly maker: ListMaker;
  readonly holder: SiteHolder;
  readonly app: Mock['app'];
  readonly server: Server | undefined;
  readonly url: string;
}

function assembleMock({ options, maker, holder, app, server, url }: Parts): RunningMock {
  const describe = (origin: string): readonly ContractDescription[] =>
    holder.site.lists.map((list) => describeContract(list, origin));
  const describeFirst = (): ContractDescription => describeContract(findList(holder, undefined), publicOrigin);
  const publicOrigin = options.publicUrl ?? url;
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= server === undefined ? Promise.resolve() : closeServer(server);
    return closing;
  };
  return {
    url,
    app,
    get contracts() {
      return describe(publicOrigin);
    },
    get listUrl() {
      return describeFirst().url;
    },
    get headers() {
      return describeFirst().headers;
    },
    get files() {
      return filesOf(holder);
    },
    rows: createRowControl(holder),
    get deviation() {
      return describeDeviation(maker, holder);
    },
    describe,
    now: () => findList(holder, undefined).world.now(),
    handle: createRequestHandler(holder, options.publicUrl),
    reset: (contract) => {
      for (const { world } of contract === undefined ? holder.site.lists : [findList(holder, contract)]) world.reset();
    },
    reload: () => {
      holder.site = createSite(createLists(options, maker));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function describeDeviation({ deviation }: ListMaker, { site }: SiteHolder): RunningMock['deviation'] {
  if (deviation === undefined) return undefined;
  const { name, summary } = deviation;
  const concerned = site.lists.filter(({ contract }) => deviation.appliesTo(contract));
  return { name, summary, contracts: concerned.map(({ contract }) => contract.id) };
}

function filesOf({ site }: SiteHolder): readonly string[] {
  const files = site.lists.flatMap(({ contract, world: { scenario } }) => {
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
