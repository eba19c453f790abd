import { describe, expect, it } from '@jest/globals';
import type { Exchange } from '../journal/exchange.ts';
import { loadContract } from '../mock/testing/load-contract.ts';
import { auditClient } from './audit-client.ts';
import { listClientRules } from './client-rules.ts';
import { auditSession, judge, listBroken, verdictOn } from './testing/audits.ts';
import { change, goRound, insist, readAltered, readBeyond, readSome } from './testing/bad-clients.ts';
import { readAll } from './testing/good-clients.ts';
import { rateLimit, refusePositions } from './testing/interceptors.ts';
import { ask, sizeOf } from './testing/requests.ts';
import { type Client, openSession, runClients, type Session } from './testing/session.ts';
import { openSampleTarget, openTarget, type Target } from './testing/target.ts';
import { toBeClean } from './to-be-clean.ts';

describe('audit client', () => {
  function record(target: Target, ...clients: readonly Client[]): Session {
    const session = openSession(target.mock);
    runClients(session, clients);
    return session;
  }

  describe('auditClient', () => {
    it('has twelve results for each contract that was called, in the form of the suite', () => {
      const [pyng, devdraft] = [openTarget('pyng'), openTarget('devdraft')];
      const one = record(pyng, readAll(pyng));
      const other = record(devdraft, readSome(devdraft, sizeOf(devdraft, 5), 1));
      const report = auditClient([...one.exchanges, ...other.exchanges], {
        contracts: [pyng.contract, openTarget('piriod').contract, devdraft.contract],
        target: 'http://mock.test',
        startedAt: 0,
      });
      expect(report).toMatchObject({
        contract: 'pyng, devdraft',
        subject: 'client',
        verdict: 'fail',
        target: 'http://mock.test',
        startedAt: '1970-01-01T00:00:00.000Z',
        requests: one.exchanges.length + 1,
      });
      expect(report.results.length).toBe(24);
      expect(new Set(report.results.map(({ id }) => id)).size).toBe(24);
      expect(report.summary).toMatchObject({ fail: 0, warn: 1 });
      expect(report.stopped).toBeUndefined();
    });

    it('decides nothing when nothing was called', () => {
      const contracts = [openTarget('pyng').contract, openTarget('devdraft').contract];
      const report = auditClient([], { contracts, target: 'http://mock.test' });
      expect(report).toMatchObject({ contract: 'pyng, devdraft', verdict: 'inconclusive', requests: 0, durationMs: 0 });
      expect(new Set(report.results.map(({ verdict }) => verdict))).toEqual(new Set(['inconclusive', 'notApplicable']));
      expect(report.results.find(({ id }) => id === 'pyng.client.follow-links')?.reason).toBe(
        'Not exercised: the client never requested a second page.',
      );
    });

    it('says how often a rule was kept', () => {
      const target = openTarget('pyng');
      const report = auditSession(record(target, readAll(target, sizeOf(target, 50))));
      expect(report.results.find(({ id }) => id === 'pyng.client.follow-links')).toMatchObject({
        verdict: 'pass',
        level: 'must',
        title: 'MUST follow pagination links and tokens exactly as given',
        reason: '2 requests followed a link or token as given.',
        requests: 2,
      });
    });

    it('shows the page that gave a link, and the request that should have followed it', () => {
      const target = openTarget('pyng');
      const session = record(
        target,
        readAltered(target, sizeOf(target, 5), (next) => change(next, { cursor: 'bWFkZSB1cA==' })),
      );
      const result = auditSession(session).results.find(({ verdict }) => verdict === 'fail');
      expect(result?.evidence).toHaveLength(1);
      const [evidence] = result?.evidence ?? [];
      expect(evidence).toMatchObject({
        demand: expect.stringMatching(/^MUST follow pagination links and tokens exactly as given: GET \/billing/),
        expected: expect.stringContaining('cursor='),
        received: 'bWFkZSB1cA==',
      });
      expect(evidence?.exchanges.map(({ status }) => status)).toEqual([200, 400]);
      expect(evidence?.curl.at(-1)).toMatch(/^curl .* -H "authorization: \$AUTHORIZATION" .*cursor=bWFkZSB1cA%3D%3D'$/);
    });

    it('shows three breaches of a rule, and counts the rest', () => {
      const target = openTarget('wingback');
      const report = auditSession(record(target, goRound(target, sizeOf(target, 5), 5)));
      const result = report.results.find(({ id }) => id === 'wingback.client.read-once');
      expect(result?.evidence).toHaveLength(3);
      expect(result?.reason).toMatch(/ And 4 more\.$/);
    });

    it('names a value that the document does not allow once', () => {
      const target = openTarget('pyng');
      const asks = function* (): Client {
        for (const limit of ['500', '500', 'all']) yield [ask(target, { limit })];
      };
      const result = auditSession(record(target, asks())).results.find(({ id }) =>
        id.endsWith('documented-parameters'),
      );
      expect(result).toMatchObject({
        verdict: 'warn',
        reason: expect.stringMatching(/ sends limit=500, an invalid value\. And 1 more\.$/),
      });
    });

    it('judges other operations for credentials in their URLs only', () => {
      const target = openTarget('wingback');
      const [exchange] = record(target, readAll(target)).exchanges as [Exchange];
      const path = '/v1/c/customer/wingback_test_acme';
      const other: Exchange = {
        ...exchange,
        isList: false,
        request: { ...exchange.request, path, method: 'POST', query: 'made=up' },
      };
      const report = auditClient([other], { contracts: [target.contract], target: 'http://mock.test' });
      expect(Object.keys(listBroken(report))).toEqual(['keep-credentials-out-of-urls']);
      expect(report.results.flatMap(({ evidence }) => evidence.flatMap(({ curl }) => curl))).toEqual([]);
    });

    it('forgives a client one breach for each exchange that is lost', () => {
      const target = openTarget('pyng');
      const session = record(
        target,
        readAltered(target, sizeOf(target, 5), (next) => change(next, { cursor: 'bWFkZSB1cA==' })),
      );
      const report = auditSession(session, { dropped: 1 });
      expect(report).toMatchObject({
        verdict: 'inconclusive',
        stopped: 'the journal has dropped the 1 oldest exchange',
      });
      expect(listBroken(report)).toEqual({});
      expect(verdictOn(report, 'follow-links')).toBe('inconclusive');
    });

    it.each(['pyng', 'piriod', 'wingback', 'devdraft'])(
      'finds no fault with the rest of what good clients of %s sent',
      (id) => {
        const target = openTarget(id);
        const { exchanges } = record(
          target,
          readAll(target, sizeOf(target, 5)),
          readAll(target, { ...sizeOf(target, 5), [target.filter[0]]: target.filter[1] }),
          readAll({ ...target, ...target.other }, sizeOf(target, 5)),
          readAll(target, sizeOf(target, 5)),
        );
        for (let dropped = 1; dropped < exchanges.length; dropped += 1) {
          const rest = exchanges.slice(dropped);
          const report = auditClient(rest, { contracts: [target.contract], target: 'http://mock.test', dropped });
          expect([dropped, listBroken(report)]).toEqual([dropped, {}]);
        }
      },
    );

    it('holds a client to a long series of breaches however much is lost', () => {
      const target = openTarget('pyng');
      const session = openSession(target.mock, refusePositions(target));
      runClients(session, [insist(target, sizeOf(target, 5), 30)]);
      expect(Object.keys(listBroken(auditSession(session, { dropped: 10 })))).toEqual(['restart-after-refusal']);
    });

    it('finds what the document calls deprecated', () => {
      const target = openSampleTarget([
        'name: kind, in: query, schema: { type: string, enum: [a, b] } }',
        'name: kind, in: query, schema: { type: string, oneOf: [{ const: a }, { const: b, deprecated: true }] } }\n        - { name: old, in: query, deprecated: true, schema: { type: string } }',
      ]);
      const broken = (parameters: Readonly<Record<string, string>>): unknown =>
        listBroken(judge(target, [readAll(target, { ...sizeOf(target, 2), ...parameters })]))[
          'send-documented-parameters'
        ];
      expect(broken({ kind: 'a' })).toBeUndefined();
      expect(broken({ kind: 'b' })).toBe('GET /things?size=2&kind=b sends kind=b, a deprecated value.');
      expect(broken({ old: '1' })).toBe('GET /things?size=2&old=1 sends old, which is deprecated.');
      expect(broken({ odd: '1' })).toBe('GET /things?size=2&odd=1 sends odd, which is not documented.');
    });

    it('finds a version that is retired', () => {
      const target = openTarget('pyng');
      const headers = { ...target.headers, 'pyng-api-version': 'urn:pyng:api:billing:version:v0' };
      const report = judge(target, [readAll({ ...target, headers })]);
      expect(listBroken(report)).toEqual({ 'send-documented-parameters': expect.stringContaining('which is retired') });
    });

    it('lets a client change the size of a page that a link leads to', () => {
      const target = openTarget('pyng');
      expect(
        listBroken(judge(target, [readAltered(target, sizeOf(target, 5), (next) => change(next, { limit: '20' }))])),
      ).toEqual({});
    });

    it('lets a client come back within the tolerance of timers', () => {
      for (const [early, broken] of [
        [40, []],
        [200, ['wait-as-told']],
      ] as const) {
        const target = openTarget('devdraft');
        const session = openSession(target.mock, rateLimit(target, [1]));
        runClients(session, [
          (function* (): Client {
            const [got] = yield [ask(target)];
            yield [{ ...ask(target), notBefore: (got?.at ?? 0) - 1 + 2000 - early }];
          })(),
        ]);
        expect([
          early,
          Object.keys(listBroken(auditSession(session))).filter((rule) => rule !== 'read-to-the-end'),
        ]).toEqual([early, broken]);
      }
    });

    it('forgives a walk that was begun again and read to its end', () => {
      const target = openTarget('wingback');
      const session = openSession(target.mock);
      runClients(session, [readSome(target, sizeOf(target, 5), 2)]);
      expect(Object.keys(listBroken(auditSession(session)))).toEqual(['read-to-the-end']);
      runClients(session, [readAll(target, sizeOf(target, 5))]);
      expect(listBroken(auditSession(session))).toEqual({});
    });

    it('keeps a client to what is behind the end once it was told', () => {
      const target = openTarget('piriod');
      const report = judge(target, [readBeyond(target, sizeOf(target, 20))]);
      expect(report.results.find(({ id }) => id === 'piriod.client.stop-at-the-end')).toMatchObject({
        verdict: 'warn',
        level: 'should',
        evidence: [{ exchanges: [{ status: 200 }, { status: 404 }] }],
      });
    });

    it('takes time in proportion to the number of exchanges', () => {
      const target = openTarget('pyng');
      const { exchanges } = record(target, readAll(target, sizeOf(target, 20)), readAll(target, sizeOf(target, 20)));
      const many = (count: number): readonly Exchange[] =>
        Array.from({ length: count }, (_, index) => ({
          ...(exchanges[index % exchanges.length] as Exchange),
          id: index,
          at: index * 10,
        }));
      const measure = (count: number): number => {
        const before = performance.now();
        auditClient(many(count), { contracts: [target.contract], target: 'http://mock.test' });
        return performance.now() - before;
      };
      measure(250);
      // Four times as much may take eight times as long on a busy machine; quadratic cost would take sixteen.
      expect(measure(4000) / measure(1000)).toBeLessThan(10);
    });
  });
});

describe('toBeClean', () => {
  it('passes for a client that broke no rule', () => {
    const target = openTarget('pyng');
    const answer = toBeClean(judge(target, [readAll(target)]));
    expect(answer.pass).toBe(true);
    expect(answer.message()).toBe('expected the client of pyng to break a rule, but it broke none of 12');
  });

  it('names each broken rule with its reason and a command', () => {
    const target = openTarget('pyng');
    const { pass, message } = toBeClean(
      judge(target, [
        readSome(target, sizeOf(target, 5), 1),
        readAltered(target, { ...sizeOf(target, 20), state: 'linked', made: 'up' }, (next) => next),
      ]),
    );
    expect(pass).toBe(false);
    const [head, ...rules] = message().split('\n\n');
    expect(head).toBe('expected the client of pyng to be clean, but it broke 2 rules:');
    expect(rules).toHaveLength(2);
    expect(rules[0]).toMatch(
      /^SHOULD request the next page as long as there is one \(pyng\.client\.read-to-the-end\)\n {2}A walk ended after the first page, .*\n {2}curl .*limit=5'$/,
    );
    expect(rules[1]).toMatch(/sends made, which is not documented\.\n {2}curl /);
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [7, '7'],
    [{}, 'an object with nothing'],
    [{ ok: true }, 'an object with ok'],
    [Promise.resolve(), 'a promise; await it first'],
  ])('says what it wants when it gets %p', (received, description) => {
    const { pass, message } = toBeClean(received);
    expect(pass).toBe(false);
    expect(message()).toBe(`toBeClean expects the report of an audit, which has results; received ${description}`);
  });

  it('works as a matcher', () => {
    const target = openTarget('devdraft');
    expect.extend({ toBeClean });
    const matcher = expect(judge(target, [readSome(target, sizeOf(target, 5), 2)])) as unknown as { toBeClean(): void };
    expect(() => matcher.toBeClean()).toThrow('SHOULD request the next page as long as there is one');
  });
});

describe('listClientRules', () => {
  it.each(['pyng', 'piriod', 'wingback', 'devdraft'])('lists the rules of %s', (id) => {
    const rows = listClientRules(loadContract(id)).map(({ id: rule, title, source, exemption }) => {
      return [
        rule,
        title,
        ...(source === undefined ? [] : [`source: ${source}`]),
        ...(exemption === undefined ? [] : [`none: ${exemption}`]),
      ];
    });
    expect(rows).toMatchSnapshot();
  });
});
