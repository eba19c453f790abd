import { beforeEach, describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { createMock, type Mock } from '../mock.ts';
import { openSampleMock, writeSample } from '../testing/sample.ts';

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
