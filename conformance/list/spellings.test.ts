import { describe, expect, it } from '@jest/globals';
import { loadContract } from '../testing/fake-list.ts';
import { matches } from './conditions.ts';

describe('matches, where spelling decides', () => {
  const contracts = { devdraft: loadContract('devdraft'), piriod: loadContract('piriod') };

  /** Whether a row of a name meets a filter: of parts in any case in one contract, of the whole as it stands in the other. */
  function meets(id: keyof typeof contracts, name: string, value: string): boolean | undefined {
    const contract = contracts[id];
    const filter = contract.filters.find(({ parameter }) => parameter === 'name');
    if (filter === undefined) throw new Error(`${id} has a filter by name`);
    return matches({ first_name: name, name }, { filter, name: 'name', value }, contract);
  }

  it.each<[string, string, boolean | undefined]>([
    ['John', 'OH', true],
    ['Éric', 'ÉR', true],
    ['Éric', 'éR', true],
    ['Éric', 'er', false],
    ['Zoe\u{308}', 'zo\u{eb}', undefined],
    ['Zoe\u{308}', 'zoe', undefined],
    ['Straße', 'STRASSE', undefined],
    ['İpek', 'i', undefined],
    ['ıgor', 'I', undefined],
    ['Ἀχιλλεύς', 'ΎΣ', true],
  ])('of %s that has %s in any case: %s', (name, value, expected) => {
    expect(meets('devdraft', name, value)).toBe(expected);
  });

  it.each<[string, string, boolean | undefined]>([
    ['Ána', 'Ána', true],
    ['Ána', 'ána', false],
    ['A\u{301}na', '\u{c1}na', undefined],
    ['Straße', 'STRASSE', false],
    ['Ana ', 'Ana ', undefined],
    ['Ana', 'Ana ', false],
  ])('of %s that is %s: %s', (name, value, expected) => {
    expect(meets('piriod', name, value)).toBe(expected);
  });
});
