import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import type { ListMock } from '../../mock/list.ts';
import type { MockRequest } from '../../mock/message.ts';
import { locateNeighbour, type Page, readId, readPage } from '../../page/page-reader.ts';
import { loadBuiltIn, openList, startOf } from '../../testing/altered-lists.ts';
import { numberUuids, probeList } from '../../testing/list-probe.ts';
import { share } from '../../testing/runs.ts';
import { DEVIATIONS, findDeviation } from './catalogue.ts';

describe('deviations', () => {
  const SCENARIOS = ['awkward', 'ties', 'demo'];

  /** Whether a list responds with anything else than another one did, whose responses are given. */
  function showsIn(list: ListMock, plain: readonly string[]): boolean {
    const differ = list.contract.envelope.fresh.length > 0 ? compareNumbered(plain) : undefined;
    const texts: string[] = [];
    for (const text of probeList(list)) {
      texts.push(text);
      if (text !== plain[texts.length - 1] && (differ?.(texts) ?? true)) return true;
    }
    return texts.length !== plain.length;
  }

  /** Compares texts with numbers in place of UUIDs, as far as they were not compared before. */
  function compareNumbered(plain: readonly string[]): (texts: readonly string[]) => boolean {
    const [number, numberPlain] = [numberUuids(), numberUuids()];
    let compared = 0;
    return (texts) => {
      const start = compared;
      compared = texts.length;
      return texts.slice(start).some((text, index) => number(text) !== numberPlain(plain[start + index] ?? ''));
    };
  }

  /** What the pages of a long list have, and the page before the last. */
  function readFar(list: ListMock): readonly unknown[] {
    const { contract } = list;
    const pages: unknown[] = [];
    const read = (request: MockRequest): Page | undefined => {
      const response = list.handle(request);
      const page = readPage(contract, response);
      pages.push(
        page === undefined ? response?.status : [page.items.map((item) => readId(contract, item)), page.read('total')],
      );
      return page;
    };
    let request: MockRequest | undefined = startOf(list, '', contract.page.limit.maximum);
    let last: MockRequest = request;
    while (request !== undefined && pages.length < 20) {
      last = request;
      const page = read(request);
      request = page && locateNeighbour(contract, request, page, 'next');
    }
    const page = read(last);
    const back = page && locateNeighbour(contract, last, page, 'previous');
    if (back !== undefined) read(back);
    return pages;
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
      const known = new Map<string, readonly string[]>();
      const plain = (scenario: string): readonly string[] => {
        const texts = known.get(scenario) ?? [...probeList(openList(contract, scenario))];
        known.set(scenario, texts);
        return texts;
      };
      // Slowness shows in no answer, and no row changes here.
      const contracts = builtInContracts();
      const own = share(DEVIATIONS, contracts.indexOf(id), contracts.length).filter(
        ({ name, needs, appliesTo }) => name !== 'slow-now-and-then' && needs !== 'changes' && appliesTo(contract),
      );

      it('are compared with answers that are always the same', () => {
        expect(showsIn(openList(contract, 'awkward'), plain('awkward'))).toBe(false);
      });

      it.each(own)('$name shows', (deviation) => {
        const { size } = deviation.rows ?? {};
        if (size !== undefined) {
          const name = `large ${size}`;
          expect(readFar(openList(contract, name, deviation))).not.toEqual(readFar(openList(contract, name)));
          return;
        }
        const shows = SCENARIOS.some((name) => showsIn(openList(contract, name, deviation), plain(name)));
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
