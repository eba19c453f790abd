import { describe, expect, it } from '@jest/globals';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { createPermutation, hashPlace, hashText, scaleHash } from '../random.ts';
import { branchOf } from '../testing/build-contract.ts';
import { sourceOf, valuesOf } from '../testing/make-values.ts';
import { flattenSchema, isImpossible, mentionedProperties } from './flat-schema.ts';

describe('compile schema', () => {
  describe('values without hints', () => {
    it('come from an open set of values where there is one', () => {
      expect(new Set(valuesOf({ type: 'string', 'x-extensible-enum': ['a', 'b'] }))).toEqual(new Set(['a', 'b']));
    });

    it('are null about one time in seven where they may be', () => {
      const nulls = valuesOf({ type: ['integer', 'null'] }).filter((value) => value === null).length;
      expect(nulls).toBeGreaterThan(4);
      expect(nulls).toBeLessThan(35);
    });

    it('take examples, then the default, where nothing else is said', () => {
      expect(new Set(valuesOf({ type: 'string', examples: ['one', 'two'] }))).toEqual(new Set(['one', 'two']));
      expect(new Set(valuesOf({ type: 'string', default: 'usual' }))).toEqual(new Set(['usual']));
    });

    it('use the whole of a range', () => {
      expect(new Set(valuesOf({ type: 'integer', minimum: 1, maximum: 3 }))).toEqual(new Set([1, 2, 3]));
      expect(valuesOf({ type: 'integer', minimum: 0, maximum: 2 ** 52 }).some((value) => Number(value) % 2 === 1)).toBe(
        true,
      );
    });

    it('fill arrays with up to two elements unless the schema says otherwise', () => {
      const lengths = valuesOf({ type: 'array', items: { type: 'boolean' } }).map(
        (value) => (value as unknown[]).length,
      );
      expect(new Set(lengths)).toEqual(new Set([0, 1, 2]));
    });

    it('repeat no element of an array that forbids it', () => {
      const arrays = valuesOf({
        type: 'array',
        uniqueItems: true,
        minItems: 3,
        items: { enum: [1, 2, 3] },
      }) as number[][];
      for (const array of arrays) expect(array.toSorted()).toEqual([1, 2, 3]);
    });

    it('end where a schema contains itself', () => {
      const node: Record<string, unknown> = { type: 'object', required: ['name'] };
      node['properties'] = {
        name: { type: 'string', enum: ['n'] },
        child: node,
        children: { type: 'array', items: node },
      };
      expect(sourceOf({ x: node }).row(0)['x']).toMatchObject({ name: 'n', child: { name: 'n' } });
    });
  });
});

describe('flat schema', () => {
  describe('flattenSchema', () => {
    it('merges the members of allOf, the own keywords last', () => {
      const flat = flattenSchema({
        allOf: [
          {
            type: 'object',
            required: ['a'],
            properties: { a: { type: 'string', maxLength: 9 }, b: { type: 'string' } },
          },
          { required: ['b'], properties: { a: { maxLength: 5 } } },
        ],
        description: 'own',
      });
      expect([...flat.required]).toEqual(['a', 'b']);
      expect(flattenSchema(flat.properties.get('a')).keywords['maxLength']).toBe(5);
      expect(flat.keywords['description']).toBe('own');
    });

    it('takes the narrower of two bounds, types and lists', () => {
      const { keywords, types } = flattenSchema({
        allOf: [
          { type: 'number', minimum: 1, maximum: 9, enum: [1, 2, 3] },
          { type: ['integer', 'null'], minimum: 2, maximum: 20, enum: [2, 3, 4] },
        ],
      });
      expect(keywords).toMatchObject({ minimum: 2, maximum: 9, enum: [2, 3] });
      expect(types).toEqual(['integer']);
    });

    it.each([
      [{ type: ['string', 'null'] }, true],
      [{ type: 'string' }, false],
      [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, true],
      [{ enum: ['a', null] }, true],
      [{ type: ['string', 'null'], enum: ['a'] }, false],
    ])('tells whether null is allowed: %j', (schema, nullable) => {
      expect(flattenSchema(schema).nullable).toBe(nullable);
    });

    it('takes a single member of oneOf beside null for the schema itself', () => {
      const flat = flattenSchema({ oneOf: [{ type: 'null' }, { type: 'object', properties: { a: {} } }], title: 'T' });
      expect([flat.types, [...flat.properties.keys()], flat.choices]).toEqual([['object'], ['a'], []]);
    });

    it('tells the type from other keywords', () => {
      expect(
        [{ properties: {} }, { items: {} }, { minimum: 1 }, { pattern: 'x' }, {}].map(
          (schema) => flattenSchema(schema).types,
        ),
      ).toEqual([['object'], ['array'], ['number'], ['string'], []]);
    });

    it('reads an if that asks for one property as a dependent schema', () => {
      const then = { properties: { state: { const: 'x' } } };
      expect(flattenSchema({ if: { required: ['a'] }, then }).conditions).toEqual([
        { kind: 'dependent', property: 'a', schema: then },
      ]);
    });

    it('knows what nothing satisfies', () => {
      expect(
        [false, { allOf: [{ type: 'string' }, false] }, true, {}].map((schema) => isImpossible(flattenSchema(schema))),
      ).toEqual([true, true, false, false]);
    });
  });

  describe('mentioned properties', () => {
    it('collects the names of properties wherever a schema speaks of the same object', () => {
      const schema = {
        properties: { a: { properties: { inner: {} } } },
        required: ['b'],
        not: { required: ['c'] },
        anyOf: [{ required: ['d'] }, branchOf({ properties: { e: {} } }, { required: ['f'] })],
        dependentSchemas: { g: { required: ['h'] } },
        dependentRequired: { i: ['j'] },
      };
      expect([...mentionedProperties(schema)].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']);
    });

    it('finds none in a boolean schema', () => {
      expect([...mentionedProperties(true)]).toEqual([]);
    });
  });
});

describe('random', () => {
  describe('hash', () => {
    const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

    describe('hashPlace', () => {
      it('gives integers of 32 bits', () => {
        fc.assert(
          fc.property(word, word, word, (key, variant, element) => {
            const hash = hashPlace(key, variant, element);
            expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
          }),
        );
      });

      it('spreads neighbouring rows evenly, for any key', () => {
        fc.assert(
          fc.property(word, (key) => {
            const counts = new Array<number>(10).fill(0);
            for (let row = 0; row < 10_000; row++) {
              const bin = scaleHash(hashPlace(key, row, 0), 10);
              counts[bin] = (counts[bin] ?? 0) + 1;
            }
            expect(Math.max(...counts.map((count) => Math.abs(count - 1000)))).toBeLessThan(200);
          }),
          { numRuns: runs(20) },
        );
      });

      it('tells elements apart', () => {
        expect(new Set([0, 1, 2, 3].map((element) => hashPlace(1, 1, element))).size).toBe(4);
      });
    });

    describe('scaleHash', () => {
      it('stays below the number of choices', () => {
        fc.assert(
          fc.property(word, fc.integer({ min: 1, max: 2 ** 31 }), (hash, count) => {
            expect(scaleHash(hash, count)).toBeGreaterThanOrEqual(0);
            expect(scaleHash(hash, count)).toBeLessThan(count);
          }),
        );
      });
    });

    describe('hashText', () => {
      it('differs between texts that are nearly the same', () => {
        expect(new Set(['a/b', 'b/a', 'a/c', 'a', ''].map(hashText)).size).toBe(5);
      });
    });
  });

  describe('permutation', () => {
    const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

    describe('createPermutation', () => {
      it('is undone by its inverse', () => {
        fc.assert(
          fc.property(word, word, word, (key, high, low) => {
            const { apply, invert } = createPermutation(key);
            expect(invert(apply([high, low]))).toEqual([high, low]);
            expect(apply(invert([high, low]))).toEqual([high, low]);
          }),
        );
      });

      it('leaves nothing of the order of its inputs', () => {
        const { apply } = createPermutation(1);
        const highs = [0, 1, 2, 3, 4, 5, 6, 7].map((row) => apply([row, 0])[0]);
        expect(highs.toSorted((a, b) => a - b)).not.toEqual(highs);
        expect(Math.max(...highs)).toBeGreaterThan(2 ** 30);
      });
    });
  });
});
