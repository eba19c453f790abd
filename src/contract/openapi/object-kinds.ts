import { isObject } from '../json-pointer.ts';

/** What an object of a document is. What the others hold is data, which stays as it is. */
export type Kind =
  | 'document'
  | 'components'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'requestBody'
  | 'response'
  | 'media'
  | 'example'
  | 'schema'
  | 'securityScheme'
  | 'block';

/** What stands under a key: one object, a list of them, or one for each name. `lazy`: made when somebody looks at it. */
export type Child = readonly [as: 'one' | 'list' | 'map', kind: Kind, when?: 'lazy'];

const OPERATION: Child = ['one', 'operation'];
const CONTENT = { content: ['map', 'media'], examples: ['map', 'example'], schema: ['one', 'schema'] } as const;

/** What stands under the keys of each kind of object. */
export const CHILDREN: Readonly<Record<Kind, Readonly<Record<string, Child>>>> = {
  document: {
    paths: ['map', 'pathItem', 'lazy'],
    webhooks: ['map', 'pathItem', 'lazy'],
    components: ['one', 'components'],
  },
  components: {
    schemas: ['map', 'schema', 'lazy'],
    parameters: ['map', 'parameter', 'lazy'],
    headers: ['map', 'parameter', 'lazy'],
    requestBodies: ['map', 'requestBody', 'lazy'],
    responses: ['map', 'response', 'lazy'],
    examples: ['map', 'example', 'lazy'],
    pathItems: ['map', 'pathItem', 'lazy'],
    securitySchemes: ['map', 'securityScheme'],
  },
  pathItem: {
    get: OPERATION,
    put: OPERATION,
    post: OPERATION,
    delete: OPERATION,
    options: OPERATION,
    head: OPERATION,
    patch: OPERATION,
    trace: OPERATION,
    query: OPERATION,
    parameters: ['list', 'parameter', 'lazy'],
  },
  operation: {
    parameters: ['list', 'parameter', 'lazy'],
    requestBody: ['one', 'requestBody', 'lazy'],
    responses: ['map', 'response', 'lazy'],
    'x-pagewright': ['one', 'block', 'lazy'],
  },
  parameter: CONTENT,
  requestBody: { content: CONTENT.content },
  response: { headers: ['map', 'parameter'], content: CONTENT.content },
  media: { schema: CONTENT.schema, itemSchema: CONTENT.schema, examples: CONTENT.examples },
  example: {},
  schema: {},
  block: { hidden: ['map', 'schema'] },
  securityScheme: {},
};

interface Expected {
  readonly name: string;
  readonly accepts: (value: unknown) => boolean;
}

const TEXT: Expected = { name: 'a text', accepts: (value) => typeof value === 'string' };
const FLAG: Expected = { name: 'true or false', accepts: (value) => typeof value === 'boolean' };
const REQUIREMENTS: Expected = {
  name: 'a list of maps from security schemes to scopes',
  accepts: (value) =>
    Array.isArray(value) &&
    value.every(
      (one) => isObject(one) && Object.values(one).every((scopes) => scopes === null || Array.isArray(scopes)),
    ),
};
/** No scopes are often written as nothing. */
export function withScopes(requirements: readonly object[]): readonly object[] {
  return requirements.map((one) => {
    return Object.fromEntries(Object.entries(one).map(([scheme, scopes]) => [scheme, scopes ?? []]));
  });
}

const SERVERS: Expected = {
  name: 'a list of objects with a url',
  accepts: (value) => Array.isArray(value) && value.every(isObject),
};

const EXPECTED: Partial<Record<Kind, Readonly<Record<string, Expected>>>> = {
  document: { security: REQUIREMENTS, servers: SERVERS },
  pathItem: { servers: SERVERS },
  operation: { security: REQUIREMENTS, servers: SERVERS, operationId: TEXT, deprecated: FLAG },
  parameter: { name: TEXT, in: TEXT, required: FLAG, style: TEXT, explode: FLAG, description: TEXT },
  securityScheme: { type: TEXT, scheme: TEXT, name: TEXT, in: TEXT },
};

/** What the value of a key must be that has no objects of OpenAPI in it; `undefined`: anything. */
export function expectedAt(kind: Kind, key: string): Expected | undefined {
  const expected = EXPECTED[kind];
  return expected !== undefined && Object.hasOwn(expected, key) ? expected[key] : undefined;
}

/** What an object cannot be used without. */
export function findMissing(kind: Kind, value: unknown): string | undefined {
  if (kind !== 'parameter' || !isObject(value)) return undefined;
  return ['name', 'in'].find((key) => typeof value[key] !== 'string');
}

const HTTP_HEADERS = ['accept', 'content-type', 'authorization'];

/** Whether a Parameter Object is about a header of which only HTTP, media types and security schemes have to say something. */
export function isHttpHeader({ in: place, name }: Readonly<Record<string, unknown>>): boolean {
  return place === 'header' && HTTP_HEADERS.includes(String(name).toLowerCase());
}

const FORM = 'application/x-www-form-urlencoded';

/**
 * The whole query as one parameter, as 3.2 has it: an object of which each property is a parameter.
 *
 * @param finish - makes sure that a media type holds what it will
 */
export function spreadQueryString(parameter: Record<string, unknown>, finish: (media: object) => void): void {
  const { content } = parameter;
  const media = isObject(content) ? content[FORM] : undefined;
  if (!isObject(media)) return;
  finish(media);
  Object.assign(parameter, { in: 'query', style: 'form', explode: true, schema: media['schema'] ?? {} });
  delete parameter['content'];
}

/** What the specification calls an object, where that is another word. */
const WORDS: Partial<Record<Kind, string>> = {
  requestBody: 'request body',
  pathItem: 'path item',
  media: 'media type',
  securityScheme: 'security scheme',
  block: 'contract block',
};

/** Whether a value may be what a reference to a kind of object leads to. */
export function isTarget(kind: Kind, value: unknown): boolean {
  return (kind === 'schema' && typeof value === 'boolean') || (isObject(value) && !Array.isArray(value));
}

/** A kind of object, in words. */
export function wordFor(kind: Kind): string {
  return WORDS[kind] ?? kind;
}
