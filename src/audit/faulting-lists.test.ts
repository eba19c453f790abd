import { PagewrightError } from '../contract/error.ts';
import { describe, expect, it } from '@jest/globals';
import { createFaultBoard } from '../alter/faults/board.ts';
import type { Fault, FaultKind } from '../alter/faults/kinds.ts';
import { hasTokens } from '../page/page-reader.ts';
import { goBackAndForth, readAltered } from './testing/bad-clients.ts';
import type { Client } from './testing/client.ts';
import { readAll, wander } from './testing/good-clients.ts';
import { judge, listBroken, verdictOn } from './testing/judge.ts';
import { type Parameters, sizeOf } from './testing/requests.ts';
import { TARGETS } from './testing/samples.ts';
import { strikeFaults } from './testing/strikers.ts';
import { CONTRACTS, openGreasedTarget, type Target } from './testing/target.ts';

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

describe.each(TARGETS)('a good client of %s is clean', (_, open) => {
  it.each(KINDS)('whatever the fault %s does', (kind) => {
    for (const more of [{ times: 1 }, { times: 2, probability: 0.5 }, { page: 2, times: 1 }]) {
      const target = open();
      // Going round a second time is the client's own fault.
      if (kind === 'cycle' && more.times > 1) continue;
      const board = openBoard(target, { kind, ...more });
      if (board === undefined) continue;
      const clients = [
        readAll(target, sizeOf(target, 5)),
        readAll(target, filtered(target)),
        readAll(target, sizeOf(target, 7)),
      ];
      expect([more, listBroken(judge(target, clients, { strike: strikeFaults(target, board) }))]).toEqual([more, {}]);
    }
  });
});

describe.each(CONTRACTS)('of a greased list of %s', (id) => {
  it.each(['1', '2', '3'])('a good client is clean, by seed %s', (seed) => {
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

  it.each([2, 30])('a client that goes back and forth for ever breaks one rule, from page %p', (pages) => {
    const target = openGreasedTarget(id, '1');
    const client = goBackAndForth(target, sizeOf(target, 20), pages, 6);
    expect(Object.keys(listBroken(judge(target, [client])))).toEqual(['read-once']);
  });

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
