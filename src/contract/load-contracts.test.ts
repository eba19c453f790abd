import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { fc } from '../testing/properties.ts';
import { VALID_CONTRACT, writeContract } from '../testing/write-contract.ts';
import type { Contract } from './contract.ts';
import { PagewrightError, type Problem } from './error.ts';
import { builtInContracts, chooseList, loadContracts } from './load-contracts.ts';

describe('load contracts', () => {
  function loadOne(text: string): Contract {
    const [contract] = loadContracts(writeContract(text));
    if (contract === undefined) throw new Error('no contract');
    return contract;
  }

  /** The problems of a contract that has been changed in one place. */
  function problemsOf(search: string, replacement: string): readonly Problem[] {
    const text = VALID_CONTRACT.replace(search, replacement);
    if (text === VALID_CONTRACT) throw new Error(`the contract has no ${search}`);
    try {
      loadOne(text);
    } catch (error) {
      if (error instanceof PagewrightError) return error.problems;
      throw error;
    }
    return [];
  }

  function lineOf(text: string, part: string): number {
    return text.slice(0, text.indexOf(part)).split('\n').length;
  }

  describe('loadContracts', () => {
    it('reads the four contracts that come with the package', () => {
      expect(builtInContracts()).toEqual(['devdraft', 'pyng', 'piriod', 'wingback'].sort());
      const styles = builtInContracts().map((id) => loadContracts(id)[0]?.page.style);
      expect(styles).toEqual(['offset', 'number', 'links', 'keyset']);
    });

    it('looks up in OpenAPI what the block names', () => {
      const contract = loadOne(VALID_CONTRACT);
      expect(contract).toMatchObject({ id: 'things', title: 'Things', path: '/things', mediaType: 'application/json' });
      expect(contract.page.limit).toMatchObject({
        default: 10,
        minimum: 1,
        maximum: 50,
        above: 'clamp',
        malformed: 'default',
      });
      expect(contract.access.scope?.name).toBe('X-Site');
      expect(contract.order.by.map((key) => [key.field.name, key.direction])).toEqual([
        ['at', -1],
        ['id', 1],
      ]);
      expect(contract.filters.map((filter) => filter.fields[0]?.kind)).toEqual(['string', 'instant']);
      expect(contract.moves.get('touch')?.setTimes).toEqual({ at: { now: 3_600_000, kind: 'instant' } });
      expect(contract.errors.get('invalidPosition')?.body).toEqual({ error: 'no such page' });
    });

    it('tells where each entry comes from', () => {
      const contract = loadOne(VALID_CONTRACT);
      expect(contract.provenanceOf(['page', 'limit', 'outOfRange'])).toEqual({ mark: 'chosen', source: 'Paging' });
      expect(contract.provenanceOf(['filters', 'since'])).toEqual({ mark: 'inferred' });
      expect(contract.provenanceOf(['filters', 'kind'])).toEqual({ mark: 'documented' });
    });

    it('gives every list operation of a file an id of its own', () => {
      const operation = VALID_CONTRACT.slice(VALID_CONTRACT.indexOf('    get:'), VALID_CONTRACT.indexOf('components:'));
      const second = `  /others:\n${operation.replace('listThings', 'listOthers')}`;
      const contracts = loadContracts(writeContract(VALID_CONTRACT.replace('components:', `${second}components:`)));
      expect(contracts.map((contract) => contract.id)).toEqual(['things.listThings', 'things.listOthers']);
    });

    it.each([
      ['an unknown key', 'items: /things', 'itms: /things', /^Unknown key itms: must be one of items/],
      [
        'a parameter that is not declared',
        'kind: { field: kind',
        'sort: { field: kind',
        /^Unknown parameter sort: the operation declares size, page, kind, since/,
      ],
      [
        'a field that an item lacks',
        'field: at, operator',
        'field: made, operator',
        /^Unknown field made: an item has id, kind, at/,
      ],
      [
        'a pointer into nothing',
        'total: /count',
        'total: /sum',
        /^Unknown pointer \/sum: the top level of the response body has \/things, \/count/,
      ],
      [
        'a pointer to the wrong type',
        'total: /count',
        'total: /next',
        /^Invalid type of \/next: must be integer or number, not string or null/,
      ],
      [
        'an operator that does not suit',
        'field: at, operator: gte',
        'field: active, operator: gte',
        /^Invalid operator gte for active \(boolean\): must be equals/,
      ],
      [
        'an operator for text on a number',
        'field: at, operator: gte',
        'field: sizes/*, operator: contains',
        /^Invalid operator contains for sizes\/\* \(number\): must be equals, gt/,
      ],
      [
        'an unknown operator',
        'operator: gte',
        'operator: after',
        /^Invalid value "after": must be one of equals, in, /,
      ],
      [
        'an example that an error is answered with and that does not fit',
        '{ error: no such page }',
        '{ error: 404 }',
        /^Invalid example: \/error must be string/,
      ],
      [
        'a named example that is not there',
        'example: no-page',
        'example: gone',
        /^Unknown example gone: response 404 has no-page/,
      ],
      [
        'a status that is not declared',
        'status: 404',
        'status: 410',
        /^Unknown response 410: the operation declares 200, 404/,
      ],
      [
        'a key of another style',
        "atEnd: 'null'",
        'token: { encoding: none }',
        /^Invalid key token for page style number: must be one of links/,
      ],
      ['a missing key', '        identity: id\n', '', /^Missing identity/],
      [
        'an identity that is no text',
        'identity: id',
        'identity: active',
        /^Invalid identity active: must be a single text or number in each item, not boolean/,
      ],
      [
        'a reference into nothing',
        "{ $ref: '#/components/schemas/Thing' }",
        "{ $ref: '#/components/schemas/Thong' }",
        /#\/components\/schemas\/Thong: nothing is there/,
      ],
      ['a duration that is none', 'now: PT1H', 'now: soon', /^Invalid duration: must be ISO 8601/],
      [
        'a time in a field of text',
        'set: { at:',
        'set: { kind:',
        /^Invalid field kind: must be a number or a date-time/,
      ],
      [
        'a documented default said again',
        'outOfRange: clamp,',
        'outOfRange: clamp, default: 5,',
        /^Duplicate default: the schema of the parameter says 10 already/,
      ],
      [
        'a parameter that leads back elsewhere',
        'position: { parameter: page }',
        'position: { parameter: page, backward: size }',
        /^Invalid key backward: only page style key or keyset has it/,
      ],
      ['YAML that is none', 'openapi: 3.1.0', 'openapi: [3.1.0', /Invalid YAML/],
      [
        'another version of OpenAPI',
        'openapi: 3.1.0',
        "openapi: '2.0'",
        /^Invalid OpenAPI version "2.0": must be 3.0, 3.1 or 3.2, or 2.0 as swagger/,
      ],
      ['a file without a list', 'x-pagewright:', 'x-other:', /^Missing x-pagewright/],
      ['a response without JSON', "'200':", "'302':", /^Missing response 200/],
    ])('says where and what for %s', (_, search, replacement, message) => {
      const [problem] = problemsOf(search, replacement);
      expect(problem?.message).toMatch(message);
      expect(basename(problem?.file ?? '')).toBe('things.yaml');
    });

    it('names the line of the mistake, through references too', () => {
      const changed = VALID_CONTRACT.replace('field: at, operator: gte', 'field: made, operator: gte');
      expect(problemsOf('field: at, operator: gte', 'field: made, operator: gte')[0]).toMatchObject({
        line: lineOf(changed, 'field: made'),
      });
      expect(problemsOf('type: string, enum: [a, b]', 'type: string, enum: [1, 2]')[0]).toMatchObject({
        line: lineOf(VALID_CONTRACT, 'enum: [a, b]'),
        message: 'Invalid value 1: must be string, as its type says; put it in quotes',
      });
    });

    it('warns of an example that nobody sends, with the line', () => {
      const warnings: Problem[] = [];
      const file = writeContract(VALID_CONTRACT.replace('count: 1, next', 'count: one, next'));
      expect(loadContracts(file, { warn: (problem) => warnings.push(problem) })).toHaveLength(1);
      expect(warnings).toEqual([
        {
          file,
          line: lineOf(VALID_CONTRACT, 'count: 1, next'),
          column: expect.any(Number),
          message: 'Invalid example: /count must be integer',
        },
      ]);
    });

    it('warns of a security scheme that nobody declares or can send, and does without', () => {
      const warnings: Problem[] = [];
      const schemes = 'bearer: { type: http, scheme: bearer }, tls: { type: mutualTLS }';
      const security = 'security: [{ bearer: [], tls: [], lost: [] }, { tls: [] }]';
      const text = `${security}\n${VALID_CONTRACT.replace('components:', `components:\n  securitySchemes: { ${schemes} }`)}`;
      const [one] = loadContracts(writeContract(text), { warn: (problem) => warnings.push(problem) });
      expect(one?.access.credentials.map((schemes) => schemes.map(({ name }) => name))).toEqual([['bearer']]);
      const unsendable =
        'Ignored security scheme tls: only http, oauth2, openIdConnect and apiKey are sent with a request';
      expect(warnings.map(({ message }) => message)).toEqual([
        unsendable,
        'Ignored security scheme lost: the document declares bearer, tls',
        unsendable,
      ]);
    });

    it('takes a schema that contains itself', () => {
      const text = VALID_CONTRACT.replace(
        '        active: { type: boolean }',
        "        active: { type: boolean }\n        parts: { type: array, items: { $ref: '#/components/schemas/Thing' } }",
      );
      expect(loadOne(text).id).toBe('things');
    });

    it('reports all mistakes at once', () => {
      const text = VALID_CONTRACT.replace('total: /count', 'total: /sum').replace('field: kind', 'field: sort');
      expect(() => loadOne(text)).toThrow(/Unknown pointer \/sum[\s\S]*Unknown field sort/);
    });

    it('says what is wrong with whatever a file holds, with the line, or loads it', () => {
      const places = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
        typeof value !== 'object' || value === null
          ? []
          : Object.entries(value).flatMap(([key, part]) => [[...path, key], ...places(part, [...path, key])]);
      const root = parse(VALID_CONTRACT) as object;
      const paths = places(root);
      const thing = { $ref: '#/components/schemas/Thing' };
      const wrong = fc.constantFrom<unknown>(
        ...[undefined, null, 1, -1, 'x', '', true, [], {}, ['a'], [null], { a: 1 }, '%zz', '__proto__', '/a/{b}'],
        ...[
          { $ref: '#/nope' },
          { $ref: '#' },
          { $ref: '#/paths' },
          thing,
          { allOf: [thing] },
          { type: 'string', nullable: true },
        ],
      );
      const file = writeContract('');
      fc.assert(
        fc.property(fc.array(fc.tuple(fc.constantFrom(...paths), wrong), { minLength: 1, maxLength: 2 }), (changes) => {
          const changed = structuredClone(root);
          for (const [path, value] of changes) {
            const holder = path
              .slice(0, -1)
              .reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], changed);
            if (typeof holder === 'object' && holder !== null) Object.assign(holder, { [path.at(-1) ?? '']: value });
          }
          writeFileSync(file, JSON.stringify(changed));
          try {
            loadContracts(file, { warn: () => undefined });
          } catch (error) {
            expect(error).toBeInstanceOf(PagewrightError);
            expect((error as PagewrightError).problems.length).toBeGreaterThan(0);
          }
        }),
      );
    });

    it('says what there is when a name leads nowhere', () => {
      expect(() => loadContracts('pong')).toThrow(
        /pong:1:1 No such file or built-in contract. Built-in contracts: .*pyng/,
      );
    });
  });
});

describe('choose list', () => {
  const [one, other] = ['shop.listOrders', 'shop.listItems'].map((id) => ({ id }) as Contract) as [Contract, Contract];

  describe('chooseList', () => {
    it('takes the only list unless another is named', () => {
      expect(chooseList([one])).toBe(one);
      expect(chooseList([one], 'listItems')).toBeUndefined();
    });

    it('takes none of several unless one is named, by its operation or its whole id', () => {
      expect(chooseList([one, other])).toBeUndefined();
      expect(chooseList([one, other], 'listItems')).toBe(other);
      expect(chooseList([one, other], 'shop.listOrders')).toBe(one);
      expect(chooseList([one, other], 'Orders')).toBeUndefined();
    });
  });
});
