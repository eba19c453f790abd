import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { VALID_CONTRACT, writeContract } from '../testing/write-contract.ts';
import type { Contract } from './contract.ts';
import { PagewrightError } from './error.ts';
import { loadContracts } from './load-contracts.ts';

type Change = readonly [search: string, replacement: string];

describe('vocabulary', () => {
  function load(...changes: readonly Change[]): Contract {
    const text = changes.reduce((changed, [search, replacement]) => {
      if (!changed.includes(search)) throw new Error(`nothing like ${search}`);
      return changed.replace(search, replacement);
    }, VALID_CONTRACT);
    const [contract] = loadContracts(writeContract(text));
    if (contract === undefined) throw new Error('no contract');
    return contract;
  }

  function messagesOf(...changes: readonly Change[]): readonly string[] {
    try {
      load(...changes);
      return [];
    } catch (error) {
      if (error instanceof PagewrightError) return error.problems.map(({ message }) => message);
      throw error;
    }
  }

  it.each<[string, Change, string]>([
    ['a total in a place of its own kind', ['total: /count', 'total: { at: { header: X-Count }, cap: 10 }'], 'ok'],
    ['a relative link', ['next: /next', 'next: { at: /next, as: relativeLink }'], 'ok'],
    ['a fixed size', ['limit: { parameter: size', 'limit: { fixed: 7'], 'Unknown key outOfRange: must be one of fixed'],
    [
      'a header that the response does not declare',
      ['total: /count', 'total: X-Total-Count'],
      'Unknown header X-Total-Count: the response declares none. A place in the body is a JSON Pointer: /X-Total-Count',
    ],
    [
      'what is no pointer and no name',
      ['total: /count', 'total: $.count'],
      'must be a JSON Pointer such as /data/items, { header: NAME }',
    ],
    [
      'a token in a Link header',
      ['next: /next', 'next: { header: Link, as: token }'],
      'Invalid form token: the header Link',
    ],
    [
      'a place that is none',
      ['next: /next', 'next: { heading: Link }'],
      'must be a JSON Pointer such as /data/items, { header: NAME }',
    ],
    [
      'an entry of what is no list',
      ['next: /next', 'next: { list: /count, where: { rel: next }, at: /url }'],
      'Unknown pointer /url in the entries of /count',
    ],
    ['a form that there is not', ['next: /next', 'next: { at: /next, as: url }'], 'Invalid value "url"'],
  ])('reads %s, or says what is wrong', (_what, change, expected) => {
    expect(messagesOf(change)[0] ?? 'ok').toMatch(expected);
  });

  it('looks up what OpenAPI says', () => {
    const { page, envelope } = load();
    expect(envelope.forms.get('next')).toBe('link');
    expect(page).toMatchObject({ style: 'number', first: 1 });
    const zero = load([
      'name: page, in: query, schema: { type: integer',
      'name: page, in: query, schema: { minimum: 0, type: integer',
    ]);
    expect(zero.page).toMatchObject({ first: 0 });
  });

  it('has its block beside a reference to an operation that stands elsewhere, as an overlay puts it there', () => {
    const [, block = ''] = /^ {6}x-pagewright:\n((?: {8}.*\n)+)/m.exec(VALID_CONTRACT) ?? [];
    const file = writeContract(
      `openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n  /things:\n    get:\n      $ref: './other.yaml#/paths/~1things/get'\n      x-pagewright:\n${block}`,
    );
    writeFileSync(join(dirname(file), 'other.yaml'), VALID_CONTRACT.replace(`      x-pagewright:\n${block}`, ''));
    expect(loadContracts(file).map(({ path, page }) => [path, page.style])).toEqual([['/things', 'number']]);
  });

  it('rejects a page behind the last one where pages say which is the last, and has none of its items elsewhere', () => {
    const isSilent: Change = ["          next: /next\n          atEnd: 'null'\n", ''];
    expect(load().page).toMatchObject({ pastEnd: 'reject' });
    expect(load(isSilent).page).toMatchObject({ pastEnd: 'empty' });
    expect(load(isSilent, ['total: /count', '']).page).toMatchObject({ pastEnd: 'empty' });
  });

  it('takes required members that speak of pages for what their names say, and those of other things for no such', () => {
    const holders = (name: string): Change => [
      'required: [things, count]\n      properties:',
      `required: [things, count, ${name}]\n      properties:\n        ${name}: { type: object, required: [limit], properties: { limit: { type: integer } } }`,
    ];
    expect(load(holders('paging')).envelope.roles.get('limit')).toEqual({ in: 'body', pointer: ['paging', 'limit'] });
    expect(load(holders('account')).envelope.roles.get('limit')).toBeUndefined();
  });

  it('has names that stand for one direction', () => {
    const { parameter } = load([
      'order: { by: [-at] }',
      'order: { by: [-at], parameter: kind, fields: { a: kind, newest: -at, at: at } }',
    ]).order;
    expect([...(parameter?.orders ?? [])].map(([name, key]) => [name, key.field.name, key.direction])).toEqual([
      ['a', 'kind', 1],
      ['newest', 'at', -1],
    ]);
    expect([...(parameter?.fields.keys() ?? [])]).toEqual(['at']);
  });

  it('takes tokens that no page gives for keys of rows', () => {
    const changes: readonly Change[] = [
      ['style: number', 'style: keyset'],
      ["          next: /next\n          atEnd: 'null'\n", ''],
    ];
    expect(load(...changes).page.style).toBe('key');
  });
});
