import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { TokenPolicy } from '../contract/contract.ts';
import { codePoint, fc } from '../testing/properties.ts';
import { runs } from '../testing/runs.ts';
import { directionOf, type SeekPosition } from './position.ts';
import { createSeal } from './seal.ts';
import { type Binding, type CursorCodec, createCursorCodec, createTokenShape } from './token-codec.ts';

describe('cursor codec', () => {
  const SHAPE = { forward: '{"v":1,"k":"{key}"}', backward: '{"v":1,"k":"{key}","d":"prev"}' };
  const ALL: TokenPolicy['boundTo'] = new Set(['tenant', 'scope', 'filters']);
  const SHAPED: TokenPolicy = { shape: SHAPE, encoding: 'base64', boundTo: ALL, lifetime: 86_400_000 };
  const PLAIN: TokenPolicy = { encoding: 'none', boundTo: ALL };
  const POLICIES = {
    shaped: SHAPED,
    plain: PLAIN,
    spelledOut: { shape: SHAPE, encoding: 'none', boundTo: ALL },
  } as const;
  const NAMES = Object.keys(POLICIES) as (keyof typeof POLICIES)[];

  const NOW = 1_777_852_800_000;
  const BINDING: Binding = {
    tenant: 'acme',
    scope: 'SITE-001',
    filters: 'state=invited',
    order: '-invitedAt,reference',
  };
  const AFTER: SeekPosition = { at: 'after', key: [1_777_680_000_000, 'ACME-001'] };
  const BEFORE: SeekPosition = { at: 'before', key: [1_777_680_000_000, 'ACME-001'] };

  function create(policy: TokenPolicy, key = 'secret', contractId = 'sample'): CursorCodec {
    return createCursorCodec({ key, policy, contractId });
  }

  /** Whether it is refused as a token that was never minted: without telling a direction. */
  function isRefused(codec: CursorCodec, token: string): boolean {
    const opened = codec.open(token, BINDING, NOW);
    return opened.status === 'invalid' && opened.direction === undefined;
  }

  const finite = fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value + 0);
  const key = fc.array(
    fc.oneof(fc.string({ unit: codePoint }), fc.string({ unit: fc.constant('\ud800') }), finite, fc.constant(null)),
  );
  const position: fc.Arbitrary<SeekPosition> = fc.oneof(
    fc.record({ at: fc.constantFrom('start', 'end') }),
    fc.record({ at: fc.constantFrom('after', 'from', 'before', 'through'), key }),
  );

  describe.each(NAMES)('createCursorCodec (%s)', (name) => {
    const policy = POLICIES[name];

    it('gives back any position exactly, after a restart too', () => {
      const codec = create(policy);
      fc.assert(
        fc.property(position, (position) => {
          const token = codec.mint(position, BINDING, NOW);
          expect(codec.open(token, BINDING, NOW)).toEqual({ status: 'ok', position });
          expect(create(policy).open(token, BINDING, NOW)).toEqual({ status: 'ok', position });
        }),
      );
    });

    it('mints the same token for the same position, and different ones for different positions', () => {
      const positions: SeekPosition[] = [
        AFTER,
        BEFORE,
        { at: 'start' },
        { at: 'end' },
        { at: 'from', key: AFTER.key },
        { at: 'after', key: [1_777_680_000_000, 'ACME-002'] },
        { at: 'after', key: ['1777680000000', 'ACME-001'] },
        { at: 'after', key: [1_777_680_000_000] },
        { at: 'after', key: [null] },
        { at: 'after', key: [] },
      ];
      const tokens = positions.map((position) => create(policy).mint(position, BINDING, NOW));
      const codec = create(policy);
      expect(positions.map((position) => codec.mint(position, BINDING, NOW))).toEqual(tokens);
      expect(positions.map((position) => codec.mint(position, { ...BINDING }, NOW))).toEqual(tokens);
      expect(new Set(tokens).size).toBe(positions.length);
    });

    it('refuses ten thousand altered tokens', () => {
      const codec = create(policy);
      const edit = fc.oneof(
        fc.record({
          kind: fc.constantFrom('replace', 'insert'),
          at: fc.nat(),
          text: fc.string({ unit: codePoint, minLength: 1, maxLength: 2 }),
        }),
        fc.record({
          kind: fc.constantFrom('replace', 'insert'),
          at: fc.nat(),
          text: fc.constantFrom(...'AZaz09+/-_= \n"{}:,.'),
        }),
        fc.record({
          kind: fc.constantFrom('delete', 'truncate', 'shift', 'repeat', 'case'),
          at: fc.nat(),
          text: fc.constant(''),
        }),
      );
      const edits = fc.array(edit, { minLength: 1, maxLength: 3 });
      fc.assert(
        fc.property(fc.constantFrom(AFTER, BEFORE, { at: 'end' } as const), edits, (position, edits) => {
          const token = codec.mint(position, BINDING, NOW);
          const altered = edits.reduce((text, { kind, at, text: piece }) => alter(text, kind, at, piece), token);
          fc.pre(altered !== token);
          return isRefused(codec, altered);
        }),
        { numRuns: runs(10_000) },
      );
    });

    it('refuses every change of a single character', () => {
      const codec = create(policy);
      const token = codec.mint(AFTER, BINDING, NOW);
      const altered = [...token].flatMap((own, at) => {
        const others = [...'ABQgwz019+/-_= '].filter((other) => other !== own);
        return others.map((other) => token.slice(0, at) + other + token.slice(at + 1));
      });
      expect(altered.length).toBeGreaterThan(1000);
      expect(altered.filter((text) => !isRefused(codec, text))).toEqual([]);
    });

    it.each([
      '',
      '=',
      'null',
      '{}',
      'a'.repeat(5000),
      '='.repeat(100_000),
      '\0'.repeat(9000),
      '\ud800',
      '💥'.repeat(3000),
    ])('refuses hostile text without throwing (%#)', (text) => {
      expect(create(policy).open(text, BINDING, NOW)).toEqual({ status: 'invalid' });
    });

    it('refuses tokens of another key or contract', () => {
      const token = create(policy).mint(AFTER, BINDING, NOW);
      expect(create(policy, 'other').open(token, BINDING, NOW)).toEqual({ status: 'invalid' });
      expect(create(policy, 'secret', 'other').open(token, BINDING, NOW)).toEqual({ status: 'invalid' });
    });

    it.each(['tenant', 'scope', 'filters', 'order'] as const)(
      'knows the direction of a token for another %s',
      (part) => {
        const codec = create(policy);
        const other = { ...BINDING, [part]: 'another' };
        for (const position of [AFTER, BEFORE]) {
          const token = codec.mint(position, BINDING, NOW);
          const refusal = { status: 'invalid', direction: directionOf(position) };
          expect(codec.open(token, other, NOW)).toEqual(refusal);
          expect(create(policy).open(token, other, NOW)).toEqual(refusal);
        }
      },
    );

    it('does not take one part of the binding for another', () => {
      const codec = create(policy);
      const token = codec.mint(AFTER, { ...BINDING, tenant: 'ab', scope: 'c' }, NOW);
      expect(codec.open(token, { ...BINDING, tenant: 'a', scope: 'bc' }, NOW).status).toBe('invalid');
    });
  });

  describe('createCursorCodec', () => {
    it('refuses another spelling of the text around the key', () => {
      const codec = create(SHAPED);
      const text = Buffer.from(codec.mint(BEFORE, BINDING, NOW), 'base64').toString();
      const spellings = [
        text.replace('"v":1', '"v": 1'),
        text.replace('"v":1', '"v":1.0'),
        text.replace('"k"', '"\\u006b"'),
        text.replace('{"v":1', '{"v":1,"v":1'),
        text.replace('"v":1,', ''),
        text.replace(',"d":"prev"', ''),
        text.replace('"prev"', '"next"'),
        text.replace(/("k":"[^"]*"),("d":"prev")/, '$2,$1'),
        ` ${text}`,
        `${text}\n`,
        `\ufeff${text}`,
      ];
      for (const spelling of spellings) {
        expect(spelling).not.toBe(text);
        expect(codec.open(Buffer.from(spelling).toString('base64'), BINDING, NOW)).toEqual({ status: 'invalid' });
      }
    });

    it('refuses another spelling in base64', () => {
      const codec = create(SHAPED);
      const token = codec.mint(BEFORE, BINDING, NOW);
      expect(token).toMatch(/[^=]=?=?$/);
      const spellings = [
        token.replace(/=+$/, ''),
        `${token}=`,
        `${token}====`,
        ` ${token}`,
        `${token}\n`,
        `${token.slice(0, 8)} ${token.slice(8)}`,
        `${token.slice(0, 8)}=${token.slice(8)}`,
        encodeURIComponent(token),
        [...token].map((character) => String.fromCharCode(character.charCodeAt(0) + 0x100)).join(''),
      ];
      for (const spelling of spellings.filter((spelling) => spelling !== token)) {
        expect(codec.open(spelling, BINDING, NOW)).toEqual({ status: 'invalid' });
      }
    });

    it('gives a forward key no backward shape', () => {
      const codec = create(SHAPED);
      const text = Buffer.from(codec.mint(AFTER, BINDING, NOW), 'base64').toString();
      const turned = Buffer.from(text.replace('"}', '","d":"prev"}')).toString('base64');
      expect(codec.open(turned, BINDING, NOW)).toEqual({ status: 'invalid' });
    });

    it('lets a token expire to the millisecond, however often it was opened before', () => {
      const codec = create(SHAPED);
      const token = codec.mint(BEFORE, BINDING, NOW);
      const end = NOW + 86_400_000;
      expect(codec.open(token, BINDING, end - 1)).toEqual({ status: 'ok', position: BEFORE });
      expect(codec.open(token, BINDING, end)).toMatchObject({ status: 'expired', direction: 'backward' });
      expect(create(SHAPED).open(token, BINDING, end)).toMatchObject({ status: 'expired', direction: 'backward' });
      expect(codec.open(token, { ...BINDING, filters: '' }, end)).toEqual({ status: 'invalid', direction: 'backward' });
      expect(codec.open(token, BINDING, end - 1)).toEqual({ status: 'ok', position: BEFORE });
    });

    it('keeps a token without lifetime for ever', () => {
      const token = create(PLAIN).mint(AFTER, BINDING, NOW);
      expect(create(PLAIN).open(token, BINDING, NOW * 2)).toEqual({ status: 'ok', position: AFTER });
    });

    it('binds to nothing but the order where the contract names nothing', () => {
      const codec = create({ ...PLAIN, boundTo: new Set() });
      const token = codec.mint(AFTER, BINDING, NOW);
      const other = { tenant: 'b', scope: 'c', filters: 'd', order: BINDING.order };
      expect(codec.open(token, other, NOW).status).toBe('ok');
      expect(codec.open(token, { ...other, order: 'e' }, NOW).status).toBe('invalid');
    });

    it('forgets old tokens without refusing them', () => {
      const codec = create(PLAIN);
      const tokens = Array.from({ length: 3000 }, (_, index) =>
        codec.mint({ at: 'after', key: [index] }, BINDING, NOW),
      );
      expect(tokens.map((token) => codec.open(token, BINDING, NOW))).toEqual(
        tokens.map((_, index) => ({ status: 'ok', position: { at: 'after', key: [index] } })),
      );
    });

    it('refuses an empty key', () => {
      expect(() => create(PLAIN, '')).toThrow('Invalid token key: must not be empty');
    });
  });

  function alter(text: string, kind: string, position: number, piece: string): string {
    const at = position % Math.max(1, text.length);
    const before = text.slice(0, at);
    switch (kind) {
      case 'replace':
        return before + piece + text.slice(at + piece.length);
      case 'insert':
        return before + piece + text.slice(at);
      case 'delete':
        return before + text.slice(at + 1);
      case 'truncate':
        return before;
      case 'shift':
        return text.slice(at) + before;
      case 'repeat':
        return text + text.slice(at);
      default:
        return before + text.slice(at).toUpperCase();
    }
  }
});

describe('create token shape', () => {
  const SHAPE = { forward: '{"v":1,"k":"{key}"}', backward: '{"v":1,"k":"{key}","d":"prev"}' };

  describe('createTokenShape', () => {
    it("wraps keys as the document's examples have them", () => {
      const { wrap } = createTokenShape({ shape: SHAPE, encoding: 'base64' });
      expect(wrap('xQp3mJ8LvTyw', 'forward')).toBe('eyJ2IjoxLCJrIjoieFFwM21KOEx2VHl3In0=');
      expect(wrap('aH8xRq4nGVwl', 'backward')).toBe('eyJ2IjoxLCJrIjoiYUg4eFJxNG5HVndsIiwiZCI6InByZXYifQ==');
    });

    it('wraps without encoding', () => {
      expect(createTokenShape({ shape: SHAPE, encoding: 'none' }).wrap('abc', 'backward')).toBe(
        '{"v":1,"k":"abc","d":"prev"}',
      );
    });

    it('leaves the key alone without a shape', () => {
      const shape = createTokenShape({ encoding: 'none' });
      expect(shape.wrap('abc', 'backward')).toBe('abc');
      expect(shape.unwrap('abc')).toEqual(['abc']);
    });

    it.each(['base64', 'none'] as const)('finds the key again (%s)', (encoding) => {
      const { wrap, unwrap } = createTokenShape({ shape: SHAPE, encoding });
      expect(unwrap(wrap('abc', 'forward'))).toEqual(['abc']);
      expect(unwrap(wrap('abc', 'backward'))[0]).toBe('abc');
    });

    it('finds each key that there may be where one shape is part of the other', () => {
      const { unwrap } = createTokenShape({ shape: { forward: 'f{key}', backward: 'fb{key}' }, encoding: 'none' });
      expect(unwrap('fbxyz')).toEqual(['xyz', 'bxyz']);
    });

    it.each(['', 'eyJ2', '{"v":1,"k":""}', '\ud800'])('finds no key in %j', (token) => {
      expect(createTokenShape({ shape: SHAPE, encoding: 'none' }).unwrap(token)).toEqual([]);
    });

    it.each(['no place', '{key}{key}'])('refuses the shape %j', (text) => {
      const shape = { forward: '{key}', backward: text };
      expect(() => createTokenShape({ shape, encoding: 'none' })).toThrow(
        `Invalid token shape "${text}": must contain {key} exactly once`,
      );
    });
  });
});

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
