import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import type { JsonSchema, Parameter } from './contract.ts';
import { locateProvenance, strongest, weakest } from './provenance.ts';

describe('provenance', () => {
  describe('weakest', () => {
    const mark = fc.constantFrom('documented', 'inferred', 'chosen');
    const marks = fc.array(mark, { maxLength: 5 });

    describe('weakest', () => {
      it('gives the weakest of some marks, in whatever order and however grouped', () => {
        fc.assert(
          fc.property(marks, marks, (some, others) => {
            const all = weakest(...some, ...others);
            expect(all).toBe(weakest(...others, ...some));
            expect(all).toBe(weakest(weakest(...some), weakest(...others)));
            expect(['documented', ...some, ...others]).toContain(all);
          }),
        );
      });

      it('never binds more than any of the marks', () => {
        const strength = ['documented', 'inferred', 'chosen'];
        fc.assert(
          fc.property(marks, (some) => {
            const found = strength.indexOf(weakest(...some));
            return some.every((one) => strength.indexOf(one) <= found);
          }),
        );
      });
    });

    describe('strongest', () => {
      it('is documented as soon as one mark is, and chosen only when all are', () => {
        expect(strongest('chosen', 'documented', 'inferred')).toBe('documented');
        expect(strongest('chosen', 'inferred')).toBe('inferred');
        expect(strongest('chosen', 'chosen')).toBe('chosen');
        expect(strongest()).toBe('chosen');
      });
    });
  });

  describe('locateProvenance', () => {
    const block = {
      provenance: { identity: 'inferred' },
      items: '/things',
      identity: 'id',
      total: '/count',
      order: { by: ['-created', 'id'], provenance: { id: 'chosen' } },
      page: {
        source: 'Paging',
        provenance: 'chosen',
        style: 'number',
        limit: { parameter: 'size', outOfRange: 'clamp', provenance: { default: 'inferred' } },
        position: { parameter: 'page', provenance: 'documented' },
      },
      filters: { kind: { field: 'kind', operator: 'equals' } },
      access: { scope: { parameter: 'site' } },
    };

    it.each([
      [['items'], { mark: 'documented' }],
      [['identity'], { mark: 'inferred' }],
      [['page', 'style'], { mark: 'chosen', source: 'Paging' }],
      [['page', 'limit', 'default'], { mark: 'inferred', source: 'Paging' }],
      [['page', 'position'], { mark: 'documented', source: 'Paging' }],
      [['order', 'created'], { mark: 'documented' }],
      [['order', 'id'], { mark: 'chosen' }],
      [['page', 'limit', 'outOfRange', 'above'], { mark: 'chosen', source: 'Paging' }],
      [['filters', 'kind', 'field'], { mark: 'documented' }],
    ])('of %j, which is written', (path, located) => {
      expect(locateProvenance(block, path)).toEqual(located);
    });

    it.each([
      [['page', 'atEnd']],
      [['page', 'limit', 'maximum']],
      [['total', 'when']],
      [['order', 'unknown']],
      [['order', 'name']],
      [['filters', 'kind', 'ignoreCase']],
      [['filters', 'other']],
      [['errors', 'invalidPosition', 'status']],
      [['access', 'checks']],
      [['access', 'credentials']],
    ])('of %j, which is not written, is our own choice', (path) => {
      expect(locateProvenance(block, path)).toEqual({ mark: 'chosen', silent: true });
    });

    it('takes the position for the way to the next page where there is no link', () => {
      expect(locateProvenance(block, ['page', 'next'])).toEqual({ mark: 'documented', source: 'Paging' });
      const linked = { ...block, page: { ...block.page, next: '/next' } };
      expect(locateProvenance(linked, ['page', 'next'])).toEqual({ mark: 'chosen', source: 'Paging' });
    });

    describe('with what OpenAPI says', () => {
      const plain = { page: { limit: { parameter: 'size' }, position: { parameter: 'page' } } };
      const marked = { ...plain, provenance: 'inferred' };
      const mark = (path: readonly string[], schema: JsonSchema, from: object = plain): string => {
        const parameters = ['size', 'page'].map((name): Parameter => {
          return { name, in: 'query', style: 'form', explode: true, required: false, schema };
        });
        return locateProvenance(from, path, { parameters, isSecured: true }).mark;
      };

      it.each([
        [['page', 'limit', 'default'], { default: 20 }],
        [['page', 'limit', 'minimum'], { minimum: 0 }],
        [['page', 'limit', 'maximum'], { maximum: 100 }],
        [['page', 'limit', 'maximum'], { exclusiveMaximum: 101 }],
        [['page', 'limit', 'maximum'], { enum: [10, 50] }],
        [['page', 'limit', 'maximum'], { anyOf: [{ type: 'integer', maximum: 50 }, { type: 'null' }] }],
        [['page', 'position', 'first'], { minimum: 0 }],
        [['page', 'position', 'first'], { default: 1 }],
      ])('%j is stated by a schema %j, and by no other', (path, schema) => {
        expect(mark(path, schema)).toBe('documented');
        expect(mark(path, schema, marked)).toBe('inferred');
        expect(mark(path, { type: 'integer' })).toBe('chosen');
      });

      it('credentials are stated by a security requirement', () => {
        expect(mark(['access', 'credentials'], {})).toBe('documented');
        expect(locateProvenance(plain, ['access', 'credentials']).mark).toBe('chosen');
      });
    });
  });
});
