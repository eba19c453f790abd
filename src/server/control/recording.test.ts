import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createRandom } from '../../dataset/random.ts';
import { runs, share } from '../../testing/runs.ts';
import { createMock, type Mock } from '../mock.ts';
import { openEventStream } from '../testing/event-stream.ts';

/** Enough for a walk that is left and taken up again. */
const TURNS = Math.max(20, runs(60));

interface Rows {
  readonly data: readonly { readonly id: string; readonly status: string }[];
  readonly total: number;
}

let mock: Mock;
beforeEach(async () => {
  mock = await createMock({ contract: ['devdraft', 'pyng'] });
});
afterEach(() => mock.close());

async function read(query: string, headers: Readonly<Record<string, string>> = {}): Promise<Rows> {
  const response = await fetch(`${mock.listUrl}?${query}`, { headers: { ...mock.headers, ...headers } });
  return (await response.json()) as Rows;
}

const SIZES: Readonly<Record<string, string>> = { devdraft: 'take=4', pyng: 'limit=4', piriod: 'limit=4' };

/** A client that goes on, goes back, begins anew, jumps about and forgets its credentials, the same each time. */
function createJumpyClient(one: Mock, contract: string): () => Promise<void> {
  const random = createRandom(11);
  const size = SIZES[contract] ?? '';
  const places =
    contract === 'devdraft' ? [4, 8, 12, 20].map((at) => `skip=${at}`) : [2, 3, 4, 6].map((at) => `page=${at}`);
  const urls = [one.listUrl, `${one.listUrl}?${size}`];
  if (contract !== 'pyng') urls.push(...places.map((place) => `${one.listUrl}?${size}&${place}`));
  return async () => {
    const late = random.below(2) * Math.max(0, urls.length - 3);
    const url = urls[late + random.below(urls.length - late)] ?? one.listUrl;
    const response = await fetch(url, { headers: random.below(10) === 0 ? {} : one.headers });
    const links = (await response.text()).match(/https?:[^"]*(?:token|page|skip)[^"]*/g);
    urls.push(...(links ?? []).map((link) => link.replaceAll('\\/', '/')));
  };
}

async function waitFor(holds: () => boolean): Promise<void> {
  while (!holds()) await setImmediate();
}

describe('walks', () => {
  it('tell what was lost and what came meanwhile, where rows move between two pages', async () => {
    await mock.walks.list();
    const first = await read('take=5');
    mock.rows.remove(first.data[0]?.id ?? '');
    const added = mock.rows.add({ createdAt: '2000-01-01T00:00:00.000Z' });
    const lost = mock.rows.list({ limit: 10 }).rows[4]?.['id'];
    for (let skip = 5; skip < first.total + 5; skip += 5) await read(`take=5&skip=${skip}`);
    const [walk, ...others] = await mock.walks.list();
    expect(others).toEqual([]);
    const exchanges = mock.journal.list().map(({ id }) => id);
    expect(walk).toMatchObject({ walk: 1, contract: 'devdraft', exchanges, query: '', isComplete: true });
    expect(walk?.rows).toEqual({ read: first.total, twice: 0, never: 1, total: first.total });
    const coverage = await mock.walks.coverage(1, { buckets: 4 });
    expect(coverage).toMatchObject({
      total: first.total,
      troubles: [{ kind: 'never', place: 5, identity: lost, exchanges: [1, 2] }],
      troubleCount: 1,
      removed: [{ identity: first.data[0]?.id, place: 1, exchange: 1 }],
      removedCount: 1,
    });
    const sums = coverage.buckets.flat().reduce((sum, one) => sum + one, 0);
    expect([coverage.buckets.length, sums]).toEqual([4, first.total]);
    expect(added['id']).toBeDefined();
  });

  it('know a row again that was changed, wherever it went', async () => {
    const { data, total } = await read('take=50');
    const [, second] = data;
    const id = second?.id ?? '';
    mock.rows.change(id, { createdAt: '2000-01-01T00:00:00.000Z' }, { collection: 'acme' });
    for (let skip = 50; skip < total; skip += 50) await read(`take=50&skip=${skip}`);
    expect(await mock.walks.list()).toMatchObject([{ rows: { read: total - 1, twice: 1, never: 1, total } }]);
    const { troubles, removed } = await mock.walks.coverage(1);
    expect(removed).toEqual([]);
    expect(troubles).toMatchObject([
      { kind: 'never', place: 50, exchanges: [1, 2] },
      { kind: 'twice', place: total, identity: id, exchanges: [1, 3] },
    ]);
  });

  it.each(share(['devdraft', 'pyng', 'piriod'], 0, 2))(
    'of %s are the same, however often they are asked for meanwhile',
    async (contract) => {
      await using often = await createMock({ contract });
      await using once = await createMock({ contract });
      const clients = [often, once].map((one) => createJumpyClient(one, contract));
      for (let turn = 0; turn < TURNS; turn += 1) {
        for (const client of clients) await client();
        await often.walks.list();
      }
      const [found, expected] = await Promise.all([often.walks.list(), once.walks.list()]);
      const describe = (walks: typeof found): unknown => {
        const starts = new Map(walks.map(({ walk, exchanges }) => [walk, exchanges[0]]));
        return walks.map(({ exchanges, isComplete, query, rows, alters }) => {
          return { exchanges, isComplete, query, rows, alters: starts.get(alters ?? 0) };
        });
      };
      expect(found.length).toBeGreaterThan(5);
      expect(describe(found)).toEqual(describe(expected));
    },
  );

  it('keep their numbers, apart from those of the console, and end with the journal', async () => {
    await read('take=5');
    await read('take=5', { 'X-Pagewright-By': 'console' });
    expect((await mock.walks.list()).map(({ walk, by }) => [walk, by])).toEqual([
      [1, undefined],
      [2, 'console'],
    ]);
    await read('take=5&skip=5', { 'X-Pagewright-By': 'console' });
    await read('take=7');
    const later = await mock.walks.list({ since: 2 });
    expect(later.map(({ walk, exchanges }) => [walk, exchanges])).toEqual([
      [2, [2, 3]],
      [3, [4]],
    ]);
    expect((await mock.walks.windows({ walk: 2 })).map(({ first, last }) => [first, last])).toEqual([
      [1, 5],
      [6, 10],
    ]);
    const [near, ...far] = await mock.walks.windows({ walk: 2, from: 8, to: 20, identities: false });
    expect(near).toMatchObject({ exchange: 3, count: 5, identities: [] });
    expect(far).toEqual([]);
    mock.journal.clear();
    expect(await mock.walks.list()).toEqual([]);
    await expect(mock.walks.coverage(2)).rejects.toThrow('Unknown walk 2: the session has none');
  });

  it('outlive the bodies in the journal', async () => {
    await using small = await createMock({ contract: 'devdraft', journal: { exchanges: 3 } });
    await small.walks.list();
    for (let skip = 0; skip < 50; skip += 5) {
      await (await fetch(`${small.listUrl}?take=5&skip=${skip}`, { headers: small.headers })).text();
    }
    expect(small.journal.list()).toHaveLength(3);
    expect(await small.walks.list()).toMatchObject([{ walk: 1, rows: { read: 50 } }]);
    expect((await small.walks.coverage(1, { from: 1, to: 50, buckets: 1 })).buckets).toEqual([[50, 0, 0, 0]]);
  });

  it('never show a credential that a client put into its URL', async () => {
    const [secret = ''] = Object.values(mock.headers);
    await read(`take=5&name=${encodeURIComponent(secret)}`);
    const shown = JSON.stringify([await mock.walks.list(), await mock.walks.windows()]);
    expect(shown).not.toContain(encodeURIComponent(secret));
    expect(shown).not.toContain(secret);
  });
});

describe('changes', () => {
  it('are recorded with their places, and taken back the last one first', async () => {
    const before = mock.rows.list({ limit: 1000 });
    const clock = mock.clock.read();
    expect(mock.changes.list()).toEqual([]);
    const added = mock.rows.add({ createdAt: '2039-01-01T00:00:00.000Z' });
    const id = String(added['id']);
    mock.rows.change(id, { createdAt: '2000-01-01T00:00:00.000Z' });
    mock.rows.remove(String(before.rows[0]?.['id']));
    mock.clock.advance('25h');
    mock.faults.add({ kind: 'latency', ms: 1 });
    mock.scenarios.load('ties', 'devdraft');
    mock.reset();
    const { total } = before;
    expect(mock.changes.list()).toMatchObject([
      { id: 1, kind: 'row-added', identity: id, placeAfter: 1, exchange: 0, canBeUndone: true },
      { kind: 'row-changed', placeBefore: 1, placeAfter: total + 1 },
      { kind: 'row-removed', placeBefore: 1, contract: 'devdraft' },
      { kind: 'clock', summary: expect.stringContaining('advanced by 25h') },
      { kind: 'fault', summary: 'fault latency added' },
      { kind: 'scenario', summary: 'scenario ties loaded' },
      { kind: 'reset' },
    ]);
    const undone = [7, 6, 5].map(() => mock.changes.undo());
    expect(undone.map(({ id: one, isUndone }) => [one, isUndone])).toEqual([
      [7, true],
      [6, true],
      [5, true],
    ]);
    expect(mock.faults.list()).toEqual([]);
    expect(mock.rows.get(id)).toMatchObject({ createdAt: '2000-01-01T00:00:00.000Z' });
    for (let count = 0; count < 4; count += 1) mock.changes.undo();
    expect(mock.rows.list({ limit: 1000 })).toEqual(before);
    expect(mock.clock.read()).toEqual(clock);
    expect(() => mock.changes.undo()).toThrow('Nothing can be undone');
    expect(mock.changes.list().every(({ isUndone, canBeUndone }) => isUndone === true && !canBeUndone)).toBe(true);
  });

  it('that fail are none', () => {
    mock.changes.list();
    expect(() => mock.rows.add({ status: 'nope' })).toThrow();
    expect(() => mock.clock.change({ advance: 'soon' })).toThrow();
    expect(() => mock.scenarios.load('nope')).toThrow();
    expect(mock.changes.list()).toEqual([]);
  });

  it('and holds come in the stream, without ids', async () => {
    const stream = await openEventStream(`${mock.url}/__admin/journal/stream?events=change,hold,window`);
    mock.rows.add({});
    expect(await stream.next()).toMatchObject({ event: 'change', id: '' });
    mock.changes.undo();
    expect(JSON.parse((await stream.next()).data)).toMatchObject({ isUndone: true });
    await read('take=5');
    expect(await stream.next()).toMatchObject({ event: 'window', id: '' });
    await stream.close();
  });
});

describe('two clients of the record', () => {
  it('take each change back once, whoever is first', async () => {
    mock.changes.list();
    const before = mock.rows.list().total;
    for (let count = 0; count < 8; count += 1) mock.rows.add({});
    const undo = (): Promise<Response> => fetch(`${mock.url}/__admin/changes/undo`, { method: 'POST' });
    const answers = await Promise.all(Array.from({ length: 12 }, undo));
    const bodies = (await Promise.all(answers.map((one) => one.json()))) as readonly { readonly id?: number }[];
    const ids = bodies.flatMap(({ id }) => id ?? []);
    expect([new Set(ids).size, ids.length]).toEqual([8, 8]);
    expect(mock.rows.list().total).toBe(before);
  });

  it('in two sessions see nothing of one another', async () => {
    const [one, other] = [mock.session('one'), mock.session('other')];
    await Promise.all([one.walks.list(), other.walks.list(), one.changes.list(), other.changes.list()]);
    await (await fetch(`${one.listUrl}?take=3`, { headers: one.headers })).text();
    one.rows.add({});
    one.holds.next();
    const held = fetch(one.listUrl, { headers: one.headers });
    await waitFor(() => one.holds.read().held.length > 0);
    for (const path of ['walks', 'windows', 'changes', 'checks', 'journal']) {
      const shown = await (await fetch(`${mock.url}/__admin/${path}?session=other`)).json();
      expect([path, shown]).toEqual([path, []]);
    }
    const [{ id = '' } = {}] = one.holds.read().held;
    const ask = (path: string): Promise<Response> =>
      fetch(`${mock.url}/__admin/${path}?session=other`, {
        method: 'POST',
        body: '{}',
        headers: { 'Content-Type': 'application/json' },
      });
    expect((await ask(`holds/${id}/answer`)).status).toBe(404);
    expect((await ask('changes/undo')).status).toBe(409);
    expect((await fetch(`${mock.url}/__admin/walks/1/coverage?session=other`)).status).toBe(404);
    expect(one.holds.read().held).toHaveLength(1);
    one.holds.clear();
    expect((await held).status).toBe(200);
  });
});

describe('held requests', () => {
  it('wait until they are answered, as they are or with a fault; those of the console never do', async () => {
    mock.holds.next({ times: 2 });
    expect((await read('take=1', { 'X-Pagewright-By': 'console' })).data).toHaveLength(1);
    const responses = ['take=1', 'take=2'].map((query) => fetch(`${mock.listUrl}?${query}`, { headers: mock.headers }));
    await waitFor(() => mock.holds.read().held.length === 2);
    const { held } = mock.holds.read();
    for (const { id, target } of held) {
      if (target.endsWith('take=1')) mock.holds.answer(id);
      else mock.holds.answer(id, { kind: 'server-error' });
    }
    expect((await Promise.all(responses)).map(({ status }) => status)).toEqual([200, 500]);
    expect(mock.holds.read()).toEqual({ next: 0, held: [] });
  });

  it('end with their client, and are told from those that were answered', async () => {
    mock.holds.next();
    const leaving = new AbortController();
    const left = fetch(mock.listUrl, { headers: mock.headers, signal: leaving.signal }).catch(() => 'left');
    await waitFor(() => mock.holds.read().held.length === 1);
    leaving.abort();
    expect(await left).toBe('left');
    await waitFor(() => mock.journal.list().length === 1);
    expect(mock.journal.list()).toMatchObject([{ isAborted: true }]);
    expect(mock.holds.read().held).toEqual([]);
  });

  it('are at most a hundred, and are answered when their session ends', async () => {
    const session = mock.session('held');
    session.holds.next({ times: 100 });
    const { listUrl, headers } = session;
    const responses = Array.from({ length: 100 }, () => fetch(listUrl, { headers }));
    await waitFor(() => session.holds.read().held.length === 100);
    session.holds.next({ times: 5 });
    expect((await fetch(listUrl, { headers })).status).toBe(200);
    mock.sessions.remove('held');
    const statuses = (await Promise.all(responses)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});
