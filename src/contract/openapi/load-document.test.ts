import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fc } from '../../testing/properties.ts';
import { PagewrightError } from '../error.ts';
import { createAjv } from '../json-schema.ts';
import { type LoadedDocument, type LoadOptions, loadDocument } from './load-document.ts';
import { propertiesOf, typesOf } from './schema-branches.ts';
import { mergeAllOf } from './schema-merge.ts';
import { problemOf } from './schema-places.ts';
import { viewSchema } from './schema-views.ts';
import { compileSchema } from './validators.ts';

type Part = Readonly<Record<string, unknown>>;

/** Writes files into a folder of their own; the first one is the entry. */
function write(files: Readonly<Record<string, string | object>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'document-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return join(folder, Object.keys(files)[0] ?? '');
}

const HEAD = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\n";

/** A document with one list, whose item has the given schema; more YAML behind it. */
function documentOf(item: string, more = ''): string {
  return `${HEAD}paths:
  /things:
    get:
      responses:
        '200':
          description: ok
          content: { application/json: { schema: { type: array, items: ${item} } } }
      x-pagewright: { items: '' }
${more}`;
}

function load(files: Readonly<Record<string, string | object>> | string, options?: LoadOptions): LoadedDocument {
  return loadDocument(write(typeof files === 'string' ? { 'api.yaml': files } : files), options);
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (found as Part | undefined)?.[key], value);
}

function operationOf({ document }: LoadedDocument): Part {
  return at(document, 'paths', '/things', 'get') as Part;
}

function itemOf(loaded: LoadedDocument): Part {
  return at(operationOf(loaded), 'responses', '200', 'content', 'application/json', 'schema', 'items') as Part;
}

function errorsOf(loaded: LoadedDocument): readonly string[] {
  return loaded
    .errorsWithin([operationOf(loaded)])
    .map(({ file, line, column, message }) => `${file.split('/').at(-1)}:${line}:${column} ${message}`);
}

describe('loadDocument', () => {
  it.each(["'3.0.3'", '3.1.0', '3.2.0', "'3.1'", '3.0', '3.1', '3.2'])('reads version %s', (version) => {
    const loaded = load(documentOf('{ type: string }').replace('3.1.0', version));
    expect(loaded.source.value).toMatchObject({ openapi: expect.stringMatching(/^3\.[012]/) });
    expect(loaded.lists).toEqual([['paths', '/things', 'get']]);
  });

  it.each([
    ['{}', "1:1 Missing openapi: must be the version, 3.0, 3.1 or 3.2 (or swagger: '2.0')"],
    ['[1]', '1:1 Missing openapi'],
    ['openapi: 4', '1:1 Invalid OpenAPI version 4'],
    ["info: {}\nopenapi: '4.0.0'", '2:1 Invalid OpenAPI version "4.0.0"'],
    ["swagger: '1.2'", '1:1 Invalid Swagger version "1.2": must be 2.0'],
  ])('refuses %j by name', (text, message) => {
    expect(() => load(text)).toThrow(message);
  });

  it('reads a block beside the operations of a path, and tells its lines', () => {
    const text = documentOf('{ type: string }').replace('      x-pagewright:', '    x-pagewright:');
    const loaded = load(text);
    expect(loaded.lists).toEqual([['paths', '/things', 'get']]);
    expect(operationOf(loaded)['x-pagewright']).toEqual({ items: '' });
    expect(loaded.source.problemAt(['paths', '/things', 'get', 'x-pagewright', 'items'], 'no').line).toBe(10);
  });

  it('says where a block must be', () => {
    const text = documentOf('{ type: string }').replace('    get:', '    put:');
    expect(load(text).errorsWithin([])).toMatchObject([
      { line: 10, message: 'Invalid place of x-pagewright: must be on the get or post operation of a list' },
    ]);
  });

  it('takes the whole query of 3.2 for an object of parameters', () => {
    const content = { 'application/x-www-form-urlencoded': { schema: { properties: { size: { type: 'integer' } } } } };
    const parameter = JSON.stringify({ name: 'all', in: 'querystring', content });
    const text = documentOf('{ type: string }').replace('    get:', `    get:\n      parameters: [${parameter}]`);
    expect(at(operationOf(load(text)), 'parameters', '0')).toMatchObject({
      in: 'query',
      style: 'form',
      explode: true,
      schema: { properties: { size: { type: 'integer' } } },
    });
  });

  it('demands no header that HTTP itself is about', () => {
    const parameters = ['Accept', 'content-type', 'X-Version'].map((name) => ({ name, in: 'header', required: true }));
    const text = documentOf('{ type: string }').replace(
      '    get:',
      `    get:\n      parameters: ${JSON.stringify(parameters)}`,
    );
    const loaded = operationOf(load(text))['parameters'] as readonly Part[];
    expect(loaded.map(({ required }) => required)).toEqual([false, false, true]);
  });

  it.each([
    ['security', '{ a: [] }', 'Invalid security: must be a list of maps from security schemes to scopes'],
    ['parameters', '[{ in: query }]', 'Missing name: a parameter must have one'],
    ['servers', '[a]', 'Invalid servers: must be a list of objects with a url'],
  ])('says what is wrong with %s', (key, value, message) => {
    const loaded = load(documentOf('{ type: string }').replace('    get:', `    get:\n      ${key}: ${value}`));
    expect(errorsOf(loaded)).toEqual([expect.stringMatching(/^api\.yaml:6:/)]);
    expect(errorsOf(loaded)[0]).toContain(message);
  });

  it('takes empty values of YAML for nothing', () => {
    const loaded = load(
      documentOf('{ type: object, properties: { a: } }').replace('    get:', '    parameters:\n    get:'),
    );
    expect(errorsOf(loaded)).toEqual([]);
    expect(itemOf(loaded)['properties']).toEqual({ a: {} });
  });
});

describe('references', () => {
  it('lead into other files and folders, and on from there', () => {
    const loaded = load({
      'api.yaml': documentOf("{ $ref: './schemas/thing.yaml#/Thing' }"),
      'schemas/thing.yaml':
        "Thing:\n  properties:\n    owner: { $ref: '../people/owner.json' }\n    next: { $ref: '#/Thing' }\n",
      'people/owner.json': { type: 'object', properties: { name: { type: 'string' } } },
    });
    const item = itemOf(loaded);
    expect(at(item, 'properties', 'owner', 'properties', 'name')).toEqual({ type: 'string' });
    expect(at(item, 'properties', 'next')).toBe(item);
    expect(errorsOf(loaded)).toEqual([]);
  });

  it('lead to path items and operations of other files, whose problems are told there', () => {
    const loaded = load({
      'api.yaml': `${HEAD}paths:\n  /things: { $ref: './things.yaml' }\n`,
      'things.yaml': documentOf('{ type: string }')
        .slice(HEAD.length)
        .replace(/^paths:\n {2}\/things:\n/, ''),
    });
    expect(loaded.lists).toEqual([['paths', '/things', 'get']]);
    const problem = loaded.source.problemAt(['paths', '/things', 'get', 'responses', '200', 'missing'], 'no');
    expect([problem.file.split('/').at(-1), problem.line]).toEqual(['things.yaml', 3]);
  });

  it.each([
    ["{ $ref: '#addr' }", 'schemas: { Addr: { $anchor: addr, type: object } }'],
    ["{ $ref: 'https://example.com/addr' }", "schemas: { Addr: { $id: 'https://example.com/addr', type: object } }"],
    [
      "{ $ref: 'https://example.com/a#/$defs/b' }",
      "schemas: { A: { $id: 'https://example.com/a', $defs: { b: { type: object } } } }",
    ],
    [
      "{ $ref: 'https://example.com/a#b' }",
      "schemas: { A: { $id: 'https://example.com/a', $defs: { B: { $anchor: b, type: object } } } }",
    ],
    ["{ $ref: 'api.yaml#/components/schemas/A' }", 'schemas: { A: { type: object } }'],
    ["{ $ref: '#/components/schemas/A%20b' }", "schemas: { 'A b': { type: object } }"],
    ["{ $ref: '#/components/schemas/a~1b' }", 'schemas: { a/b: { type: object } }'],
    ["{ $dynamicRef: '#node' }", 'schemas: { A: { $dynamicAnchor: node, type: object } }'],
    [
      "{ $ref: '#/components/schemas/B/properties/c' }",
      "schemas: { B: { $ref: '#/components/schemas/A' }, A: { properties: { c: { type: object } } } }",
    ],
  ])('of the kind %s stay in the file', (reference, components) => {
    const loaded = load(documentOf(reference, `components: { ${components} }\n`));
    expect(errorsOf(loaded)).toEqual([]);
    expect(typesOf(itemOf(loaded))).toEqual(['object']);
  });

  it('are relative to the identifier around them', () => {
    const schemas = {
      Base: {
        $id: 'https://example.com/base',
        properties: { a: { $ref: 'other' }, b: { $ref: '#/$defs/c' } },
        $defs: { c: { type: 'boolean' } },
      },
      Other: { $id: 'https://example.com/other', type: 'integer' },
    };
    const loaded = load(
      documentOf("{ $ref: '#/components/schemas/Base' }", `components: { schemas: ${JSON.stringify(schemas)} }\n`),
    );
    expect(errorsOf(loaded)).toEqual([]);
    expect(itemOf(loaded)['properties']).toEqual({ a: { type: 'integer' }, b: { type: 'boolean' } });
  });

  it.each([
    ["{ $ref: '#/components/schemas/A' }", 'nothing is there'],
    ["{ $ref: '#nowhere' }", 'no $anchor nowhere is there'],
    ["{ $ref: './gone.yaml' }", 'Cannot read the file: no such file'],
    ["{ $ref: 'https://example.com/a.yaml' }", 'must lead to a file; nothing is read from the network'],
    ["{ $ref: '#/info/title' }", 'must lead to a schema'],
    ["{ $ref: '#/components/schemas/Loop' }", 'it leads back to itself'],
    ["{ $ref: '../../etc/passwd' }", 'must not leave '],
    ["{ $ref: 'file:///etc/passwd' }", 'must not leave '],
  ])('such as %s are refused, with the line', (reference, failure) => {
    const loaded = load(
      documentOf(reference, "components: { schemas: { Loop: { $ref: '#/components/schemas/Loop' } } }\n"),
    );
    const [error] = errorsOf(loaded);
    expect(error).toMatch(/^api\.yaml:9:\d+ Unresolved \$ref /);
    expect(error).toContain(failure);
  });

  it('leave the folder of the file only where that is allowed, and not by a link either', () => {
    const outside = dirname(write({ 'shared.yaml': 'type: integer\n' }));
    const entry = write({ 'api.yaml': documentOf(`{ $ref: '${outside}/shared.yaml' }`) });
    expect(errorsOf(loadDocument(entry))[0]).toContain(`--allow ${outside}`);
    expect(itemOf(loadDocument(entry, { allow: [outside] }))).toEqual({ type: 'integer' });
    const linked = write({ 'api.yaml': documentOf("{ $ref: './inside/shared.yaml' }") });
    symlinkSync(outside, join(dirname(linked), 'inside'));
    expect(errorsOf(loadDocument(linked))[0]).toContain('must not leave');
  });

  it('are told of in the file that is wrong', () => {
    const loaded = load({
      'api.yaml': documentOf("{ $ref: './thing.yaml' }"),
      'thing.yaml': "properties:\n  a:\n    $ref: '#/b'\n",
    });
    expect(errorsOf(loaded)).toEqual(['thing.yaml:3:5 Unresolved $ref #/b: nothing is there']);
  });

  it('that lead nowhere and that no list needs are warnings', () => {
    const more = "x-notes: { $ref: './notes.md' }\ncomponents: { schemas: { Unused: { $ref: '#/gone' } } }\n";
    const loaded = load(documentOf("{ type: string, example: { $ref: '#/data' } }", more));
    expect(errorsOf(loaded)).toEqual([]);
    expect(loaded.warnings().map(({ line, message }) => [line, message.slice(0, 26)])).toEqual([
      [12, 'Unresolved $ref #/gone: no'],
      [11, 'Unresolved $ref ./notes.md'],
    ]);
  });

  it('and other flaws of schemas are spared to whoever has not written the document', () => {
    const item = "{ properties: { a: { $ref: '#/gone' }, b: { type: strng }, c: { type: string } } }";
    const own = load(documentOf(item));
    expect(errorsOf(own)).toHaveLength(2);
    expect(own.errorsWithin([operationOf(own)], { isForeign: true })).toEqual([]);
    const overlaid = load(documentOf(item), { amend: (entry) => ({ ...entry }) });
    expect(errorsOf(overlaid)).toEqual([]);
    expect(overlaid.warnings().map(({ message }) => message.slice(0, 14))).toEqual([
      'Invalid type: ',
      'Unresolved $re',
    ]);
    expect(itemOf(overlaid)['properties']).toEqual({ a: {}, b: {}, c: { type: 'string' } });
  });

  it('keep what stands beside them', () => {
    const item =
      "{ properties: { a: { $ref: '#/components/schemas/A', description: mine }, b: { $ref: '#/components/schemas/A', maxLength: 3 } } }";
    const { properties } = itemOf(
      load(documentOf(item, 'components: { schemas: { A: { type: string, description: theirs } } }\n')),
    ) as {
      properties: Part;
    };
    expect(properties['a']).toEqual({ type: 'string', description: 'mine' });
    expect(properties['b']).toEqual({ allOf: [{ type: 'string', description: 'theirs' }, { maxLength: 3 }] });
  });

  it('keep it too where a schema refers to itself', () => {
    const schemas =
      "components: { schemas: { Node: { type: object, properties: { next: { $ref: '#/components/schemas/Node', description: on } } } } }\n";
    const item = itemOf(load(documentOf("{ $ref: '#/components/schemas/Node' }", schemas)));
    const next = at(item, 'properties', 'next') as Part;
    expect(next).toMatchObject({ type: 'object', description: 'on' });
    expect(next['properties']).toBe(item['properties']);
  });

  it('make a graph of any density and depth', () => {
    const count = 3000;
    const names = Array.from({ length: count }, (_, index) => `S${index}`);
    const refer = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
    const schemas = Object.fromEntries(
      names.map((name, index) => [
        name,
        { type: 'object', properties: { next: refer(names[(index + 1) % count] ?? name) } },
      ]),
    );
    const loaded = load(
      documentOf("{ $ref: '#/components/schemas/S0' }", `components: { schemas: ${JSON.stringify(schemas)} }\n`),
    );
    let schema: unknown = itemOf(loaded);
    for (let step = 0; step < count; step += 1) schema = at(schema, 'properties', 'next');
    expect(schema).toBe(itemOf(loaded));
  });
});

describe('schemas', () => {
  it.each([
    ['{ type: string, nullable: true, enum: [a] }', { type: ['string', 'null'], enum: ['a', null] }],
    ['{ type: string, nullable: false }', { type: 'string' }],
    [
      '{ minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false }',
      { exclusiveMinimum: 1, maximum: 9 },
    ],
    ['{ exclusiveMaximum: 51 }', { exclusiveMaximum: 51 }],
    [
      '{ items: [{ type: string }, { type: integer }], additionalItems: false }',
      { prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
    ],
    ['{ items: [{ type: string }, { type: integer }] }', { anyOf: [{ type: 'string' }, { type: 'integer' }] }],
    [
      '{ type: object, properties: { example: { type: string, nullable: true }, nullable: { type: boolean } }, example: { nullable: true } }',
      {
        type: 'object',
        properties: { example: { type: ['string', 'null'] }, nullable: { type: 'boolean' } },
        example: { nullable: true },
      },
    ],
    ['{ $id: a, $schema: b, $anchor: c, $defs: { d: {} }, type: string }', { type: 'string' }],
  ])('such as %s become JSON Schema', (schema, expected) => {
    expect(itemOf(load(documentOf(schema)))).toEqual(expected);
  });

  it.each([
    "allOf: [{ $ref: '#/components/schemas/A' }]",
    "$ref: '#/components/schemas/A'",
    'oneOf: [{ type: string }, { type: integer }]',
  ])('may be null where nullable stands beside %s', (composition) => {
    const item = itemOf(
      load(
        documentOf(
          `{ ${composition}, nullable: true, description: d }`,
          'components: { schemas: { A: { type: string } } }\n',
        ),
      ),
    );
    const validate = compileSchema(createAjv(), item);
    expect([null, 'a', true].map((value) => validate(value))).toEqual([true, true, false]);
    expect(item['description']).toBe('d');
  });

  it('say by a discriminator which values are whose', () => {
    const schemas = `components:
  schemas:
    Cat: { type: object, properties: { kind: { type: string } } }
    Dog: { type: object, properties: { kind: { type: string } } }
    Fish: { type: object, properties: { kind: { const: koi } } }
`;
    const refs = ['Cat', 'Dog', 'Fish'].map((name) => `{ $ref: '#/components/schemas/${name}' }`).join(', ');
    const union = (mapping: string): unknown =>
      itemOf(load(documentOf(`{ oneOf: [${refs}], discriminator: { propertyName: kind${mapping} } }`, schemas)));
    const accepts = (schema: unknown): readonly boolean[] => {
      const validate = compileSchema(createAjv(), schema);
      return ['Cat', 'feline', 'Dog', 'koi', 'x'].map((kind) => validate({ kind }));
    };
    expect(accepts(union(''))).toEqual([true, false, true, true, false]);
    expect(accepts(union(", mapping: { feline: Cat, Cat: '#/components/schemas/Cat' }"))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it.each([
    ['{ type: strng }', 'error', 'Invalid type: must be null, boolean'],
    [
      '{ type: string, enum: [1.0, 2.0] }',
      'error',
      'Invalid value 1: must be string, as its type says; put it in quotes',
    ],
    ['{ type: string, enum: [] }', 'error', 'Invalid enum: must be a list of at least one value'],
    ['{ type: string, enum: [a, 1] }', 'warning', 'Invalid value 1: must be string'],
    ["{ type: string, pattern: '(' }", 'warning', 'Invalid pattern: must be a regular expression'],
    ['{ type: object, properties: { a: { required: true } } }', 'warning', 'Invalid required: must be a list of names'],
    ["{ type: integer, minimum: '1' }", 'warning', 'Invalid minimum: must be a number'],
    ['{ allOf: {} }', 'warning', 'Invalid allOf: must be a list of schemas'],
    ['{ properties: [] }', 'warning', 'Invalid properties: must be schemas by name'],
  ])('such as %s are an %s, with the line', (schema, severity, message) => {
    const loaded = load(documentOf(schema));
    const problems = severity === 'error' ? loaded.errorsWithin([operationOf(loaded)]) : loaded.warnings();
    expect(problems).toMatchObject([{ line: 9, message: expect.stringContaining(message) }]);
    // What is wrong is not obeyed, so that all others can be.
    expect(() => compileSchema(createAjv(), itemOf(loaded))({ a: 1 })).not.toThrow();
  });

  it.each([
    ['deep', 'must not be nested more than 100 deep', (next: object) => ({ allOf: [next] })],
    ['many', 'must not have more than 10000 branches in all', (next: object) => ({ anyOf: [next, { allOf: [next] }] })],
  ])('are refused where they are composed of too %s others', (_, message, compose) => {
    const schemas = Object.fromEntries(
      Array.from({ length: 150 }, (__, index) => [
        `S${index}`,
        compose({ $ref: `#/components/schemas/S${index + 1}` }),
      ]),
    );
    const components = `components: { schemas: ${JSON.stringify({ ...schemas, S150: { type: 'string' } })} }\n`;
    expect(errorsOf(load(documentOf("{ $ref: '#/components/schemas/S0' }", components)))).toEqual([
      expect.stringMatching(`^api\\.yaml:11:\\d+ Invalid schema: allOf, anyOf and oneOf ${message}$`),
    ]);
  });

  it('know the file and line that they were read from', () => {
    const loaded = load({
      'api.yaml': documentOf("{ $ref: './thing.yaml' }"),
      'thing.yaml': 'allOf:\n  - properties:\n      a:\n        type: string\n',
    });
    const property = propertiesOf(itemOf(loaded))['a'];
    expect(problemOf(property, 'no', ['type'])).toMatchObject({ file: expect.stringContaining('thing.yaml'), line: 4 });
  });
});

describe('examples', () => {
  it('are read from files of their own, and never from the network', () => {
    const examples =
      "{ a: { externalValue: './a.json' }, b: { externalValue: 'http://example.com/b.json' }, c: { value: { $ref: './a.json' } } }";
    const loaded = load({
      'api.yaml': documentOf('{ type: integer }').replace(' } } }\n', ` }, examples: ${examples} } }\n`),
      'a.json': [1, 2],
    });
    const read = at(operationOf(loaded), 'responses', '200', 'content', 'application/json', 'examples') as Part;
    expect(['a', 'b', 'c'].map((name) => (read[name] as Part)['value'])).toEqual([[1, 2], undefined, [1, 2]]);
    expect(loaded.warnings()).toMatchObject([
      { line: 9, message: 'Ignored externalValue http://example.com/b.json: nothing is read from the network' },
    ]);
  });
});

describe('what is not sent in a direction', () => {
  const item = `{ $ref: '#/components/schemas/User' }`;
  const schemas = `components:
  schemas:
    User:
      required: [id, password]
      allOf: [{ $ref: '#/components/schemas/Secret' }, { required: [password] }]
      properties: { id: { type: string, readOnly: true }, friend: { $ref: '#/components/schemas/User' } }
    Secret: { type: object, properties: { password: { type: string, writeOnly: true } } }
`;

  it('is neither there nor required, at any depth', () => {
    const schema = itemOf(load(documentOf(item, schemas)));
    const response = viewSchema(schema, 'response');
    expect(Object.keys(propertiesOf(response))).toEqual(['id', 'friend']);
    expect(propertiesOf(response)['friend']).toBe(mergeAllOf(response));
    const accepts = (view: unknown, value: unknown): boolean => compileSchema(createAjv(), view)(value);
    expect(accepts(response, { id: 'a', friend: { id: 'b' } })).toBe(true);
    expect(accepts(response, { friend: {} })).toBe(false);
    const request = viewSchema(schema, 'request');
    expect(accepts(request, { password: 'x' })).toBe(true);
    expect(accepts(request, {})).toBe(false);
    expect(viewSchema(schema, 'response')).toBe(response);
  });

  it('leaves alone what is sent in both', () => {
    const schema = itemOf(load(documentOf('{ type: object, properties: { a: { type: string } } }')));
    expect(viewSchema(schema, 'response')).toBe(schema);
  });
});

describe('Swagger 2.0', () => {
  const text = `swagger: '2.0'
info: { title: T, version: '1' }
basePath: /v1
paths:
  /things:
    get:
      parameters:
        - { name: ids, in: query, type: array, items: { type: integer }, collectionFormat: pipes }
      responses:
        '200':
          description: ok
          schema: { type: array, items: { $ref: '#/definitions/Thing' } }
      x-pagewright: { items: '' }
definitions:
  Thing:
    type: object
    properties:
      name: { type: string, x-nullable: true }
      kind: { type: string, enum: [1] }
`;

  it('is refused where it cannot be converted, with the operation', () => {
    expect(() => load(text.replace('in: query, ', ''))).toThrow(
      /api\.yaml:6:5 Invalid Swagger 2\.0: cannot be converted/,
    );
  });

  it('is converted, and its problems stand where it says so', () => {
    const loaded = load(text);
    expect(loaded.lists).toEqual([['paths', '/things', 'get']]);
    expect(at(operationOf(loaded), 'parameters', '0')).toMatchObject({
      style: 'pipeDelimited',
      schema: { type: 'array' },
    });
    expect(at(loaded.document, 'servers', '0', 'url')).toBe('/v1');
    expect(at(itemOf(loaded), 'properties', 'name', 'type')).toEqual(['string', 'null']);
    expect(errorsOf(loaded)).toEqual([
      'api.yaml:19:36 Invalid value 1: must be string, as its type says; put it in quotes',
    ]);
    const schema = ['paths', '/things', 'get', 'responses', '200', 'content', 'application/json', 'schema', 'items'];
    expect(loaded.source.problemAt(schema, 'no')).toMatchObject({ line: 12 });
    expect(
      loaded.source.problemAt(['paths', '/things', 'get', 'parameters', '0', 'schema', 'items'], 'no'),
    ).toMatchObject({ line: 8 });
  });
});

describe('the document for other readers', () => {
  const TO_SCHEMA = ['paths', '/things', 'get', 'responses', '200', 'content', 'application/json', 'schema'];

  it('is one document, whose references are pointers into it', () => {
    const loaded = load({
      'api.yaml': `${HEAD}paths:\n  /things: { $ref: './things.yaml' }\ncomponents: { schemas: { Bad: { $ref: 'http://example.com/x' }, Anchored: { $ref: '#here' }, Here: { $anchor: here, type: integer } } }\n`,
      'things.yaml':
        "get:\n  x-pagewright: {}\n  responses: { '200': { description: ok, content: { application/json: { schema: { $ref: './thing.yaml' } } } } }\n",
      'thing.yaml': "type: object\nproperties: { next: { $ref: '#' } }\n",
    });
    const bundle = loaded.source.value;
    const schema = at(bundle, ...TO_SCHEMA) as Part;
    const target = String(schema['$ref']);
    expect(target).toMatch(/^#\/x-files\/\d$/);
    expect(at(bundle, ...target.split('/').slice(1), 'properties', 'next')).toEqual({ $ref: target });
    expect(at(bundle, 'components', 'schemas')).toMatchObject({
      Bad: {},
      Anchored: { $ref: '#/components/schemas/Here' },
    });
  });

  it('is the file as it is where that is one already', () => {
    const loaded = load(
      documentOf("{ $ref: '#/components/schemas/A' }", 'components: { schemas: { A: { type: string } } }\n'),
    );
    expect(at(loaded.source.value, ...TO_SCHEMA, 'items')).toEqual({
      $ref: '#/components/schemas/A',
    });
  });
});

describe('compileSchema', () => {
  it('compiles what contains itself, and tells where in the value a mistake is', () => {
    const comment: Record<string, unknown> = { type: 'object', required: ['text'] };
    comment['properties'] = { text: { type: 'string' }, replies: { type: 'array', items: comment } };
    const validate = compileSchema(createAjv(), comment);
    expect(validate({ text: 'a', replies: [{ text: 'b', replies: [] }] })).toBe(true);
    expect(validate({ text: 'a', replies: [{ text: 'b' }, { text: 'b', replies: [{ text: 1 }] }] })).toBe(false);
    expect(validate.errors?.map(({ instancePath, message }) => [instancePath, message])).toEqual([
      ['/replies/1/replies/0/text', 'must be string'],
    ]);
  });

  it('knows what other parts of a schema evaluate', () => {
    const base = { properties: { a: { type: 'object', properties: { x: {} } } } };
    const validate = compileSchema(createAjv(), {
      allOf: [base, { anyOf: [base, { properties: { b: {} } }] }],
      unevaluatedProperties: false,
    });
    expect([{ a: {} }, { a: {}, b: 1 }, { c: 1 }].map((value) => validate(value))).toEqual([true, true, false]);
  });

  it('judges as ajv does of any schema that is a tree', () => {
    const leaf = fc.constantFrom<object>(
      { type: 'string' },
      { type: 'integer', minimum: 2 },
      { enum: [1, 'a', null] },
      {},
    );
    const { schema } = fc.letrec<{ schema: object }>((tie) => ({
      schema: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        fc.record({ properties: fc.dictionary(fc.constantFrom('a', 'b'), tie('schema'), { noNullPrototype: true }) }),
        fc.record({ items: tie('schema') }),
        fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
        fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }), not: tie('schema') }),
      ),
    }));
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<unknown>(1, 2, 'a', 'b', null),
        fc.array(tie('value'), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(schema, fc.array(value, { maxLength: 5 }), (one, values) => {
        const [mine, theirs] = [compileSchema(createAjv(), one), createAjv().compile(one)];
        for (const each of values) expect([each, mine(each)]).toEqual([each, theirs(each)]);
      }),
    );
  });

  it('compiles no more than values get to', () => {
    const schemas = Array.from({ length: 100 }, () => ({ type: 'object', properties: {} as Record<string, unknown> }));
    for (const schema of schemas)
      for (const [index, other] of schemas.entries()) schema.properties[`s${index}`] = other;
    const ajv = createAjv();
    const compile = ajv.compile.bind(ajv);
    let compiled = 0;
    ajv.compile = ((schema: object) => {
      compiled += 1;
      return compile(schema);
    }) as typeof ajv.compile;
    expect(compileSchema(ajv, schemas[0])({ s1: { s2: { s1: 3 } } })).toBe(false);
    expect(compiled).toBe(3);
  });

  it('throws nothing but its own errors', () => {
    expect(() => load('a: [')).toThrow(PagewrightError);
  });
});
