import { describe, expect, it } from '@jest/globals';
import type { Contract, Json } from '../../contract/contract.ts';
import { createRandom } from '../../dataset/random.ts';
import type { Headers, MockResponse } from '../../mock/message.ts';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { readBody } from '../../mock/testing/read-body.ts';
import type { Item } from '../../page/page-reader.ts';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { addMembers, createBodyGreaser, inventName, inventValue, showStrangeValues } from './bodies.ts';
import type { FeatureName } from './features.ts';
import { createHeaderGreaser, inventHeaders, recase, spellMediaType } from './headers.ts';
import { spellJson } from './json-spelling.ts';

describe('create body greaser', () => {
  const contract = loadSample(['active: { type: boolean }', 'active: { type: string, x-extensible-enum: [yes, no] }']);
  const THINGS = [
    { id: 'a', kind: 'a', active: 'yes' },
    { id: 'b', kind: 'b', active: 'no' },
  ];
  const PAGE = { things: THINGS, count: 2, next: null };

  interface Answer {
    readonly things: readonly (typeof THINGS)[number][];
  }

  function greaseOften(
    status: number,
    body: unknown,
    names: readonly FeatureName[],
    of: Contract = contract,
  ): readonly string[] {
    const response: MockResponse = { status, headers: [], body: JSON.stringify(body) };
    return Array.from({ length: 60 }, (_, seed) => {
      return createBodyGreaser(of, `${seed}`, new Set(names))(response, createRandom(`${seed}`)).body;
    });
  }

  const read = (body: string): Answer => readBody({ body }) as Answer;
  const countMembers = (value: object): number => Object.keys(value).length;

  describe('createBodyGreaser', () => {
    it('changes nothing unless it is to', () => {
      expect(new Set(greaseOften(200, PAGE, []))).toEqual(new Set([JSON.stringify(PAGE)]));
      expect(new Set(greaseOften(404, { error: 'none' }, ['item-fields']))).toEqual(new Set(['{"error":"none"}']));
    });

    it('adds fields to items alone', () => {
      const bodies = greaseOften(200, PAGE, ['item-fields']).map(read);
      for (const body of bodies) {
        expect(body).toMatchObject(PAGE);
        expect(countMembers(body)).toBe(3);
      }
      expect(bodies.some(({ things }) => things.some((thing) => countMembers(thing) > 4))).toBe(true);
    });

    it('adds members around the items alone', () => {
      const bodies = greaseOften(200, PAGE, ['envelope-fields']).map(read);
      for (const body of bodies) expect(body).toMatchObject(PAGE);
      for (const { things } of bodies) expect(things).toEqual(THINGS);
      expect(bodies.some((body) => countMembers(body) > 4)).toBe(true);
    });

    it('adds members to errors, where they are none of somebody’s parameters', () => {
      const bodies = greaseOften(404, { error: 'none' }, ['error-fields']).map(read);
      for (const body of bodies) expect(body).toMatchObject({ error: 'none' });
      expect(bodies.some((body) => countMembers(body) > 2)).toBe(true);
      const closed = loadSample([
        '{ type: object, required: [error],',
        '{ additionalProperties: false, required: [error],',
      ]);
      expect(new Set(greaseOften(404, { error: 'none' }, ['error-fields'], closed))).toEqual(
        new Set(['{"error":"none"}']),
      );
      expect(new Set(greaseOften(404, ['none'], ['error-fields']))).toEqual(new Set(['["none"]']));
    });

    it('shows strange values where the set is open alone', () => {
      const things = greaseOften(200, PAGE, ['enum-values']).flatMap((body) => read(body).things);
      expect(things.some(({ active }) => /unheard/i.test(active))).toBe(true);
      expect(new Set(things.map(({ id, kind }) => id + kind))).toEqual(new Set(['aa', 'bb']));
    });

    it('spells bodies in other ways, and leaves what is no JSON', () => {
      const bodies = greaseOften(200, PAGE, ['json-spelling']);
      for (const body of bodies) expect(read(body)).toEqual(PAGE);
      expect(new Set(bodies).size).toBeGreaterThan(40);
      const response: MockResponse = { status: 301, headers: [], body: '' };
      expect(createBodyGreaser(contract, '1', new Set(['json-spelling']))(response, createRandom('1'))).toEqual(
        response,
      );
    });
  });
});

describe('add members', () => {
  const object = { id: 'a', name: 'b' };

  describe('addMembers', () => {
    it('adds members at any place, and changes none', () => {
      const results = Array.from({ length: 100 }, (_, seed) => addMembers(object, {}, createRandom(`${seed}`)));
      for (const result of results) expect(result).toMatchObject(object);
      const places = results.map((result) => Object.keys(result).indexOf('id'));
      expect(new Set(places).size).toBeGreaterThan(2);
      expect(results.some((result) => Object.keys(result).length === 2)).toBe(true);
    });

    it('adds none of a name that the schema has, in whatever case and spelling', () => {
      const random = createRandom('names');
      const names = Array.from({ length: 50_000 }, () => inventName(random));
      const shouted = [...new Set(names)].map((name) => name.toUpperCase().replaceAll('_', '-'));
      const schema = { allOf: [{ properties: Object.fromEntries(shouted.map((name) => [name, {}])) }] };
      for (let seed = 0; seed < 100; seed += 1) {
        expect(addMembers(object, schema, createRandom(`other ${seed}`))).toEqual(object);
      }
    });
  });
});

describe('invent member', () => {
  const seeds = Array.from({ length: 300 }, (_, seed) => createRandom(`${seed}`));

  describe('inventName', () => {
    it('makes many names, of which some are no identifiers', () => {
      const names = seeds.map(inventName);
      expect(new Set(names).size).toBeGreaterThan(100);
      expect(names.some((name) => /^[a-z]\w+$/i.test(name)) && names.some((name) => /[ .-]/.test(name))).toBe(true);
    });
  });

  describe('inventValue', () => {
    it('makes values of every type', () => {
      const values = seeds.map((random) => inventValue(random));
      const types = values.map((value) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value));
      expect(new Set(types)).toEqual(new Set(['null', 'list', 'object', 'string', 'number', 'boolean']));
      expect(JSON.parse(JSON.stringify(values))).toEqual(values);
    });
  });
});

describe('show strange values', () => {
  const paths = [['kind'], ['parts', '*', 'state']];
  const item = { id: 'a', kind: 'OPEN', parts: [{ state: 'New' }, { state: 3 }, null, { state: 'x' }], name: 'n' };
  const shown = Array.from({ length: 200 }, (_, seed) => showStrangeValues(item, paths, `${seed}`) as typeof item);

  describe('showStrangeValues', () => {
    it('shows other texts in some of the fields, written as those of the field are', () => {
      const kinds = shown.map(({ kind }) => kind).filter((kind) => kind !== 'OPEN');
      expect(kinds.length).toBeGreaterThan(20);
      expect(kinds.length).toBeLessThan(80);
      for (const kind of kinds) expect(kind).toMatch(/^UNHEARD_OF_[0-9A-Z]+$/);
      const states = shown.flatMap(({ parts }) => parts).map((part) => part?.state);
      expect(states.some((state) => /^Unheard of /.test(String(state)))).toBe(true);
      expect(states.some((state) => /^unheard_of_/.test(String(state)))).toBe(true);
    });

    it('leaves all else as it is, and shows the same for the same seed', () => {
      for (const { id, name, parts } of shown) {
        expect([id, name, parts.length, parts[1], parts[2]]).toEqual(['a', 'n', 4, { state: 3 }, null]);
      }
      expect(showStrangeValues(item, paths, '7')).toEqual(shown[7]);
      const other: Item = { kind: null, parts: 'none' };
      expect(showStrangeValues(other, paths, '7')).toEqual(other);
    });
  });
});

describe('headers', () => {
  describe('create header greaser', () => {
    const headers: Headers = [
      ['Content-Type', 'application/json'],
      ['Retry-After', '3'],
    ];

    function greaseOften(...names: readonly FeatureName[]): readonly Headers[] {
      const grease = createHeaderGreaser(new Set(names));
      return Array.from({ length: 50 }, (_, seed) => grease(headers, createRandom(`${seed}`)));
    }

    const lower = (found: Headers): Headers => found.map(([name, value]) => [name.toLowerCase(), value]);

    describe('createHeaderGreaser', () => {
      it('changes nothing unless it is to', () => {
        for (const found of greaseOften()) expect(found).toEqual(headers);
      });

      it('changes case and order of names, and no value', () => {
        const all = greaseOften('header-case');
        for (const found of all) expect([...lower(found)].sort()).toEqual(lower(headers));
        expect(new Set(all.map((found) => JSON.stringify(found))).size).toBeGreaterThan(20);
      });

      it('changes the media type, and no other value', () => {
        const all = greaseOften('media-type');
        for (const found of all) expect(found[1]).toEqual(['Retry-After', '3']);
        expect(new Set(all.map(([type]) => type?.[1])).size).toBeGreaterThan(10);
      });

      it('adds headers behind those that are there', () => {
        for (const found of greaseOften('more-headers')) expect(found.slice(0, 2)).toEqual(headers);
        expect(greaseOften('more-headers').some((found) => found.length > 5)).toBe(true);
      });
    });
  });

  describe('invent headers', () => {
    it('inventHeaders makes headers that are not there already, some of them twice', () => {
      const made = Array.from({ length: 100 }, (_, seed) =>
        inventHeaders([['vary', 'Accept']], createRandom(`${seed}`)),
      );
      expect(made.flat().filter(([name]) => name === 'Vary')).toEqual([]);
      expect(new Set(made.map((headers) => headers.length)).size).toBeGreaterThan(3);
      const twice = made.filter((headers) => headers.filter(([name]) => name === 'Set-Cookie').length === 2);
      expect(twice).not.toEqual([]);
    });
  });

  describe('spell media type', () => {
    function spellOften(mediaType: string): readonly string[] {
      return Array.from({ length: 200 }, (_, seed) => spellMediaType(mediaType, createRandom(`${seed}`)));
    }

    describe('spellMediaType', () => {
      it('spells type and charset in other letters, with spaces and quotation marks', () => {
        const texts = spellOften('application/json;charset=UTF-8');
        for (const text of texts) expect(text).toMatch(/^application\/json ?; ?charset=("utf-8"|utf-8)$/i);
        expect(texts.some((text) => text.includes('"'))).toBe(true);
        expect(texts.some((text) => text.includes(' ;'))).toBe(true);
        expect(texts.some((text) => text.startsWith('APPLICATION/JSON'))).toBe(true);
      });

      it('adds the charset that JSON has in any case, and none to other types', () => {
        const texts = spellOften('application/json');
        expect(texts.some((text) => /^application\/json$/i.test(text))).toBe(true);
        expect(texts.some((text) => /^application\/json ?; ?charset="?utf-8"?$/i.test(text))).toBe(true);
        for (const text of spellOften('text/csv')) expect(text.toLowerCase()).toBe('text/csv');
      });

      it('leaves the letters of other parameters', () => {
        for (const text of spellOften('text/html; profile="A b"; q')) expect(text).toMatch(/profile="A b" ?; ?q$/i);
        for (const text of spellOften('text/html; profile="A b"')) expect(text).toContain('="A b"');
      });
    });
  });

  describe('recase', () => {
    it('recase writes the same letters in upper case, lower case, and both', () => {
      const texts = Array.from({ length: 100 }, (_, seed) => recase('Content-Type', createRandom(`${seed}`)));
      expect(new Set(texts.map((text) => text.toLowerCase()))).toEqual(new Set(['content-type']));
      for (const text of ['CONTENT-TYPE', 'content-type', 'Content-Type']) expect(texts).toContain(text);
      expect(new Set(texts).size).toBeGreaterThan(5);
    });
  });
});

describe('spellJson', () => {
  it('writes the same value whatever the random', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, seed) => {
        const plain = JSON.parse(JSON.stringify(value)) as Json;
        expect(JSON.parse(spellJson(plain, createRandom(seed)))).toEqual(plain);
      }),
      { numRuns: runs(500) },
    );
  });

  it('writes it in many ways: with and without white space, in other orders, with escapes', () => {
    const value = { name: 'é/e', list: [1, 2], other: { a: null, b: true } };
    const texts = Array.from({ length: 100 }, (_, seed) => spellJson(value, createRandom(`${seed}`)));
    for (const pattern of [/\n/, /^[^ \n]+$/, /\\u00e9/, /é/, /\\\//, /\\u0065/, /\t/, /\r\n/]) {
      expect(texts.filter((text) => pattern.test(text))).not.toEqual([]);
    }
    expect(new Set(texts.map((text) => Object.keys(JSON.parse(text) as object).join())).size).toBe(6);
  });
});
