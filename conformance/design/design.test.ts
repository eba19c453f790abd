import { describe, expect, it } from '@jest/globals';
import { fc } from '../../src/testing/properties.ts';
import { runs } from '../../src/testing/runs.ts';
import { EVERYTHING } from '../list/query.ts';
import { loadContract } from '../testing/fake-list.ts';
import { createCoveringArray, type Factor, type Row } from './covering.ts';
import { createDesign } from './design.ts';
import { createRandom, MAX_SEED } from './random.ts';
import { createSizes } from './sizes.ts';

const seeds = fc.integer({ min: 0, max: MAX_SEED });

describe('covering array', () => {
  const factors: fc.Arbitrary<readonly Factor[]> = fc
    .array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 6 })
    .map((counts) =>
      counts.map((count, index) => ({
        name: `f${index}`,
        values: Array.from({ length: count }, (_, value) => `v${value}`),
      })),
    );

  function listPairs(row: Row): readonly string[] {
    const entries = Object.entries(row).sort();
    return entries.flatMap((one, index) => entries.slice(index + 1).map((other) => String([one, other])));
  }

  it('has every pair of values in a few rows, and counts the pairs that it has', () => {
    fc.assert(
      fc.property(factors, seeds, (all, seed) => {
        const array = createCoveringArray(all, createRandom(seed));
        const [widest = 1, second = 1] = all.map(({ values }) => values.length).sort((a, b) => b - a);
        const pairs = new Set<string>();
        // Greedy choices take at most some more rows than the two widest factors need alone.
        for (let count = 0; count < widest * second * 3 + 6; count += 1) {
          for (const pair of listPairs(array.add())) pairs.add(pair);
          expect(array.coverage.met).toBe(pairs.size);
        }
        expect(array.coverage.met).toBe(array.coverage.of);
      }),
      { numRuns: runs(200) },
    );
  });

  it('keeps what is fixed, gives every factor one of its values, and the same rows for the same seed', () => {
    fc.assert(
      fc.property(factors, seeds, fc.array(fc.nat(3), { maxLength: 12 }), (all, seed, choices) => {
        const [one, other] = [seed, seed].map((from) => {
          const array = createCoveringArray(all, createRandom(from));
          return choices.map((choice) => array.add({ f0: `v${choice}`, unknown: 'x' }));
        });
        expect(one).toEqual(other);
        for (const [index, row] of (one ?? []).entries()) {
          expect(Object.keys(row).sort()).toEqual(all.map(({ name }) => name));
          for (const { name, values } of all) expect(values).toContain(row[name]);
          const wanted = `v${choices[index]}`;
          if (all[0]?.values.includes(wanted)) expect(row['f0']).toBe(wanted);
        }
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('sizes', () => {
  const { limit } = loadContract('pyng').page;

  it('begin with the bounds and the default, and are all met in as many choices as there are', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const sizes = createSizes(limit, createRandom(seed));
        const chosen = Array.from({ length: 100 }, (_, index) => sizes.choose(`${index}`, 1, 100));
        expect(chosen.slice(0, 3)).toEqual([1, 100, 50]);
        expect(new Set(chosen).size).toBe(100);
        expect(sizes.met).toHaveLength(100);
      }),
      { numRuns: runs(20) },
    );
  });

  it('are the same for the same purpose, and within what will do', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 100 }), fc.nat(99))), (seed, asked) => {
        const sizes = createSizes(limit, createRandom(seed));
        const known = new Map<string, number>();
        for (const [name, least, more] of asked) {
          const key = `${name} ${least} ${more}`;
          const size = sizes.choose(key, least, Math.min(100, least + more));
          expect(size).toBe(known.get(key) ?? size);
          known.set(key, size);
          expect(size >= least && size <= Math.min(100, least + more)).toBe(true);
        }
      }),
      { numRuns: runs(100) },
    );
  });

  it('leave out those that were asked for otherwise', () => {
    const sizes = createSizes({ ...limit, minimum: 1, maximum: 3, default: 2 }, createRandom(1));
    sizes.note(1);
    expect([sizes.choose('a', 1, 3), sizes.choose('b', 1, 3)]).toEqual([3, 2]);
    expect(sizes.left).toEqual([1, 3, 2]);
    sizes.note(3, true);
    expect([sizes.left, sizes.met]).toEqual([
      [1, 2],
      [1, 2, 3],
    ]);
  });

  it('are those of the contract, where it lists them', () => {
    const sizes = createSizes({ ...limit, sizes: [10, 25, 50], default: 25 }, createRandom(7));
    expect([...sizes.left].sort((a, b) => a - b)).toEqual([10, 25, 50]);
    expect(sizes.choose('a', 11, 40)).toBe(25);
  });
});

describe('design', () => {
  it('varies what is left open, the same request in the same way, and counts the pairs that occurred', () => {
    const design = createDesign(loadContract('piriod'), { seed: 3 });
    const queries = Array.from({ length: 40 }, (_, index) => ({ ...EVERYTHING, limit: index + 1 }));
    const first = queries.map((query) => design.vary(query, {}));
    expect(queries.map((query) => design.vary(query, {}))).toEqual(first);
    expect(first.some(({ reversed }) => reversed)).toBe(true);
    expect(first.some(({ freshConnection }) => freshConnection)).toBe(true);
    expect(first.some(({ partition }) => partition === false)).toBe(true);
    expect(design.coverage.met).toBeGreaterThan(20);
    expect(design.sizes.met).toHaveLength(40);
  });

  it('leaves a link as it is, and what a check states itself', () => {
    const design = createDesign(loadContract('piriod'), { seed: 3 });
    for (let count = 0; count < 20; count += 1) {
      const link = `http://any/customers/?page=${count + 2}`;
      expect(design.vary(EVERYTHING, { position: { link } })).not.toHaveProperty('reversed');
      const stated = design.vary({ ...EVERYTHING, limit: count + 1, partition: true }, { reversed: false });
      expect(Object.keys(stated)).not.toEqual(expect.arrayContaining(['partition']));
      expect(stated).not.toHaveProperty('reversed');
    }
  });
});
