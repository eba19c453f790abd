import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { bodyPointerOf } from '../../contract/place.ts';
import { createRandom } from '../../dataset/random.ts';
import type { ListMock } from '../../mock/list.ts';
import type { MockRequest } from '../../mock/message.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { hasTokens, locateNeighbour, readId, readPage } from '../../page/page-reader.ts';
import { parseQuery, readParameter, setParameter } from '../../page/query.ts';
import {
  askPage,
  createGreasedList,
  listItems,
  loadBuiltIn,
  openGreasedList,
  startOf,
  walkList,
} from '../../testing/altered-lists.ts';
import { codePoint, fc, grapheme } from '../../testing/properties.ts';
import { runs, share } from '../../testing/runs.ts';
import { mutations } from '../../testing/token-mutations.ts';
import { createLinkCodec, listLinkNames } from './link-codec.ts';
import { createTokenCodec, TOKEN_SPELLINGS } from './token-codec.ts';

describe('pager', () => {
  const CONTRACTS = builtInContracts().map(loadBuiltIn);
  const WITH_TOKENS = CONTRACTS.filter(hasTokens);
  const ALIKE = ['token-format', 'tie-order', 'short-pages'];

  function readIds(list: ListMock, start: MockRequest): readonly string[] {
    return listItems(walkList(list, start)).map((item) => readId(list.contract, item));
  }

  function nextOf(list: ListMock, request: MockRequest): MockRequest {
    const next = locateNeighbour(list.contract, request, askPage(list, request), 'next');
    if (next === undefined) throw new Error('the page is the last');
    return next;
  }

  describe.each(WITH_TOKENS)('tokens of $id', (contract) => {
    const { position } = contract.page;

    it('are rejected when they were changed, as the contract says', () => {
      const { greased, plain, options } = openGreasedList(contract, 'demo', '1', ALIKE);
      const start = startOf(greased, '', 2);
      const conditions = ['invalidPosition', 'invalidBackwardPosition'] as const;
      const rejections = conditions.map((condition) => plain.fail(condition, start).status);
      const tokens = Array.from({ length: 8 }, () => readParameter(nextOf(greased, start), position) ?? '');
      fc.assert(
        fc.property(fc.nat(6), mutations, (index, mutate) => {
          const changed = mutate(tokens[index] ?? '', tokens[index + 1] ?? '');
          fc.pre(changed !== '' && !tokens.includes(changed));
          const status = createGreasedList(options, { seed: '9' }).handle(
            setParameter(start, position, changed),
          )?.status;
          expect(rejections).toContain(status);
        }),
        { numRuns: runs(150) },
      );
    });

    it('are not taken with other filters, nor twice', () => {
      const { greased, plain } = openGreasedList(contract, 'demo', '1', ALIKE);
      const next = nextOf(greased, startOf(greased, '', 2));
      const token = readParameter(next, position) ?? '';
      const twice = { ...next, query: `${next.query}&${position}=${encodeURIComponent(`${token}x`)}` };
      expect(greased.handle(twice)?.status).toBe(plain.handle({ ...twice, query: `${position}=x` })?.status);
      const filter = contract.filters.find(({ serialization }) => serialization === 'plain');
      const [value] = (filter?.declared?.schema['enum'] ?? ['x']) as readonly string[];
      const filtered = setParameter(next, filter?.parameter ?? '', value);
      expect(greased.handle(filtered)?.status).toBe(plain.fail('invalidPosition', next).status);
    });

    it('of the plain list lead on', () => {
      const { greased, plain } = openGreasedList(contract, 'ties');
      const start = startOf(plain, '', 10);
      const first = askPage(plain, start).items.map((item) => readId(contract, item));
      expect([...first, ...readIds(greased, nextOf(plain, start))]).toEqual(readIds(plain, start));
    });

    it('are new in each answer', () => {
      const { greased } = openGreasedList(contract, 'demo', '1', ['token-format']);
      const start = startOf(greased, '', 2);
      const tokens = Array.from({ length: 50 }, () => readParameter(nextOf(greased, start), position) ?? '');
      expect(new Set(tokens).size).toBe(50);
      expect(
        Math.max(...tokens.map(({ length }) => length)) - Math.min(...tokens.map(({ length }) => length)),
      ).toBeGreaterThan(500);
    });
  });

  describe.each(WITH_TOKENS)('pages of $id', (contract) => {
    it('are short here and there, keep the size that was asked for in links, and are the same when asked for again', () => {
      const { greased, plain, options } = openGreasedList(contract, 'demo', '1', ['short-pages']);
      const steps = [...walkList(greased, startOf(greased, '', 6))];
      const sizes = steps.slice(0, -1).map(({ page }) => page.items.length);
      expect(new Set(sizes).size).toBeGreaterThan(2);
      expect(Math.max(...sizes)).toBe(6);
      for (const { request, page } of steps) {
        expect(readParameter(request, contract.page.limit.parameter)).toBe('6');
        expect(askPage(greased, request).items).toEqual(page.items);
      }
      const walks = ['1', '2', '3', '4'].map((seed) => {
        const list = createGreasedList(options, { seed, features: ['short-pages'] });
        return [...walkList(list, startOf(plain, ''))];
      });
      for (const { request } of walks.flat())
        expect(readParameter(request, contract.page.limit.parameter)).toBeUndefined();
      expect(new Set(walks.map(({ length }) => length)).size).toBeGreaterThan(1);
    });

    it('are numbered as full ones that begin with the same row', () => {
      const { greased, plain } = openGreasedList(contract, 'demo', '1', ['short-pages']);
      if (!contract.envelope.roles.has('pageNumber')) return;
      const limit = 6;
      const steps = [...walkList(greased, startOf(greased, '', limit))];
      const back =
        steps.at(-1) === undefined ? [] : [...walkList(greased, steps.at(-1)?.request as MockRequest, 'previous')];
      const ids = readIds(plain, startOf(plain, ''));
      const count = Math.ceil(ids.length / limit);
      for (const { page } of [...steps, ...back]) {
        const [first] = page.items;
        const before = ids.indexOf(first === undefined ? '' : readId(contract, first));
        expect(page.read('pageNumber')).toBe(Math.min(count, Math.ceil(before / limit) + 1));
      }
    });
  });

  describe.each(share(CONTRACTS, 0, 2))('ties of $id', (contract) => {
    it('come in one order or the other, and always the same for a seed', () => {
      const { plain, options } = openGreasedList(contract, 'ties');
      const start = startOf(plain, '', 50);
      const orders = ['1', '2', '3', '4', '5', '6'].map((seed) => {
        const list = createGreasedList(options, { seed, features: ['tie-order'] });
        const [one, again] = [readIds(list, start), readIds(list, startOf(plain, '', 13))];
        expect(again).toEqual(one);
        return one.join();
      });
      expect(new Set(orders).size).toBe(2);
      expect(orders).toContain(readIds(plain, start).join());
    });
  });
});

describe('token codec', () => {
  describe('create token codec', () => {
    const codec = createTokenCodec('key', 'things');
    const tokens = fc.oneof(
      fc.uint8Array({ minLength: 20, maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
      fc.uint8Array({ minLength: 20, maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64')),
      fc.string({ unit: grapheme }),
    );
    const contents = fc.record({ token: tokens, isReversed: fc.boolean() });

    describe('createTokenDress', () => {
      it('reads what it has written, under the same key and for the same lists only', () => {
        const again = createTokenCodec('key', 'things');
        const others = [createTokenCodec('another key', 'things'), createTokenCodec('key', 'others')];
        fc.assert(
          fc.property(contents, fc.string(), (content, seed) => {
            const text = codec.encode(content, createRandom(seed));
            expect(again.decode(text)).toEqual(content);
            for (const other of others) expect(other.decode(text)).toBeUndefined();
          }),
        );
      });

      it('reads nothing that it has not written', () => {
        fc.assert(
          fc.property(contents, contents, fc.string(), mutations, (content, another, seed, mutate) => {
            const [text, other] = [content, another].map((one) => codec.encode(one, createRandom(seed)));
            const changed = mutate(text ?? '', other ?? '');
            fc.pre(changed !== text && changed !== other);
            expect(codec.decode(changed)).toBeUndefined();
          }),
          { numRuns: runs(400) },
        );
      });

      it('reads no text in which one character is another', () => {
        const content = { token: 'abcdefghijklmnop'.repeat(8), isReversed: true };
        for (let seed = 0; seed < runs(20); seed += 1) {
          const text = codec.encode(content, createRandom(`${seed}`));
          for (let at = 0; at < text.length; at += 3) {
            const other = text[at] === 'A' ? '1' : 'A';
            expect(codec.decode(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined();
          }
        }
      });

      it('writes texts of many lengths and alphabets, none of which shows the token', () => {
        const content = {
          token: Buffer.from('a token of the mock'.repeat(5)).toString('base64url'),
          isReversed: false,
        };
        const texts = Array.from({ length: 300 }, (_, seed) => codec.encode(content, createRandom(`${seed}`)));
        const lengths = texts.map(({ length }) => length);
        expect(Math.min(...lengths)).toBeLessThan(200);
        expect(Math.max(...lengths)).toBeGreaterThan(1000);
        expect(Math.max(...lengths)).toBeLessThan(1600);
        expect(new Set(texts).size).toBe(texts.length);
        expect(texts.filter((text) => encodeURIComponent(text) === text).length).toBeLessThan(250);
        for (const text of texts) {
          expect(text).not.toContain(content.token);
          expect(Buffer.from(text, 'base64').toString('latin1')).not.toContain('a token');
        }
      });
    });
  });

  describe('TOKEN_SPELLINGS', () => {
    it.each([...TOKEN_SPELLINGS.keys()])('read what they write, in about the length that they say (%i)', (index) => {
      const spelling = TOKEN_SPELLINGS[index];
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 20, maxLength: 1000 }), (array) => {
          const bytes = Buffer.from(array);
          const text = spelling?.write(bytes) ?? '';
          expect(spelling?.read(text)).toEqual(bytes);
          expect(Math.abs(text.length - bytes.length * (spelling?.ratio ?? 0))).toBeLessThan(bytes.length / 20 + 4);
        }),
      );
    });

    it.each([...TOKEN_SPELLINGS.keys()])('read anything without throwing (%i)', (index) => {
      fc.assert(
        fc.property(fc.string({ unit: codePoint }), (text) => {
          expect(TOKEN_SPELLINGS[index]?.read(text)).toBeInstanceOf(Buffer);
        }),
      );
    });

    it('are different, and some need to be encoded in a URL', () => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const texts = TOKEN_SPELLINGS.map(({ write }) => write(bytes));
      expect(new Set(texts).size).toBe(texts.length);
      for (const pattern of [
        /^[\w-]+$/,
        /[+/]/,
        /=$/,
        /^[0-9a-f]+$/,
        /^[0-9A-F]+$/,
        /^\d+$/,
        /\..+\./,
        /[~!*]/,
        /[ %&#]/,
      ]) {
        expect(texts.filter((text) => pattern.test(text))).not.toEqual([]);
      }
    });
  });
});

describe('link codec', () => {
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
        const [, ...at] = ['', ...(bodyPointerOf(contract.envelope, 'items') ?? [])];
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
});
