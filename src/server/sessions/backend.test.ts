import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Contract } from '../../contract/contract.ts';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { createListMock } from '../../mock/list.ts';
import { createMockState } from '../../mock/state.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { loadDeviation } from '../deviation.ts';
import type { MockOptions } from '../options.ts';
import { HEADERS, openSampleBackend, sampleScenario, writeSample, writeSampleScenarios } from '../testing/sample.ts';
import { type Backend, loadBackend } from './backend.ts';
import { createSessionRegistry, findSession, type SessionRegistry } from './registry.ts';
import { createScenarioLibrary, type LoadedScenario } from './scenario-library.ts';
import type { Session } from './session.ts';

describe('backend', () => {
  const opened: Backend[] = [];

  afterEach(() => {
    for (const { registry } of opened.splice(0)) registry.close();
  });

  async function open(options: MockOptions = {}): Promise<Backend> {
    const whole = { contract: writeSample(), ...options };
    const backend = loadBackend(whole, await loadDeviation(whole.deviation));
    opened.push(backend);
    return backend;
  }

  describe('loadBackend', () => {
    it('begins every session as the options say', async () => {
      const { registry } = await open({
        faults: ['latency:ms=5'],
        grease: { seed: 7 as unknown as string },
        now: 1000,
      });
      for (const session of [registry.main, registry.enter('a')]) {
        expect(session.faults.list()).toMatchObject([{ kind: 'latency', ms: 5 }]);
        expect([session.grease, session.clock.runs, session.lists[0]?.state.now()]).toEqual([
          { seed: '7' },
          false,
          1000,
        ]);
      }
    });

    it.each([
      [undefined, undefined],
      [false, undefined],
      [true, { seed: '1' }],
      [{ features: ['media-type'] }, { seed: '1', features: ['media-type'] }],
    ])('reads the grease %p', async (grease, settings) => {
      expect((await open({ grease })).registry.main.grease).toEqual(settings);
    });

    it('runs with the time of day when it is told to', async () => {
      const { registry } = await open({ now: 'system' });
      expect(registry.enter('a').clock.runs).toBe(true);
    });

    it.each([
      [{ sessionIdle: 'soon' }, /^Invalid sessionIdle "soon"/],
      [{ sessionIdle: '0s' }, /^Invalid sessionIdle: must be greater than 0/],
      [{ sessionIdle: -1 }, /^Invalid sessionIdle: must be greater than 0/],
      [{ faults: ['storm'] }, /Unknown fault "storm"/],
      [{ faults: ['cycle'] }, /does not apply to any served list/],
      [{ grease: { features: ['nope'] } }, /Unknown grease feature nope/],
      [{ grease: true, deviation: 'total-of-page' }, /^Grease cannot be combined with deviation total-of-page/],
      [{ deviation: 'nope' }, /Unknown deviation nope/],
    ] as const)('refuses %p', async (options, message) => {
      await expect(open(options)).rejects.toThrow(message);
    });

    it('keeps less of a session than of the main one, unless it is told what to keep', async () => {
      const exchange = { session: 'a', isList: false, at: 0, clock: 0, durationMs: 0 };
      const request = { method: 'GET', origin: '', path: '/', query: '', headers: {} };
      const count = async (options: MockOptions, id: string): Promise<number> => {
        const { journal } = (await open(options)).registry.enter(id);
        for (let sent = 0; sent < 1100; sent += 1) journal.record({ ...exchange, request });
        return journal.list().length;
      };
      expect([await count({}, 'default'), await count({}, 'a')]).toEqual([1100, 1000]);
      expect(await count({ journal: { exchanges: 1050 } }, 'a')).toBe(1050);
    });

    it('reads all files again, and begins with sessions anew', async () => {
      const file = writeSample();
      const backend = await open({ contract: file });
      const before = [backend.registry.main, backend.registry.enter('a')];
      backend.reload();
      expect(before.map(({ ended }) => ended.aborted)).toEqual([true, true]);
      expect(backend.registry.find('a')).toBeUndefined();
      const { main } = backend.registry;
      writeFileSync(file, 'openapi: 3.1.0\n');
      expect(() => backend.reload()).toThrow(file);
      expect([backend.registry.main, backend.library().contracts.length]).toEqual([main, 1]);
    });
  });
});

describe('registry', () => {
  describe('create session registry', () => {
    const IDLE = 1000;
    const opened: SessionRegistry[] = [];

    afterEach(() => {
      for (const registry of opened.splice(0)) registry.close();
    });

    /** A registry of sessions that are nothing but themselves, with a time of day that is moved by hand. */
    function open(maxSessions = 3): { registry: SessionRegistry; pass(milliseconds: number): void } {
      let time = 5000;
      const registry = createSessionRegistry({
        create: (id, prefix) => {
          const ending = new AbortController();
          return {
            id,
            prefix,
            lastUsedAt: time,
            ended: ending.signal,
            end: () => ending.abort(),
          } as unknown as Session;
        },
        idleMs: IDLE,
        maxSessions,
        now: () => time,
      });
      opened.push(registry);
      return {
        registry,
        pass(milliseconds) {
          time += milliseconds;
        },
      };
    }

    const idsOf = (registry: SessionRegistry): string[] => registry.list().map(({ id }) => id);

    describe('createSessionRegistry', () => {
      it('has a session for clients that name none', () => {
        const { registry } = open();
        expect(registry.main).toMatchObject({ id: 'default', prefix: '' });
        expect([registry.enter('default'), registry.find('default')]).toEqual([registry.main, registry.main]);
      });

      it('makes a session when it is entered, once', () => {
        const { registry } = open();
        expect(registry.find('a')).toBeUndefined();
        const session = registry.enter('a');
        expect(session).toMatchObject({ id: 'a', prefix: '/__session/a' });
        expect([registry.enter('a'), registry.find('a')]).toEqual([session, session]);
        expect(idsOf(registry)).toEqual(['default', 'a']);
      });

      it('ends a session that was not used for long', () => {
        const { registry, pass } = open();
        const session = registry.enter('a');
        pass(IDLE - 1);
        expect(registry.find('a')).toBe(session);
        pass(1);
        expect(registry.find('a')).toBeUndefined();
        expect(session.ended.aborted).toBe(true);
        expect(registry.enter('a')).not.toBe(session);
      });

      it('counts from the last use; to be looked up is none', () => {
        const { registry, pass } = open();
        const session = registry.enter('a');
        pass(IDLE - 1);
        registry.enter('a');
        pass(IDLE - 1);
        registry.find('a');
        expect(registry.enter('a')).toBe(session);
        pass(IDLE - 1);
        registry.find('a');
        pass(1);
        expect(idsOf(registry)).toEqual(['default']);
        expect(session.ended.aborted).toBe(true);
      });

      it('never ends the main one for that', () => {
        const { registry, pass } = open();
        const { main } = registry;
        pass(IDLE * 100);
        expect([registry.find('default'), registry.main, idsOf(registry)]).toEqual([main, main, ['default']]);
      });

      it('has room for so many, and for more when some are idle', () => {
        const { registry, pass } = open(2);
        registry.enter('a');
        pass(IDLE / 2);
        registry.enter('b');
        expect(() => registry.enter('c')).toThrow(/at most 2 at once/);
        expect(registry.enter('b').id).toBe('b');
        pass(IDLE / 2);
        expect(registry.enter('c').id).toBe('c');
        expect(idsOf(registry)).toEqual(['default', 'b', 'c']);
      });

      it('ends one', () => {
        const { registry } = open();
        const session = registry.enter('a');
        expect([registry.remove('a'), registry.remove('a')]).toEqual([true, false]);
        expect([session.ended.aborted, registry.find('a')]).toEqual([true, undefined]);
      });

      it('begins with a main one again', () => {
        const { registry } = open();
        const before = [registry.main, registry.enter('a')];
        registry.restart();
        expect(before.map(({ ended }) => ended.aborted)).toEqual([true, true]);
        expect(registry.main).not.toBe(before[0]);
        expect(registry.main.ended.aborted).toBe(false);
        expect(idsOf(registry)).toEqual(['default']);
      });

      it('ends all of them for good', () => {
        const { registry } = open();
        const all = [registry.main, registry.enter('a')];
        registry.close();
        expect(all.map(({ ended }) => ended.aborted)).toEqual([true, true]);
      });

      it.each(['a', 'A9._-', 'x'.repeat(64), '0'])('takes the id %p', (id) => {
        expect(open().registry.enter(id).id).toBe(id);
      });

      it.each(['', '.', '..', '_a', '-a', 'a b', 'a%20b', 'a/b', 'a\n', 'é', 'x'.repeat(65)])(
        'refuses the id %p',
        (id) => {
          const { registry } = open();
          expect(() => registry.enter(id)).toThrow(/^Invalid session id /);
          expect(idsOf(registry)).toEqual(['default']);
        },
      );
    });
  });

  describe('find session', () => {
    let registry: SessionRegistry;
    beforeEach(async () => {
      ({ registry } = await openSampleBackend());
    });

    interface Found {
      readonly id: string;
      readonly path: string;
      readonly origin: string;
      readonly isNamed: boolean;
    }

    const find = (path: string, headers: Readonly<Record<string, string>> = {}): Found => {
      const asked = { ...createRequest(path), headers, origin: 'http://here.test' };
      const { session, request, isNamed } = findSession(registry, asked);
      return { id: session.id, path: request.path, origin: request.origin, isNamed };
    };

    const named = (id: string): string => `http://here.test/__session/${id}`;

    describe('findSession', () => {
      it('finds the main one for those that name none', () => {
        const main = { id: 'default', path: '/a', origin: 'http://here.test', isNamed: false };
        expect([find('/a'), find('/a', { 'x-pagewright-session': '' })]).toEqual([main, main]);
      });

      it('finds that of the path, and leads back into it', () => {
        expect(find('/__session/x/a/b')).toEqual({ id: 'x', path: '/a/b', origin: named('x'), isNamed: true });
        expect(find('/__session/x')).toEqual({ id: 'x', path: '/', origin: named('x'), isNamed: true });
        expect(find('/__session/x/')).toEqual({ id: 'x', path: '/', origin: named('x'), isNamed: true });
      });

      it('finds that of the header, and leads into it', () => {
        expect(find('/a', { 'x-pagewright-session': 'x' })).toEqual({
          id: 'x',
          path: '/a',
          origin: named('x'),
          isNamed: true,
        });
      });

      it('finds the same one by both', () => {
        expect(find('/__session/x/a', { 'x-pagewright-session': 'x' })).toMatchObject({ id: 'x', path: '/a' });
        expect(() => find('/__session/x/a', { 'x-pagewright-session': 'y' })).toThrow(
          'Conflicting sessions: the path names x, and the header x-pagewright-session y',
        );
        expect(registry.list()).toHaveLength(2);
      });

      it('knows the main one by its name too', () => {
        const main = { id: 'default', path: '/a', origin: 'http://here.test', isNamed: true };
        expect(find('/__session/default/a')).toEqual(main);
        expect(find('/a', { 'x-pagewright-session': 'default' })).toEqual(main);
      });

      it.each(['/__session/a%20b/x', '/__session/%2e%2e/x', '/__session/../x', '/__session/!'])(
        'refuses %s',
        (path) => {
          expect(() => find(path)).toThrow(/^Invalid session id /);
          expect(registry.list()).toHaveLength(1);
        },
      );

      it.each(['/__session/', '/__session//a'])('says that %s names none', (path) => {
        expect(() => find(path)).toThrow('Missing session id: the path must be /__session/{id}/…');
      });

      it.each(['/__session', '/__sessions/x/a', '/%5f%5fsession/x/a', '/a/__session/x'])(
        'takes %s for a path like any other',
        (path) => {
          expect(find(path)).toEqual({ id: 'default', path, origin: 'http://here.test', isNamed: false });
        },
      );
    });
  });
});

describe('create scenario library', () => {
  const file = writeSample();
  const scenario = sampleScenario(file);

  function openFirst(options: MockOptions, name?: string): LoadedScenario {
    const library = createScenarioLibrary(options);
    return library.open(library.contracts[0] as Contract, name);
  }

  /** A scenario file beside that of the sample, with other text in it. */
  function writeScenario(name: string, more: string): string {
    const path = join(dirname(scenario), `${name}.yaml`);
    writeFileSync(path, readFileSync(scenario, 'utf8') + more);
    return path;
  }

  describe('createScenarioLibrary', () => {
    it('has every contract that comes with the package, or those that are asked for in their order', () => {
      expect(createScenarioLibrary({}).contracts.map(({ id }) => id)).toEqual(builtInContracts());
      const second = writeSample('bills', ['/shops/{shop}/orders', '/bills/{shop}']);
      expect(createScenarioLibrary({ contract: [second, file] }).contracts.map(({ id }) => id)).toEqual([
        'bills',
        'orders',
      ]);
    });

    it('reads each file once, until it is created anew', () => {
      const own = writeSampleScenarios('read-once');
      const library = createScenarioLibrary({ contract: own });
      const [contract] = library.contracts as [Contract];
      const [listing, demo] = [library.list(contract), library.open(contract, 'demo')];
      rmSync(join(dirname(own), 'fixtures'), { recursive: true });
      expect(library.list(contract)).toBe(listing);
      expect(library.open(contract, 'demo')).toBe(demo);
      expect(createScenarioLibrary({ contract: own }).list(contract)).toEqual([
        expect.objectContaining({ name: 'default' }),
      ]);
    });

    it('opens the scenario that each contract is served with', () => {
      const second = writeSample('bills', ['/shops/{shop}/orders', '/bills/{shop}']);
      const library = createScenarioLibrary({ contract: [second, file], scenario: { orders: scenario } });
      expect(library.contracts.map((contract) => library.open(contract).scenario.name)).toEqual([
        'default',
        'scenario',
      ]);
    });

    it('opens another scenario by its name, each once', () => {
      const library = createScenarioLibrary({ contract: 'pyng', size: 3 });
      const [contract] = library.contracts as [Contract];
      expect(library.open(contract, 'ties').scenario.name).toBe('ties');
      expect(library.open(contract, 'ties')).toBe(library.open(contract, 'ties'));
      expect(library.open(contract)).not.toBe(library.open(contract, 'demo'));
      expect(library.list(contract).map(({ name }) => name)).toContain('ties');
    });

    it('opens a scenario at a time that is given', () => {
      const now = (option?: string): number => openFirst({ contract: file, scenario, now: option }).scenario.now;
      expect([now(), now('2030-01-01')]).toEqual([Date.UTC(2026, 4, 5, 9, 30), Date.UTC(2030, 0, 1)]);
    });

    it('makes rows that are byte for byte the same for the same seed, and others for another', () => {
      const bytes = (seed: number): string => {
        const { contract, scenario: made, openTable } = openFirst({ contract: file, seed });
        const state = createMockState({ contract, scenario: made, openTable, now: () => made.now });
        const [tenant] = state.tenants;
        const headers = { ...HEADERS, 'x-key': tenant?.credentials[0]?.values['key'] };
        const list = createListMock({ state, key: 'key', seed: '1' });
        return list.handle(createRequest(`/shops/${tenant?.collections[0]}/orders`, { headers }))?.body ?? '';
      };
      expect(bytes(1)).toContain('"total":');
      expect(bytes(1)).toBe(bytes(1));
      expect(bytes(2)).not.toBe(bytes(1));
    });

    it('reads the faults of a scenario, which are its contract’s', () => {
      const faulty = writeScenario('faulty', 'faults:\n  - latency:ms=5\n  - { kind: server-error, times: 2 }\n');
      expect(openFirst({ contract: file, scenario: faulty }).faults).toEqual([
        { kind: 'latency', ms: 5, contract: 'orders' },
        { kind: 'server-error', times: 2, contract: 'orders' },
      ]);
      expect(openFirst({ contract: file, scenario }).faults).toEqual([]);
    });

    it('lists what is wrong with the faults of a scenario, with file and line', () => {
      const wrong = writeScenario('wrong', 'faults:\n  - latenzy\n  - { kind: cycle, page: 0 }\n  - expired-link\n');
      const lines = readFileSync(wrong, 'utf8').split('\n').length;
      expect(() => openFirst({ contract: file, scenario: wrong })).toThrow(
        new RegExp(
          `wrong\\.yaml:${lines - 3}:.*latenzy[^]*wrong\\.yaml:${lines - 2}:.*page[^]*wrong\\.yaml:${lines - 1}:.*expired-link`,
        ),
      );
      const list = writeScenario('map', 'faults: { kind: cycle }\n');
      expect(() => openFirst({ contract: file, scenario: list })).toThrow(/faults: must be a list/);
    });

    it.each([
      [{ contract: [] }, 'Invalid contract: must be at least one'],
      [{ contract: 'nowhere.yaml' }, 'nowhere.yaml'],
      [{ contract: file, scenario: 'nope' }, 'Unknown scenario nope: orders has'],
      [
        { contract: file, scenario: { order: 'demo' } },
        'Unknown contract order in the option scenario: the server has orders',
      ],
      [{ contract: file, scenario, size: 3 }, 'has no recipe'],
    ])('refuses %p', (options, message) => {
      expect(() => openFirst(options)).toThrow(message);
    });
  });
});
