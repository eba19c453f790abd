import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../src/testing/properties.ts';
import { alterToken, FOREIGN_TOKENS } from './alter-token.ts';

const opaque = fc.stringMatching(/^[A-Za-z0-9_-]{8,80}={0,2}$/);

function decode(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
}

describe('alterToken', () => {
  it('changes what a token says, deep inside it', () => {
    const altered = alterToken('abcdefghijklmnop');
    expect(altered.map(({ what, token }) => `${what}: ${token}`)).toEqual([
      'with one character changed: akcdefghijklmnop',
      'with one character changed: abcdkfghijklmnop',
      'with one character changed: abcdefghkjklmnop',
      'with one character changed: abcdefghijkkmnop',
      'cut in half: abcdefgh',
      'with four characters more: abcdefghkQ7zijklmnop',
      'with four characters behind it: abcdefghijklmnopkQ7z',
    ]);
  });

  it('changes no token into itself, none into another spelling of itself, and none into two that are the same', () => {
    fc.assert(
      fc.property(opaque, (token) => {
        const altered = alterToken(token).map((one) => one.token);
        const bytes = [token, ...altered].map((one) => Buffer.from(one, 'base64url').toString('hex'));
        expect(altered.length).toBeGreaterThanOrEqual(5);
        expect(new Set(altered).size).toBe(altered.length);
        expect(bytes.slice(1)).not.toContain(bytes[0]);
        for (const one of altered) expect(one.toLowerCase()).not.toBe(token.toLowerCase());
      }),
    );
  });

  it('alters one longer value at a time within a token that begins with JSON in Base64', () => {
    const content = { v: 1, t: 1777851989250, k: '2026-01-01T00:00:00.000Z|cus_81f2', d: 'next' };
    const head = Buffer.from(JSON.stringify(content)).toString('base64url');
    const changed = alterToken(`${head}.signature`).filter(({ what }) => what === 'with one character changed');
    expect(changed.map(({ token }) => token.split('.')[1])).toEqual(['signature', 'signature']);
    const [first, second] = changed.map(({ token }) => decode(token.split('.')[0] ?? ''));
    expect(first).toEqual({ ...content, k: expect.any(String) });
    expect(first?.['k']).not.toBe(content.k);
    expect(second).toEqual({ ...content, t: expect.any(Number) });
    expect(second?.['t']).not.toBe(content.t);
  });

  it('alters a token whose texts are written with escapes, too', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 8 }), (short, long) => {
        const token = Buffer.from(JSON.stringify({ v: '"', short, long: `${long}"\n` })).toString('base64url');
        return alterToken(token).every((altered) => altered.token !== token);
      }),
    );
  });

  it('stays in the alphabet of a token', () => {
    const token = Buffer.from(JSON.stringify({ key: '??>>~~~~ÿÿÿÿ' })).toString('base64url');
    for (const { token: one } of alterToken(token)) expect(one).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it('leaves short tokens alone', () => {
    expect(alterToken('')).toEqual([]);
    expect(alterToken('abcdefg=')).toEqual([]);
  });
});

describe('FOREIGN_TOKENS', () => {
  it('are what nobody gave', () => {
    expect(FOREIGN_TOKENS.map(({ token }) => token.length)).toEqual([27, 2000, 2]);
  });
});
