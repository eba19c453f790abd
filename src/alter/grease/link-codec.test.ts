import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { readPage } from '../../page/page-reader.ts';
import { parseQuery } from '../../page/query.ts';
import { createRandom } from '../random.ts';
import { loadBuiltIn } from '../testing/lists.ts';
import { createLinkCodec, listLinkNames } from './link-codec.ts';

describe('create link codec', () => {
  const contracts = builtInContracts().map(loadBuiltIn);
  const seeds = Array.from({ length: 200 }, (_, seed) => `${seed}`);
  const LINK = 'http://mock.test/list?limit=3&tag=b%20c&tag=a%2Bb';

  /** Links of a contract as they come out, each with what the mock is asked when it is followed. */
  function encodeOften(style: string, query = ''): readonly { readonly link: string; readonly asked: string }[] {
    const contract = contracts.find(({ page }) => page.style === style);
    if (contract === undefined) throw new Error(`no contract has pages of the style ${style}`);
    const codec = createLinkCodec(contract);
    return seeds.map((seed) => {
      const [, ...at] = ['', ...(contract.envelope.roles.get('items') ?? [])];
      const body = at.reduceRight<unknown>((inner, key) => ({ [key]: inner }), []);
      const page = readPage(contract, { status: 200, body: JSON.stringify(body) });
      page?.write('next', `${LINK}${query.replace('POSITION', contract.page.position)}`);
      if (page !== undefined) codec.encode(page, createRandom(seed));
      const link = String(page?.read('next'));
      return { link, asked: codec.decode(createRequest(link)).query };
    });
  }

  const sorted = (query: string): readonly string[] =>
    parseQuery(query)
      .map((pair) => pair.join('='))
      .sort();

  describe('createLinkDress', () => {
    it('changes nothing but the order of parameters of links that are not opaque', () => {
      const all = encodeOften('number', '&POSITION=2');
      for (const { link, asked } of all) {
        expect(link.slice(22).split('&').sort()).toEqual(['limit=3', 'page=2', 'tag=a%2Bb', 'tag=b%20c']);
        expect(link.indexOf('tag=b')).toBeLessThan(link.indexOf('tag=a'));
        expect(asked).toBe(link.slice(22));
      }
      expect(new Set(all.map(({ link }) => link)).size).toBe(12);
    });

    it('gives opaque links other parameters, names and escapes, and takes them back', () => {
      const all = encodeOften('links', '&POSITION=a%2Fb');
      for (const { link, asked } of all) {
        expect(link.startsWith('http://mock.test/list?')).toBe(true);
        expect(sorted(asked)).toEqual(['cursor=a/b', 'limit=3', 'tag=a+b', 'tag=b c']);
      }
      for (const pattern of [/cursor=/, /%2f/, /%2F/, /b\+c/, /b%20c/, /\?limit/, /[?&]~?x-hop=\d/]) {
        expect(all.filter(({ link }) => pattern.test(link))).not.toEqual([]);
      }
      expect(all.some(({ link }) => !link.includes('cursor='))).toBe(true);
      expect(new Set(all.map(({ link }) => link)).size).toBeGreaterThan(150);
    });

    it('adds nothing to links without a position, which nobody would take away', () => {
      for (const { asked } of encodeOften('links')) expect(sorted(asked)).toEqual(sorted(LINK.slice(22)));
    });
  });
});

describe('list link names', () => {
  it('listLinkNames gives names that are none of the contract’s own', () => {
    const { position, extras } = listLinkNames(loadSample());
    expect(new Set([...position, ...extras]).size).toBe(position.length + extras.length);
    const taken = loadSample(
      ['{ name: kind, in: query', `{ name: ${position[0]}, in: query`],
      ['kind: { field: kind', `${position[0]}: { field: kind`],
    );
    expect(listLinkNames(taken)).toEqual({ position: position.slice(1), extras });
  });
});
