import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../testing/properties.ts';
import { runs } from '../testing/runs.ts';
import type { Envelope, Json, Place, Role } from './contract.ts';
import { type ChangeableValues, readLinkHeader, readRole, writeLinkHeader, writeRole } from './place.ts';

describe('places', () => {
  const PLACES: readonly (readonly [Role, Place])[] = [
    ['items', { in: 'body', pointer: ['data'] }],
    ['next', { in: 'header', name: 'Link' }],
    ['previous', { in: 'header', name: 'link' }],
    ['self', { in: 'entry', list: ['link'], where: { relation: 'self' }, pointer: ['url'] }],
    ['total', { in: 'header', name: 'X-Total' }],
    ['hasNext', { in: 'header', name: 'X-More' }],
  ];
  const ENVELOPE: Pick<Envelope, 'roles'> = { roles: new Map(PLACES) };

  function response(body: Json, headers: Record<string, string> = {}): ChangeableValues & { readonly all: object } {
    const all = new Map(Object.entries(headers));
    return {
      body,
      all,
      header: (name) => all.get(name.toLowerCase()),
      setHeader(name, value) {
        if (value === undefined) all.delete(name.toLowerCase());
        else all.set(name.toLowerCase(), value);
      },
    };
  }

  it('are read as JSON has it, also from headers', () => {
    const page = response(
      {
        data: [1],
        link: [
          { relation: 'next', url: '/n' },
          { relation: 'self', url: '/s' },
        ],
      },
      { link: '</a?b=1,2>; rel="last next", </p>;rel=previous;title="a, \\"b\\""', 'x-total': '12', 'x-more': 'True' },
    );
    const read = (role: Role): unknown => readRole(ENVELOPE, role, page);
    expect(['items', 'next', 'previous', 'self', 'total', 'hasNext'].map((role) => read(role as Role))).toEqual([
      [1],
      '/a?b=1,2',
      '/p',
      '/s',
      12,
      true,
    ]);
    expect(readRole(ENVELOPE, 'next', response({}))).toBeUndefined();
    expect(readRole(ENVELOPE, 'next', response({}, { link: 'not well formed' }))).toBeUndefined();
  });

  it('are written where they stand, and taken away without a trace', () => {
    const page = response({ data: [], link: [{ relation: 'other', url: '/o' }] });
    for (const [role, value] of [
      ['next', '/n'],
      ['previous', '/p'],
      ['self', '/s'],
      ['total', 3],
    ] as const) {
      writeRole(ENVELOPE, role, page, value);
      expect(readRole(ENVELOPE, role, page)).toBe(value);
    }
    expect(page.header('link')).toBe('</n>; rel="next", </p>; rel="prev"');
    for (const role of ['next', 'previous', 'self', 'total'] as const) writeRole(ENVELOPE, role, page, undefined);
    expect([page.body, page.all]).toEqual([{ data: [], link: [{ relation: 'other', url: '/o' }] }, new Map()]);
  });

  it('hold any URL in a Link header', () => {
    const relations = ['next', 'prev', 'first', 'last', 'self'];
    // What fast-check has for URLs builds tables of all of Unicode.
    const part = fc.string({ unit: codePoint }).map((text) => encodeURIComponent(text));
    const mark = fc.constantFrom(...";,:@!$'()*+=&/?");
    const rest = fc.array(fc.oneof(part, mark)).map((parts) => parts.join(''));
    const url = fc.tuple(fc.constantFrom('', 'http://', 'https://'), part, rest);
    const urls = url.map(([scheme, host, path]) => (scheme === '' ? `/${path}` : `${scheme}${host}.test/${path}`));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...relations), urls), (links) => {
        expect(readLinkHeader(writeLinkHeader(links) ?? '')).toEqual({ ...links });
      }),
      { numRuns: runs(200) },
    );
  });
});
