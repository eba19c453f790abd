import { type Block, type Compilation, typesOf } from './compilation.ts';
import { optional } from './compile-access.ts';
import type { KeysetPage, Limit, LinkPolicy, OutOfRange, Page, Parameter, TokenPolicy } from './contract.ts';
import { parseDuration } from './time.ts';

/** What each style has a use for, beside what all have. */
const KEYS_BY_STYLE: Readonly<Record<Page['style'], readonly string[]>> = {
  links: ['token', 'links', 'next', 'previous', 'first', 'last'],
  number: ['links', 'pastEnd', 'next', 'previous', 'first', 'last'],
  keyset: ['token', 'direction', 'next', 'previous', 'first', 'last'],
  offset: ['pastEnd'],
};
const COMMON_KEYS = ['style', 'limit', 'position', 'echo', 'atEnd', 'provenance', 'source'];

/** Compiles the block's `page`. */
export function compilePage(compilation: Compilation): Page {
  const page: Block = compilation.block['page'];
  const style: Page['style'] = page['style'];
  for (const key of Object.keys(page)) {
    if (!COMMON_KEYS.includes(key) && !KEYS_BY_STYLE[style].includes(key)) {
      compilation.report(
        ['page', key],
        `Invalid key ${key} for page style ${style}: must be one of ${KEYS_BY_STYLE[style].join(', ')}`,
      );
    }
  }
  const base = {
    limit: compileLimit(compilation, page['limit']),
    position: compilePosition(compilation, page['position'], style),
  };
  switch (style) {
    case 'links':
      return { ...base, style, token: compileToken(page['token'] ?? {}), links: compileLinks(page['links'] ?? {}) };
    case 'number':
      return {
        ...base,
        style,
        links: compileLinks(page['links'] ?? {}),
        ...optional('lastWord', page['position']['last'] as string | undefined),
        pastEnd: page['pastEnd'] ?? 'reject',
      };
    case 'keyset':
      return {
        ...base,
        style,
        token: compileToken(page['token'] ?? {}),
        ...optional('direction', compileDirection(compilation, page['direction'])),
      };
    case 'offset':
      return { ...base, style, pastEnd: page['pastEnd'] ?? 'empty' };
  }
}

function compilePosition(compilation: Compilation, position: Block, style: Page['style']): string {
  const parameter = compilation.parameter(position['parameter'], ['query'], ['page', 'position', 'parameter']);
  if (position['last'] !== undefined && style !== 'number') {
    compilation.report(
      ['page', 'position', 'last'],
      'Invalid key last: only page style number has a word for the last page',
    );
  }
  return parameter?.name ?? position['parameter'];
}

function compileLimit(compilation: Compilation, limit: Block): Limit {
  const path = ['page', 'limit'];
  const parameter = compilation.parameter(limit['parameter'], ['query'], [...path, 'parameter']);
  const schema = parameter?.schema ?? {};
  if (parameter !== undefined) checkLimitParameter(compilation, limit, parameter);
  return {
    parameter: limit['parameter'],
    default: Number(limit['default'] ?? schema['default']),
    minimum: Number(schema['minimum'] ?? 1),
    maximum: Number(limit['maximum'] ?? schema['maximum']),
    ...compileOutOfRange(limit['outOfRange'] ?? 'reject'),
  };
}

/** What OpenAPI says of the parameter is not said again, and what it leaves open has to be said. */
function checkLimitParameter(compilation: Compilation, limit: Block, { name, schema }: Parameter): void {
  const path = ['page', 'limit'];
  if (!typesOf(schema).includes('integer')) {
    compilation.report([...path, 'parameter'], `Invalid parameter ${name}: a page size must be an integer`);
  }
  for (const key of ['default', 'maximum']) {
    const documented = schema[key];
    if (limit[key] !== undefined && documented !== undefined) {
      compilation.report(
        [...path, key],
        `Duplicate ${key}: the schema of the parameter says ${String(documented)} already`,
      );
    } else if (limit[key] === undefined && documented === undefined) {
      compilation.report(path, `Missing page.limit.${key}: the schema of ${name} has none`);
    }
  }
}

/** A text that is no number has no nearest bound, so it cannot be clamped. */
function compileOutOfRange(
  policy: OutOfRange | Pick<Limit, 'above' | 'below' | 'malformed'>,
): Pick<Limit, 'above' | 'below' | 'malformed'> {
  if (typeof policy === 'object') return { above: policy.above, below: policy.below, malformed: policy.malformed };
  return { above: policy, below: policy, malformed: policy === 'clamp' ? 'default' : policy };
}

function compileToken(token: Block): TokenPolicy {
  return {
    ...optional(
      'shape',
      token['shape'] && { forward: token['shape']['forward'], backward: token['shape']['backward'] },
    ),
    encoding: token['encoding'] ?? 'none',
    boundTo: new Set(token['boundTo'] ?? ['tenant', 'scope', 'filters']),
    ...optional('lifetime', token['lifetime'] === undefined ? undefined : parseDuration(token['lifetime'])),
  };
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
  const parameter = compilation.parameter(direction['parameter'], ['query'], [...path, 'parameter']);
  const values = parameter?.schema['enum'] as readonly unknown[] | undefined;
  for (const key of ['forward', 'backward']) {
    if (values !== undefined && !values.includes(direction[key])) {
      compilation.report([...path, key], `Invalid value ${direction[key]}: must be one of ${values.join(', ')}`);
    }
  }
  return { parameter: direction['parameter'], forward: direction['forward'], backward: direction['backward'] };
}
