import type { Contract, Json, JsonSchema } from '../../contract/contract.ts';
import type { ItemOperation } from '../../contract/item-operation.ts';
import { dropUnsent, isUnspecified } from '../../contract/item-schemas.ts';
import { isObject, isPlainObject, type Pointer, readPointer } from '../../contract/json-pointer.ts';
import {
  additionalOf,
  allowsNull,
  defaultOf,
  propertiesOf,
  requiredOf,
  typesOf,
} from '../../contract/openapi/schema-branches.ts';
import { viewSchema } from '../../contract/openapi/schema-views.ts';
import { validatorOf } from '../../dataset/row-check.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { SentItem } from './body.ts';
import { type BodyViolation, describeError } from './error-bodies.ts';
import { timeOf, writeNow } from './times.ts';

/** What a row is made with. */
interface RowContext {
  readonly contract: Contract;
  readonly operation: ItemOperation;
  /** The clock, in milliseconds since 1970. */
  readonly now: number;
}

/** An item on its way to a row: what the list shows of it, and what only other operations show. */
export interface SettledItem {
  readonly row: Row;
  readonly details: Row;
}

/**
 * Makes a row of what a request sends, in the place of another one or of none. What only a server sets is taken from `made`; what
 * a client may set and has not is its default, or absent, or null where it has to be there.
 *
 * @param made - the row that was there before, or a generated one
 * @param isNew - whether the row was not there before
 */
export function settleItem(sent: SentItem, made: Row, isNew: boolean, context: RowContext): SettledItem {
  const { contract, operation } = context;
  const { entity } = operation;
  const schema = schemaAt(contract.itemSchema, entity);
  const settable = settableSchema(sent, schema);
  const { own, details } = separate(sent, settable, schema, contract);
  const settled = settle({ schema, settable, made: readPointer(made, entity), sent: own, at: entity }, isNew, context);
  const hidden = Object.entries(made).filter(([name]) => Object.hasOwn(contract.hidden, name));
  return { row: { ...Object.fromEntries(hidden), ...replaceAt(made, entity, settled) }, details };
}

/** What a request sends of an item that its client may set, and the list shows. */
export function listOwnFields(sent: SentItem, { contract, operation }: Omit<RowContext, 'now'>): Row {
  const schema = schemaAt(contract.itemSchema, operation.entity);
  return separate(sent, settableSchema(sent, schema), schema, contract).own;
}

/** What a client may set; an object without properties says that of all that an item has. */
function settableSchema({ media }: SentItem, schema: JsonSchema): JsonSchema {
  if (media === undefined) return {};
  return isUnspecified(media.itemSchema) ? schema : media.itemSchema;
}

interface Settling {
  readonly schema: JsonSchema;
  /** The schema by which a client sends it; absent: it does not. */
  readonly settable: JsonSchema | undefined;
  readonly made: Json | undefined;
  readonly sent: Row;
  /** Where it stands in the row. */
  readonly at: Pointer;
}

function settle({ schema, settable, made, sent, at }: Settling, isNew: boolean, context: RowContext): Row {
  const properties = propertiesOf(schema);
  const required = requiredOf(schema);
  const open = propertiesOf(settable ?? {});
  const before = isObject(made) ? (made as Row) : {};
  const named = [...new Set([...Object.keys(properties), ...required])];
  const settled = named.flatMap((name): (readonly [string, Json])[] => {
    const property = (Object.hasOwn(properties, name) ? properties[name] : undefined) ?? {};
    const place: MemberPlace = {
      schema: property,
      settable: Object.hasOwn(open, name) && open[name]?.['readOnly'] !== true ? open[name] : undefined,
      made: Object.hasOwn(before, name) ? before[name] : undefined,
      sent: Object.hasOwn(sent, name) ? sent[name] : undefined,
      at: [...at, name],
      isRequired: required.includes(name),
    };
    const value = settleMember(name, place, isNew, context);
    return value === undefined ? [] : [[name, value]];
  });
  const further = Object.entries(sent).filter(([name]) => !named.includes(name));
  return Object.fromEntries([...settled, ...further]);
}

interface MemberPlace extends Omit<Settling, 'sent'> {
  readonly sent: Json | undefined;
  readonly isRequired: boolean;
}

function settleMember(name: string, place: MemberPlace, isNew: boolean, context: RowContext): Json | undefined {
  const { schema, settable, made, sent, at } = place;
  const { path } = context.contract.identity;
  const isInner = isPlainObject(sent) && Object.keys(propertiesOf(schema)).length > 0;
  if (isInner) return settle({ schema, settable, made, sent: sent as Row, at }, isNew, context);
  if (sent !== undefined) return sent;
  if (isSame(path, at)) return made;
  const isHolder = path.length > at.length && isSame(path.slice(0, at.length), at);
  const time = timeOf(name);
  if (time === 'created' && !isNew) return made;
  const now = time === undefined ? undefined : writeNow(context.now, schema, made);
  if (now !== undefined) return now;
  if (isHolder || (settable === undefined && isPlainObject(made) && Object.keys(propertiesOf(schema)).length > 0)) {
    return settle({ schema, settable, made, sent: {}, at }, isNew, context);
  }
  return isNew || settable !== undefined ? missingValue(place) : made;
}

/** What stands where a client sent nothing. */
function missingValue({ schema, settable, made, isRequired }: MemberPlace): Json | undefined {
  const usual = defaultOf(settable ?? schema) ?? defaultOf(schema);
  if (usual !== undefined) return usual as Json;
  if (allowsNull(schema) && typesOf(schema).length > 0) return isRequired ? null : undefined;
  return isRequired || settable === undefined ? made : undefined;
}

/**
 * Changes a row by a patch (RFC 7396): what it does not name stays. Null takes a member away; in plain JSON it is a value where
 * the schema has it for one.
 */
export function patchItem(sent: SentItem, before: Row, context: RowContext): SettledItem {
  const { contract, operation } = context;
  const { entity } = operation;
  const schema = schemaAt(contract.itemSchema, entity);
  const { own, details } = separate(sent, settableSchema(sent, schema), schema, contract);
  const old = readPointer(before, entity);
  const patched = merge(isPlainObject(old) ? (old as Row) : {}, own, schema, sent.isMergePatch);
  return { row: replaceAt(before, entity, touch(patched, own, schema, context.now)), details };
}

function merge(before: Row, patch: Row, schema: JsonSchema, isMergePatch: boolean): Row {
  const properties = propertiesOf(schema);
  const required = requiredOf(schema);
  const merged = new Map(Object.entries(before));
  for (const [name, value] of Object.entries(patch)) {
    const property = (Object.hasOwn(properties, name) ? properties[name] : additionalOf(schema)) ?? {};
    const old = merged.get(name);
    const isRemoved = value === null && !required.includes(name) && (isMergePatch || !allowsNull(property));
    if (isRemoved) merged.delete(name);
    else if (!isPlainObject(value)) merged.set(name, value);
    else merged.set(name, merge(isPlainObject(old) ? (old as Row) : {}, value as Row, property, isMergePatch));
  }
  return Object.fromEntries(merged);
}

/** Sets the time of the last change, at any depth, unless it was sent. */
function touch(row: Row, sent: Row, schema: JsonSchema, now: number): Row {
  const properties = propertiesOf(schema);
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (property === undefined) return [name, value];
      const given = Object.hasOwn(sent, name) ? sent[name] : undefined;
      if (isPlainObject(value)) {
        return [name, touch(value as Row, isPlainObject(given) ? (given as Row) : {}, property, now)];
      }
      if (given !== undefined || timeOf(name) !== 'updated') return [name, value];
      return [name, writeNow(now, property, value) ?? value];
    }),
  );
}

/** Marks what was done to a row as done now. */
export function touchRow(row: Row, { contract, operation, now }: RowContext): Row {
  const schema = schemaAt(contract.itemSchema, operation.entity);
  const old = readPointer(row, operation.entity);
  return isPlainObject(old) ? replaceAt(row, operation.entity, touch(old as Row, {}, schema, now)) : row;
}

/** What an item of the list has of the fields that a client may set, and what only other operations show; the rest is not kept. */
function separate(
  { fields, identity = {} }: SentItem,
  settable: JsonSchema,
  schema: JsonSchema,
  contract: Contract,
): SeparateFields {
  const sent = dropUnsent(pickSettable(fields, settable), schema, 'response') as Row;
  const kept = merge(sent, identity, schema, false);
  const properties = propertiesOf(schema);
  const isOpen = Object.keys(properties).length === 0 || additionalOf(schema) !== undefined;
  const shown = listDetails(contract);
  const isOwn = ([name]: readonly [string, Json]): boolean => {
    return Object.hasOwn(properties, name) || (isOpen && !shown.has(name));
  };
  const entries = Object.entries(kept);
  return {
    own: Object.fromEntries(entries.filter(isOwn)),
    details: Object.fromEntries(entries.filter((entry) => !isOwn(entry) && shown.has(entry[0]))),
  };
}

interface SeparateFields {
  readonly own: Row;
  readonly details: Row;
}

/** What a client sends although the document does not let it is as good as not sent. */
function pickSettable(fields: Row, schema: JsonSchema): Row {
  const properties = propertiesOf(schema);
  const isOpen = Object.keys(properties).length === 0 || additionalOf(schema) !== undefined;
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): (readonly [string, Json])[] => {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (property === undefined) return isOpen ? [[name, value]] : [];
      if (property['readOnly'] === true) return [];
      return [[name, isPlainObject(value) ? pickSettable(value as Row, property) : value]];
    }),
  );
}

const details = new WeakMap<Contract, ReadonlySet<string>>();

/** Names of members that operations show, and the list does not. */
function listDetails(contract: Contract): ReadonlySet<string> {
  const known = details.get(contract);
  if (known !== undefined) return known;
  const names = new Set(contract.operations.flatMap((one) => Object.keys(propertiesOf(shownSchema(one) ?? {}))));
  details.set(contract, names);
  return names;
}

/** The schema of the item that an operation shows. */
function shownSchema({ success }: ItemOperation): JsonSchema | undefined {
  const { content } = success;
  return content?.item === undefined ? undefined : schemaAt(content.schema, content.item);
}

/** The schema of what stands at a pointer; of a list, that of its entries. */
export function schemaAt(schema: JsonSchema, pointer: Pointer): JsonSchema {
  return pointer.reduce<JsonSchema>((at, name) => {
    const properties = propertiesOf(at);
    return (Object.hasOwn(properties, name) ? properties[name] : undefined) ?? {};
  }, schema);
}

/** What is wrong with a row, as the list shows it. */
export function findRowViolations(contract: Contract, row: Row): readonly BodyViolation[] {
  const shown = Object.fromEntries(Object.entries(row).filter(([name]) => !Object.hasOwn(contract.hidden, name)));
  const validate = validatorOf(contract, viewSchema(contract.itemSchema, 'response'));
  if (validate(shown)) return [];
  return (validate.errors ?? []).map(describeError);
}

/** The same value with another at a pointer. */
function replaceAt(value: Row, [name, ...rest]: Pointer, part: Row): Row {
  if (name === undefined) return part;
  const old = Object.hasOwn(value, name) ? value[name] : undefined;
  return { ...value, [name]: replaceAt(isPlainObject(old) ? (old as Row) : {}, rest, part) };
}

function isSame(a: Pointer, b: Pointer): boolean {
  return a.length === b.length && a.every((segment, index) => segment === b[index]);
}
