import { type Block, type Compilation, optional } from './compilation.ts';
import { schemaAt } from './compile-envelope.ts';
import { compileToken } from './compile-token.ts';
import type {
  Field,
  JsonSchema,
  KeysetPage,
  Limit,
  LinkPolicy,
  NumberPage,
  OutOfRange,
  Page,
  Parameter,
} from './contract.ts';
import { parsePointer } from './json-pointer.ts';
import { boundsOf, defaultOf, typesOf, valuesOf } from './openapi/schema-branches.ts';

const LEADING_KEYS = ['next', 'previous', 'first', 'last', 'self'];
/** What each style has a use for, beside what all have. */
const KEYS_BY_STYLE: Readonly<Record<Page['style'], readonly string[]>> = {
  links: ['token', 'stable'],
  number: ['pastEnd'],
  keyset: ['token', 'direction', 'itemToken', 'stable'],
  key: ['stable'],
  offset: ['pastEnd'],
};
const COMMON_KEYS = [
  'style',
  'limit',
  'position',
  'also',
  'echo',
  'atEnd',
  'links',
  ...LEADING_KEYS,
  'provenance',
  'source',
];

/** Where the position and the size of a page may stand in a request. */
const PLACES: readonly Parameter['in'][] = ['query', 'header', 'body'];

/** Compiles the block's `page`. */
export function compilePage(compilation: Compilation, bodySchema: JsonSchema): Page {
  const page: Block = compilation.block['page'];
  if (page['style'] === 'all') return compileWhole(compilation, page);
  const style = styleOf(page);
  for (const key of Object.keys(page)) {
    if (!COMMON_KEYS.includes(key) && !KEYS_BY_STYLE[style].includes(key)) {
      const known = ['links', ...LEADING_KEYS, ...KEYS_BY_STYLE[style]];
      compilation.report(
        ['page', key],
        `Invalid key ${key} for page style ${style}: must be one of ${known.join(', ')}`,
      );
    }
  }
  const parameter = compilePosition(compilation, page['position'], style, ['page', 'position']);
  const schemas = [parameter?.schema, schemaOf(page['echo']?.['position'], bodySchema)].filter(isGiven);
  const links = compileLinks(page['links'] ?? {});
  const limit = compileLimit(compilation, page['limit']);
  const token = compileToken(
    compilation,
    style,
    [parameter?.schema, schemaOf(page['next'], bodySchema)].filter(isGiven),
  );
  const base = {
    limit,
    position: parameter?.name ?? page['position']?.['parameter'] ?? UNNAMED_POSITION,
    links,
    ...optional('start', compileStart(page['position'], parameter, style)),
    ...optional('stable', page['stable'] as boolean | undefined),
    ...optional('also', compileOtherWay(compilation, page['also'], { limit, links })),
  };
  // A client that no page tells of its end reads on until one has no items; so do many that are told a total.
  const isOpen = style === 'offset' || page['atEnd'] === 'self' || !tellsEnd(compilation.block);
  const pastEnd = page['pastEnd'] ?? (isOpen ? 'empty' : 'reject');
  switch (style) {
    case 'links':
      return { ...base, style, token };
    case 'number':
      return {
        ...base,
        style,
        first: firstOf(page['position'], schemas, 1),
        ...optional('lastWord', page['position']?.['last'] as string | undefined),
        pastEnd,
      };
    case 'keyset':
      return {
        ...base,
        style,
        token,
        ...optional('direction', compileDirection(compilation, page['direction'])),
        ...optional('backward', compileBackward(compilation, page['position'], ['page', 'position'])),
        ...optional('itemToken', compileItemToken(compilation, page['itemToken'], token.integer?.form === 'number')),
      };
    case 'key':
      return {
        ...base,
        style,
        ...optional('backward', compileBackward(compilation, page['position'], ['page', 'position'])),
      };
    case 'offset':
      return { ...base, style, first: firstOf(page['position'], schemas, 0), pastEnd };
  }
}

/** More rows than any list has. */
const WHOLE = 1_000_000;

/** The whole list in one response: there is nothing to say of further pages. */
function compileWhole(compilation: Compilation, page: Block): Page {
  for (const key of Object.keys(page)) {
    if (['style', 'self', 'links', 'provenance', 'source'].includes(key)) continue;
    compilation.report(
      ['page', key],
      `Invalid key ${key} for page style all: there is one page, which holds everything`,
    );
  }
  return {
    style: 'links',
    isWhole: true,
    limit: { default: WHOLE, minimum: WHOLE, maximum: WHOLE, ...compileOutOfRange('default') },
    position: UNNAMED_POSITION,
    token: compileToken(compilation, 'links', []),
    links: compileLinks(page['links'] ?? {}),
  };
}

/** Whether a page itself says whether another one follows. */
function tellsEnd(block: Block): boolean {
  const keys = ['hasNext', 'isLast'];
  return block['page']['next'] !== undefined || keys.some((key) => block[key] !== undefined);
}

/** What a parameter is called of which a document with opaque links says nothing. */
const UNNAMED_POSITION = 'cursor';

function isGiven<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

/** Where no response holds a token, what a client sends can only be the key of a row. */
function styleOf(page: Block): Page['style'] {
  const keys = [...LEADING_KEYS, 'itemToken'];
  const isTokenless = keys.every((key) => page[key] === undefined) && page['echo']?.['position'] === undefined;
  const hasNoUse = page['token'] === undefined && page['direction'] === undefined;
  return page['style'] === 'keyset' && isTokenless && hasNoUse ? 'key' : page['style'];
}

function compilePosition(
  compilation: Compilation,
  position: Block | undefined,
  style: Page['style'],
  path: readonly string[],
): Parameter | undefined {
  if (position === undefined) {
    const holder = path.slice(0, -1);
    if (style !== 'links') compilation.report(holder, 'Missing position: only opaque links need no parameter for it');
    return undefined;
  }
  for (const [key, owners] of Object.entries(POSITION_KEYS)) {
    if (position[key] !== undefined && !owners.includes(style)) {
      compilation.report([...path, key], `Invalid key ${key}: only page style ${owners.join(' or ')} has it`);
    }
  }
  return compilation.parameter(position['parameter'], PLACES, [...path, 'parameter']);
}

const POSITION_KEYS: Readonly<Record<string, readonly Page['style'][]>> = {
  last: ['number'],
  backward: ['key', 'keyset'],
  first: ['number', 'offset'],
  start: ['links', 'keyset', 'key'],
};

function compileBackward(
  compilation: Compilation,
  position: Block | undefined,
  path: readonly string[],
): string | undefined {
  const name: string | undefined = position?.['backward'];
  if (name === undefined) return undefined;
  return compilation.parameter(name, PLACES, [...path, 'backward'])?.name ?? name;
}

/** The value for the first page: as written, else the one that the schema takes for a parameter that is not sent. */
function compileStart(
  position: Block | undefined,
  parameter: Parameter | undefined,
  style: Page['style'],
): string | undefined {
  if (style === 'number' || style === 'offset') return undefined;
  const written: unknown = position?.['start'];
  const usual = parameter === undefined ? undefined : defaultOf(parameter.schema);
  const value = written ?? (usual === null || usual === '' ? undefined : usual);
  return value === undefined ? undefined : String(value);
}

/** Another way to say where a page begins. Its pages are of the same size, and lead on as the others do. */
function compileOtherWay(
  compilation: Compilation,
  way: Block | undefined,
  shared: Pick<NumberPage, 'limit' | 'links'>,
): Page['also'] {
  if (way === undefined) return undefined;
  const style: 'number' | 'offset' | 'key' = way['style'];
  const path = ['page', 'also', 'position'];
  const parameter = compilePosition(compilation, way['position'], style, path);
  const base = { ...shared, position: parameter?.name ?? String(way['position']?.['parameter']) };
  const schemas = [parameter?.schema].filter(isGiven);
  const pastEnd = way['pastEnd'] ?? 'empty';
  switch (style) {
    case 'number':
      return {
        ...base,
        style,
        first: firstOf(way['position'], schemas, 1),
        ...optional('lastWord', way['position']?.['last'] as string | undefined),
        pastEnd,
      };
    case 'offset':
      return { ...base, style, first: firstOf(way['position'], schemas, 0), pastEnd };
    case 'key':
      return { ...base, style, ...optional('backward', compileBackward(compilation, way['position'], path)) };
  }
}

function compileItemToken(compilation: Compilation, name: string | undefined, isInteger: boolean): Field | undefined {
  if (name === undefined) return undefined;
  const field = compilation.field(name, ['page', 'itemToken']);
  const types = typesOf(field?.schema).filter((type) => type !== 'null');
  const isText = types.length === 0 || types.includes(isInteger ? 'integer' : 'string') || types.includes('string');
  if (field !== undefined && (!isText || field.path.includes('*'))) {
    const found = field.path.includes('*') ? 'several' : types.join(' or ');
    compilation.report(['page', 'itemToken'], `Invalid itemToken ${name}: must be one text in each item, not ${found}`);
  }
  return field;
}

/** The number of the first page or row: as written, else as the schema of the parameter begins, or of its echo. */
function firstOf(position: Block, schemas: readonly JsonSchema[], usual: 0 | 1): 0 | 1 {
  const written: 0 | 1 | undefined = position?.['first'];
  if (written !== undefined) return written;
  const stated = schemas.flatMap((schema) => [defaultOf(schema), boundsOf(schema).minimum]);
  return stated.find((value): value is 0 | 1 => value === 0 || value === 1) ?? usual;
}

/** The schema of what the block names by a pointer, or by an entry that holds one. */
function schemaOf(entry: unknown, bodySchema: JsonSchema): JsonSchema | undefined {
  const pointer: unknown = typeof entry === 'object' && entry !== null ? (entry as Block)['at'] : entry;
  return typeof pointer === 'string' && pointer.startsWith('/')
    ? schemaAt(bodySchema, parsePointer(pointer))
    : undefined;
}

/** What is taken where neither the document nor the block says it. */
const DEFAULT_SIZE = 20;
const DEFAULT_MAXIMUM = 1000;

function compileLimit(compilation: Compilation, limit: Block = { fixed: DEFAULT_SIZE }): Limit {
  const path = ['page', 'limit'];
  if (limit['fixed'] !== undefined) {
    const size: number = limit['fixed'];
    return { default: size, minimum: size, maximum: size, ...compileOutOfRange('default') };
  }
  const parameter = compilation.parameter(limit['parameter'], PLACES, [...path, 'parameter']);
  const schema = parameter?.schema ?? {};
  if (parameter !== undefined) checkLimitParameter(compilation, limit, parameter);
  const sizes = sizesOf(limit, parameter);
  const bounds = boundsOf(schema);
  const stated: number | undefined = limit['maximum'] ?? bounds.maximum ?? sizes?.at(-1);
  const maximum = stated ?? DEFAULT_MAXIMUM;
  const minimum = bounds.minimum ?? sizes?.[0] ?? 1;
  const usual = limit['default'] ?? defaultOf(schema) ?? sizes?.[0];
  const policy = compileOutOfRange(limit['outOfRange'] ?? 'reject');
  const backward: string | undefined = limit['backward'];
  if (backward !== undefined) compilation.parameter(backward, PLACES, [...path, 'backward']);
  return {
    parameter: limit['parameter'],
    ...optional('backward', backward),
    default: Number(usual ?? Math.max(minimum, Math.min(DEFAULT_SIZE, maximum))),
    minimum,
    maximum,
    ...optional('sizes', sizes),
    ...policy,
    // Nobody has said that more is wrong.
    ...(stated === undefined && limit['outOfRange'] === undefined && { above: 'clamp' as const }),
  };
}

function sizesOf(limit: Block, parameter: Parameter | undefined): readonly number[] | undefined {
  const sizes: readonly unknown[] | undefined = limit['sizes'] ?? valuesOf(parameter?.schema ?? {});
  return sizes?.map(Number).toSorted((a, b) => a - b);
}

/** What OpenAPI says of the parameter is not said again. */
function checkLimitParameter(compilation: Compilation, limit: Block, { name, schema }: Parameter): void {
  const path = ['page', 'limit'];
  const types = typesOf(schema);
  // Some documents declare every parameter as a text.
  if (types.length > 0 && !types.some((type) => type === 'integer' || type === 'number' || type === 'string')) {
    compilation.report([...path, 'parameter'], `Invalid parameter ${name}: a page size must be an integer`);
  }
  const stated = { default: defaultOf(schema), maximum: boundsOf(schema).maximum, sizes: valuesOf(schema) };
  for (const [key, documented] of Object.entries(stated)) {
    if (limit[key] !== undefined && documented !== undefined) {
      compilation.report(
        [...path, key],
        `Duplicate ${key}: the schema of the parameter says ${String(documented)} already`,
      );
    }
  }
}

/** A text that is no number has no nearest bound, so it cannot be clamped. */
function compileOutOfRange(
  policy: OutOfRange | Partial<Pick<Limit, 'above' | 'below' | 'malformed'>>,
): Pick<Limit, 'above' | 'below' | 'malformed'> {
  if (typeof policy === 'object') {
    const { above = 'reject', below = 'reject', malformed = 'reject' } = policy;
    return { above, below, malformed };
  }
  return { above: policy, below: policy, malformed: policy === 'clamp' ? 'default' : policy };
}

function compileLinks(links: Block): LinkPolicy {
  return {
    keep: links['keep'] ?? 'declared',
    parameterOrder: links['parameterOrder'] ?? 'asSent',
    encoding: links['encoding'] ?? 'percent',
    firstPosition: links['firstPosition'] ?? 'stated',
  };
}

function compileDirection(compilation: Compilation, direction: Block | undefined): KeysetPage['direction'] {
  if (direction === undefined) return undefined;
  const path = ['page', 'direction'];
  const parameter = compilation.parameter(direction['parameter'], PLACES, [...path, 'parameter']);
  const values = valuesOf(parameter?.schema ?? {})?.map(String);
  for (const key of ['forward', 'backward']) {
    if (values !== undefined && !values.includes(direction[key])) {
      compilation.report([...path, key], `Invalid value ${direction[key]}: must be one of ${values.join(', ')}`);
    }
  }
  return { parameter: direction['parameter'], forward: direction['forward'], backward: direction['backward'] };
}
