import { describe, expect, it } from '@jest/globals';
import { fc } from '../../src/testing/properties.ts';
import { runs } from '../../src/testing/runs.ts';
import type { Window } from '../admin/activity-types.ts';
import { formatInstant, formatSpan } from '../parts/times.ts';
import { chooseNumbers, labelOf, layOut, xOf, yOf } from './layout.ts';
import { type CellState, drawPicture, type Picture } from './picture.ts';

const rowsOf = (identities: readonly string[], first = 1) =>
  identities.map((identity, index) => ({ place: first + index, identity, row: {} }));

const windowOf = (exchange: number, identities: readonly string[]): Window => ({
  exchange,
  contract: 'orders',
  at: `2026-01-01T00:00:0${exchange}Z`,
  status: 200,
  durationMs: 1,
  query: '',
  count: identities.length,
  identities,
});

const letters = (text: string): readonly string[] => [...text];

/** Draws the list of now with the pages of a walk; a letter is a row. */
function draw(now: string, pages: readonly string[], more: Partial<Parameters<typeof drawPicture>[0]> = {}): Picture {
  const windows = pages.map((page, index) => windowOf(index + 1, letters(page)));
  return drawPicture({ rows: rowsOf(letters(now)), ties: [], windows, isComplete: true, ...more });
}

const states = ({ cells }: Picture): Readonly<Record<string, CellState>> =>
  Object.fromEntries(cells.map(({ identity, state }) => [identity, state]));

function possibleStates(place: number | undefined, times: number): readonly CellState[] {
  if (place === undefined) return ['removed'];
  if (times > 1) return ['twice'];
  return times === 1 ? ['once'] : ['never', 'ahead'];
}

describe('the picture of a walk', () => {
  it('draws a page where it lay, whose rows are no longer known', () => {
    const forgotten = { ...windowOf(1, []), count: 3, first: 1, last: 3 };
    const picture = draw('abcdef', [], { windows: [forgotten, windowOf(2, ['e', 'f'])] });
    expect(states(picture)).toEqual({ a: 'once', b: 'once', c: 'once', d: 'never', e: 'once', f: 'once' });
    expect(picture.lanes.map(({ runs }) => runs)).toEqual([[[0, 2]], [[4, 5]]]);
  });

  it('takes nothing for lost that comes before the first row of a walk that goes on', () => {
    const picture = draw('abcdef', ['cd'], { isComplete: false });
    expect(states(picture)).toMatchObject({ a: 'ahead', b: 'ahead', c: 'once', e: 'ahead' });
    expect(states(draw('abcdef', ['cd'], { isComplete: false, comesFrom: true }))).toMatchObject({
      a: 'never',
      e: 'ahead',
    });
  });

  it('has each row once where nothing moved', () => {
    const picture = draw('abcdef', ['abc', 'def']);
    expect(new Set(Object.values(states(picture)))).toEqual(new Set(['once']));
    expect(picture.troubles).toEqual([]);
    expect(picture.lanes.map(({ runs }) => runs)).toEqual([[[0, 2]], [[3, 5]]]);
  });

  it('shows a row that was pushed over the edge of a page as read twice, and joins it to both requests', () => {
    const picture = draw('xabcdef', ['abc', 'cde', 'f'], { added: new Set(['x']) });
    expect(states(picture)).toMatchObject({ x: 'added', c: 'twice', d: 'once' });
    expect(picture.troubles).toEqual([{ kind: 'twice', from: 3, to: 3, identities: ['c'], lanes: [0, 1] }]);
    expect(picture.lanes[1]?.again).toEqual([3]);
  });

  it('shows rows that slipped between two pages as never read, and joins them to the requests on both sides', () => {
    const picture = draw('bcdefg', ['abc', 'fg']);
    expect(states(picture)).toMatchObject({ a: 'removed', d: 'never', e: 'never' });
    expect(picture.troubles).toEqual([{ kind: 'never', from: 3, to: 4, identities: ['d', 'e'], lanes: [0, 1] }]);
  });

  it('has rows that are gone where they were', () => {
    const { cells } = draw('acd', ['abcd']);
    expect(cells.map(({ identity }) => identity).join('')).toBe('abcd');
    expect(
      draw('cd', ['abcd'])
        .cells.map(({ identity }) => identity)
        .join(''),
    ).toBe('abcd');
  });

  it('does not blame a walk for what it has not come to', () => {
    expect(states(draw('abcdef', ['abc'], { isComplete: false }))).toMatchObject({ d: 'ahead', f: 'ahead' });
    expect(states(draw('abcdef', ['abc'], { isComplete: true }))).toMatchObject({ d: 'never' });
  });

  it('of a part of a long list, takes no row for removed that lies elsewhere', () => {
    const elsewhere = new Set(['a', 'g']);
    const picture = draw('cde', ['abc', 'deg'], {
      rows: rowsOf(letters('cde'), 3),
      elsewhere,
      isComplete: false,
      goesOn: true,
    });
    expect(states(picture)).toEqual({ b: 'removed', c: 'once', d: 'once', e: 'once' });
  });

  it('marks where a page ends amid equal rows', () => {
    expect(draw('abcd', ['ab', 'cd'], { ties: [{ from: 2, to: 3 }] }).ties).toEqual([{ from: 1, to: 2, edge: 1 }]);
    expect(draw('abcd', ['ab', 'cd'], { ties: [{ from: 1, to: 2 }] }).ties).toEqual([{ from: 0, to: 1 }]);
  });

  it('accounts for every row of now and every row that was read, once, whatever happened', () => {
    const list = fc.uniqueArray(fc.integer({ min: 0, max: 40 }).map(String), { maxLength: 30 });
    const pages = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 40 }).map(String), { maxLength: 8 }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(list, pages, fc.boolean(), (now, read, isComplete) => {
        const windows = read.map((page, index) => windowOf(index + 1, page));
        const { cells, lanes, troubles } = drawPicture({ rows: rowsOf(now), ties: [], windows, isComplete });
        const all = new Set([...now, ...read.flat()]);
        expect(cells.map(({ identity }) => identity).sort()).toEqual([...all].sort());
        expect(cells.flatMap(({ place }) => place ?? [])).toEqual(now.map((_, index) => index + 1));
        for (const { identity, place, state, exchanges } of cells) {
          const times = read.filter((page) => page.includes(identity)).length;
          expect(exchanges).toHaveLength(times);
          expect(possibleStates(place, times)).toContain(state);
        }
        for (const [index, lane] of lanes.entries()) {
          const covered = lane.runs.flatMap(([from, to]) => cells.slice(from, to + 1));
          const own = covered.filter(({ exchanges }) => exchanges.includes(index + 1)).map(({ identity }) => identity);
          expect(own.sort()).toEqual([...(read[index] ?? [])].sort());
        }
        const troubled = troubles.flatMap(({ identities }) => identities);
        expect(troubled.sort()).toEqual(
          cells.flatMap(({ identity, state }) => (state === 'twice' || state === 'never' ? [identity] : [])).sort(),
        );
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('the layout of a strip', () => {
  it('fills the width that it has, and never more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 3840 }), fc.integer({ min: 1, max: 400 }), (width, count) => {
        const picture = draw(
          Array.from({ length: count }, (_, index) => String.fromCharCode(0x4e00 + index)).join(''),
          [],
        );
        const layout = layOut(picture, width);
        expect(layout.left + count * layout.step).toBeCloseTo(layout.right);
        expect(layout.right).toBeLessThanOrEqual(width);
        const numbers = chooseNumbers(picture.cells, layout);
        expect(numbers[0]?.place).toBe(1);
        expect(numbers.at(-1)?.place).toBe(count);
      }),
      { numRuns: runs(50) },
    );
  });

  it('numbers round places between the first and the last, which do not touch', () => {
    const picture = draw(Array.from({ length: 100 }, (_, index) => String.fromCharCode(0x4e00 + index)).join(''), []);
    const layout = layOut(picture, 1000);
    const places = chooseNumbers(picture.cells, layout).map(({ place }) => place);
    expect(places).toEqual([1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect(xOf(layout, 100)).toBeCloseTo(layout.right);
    expect(yOf(layout, 99)).toBe(layout.tops.at(-1));
  });

  it.each([
    ['', 'first page'],
    ['after=', 'first page'],
    ['after=14characters!!', 'after=14characters!!'],
    ['size=2&after=15-characters!!', 'after=…ters!!'],
  ])('labels the lane of ?%s: %s', (query, label) => {
    expect(labelOf({ window: { query } } as Parameters<typeof labelOf>[0], 'after')).toBe(label);
  });

  it('makes room for what is said between lanes, and for a comparison', () => {
    const picture = draw('abcd', ['ab', 'cd']);
    const [plain, noted] = [layOut(picture, 1000), layOut(picture, 1000, { notes: [1], extra: 1 })];
    expect(noted.tops[0]).toBe(plain.tops[0]);
    expect(noted.tops[1]).toBeGreaterThan(plain.tops[1] ?? 0);
    expect(noted.height).toBeGreaterThan(noted.tops[2] ?? 0);
  });
});

describe('times', () => {
  it.each([
    ['2026-05-05T09:30:00Z', '5 May 2026, 09:30'],
    ['2026-12-31T23:59:07+01:00', '31 December 2026, 22:59:07'],
    ['soon', 'soon'],
  ])('%s is %s', (instant, words) => {
    expect(formatInstant(instant)).toBe(words);
  });

  it.each([
    [999.6, '1000 ms'],
    [1000, '1 s'],
    [90_000, '1 min 30 s'],
    [3_600_000, '1 h'],
    [3_605_000, '1 h'],
    [7 * 86_400_000 - 3_600_000, '6 d 23 h'],
  ])('%d ms are %s', (milliseconds, words) => {
    expect(formatSpan(milliseconds)).toBe(words);
  });
});
