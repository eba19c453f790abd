import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import type { ListMock } from '../../mock/list.ts';
import { loadBuiltIn, openList } from '../../testing/altered-lists.ts';
import { numberUuids, probeList } from '../../testing/list-probe.ts';
import { DEVIATIONS, findDeviation } from './catalogue.ts';

describe('deviations', () => {
  const SCENARIOS = ['awkward', 'ties', 'demo'];

  /** Whether a list responds with anything else than another one did, whose responses are given. */
  function showsIn(list: ListMock, plain: readonly string[] = []): boolean {
    const [number, numberPlain] = [numberUuids(), numberUuids()];
    const texts: string[] = [];
    let compared = 0;
    for (const text of probeList(list)) {
      texts.push(text);
      // What is the same to the letter need not be looked at, until something is not.
      for (; text !== plain[texts.length - 1] && compared < texts.length; compared += 1) {
        if (number(texts[compared] ?? '') !== numberPlain(plain[compared] ?? '')) return true;
      }
    }
    return texts.length !== plain.length;
  }

  describe('DEVIATIONS', () => {
    it('have names of their own, in kebab-case, and a sentence each', () => {
      const names = DEVIATIONS.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const { name, summary } of DEVIATIONS) {
        expect(name).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
        expect(summary).toMatch(/^[a-z].*[^.]$/);
      }
    });

    it.each(builtInContracts())('are many for %s, in every area', (id) => {
      const contract = loadBuiltIn(id);
      const own = DEVIATIONS.filter((deviation) => deviation.appliesTo(contract));
      expect(own.filter(({ breaks }) => breaks !== undefined).length).toBeGreaterThanOrEqual(25);
      const areas = ['shape', 'paging', 'filters', 'access', 'robustness'];
      expect(areas.filter((area) => !own.some((deviation) => deviation.area === area))).toEqual([]);
    });

    describe.each(builtInContracts())('of %s', (id) => {
      const contract = loadBuiltIn(id);
      const plain = SCENARIOS.map((scenario) => [...probeList(openList(contract, scenario))]);
      // Slowness shows in no answer.
      const own = DEVIATIONS.filter(({ name, appliesTo }) => name !== 'slow-now-and-then' && appliesTo(contract));

      it('are compared with answers that are always the same', () => {
        expect(showsIn(openList(contract, 'awkward'), plain[0])).toBe(false);
      });

      it.each(own)('$name shows', (deviation) => {
        const shows = SCENARIOS.some((scenario, index) => {
          return showsIn(openList(contract, scenario, deviation), plain[index]);
        });
        expect(shows).toBe(true);
      });
    });
  });
});

describe('findDeviation', () => {
  it('finds a deviation by its name', () => {
    expect(findDeviation('ties-lost')).toMatchObject({ name: 'ties-lost', area: 'paging' });
  });

  it('says what may have been meant', () => {
    expect(() => findDeviation('tie-lost')).toThrow('Unknown deviation tie-lost; did you mean ties-lost?');
    expect(() => findDeviation('something else')).toThrow(/^Unknown deviation something else\n/);
  });
});
