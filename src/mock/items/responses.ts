import type { Contract, Json, JsonSchema } from '../../contract/contract.ts';
import { readField } from '../../contract/field-values.ts';
import type { ItemOperation, ItemSuccess } from '../../contract/item-operation.ts';
import { isObject, isSamePointer, type Pointer, readPointer } from '../../contract/json-pointer.ts';
import { propertiesOf, requiredOf } from '../../contract/openapi/schema-branches.ts';
import { createSample, statedValue } from '../../contract/sample.ts';
import type { Row } from '../../dataset/row-source.ts';
import { toByteString } from '../../store/body.ts';
import type { Headers, MockRequest, MockResponse } from '../message.ts';
import { showItem } from './item-views.ts';
import { schemaAt } from './rows.ts';

interface ResponseContext {
  readonly contract: Contract;
  /** Gives the next value for a place that holds a new one in every response. */
  readonly fresh: () => string;
}

/**
 * Writes the response of an operation that was carried out.
 *
 * @param success - which of its responses
 * @param row - that it was about, as it is now; of one that is gone, as it was
 */
export function writeSuccess(
  operation: ItemOperation,
  success: ItemSuccess,
  row: Row,
  request: MockRequest,
  { contract, fresh }: ResponseContext,
): MockResponse {
  const { content } = success;
  const location: Headers = success.hasLocation ? [['Location', locate(operation, row, request, contract)]] : [];
  const headers = [...success.headers, ...location];
  if (content === undefined || success.status === 204) return { status: success.status, headers, body: '' };
  const refreshed = contract.envelope.fresh.map(({ pointer }) => pointer);
  const body =
    content.item === undefined
      ? describeDone(content.schema, operation, row, contract)
      : wrap(
          content.schema,
          content.item,
          showItem(operation, schemaAt(content.schema, content.item), row, contract),
          [],
        );
  return {
    status: success.status,
    headers: [['Content-Type', content.mediaType], ...headers],
    body: toByteString(JSON.stringify(refresh(body, refreshed, fresh))),
  };
}

/** Puts an item into the objects that stand around it. */
function wrap(schema: JsonSchema, [name, ...rest]: Pointer, item: Json, at: Pointer): Json {
  if (name === undefined) return item;
  const required = requiredOf(schema);
  const members = Object.entries(propertiesOf(schema)).flatMap(([key, property]): (readonly [string, Json])[] => {
    if (key === name) return [[key, wrap(property, rest, item, [...at, key])]];
    const stated = property['const'] ?? property['default'];
    if (stated === undefined && !required.includes(key)) return [];
    return [[key, (stated as Json | undefined) ?? createSample(property)]];
  });
  return Object.fromEntries(members);
}

/** Names of flags that say that something was done. */
const DONE = /^(?:deleted|removed|success|successful|ok|done|acknowledged|archived)$/i;

/** A body that shows no item: it names the row, and says that what was asked for was done. */
function describeDone(schema: JsonSchema, { entity }: ItemOperation, row: Row, contract: Contract): Json {
  const sample = createSample(schema, { text: 'Done' });
  if (!isObject(sample) || Array.isArray(sample)) return sample;
  const own = readPointer(row, entity);
  const members = Object.entries(propertiesOf(schema)).flatMap(([name, property]): (readonly [string, Json])[] => {
    if (DONE.test(name) && statedValue(property) === undefined) return [[name, true]];
    const isIdentity = contract.identity.path.at(-1) === name;
    const value = isObject(own) && Object.hasOwn(own, name) ? (own as Row)[name] : undefined;
    const isShown = Object.hasOwn(sample, name) || isIdentity;
    return isShown && value !== undefined && statedValue(property) === undefined ? [[name, value]] : [];
  });
  return { ...sample, ...Object.fromEntries(members) } as Json;
}

/** Puts new values where every response has its own; where the schema has no such place, none is added. */
function refresh(body: Json, pointers: readonly Pointer[], fresh: () => string, at: Pointer = []): Json {
  if (pointers.length === 0) return body;
  if (pointers.some((pointer) => isSamePointer(pointer, at))) return fresh();
  if (!isObject(body) || Array.isArray(body)) return body;
  return Object.fromEntries(
    Object.entries(body as Row).map(([name, value]) => [name, refresh(value, pointers, fresh, [...at, name])]),
  );
}

/** The address of a row, by the operation that reads it, or another that is about one row. */
function locate(operation: ItemOperation, row: Row, { origin, path }: MockRequest, contract: Contract): string {
  if (operation.identity?.in === 'path' && operation.kind !== 'move') return origin + path;
  const others = contract.operations.filter(({ identity }) => identity?.in === 'path');
  const reading = others.find(({ kind }) => kind === 'read') ?? others[0];
  const { path: field } = reading?.identity?.field ?? contract.identity;
  const id = encodeURIComponent(String(readField(row, field)[0] ?? ''));
  if (reading === undefined) return `${origin}${path.replace(/\/$/, '')}/${id}`;
  const values = path.split('/');
  const filled = reading.path.split('/').map((segment, index) => {
    const name = /\{([^}]+)\}/.exec(segment)?.[1];
    if (name === undefined) return segment;
    return name === reading.identity?.name ? segment.replace(/\{[^}]+\}/, id) : (values[index] ?? segment);
  });
  return origin + filled.join('/');
}
