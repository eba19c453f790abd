import { describe, expect, it } from '@jest/globals';
import { alterList } from '../../alter/engine.ts';
import { createFaultBoard, type FaultBoard } from '../../alter/faults/board.ts';
import { faultInjection } from '../../alter/faults/injection.ts';
import type { Fault } from '../../alter/faults/kinds.ts';
import type { Contract } from '../../contract/contract.ts';
import { MemoryBudget } from '../../mock/memory-budget.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { createRouting } from '../routing/paths.ts';
import { HEADERS, openSampleBackend, writeSampleScenarios } from '../testing/sample.ts';
import { createClock, type SessionClock } from './clock.ts';
import { createScenarioLibrary } from './scenario-library.ts';
import { createSession, listSessionSecrets, requireNoDeviation, type Session, type SessionSetup } from './session.ts';
import { createSessionList, type SessionList } from './session-list.ts';

describe('create session', () => {
  const FAULT: Fault = { kind: 'latency', ms: 1 };

  function open(options: Partial<SessionSetup> = {}): Session {
    const library = createScenarioLibrary({ contract: writeSampleScenarios() });
    return createSession({
      id: 'a',
      prefix: '/__session/a',
      library,
      routing: createRouting(library.contracts),
      deviation: undefined,
      list: { key: 'key', seed: '1' },
      clock: 'scenario',
      grease: undefined,
      faults: [],
      memory: new MemoryBudget(2 ** 20),
      now: () => 1000,
      ...options,
    });
  }

  const bodyOf = (session: Session): string | undefined =>
    session.router.route(createRequest('/shops/north/orders', { headers: HEADERS }))?.response.body;

  describe('createSession', () => {
    it('begins as it is told to', () => {
      const session = open({ faults: [FAULT], grease: { seed: '2' }, clock: 'system', now: () => 4000 });
      expect(session).toMatchObject({ id: 'a', prefix: '/__session/a', createdAt: 4000, lastUsedAt: 4000 });
      expect(session.faults.list()).toMatchObject([FAULT]);
      expect([session.grease, session.clock.runs, session.lists[0]?.state.now()]).toEqual([{ seed: '2' }, true, 4000]);
    });

    it('answers greased or plain as it is set, with the same rows', () => {
      const session = open();
      session.lists[0]?.state.remove('north', 'o1');
      const plain = bodyOf(session);
      session.grease = { seed: '2', features: ['json-spelling'] };
      const greased = [bodyOf(session), bodyOf(session), bodyOf(session)];
      session.grease = undefined;
      expect(greased.some((body) => body?.length !== plain?.length)).toBe(true);
      expect(bodyOf(session)).toHaveLength(plain?.length ?? 0);
      expect(session.lists[0]?.state.countRows()).toBe(4);
    });

    it('is put back to how it began; snapshots stay', () => {
      const session = open({ faults: [FAULT], grease: { seed: '2' } });
      session.faults.clear();
      session.grease = undefined;
      session.clock.advance(5);
      session.lists[0]?.state.remove('north', 'o1');
      session.snapshots.set('x', session.save());
      session.reset();
      expect(session.faults.list()).toMatchObject([FAULT]);
      expect([session.grease, session.clock.now(7), session.lists[0]?.state.countRows()]).toEqual([
        { seed: '2' },
        7,
        5,
      ]);
      session.snapshots.get('x')?.();
      expect([session.clock.now(7), session.lists[0]?.state.countRows()]).toEqual([12, 4]);
    });

    it('says when it ends', () => {
      const session = open();
      expect(session.ended.aborted).toBe(false);
      session.end();
      expect(session.ended.aborted).toBe(true);
    });
  });
});

describe('list session secrets', () => {
  it('lists what all tenants hold', async () => {
    const { registry } = await openSampleBackend();
    expect(listSessionSecrets(registry.main)).toEqual([
      'acme-write-expired',
      'old',
      'acme-write',
      'secret-a',
      'rival-write',
      'secret-b',
    ]);
  });
});

describe('require no deviation', () => {
  const deviation = { name: 'some-bug', summary: 'a bug', appliesTo: () => true, alterations: () => [] };

  it('refuses a deviation by its name', () => {
    expect(() => requireNoDeviation(undefined)).not.toThrow();
    expect(() => requireNoDeviation(deviation)).toThrow(/^Grease cannot be combined with deviation some-bug$/);
  });
});

describe('create clock', () => {
  interface Bench {
    readonly clock: SessionClock;
    pass(milliseconds: number): void;
  }

  function start(first: 'scenario' | 'system'): Bench {
    let time = 1000;
    const clock = createClock(first, () => time);
    return {
      clock,
      pass(milliseconds) {
        time += milliseconds;
      },
    };
  }

  describe('createClock', () => {
    it('stands still at the time of each scenario, and is moved for all of them', () => {
      const { clock, pass } = start('scenario');
      pass(50);
      expect([clock.now(7), clock.now(8), clock.runs]).toEqual([7, 8, false]);
      clock.advance(100);
      clock.advance(-1);
      expect([clock.now(7), clock.now(8)]).toEqual([106, 107]);
    });

    it('shows a time that is set for all lists, and goes on from there', () => {
      const { clock } = start('scenario');
      clock.advance(5);
      clock.set(300);
      clock.advance(1);
      expect([clock.now(7), clock.now(8)]).toEqual([301, 301]);
    });

    it('runs with the time of day', () => {
      const { clock, pass } = start('system');
      pass(25);
      expect([clock.now(7), clock.runs]).toEqual([1025, true]);
      clock.set(5);
      pass(10);
      expect(clock.now(7)).toBe(15);
    });

    it('stops and goes on from where it stopped', () => {
      const { clock, pass } = start('system');
      pass(25);
      clock.freeze();
      pass(1000);
      expect([clock.now(7), clock.runs]).toEqual([1025, false]);
      clock.run();
      clock.run();
      pass(5);
      expect(clock.now(7)).toBe(1030);
    });

    it('runs from the time of the scenario when it is told to', () => {
      const { clock, pass } = start('scenario');
      clock.run();
      pass(3);
      expect(clock.now(7)).toBe(10);
      clock.freeze();
      pass(3);
      expect(clock.now(7)).toBe(10);
    });

    it('shows again what it showed first', () => {
      const { clock, pass } = start('scenario');
      clock.set(90);
      clock.run();
      pass(10);
      clock.reset();
      expect([clock.now(7), clock.runs]).toEqual([7, false]);
    });

    it('shows again what was kept, and runs on if it ran', () => {
      const { clock, pass } = start('scenario');
      clock.advance(3);
      clock.run();
      pass(10);
      const restore = clock.save();
      clock.set(9);
      clock.freeze();
      pass(500);
      restore();
      expect([clock.now(7), clock.runs]).toEqual([20, true]);
      pass(1);
      expect(clock.now(7)).toBe(21);
      restore();
      expect(clock.now(7)).toBe(20);
    });
  });
});

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
      const { list, made, status } = open();
      list.state.remove('north', 'o1');
      expect([status(), made()]).toEqual([200, 1]);
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
