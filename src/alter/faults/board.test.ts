import { describe, expect, it } from '@jest/globals';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { createFaultBoard, type FaultBoard } from './board.ts';
import type { Fault } from './kinds.ts';

describe('create fault board', () => {
  /** What strikes each of some requests. */
  function strikes(board: FaultBoard, count: number, planner = (fault: Fault) => fault.kind): readonly unknown[] {
    return Array.from({ length: count }, () => board.take(planner)?.plan);
  }

  describe('createFaultBoard', () => {
    it('is idle until a fault is on, and again when none is', () => {
      const board = createFaultBoard();
      expect([board.isIdle, board.list(), board.take(() => true)]).toEqual([true, [], undefined]);
      const { id } = board.add({ kind: 'latency' });
      expect(board.isIdle).toBe(false);
      expect([board.remove(id), board.remove(id), board.isIdle]).toEqual([true, false, true]);
      board.add({ kind: 'latency' });
      board.add({ kind: 'cycle' });
      board.clear();
      expect(board.isIdle).toBe(true);
    });

    it('tells of each fault how often it struck and how often it will', () => {
      const board = createFaultBoard();
      const first = board.add({ kind: 'latency', ms: 3, times: 3 });
      const second = board.add({ kind: 'cycle' });
      expect(first.id).not.toBe(second.id);
      strikes(board, 2);
      expect(board.list()).toEqual([
        { kind: 'latency', ms: 3, times: 3, id: first.id, struck: 2, remaining: 1 },
        { kind: 'cycle', id: second.id, struck: 0 },
      ]);
      expect(strikes(board, 2)).toEqual(['latency', 'cycle']);
      expect(board.list()).toEqual([{ kind: 'cycle', id: second.id, struck: 1 }]);
    });

    it('counts strikes, and no requests that a fault does not concern', () => {
      const board = createFaultBoard();
      board.add({ kind: 'latency', times: 1 });
      expect(strikes(board, 5, () => undefined as never)).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect(strikes(board, 2)).toEqual(['latency', undefined]);
    });

    it('draws from the seed', () => {
      const run = (fault: Fault): readonly unknown[] => {
        const board = createFaultBoard();
        board.add(fault);
        return strikes(board, 1000);
      };
      const half = run({ kind: 'cycle', probability: 0.3, seed: 5 });
      const struck = half.filter((kind) => kind !== undefined).length;
      expect(struck).toBeGreaterThan(250);
      expect(struck).toBeLessThan(350);
      expect(run({ kind: 'cycle', probability: 0.3, seed: 5 })).toEqual(half);
      expect(run({ kind: 'cycle', probability: 0.3, seed: 6 })).not.toEqual(half);
      expect(run({ kind: 'cycle', probability: 0.3 })).toEqual(run({ kind: 'cycle', probability: 0.3, seed: 1 }));
      expect(run({ kind: 'cycle', probability: 1 })).not.toContain(undefined);
    });

    it('stops by times where it strikes by chance, too', () => {
      const board = createFaultBoard();
      board.add({ kind: 'cycle', probability: 0.5, times: 4 });
      expect(strikes(board, 100).filter((kind) => kind !== undefined)).toHaveLength(4);
    });

    it('refuses what no list can have, where it knows the lists', () => {
      const board = createFaultBoard([loadSample()]);
      expect(() => board.add({ kind: 'expired-link' })).toThrow(
        expect.objectContaining({
          code: 'not-applicable',
          message: 'expired-link can strike no list that it is for; things: a position that is a number cannot expire',
        }),
      );
      expect(() => board.add({ kind: 'latency', contract: 'thing' })).toThrow(
        expect.objectContaining({
          code: 'unknown-contract',
          message: 'no contract thing is served; did you mean things?',
        }),
      );
      expect(board.isIdle).toBe(true);
      expect(board.add({ kind: 'cycle', contract: 'things' })).toMatchObject({ kind: 'cycle', struck: 0 });
    });
  });
});
