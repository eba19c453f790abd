import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../testing/properties.ts';
import { createSeal } from './seal.ts';

describe('createSeal', () => {
  it('puts an HMAC-SHA256 of 128 bits after the text', () => {
    const derived = createHmac('sha256', 'key').update('domain').digest();
    const code = createHmac('sha256', derived).update('text').digest().subarray(0, 16);
    const expected = Buffer.concat([Buffer.from('text'), code]).toString('base64url');
    expect(createSeal('key', 'domain').close('text')).toBe(expected);
  });

  it('gives back any text, long or short', () => {
    const seal = createSeal('key', 'domain');
    fc.assert(fc.property(fc.string({ unit: codePoint }), (text) => expect(seal.open(seal.close(text))).toBe(text)));
    const long = 'é'.repeat(9000);
    expect(seal.open(seal.close(long))).toBe(long);
  });

  it('leaves nothing of a long text behind in a short one', () => {
    const seal = createSeal('key', 'domain');
    const before = seal.close('short');
    seal.close('long'.repeat(1000));
    seal.open(`${before}${before}`);
    expect(seal.close('short')).toBe(before);
  });

  it('does not open what another key or domain closed', () => {
    const sealed = createSeal('key', 'domain').close('text');
    expect(createSeal('other key', 'domain').open(sealed)).toBeUndefined();
    expect(createSeal('key', 'other domain').open(sealed)).toBeUndefined();
    expect(createSeal(Buffer.from('key'), 'domain').open(sealed)).toBe('text');
  });

  it.each(['', 'A', 'text', '=', 'x'.repeat(21), 'x'.repeat(22), 'x'.repeat(20_000), '\ud800', 'é'.repeat(40)])(
    'does not open %j',
    (sealed) => {
      expect(createSeal('key', 'domain').open(sealed)).toBeUndefined();
    },
  );

  it('makes short digests that differ between texts and keys', () => {
    const seal = createSeal('key', 'domain');
    expect(seal.digest('text')).toMatch(/^[\w-]{11}$/);
    expect(seal.digest('text')).toBe(createSeal('key', 'domain').digest('text'));
    expect(seal.digest('text')).not.toBe(seal.digest('text '));
    expect(seal.digest('text')).not.toBe(createSeal('other key', 'domain').digest('text'));
  });
});
