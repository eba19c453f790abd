import type { JsonSchema } from '../contract.ts';
import type { Json } from '../json-pointer.ts';
import { isObject } from '../json-pointer.ts';
import { completeByExamples } from './shown-schemas.ts';

/** Any object of an OpenAPI document. */
type Part = Readonly<Record<string, unknown>>;

/** A response of an operation, under the key that declares it. */
export interface DeclaredResponse {
  /** `200`, `2XX` or `default`. */
  readonly key: string;
  readonly response: Part;
}

/**
 * Finds what an operation declares for a status: the response of this very status, else of its class, else the one for all
 * others.
 *
 * @param operation - an Operation Object, references resolved
 * @param status - `404`
 */
export function findResponse(operation: Part, status: number): DeclaredResponse | undefined {
  const responses = isObject(operation['responses']) ? operation['responses'] : {};
  const wanted = [String(status), `${String(status)[0]}xx`, 'default'];
  for (const name of wanted) {
    const key = Object.keys(responses).find((one) => one.toLowerCase() === name);
    const response = key === undefined ? undefined : responses[key];
    if (key !== undefined && isObject(response)) return { key, response };
  }
  return undefined;
}

/**
 * Finds the response of success: 200, else another that is declared of the class 2, else `default`.
 *
 * @returns with it the status that it is sent with
 */
export function findSuccess(operation: Part): (DeclaredResponse & { readonly status: number }) | undefined {
  const responses = isObject(operation['responses']) ? operation['responses'] : {};
  const exact = Object.keys(responses)
    .filter((key) => /^2\d\d$/.test(key) && findJsonMedia(responses[key] as Part) !== undefined)
    .map(Number);
  const status = exact.includes(200) || exact.length === 0 ? 200 : Math.min(...exact);
  const found = findResponse(operation, status);
  return found && { ...found, status };
}

/** What a page is like that an operation responds with. */
export interface SuccessBody extends DeclaredResponse {
  readonly status: number;
  readonly media: JsonMedia;
}

/**
 * Finds the body of the response of success. What its schema leaves unsaid is read off its examples.
 *
 * @returns `undefined` where the response has neither a schema nor an example of JSON
 */
export function findSuccessBody(operation: Part): SuccessBody | undefined {
  const success = findSuccess(operation);
  const media = findJsonMedia(success?.response);
  if (success === undefined || media === undefined) return undefined;
  const known = bodies.get(media.media);
  const bodySchema =
    known ?? completeByExamples(media.media['schema'] as JsonSchema | undefined, shownBodies(media.media));
  if (bodySchema === undefined) return undefined;
  bodies.set(media.media, bodySchema);
  return { ...success, media: { ...media, schema: isObject(bodySchema) ? bodySchema : {} } };
}

/** By media type objects, so that the schema of a body is the same object each time. */
const bodies = new WeakMap<object, JsonSchema>();

function shownBodies(media: Part): readonly unknown[] {
  return listExamples(media).map(({ value }) => value);
}

/** JSON content of a response, a request body or a parameter. */
export interface JsonMedia {
  /** As the document writes it: `application/*+json`. Key of `content`. */
  readonly key: string;
  /** As a server sends it: a range is sent as `application/json`. */
  readonly mediaType: string;
  readonly media: Part;
  readonly schema: JsonSchema;
}

/**
 * Finds the JSON content of a response, a request body or a parameter.
 *
 * @param holder - with a `content`
 * @returns `application/json` before any other media type of JSON, before a range that includes it; `undefined` when there is none
 */
export function findJsonMedia(holder: Part | undefined): JsonMedia | undefined {
  const content = isObject(holder?.['content']) ? Object.entries(holder['content']) : [];
  const [best] = content
    .flatMap(([key, media], index) => {
      const rank = rankMediaType(key);
      return rank === undefined || !isObject(media) ? [] : [{ key, media, rank, index }];
    })
    .sort((a, b) => a.rank - b.rank || a.index - b.index);
  if (best === undefined) return undefined;
  const { key, media } = best;
  const schema = isObject(media['schema']) ? (media['schema'] as JsonSchema) : {};
  return { key, mediaType: key.includes('*') ? 'application/json' : key, media, schema };
}

function rankMediaType(type: string): number | undefined {
  const [essence = ''] = type.toLowerCase().split(';');
  const bare = essence.trim();
  if (bare === 'application/json') return 0;
  if (bare.includes('*')) return /^(\*|application)\/(\*|\*\+json)$/.test(bare) ? 2 : undefined;
  // Lines and sequences of JSON are no JSON.
  if (/ndjson|jsonl|json-seq|json-lines|stream/.test(bare)) return undefined;
  return /[/+]json$|json/.test(bare) ? 1 : undefined;
}

/** An example of a media type or a parameter. */
export interface NamedExample {
  /** The name among `examples`; `undefined` for the only one of `example`, or one that stands in the schema. */
  readonly name?: string;
  readonly value: Json;
  /** Keys from the media type to the value. */
  readonly path: readonly string[];
}

/**
 * Lists the examples of a media type: those with a name, the single one, and those of its schema.
 *
 * @param media - a Media Type Object, references resolved
 */
export function listExamples(media: Part): readonly NamedExample[] {
  const named = Object.entries(isObject(media['examples']) ? media['examples'] : {}).flatMap(([name, example]) => {
    if (!isObject(example)) return [];
    // 3.2 tells data and its serialization apart.
    const key = ['value', 'dataValue'].find((one) => example[one] !== undefined);
    return key === undefined ? [] : [{ name, value: example[key] as Json, path: ['examples', name, key] }];
  });
  const single = media['example'] === undefined ? [] : [{ value: media['example'] as Json, path: ['example'] }];
  return [...named, ...single, ...schemaExamples(media['schema'])];
}

function schemaExamples(schema: unknown): readonly NamedExample[] {
  if (!isObject(schema)) return [];
  const list = Array.isArray(schema['examples']) ? (schema['examples'] as readonly Json[]) : [];
  const single = schema['example'];
  return [
    ...(single === undefined ? [] : [{ value: single as Json, path: ['schema', 'example'] }]),
    ...list.map((value, index) => ({ value, path: ['schema', 'examples', String(index)] })),
  ];
}
