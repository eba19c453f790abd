import { describe, expect, it } from '@jest/globals';
import { parseFault } from '../alter/faults/parse.ts';
import { createPaint, didYouMean, findNearNames, formatFault, formatTable } from './text.ts';

describe('createPaint', () => {
  const paintAll = (isTTY: boolean | undefined, env: Record<string, string>): string => {
    const paint = createPaint({ write: () => true, isTTY }, env);
    return paint.bold(paint.accent('a')) + paint.dim('b');
  };

  it('paints on a terminal', () => {
    expect(paintAll(true, {})).toBe('\u001b[1m\u001b[36ma\u001b[39m\u001b[22m\u001b[2mb\u001b[22m');
  });

  it('has colours for what went well and what did not', () => {
    const paint = createPaint({ write: () => true, isTTY: true }, {});
    expect([paint.success('a'), paint.warning('b'), paint.error('c')]).toEqual([
      '\u001b[32ma\u001b[39m',
      '\u001b[33mb\u001b[39m',
      '\u001b[31mc\u001b[39m',
    ]);
  });

  it.each([
    [false, {}],
    [undefined, {}],
    [true, { NO_COLOR: '1' }],
    [true, { TERM: 'dumb' }],
  ])('does not where the terminal is %p and the environment %p', (isTTY, env) => {
    expect(paintAll(isTTY, env as Record<string, string>)).toBe('ab');
  });

  it('paints anything where FORCE_COLOR is set', () => {
    expect(paintAll(false, { FORCE_COLOR: '1' })).not.toBe('ab');
  });

  it('does where NO_COLOR is empty', () => {
    expect(paintAll(true, { NO_COLOR: '' })).not.toBe('ab');
  });
});

describe('find near names', () => {
  const NAMES = ['customers', 'orders', 'invoices', 'demo', 'ties'];

  describe('findNearNames', () => {
    it.each([
      ['order', ['orders']],
      ['ODRERS', ['orders']],
      ['costumers', ['customers']],
      ['dmeo', ['demo']],
      ['spaceships', []],
      ['x', []],
      ['', []],
    ])('finds for %p %p', (wrong, expected) => {
      expect(findNearNames(wrong, NAMES)).toEqual(expected);
    });

    it('gives at most two, the nearest first', () => {
      expect(findNearNames('aaaa', ['aabb', 'aaab', 'aaa', 'aacc'])).toEqual(['aaab', 'aaa']);
    });
  });

  describe('didYouMean', () => {
    it.each([
      ['order', '; did you mean orders?'],
      ['tides', '; did you mean ties?'],
      ['spaceships', ''],
    ])('ends a message about %p with %p', (wrong, expected) => {
      expect(didYouMean(wrong, NAMES)).toBe(expected);
    });
  });
});

describe('formatTable', () => {
  it('lines up columns', () => {
    expect(
      formatTable([
        ['a', 'bb', 'c'],
        ['aaa', 'b', 'ccc'],
      ]),
    ).toEqual(['a    bb  c', 'aaa  b   ccc']);
  });

  it('takes rows of different lengths, and none', () => {
    expect(formatTable([['a', ''], ['aaa']])).toEqual(['a', 'aaa']);
    expect(formatTable([])).toEqual([]);
  });
});

describe('formatFault', () => {
  it.each(['latency', 'latency:ms=300,jitterMs=50', 'server-error:status=503,contract=orders,page=2,probability=0.5'])(
    'writes %s as it was asked for',
    (text) => {
      expect(formatFault(parseFault(text))).toBe(text);
    },
  );

  it('leaves out what a board says of it', () => {
    const active = { kind: 'cycle', times: 3, id: 'fault-1', struck: 1, remaining: 2 } as const;
    expect(formatFault(active)).toBe('cycle:times=3');
  });
});
