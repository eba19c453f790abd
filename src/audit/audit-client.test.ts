import { describe, expect, it } from '@jest/globals';
import { listCredentialHeaders } from '../contract/credentials.ts';
import type { Exchange } from '../journal/exchange.ts';
import { loadContract, loadSample } from '../mock/testing/load-contract.ts';
import { finish } from '../store/work.ts';
import { fc, grapheme } from '../testing/properties.ts';
import { auditClient } from './audit-client.ts';
import { listClientRules } from './client-rules.ts';
import { canonize, readLink } from './links.ts';
import { createValueTest } from './parameter-values.ts';
import { RULE_EXPLANATIONS } from './rule-explanations.ts';
import { assignUnroutedRequests, createSecretFinder } from './secrets.ts';
import { auditSession, judge, listBroken, sample, verdictOn } from './testing/audits.ts';
import { change, goRound, insist, movePath, readAltered, readBeyond, readSome, stride } from './testing/bad-clients.ts';
import { readAll } from './testing/good-clients.ts';
import { breakAnswers, rateLimit, refusePositions } from './testing/interceptors.ts';
import { ask, askNext, sizeOf } from './testing/requests.ts';
import {
  type Client,
  type Got,
  type Interceptor,
  openSession,
  runClients,
  type Sent,
  type Session,
} from './testing/session.ts';
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
      const report = finish(
        auditClient([...one.exchanges, ...other.exchanges], {
          contracts: [pyng.contract, openTarget('piriod').contract, devdraft.contract],
          target: 'http://mock.test',
          startedAt: 0,
        }),
      );
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
      const report = finish(auditClient([], { contracts, target: 'http://mock.test' }));
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

    it('names the mistake behind several rules once', () => {
      const target = openTarget('pyng');
      const own = readAltered(target, { ...sizeOf(target, 20), fields: 'id' }, (next) =>
        change(next, { fields: 'id' }),
      );
      const { causes } = auditSession(record(target, own));
      expect(causes).toEqual([
        {
          kind: 'send-documented-parameters',
          title: 'The client sends parameters or values that the document does not have',
          summary: expect.stringMatching(/misspelt/),
          explains: ['pyng.client.send-documented-parameters', 'pyng.client.follow-links'],
          curl: [],
          remedy: expect.any(String),
        },
      ]);
      expect(auditSession(record(target, readAll(target))).causes).toBeUndefined();
    });

    it.each<[string, (target: Target) => Client, ((target: Target) => Interceptor) | undefined]>([
      ['The client leaves rows out between its pages', (target) => stride(target, 5, (page) => page * 2), undefined],
      ['The pages of the client overlap', (target) => stride(target, 5, (page) => page * 0.8), undefined],
      ['The client begins with the second page', (target) => stride(target, 5, (page) => page + 1), undefined],
      [
        'The client skips a page that failed',
        (target) => stride(target, 5, (page) => page),
        (target) => breakAnswers(target, 'server-error', [3]),
      ],
      [
        'The client requests the next page from a wrong path',
        (target) => readAltered(target, sizeOf(target, 5), movePath),
        undefined,
      ],
      ['The client stops before it has read everything', (target) => readSome(target, sizeOf(target, 5), 2), undefined],
    ])('calls a mistake by its name: %s', (title, make, intercept) => {
      const target = openTarget('devdraft');
      const { causes } = judge(target, [make(target)], intercept === undefined ? {} : { intercept: intercept(target) });
      expect(causes?.map((cause) => cause.title)).toEqual([title]);
    });

    it('says which page was skipped, and why', () => {
      const target = openTarget('devdraft');
      const client = stride(target, 5, (page) => page);
      const report = judge(target, [client], { intercept: breakAnswers(target, 'server-error', [2]) });
      expect(listBroken(report)['read-to-the-end']).toMatch(
        /^GET \S*skip=5 \(exchange 2\) failed \(its response was 500\) and was never sent again: the walk went on with GET \S*skip=10 \(exchange 3\)\.$/,
      );
    });

    it('holds a lost path against a client that reads some pages, too', () => {
      const target = openTarget('devdraft');
      const lost = readAltered(target, sizeOf(target, 5), movePath);
      expect(Object.keys(listBroken(judge(target, [lost], { reads: 'some' })))).toEqual(['read-to-the-end']);
    });

    it('takes a token for rejected by what servers reject with, where no document says how', () => {
      const target = openSampleTarget(
        [
          '- { name: page, in: query, schema: { type: integer } }',
          '- { name: page, in: query, schema: { type: string } }',
        ],
        ['style: number', 'style: keyset\n          token: { encoding: none, boundTo: [] }'],
        ['errors:\n          invalidPosition: { status: 404, example: no-page }\n        ', ''],
      );
      const reject: Interceptor = (request, answer) => {
        return request.query.includes('page=')
          ? { response: { ...answer(), status: 400, body: '{}' }, faults: [] }
          : undefined;
      };
      const insistent = insist(target, sizeOf(target, 5), 3);
      expect(Object.keys(listBroken(judge(target, [insistent], { intercept: reject })))).toEqual([
        'restart-after-refusal',
      ]);
      const altered = readAltered(target, sizeOf(target, 5), (next) => change(next, { page: 'made-up' }));
      expect(Object.keys(listBroken(judge(target, [altered], { intercept: reject })))).toEqual(['follow-links']);
    });

    it('explains every rule', () => {
      const rules = listClientRules(loadContract('pyng')).map(({ id }) => id.split('.client.')[1]);
      expect(RULE_EXPLANATIONS.map(({ id }) => id).sort()).toEqual(rules.sort());
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
      const report = finish(auditClient([other], { contracts: [target.contract], target: 'http://mock.test' }));
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
        stopped: 'the journal has dropped the 1 oldest exchange; give it more room',
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
        for (const dropped of sample(exchanges.length)) {
          const rest = exchanges.slice(dropped);
          const report = finish(
            auditClient(rest, { contracts: [target.contract], target: 'http://mock.test', dropped }),
          );
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
      expect(broken({ kind: 'b' })).toBe('GET /things?size=2&kind=b (exchange 1) sends kind=b, a deprecated value.');
      expect(broken({ old: '1' })).toBe('GET /things?size=2&old=1 (exchange 1) sends old, which is deprecated.');
      expect(broken({ odd: '1' })).toBe('GET /things?size=2&odd=1 (exchange 1) sends odd, which is not documented.');
    });

    it('finds a version that is retired', () => {
      const target = openTarget('pyng');
      const headers = { ...target.headers, 'pyng-api-version': 'urn:pyng:api:billing:version:v0' };
      const report = judge(target, [readAll({ ...target, headers })]);
      expect(listBroken(report)).toEqual({ 'send-documented-parameters': expect.stringContaining('which is retired') });
    });

    it('says what was changed of a link, dropped from it or added to it', () => {
      const target = openTarget('pyng');
      const told = (parameters: Readonly<Record<string, string | undefined>>): unknown => {
        const client = readAltered(target, sizeOf(target, 20), (next) => change(next, parameters));
        return listBroken(judge(target, [client]))['follow-links'];
      };
      expect(told({ limit: undefined })).toMatch(
        /exchange 2\) does not follow the link of exchange 1 as given: it drops limit=20\./,
      );
      expect(told({ limit: '30' })).toMatch(/: it changes limit from 20 to 30\./);
      expect(told({ _: '7' })).toMatch(/: it adds _=7\./);
    });

    it('lets a client that had a failure ask for fewer rows by the same token, and no other', () => {
      const target = openTarget('wingback');
      const fewer = (next: Sent): Sent => change(next, { limit: '5' });
      const all = (alter: (next: Sent, page: number) => Sent): Client => readAltered(target, sizeOf(target, 10), alter);
      expect(Object.keys(listBroken(judge(target, [all((next, page) => (page < 2 ? next : fewer(next)))])))).toEqual([
        'keep-filters',
      ]);
      const careful = function* (): Client {
        let sent: Sent | undefined = ask(target, sizeOf(target, 10));
        while (sent !== undefined) {
          const [got]: readonly Got[] = yield [sent];
          if (got?.status === 500) sent = fewer(sent);
          else sent = got && askNext(target, sizeOf(target, 5), sent, got);
        }
      };
      expect(listBroken(judge(target, [careful()], { intercept: breakAnswers(target, 'server-error', [2]) }))).toEqual(
        {},
      );
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
        // Processor time: others may be busy on the machine.
        const before = process.cpuUsage();
        finish(auditClient(many(count), { contracts: [target.contract], target: 'http://mock.test' }));
        const { user, system } = process.cpuUsage(before);
        return user + system;
      };
      measure(250);
      // Eight times as much may take three times that, as the collector and cold code vary; quadratic cost would take 64 times as long.
      expect(measure(2400) / measure(300)).toBeLessThan(24);
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

describe('secrets', () => {
  describe('createSecretFinder', () => {
    const find = createSecretFinder(['secret-one', 'secret-two', 'abcd', 'abc', 'a b+c/d=e']);

    it.each<[string, readonly string[]]>([
      ['/things?key=secret-one', ['secret-one']],
      ['/secret-two/things?key=xsecret-oney', ['secret-two', 'secret-one']],
      ['/things?key=secret%2Done', ['secret-one']],
      ['/things?key=%73%65cret-one', ['secret-one']],
      ['/things?key=a%20b%2Bc%2Fd%3De', ['a b+c/d=e']],
      ['/things?key=a+b%2Bc%2Fd%3De', ['a b+c/d=e']],
      ['/things?key=secret%252Done', ['secret-one']],
      ['/things?key=%2525%37%33ecret-one', ['secret-one']],
      ['/things?key=a+b%252Bc%252Fd%253De', ['a b+c/d=e']],
      ['/things?key=abcd', ['abcd']],
      ['/things?key=abcde', []],
      ['/things?key=abc', []],
      ['/things?key=secret-%zz', []],
    ])('in %s finds %p', (text, secrets) => {
      expect([...find(text)].sort()).toEqual([...secrets].sort());
    });

    it('finds nothing where there are no secrets', () => {
      expect(createSecretFinder([])('anything')).toEqual([]);
    });

    it('finds every secret of some length wherever it stands, however it is escaped', () => {
      fc.assert(
        fc.property(
          fc.string({ unit: grapheme, minLength: 8 }),
          fc.string(),
          fc.boolean(),
          fc.array(fc.string({ minLength: 4 })),
          (secret, before, isEscaped, others) => {
            const text = `${encodeURIComponent(before)}${isEscaped ? encodeURIComponent(secret) : secret}`;
            expect(createSecretFinder([...others, secret])(text)).toContain(secret);
          },
        ),
      );
    });
  });

  describe('unrouted requests', () => {
    const contracts = ['devdraft', 'piriod', 'pyng'].map(loadContract);
    const session = openSession(openTarget('piriod').mock);
    session.send(ask(openTarget('piriod')));
    const [sent] = session.exchanges as readonly [Exchange];
    const misdirection = (path: string, headers: Exchange['request']['headers'] = {}): Exchange => {
      const { contract: _, ...rest } = sent;
      return { ...rest, isList: false, request: { ...sent.request, path, headers } };
    };
    const findSecrets = (text: string): readonly string[] => (text.includes('s3cret') ? ['s3cret'] : []);
    const assign = (...exchanges: readonly Exchange[]): Readonly<Record<string, number>> =>
      Object.fromEntries(
        [...finish(assignUnroutedRequests(exchanges, contracts, findSecrets))].map(([id, { length }]) => [id, length]),
      );

    describe('assignUnroutedRequests', () => {
      it('leaves alone what has no credential in its URL, and what belongs to a contract', () => {
        const own = { ...sent, request: { ...sent.request, query: 's3cret' } };
        expect(assign(misdirection('/favicon.ico'), own)).toEqual({});
      });

      it('goes by the contract that the credential was sent to', () => {
        const own = { ...sent, request: { ...sent.request, headers: { authorization: 'Token s3cret' } } };
        expect(assign(own, misdirection('/nothing/s3cret', { 'pyng-api-version': 'v1', authorization: 'x' }))).toEqual({
          piriod: 1,
        });
      });

      it('goes by the headers where it was sent to none', () => {
        expect(assign(misdirection('/s3cret', { authorization: 'x', 'pyng-api-version': 'v1' }))).toEqual({ pyng: 1 });
        expect(assign(misdirection('/s3cret', { authorization: 'x', 'x-simple-workspace': 'a' }))).toEqual({
          piriod: 1,
        });
        expect(assign(misdirection('/s3cret', { 'x-client-key': 'x', 'x-client-secret': 'y' }))).toEqual({
          devdraft: 1,
        });
      });

      it('takes the first contract where nothing tells', () => {
        expect(assign(misdirection('/s3cret'), misdirection('/s3cret/again'))).toEqual({ devdraft: 2 });
      });
    });
  });

  describe('leaking clients', () => {
    function record(target: Target, ...clients: readonly Client[]): Session {
      const session = openSession(target.mock);
      runClients(session, clients);
      return session;
    }

    function decodeOften(text: string): string {
      let decoded = text;
      for (let round = 0; round < 6; round += 1) {
        decoded = decoded.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        );
      }
      return decoded;
    }

    describe('an audit of credentials in URLs', () => {
      it('shows no credential, wherever it stands', () => {
        for (const id of ['pyng', 'piriod', 'wingback', 'devdraft']) {
          const target = openTarget(id);
          const secrets = Object.entries(target.headers)
            .filter(([name]) => listCredentialHeaders(target.contract).includes(name))
            .map(([, value]) => value.split(' ').at(-1) ?? '');
          const [secret = ''] = secrets;
          for (const hidden of [
            secret,
            `x${secret}y`,
            encodeURIComponent(`Bearer ${secret}`),
            secret.replace('_', '%5F'),
          ]) {
            const session = record(
              target,
              (function* (): Client {
                yield [
                  { ...ask(target), url: `${target.path}?${target.contract.page.limit.parameter}=5&key=${hidden}` },
                ];
              })(),
            );
            const report = auditSession(session);
            expect([id, Object.keys(listBroken(report)).sort()]).toEqual([
              id,
              ['keep-credentials-out-of-urls', 'read-to-the-end'],
            ]);
            for (const one of secrets) expect(JSON.stringify(report)).not.toContain(one);
            expect(JSON.stringify(report)).not.toContain(secret.replace('_', '%5F'));
          }
        }
      });

      it('finds credentials of the mock that were never sent in a header', () => {
        const target = openTarget('wingback');
        const session = record(
          target,
          (function* (): Client {
            yield [{ url: `${target.path}?key=known-to-the-mock`, headers: {} }];
          })(),
        );
        expect(listBroken(auditSession(session))).toMatchObject({ 'send-documented-parameters': expect.anything() });
        const report = auditSession(session, { secrets: ['known-to-the-mock'] });
        expect(Object.keys(listBroken(report))).toEqual(['keep-credentials-out-of-urls']);
        expect(JSON.stringify(report)).not.toContain('known-to-the-mock');
      });

      it('takes no other header for a credential', () => {
        const target = openTarget('wingback');
        const name = 'nightly-report-2026';
        const { url, headers } = ask(target, { customer_reference: name });
        const session = record(
          target,
          (function* (): Client {
            yield [{ url, headers: { ...headers, 'x-report': name } }];
          })(),
        );
        expect(listBroken(auditSession(session))).toEqual({});
      });

      it('finds credentials in URLs that lead nowhere', () => {
        const [devdraft, piriod] = [openTarget('devdraft'), openTarget('piriod')];
        const secret = String(piriod.headers['authorization']).split(' ').at(-1);
        const [own] = record(piriod, readAll(piriod)).exchanges as [Exchange];
        const { contract: _, ...rest } = own;
        const contracts = [devdraft.contract, piriod.contract];
        const lost = (path: string): Exchange => ({
          ...rest,
          isList: false,
          request: { ...own.request, path, query: '' },
        });
        const report = finish(auditClient([lost(`/made/up/${secret}`)], { contracts, target: 'http://mock.test' }));
        expect(report).toMatchObject({ contract: 'piriod', verdict: 'fail', requests: 1 });
        expect(Object.keys(listBroken(report))).toEqual(['keep-credentials-out-of-urls']);
        expect(JSON.stringify(report)).not.toContain(secret);
        const harmless = finish(auditClient([lost('/favicon.ico')], { contracts, target: 'http://mock.test' }));
        expect(harmless).toMatchObject({ contract: 'devdraft, piriod', verdict: 'inconclusive' });
      });

      it('finds credentials that are escaped several times, and shows none of them', () => {
        const target = openTarget('wingback');
        const secret = target.headers['wb-key'] ?? '';
        let hidden = [...Buffer.from(secret)].map((byte) => `%${byte.toString(16)}`).join('');
        for (let depth = 1; depth <= 3; depth += 1) {
          const session = record(
            target,
            (function* (): Client {
              yield [{ ...ask(target), url: `${target.path}?status=inactive&limit=100&t=${hidden}` }];
            })(),
          );
          const report = auditSession(session);
          expect([depth, listBroken(report)]).toEqual([depth, { 'keep-credentials-out-of-urls': expect.anything() }]);
          expect(JSON.stringify(report)).not.toContain(hidden);
          expect(decodeOften(JSON.stringify(report))).not.toContain(secret);
          hidden = hidden.replaceAll('%', '%25');
        }
      });
    });
  });
});

describe('links', () => {
  describe('read link', () => {
    const contract = loadSample();
    const PLACE = { origin: 'http://localhost:4010/session', path: '/things' };

    describe('readLink', () => {
      it.each([
        'http://localhost:4010/session/things?size=5&page=2',
        'http://127.0.0.1:4010/session/things?page=2&size=5',
        'https://api.example.com/things/?page=%32&size=5',
        '/session/things?size=5&page=2',
        '/things?size=5&page=2',
        '?page=2&size=5',
      ])('takes %s for the same link', (link) => {
        const found = readLink(contract, link, PLACE);
        expect(found).toMatchObject({ path: '/things', position: '2' });
        expect(found && canonize(found)).toBe('["/things",[["page","2"],["size","5"]]]');
      });

      it('tells links apart that differ in a value, a name, the path, or the order of values of one name', () => {
        const links = [
          '/things?page=2',
          '/things?page=3',
          '/things?paged=2',
          '/others?page=2',
          '/things?page=2&page=3',
          '/things?page=3&page=2',
        ];
        const names = links.map((link) => readLink(contract, link, PLACE)).map((link) => link && canonize(link));
        expect(new Set(names).size).toBe(links.length);
      });

      it('finds no position where there is none', () => {
        expect(readLink(contract, '/things?size=5', PLACE)?.position).toBeUndefined();
        expect(readLink(contract, '/things?page=', PLACE)?.position).toBeUndefined();
      });

      it('reads nothing that is no URL', () => {
        expect(readLink(contract, 'http://[', PLACE)).toBeUndefined();
      });
    });
  });

  describe('parameter values', () => {
    const KIND = 'name: kind, in: query, schema: { type: string, enum: [a, b] } }';

    function judge(contract: ReturnType<typeof loadSample>, query: string): boolean {
      const isAllowed = createValueTest(contract);
      return [...new URLSearchParams(query)].every(([name, value]) => isAllowed(name, value));
    }

    describe('createValueTest', () => {
      it.each([
        ['pyng', ['limit=100', 'limit=1', 'state=linked', 'invitedFrom=1777593600000', 'cursor=%3F', 'made=up']],
        [
          'piriod',
          ['page_size=100', 'page=7', 'page=last', 'page=+7 ', 'created__gte=2020-01-01', 'ordering=-name,email'],
        ],
        ['piriod', ['created=2023-11-07 05:31', 'created__lte=2026-05-04T00:00:00%2B02:00', 'metadata__a=b', 'email=']],
        [
          'wingback',
          ['limit=0', 'limit=5000', 'direction=backward', 'payment_status=paid', 'metadata[0]=key', 'status=x'],
        ],
        ['devdraft', ['take=100', 'skip=0', 'status=ACTIVE', 'name=a,b', 'take=0x10']],
      ])('takes what %s has', (id, queries) => {
        for (const query of queries) expect([query, judge(loadContract(id), query)]).toEqual([query, true]);
      });

      it.each([
        [
          'pyng',
          ['limit=500', 'limit=0', 'limit=-1', 'limit=all', 'state=pending', 'state=LINKED', 'invitedTo=2026-05-01'],
        ],
        [
          'piriod',
          ['page_size=101', 'page=0', 'page=-1', 'page=first', 'created__gte=yesterday', 'created=2026-02-31'],
        ],
        ['wingback', ['limit=-1', 'limit=ten', 'direction=next', 'payment_status=PAID']],
        ['devdraft', ['take=0', 'take=101', 'skip=-10', 'status=active', 'take=1.5']],
      ])('refuses what %s has not', (id, queries) => {
        for (const query of queries) expect([query, judge(loadContract(id), query)]).toEqual([query, false]);
      });

      it('takes whatever an open set of values may come to have', () => {
        const open = KIND.replace('enum: [a, b]', 'enum: [a, b], x-extensible-enum: [a, b]');
        expect(judge(loadSample([KIND, open]), 'kind=c')).toBe(true);
        expect(judge(loadSample(), 'kind=c')).toBe(false);
      });

      it('looks at each value of a list', () => {
        const list = KIND.replace('type: string, enum: [a, b]', 'type: array, items: { type: string, enum: [a, b] }');
        const contract = loadSample([KIND, list], ['operator: equals', 'operator: in']);
        expect(['kind=a', 'kind=a,b', 'kind=b,c'].map((query) => judge(contract, query))).toEqual([true, true, false]);
      });

      it('knows parameters that are no filters', () => {
        const more = `${KIND}
        - { name: deep, in: query, schema: { type: boolean } }
        - { name: depth, in: query, schema: { type: [integer, 'null'], exclusiveMinimum: 0 } }
        - { name: as, in: query, schema: { type: string, enum: [rows, columns] } }`;
        const contract = loadSample([KIND, more]);
        expect(judge(contract, 'deep=true&depth=1&as=rows')).toBe(true);
        for (const query of ['deep=maybe', 'depth=0', 'depth=x', 'as=cells'])
          expect([query, judge(contract, query)]).toEqual([query, false]);
      });
    });
  });
});
