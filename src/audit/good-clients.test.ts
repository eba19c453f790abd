import { describe, expect, it } from '@jest/globals';
import { usualSchemes } from '../contract/credentials.ts';
import { hasTokens, hasUrls } from '../page/page-reader.ts';
import { fc } from '../testing/properties.ts';
import { runs, share } from '../testing/runs.ts';
import { auditSession, judge, listBroken, verdictOn } from './testing/audits.ts';
import { BAD_CLIENTS } from './testing/bad-client-catalogue.ts';
import { goBackAndForth, readAltered, readSome, stumble, without } from './testing/bad-clients.ts';
import { prefetch, readAll, turnBack, wander } from './testing/good-clients.ts';
import { GOOD_HABITS, type Habit, PARTIAL_HABITS } from './testing/good-habits.ts';
import {
  abort,
  breakAnswers,
  goInCircles,
  lessenTotal,
  rateLimit,
  refuseOnce,
  repeatPage,
  shortenPages,
} from './testing/interceptors.ts';
import { ask, type Parameters, read, sizeOf } from './testing/requests.ts';
import { type Client, type Interceptor, openSession, runClients, type Sent } from './testing/session.ts';
import { CONTRACTS, ENDLESS_TARGETS, openTarget, TARGETS, type Target } from './testing/target.ts';

describe('good clients', () => {
  const five = (target: Target): Parameters => sizeOf(target, 5);
  const filtered = (target: Target, size = 5): Parameters => ({
    ...sizeOf(target, size),
    [target.filter[0]]: target.filter[1],
  });
  const asOther = (target: Target): Target => ({ ...target, ...target.other });

  function* readOne(sent: Sent): Client {
    yield [sent];
  }

  function* readMore(target: Target, more: Sent): Client {
    yield* readAll(target, five(target));
    yield [more];
  }

  /** Reads on, each link spelled in another way than it was given. */
  function* respell(target: Target, spell: (url: string) => string): Client {
    yield* readAltered(target, filtered(target), (next) => ({ ...next, url: spell(next.url) }));
  }

  const SPELLINGS: Readonly<Record<string, (url: string) => string>> = {
    'parameters in another order': (url) => {
      const [path = '', query = ''] = url.split('?');
      return `${path}?${query.split('&').reverse().join('&')}`;
    },
    'other escapes': (url) => {
      const [path = '', query = ''] = url.split('?');
      return `${path}?${query.replaceAll('%3A', ':').replaceAll('%3D', '=').replaceAll('a', '%61')}`;
    },
    'another host': (url) => url.replace(/^http:\/\/[^/]+/, 'http://localhost:4010'),
    'no host': (url) => url.replace(/^http:\/\/[^/]+/, ''),
  };

  describe.each(share(TARGETS, 0, 2))('of %s, a client is clean that', (_, open) => {
    const check = (make: (target: Target) => readonly Client[], intercept?: (target: Target) => Interceptor): void => {
      const target = open();
      const report = judge(target, make(target), intercept === undefined ? {} : { intercept: intercept(target) });
      expect(listBroken(report)).toEqual({});
    };

    it('reads everything', () => {
      check((target) => [readAll(target), readAll(target, five(target)), readAll(target, filtered(target))]);
    });

    it('has every rule passed that it exercised', () => {
      const target = open();
      const report = judge(target, [readAll(target, filtered(target))], { intercept: shortenPages(target, 2) });
      for (const rule of [
        'keep-headers',
        'keep-filters',
        'read-once',
        'read-to-the-end',
        'go-on-after-short-page',
        'ask-for-more-rows',
      ])
        expect([rule, verdictOn(report, rule)]).toEqual([rule, 'pass']);
      expect(verdictOn(report, 'wait-as-told')).toBe('inconclusive');
    });

    it('tries again what failed', () => {
      for (const fault of ['server-error', 'connection-reset', 'truncated-body', 'malformed-json'] as const)
        check(
          (target) => [readAll(target, five(target)), readAll(target, filtered(target))],
          (target) => breakAnswers(target, fault, [1, 2, 3, 5, 8, 9]),
        );
    });

    it('waits as it is told, by seconds or by a date', () => {
      check(
        (target) => [readAll(target, five(target))],
        (target) => rateLimit(target, [1, 3, 4]),
      );
      check(
        (target) => [readAll(target, five(target))],
        (target) => rateLimit(target, [1, 3, 4], 'Tue, 05 May 2026 09:30:40 GMT'),
      );
    });

    it('does not come back at all after it was told to wait', () => {
      check(
        (target) => [readSome(target, five(target), 3)],
        (target) => rateLimit(target, [3], '3600'),
      );
    });

    it('starts again after a refusal', () => {
      check(
        (target) => [readAll(target, five(target))],
        (target) => refuseOnce(target, 3),
      );
    });

    it('reads on after short and empty pages', () => {
      for (const rows of [0, 1])
        check(
          (target) => [readAll(target, five(target))],
          (target) => shortenPages(target, rows),
        );
    });

    it('reads on where a page comes twice', () => {
      check(
        (target) => [readAll(target, five(target))],
        (target) => repeatPage(target, 3),
      );
    });

    it('goes back and forth', () => {
      for (const pages of [2, 3, 4]) check((target) => [wander(target, filtered(target, 3), pages)]);
    });

    it('turns back at the end', () => {
      check((target) => [turnBack(target, five(target))]);
    });

    it('is one of several in the same list', () => {
      check((target) => [readAll(target, five(target)), readAll(target, five(target)), readAll(target, five(target))]);
    });

    it('is one of several in lists of different people', () => {
      check((target) => [
        readAll(target, five(target)),
        readAll(asOther(target), five(target)),
        readAll(target, filtered(target)),
      ]);
    });

    it('asks with HEAD in between', () => {
      check((target) => [
        readAll(target, five(target)),
        readOne({ ...ask(target, five(target)), method: 'HEAD' }),
        readOne({ ...ask(target, filtered(target)), method: 'HEAD' }),
      ]);
    });

    it.each(Object.entries(SPELLINGS))('follows with %s', (_name, spell) => {
      check((target) => [respell(target, spell)]);
    });
  });

  describe.each(TARGETS.filter(([, open]) => !hasTokens(open().contract)))(
    'of %s, a client is clean that',
    (_, open) => {
      const page = (target: Target, number: number): Sent => {
        const position = target.contract.page.style === 'number' ? number : (number - 1) * 5;
        return ask(target, { ...five(target), [target.contract.page.position]: position });
      };

      it.each<[string, (pages: readonly Sent[]) => readonly Sent[]]>([
        ['in order', (pages) => pages],
        ['in the opposite order', (pages) => [...pages].reverse()],
        [
          'in no order',
          (pages) =>
            [...pages].sort((one, other) => one.url.length - other.url.length || (one.url > other.url ? -1 : 1)),
        ],
      ])('reads the first page, and the others at once, %s', (_name, order) => {
        const target = open();
        expect(listBroken(judge(target, [prefetch(target, 3, order), prefetch(target, 3, order)]))).toEqual({});
      });

      it('opens pages within, and opens them again', () => {
        const target = open();
        const pages = [4, 2, 4, 3].map((number) => readOne(page(target, number)));
        expect(listBroken(judge(target, pages))).toEqual({});
      });

      it('opens the first page and then one within', () => {
        const target = open();
        expect(listBroken(judge(target, [readOne(page(target, 1)), readOne(page(target, 3))]))).toEqual({});
      });

      it('reads on in the midst of others that open pages within', () => {
        const target = open();
        const pages = [4, 3, 2].map((number) => readOne(page(target, number)));
        expect(
          listBroken(judge(target, [readAll(target, five(target)), ...pages, readAll(target, filtered(target))])),
        ).toEqual({});
      });
    },
  );

  describe.each(ENDLESS_TARGETS)('of %s, a client', (_, open) => {
    it('may look behind the last page once, to find the end', () => {
      const target = open();
      expect(listBroken(judge(target, [readAll(target, five(target)), readAll(target, filtered(target))]))).toEqual({});
    });

    it('may stop at a full page, which nothing says is not the last', () => {
      const target = open();
      expect(listBroken(judge(target, [readSome(target, five(target), 2)]))).toEqual({});
    });

    it('may not look behind a page without rows', () => {
      const target = open();
      const { position } = target.contract.page;
      const beyond = target.contract.page.style === 'number' ? 7 : 30;
      const report = judge(target, [readMore(target, ask(target, { ...five(target), [position]: beyond }))]);
      expect(Object.keys(listBroken(report))).toEqual(['stop-at-the-end']);
    });
  });

  describe.each(TARGETS.filter(([, open]) => hasTokens(open().contract) || hasUrls(open().contract)))(
    'of %s, a client',
    (_, open) => {
      it.each([3, 4])('may be led round once, by page %p', (from) => {
        const target = open();
        const report = judge(target, [readAll(target, five(target))], { intercept: goInCircles(target, from, 1) });
        expect(listBroken(report)).toEqual({});
      });

      it('may stop once it has been led round', () => {
        const target = open();
        const report = judge(target, [readSome(target, five(target), 4)], { intercept: goInCircles(target, 3, 99) });
        expect(listBroken(report)).toEqual({});
      });

      it('may not go round for ever', () => {
        const target = open();
        const report = judge(target, [readSome(target, five(target), 12)], { intercept: goInCircles(target, 3, 99) });
        expect(Object.keys(listBroken(report))).toEqual(['read-once']);
      });
    },
  );

  describe.each(TARGETS)('good clients of %s', (_, open) => {
    const CLIENTS: readonly ((target: Target, size: number) => Client)[] = [
      (target, size) => readAll(target, sizeOf(target, size)),
      (target, size) => readAll(target, filtered(target, size)),
      (target, size) => readAll(asOther(target), sizeOf(target, size)),
      (target, size) => wander(target, sizeOf(target, size), 3),
      (target, size) => (hasTokens(target.contract) ? readAll(target) : prefetch(target, size, (pages) => pages)),
      (target, size) =>
        hasTokens(target.contract) ? readAll(target) : prefetch(target, size, (pages) => [...pages].reverse()),
    ];

    it('are clean however they take turns, and whatever fails', () => {
      const target = open();
      const crew = fc.array(fc.tuple(fc.nat(CLIENTS.length - 1), fc.constantFrom(4, 5, 9)), {
        minLength: 1,
        maxLength: 5,
      });
      fc.assert(
        fc.property(
          crew,
          fc.infiniteStream(fc.nat(9)),
          fc.array(fc.nat(40)),
          fc.constantFrom('server-error', 'connection-reset', 'malformed-json'),
          (chosen, turns, broken, fault) => {
            const clients = chosen.map(([index, size]) => CLIENTS[index]?.(target, size) as Client);
            const choose = (): number => turns.next().value ?? 0;
            const report = judge(target, clients, { choose, intercept: breakAnswers(target, fault, broken) });
            expect(listBroken(report)).toEqual({});
          },
        ),
        { numRuns: runs(60), seed: 1 },
      );
    }, 300_000);
  });
});

describe('habits of clients', () => {
  describe.each(TARGETS)('of %s, a client', (name, open) => {
    const target = open();
    const ownOf = (habits: Readonly<Record<string, Habit>>): readonly (readonly [string, Habit])[] => {
      return share(
        Object.entries(habits),
        TARGETS.findIndex(([one]) => one === name),
        3,
      ).filter(isApplicable);
    };
    const isApplicable = ([, { appliesTo }]: readonly [string, Habit]): boolean => appliesTo?.(target) ?? true;

    it.each(ownOf(GOOD_HABITS))('may %s', (_name, { make, intercept }) => {
      const fresh = open();
      const around = intercept === undefined ? {} : { intercept: intercept(fresh) };
      expect(listBroken(judge(fresh, make(fresh), around))).toEqual({});
    });

    it.each(ownOf(PARTIAL_HABITS))('that reads some may %s', (_name, { make, intercept }) => {
      const fresh = open();
      const around = intercept === undefined ? {} : { intercept: intercept(fresh) };
      expect(listBroken(judge(fresh, make(fresh), { ...around, reads: 'some' }))).toEqual({});
    });
  });
});

describe('reading again', () => {
  /** As many pages as the first one says that there are. */
  function* readCounted(target: Target, size: number): Client {
    const { page } = target.contract;
    const [got] = yield [ask(target, sizeOf(target, size))];
    const pages = Math.ceil(Number(got === undefined ? 0 : read(target.contract, got, 'total')) / size);
    for (let number = 2; number <= pages; number += 1) {
      const position = page.style === 'number' ? number : (number - 1) * size;
      yield [ask(target, { ...sizeOf(target, size), [page.position]: position })];
    }
  }

  const countPages = (target: Target): number => {
    const session = openSession(target.mock);
    runClients(session, [readAll(target, sizeOf(target, 5))]);
    return session.exchanges.length;
  };

  const keysOf = (target: Target, clients: readonly Client[], intercept = {}): readonly string[] =>
    Object.keys(listBroken(judge(target, clients, intercept)));
  /** What each request of a client is sent again by, once more. */
  function* sendTwice(client: Client, connections: (page: number) => readonly Partial<Sent>[]): Client {
    let step = client.next();
    for (let page = 0; step.done !== true; page += 1) {
      const [sent] = step.value;
      if (sent === undefined) return;
      const [got] = yield connections(page).map((more) => ({ ...sent, ...more }));
      step = client.next(got === undefined ? [] : [got]);
    }
  }

  const leadsBack = ({ contract }: Target): boolean => !hasTokens(contract) || contract.envelope.roles.has('previous');

  describe.each(share(TARGETS, 1, 2))('of %s, a client', (_, open) => {
    it('may look at one row, and then read all in pages of another size', () => {
      for (const [look, size] of [
        [1, 20],
        [1, 50],
        [5, 7],
      ] as const) {
        const target = open();
        const session = openSession(target.mock);
        runClients(session, [readSome(target, sizeOf(target, look), 1)]);
        runClients(session, [readAll(target, sizeOf(target, size))]);
        expect([look, size, listBroken(auditSession(session))]).toEqual([look, size, {}]);
      }
    });

    it('is not let off by a list with other filters', () => {
      const target = open();
      const session = openSession(target.mock);
      runClients(session, [readSome(target, sizeOf(target, 1), 1)]);
      runClients(session, [readAll(target, { ...sizeOf(target, 20), [target.filter[0]]: target.filter[1] })]);
      expect(Object.keys(listBroken(auditSession(session)))).toEqual(['read-to-the-end']);
    });

    it('may poll a list of two pages', () => {
      const target = open();
      const first = { ...sizeOf(target, 20), ...Object.fromEntries([target.filter]) };
      const session = openSession(target.mock);
      for (let round = 0; round < 6; round += 1) runClients(session, [readAll(target, first)]);
      expect(listBroken(auditSession(session))).toEqual({});
    });

    it('may ask again when it did not wait for the end of an answer', () => {
      const target = open();
      expect(keysOf(target, [readAll(target, sizeOf(target, 5))], { intercept: abort([1, 2, 3, 5, 6]) })).toEqual([]);
    });
  });

  describe.each(share(TARGETS, 1, 2).filter(([, open]) => leadsBack(open())))('of %s, a client', (_, open) => {
    it.each([1, 2])('may go back and forth %p times', (rounds) => {
      for (const pages of [2, 3]) {
        const target = open();
        expect(keysOf(target, [goBackAndForth(target, sizeOf(target, 5), pages, rounds)])).toEqual([]);
      }
    });

    it('may not go back and forth for ever', () => {
      for (const pages of [2, 3]) {
        const target = open();
        expect(keysOf(target, [goBackAndForth(target, sizeOf(target, 5), pages, 6)])).toEqual(['read-once']);
      }
    });

    it('may not do so before or after several others either', () => {
      const target = open();
      const session = openSession(target.mock);
      const all = (): Client => readAll(target, sizeOf(target, 5));
      runClients(session, [all(), all(), all(), all(), all()]);
      expect(listBroken(auditSession(session))).toEqual({});
      runClients(session, [goBackAndForth(target, sizeOf(target, 5), 3, 6)]);
      runClients(session, [all(), all()]);
      expect(Object.keys(listBroken(auditSession(session)))).toEqual(['read-once']);
    });

    it('may try again what failed on the way', () => {
      const target = open();
      const intercept = breakAnswers(target, 'server-error', [2, 3, 4, 6, 8, 9]);
      const patient = function* (): Client {
        const client = goBackAndForth(target, sizeOf(target, 5), 2, 2);
        let { value, done } = client.next();
        while (done !== true && value !== undefined) {
          let [got] = yield value;
          while (got?.status === 500) [got] = yield value;
          ({ value, done } = client.next(got === undefined ? [] : [got]));
        }
      };
      expect(keysOf(target, [patient()], { intercept })).toEqual([]);
    });
  });

  describe.each(TARGETS)('of %s, every page twice', (_, open) => {
    /** @param connections - of both requests for a page, counted from 0 */
    const readBy = (connections: (page: number) => readonly Partial<Sent>[]): readonly string[] => {
      const target = open();
      return keysOf(target, [sendTwice(readAll(target, sizeOf(target, 5)), connections)]);
    };

    it('is one client where it comes by one connection, or by two that take turns', () => {
      expect(readBy(() => [{ connection: 7 }, { connection: 7 }])).toEqual(['read-once']);
      expect(readBy(() => [{ connection: 7 }, { connection: 8 }])).toEqual(['read-once']);
      expect(readBy((page) => [{ connection: 2 * page + 1 }, { connection: 2 * page + 2 }])).toEqual(['read-once']);
    });

    it('may be two clients in step where both connections were open from the beginning', () => {
      expect(readBy(() => [7, 8].map((connection) => ({ connection, openConnections: 8 })))).toEqual([]);
    });

    it('may be two clients in step where now the one and now the other is first', () => {
      expect(readBy((page) => (page % 2 === 0 ? [7, 8] : [8, 7]).map((connection) => ({ connection })))).toEqual([]);
    });
  });

  describe.each(TARGETS)('of %s, a client that requests each page twice at once', (_, open) => {
    it('may give up one copy of the last page but one', () => {
      const target = open();
      let left = 2 * countPages(target) - 2;
      const client = sendTwice(readAll(target, sizeOf(target, 5)), () => {
        left -= 2;
        return (left < 0 ? [1] : [1, 2]).map((number) => ({ connection: number + 1000 * left, openConnections: 9e6 }));
      });
      expect(keysOf(target, [client])).toEqual([]);
    });
  });

  describe.each(TARGETS.filter(([, open]) => !hasTokens(open().contract)))('of %s, a client', (_, open) => {
    it('may read as many pages as the first one said that there are', () => {
      for (const size of [4, 5]) {
        const target = open();
        expect(keysOf(target, [readCounted(target, size)], { intercept: lessenTotal(target, 8) })).toEqual([]);
      }
    });

    it('may not stop before any page said so', () => {
      const target = open();
      const client = readSome(target, sizeOf(target, 5), 2);
      expect(keysOf(target, [client], { intercept: lessenTotal(target, 8) })).toEqual(['read-to-the-end']);
    });
  });
});

describe('bad clients', () => {
  describe('bad clients', () => {
    const filtered = (target: Target): Parameters => ({ ...sizeOf(target, 5), [target.filter[0]]: target.filter[1] });
    describe.each(TARGETS)('of %s, a client that', (name, open) => {
      const target = open();
      const group = TARGETS.findIndex(([one]) => one === name);
      const cases = share(Object.entries(BAD_CLIENTS), group, 3).filter(([, { appliesTo }]) => {
        return appliesTo?.(target) ?? true;
      });

      it.each(cases)('%s breaks one rule', (_name, { rule, besides, isAlteration, intercept, make }) => {
        const fresh = open();
        const report = judge(fresh, [make(fresh)], intercept === undefined ? {} : { intercept: intercept(fresh) });
        const isAltered = isAlteration === true && fresh.contract.page.style === 'links';
        expect(listBroken(report)).toEqual({
          [rule]: expect.any(String),
          ...(besides !== undefined && { [besides]: expect.any(String) }),
          ...(isAltered && { 'follow-links': expect.any(String) }),
        });
        expect(report.causes?.map(({ kind }) => kind)).toEqual([rule]);
      });

      it.each(Object.keys(target.headers))('goes on without %s breaks one rule', (header) => {
        const fresh = open();
        const report = judge(fresh, [readAltered(fresh, filtered(fresh), (next) => without(next, header))]);
        expect(listBroken(report)).toEqual({ 'keep-headers': expect.stringContaining(header) });
      });

      it('keeps to everything is clean', () => {
        const fresh = open();
        expect(listBroken(judge(fresh, [readAltered(fresh, filtered(fresh), (next) => next)]))).toEqual({});
      });
    });
  });

  describe('spoilt headers', () => {
    const credentialOf = ({ contract }: Target): string => usualSchemes(contract)[0]?.parameter ?? '';
    const withHeader = (sent: Sent, name: string, value: string): Sent => ({
      ...sent,
      headers: { ...sent.headers, [name]: value },
    });

    describe.each(CONTRACTS)('of %s, a client that goes on', (id) => {
      const name = credentialOf(openTarget(id));
      const keys = (make: (target: Target) => Client): readonly string[] => {
        const target = openTarget(id);
        return Object.keys(listBroken(judge(target, [make(target)])));
      };

      it.each(Object.keys(openTarget(id).headers).filter((header) => header !== 'x-piriod-test-mode'))(
        'without %s, is refused and then sends it, breaks one rule',
        (header) => {
          expect(keys((target) => stumble(target, (next) => without(next, header)))).toEqual(['keep-headers']);
        },
      );

      it.each<[string, (value: string) => string]>([
        ['another value', (value) => `${value}x`],
        ['another scheme', (value) => `Basic ${Buffer.from(value).toString('base64')}`],
        ['no scheme', (value) => `x${value.split(' ').at(-1)}`],
      ])('with %s of its credential, which is refused, breaks one rule', (_, alter) => {
        const change = (next: Sent): Sent => withHeader(next, name, alter(String(next.headers[name])));
        expect(keys((target) => stumble(target, change))).toEqual(['keep-headers']);
        expect(keys((target) => readAltered(target, sizeOf(target, 5), change))).toEqual(['keep-headers']);
      });

      it('with another credential after its own was refused is clean', () => {
        const target = openTarget(id);
        const other = (next: Sent): Sent => withHeader(next, name, `${next.headers[name]}x`);
        const session = openSession(target.mock, (request, answer) => {
          const isSecond = session.exchanges.length === 1;
          return isSecond
            ? { response: target.mock.handle({ ...request, headers: {} }) ?? answer(), faults: [] }
            : undefined;
        });
        runClients(session, [stumble(target, (next) => next, other)]);
        expect(session.exchanges.map(({ response }) => response?.status).slice(0, 3)).not.toContain(undefined);
        expect(listBroken(auditSession(session))).toEqual({});
      });

      it('with an issued credential that has run out is clean', () => {
        const target = openTarget(id);
        const session = openSession(target.mock);
        const other = (next: Sent): Sent => withHeader(next, name, `${next.headers[name]}x`);
        runClients(session, [stumble(target, other)]);
        const secret = `${target.headers[name]?.split(' ').at(-1)}x`;
        const isRunOut = session.exchanges[1]?.response?.status === 401;
        expect(Object.keys(listBroken(auditSession(session, { secrets: [secret] })))).toEqual(
          isRunOut ? [] : ['keep-headers'],
        );
      });

      it('beside another without credentials is clean', () => {
        const target = openTarget(id);
        const stranger = { ...target, headers: {} };
        expect(
          listBroken(judge(target, [readAll(target, sizeOf(target, 5)), readAll(stranger, sizeOf(target, 5))])),
        ).toEqual({});
      });
    });

    it('of pyng, a client that goes on with another version, which is refused, breaks that rule too', () => {
      const target = openTarget('pyng');
      const other = (next: Sent): Sent => withHeader(next, 'pyng-api-version', 'urn:pyng:api:billing:version:v7');
      expect(Object.keys(listBroken(judge(target, [stumble(target, other)])))).toEqual(['keep-headers']);
    });
  });
});
