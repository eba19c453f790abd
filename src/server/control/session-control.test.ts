import { beforeEach, describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { createMock, type Mock } from '../mock.ts';
import { readGrease } from '../options.ts';
import { createSampleList, openSampleMock, writeSample } from '../testing/sample.ts';
import { readClockChange } from './clock.ts';
import { createRowControl, defaultCollection, holdsRow, locateRow, type RowControl } from './rows.ts';

describe('create session control', () => {
  let mock: Mock;
  beforeEach(async () => {
    mock = await openSampleMock({ listen: false });
  });

  const ask = (url: string, headers: Readonly<Record<string, string>>): Promise<Response> =>
    mock.handle(new Request(url, { headers }));

  describe('createSessionControl', () => {
    it.each([undefined, 'a'])('says how a client is in the session %p', async (id) => {
      const session = id === undefined ? mock : mock.session(id);
      const response = await ask(session.listUrl, session.headers);
      expect(await response.json()).toMatchObject({ total: 3 });
      expect(session.contracts[0]).toMatchObject({ url: session.listUrl, headers: session.headers });
      expect(session.listUrl).toBe(`${session.url}/shops/north/orders`);
      expect(session.journal.list()).toHaveLength(1);
    });

    it.each(builtInContracts())(
      'keeps the links of %s in the session, whichever way a client names it',
      async (contract) => {
        const served = await createMock({ contract, listen: false });
        const session = served.session('a');
        const bodyOf = async (url: string, headers: Readonly<Record<string, string>> = {}): Promise<string> => {
          const response = await served.handle(new Request(url, { headers: { ...session.headers, ...headers } }));
          expect(response.status).toBe(200);
          return (await response.text()).replaceAll(served.url, '');
        };
        const [byPath, byHeader, byNone] = [
          await bodyOf(session.listUrl),
          await bodyOf(served.listUrl, { 'X-Pagewright-Session': 'a' }),
          await bodyOf(served.listUrl),
        ];
        const { path } = served.contracts[0] as { path: string };
        const start = path.slice(0, path.indexOf('{') === -1 ? undefined : path.indexOf('{'));
        const count = (body: string, text: string): number => body.split(`"${text}`).length - 1;
        for (const body of [byPath, byHeader]) {
          expect(count(body, `/__session/a${start}`)).toBe(count(byNone, start));
          expect(count(body, start)).toBe(0);
        }
        expect(session.journal.list()).toHaveLength(2);
      },
    );

    it('tells the time', () => {
      mock.clock.advance(1500);
      expect(mock.now()).toBe(Date.parse('2026-05-05T09:30:01.500Z'));
    });

    it('puts everything back', async () => {
      await ask(mock.listUrl, mock.headers);
      mock.rows.remove('o1');
      mock.clock.advance('1d');
      mock.faults.add('latency:ms=1');
      mock.grease.on();
      mock.reset();
      expect(mock.rows.list().total).toBe(3);
      expect(mock.clock.read().now).toBe('2026-05-05T09:30:00.000Z');
      expect([mock.faults.list(), mock.grease.read(), mock.journal.list()]).toEqual([[], undefined, []]);
    });

    it('puts back what it was started with', async () => {
      const started = await openSampleMock({ listen: false, faults: ['latency:ms=1'], grease: { seed: '7' } });
      started.faults.clear();
      started.grease.off();
      started.reset();
      expect(started.faults.list()).toMatchObject([{ kind: 'latency', ms: 1 }]);
      expect(started.grease.read()).toEqual({ seed: '7' });
    });

    it('puts back the rows of one contract, and nothing else', async () => {
      const files = [writeSample('first'), writeSample('second', ['/shops/{shop}/orders', '/{shop}'])];
      const two = await createMock({ contract: files, listen: false });
      const before = two.contracts.map(({ rows }) => rows);
      for (const contract of ['first', 'second']) two.rows.add({}, { contract });
      two.clock.advance('1d');
      const { now } = two.clock.read();
      two.reset('second');
      expect(two.contracts.map(({ rows }) => rows)).toEqual([Number(before[0]) + 1, before[1]]);
      expect(two.clock.read().now).toBe(now);
      expect(() => two.reset('third')).toThrow(/third/);
    });

    it('goes back to the scenario that it began with', () => {
      mock.scenarios.load('empty');
      mock.rows.add({ state: 'open' });
      mock.reset();
      expect([mock.contracts[0]?.scenario, mock.contracts[0]?.rows]).toEqual(['demo', 5]);
    });
  });
});

describe('clock', () => {
  describe('create clock control', () => {
    const START = '2026-05-05T09:30:00.000Z';

    const open = (): Promise<Mock> => openSampleMock({ listen: false });

    describe('createClockControl', () => {
      it('shows the time of each contract’s scenario', async () => {
        const { clock } = await open();
        expect(clock.read()).toEqual({ now: START, runs: false, contracts: { orders: START }, ahead: [] });
      });

      it.each([
        ['2026-06-01T00:00:00Z', '2026-06-01T00:00:00.000Z'],
        ['2026-06-01', '2026-06-01T00:00:00.000Z'],
        [0, '1970-01-01T00:00:00.000Z'],
        [new Date(1000), '1970-01-01T00:00:01.000Z'],
        ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
      ])('is set to %p', async (time, now) => {
        const { clock } = await open();
        expect(clock.set(time)).toMatchObject({ now, contracts: { orders: now } });
        expect(clock.read().now).toBe(now);
      });

      it.each([
        ['8d', '2026-05-13T09:30:00.000Z'],
        ['-90s', '2026-05-05T09:28:30.000Z'],
        [1500, '2026-05-05T09:30:01.500Z'],
      ])('is advanced by %p', async (by, now) => {
        expect((await open()).clock.advance(by).now).toBe(now);
      });

      it('runs, and stands still', async () => {
        const { clock } = await open();
        expect([clock.run().runs, clock.freeze().runs, clock.read().runs]).toEqual([true, false, false]);
      });

      it('does several things at once, in the order of setting and advancing', async () => {
        const { clock } = await open();
        const reading = clock.change({ frozen: true, advance: '1h', set: '2026-06-01T00:00:00Z' });
        expect(reading).toMatchObject({ now: '2026-06-01T01:00:00.000Z', runs: false });
      });

      it.each([
        [{ advance: 'soon' }, /^Invalid advance "soon": must be a duration/],
        [{ set: 'tomorrow' }, /^Invalid time "tomorrow": must be a date-time/],
        [{ set: '2026-06-01', frozen: false, advance: 'soon' }, /^Invalid advance "soon"/],
        [{ frozen: false, set: -100_000 }, /the years 1970 to 9999/],
        [{ frozen: false, advance: '8000000d' }, /the years 1970 to 9999/],
        [{ advance: '-60000d' }, /the years 1970 to 9999/],
        [{ advance: 8e15 }, /the years 1970 to 9999/],
        [{ set: Number.NaN }, /must be a date-time/],
      ])('refuses %p and stays as it is', async (change, message) => {
        const { clock } = await open();
        clock.advance('1d');
        const before = clock.read();
        expect(() => clock.change(change)).toThrow(message);
        expect(clock.read()).toEqual(before);
      });

      it('is what the expiry of links follows', async () => {
        const mock = await createMock({ contract: 'pyng', listen: false });
        const ask = (url: string): Promise<Response> => mock.handle(new Request(url, { headers: mock.headers }));
        const first = (await (await ask(`${mock.listUrl}?limit=2`)).json()) as { data: { nextHref: string } };
        const next = new URL(first.data.nextHref, mock.url).href;
        expect((await ask(next)).status).toBe(200);
        mock.clock.advance('8d');
        const expired = await ask(next);
        expect([expired.status, await expired.text()]).toEqual([
          400,
          expect.stringContaining('invalid-pagination-link'),
        ]);
        mock.clock.advance('-8d');
        expect((await ask(next)).status).toBe(200);
      });
    });
  });

  describe('readClockChange', () => {
    it.each([
      { advance: '8d' },
      { advance: -5 },
      { set: '2030-01-01', frozen: false },
      { set: new Date(0) },
      { set: 0 },
    ])('takes %p', (change) => {
      expect(readClockChange(change)).toBe(change);
    });

    it.each([
      [{}, /^Empty clock change: /],
      [{ foo: 1 }, /^Unknown field foo; known: set, advance, frozen$/],
      [{ constructor: 1 }, /^Unknown field constructor/],
      [{ set: null }, /^Invalid set null: must be a date-time/],
      [{ advance: {} }, /^Invalid advance \{\}: must be a duration/],
      [{ advance: '8d', frozen: 'no' }, /^Invalid frozen "no": must be true or false$/],
    ])('refuses %p', (change, message) => {
      expect(() => readClockChange(change)).toThrow(message);
    });
  });
});

describe('faults', () => {
  let mock: Mock;

  describe('create fault control', () => {
    beforeEach(async () => {
      mock = await openSampleMock({ listen: false });
    });

    const ask = async (): Promise<number> =>
      (await mock.handle(new Request(mock.listUrl, { headers: mock.headers }))).status;

    describe('createFaultControl', () => {
      it('switches faults on that strike, and off', async () => {
        const { id } = mock.faults.add({ kind: 'server-error', status: 503 });
        expect(await ask()).toBe(503);
        expect(mock.faults.list()).toEqual([{ kind: 'server-error', status: 503, id, struck: 1 }]);
        mock.faults.remove(id);
        expect([await ask(), mock.faults.list()]).toEqual([200, []]);
      });

      it('takes one as text, and forgets one that is used up', async () => {
        expect(mock.faults.add('rate-limit:times=1,retryAfter=2')).toMatchObject({
          times: 1,
          remaining: 1,
          retryAfter: 2,
        });
        expect([await ask(), await ask(), mock.faults.list()]).toEqual([429, 200, []]);
      });

      it('switches all of them off', () => {
        mock.faults.add('latency');
        mock.faults.add('503');
        mock.faults.clear();
        expect(mock.faults.list()).toEqual([]);
      });

      it('describes those that there are', () => {
        expect(mock.faults.kinds().find(({ kind }) => kind === 'cycle')).toMatchObject({
          parameters: { times: expect.any(String) },
          contracts: { orders: { verdict: 'not-applicable' } },
        });
      });

      it.each([
        ['storm', /Unknown fault "storm"/],
        ['latency:ms=-1', /ms/],
        ['cycle', /does not apply to any served list/],
        ['latency:contract=nope', /Unknown contract nope/],
      ])('refuses %p', (fault, message) => {
        expect(() => mock.faults.add(fault)).toThrow(message);
        expect(mock.faults.list()).toEqual([]);
      });

      it('names those that are on when another one is to be switched off', () => {
        expect(() => mock.faults.remove('x')).toThrow('Unknown fault x: none is active');
        const { id } = mock.faults.add('latency');
        expect(() => mock.faults.remove('x')).toThrow(`Unknown fault x: active are ${id}`);
      });
    });
  });

  describe('create grease control', () => {
    beforeEach(async () => {
      mock = await openSampleMock({ listen: false });
    });

    const askCreateGreaseControl = async (): Promise<string> =>
      (await mock.handle(new Request(mock.listUrl, { headers: mock.headers }))).text();

    describe('createGreaseControl', () => {
      it('lets answers use what is open, until it is off', async () => {
        mock.rows.remove('o2');
        expect(mock.grease.on({ seed: '3', features: ['json-spelling'] })).toEqual({
          seed: '3',
          features: ['json-spelling'],
        });
        const spellings = new Set(
          [await askCreateGreaseControl(), await askCreateGreaseControl(), await askCreateGreaseControl()].map((text) =>
            text.replaceAll(/[\w-]{36}/g, ''),
          ),
        );
        expect(spellings.size).toBeGreaterThan(1);
        mock.grease.off();
        expect(mock.grease.read()).toBeUndefined();
        const plain = await askCreateGreaseControl();
        expect(plain).toBe(JSON.stringify(JSON.parse(plain)));
        expect(mock.rows.list().total).toBe(2);
      });

      it('describes what is open', () => {
        expect(mock.grease.kinds().find(({ name }) => name === 'token-format')).toMatchObject({
          contract: 'orders',
          applies: false,
          reason: expect.any(String),
        });
      });

      it('refuses what there is not, and stays as it is', () => {
        mock.grease.on({ seed: '3' });
        expect(() => mock.grease.on({ features: ['nope'] })).toThrow(
          /^Unknown grease feature nope; known: token-format, /,
        );
        expect(() => mock.grease.on({ seed: '' })).toThrow('Invalid seed of grease: must not be empty');
        expect(mock.grease.read()).toEqual({ seed: '3' });
      });

      it('does not hide a deviation', async () => {
        const deviant = await openSampleMock({ listen: false, deviation: 'total-of-page' });
        expect(() => deviant.grease.on()).toThrow(/^Grease cannot be combined with deviation total-of-page$/);
        deviant.grease.off();
        expect(deviant.grease.read()).toBeUndefined();
        deviant.deviations.off();
        deviant.grease.on();
        await expect(deviant.deviations.on('total-of-page')).rejects.toThrow(
          'Grease cannot be combined with deviation',
        );
        expect(deviant.deviations.read()).toBeUndefined();
      });
    });

    describe('readGrease', () => {
      it('has a seed', () => {
        expect(readGrease({})).toEqual({ seed: '1' });
        expect(readGrease({ seed: 'x', features: ['media-type'] })).toEqual({ seed: 'x', features: ['media-type'] });
      });
    });
  });
});

describe('rows', () => {
  describe('create row control', () => {
    function createControl(): RowControl {
      const list = createSampleList();
      return createRowControl(() => ({ lists: [list] }));
    }

    describe('createRowControl', () => {
      it('lists rows of the first collection in the contract’s order', () => {
        const page = createControl().list();
        expect(page).toMatchObject({ collection: 'north', total: 3, limit: 50, offset: 0 });
        expect(page.rows.map(({ id }) => id)).toEqual(['both', 'o1', 'o2']);
      });

      it.each([
        [{ limit: 1, offset: 1 }, ['o1']],
        [{ limit: 2, offset: 2 }, ['o2']],
        [{ offset: 3 }, []],
        [{ offset: 100 }, []],
        [{ collection: 'rivals' }, []],
        [{ collection: 'south pole', contract: 'orders' }, ['both', 's1']],
      ])('lists the window %p', (window, ids) => {
        expect(
          createControl()
            .list(window)
            .rows.map(({ id }) => id),
        ).toEqual(ids);
      });

      it.each([{ limit: 0 }, { limit: 1001 }, { limit: 1.5 }, { offset: -1 }, { limit: Number.NaN }])(
        'refuses the window %p',
        (window) => {
          expect(() => createControl().list(window)).toThrow(
            /^Invalid (limit|offset) .*: must be a whole number from /,
          );
        },
      );

      it('adds a row, and generates what it lacks', () => {
        const rows = createControl();
        const added = rows.add({ state: 'closed' }, { collection: 'rivals' });
        expect(added).toMatchObject({ state: 'closed', id: expect.any(String) });
        expect(rows.list({ collection: 'rivals' }).rows).toEqual([added]);
      });

      it('changes, finds and removes a row wherever it is', () => {
        const rows = createControl();
        expect(rows.change('s1', { state: 'closed' })).toEqual({ id: 's1', state: 'closed' });
        expect(rows.get('s1')).toEqual({ id: 's1', state: 'closed' });
        rows.remove('s1');
        expect(() => rows.get('s1')).toThrow('no collection has a row with id s1');
      });

      it('moves a row', () => {
        const rows = createControl();
        expect(rows.move('close', 'o1')).toEqual({ id: 'o1', state: 'closed' });
        expect(() => rows.move('close', 'o1')).toThrow(/^Move close requires state to be "open"/);
      });

      it('makes a row by a move that creates one, in the first collection or another', () => {
        const rows = createControl();
        expect(rows.move('place', 'o7')).toMatchObject({ id: 'o7', state: 'open' });
        expect(rows.move('place', undefined, { id: 'o8' }, { collection: 'rivals' })).toMatchObject({
          id: 'o8',
          state: 'open',
        });
        expect([rows.get('o7', { collection: 'north' }), rows.get('o8', { collection: 'rivals' })]).toHaveLength(2);
      });

      it.each([
        ['a move that there is not', (rows: RowControl) => rows.move('fly', 'o1'), 'unknown-move'],
        ['a row that breaks the schema', (rows: RowControl) => rows.change('o1', { state: 'lost' }), 'invalid-row'],
        ['an identity that is taken', (rows: RowControl) => rows.add({ id: 'o1' }), 'identity-taken'],
        ['a collection that there is not', (rows: RowControl) => rows.list({ collection: 'x' }), 'unknown-collection'],
        ['a contract that there is not', (rows: RowControl) => rows.get('o1', { contract: 'x' }), 'unknown-contract'],
        ['a row that could be one of two', (rows: RowControl) => rows.remove('both'), 'ambiguous-row'],
      ])('refuses %s and changes nothing', (_what, act, code) => {
        const rows = createControl();
        expect(() => act(rows)).toThrow(expect.objectContaining({ code }));
        expect(rows.list()).toEqual(createControl().list());
      });
    });
  });

  describe('locate row', () => {
    describe('locateRow', () => {
      const { state } = createSampleList();

      it('looks in every collection', () => {
        expect(locateRow(state, 's1', undefined)).toBe('south pole');
      });

      it('takes the collection that is named', () => {
        expect(locateRow(state, 'both', 'north')).toBe('north');
      });

      it('refuses to choose among several', () => {
        const refusal = 'Ambiguous row: the collections north, south pole all have a row with id both; name one';
        expect(() => locateRow(state, 'both', undefined)).toThrow(refusal);
      });

      it('says that there is none', () => {
        expect(() => locateRow(state, 'nope', undefined)).toThrow('no collection has a row with id nope');
      });
    });

    describe('holdsRow', () => {
      it('tells whether any collection has a row', () => {
        const { state } = createSampleList();
        expect(['s1', 'nope'].map((id) => holdsRow(state, id))).toEqual([true, false]);
      });
    });

    describe('defaultCollection', () => {
      it('is the first, unless another is named', () => {
        const { state } = createSampleList();
        expect([undefined, 'rivals'].map((name) => defaultCollection(state, name))).toEqual(['north', 'rivals']);
      });
    });
  });
});
