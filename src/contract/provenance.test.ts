import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { locateProvenance, strongest, weakest } from './provenance.ts';

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
    page: {
      source: 'Paging',
      provenance: 'chosen',
      limit: { provenance: { default: 'inferred' } },
      position: { provenance: 'documented' },
    },
  };

  it.each([
    [['items'], { mark: 'documented' }],
    [['identity'], { mark: 'inferred' }],
    [['page', 'style'], { mark: 'chosen', source: 'Paging' }],
    [['page', 'limit', 'default'], { mark: 'inferred', source: 'Paging' }],
    [['page', 'limit', 'maximum'], { mark: 'chosen', source: 'Paging' }],
    [['page', 'position'], { mark: 'documented', source: 'Paging' }],
  ])('of %j', (path, located) => {
    expect(locateProvenance(block, path)).toEqual(located);
  });
});
