import { describe, expect, it } from '@jest/globals';
import { alterList } from '../../alter/engine.ts';
import { createFaultBoard, type FaultBoard } from '../../alter/faults/board.ts';
import { faultInjection } from '../../alter/faults/injection.ts';
import type { Contract } from '../../contract/contract.ts';
import { MemoryBudget } from '../../mock/memory-budget.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { HEADERS, writeSampleScenarios } from '../testing/sample.ts';
import { createClock } from './clock.ts';
import { createScenarioLibrary } from './scenario-library.ts';
import { createSessionList, type SessionList } from './session-list.ts';

describe('create session list', () => {
  interface Bench {
    readonly list: SessionList;
    readonly faults: FaultBoard;
    /** How often a mock was made. */
    made(): number;
    status(): number | undefined;
  }

  function open(): Bench {
    const library = createScenarioLibrary({ contract: writeSampleScenarios() });
    const [contract] = library.contracts as [Contract];
    const faults = createFaultBoard(library.contracts);
    let made = 0;
    const list = createSessionList({
      contract,
      library,
      clock: createClock('scenario', Date.now),
      faults,
      memory: new MemoryBudget(2 ** 20),
      createList: (state) => {
        made += 1;
        return alterList({ state, key: 'key', seed: '1' }, [faultInjection(faults)]);
      },
    });
    return {
      list,
      faults,
      made: () => made,
      status: () => list.handle(createRequest('/shops/north/orders', { headers: HEADERS }))?.status,
    };
  }

  describe('createSessionList', () => {
    it('makes its mock when somebody asks for it', () => {
      const { list, made, status } = open();
      expect([list.scenario, made()]).toEqual(['demo', 0]);
      expect([status(), status(), made()]).toEqual([200, 200, 1]);
    });

    it('makes its mock anew, and keeps the rows', () => {
      const { list, made } = open();
      list.state.remove('north', 'o1');
      list.renew();
      expect([list.state.countRows(), made()]).toEqual([4, 2]);
    });

    it('shows the rows of its scenario again', () => {
      const { list } = open();
      list.load('demo');
      list.state.remove('north', 'o1');
      list.reset();
      expect(list.state.countRows()).toBe(5);
    });

    it('has the faults of its scenario, and no others', () => {
      const { list, faults, status } = open();
      const { id } = faults.add({ kind: 'latency' });
      list.load('stormy');
      expect([list.scenario, faults.list().map(({ kind }) => kind)]).toEqual(['stormy', ['latency', 'rate-limit']]);
      faults.remove(id);
      expect(status()).toBe(429);
      list.load();
      expect([list.scenario, faults.list(), status()]).toEqual(['demo', [], 200]);
    });

    it('puts back what it kept, with the faults of the scenario', () => {
      const { list, faults } = open();
      list.load('stormy');
      list.state.remove('north', 'o1');
      const restore = list.save();
      list.load('empty');
      expect([list.state.countRows(), faults.list()]).toEqual([0, []]);
      restore();
      expect([list.scenario, list.state.countRows(), faults.list().length]).toEqual(['stormy', 4, 1]);
      list.state.remove('north', 'o2');
      restore();
      expect(list.state.countRows()).toBe(4);
    });

    it('goes back to the scenario that it began with, by default or by name', () => {
      const { list, faults } = open();
      list.load('stormy');
      list.reset();
      expect([list.scenario, faults.list()]).toEqual(['demo', []]);
      list.begin('stormy');
      list.load('empty');
      list.reset();
      expect([list.scenario, faults.list().map(({ kind }) => kind)]).toEqual(['stormy', ['rate-limit']]);
    });

    it('stays as it is when there is no such scenario', () => {
      const { list, faults } = open();
      list.load('stormy');
      list.state.remove('north', 'o1');
      expect(() => list.load('nope')).toThrow(/nope/);
      expect(() => list.load('broken')).toThrow(/storm/);
      expect([list.scenario, list.state.countRows(), faults.list().length]).toEqual(['stormy', 4, 1]);
    });
  });
});
