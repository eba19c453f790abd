import { beforeEach, describe, expect, it } from '@jest/globals';
import { createRequest } from '../../mock/testing/create-request.ts';
import { openSampleStage } from '../testing/open-sample-stage.ts';
import type { SessionRegistry } from './create-session-registry.ts';
import { findSession } from './find-session.ts';

let registry: SessionRegistry;
beforeEach(async () => {
  ({ registry } = await openSampleStage());
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
      'the path names the session x, and the header x-pagewright-session another one (y); name one',
    );
    expect(registry.list()).toHaveLength(2);
  });

  it('knows the main one by its name too', () => {
    const main = { id: 'default', path: '/a', origin: 'http://here.test', isNamed: true };
    expect(find('/__session/default/a')).toEqual(main);
    expect(find('/a', { 'x-pagewright-session': 'default' })).toEqual(main);
  });

  it.each(['/__session/a%20b/x', '/__session/%2e%2e/x', '/__session/../x', '/__session/!'])('refuses %s', (path) => {
    expect(() => find(path)).toThrow(/cannot be the id of a session/);
    expect(registry.list()).toHaveLength(1);
  });

  it.each(['/__session/', '/__session//a'])('says that %s names none', (path) => {
    expect(() => find(path)).toThrow('the path names no session; expected /__session/{id}/…');
  });

  it.each(['/__session', '/__sessions/x/a', '/%5f%5fsession/x/a', '/a/__session/x'])(
    'takes %s for a path like any other',
    (path) => {
      expect(find(path)).toEqual({ id: 'default', path, origin: 'http://here.test', isNamed: false });
    },
  );
});
