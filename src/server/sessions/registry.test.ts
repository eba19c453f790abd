import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createRequest } from '../../mock/testing/create-request.ts';
import { openSampleBackend } from '../testing/sample.ts';
import { createSessionRegistry, findSession, type SessionRegistry } from './registry.ts';
import type { Session } from './session.ts';

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
        return { id, prefix, lastUsedAt: time, ended: ending.signal, end: () => ending.abort() } as unknown as Session;
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

    it.each(['/__session/a%20b/x', '/__session/%2e%2e/x', '/__session/../x', '/__session/!'])('refuses %s', (path) => {
      expect(() => find(path)).toThrow(/^Invalid session id /);
      expect(registry.list()).toHaveLength(1);
    });

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
