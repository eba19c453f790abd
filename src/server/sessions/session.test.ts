import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../alter/faults/kinds.ts';
import { MemoryBudget } from '../../mock/memory-budget.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { createRouting } from '../routing/paths.ts';
import { HEADERS, openSampleBackend, writeSampleScenarios } from '../testing/sample.ts';
import { createScenarioLibrary } from './scenario-library.ts';
import { createSession, listSessionSecrets, requireNoDeviation, type Session, type SessionSetup } from './session.ts';

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
    expect(listSessionSecrets(registry.main)).toEqual(['old', 'secret-a', 'secret-b']);
  });
});

describe('require no deviation', () => {
  const deviation = { name: 'some-bug', summary: 'a bug', appliesTo: () => true, alterations: () => [] };

  it('refuses a deviation by its name', () => {
    expect(() => requireNoDeviation(undefined)).not.toThrow();
    expect(() => requireNoDeviation(deviation)).toThrow(/^Grease cannot be combined with deviation some-bug$/);
  });
});
