import { type Block, type Compilation, optional } from './compilation.ts';
import type { ErrorAnswer, ErrorCondition, Json, JsonSchema, Pointer } from './contract.ts';
import { parsePointer, readPointer } from './json-pointer.ts';
import { findJsonMedia, findResponse, type JsonMedia, listExamples } from './openapi/responses.ts';
import { typesOf, valuesOf } from './openapi/schema-branches.ts';
import { createSample } from './sample.ts';

/** Compiles the block's `errors`: each condition with the response that answers it. */
export function compileErrors(compilation: Compilation): ReadonlyMap<ErrorCondition, ErrorAnswer> {
  const answers = new Map<ErrorCondition, ErrorAnswer>();
  for (const [condition, error] of Object.entries((compilation.block['errors'] ?? {}) as Block)) {
    if (condition === 'provenance' || condition === 'source') continue;
    const answer = compileError(compilation, condition as ErrorCondition, error);
    if (answer !== undefined) answers.set(answer.condition, answer);
  }
  return answers;
}

/** The statuses with which a condition is usually answered, the likeliest first. */
const DEFAULT_STATUSES: Readonly<Partial<Record<ErrorCondition, readonly number[]>>> = {
  unauthenticated: [401],
  forbidden: [403],
  invalidParameter: [400, 422],
  invalidPosition: [400, 422],
  notFound: [404],
  methodNotAllowed: [405],
  rateLimited: [429],
};

/**
 * Compiles what the document's own responses answer: to each condition the response of its usual status, where the document
 * declares one.
 *
 * @param success - the key of the response of success, which is no error even where it is `default`
 */
export function compileUsualErrors(
  compilation: Compilation,
  success: string,
): ReadonlyMap<ErrorCondition, ErrorAnswer> {
  const answers = new Map<ErrorCondition, ErrorAnswer>();
  for (const [condition, statuses] of Object.entries(DEFAULT_STATUSES) as [ErrorCondition, readonly number[]][]) {
    const declared = statuses.find((status) => compilation.operation['responses']?.[status] !== undefined);
    const status = declared ?? statuses[0] ?? 400;
    const found = findResponse(compilation.operation, status);
    const media = findJsonMedia(found?.response);
    if (found === undefined || found.key === success || media === undefined) continue;
    answers.set(condition, makeAnswer(condition, status, found.response, media, chooseExample(media)));
  }
  return answers;
}

function compileError(compilation: Compilation, condition: ErrorCondition, error: Block): ErrorAnswer | undefined {
  const path = ['errors', condition];
  const status: number = error['status'];
  const response = findResponse(compilation.operation, status)?.response as Block | undefined;
  if (response === undefined) {
    const declared = Object.keys(compilation.operation['responses'] ?? {}).join(', ');
    compilation.report([...path, 'status'], `Unknown response ${status}: the operation declares ${declared}`);
    return undefined;
  }
  const found = findExample(response, error['example']);
  if (found === undefined) {
    const names = listNames(response).join(', ') || 'none';
    compilation.report([...path, 'example'], `Unknown example ${error['example']}: response ${status} has ${names}`);
    return undefined;
  }
  const answer = makeAnswer(condition, status, response, found.media, found.example);
  const { body } = answer;
  const fill = Object.entries((error['fill'] ?? {}) as Record<string, string>).map(([pointer, text]) => {
    return { pointer: existing(compilation, body, pointer, [...path, 'fill', pointer]), text };
  });
  return {
    ...answer,
    fill,
    ...optional('fixed', compileFixed(compilation, body, error['fixed'], [...path, 'fixed'])),
    ...optional('violations', compileViolations(compilation, body, error['violations'], [...path, 'violations'])),
  };
}

interface Example {
  readonly name?: string;
  readonly value: Json;
}

/** The example that an entry names, or the one that there is. A response without content is answered in a form of our own. */
function findExample(
  response: Block,
  name: string | undefined,
): { readonly media: Pick<JsonMedia, 'mediaType' | 'schema'>; readonly example?: Example } | undefined {
  const best = findJsonMedia(response);
  if (name === undefined) {
    const example = best && chooseExample(best);
    return { media: best ?? { mediaType: 'application/json', schema: {} }, ...optional('example', example) };
  }
  for (const [mediaType, media] of Object.entries((response['content'] ?? {}) as Record<string, Block>)) {
    const example = listExamples(media).find((one) => one.name === name);
    if (example !== undefined) {
      const key = mediaType.includes('*') ? 'application/json' : mediaType;
      return { media: { mediaType: key, schema: media['schema'] ?? {} }, example };
    }
  }
  // OpenAPI gives a single example no name, so any is right.
  const single = best && listNames(response).length === 0 ? chooseExample(best) : undefined;
  return best && single && { media: best, example: single };
}

function listNames(response: Block): readonly string[] {
  return Object.values((response['content'] ?? {}) as Record<string, Block>).flatMap((media) => {
    return listExamples(media).flatMap(({ name }) => name ?? []);
  });
}

function chooseExample({ media, schema }: JsonMedia): Example | undefined {
  const examples = listExamples(media).flatMap((example) => {
    const value = readBody(example.value, schema);
    return value === undefined ? [] : [{ ...example, value }];
  });
  return examples.find(({ path }) => path[0] === 'example') ?? examples[0];
}

/** An example as it is sent: some documents write the text of a body. `undefined` where the schema plainly forbids it. */
function readBody(value: Json, schema: JsonSchema): Json | undefined {
  const types = typesOf(schema);
  if (typeof value !== 'string' || types.length === 0 || types.includes('string')) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return undefined;
  }
}

function makeAnswer(
  condition: ErrorCondition,
  status: number,
  response: Block,
  media: Pick<JsonMedia, 'mediaType' | 'schema'>,
  example: Example | undefined,
): ErrorAnswer {
  const isEmpty = Object.keys(media.schema).length === 0;
  const make = (): Json =>
    isEmpty ? { error: condition } : createSample(media.schema, { status, text: describeCondition(condition) });
  return {
    condition,
    status,
    ...optional('example', example?.name),
    mediaType: media.mediaType,
    headers: fixedHeaders(response),
    body: example?.value ?? make(),
    fill: [],
  };
}

/** `invalidPosition` is `Invalid position`. */
function describeCondition(condition: ErrorCondition): string {
  const words = condition.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function compileFixed(
  compilation: Compilation,
  body: Json,
  pointers: readonly string[] | undefined,
  path: readonly string[],
): readonly Pointer[] | undefined {
  return pointers?.map((pointer, index) => existing(compilation, body, pointer, [...path, String(index)]));
}

function compileViolations(
  compilation: Compilation,
  body: Json,
  violations: Block | undefined,
  path: readonly string[],
): ErrorAnswer['violations'] {
  if (violations === undefined) return undefined;
  const target = existing(compilation, body, violations['in'], [...path, 'in']);
  const container = readPointer(body, target);
  if (violations['as'] === 'list' && !Array.isArray(container)) {
    compilation.report(
      [...path, 'in'],
      `Invalid pointer ${violations['in'] || '(the whole body)'}: must be a list in the example`,
    );
  }
  const entry = Array.isArray(container) ? (container[0] as Json) : null;
  const within = (key: 'message' | 'parameter'): Pointer | undefined => {
    return violations[key] === undefined ? undefined : existing(compilation, entry, violations[key], [...path, key]);
  };
  return {
    in: target,
    as: violations['as'],
    ...optional('message', within('message')),
    ...optional('parameter', within('parameter')),
    per: violations['per'] ?? 'parameter',
  };
}

/** Headers that a server sends alike each time, so that an example shows what they hold. */
const CONSTANT_HEADERS =
  /^(?:accept-.*|access-control-.*|allow|cache-control|content-language|deprecation|pragma|retry-after|vary|www-authenticate|x-(?:content-type-options|frame-options))$/i;
/** Headers that say what an example cannot know: where a page leads, how many rows there are, who asked. */
const VARIABLE_HEADERS = /link|location|total|count|page|next|prev|cursor|token|continu|offset|range|remaining/i;

/**
 * The headers of a response that always have the same value: those of which the document allows one value only, and of the
 * others those that it requires, or that are constants by their nature, with the example that it gives.
 */
export function fixedHeaders(response: Block): readonly (readonly [string, string])[] {
  return Object.entries((response['headers'] ?? {}) as Record<string, Block>).flatMap(([name, header]) => {
    const [only, ...others] = valuesOf(header['schema'] ?? {}) ?? [];
    if (only !== undefined && others.length === 0) return [[name, String(only)] as const];
    const example: unknown = header['example'] ?? header['schema']?.['example'];
    const isConstant = CONSTANT_HEADERS.test(name) || (header['required'] === true && !VARIABLE_HEADERS.test(name));
    return example === undefined || !isConstant ? [] : [[name, String(example)] as const];
  });
}

function existing(compilation: Compilation, body: Json, pointer: string, path: readonly string[]): Pointer {
  const segments = parsePointer(pointer);
  if (readPointer(body, segments) === undefined)
    compilation.report(path, `Unknown pointer ${pointer}: the example has nothing there`);
  return segments;
}
