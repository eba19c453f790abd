import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { setParameter } from '../../page/query.ts';
import { idsOf, openFaulty } from '../../testing/altered-lists.ts';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { judgeFault } from './applicability.ts';
import { createFaultBoard, type FaultBoard } from './board.ts';
import { injectFaults } from './injection.ts';
import { FAULT_KINDS, type Fault } from './kinds.ts';
import { parseFault } from './parse.ts';

describe('fault injection', () => {
  const CONTRACTS = builtInContracts();

  describe.each(CONTRACTS)('injectFaults for %s', (id) => {
    const applicable = FAULT_KINDS.filter(
      (kind) => judgeFault(kind, openFaulty(id).contract).verdict !== 'not-applicable',
    );

    it('lets everything through while nothing is on', () => {
      const [faulty, plain] = [openFaulty(id), openFaulty(id)];
      for (const request of [faulty.start(), { ...faulty.start(), headers: {} }, createRequest('/elsewhere')]) {
        expect(faulty.handle(request)).toEqual(plain.list.handle(request));
      }
    });

    it('answers nothing elsewhere, whatever is on', () => {
      const faulty = openFaulty(id, ['500']);
      for (const kind of FAULT_KINDS) expect(faulty.handle(createRequest('/elsewhere'), [{ kind }])).toBeUndefined();
      expect(faulty.board.list()[0]?.struck).toBe(0);
    });

    it.each(applicable)('has %s for one request that wants it, and for no other', (kind) => {
      const faulty = openFaulty(id);
      const [, second] = faulty.walk('', 2);
      const request = second?.request ?? faulty.start();
      expect(faulty.ask(request, [{ kind }]).faults).toEqual([kind]);
      expect(faulty.ask(request).faults).toBeUndefined();
    });

    it.each(applicable)('has %s on the page that is named, switched on amid a walk too', (kind) => {
      const early = openFaulty(id, [`${kind}:page=4`]).walk('', 4);
      expect(early.map(({ response }) => response.faults)).toEqual([undefined, undefined, undefined, [kind]]);
      const faulty = openFaulty(id);
      const third = faulty.walk('', 4);
      faulty.board.add({ kind, page: 4 });
      expect(faulty.ask(third[2]?.request ?? faulty.start()).faults).toBeUndefined();
      expect(faulty.ask(third[3]?.request ?? faulty.start()).faults).toEqual([kind]);
    });

    it('rejects a fault that it cannot have when a request wants it', () => {
      const faulty = openFaulty(id);
      for (const kind of FAULT_KINDS.filter((name) => !applicable.includes(name))) {
        expect(() => faulty.ask(faulty.start(), [{ kind }])).toThrow(
          expect.objectContaining({ code: 'not-applicable', message: expect.stringContaining(`${id}: `) }),
        );
      }
    });

    it('strikes its own contract only', () => {
      const faulty = openFaulty(id);
      faulty.board.add({ kind: 'server-error', contract: id });
      expect(faulty.ask(faulty.start()).status).toBe(500);
      expect(() => openFaulty(id).ask(faulty.start(), [{ kind: 'server-error', contract: 'another' }])).toThrow(
        expect.objectContaining({ code: 'unknown-contract' }),
      );
    });

    it('strikes the list under either of its names', () => {
      const { document, path } = openFaulty(id).contract;
      const { [path]: methods = {} } = document.paths as Record<string, { get?: { operationId?: string } }>;
      for (const operation of ['list', methods.get?.operationId ?? '']) {
        const faulty = openFaulty(id, [`500:operation=${operation}`]);
        expect([operation, faulty.ask(faulty.start()).faults]).toEqual([operation, ['server-error']]);
      }
    });

    it('leaves faults of other contracts to them where a board is shared', () => {
      const { list, start } = openFaulty(id);
      const board = createFaultBoard();
      board.add({ kind: 'server-error', contract: 'another', times: 1 });
      expect(injectFaults(list, board)(start())?.status).toBe(200);
      expect(board.isIdle).toBe(false);
    });

    it('takes a page without rows for the first one', () => {
      const faulty = openFaulty(id, ['latency:page=1'], 'empty');
      expect(faulty.ask(faulty.start()).faults).toEqual(['latency']);
    });

    it('strikes no page where the request is for none', () => {
      const { contract, ask, start } = openFaulty(id, ['500:page=1']);
      const { parameter, malformed } = contract.page.limit;
      if (malformed !== 'reject') return;
      expect(ask(start(`${parameter}=x`))).toMatchObject({ status: 400 });
      expect(ask({ ...start(), headers: {} })).not.toHaveProperty('faults');
    });

    it('counts the page that follows an empty one, as it counts the others', () => {
      const steps = openFaulty(id, ['empty-page:page=2', 'latency:page=3']).walk('', 4);
      expect(steps.map(({ response }) => response.faults)).toEqual([undefined, ['empty-page'], ['latency'], undefined]);
    });

    it('counts pages of each size and direction by themselves', () => {
      const { contract, walk, ask, start, board } = openFaulty(id, ['latency:page=3']);
      const third = walk('', 3)[2];
      walk(`${contract.page.limit.parameter}=14`, 2);
      expect(ask(third?.request ?? start()).faults).toEqual(['latency']);
      if (contract.page.style !== 'keyset' || contract.page.direction === undefined) return;
      const { parameter, backward } = contract.page.direction;
      board.clear();
      board.add({ kind: 'latency', page: 2 });
      walk('', 3);
      expect(ask(setParameter(third?.request ?? start(), parameter, backward)).faults).toEqual(['latency']);
    });

    it('knows which page the last one is', () => {
      const { contract, list, ask, start } = openFaulty(id);
      if (contract.page.style !== 'number' || contract.page.lastWord === undefined) return;
      const { lastWord, position, limit } = contract.page;
      const count = openFaulty(id).walk().length;
      const request = start(`${limit.parameter}=7&${position}=${lastWord}`);
      expect(list.handle(request)?.status).toBe(200);
      expect(ask(request, [{ kind: 'latency', page: count }]).faults).toEqual(['latency']);
      expect(ask(request, [{ kind: 'latency', page: count - 1 }]).faults).toBeUndefined();
    });

    it('counts pages through faults that make more of them', () => {
      const steps = openFaulty(id, ['short-page:page=1', 'latency:page=3', 'row-inserted:page=2']).walk('', 4);
      expect(steps.map(({ response }) => response.faults)).toEqual([
        ['short-page'],
        ['row-inserted'],
        ['latency'],
        undefined,
      ]);
    });

    it('lets several faults strike together', () => {
      const faulty = openFaulty(id, ['latency', 'total-changed', 'short-page', 'row-deleted', 'slow-drip']);
      const response = faulty.ask(faulty.start());
      expect(response.faults).toEqual(['row-deleted', 'short-page', 'total-changed', 'slow-drip', 'latency']);
      expect(response.delivery).toEqual({ delayMs: 1000, dripMs: 2000 });
    });

    it('lets one rejection strike, and saves what it covers', () => {
      const faulty = openFaulty(id, ['empty-page:times=1', 'row-deleted:times=1', '429:times=1', '500:times=1']);
      const answers = [1, 2, 3].map(() => faulty.ask(faulty.start()).faults);
      expect(answers).toEqual([['server-error'], ['rate-limit'], ['row-deleted', 'empty-page']]);
      expect(faulty.board.isIdle).toBe(true);
    });

    it('prefers the fault of the request to one of the same kind on the board', () => {
      const faulty = openFaulty(id, ['latency:ms=5,times=1']);
      expect(faulty.ask(faulty.start(), [{ kind: 'latency', ms: 7 }]).delivery).toEqual({ delayMs: 7 });
      expect(faulty.ask(faulty.start()).delivery).toEqual({ delayMs: 5 });
    });

    it('draws on for requests that want a fault now and then', () => {
      const run = (): unknown[] => {
        const faulty = openFaulty(id);
        return Array.from({ length: 40 }, () => faulty.ask(faulty.start(), [parseFault('500:probability=0.5')]).status);
      };
      expect(new Set(run())).toEqual(new Set([200, 500]));
      expect(run()).toEqual(run());
    });

    it('does the same for the same faults, seeds and requests, and is as before after them', () => {
      const plain = idsOf(openFaulty(id).walk());
      const faults = fc.uniqueArray(fc.constantFrom(...applicable.filter((kind) => !kind.startsWith('row-'))), {
        maxLength: 4,
      });
      fc.assert(
        fc.property(faults, fc.integer({ min: 1, max: 99 }), (kinds, seed) => {
          const run = () => {
            const faulty = openFaulty(id);
            for (const kind of kinds) faulty.board.add({ kind, probability: 0.4, seed });
            const walked = faulty.walk('', 12).map(({ response, ids }) => [ids, response]);
            faulty.board.clear();
            return { walked, after: idsOf(faulty.walk()) };
          };
          const { walked, after } = run();
          expect(after).toEqual(plain);
          expect(run().walked).toEqual(walked);
        }),
        { numRuns: runs(12) },
      );
    });
  });
});

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

    it('rejects what no list can have, where it knows the lists', () => {
      const board = createFaultBoard([loadSample()]);
      expect(() => board.add({ kind: 'expired-link' })).toThrow(
        expect.objectContaining({
          code: 'not-applicable',
          message:
            'Fault expired-link does not apply to any served list; things: page numbers and offsets cannot expire',
        }),
      );
      expect(() => board.add({ kind: 'latency', contract: 'thing' })).toThrow(
        expect.objectContaining({
          code: 'unknown-contract',
          message: 'Unknown contract thing; did you mean things?',
        }),
      );
      expect(board.isIdle).toBe(true);
      expect(board.add({ kind: 'cycle', contract: 'things' })).toMatchObject({ kind: 'cycle', struck: 0 });
    });
  });
});
