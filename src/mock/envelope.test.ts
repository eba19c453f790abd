import { describe, expect, it } from '@jest/globals';
import type { Contract, Role } from '../contract/contract.ts';
import type { RoleValue } from '../page/neighbours.ts';
import { codePoint, fc } from '../testing/properties.ts';
import { createPageWriter } from './envelope.ts';
import { loadContract, loadSample } from './testing/load-contract.ts';
import { readText } from './testing/read-body.ts';

function write(contract: Contract, values: readonly (readonly [Role, RoleValue])[], items = '', total = 0): string {
  return readText({ body: createPageWriter(contract)({ items, total, values: new Map(values) }, () => 'fresh') });
}

const pyng = loadContract('pyng');

describe('createPageWriter', () => {
  it('writes members in the order of the schema', () => {
    expect(
      write(
        pyng,
        [
          ['next', 'n'],
          ['previous', 'p'],
        ],
        '{"a":1},{"b":2}',
        7,
      ),
    ).toBe('{"data":{"items":[{"a":1},{"b":2}],"totalItems":7,"nextHref":"n","prevHref":"p"},"traceId":"fresh"}');
  });

  it('leaves out, or writes as null or empty, a link that leads nowhere', () => {
    const ends: readonly (readonly [Role, RoleValue])[] = [
      ['next', null],
      ['previous', null],
    ];
    expect(write(pyng, ends)).toBe('{"data":{"items":[],"totalItems":0},"traceId":"fresh"}');
    expect(JSON.parse(write(loadContract('piriod'), ends))).toEqual({
      count: 0,
      next: null,
      previous: null,
      results: [],
    });
    expect(write(loadSample(["atEnd: 'null'", 'atEnd: empty']), [['next', null]])).toBe(
      '{"things":[],"count":0,"next":""}',
    );
  });

  it('writes numbers and flags as what they are', () => {
    const values: readonly (readonly [Role, RoleValue])[] = [
      ['position', 40],
      ['limit', 20],
    ];
    expect(JSON.parse(write(loadContract('devdraft'), values, '', 41))).toEqual({
      data: [],
      total: 41,
      skip: 40,
      take: 20,
    });
    const contract = loadSample(
      ['total: /count', 'total: /count\n        hasNext: /more'],
      ['count: { type: integer }', 'count: { type: integer }\n        more: { type: boolean }'],
    );
    expect(
      write(contract, [
        ['next', 'n'],
        ['hasNext', false],
      ]),
    ).toBe('{"things":[],"count":0,"more":false,"next":"n"}');
  });

  it('writes a member without a role when it is required and says what it is', () => {
    const contract = loadSample(
      ['required: [things, count]', 'required: [things, count, kind, version, note, nothing]'],
      [
        'count: { type: integer }',
        "count: { type: integer }\n        kind: { const: 'liste é' }\n        version: { type: integer, default: 2 }\n        note: { type: string, examples: [n] }\n        nothing: { type: string }\n        optional: { type: string, default: o }",
      ],
      ['count: 1, next: null }', "count: 1, next: null, kind: 'liste é', version: 2, note: n, nothing: x }"],
    );
    expect(write(contract, [['next', null]])).toBe(
      '{"things":[],"count":0,"kind":"liste é","version":2,"note":"n","next":null}',
    );
  });

  it('escapes whatever stands in a link', () => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint }), (text) => {
        const body = write(pyng, [['next', text]]);
        expect((JSON.parse(body) as { data: { nextHref: string } }).data.nextHref).toBe(text);
      }),
    );
  });

  it('takes a new value for every body', () => {
    const writePage = createPageWriter(pyng);
    const values = ['v1', 'v2'];
    const fresh = (): string => values.shift() ?? '';
    const page = { items: '', total: 0, values: new Map<Role, RoleValue>() };
    expect(
      [writePage(page, fresh), writePage(page, fresh)].map((body) => (JSON.parse(body) as { traceId: string }).traceId),
    ).toEqual(['v1', 'v2']);
  });
});
