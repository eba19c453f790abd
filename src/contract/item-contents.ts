import { type Block, optional } from './compilation.ts';
import { fixedHeaders } from './compile-errors.ts';
import type { ErrorAnswer, Field, JsonSchema } from './elements.ts';
import type { ItemBody, ItemError, ItemMedia, ItemOperationKind, ItemSuccess } from './item-operation.ts';
import { findItem, isUnspecified } from './item-schemas.ts';
import { isObject, type Pointer, parsePointer } from './json-pointer.ts';
import { findJsonMedia, findResponse, listExamples } from './openapi/responses.ts';
import { itemsOf, propertiesOf } from './openapi/schema-branches.ts';

/** What an operation is asked for. */
export interface Requested {
  readonly kind: ItemOperationKind;
  readonly identity: Field;
  /** Of an item as the list shows it. */
  readonly itemSchema: JsonSchema;
}

/** Whether a body is like an item, holds one, may hold anything, is not there, or is something else. */
type Fit = 'item' | 'unspecified' | 'none' | 'other';

/** Statuses of success, the likeliest first. */
const SUCCESSES: Readonly<Record<ItemOperationKind, readonly number[]>> = {
  create: [201, 200, 202, 204],
  read: [200, 203],
  replace: [200, 204, 202, 201],
  update: [200, 204, 202, 201],
  delete: [204, 200, 202],
  move: [200, 204, 202, 201],
};

/** The response of success. */
interface CompiledSuccess {
  readonly success: ItemSuccess;
  readonly created?: ItemSuccess;
  readonly fit: Fit;
  /** Where in a row the item stands that it shows. */
  readonly entity?: Pointer;
  /** Of the item that it shows. */
  readonly schema?: JsonSchema;
}

/**
 * Compiles the response of success of an operation.
 *
 * @param item - where the item stands in it, if that is declared
 */
export function compileSuccess(operation: Block, requested: Requested, item: string | undefined): CompiledSuccess {
  const { kind } = requested;
  const declared = Object.keys((operation['responses'] ?? {}) as object)
    .filter((key) => /^2\d\d$/.test(key))
    .map(Number);
  const usual = SUCCESSES[kind];
  const isReplacing = kind === 'replace' && declared.some((status) => status !== 201);
  const status = usual.find((one) => declared.includes(one)) ?? declared[0] ?? usual[0] ?? 200;
  const response = declared.length > 0 || hasRange(operation) ? findResponse(operation, status)?.response : undefined;
  const found = compileContent(response, requested, item);
  const created = isReplacing && declared.includes(201) ? findResponse(operation, 201)?.response : undefined;
  return {
    success: { status, ...optional('content', found.content), ...compileHeaders(response) },
    ...(created !== undefined && {
      created: {
        status: 201,
        ...optional('content', compileContent(created, requested, item).content),
        ...compileHeaders(created),
      },
    }),
    fit: found.fit,
    ...optional('entity', found.entity),
    ...optional('schema', found.schema),
  };
}

function hasRange(operation: Block): boolean {
  return Object.keys((operation['responses'] ?? {}) as object).some((key) => /^2xx$/i.test(key));
}

type FoundContent = Pick<CompiledSuccess, 'fit' | 'entity' | 'schema'> & { readonly content?: ItemSuccess['content'] };

function compileContent(response: Block | undefined, requested: Requested, item: string | undefined): FoundContent {
  const media = findJsonMedia(response);
  if (media === undefined) return { fit: 'none' };
  const { mediaType, schema } = media;
  if (item !== undefined) {
    const pointer = parsePointer(item);
    const own = pointer.reduce<JsonSchema>((at, name) => propertiesOf(at)[name] ?? {}, schema);
    return { content: { mediaType, schema, item: pointer }, fit: 'item', schema: own };
  }
  if (isUnspecified(schema)) return { content: { mediaType, schema, item: [] }, fit: 'unspecified' };
  const found = findItem(
    schema,
    entitiesOf(requested).map((one) => one.schema),
  );
  const entity = entitiesOf(requested)[found?.index ?? 0]?.pointer ?? [];
  const isWhole = found !== undefined && hasIdentity(found.schema, requested.identity, entity);
  if (!isWhole) return { content: { mediaType, schema }, fit: 'other' };
  return { content: { mediaType, schema, item: found.pointer }, fit: 'item', entity, schema: found.schema };
}

/** What an operation may show of a row: all of it, or the object in it that has the identity (the node of an edge). */
function entitiesOf({
  itemSchema,
  identity,
}: Requested): readonly { readonly pointer: Pointer; readonly schema: JsonSchema }[] {
  const holders = identity.path.slice(0, -1);
  return [0, ...holders.map((_, index) => index + 1)].map((length) => {
    const pointer = holders.slice(0, length);
    const schema = pointer.reduce<JsonSchema>((at, name) => propertiesOf(at)[name] ?? itemsOf(at) ?? {}, itemSchema);
    return { pointer, schema };
  });
}

function hasIdentity(schema: JsonSchema, { path }: Field, entity: Pointer): boolean {
  return Object.hasOwn(propertiesOf(schema), path[entity.length] ?? '');
}

/** Headers whose value belongs to one response; an example of it would be wrong in every other. */
const OF_THE_MOMENT =
  /^(?:location|content-location|etag|last-modified|link|content-type|content-length|date|.*-?(?:request|trace|correlation)-?id)$/i;

function compileHeaders(response: Block | undefined): Pick<ItemSuccess, 'headers' | 'hasLocation'> {
  const names = Object.keys((response?.['headers'] ?? {}) as object);
  return {
    headers: fixedHeaders(response ?? {}).filter(([name]) => !OF_THE_MOMENT.test(name)),
    hasLocation: names.some((name) => name.toLowerCase() === 'location'),
  };
}

/** The body of a request. */
interface CompiledBody {
  readonly body?: ItemBody;
  readonly fit: Fit;
  readonly entity?: Pointer;
}

/**
 * Compiles the body of a request.
 *
 * @param shown - the schema of the item in the response of success
 * @param item - where the item stands in it, if that is declared
 */
export function compileBody(
  operation: Block,
  requested: Requested,
  shown: JsonSchema | undefined,
  item: string | undefined,
): CompiledBody {
  const declared: Block = operation['requestBody'] ?? {};
  const content = Object.entries((declared['content'] ?? {}) as Readonly<Record<string, Block>>);
  const readable = content.filter(([type]) => isReadable(type));
  if (readable.length === 0) return { fit: content.length === 0 ? 'none' : 'other' };
  const entities = entitiesOf(requested);
  const media = readable.map(([type, entry]) => {
    const schema: JsonSchema = isObject(entry['schema']) ? entry['schema'] : {};
    return compileMedia(bareType(type), schema, { entities, shown, item });
  });
  const fits = media.map(({ fit }) => fit);
  const fit = fits.find((one) => one === 'item') ?? fits.find((one) => one === 'unspecified') ?? 'other';
  const entity = media.find((one) => one.entity !== undefined)?.entity;
  return {
    body: { required: declared['required'] === true, media: media.map(({ media: one }) => one) },
    fit,
    ...optional('entity', entity),
  };
}

function compileMedia(
  type: string,
  schema: JsonSchema,
  {
    entities,
    shown,
    item,
  }: { entities: ReturnType<typeof entitiesOf>; shown: JsonSchema | undefined; item: string | undefined },
): { readonly media: ItemMedia; readonly fit: Fit; readonly entity?: Pointer } {
  const own = entities.map((one) => one.schema);
  const known = [...own, ...(shown === undefined ? [] : [shown])];
  const isShared = (part: JsonSchema): boolean => known.includes(part);
  const whole = { type, schema, item: [], itemSchema: schema };
  if (item !== undefined) {
    const pointer = parsePointer(item);
    const part = pointer.reduce<JsonSchema>((at, name) => propertiesOf(at)[name] ?? {}, schema);
    return { media: { type, schema, item: pointer, itemSchema: part, isShared: isShared(part) }, fit: 'item' };
  }
  if (type === JSON_PATCH) return { media: { ...whole, isShared: false }, fit: 'item' };
  if (isUnspecified(schema)) return { media: { ...whole, isShared: true }, fit: 'unspecified' };
  const found = isPatchOfSteps(schema) ? undefined : findItem(schema, known);
  if (found === undefined) return { media: { ...whole, isShared: false }, fit: 'other' };
  return {
    media: { type, schema, item: found.pointer, itemSchema: found.schema, isShared: isShared(found.schema) },
    fit: 'item',
    ...optional('entity', entities[found.index]?.pointer),
  };
}

/** Steps within an object, as SCIM has them, say what to do and not what an item holds. */
function isPatchOfSteps(schema: JsonSchema): boolean {
  return Object.entries(propertiesOf(schema)).some(([name, property]) => {
    return name.toLowerCase() === 'operations' && itemsOf(property) !== undefined;
  });
}

/** A patch that is a list of steps (RFC 6902). */
export const JSON_PATCH = 'application/json-patch+json';

/** Media types of forms, whose parts are texts. */
export const FORMS: ReadonlySet<string> = new Set(['application/x-www-form-urlencoded', 'multipart/form-data']);

function isReadable(type: string): boolean {
  const bare = bareType(type);
  return FORMS.has(bare) || findJsonMedia({ content: { [bare]: {} } }) !== undefined;
}

function bareType(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase();
}

/** What may be wrong with a request, beside what is wrong with the one who sends it. */
const DEFAULT_ERRORS = [400, 401, 403, 404, 405, 409, 413, 415, 422, 429];

/**
 * Compiles the document's answers to what is wrong with a request, by status.
 *
 * @param list - the operation of the list
 */
export function compileItemErrors(operation: Block, list: Block): ReadonlyMap<number, ItemError> {
  const declared = Object.keys((operation['responses'] ?? {}) as object)
    .filter((key) => /^[45]\d\d$/.test(key))
    .map(Number);
  const statuses = [...new Set([...declared, ...DEFAULT_ERRORS])];
  return new Map(
    statuses.flatMap((status) => {
      const found = findResponse(operation, status);
      if (found === undefined) return [];
      const isShared = findResponse(list, status)?.response === found.response;
      return [[status, { ...compileItemError(status, found), isShared }] as const];
    }),
  );
}

function compileItemError(
  status: number,
  { key, response }: NonNullable<ReturnType<typeof findResponse>>,
): Omit<ItemError, 'isShared'> {
  const media = findJsonMedia(response);
  const [example] = media === undefined ? [] : listExamples(media.media);
  const answer: ErrorAnswer = {
    condition: 'invalidParameter',
    status,
    mediaType: media?.mediaType ?? 'application/json',
    headers: fixedHeaders(response as Block).filter(([name]) => !OF_THE_MOMENT.test(name)),
    body: example?.value ?? null,
    fill: [],
  };
  const isMade = example === undefined && media !== undefined;
  return { answer, isExact: key === String(status), ...(isMade && { schema: media.schema }) };
}
