import { describe, expect, it } from '@jest/globals';
import { createFaultBoard, type FaultBoard } from '../../alter/faults/board.ts';
import type { Contract } from '../../contract/contract.ts';
import { createListMock } from '../../mock/create-list-mock.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { HEADERS, writeSampleScenarios } from '../testing/sample.ts';

import { createClock } from './clock.ts';
import { createSessionList } from './create-session-list.ts';
import { createFixtureLibrary } from './scenario-library.ts';
import type { SessionList } from './session-list.ts';

interface Bench {
  readonly list: SessionList;
  readonly faults: FaultBoard;
  /** How often a mock was made. */
  made(): number;
  status(): number | undefined;
}

function open(): Bench {
  const library = createFixtureLibrary({ contract: writeSampleScenarios() });
  const [contract] = library.contracts as [Contract];
  const faults = createFaultBoard(library.contracts);
  let made = 0;
  const list = createSessionList({
    contract,
    library,
    clock: createClock('scenario', Date.now),
    faults,
    makeList: (world) => {
      made += 1;
      return createListMock({ world, key: 'key', seed: '1' });
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
    list.world.remove('north', 'o1');
    list.renew();
    expect([list.world.countRows(), made()]).toEqual([4, 2]);
  });

  it('shows the rows of its scenario again', () => {
    const { list } = open();
    list.load('demo');
    list.world.remove('north', 'o1');
    list.reset();
    expect(list.world.countRows()).toBe(5);
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
    list.world.remove('north', 'o1');
    const restore = list.save();
    list.load('empty');
    expect([list.world.countRows(), faults.list()]).toEqual([0, []]);
    restore();
    expect([list.scenario, list.world.countRows(), faults.list().length]).toEqual(['stormy', 4, 1]);
    list.world.remove('north', 'o2');
    restore();
    expect(list.world.countRows()).toBe(4);
  });

  it('stays as it is when there is no such scenario', () => {
    const { list, faults } = open();
    list.load('stormy');
    list.world.remove('north', 'o1');
    expect(() => list.load('nope')).toThrow(/nope/);
    expect(() => list.load('broken')).toThrow(/storm/);
    expect([list.scenario, list.world.countRows(), faults.list().length]).toEqual(['stormy', 4, 1]);
  });
});
