import { type Block, type Compilation, optional } from './compilation.ts';
import type { JsonSchema, Page, TokenPolicy } from './contract.ts';
import { parsePointer } from './json-pointer.ts';
import { boundsOf, typesOf, withoutNull } from './openapi/schema-branches.ts';
import { patternOf } from './pattern.ts';
import { parseDuration } from './time.ts';

/**
 * Compiles what tokens look like and what they are good for.
 *
 * @param schemas - of the parameter that takes a token, and of the place that holds the next one
 */
export function compileToken(
  compilation: Compilation,
  style: Page['style'],
  schemas: readonly JsonSchema[],
): TokenPolicy {
  const token: Block = compilation.block['page']['token'] ?? {};
  const isWritten = FORM_KEYS.some((key) => token[key] !== undefined);
  const integer = style === 'keyset' ? compileInteger(compilation, token, schemas) : undefined;
  const short = isWritten || (style !== 'keyset' && style !== 'links') ? undefined : compileShort(schemas, style);
  return {
    ...optional(
      'shape',
      token['shape'] && { forward: token['shape']['forward'], backward: token['shape']['backward'] },
    ),
    encoding: token['encoding'] ?? 'none',
    ...optional('integer', integer ?? short),
    boundTo: new Set(token['boundTo'] ?? ['tenant', 'scope', 'filters']),
    ...optional('lifetime', token['lifetime'] === undefined ? undefined : parseDuration(token['lifetime'])),
    ...optional('renewed', compileRenewed(compilation, token, style)),
    ...optional('tampering', token['tampering'] as 'reject' | undefined),
  };
}

/** Where the response to an expired token has a fresh one. */
function compileRenewed(compilation: Compilation, token: Block, style: Page['style']): TokenPolicy['renewed'] {
  const pointer: string | undefined = token['renewed'];
  if (pointer === undefined) return undefined;
  if (style !== 'keyset' || token['lifetime'] === undefined) {
    const why = 'only tokens of page style keyset with a lifetime expire and are renewed';
    compilation.report(['page', 'token', 'renewed'], `Invalid key renewed: ${why}`);
  }
  return parsePointer(pointer);
}

/** What an integer has no room for. */
const FORM_KEYS = ['shape', 'encoding', 'lifetime'];

/** Less has no room for a row and for what keeps others from being accepted. */
const MIN_MAXIMUM = 2 ** 31 - 1;

/** Whether tokens are integers, as the parameter or the place of the next one has them. */
function compileInteger(
  compilation: Compilation,
  token: Block,
  schemas: readonly JsonSchema[],
): TokenPolicy['integer'] {
  const numeric = schemas.filter((schema) => {
    const types = typesOf(schema).filter((type) => type !== 'null');
    return types.length > 0 && types.every((type) => type === 'integer' || type === 'number');
  });
  if (numeric.length === 0) return undefined;
  for (const key of FORM_KEYS) {
    if (token[key] !== undefined)
      compilation.report(['page', 'token', key], `Invalid key ${key}: tokens that are integers have no room for it`);
  }
  const maxima = numeric.map((schema) => {
    const stated = boundsOf(schema).maximum ?? Number.MAX_SAFE_INTEGER;
    return withoutNull(schema)['format'] === 'int32' ? Math.min(stated, 2 ** 31 - 1) : stated;
  });
  const maximum = Math.min(...maxima, Number.MAX_SAFE_INTEGER);
  if (maximum < MIN_MAXIMUM) {
    const what = `a token that is an integer needs room up to ${MIN_MAXIMUM}`;
    compilation.report(['page', 'position'], `Invalid maximum ${maximum}: ${what}`);
  }
  return { maximum: Math.max(maximum, MIN_MAXIMUM), form: 'number' };
}

/** A sealed token is seldom longer, and has these characters. */
const SEALED = `${'AZaz09-_'.repeat(37)}AZaz`;

/** Where a schema has no room for a sealed token, or another form, whether an integer fits in its place. */
function compileShort(schemas: readonly JsonSchema[], style: Page['style']): TokenPolicy['integer'] {
  // A link says for itself what it is like; within it stands what the parameter takes.
  const texts = (style === 'links' ? schemas.slice(0, 1) : schemas).map(withoutNull);
  if (texts.every((schema) => accepts(schema, SEALED))) return undefined;
  const digits = Math.min(16, ...texts.map((schema) => Number(schema['maxLength'] ?? 16)));
  const maximum = Math.min(Number.MAX_SAFE_INTEGER, 10 ** digits - 1);
  const number = { maximum, form: 'text' } as const;
  if (maximum >= MIN_MAXIMUM && texts.every((schema) => accepts(schema, String(maximum)))) return number;
  const uuid = { maximum: Number.MAX_SAFE_INTEGER, form: 'uuid' } as const;
  return texts.every((schema) => accepts(schema, UUID, true)) ? uuid : undefined;
}

const UUID = '00000000-0000-4000-8000-900719925474';

/** Whether a text is one that a schema allows, as far as its length, its format and its pattern say. */
function accepts({ maxLength, pattern, format }: JsonSchema, text: string, isUuid: boolean = false): boolean {
  if (typeof maxLength === 'number' && text.length > maxLength) return false;
  if (format === 'uuid' && !isUuid) return false;
  return typeof pattern !== 'string' || patternOf(pattern).test(text);
}
