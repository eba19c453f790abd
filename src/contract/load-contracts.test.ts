import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { VALID_CONTRACT, writeContract } from '../testing/write-contract.ts';
import type { Contract } from './contract.ts';
import { PagewrightError, type Problem } from './error.ts';
import { createAjv, cutCycles, propertiesOf, toJsonSchema } from './json-schema.ts';
import { builtInContracts, chooseList, loadContracts } from './load-contracts.ts';
import { parseSourceDocument, readSourceDocument, resolveReferences } from './source-document.ts';

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
        'an example that does not fit',
        'count: 1, next',
        'count: one, next',
        /^Invalid example: \/count must be integer/,
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
        /^Invalid key backward: only page style key has it/,
      ],
      ['YAML that is none', 'openapi: 3.1.0', 'openapi: [3.1.0', /Invalid YAML/],
      [
        'another version of OpenAPI',
        'openapi: 3.1.0',
        "openapi: '2.0'",
        /^Invalid OpenAPI version "2.0": must be 3.0 or 3.1/,
      ],
      ['a file without a list', 'x-pagewright:', 'x-other:', /^Missing x-pagewright/],
      ['a response without JSON', "'200':", "'201':", /^Missing response 200/],
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
      expect(problemsOf('count: 1, next', 'count: one, next')[0]).toMatchObject({
        line: lineOf(VALID_CONTRACT, 'count: 1, next'),
      });
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

describe('source document', () => {
  describe('parseSourceDocument', () => {
    const document = parseSourceDocument("a:\n  - x: 1\n  - $ref: '#/b'\nb:\n  deep: { key: 2 }\n", 'f.yaml');

    it.each([
      [['a', 0, 'x'], { line: 2, column: 5 }],
      [['a', 1, 'deep', 'key'], { line: 5, column: 11 }],
      [['b', 'missing'], { line: 4, column: 1 }],
      [[], { line: 1, column: 1 }],
    ])('knows where %j stands', (path, place) => {
      expect(document.problemAt(path, 'no')).toEqual({ file: 'f.yaml', ...place, message: 'no' });
    });

    it('reads JSON too', () => {
      expect(parseSourceDocument('{"a": [1, null]}', 'f.json').value).toEqual({ a: [1, null] });
    });

    it('refuses keys that stand twice, with the line', () => {
      expect(() => parseSourceDocument('a: 1\na: 2\n', 'f.yaml')).toThrow(/f\.yaml:2:1 Invalid YAML/);
    });

    it('refuses aliases that multiply beyond measure', () => {
      const bomb = [
        'a: &a [x, x, x, x, x, x, x, x, x, x]',
        ...[...'bcdefgh'].map(
          (name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefg'[index]}`).join(', ')}]`,
        ),
      ].join('\n');
      expect(() => parseSourceDocument(bomb, 'bomb.yaml')).toThrow(/bomb\.yaml:1:1 Invalid YAML/);
    });

    it.each([
      [
        'a: 1\n---\nb: 2\n',
        'f.yaml:2:1 Invalid YAML: must be a single document; remove the --- and everything after it',
      ],
      ['a: 1\nb: !!js/function "x => 1"\n', 'f.yaml:2:4 Invalid YAML: unknown tag !!js/function'],
    ])('rejects %j, with the line', (text, message) => {
      expect(() => parseSourceDocument(text, 'f.yaml')).toThrow(message);
    });

    it('says that a file ', () => {
      expect(() => readSourceDocument('/no/such/file.yaml')).toThrow(
        '/no/such/file.yaml:1:1 Cannot read the file: no such file',
      );
    });
  });

  describe('resolve references', () => {
    function resolve(text: string): unknown {
      return resolveReferences(parseSourceDocument(text, 'test.yaml'));
    }

    describe('resolveReferences', () => {
      it('puts the target in the place of a reference, through several steps', () => {
        expect(resolve("a: { $ref: '#/b' }\nb: { $ref: '#/c~1d' }\nc/d: { x: 1 }")).toMatchObject({
          a: { x: 1 },
          b: { x: 1 },
        });
      });

      it('keeps what stands beside a reference', () => {
        expect(
          resolve("a: { $ref: '#/b', description: mine }\nb: { type: string, description: theirs }"),
        ).toMatchObject({
          a: { type: 'string', description: 'mine' },
        });
      });

      it('makes a graph of what refers to itself', () => {
        const { tree } = resolve("tree: { type: object, child: { $ref: '#/tree' } }") as { tree: { child: unknown } };
        expect(tree.child).toBe(tree);
      });

      it('tells the line of a reference that leads nowhere or elsewhere', () => {
        expect(() => resolve("a:\n  b: { $ref: '#/c' }")).toThrow(
          'test.yaml:2:8 Unresolved $ref #/c: nothing is there',
        );
        expect(() => resolve("a: { $ref: 'other.yaml#/c' }")).toThrow(
          /Unresolved \$ref other\.yaml#\/c: must be within the file/,
        );
      });
    });
  });
});

describe('json schema', () => {
  describe('to json schema', () => {
    describe('toJsonSchema', () => {
      it('makes null a type and a value of the enum', () => {
        expect(toJsonSchema({ type: 'string', nullable: true, enum: ['a'] })).toEqual({
          type: ['string', 'null'],
          enum: ['a', null],
        });
        expect(toJsonSchema({ type: 'string', nullable: false })).toEqual({ type: 'string' });
      });

      it('makes exclusive bounds numbers', () => {
        expect(toJsonSchema({ minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false })).toEqual({
          exclusiveMinimum: 1,
          maximum: 9,
        });
      });

      it('leaves properties with the names of keywords alone, and data as it is', () => {
        const schema = {
          type: 'object',
          properties: { example: { type: 'string', nullable: true }, nullable: { type: 'boolean' } },
          example: { nullable: true },
        };
        expect(toJsonSchema(schema)).toEqual({
          type: 'object',
          properties: { example: { type: ['string', 'null'] }, nullable: { type: 'boolean' } },
          example: { nullable: true },
        });
      });

      it('keeps a schema that contains itself', () => {
        const node: Record<string, unknown> = { type: 'object', properties: {} };
        (node['properties'] as Record<string, unknown>)['next'] = node;
        const converted = toJsonSchema(node) as { properties: { next: unknown } };
        expect(converted.properties.next).toBe(converted);
      });
    });

    describe('propertiesOf', () => {
      it('merges the members of allOf with its own', () => {
        const schema = {
          allOf: [{ properties: { a: { type: 'string' }, b: {} } }],
          properties: { a: { maxLength: 3 } },
        };
        expect(propertiesOf(schema)).toEqual({ a: { type: 'string', maxLength: 3 }, b: {} });
      });
    });
  });

  describe('cutCycles', () => {
    const comment: Record<string, unknown> = { type: 'object', required: ['text'] };
    comment['properties'] = { text: { type: 'string' }, replies: { type: 'array', items: comment } };

    it('ends a schema where it begins again', () => {
      const validate = createAjv().compile(cutCycles(comment) as object);
      expect(validate({ text: 'a', replies: [{ anything: 1 }] })).toBe(true);
      expect(validate({ replies: [] })).toBe(false);
    });

    it('leaves alone what merely stands in two places', () => {
      const text = { type: 'string' };
      expect(cutCycles({ a: text, b: text })).toEqual({ a: text, b: text });
    });
  });
});
