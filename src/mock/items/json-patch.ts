import { createRequire } from 'node:module';
import type { Operation } from 'rfc6902';
import type { Contract, Json, JsonSchema } from '../../contract/contract.ts';
import { JSON_PATCH } from '../../contract/item-contents.ts';
import type { ItemOperation } from '../../contract/item-operation.ts';
import { isObject, isPlainObject, readPointer } from '../../contract/json-pointer.ts';
import { propertiesOf } from '../../contract/openapi/schema-branches.ts';
import type { Row } from '../../dataset/row-source.ts';
import { isTooDeep, type SentItem } from './body.ts';
import { type ItemProblem, invalidBody } from './errors.ts';
import { detailsOf } from './item-views.ts';
import { schemaAt } from './rows.ts';

/** Steps that copy a document into itself double it each time. */
const MAX_STEPS = 1000;
const MAX_LENGTH = 2 ** 20;

/** Names that lead out of plain data in JavaScript; the library skips them, which would do something else than was asked. */
const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

interface PatchContext {
  readonly contract: Contract;
  readonly operation: ItemOperation;
}

/**
 * Carries out the steps of a patch (RFC 6902) on a row, as its client knows it.
 *
 * @returns what a client would send to change the row to the outcome; or what is wrong with a step
 */
export function applySteps(sent: SentItem, row: Row, { contract, operation }: PatchContext): SentItem | ItemProblem {
  const { steps = [] } = sent;
  if (steps.length > MAX_STEPS) return invalidBody(`Invalid body: must have at most ${MAX_STEPS} steps`);
  const entity = readPointer(row, operation.entity);
  const before = isObject(entity) ? entity : {};
  const holder = { item: structuredClone({ ...before, ...detailsOf(row) }) as Json };
  for (const [index, step] of steps.entries()) {
    const failure = takeStep(holder, step);
    if (failure !== undefined) return describeFailure(failure, index, step);
  }
  const { item } = holder;
  if (!isObject(item) || Array.isArray(item)) {
    return invalidBody('Invalid patch: must leave an object', [{ path: [], rule: 'type', message: 'must be object' }]);
  }
  const itemSchema = findSettable({ contract, operation });
  return {
    fields: compare({ ...before, ...detailsOf(row) } as Row, item as Row),
    whole: item,
    media: { type: JSON_PATCH, schema: itemSchema, item: [], itemSchema, isShared: false },
    isMergePatch: true,
  };
}

/** The patch (RFC 7396) that makes one object of another. */
function compare(before: Row, after: Row): Row {
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const changed = Object.entries(after).flatMap(([name, value]): (readonly [string, Json])[] => {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    if (JSON.stringify(old) === JSON.stringify(value)) return [];
    const isInner = isPlainObject(old) && isPlainObject(value);
    return [[name, isInner ? compare(old as Row, value as Row) : (value as Json)]];
  });
  return Object.fromEntries([...gone.map((name) => [name, null] as const), ...changed]);
}

/** What went wrong; `undefined` when nothing did. */
function takeStep(holder: { readonly item: Json }, step: unknown): Error | undefined {
  if (!isObject(step) || typeof step['op'] !== 'string' || typeof step['path'] !== 'string') {
    return new TypeError('must have an op and a path');
  }
  const places = [step['path'], step['from'] ?? ''].join('/').split('/');
  if (places.some((name) => RESERVED.has(name))) return new TypeError('must not lead there');
  // Below a member of its own, so that a step may replace all of it.
  const own = {
    ...step,
    path: `/item${step['path']}`,
    ...(typeof step['from'] === 'string' && { from: `/item${step['from']}` }),
  };
  try {
    const [failure] = loadPatcher().applyPatch(holder, [own as unknown as Operation]);
    if (failure !== null && failure !== undefined) return failure;
  } catch (error) {
    return error as Error;
  }
  const text = JSON.stringify(holder.item) ?? '';
  return text.length > MAX_LENGTH || isTooDeep(text) ? new RangeError('makes it too large') : undefined;
}

function describeFailure(failure: Error, index: number, step: unknown): ItemProblem {
  const { op = '', path = '' } = (isObject(step) ? step : {}) as { op?: string; path?: string };
  const reason = failure.name === 'TestError' ? 'the value is another' : failure.message.replaceAll('/item', '');
  const violations = [
    { path: [String(index)], rule: String(op) || 'type', message: `${op} ${path}: ${reason}`.trim() },
  ];
  const problem = invalidBody(`Invalid patch: step ${index + 1} fails`, violations);
  return failure.name === 'TestError' ? { ...problem, statuses: [409, 422, 400] } : problem;
}

/** What a client may set by steps is what it may set by whole items. */
function findSettable({ contract, operation }: PatchContext): JsonSchema {
  const schema = schemaAt(contract.itemSchema, operation.entity);
  const bodies = [operation, ...contract.operations].flatMap(({ body }) => body?.media ?? []);
  const whole = bodies.find(({ type, itemSchema }) => {
    return type !== JSON_PATCH && Object.keys(propertiesOf(itemSchema)).length > 0;
  });
  return whole?.itemSchema ?? schema;
}

/** Loaded for the first patch: few documents have any. */
function loadPatcher(): typeof import('rfc6902') {
  return createRequire(import.meta.url)('rfc6902') as typeof import('rfc6902');
}
