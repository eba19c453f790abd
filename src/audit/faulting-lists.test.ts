import { describe, expect, it } from '@jest/globals';
import type { Report } from '../../conformance/result.ts';
import { createFaultBoard } from '../alter/faults/board.ts';
import type { Fault, FaultKind } from '../alter/faults/kinds.ts';
import { PagewrightError } from '../contract/error.ts';
import type { Exchange } from '../journal/exchange.ts';
import { hasTokens } from '../page/page-reader.ts';
import { finish } from '../store/work.ts';
import { runs, share } from '../testing/runs.ts';
import { auditClient } from './audit-client.ts';
import { createWaitQueue, type Wait } from './retry-after.ts';
import { auditSession, judge, listBroken, sample, verdictOn } from './testing/audits.ts';
import {
  change,
  goBackAndForth,
  insist,
  readAfterWait,
  readAltered,
  readHastily,
  type Step,
} from './testing/bad-clients.ts';
import { readAll, wander } from './testing/good-clients.ts';
import { applyFaults, rateLimit, refusePositions } from './testing/interceptors.ts';
import { ask, type Parameters, sizeOf } from './testing/requests.ts';
import { type Client, openSession, runClients, type Sent, type Session } from './testing/session.ts';
import { CONTRACTS, openGreasedTarget, openTarget, TARGETS, type Target } from './testing/target.ts';

describe('faulting lists', () => {
  const KINDS: readonly FaultKind[] = [
    'latency',
    'rate-limit',
    'server-error',
    'connection-reset',
    'truncated-body',
    'malformed-json',
    'slow-drip',
    'expired-link',
    'repeated-page',
    'cycle',
    'empty-page',
    'short-page',
    'row-inserted',
    'row-deleted',
    'total-changed',
  ];

  const WAYS = [{ times: 2, probability: 0.5 }, { times: 1 }, { page: 2, times: 1 }];

  const filtered = (target: Target): Parameters => ({ ...sizeOf(target, 5), [target.filter[0]]: target.filter[1] });

  /** Where a fault cannot be, there is nothing to see. */
  function openBoard({ contract }: Target, fault: Fault): ReturnType<typeof createFaultBoard> | undefined {
    const board = createFaultBoard([contract]);
    try {
      board.add({ ...fault, contract: contract.id });
      return board;
    } catch (error) {
      if (error instanceof PagewrightError) return undefined;
      throw error;
    }
  }

  /** A caller that is told to wait waits with all that it requests of a list: what reads on meanwhile is another caller. */
  const chooseAnother = (target: Target, kind: FaultKind): Target =>
    kind === 'rate-limit' ? { ...target, ...target.other } : target;

  describe.each(TARGETS)('a good client of %s is clean', (name, open) => {
    it.each(
      share(
        KINDS,
        TARGETS.findIndex(([one]) => one === name),
        3,
      ),
    )('whatever the fault %s does', (kind) => {
      for (const more of WAYS.slice(0, runs(WAYS.length))) {
        const target = open();
        target.mock.state.reset();
        // Going round a second time is the client's own fault.
        if (kind === 'cycle' && more.times > 1) continue;
        const board = openBoard(target, { kind, ...more });
        if (board === undefined) continue;
        const clients = [
          readAll(target, sizeOf(target, 9)),
          readAll(target, filtered(target)),
          readAll(chooseAnother(target, kind), sizeOf(target, 11)),
        ];
        expect([more, listBroken(judge(target, clients, { intercept: applyFaults(target, board) }))]).toEqual([
          more,
          {},
        ]);
      }
    });
  });

  describe.each(share(CONTRACTS, 0, 2))('of a greased list of %s', (id) => {
    it.each(['1', '2', '3'].slice(0, runs(3)))('a good client is clean, by seed %s', (seed) => {
      const target = openGreasedTarget(id, seed);
      const clients: Client[] = [
        readAll(target, sizeOf(target, 5)),
        readAll(target, filtered(target)),
        readAll(target, sizeOf(target, 5)),
        wander(target, sizeOf(target, 9), 3),
      ];
      const report = judge(target, clients);
      expect(listBroken(report)).toEqual({});
      if (hasTokens(target.contract)) expect(verdictOn(report, 'follow-links')).toBe('pass');
    });

    it.each([2, 30].slice(0, runs(2)))(
      'a client that goes back and forth for ever breaks one rule, from page %p',
      (pages) => {
        const target = openGreasedTarget(id, '1');
        const client = goBackAndForth(target, sizeOf(target, 20), pages, 6);
        expect(Object.keys(listBroken(judge(target, [client])))).toEqual(['read-once']);
      },
    );

    it('a client that changes filters breaks one rule', () => {
      const target = openGreasedTarget(id, '1');
      const client = readAltered(target, filtered(target), (next) => {
        const [path = '', query = ''] = next.url.split('?');
        const search = new URLSearchParams(query);
        search.set(...target.otherFilter);
        return { ...next, url: `${path}?${search}` };
      });
      expect(Object.keys(listBroken(judge(target, [client])))).toEqual(['keep-filters']);
    });
  });
});

describe('lost history', () => {
  function record(target: Target, ...clients: readonly Client[]): Session {
    const session = openSession(target.mock);
    runClients(session, clients);
    return session;
  }

  function judgeRest({ contract }: Target, exchanges: readonly Exchange[], dropped: number): Report {
    return finish(auditClient(exchanges, { contracts: [contract], target: 'http://mock.test', dropped }));
  }

  /** Asks for positions that the server never gave, each once. */
  function* guess(target: Target, count: number, more = {}): Client {
    for (let index = 0; index < count; index += 1)
      yield [
        ask(target, {
          ...sizeOf(target, 5),
          ...more,
          [target.contract.page.position]: `guess-${index}-${Object.keys(more)}`,
        }),
      ];
  }

  describe.each(TARGETS.filter(([, open]) => hasTokens(open().contract)))('of %s', (_, open) => {
    it('a client may go on with what it was given before the journal began', () => {
      const target = open();
      const { exchanges } = record(target, readAll(target, sizeOf(target, 5)));
      for (const cleared of sample(exchanges.length)) {
        expect([cleared, listBroken(judgeRest(target, exchanges.slice(cleared), 0))]).toEqual([cleared, {}]);
      }
    });

    it('a position is called invented only when it is refused as one', () => {
      const target = open();
      const broken = (response: (answer: Exchange['response']) => Exchange['response']): unknown => {
        const { exchanges } = record(target, guess(target, 1));
        const [one] = exchanges as readonly [Exchange];
        const { response: _answer, ...rest } = one;
        const other = response(one.response);
        return Object.keys(listBroken(judgeRest(target, [{ ...rest, ...(other && { response: other }) }], 0)));
      };
      expect(broken((answer) => answer)).toEqual(['follow-links']);
      expect(broken(() => undefined)).toEqual([]);
      expect(broken((answer) => answer && { ...answer, status: 500 })).toEqual([]);
    });

    it('one refused position for each list may be explained by pages that are lost', () => {
      const target = open();
      const few = record(target, guess(target, 1), guess(target, 1, { [target.filter[0]]: target.filter[1] }));
      expect(listBroken(auditSession(few))).toHaveProperty('follow-links');
      expect(listBroken(auditSession(few, { dropped: 500 }))).toEqual({});
      const many = record(target, guess(target, 40));
      expect(listBroken(auditSession(many, { dropped: 500 }))['follow-links']).toContain('And 38 more.');
    });
  });

  describe('a journal that has lost exchanges', () => {
    const target = openTarget('pyng');
    const count = (session: Session, rule: string, dropped: number): string | undefined =>
      listBroken(auditSession(session, { dropped }))[rule];

    it('forgives nobody who did not wait', () => {
      const session = openSession(
        target.mock,
        rateLimit(
          target,
          Array.from({ length: 60 }, (_, index) => index),
        ),
      );
      runClients(session, [readHastily(target, sizeOf(target, 5))]);
      expect(count(session, 'wait-as-told', 0)).toContain('And 58 more.');
      expect(count(session, 'wait-as-told', 500)).toContain('And 58 more.');
    });

    it('forgives nobody who sent a refused position again', () => {
      const session = openSession(target.mock, refusePositions(target));
      runClients(session, [insist(target, sizeOf(target, 5), 2)]);
      expect(count(session, 'restart-after-refusal', 500)).toBeDefined();
    });

    it('forgives parameters only where a lost link may have had them', () => {
      const first = record(
        target,
        readAltered(target, { ...sizeOf(target, 50), made: 'up' }, (next) => next),
      );
      expect(count(first, 'send-documented-parameters', 500)).toBeDefined();
      const { exchanges } = record(
        target,
        readAltered(target, sizeOf(target, 5), (next) => change(next, { made: 'up' })),
      );
      const broken = (kept: readonly Exchange[]): unknown =>
        listBroken(judgeRest(target, kept, 500))['send-documented-parameters'];
      expect(broken(exchanges.slice(1, 2))).toBeUndefined();
      expect(broken(exchanges.slice(1))).toBeDefined();
    });

    it('forgives what is odd about a walk once', () => {
      const altered = readAltered(target, sizeOf(target, 5), (next) => change(next, { state: 'linked' }));
      expect(listBroken(auditSession(record(target, altered), { dropped: 1 }))).toEqual({});
      const longer = readAltered(target, { ...sizeOf(target, 5), state: 'linked' }, (next) =>
        change(next, { state: undefined }),
      );
      const twice = readAltered(target, { ...sizeOf(target, 6), state: 'linked' }, (next) =>
        change(next, { state: undefined }),
      );
      expect(listBroken(auditSession(record(target, longer, twice), { dropped: 500 }))).toHaveProperty('follow-links');
    });

    it('is no reason to doubt what was kept', () => {
      const report = judge(target, [readAll(target)]);
      expect(report.verdict).toBe('pass');
      expect(judgeRest(target, record(target, readAll(target)).exchanges, 3).verdict).toBe('inconclusive');
    });
  });
});

describe('retry after', () => {
  describe('createRetryAfterIndex', () => {
    /** Reads a page; is told to wait two seconds on the second; and then does what the steps say. */
    function countHaste(id: string, told: readonly number[], steps: readonly Step[]): number {
      const target = openTarget(id);
      const session = openSession(target.mock, rateLimit(target, told));
      runClients(session, [readAfterWait(target, steps)]);
      const reason = listBroken(auditSession(session))['wait-as-told'];
      return reason === undefined ? 0 : 1 + Number(/ And (\d+) more\.$/.exec(reason)?.[1] ?? 0);
    }

    const restart = (target: Target): Sent => ask(target, sizeOf(target, 5));
    const elsewhere = (target: Target): Sent =>
      ask(target, { ...sizeOf(target, 7), [target.filter[0]]: target.filter[1] });
    const asOther = (target: Target): Sent => ask({ ...target, ...target.other }, sizeOf(target, 5));

    describe.each(CONTRACTS)('of %s, a client that is told to wait', (id) => {
      it.each<[string, number, readonly Step[]]>([
        ['comes again at once', 1, [{ after: 1, connection: 1 }]],
        ['comes again as soon as it may', 0, [{ after: 1960, connection: 1 }]],
        ['begins again at once', 0, [{ after: 1, connection: 1, sent: restart }]],
        ['reads another list at once', 0, [{ after: 1, connection: 1, sent: elsewhere }]],
        ['is somebody else behind one proxy', 0, [{ after: 1, connection: 1, sent: asOther }]],
        ['begins again later', 1, [{ after: 110, connection: 2, sent: restart }]],
        ['had begun elsewhere already', 0, [{ after: 20, connection: 2, sent: restart }]],
        ['comes again at once by another connection', 1, [{ after: 1, connection: 2 }]],
        ['reads another list by another connection', 0, [{ after: 40, connection: 2, sent: elsewhere }]],
        [
          'had begun elsewhere already, and begins once more',
          1,
          [
            { after: 20, connection: 2, sent: restart },
            { after: 40, connection: 3, sent: restart },
          ],
        ],
        ['comes again at once by no connection', 1, [{ after: 1 }]],
        ['begins again at once by no connection', 0, [{ after: 1, sent: restart }]],
        ['begins again later by no connection', 1, [{ after: 110, sent: restart }]],
      ])('%s', (_, count, steps) => {
        expect(countHaste(id, [2], steps)).toBe(count);
      });

      it('is held to the first answer, however often it is told again', () => {
        const steps = Array.from({ length: 20 }, (_, index) => ({ after: 5, connection: 2 + index, sent: restart }));
        const told = Array.from({ length: 30 }, (_, index) => index + 2);
        expect(countHaste(id, told, steps)).toBeGreaterThan(14);
      });
    });
  });

  describe('a client that was told to wait', () => {
    const exchange = {} as Exchange;

    describe('createWaitQueue', () => {
      const told = (at: number, until: number, more: Partial<Exchange> = {}): Wait => {
        return { exchange: { ...exchange, at, ...more }, answeredAt: at, until };
      };

      it('finds the first answer that a request comes too soon after, and no more when its time has come', () => {
        const queue = createWaitQueue();
        const [one, shorter, longer] = [told(0, 1000), told(10, 900), told(20, 2000)];
        queue.add(one, 'a');
        queue.add(shorter, 'b');
        queue.add(longer, 'c');
        expect(queue.find({ at: 20 }, 'a')).toBe(one);
        expect(queue.find({ at: 120 }, 'x')).toBe(one);
        expect(queue.find({ at: 949 }, 'x')).toBe(one);
        expect(queue.find({ at: 950 }, 'x')).toBe(longer);
        expect(queue.find({ at: 1950 }, 'x')).toBeUndefined();
      });

      it('excuses what was under way, and one more worker within 100 ms', () => {
        const queue = createWaitQueue();
        const wait = told(100, 5000, { connection: 1, openConnections: 3 });
        queue.add(wait, 'a');
        expect(queue.find({ at: 99, connection: 2 }, 'b')).toBeUndefined();
        expect(queue.find({ at: 101, connection: 3 }, 'c')).toBeUndefined();
        expect(queue.find({ at: 102, connection: 4 }, 'd')).toBeUndefined();
        expect(queue.find({ at: 103, connection: 3 }, 'e')).toBe(wait);
        expect(queue.find({ at: 104, connection: 5 }, 'f')).toBe(wait);
        expect(queue.isKept(wait, 'a')).toBe(false);
        queue.find({ at: 5000, connection: 1 }, 'a');
        expect(queue.isKept(wait, 'a')).toBe(true);
      });

      it('excuses what came by a connection that was opened for it before, the same request, too', () => {
        const queue = createWaitQueue();
        const wait = told(100, 5000, { connection: 1, openConnections: 4 });
        queue.add(wait, 'a');
        expect(queue.find({ at: 190, connection: 2, isFirst: true }, 'b')).toBeUndefined();
        expect(queue.find({ at: 191, connection: 3, isFirst: true }, 'a')).toBeUndefined();
        expect(queue.find({ at: 192, connection: 4 }, 'c')).toBeUndefined();
        expect(queue.find({ at: 193, connection: 2 }, 'd')).toBe(wait);
      });

      it('excuses more where the machine is busy', () => {
        const queue = createWaitQueue((since, ms) => since + 4 * ms);
        const wait = told(100, 5000, { connection: 1, openConnections: 3 });
        queue.add(wait, 'a');
        expect(queue.find({ at: 215, connection: 2 }, 'b')).toBeUndefined();
        expect(queue.find({ at: 225, connection: 3 }, 'c')).toBeUndefined();
        expect(queue.find({ at: 230, connection: 5 }, 'd')).toBe(wait);
        queue.find({ at: 5000, connection: 1 }, 'a');
        expect(queue.isKept(wait, 'a')).toBe(true);
      });

      it('is kept by two workers who want the same, where the one that was told waits', () => {
        const queue = createWaitQueue();
        const wait = told(100, 5000);
        queue.add(wait, 'a');
        expect(queue.find({ at: 101, isAnswered: true }, 'a')).toBe(wait);
        expect(queue.isKept(wait, 'a')).toBe(false);
        queue.find({ at: 5000 }, 'a');
        expect(queue.isKept(wait, 'a')).toBe(true);
      });

      it('excuses nothing after the request that was rejected came again too soon', () => {
        const queue = createWaitQueue();
        const wait = told(100, 5000);
        queue.add(wait, 'a');
        expect(queue.find({ at: 101 }, 'a')).toBe(wait);
        queue.find({ at: 5000 }, 'a');
        expect(queue.isKept(wait, 'a')).toBe(false);
      });
    });
  });
});
