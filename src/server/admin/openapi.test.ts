import { beforeAll, describe, expect, it } from '@jest/globals';
import { FAULT_SCHEMA } from '../../alter/faults/kinds.ts';
import { GREASE_FEATURES } from '../../alter/grease/features.ts';
import { readVersion } from '../../contract/package-file.ts';
import { createMock, type Mock } from '../mock.ts';
import {
  type Answer,
  type Call,
  callAdmin,
  optionsOf,
  REFUSED_CALLS,
  type Target,
  VALID_STEPS,
} from '../testing/admin-calls.ts';
import { ADMIN_DOCUMENT, below, listWords, OPERATIONS, operationOf, placeAt } from '../testing/admin-document.ts';
import { createAnswerChecker } from '../testing/answer-checker.ts';
import { openEventStream } from '../testing/event-stream.ts';
import { openFullMock, openSampleMock, writeSampleDemo, writeSampleScenarios } from '../testing/sample.ts';
import { ADMIN_ROUTES } from './router.ts';

/** What answers cannot show here, with the reason. */
const UNSEEN: Readonly<Record<string, string>> = {
  'remote-request': 'tests call from the machine itself; guard.test.ts has it',
  '/components/schemas/Contract/properties/problem':
    'takes nine guessed lists, one without rows; mock.test.ts has them',
};

const checker = createAnswerChecker();
const problems: string[] = [];
const wronglyRefused: string[] = [];
const wronglyDone: string[] = [];

/** Calls every operation as it should be called; in a session that is named, with all that a call may have. */
async function callAll(mock: Mock, session?: string): Promise<void> {
  if (session !== undefined) mock.sessions.create({ id: session });
  for (const step of VALID_STEPS) {
    if (typeof step === 'function') await step(mock.session(session ?? 'default'));
    else for (const call of spellOut(step, session)) await callRightly(mock, call);
  }
}

function spellOut(call: Call, session: string | undefined): readonly Call[] {
  const { bodies, ...operation } = operationOf(call.operation);
  const options = session === undefined ? {} : optionsOf(operation, 'query');
  const query = { ...options, ...('session' in options && { session: String(session) }) };
  const whole = { ...call, query, headers: optionsOf(operation, 'header') };
  return bodies.length === 0 ? [whole] : bodies.map((body) => ({ ...whole, body }));
}

async function callRightly(mock: Mock, call: Call): Promise<void> {
  const answer = await (call.operation === 'streamExchanges' ? readStream(mock, call) : callAdmin(mock.url, call));
  if (answer.status >= 400) wronglyRefused.push(`${JSON.stringify(call)}: ${answer.text}`);
  problems.push(...checker.check(call.operation, answer));
}

/** A stream has no end, so its first event has to do. */
async function readStream({ url }: Mock, { query, headers }: Call): Promise<Answer> {
  const { fault: _fault, ...filters } = query as Readonly<Record<string, string>>;
  const stream = await openEventStream(`${url}/__admin/journal/stream?${new URLSearchParams(filters)}`, headers);
  const { data } = await stream.next();
  problems.push(...checker.checkValue('Exchange', JSON.parse(data)));
  await stream.close();
  return { status: stream.response.status, headers: Object.fromEntries(stream.response.headers), text: data };
}

async function refuseAll(mocks: Readonly<Partial<Record<Target, Mock>>>): Promise<void> {
  for (const { target, call } of REFUSED_CALLS) {
    const mock = mocks[target];
    if (mock === undefined) continue;
    const answer = await callAdmin(mock.url, call);
    if (answer.status < 400) wronglyDone.push(JSON.stringify(call));
    problems.push(...checker.check(call.operation, answer));
  }
}

/** Reads all that there is of the contracts that come with the package, whose journal has no room for what was sent. */
async function readShipped(): Promise<void> {
  await using mock = await createMock({ journal: { exchanges: 4 } });
  for (const { url, headers } of [...mock.contracts, ...mock.contracts]) await fetch(url, { headers });
  const readings = OPERATIONS.filter(({ method, path, id }) => {
    return method === 'GET' && !path.includes('{') && id !== 'streamExchanges';
  });
  for (const { id } of readings) {
    problems.push(...checker.check(id, await callAdmin(mock.url, { operation: id })));
  }
  for (const { id } of mock.contracts) await readLists(mock, id);
  await using tied = await createMock({ contract: 'devdraft', scenario: 'ties' });
  for (const skip of [5, 0]) await fetch(`${tied.listUrl}?take=3&skip=${skip}`, { headers: tied.headers });
  problems.push(...checker.check('listWindows', await callAdmin(tied.url, { operation: 'listWindows' })));
  await readWalks();
  problems.push(...checker.check('getPage', await callAdmin(tied.url, { operation: 'getPage' })));
  const sizes = [
    'limit: { parameter: size, outOfRange: reject }',
    'limit: { parameter: size, sizes: [10, 25] }',
  ] as const;
  await using sized = await createMock({ contract: writeSampleScenarios('orders', sizes), grease: true });
  await readLists(sized, 'orders');
  problems.push(...checker.check('setDeviation', await callAdmin(sized.url, { operation: 'setDeviation' })));
}

/** Reads a list by windows that a row moves between, and another one that loses its filter on the way. */
async function readWalks(): Promise<void> {
  await using mock = await createMock({ contract: 'devdraft' });
  const read = async (query: string): Promise<void> => {
    await (await fetch(`${mock.listUrl}?${query}`, { headers: mock.headers })).text();
  };
  await read('take=5');
  mock.rows.add({ createdAt: '2039-01-01T00:00:00.000Z' });
  await read('take=5&skip=5');
  const [first] = await mock.walks.windows();
  mock.rows.remove(first?.identities[0] ?? '');
  await read('take=3&status=ACTIVE');
  await read('take=3&skip=3');
  for (const operation of ['listWalks', 'coverWalk']) {
    problems.push(...checker.check(operation, await callAdmin(mock.url, { operation })));
  }
}

/** What a contract says of its list, and what the list holds. */
async function readLists({ url }: Mock, id: string): Promise<void> {
  const path = { id };
  problems.push(...checker.check('getModel', await callAdmin(url, { operation: 'getModel', path })));
  const query = { limit: '1000' };
  const view = await callAdmin(url, { operation: 'getView', path, query });
  problems.push(...checker.check('getView', view));
  const { rows } = JSON.parse(view.text) as { rows: readonly { identity: string }[] };
  const body = { identities: rows.slice(0, 2).map(({ identity }) => identity) };
  problems.push(...checker.check('locateRows', await callAdmin(url, { operation: 'locateRows', path, body })));
}

describe('openapi.yaml', () => {
  it('has every route, and no other', () => {
    const routes = ADMIN_ROUTES.map(({ method, path }) => `${method.toUpperCase()} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(routes.sort());
  });

  it.each(ADMIN_ROUTES.map((route) => [route.method, route.path, route] as const))(
    'has the parameters of %s %s',
    (method, path, route) => {
      const operation = OPERATIONS.find((one) => {
        return one.method === method.toUpperCase() && one.path === path.replace(/:(\w+)/g, '{$1}');
      });
      const names = operation?.parameters.flatMap(({ in: place, name }) => (place === 'query' ? [name] : [])) ?? [];
      expect(names.filter((name) => name !== 'session').sort()).toEqual([...(route.query ?? [])].sort());
      expect(operation?.hasBody).toBe(route.body !== undefined);
    },
  );

  it('names and sums up every operation', () => {
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
    expect(OPERATIONS.filter(({ summary }) => typeof summary !== 'string' || summary.endsWith('.'))).toEqual([]);
  });

  it('has the version of the package', () => {
    expect(placeAt('/info').part['version']).toBe(readVersion());
  });

  it('has faults as they are read', () => {
    expect(placeAt('/components/schemas/Fault').part).toEqual(FAULT_SCHEMA);
    const active = Object.keys(placeAt('/components/schemas/ActiveFault/properties').part);
    const own = Object.keys(FAULT_SCHEMA['properties'] as object);
    expect(active.sort()).toEqual(['id', 'struck', 'remaining', ...own].sort());
  });

  it('has every grease', () => {
    expect(placeAt('/components/schemas/GreaseName').part['enum']).toEqual(GREASE_FEATURES.map(({ name }) => name));
  });

  it('is served as it is', async () => {
    await using mock = await openSampleMock();
    const { text } = await callAdmin(mock.url, { operation: 'getDocument' });
    expect(text).toContain(`title: ${(ADMIN_DOCUMENT['info'] as { title: string }).title}\n`);
  });
});

describe('responses of the admin API', () => {
  beforeAll(async () => {
    const contract = writeSampleScenarios();
    writeSampleDemo(contract, 'mistaken', 'title: No steps\n');
    await using usual = await createMock({ contract });
    await using guarded = await openSampleMock({ adminToken: 'secret' });
    await callAll(usual);
    await callAll(usual, 'nightly');
    usual.reset();
    await refuseAll({ usual, guarded });
    await using full = await openFullMock();
    await refuseAll({ full });
    await readShipped();
  });

  it('are as documented', () => {
    expect({ problems, wronglyRefused, wronglyDone }).toEqual({ problems: [], wronglyRefused: [], wronglyDone: [] });
  });

  it('have every status that is documented', () => {
    const documented = OPERATIONS.flatMap(({ id, responses }) =>
      [...responses.keys()].map((status) => `${id} ${status}`),
    );
    expect(documented.filter((one) => !checker.statuses.has(one))).toEqual([]);
  });

  it('have every code that is documented', () => {
    const documented = OPERATIONS.flatMap(({ id, responses }) => {
      return [...responses].flatMap(([status, response]) => {
        const schema = below(response, 'content', 'application/json', 'schema', 'properties', 'error', 'properties');
        const codes = schema && Number(status) >= 400 ? (below(schema, 'code')?.part['enum'] as string[]) : [];
        return codes.filter((code) => !(code in UNSEEN)).map((code) => `${id} ${status} ${code}`);
      });
    });
    expect(documented.length).toBeGreaterThan(OPERATIONS.length);
    expect(documented.filter((one) => !checker.codes.has(one))).toEqual([]);
  });

  it('have every property that is documented', () => {
    const visited = new Set<string>();
    const words = OPERATIONS.flatMap(({ responses }) => {
      return [...responses.values()].flatMap((response) => {
        const schema = below(response, 'content', 'application/json', 'schema');
        return schema === undefined ? [] : listWords(schema, visited);
      });
    });
    expect(words.length).toBeGreaterThan(100);
    expect(words.filter((word) => !checker.words.has(word) && !Object.hasOwn(UNSEEN, word))).toEqual([]);
  });
});
