import type { Contract, Json, JsonSchema } from '../../contract/contract.ts';
import type { ItemOperation } from '../../contract/item-operation.ts';
import { dropUnsent } from '../../contract/item-schemas.ts';
import { isObject, isPlainObject, parsePointer, readPointer } from '../../contract/json-pointer.ts';
import { additionalOf, propertiesOf, requiredOf } from '../../contract/openapi/schema-branches.ts';
import { viewSchema } from '../../contract/openapi/schema-views.ts';
import { createSample } from '../../contract/sample.ts';
import { createRowCompleter } from '../../dataset/generate/row-completer.ts';
import { validatorOf } from '../../dataset/row-check.ts';
import type { Row } from '../../dataset/row-source.ts';
import { schemaAt } from './rows.ts';

/** What only the responses of some operations show of a row, by the row: rows never change, they are replaced. */
const written = new WeakMap<Row, Row>();

/** Keeps what a client sent of a row that its list does not show. */
export function keepDetails(row: Row, details: Row): void {
  written.set(row, details);
}

/** What was kept of a row; empty when nothing was. */
export function detailsOf(row: Row): Row {
  return written.get(row) ?? {};
}

/**
 * The item as a response shows it: with all members that the response has to have, and none that it does not know.
 *
 * @param schema - of the item in the response
 */
export function showItem(operation: ItemOperation, schema: JsonSchema, row: Row, contract: Contract): Json {
  const known = Object.entries(row).filter(([name]) => !Object.hasOwn(contract.hidden, name));
  const entity = readPointer(Object.fromEntries(known), operation.entity);
  const whole = { ...(isObject(entity) ? (entity as Row) : {}), ...detailsOf(row) };
  if (Object.keys(propertiesOf(schema)).length === 0) return whole;
  const view = viewSchema(schema, 'response');
  const item = dropUnsent(pick(whole, schema), schema, 'response') as Row;
  const own = schemaAt(contract.itemSchema, operation.entity);
  const isFresh = written.has(row);
  const isValid = validatorOf(contract, view);
  if (isValid(item) && (isFresh || isSamePart(own, schema))) return item;
  const complete = completerOf(operation, schema, contract);
  const made = complete(item, { now: 0, isTaken: () => false });
  const filled = fill(item, made, { schema: view, own, isFresh });
  return isValid(filled) ? filled : repair(filled, isValid, complete);
}

/** Without members that the response does not know. */
function pick(value: Row, schema: JsonSchema): Row {
  const properties = propertiesOf(schema);
  const isOpen = additionalOf(schema) !== undefined;
  return Object.fromEntries(Object.entries(value).filter(([name]) => isOpen || Object.hasOwn(properties, name)));
}

/** Whether a response shows nothing that the list does not show. */
function isSamePart(own: JsonSchema, schema: JsonSchema): boolean {
  const known = propertiesOf(own);
  return own === schema || Object.keys(propertiesOf(schema)).every((name) => Object.hasOwn(known, name));
}

interface Filling {
  readonly schema: JsonSchema;
  /** What the list shows of it. */
  readonly own: JsonSchema;
  /** Whether a client wrote it: then nothing is added but what has to be there. */
  readonly isFresh: boolean;
}

/** Adds what a response has to have, at any depth, and what only it shows of a row that nobody wrote. */
function fill(item: Row, made: Row, filling: Filling): Row {
  const { schema } = filling;
  const names = new Set([...Object.keys(propertiesOf(schema)), ...requiredOf(schema), ...Object.keys(item)]);
  return Object.fromEntries(
    [...names].flatMap((name): (readonly [string, Json])[] => {
      const value = fillMember(name, ownMember(item, name), ownMember(made, name), filling);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function fillMember(
  name: string,
  value: Json | undefined,
  made: Json | undefined,
  { schema, own, isFresh }: Filling,
): Json | undefined {
  const property = ownMember(propertiesOf(schema), name);
  const known = ownMember(propertiesOf(own), name);
  if (property !== undefined && isPlainObject(value) && isPlainObject(made)) {
    return fill(value as Row, made as Row, { schema: property, own: known ?? {}, isFresh });
  }
  if (value !== undefined) return value;
  const isRequired = requiredOf(schema).includes(name);
  if (isRequired) return made ?? createSample(property ?? {});
  return isFresh || known !== undefined ? undefined : made;
}

function ownMember<Value>(value: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Where a response allows other values than the list, it shows its own; an item that is beyond that stays as it is. */
function repair(item: Row, validate: ReturnType<typeof validatorOf>, complete: Completer): Row {
  validate(item);
  const names = (validate.errors ?? []).map(({ instancePath }) => parsePointer(instancePath)[0]);
  const rest = Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
  const made = complete(rest, { now: 0, isTaken: () => false });
  const others = names.flatMap((name) => {
    return name === undefined || made[name] === undefined ? [] : [[name, made[name]] as const];
  });
  const repaired = { ...item, ...Object.fromEntries(others) };
  return validate(repaired) ? repaired : item;
}

type Completer = ReturnType<typeof createRowCompleter>;

const completers = new WeakMap<JsonSchema, Completer>();

/** What makes the members that a list does not show; those of one row are the same each time. */
function completerOf({ entity }: ItemOperation, schema: JsonSchema, contract: Contract): Completer {
  const known = completers.get(schema);
  if (known !== undefined) return known;
  const path = contract.identity.path.slice(entity.length);
  const identity = { ...contract.identity, path, name: path.join('/') };
  const shown: Contract = { ...contract, itemSchema: viewSchema(schema, 'response'), identity, hidden: {} };
  const completer = createRowCompleter({
    contract: shown,
    seed: contract.id,
    now: Date.UTC(2026, 0, 1),
    firstIndex: 0,
  });
  completers.set(schema, completer);
  return completer;
}
