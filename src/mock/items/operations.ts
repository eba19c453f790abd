import type { Contract, ErrorCondition, Json } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import { JSON_PATCH } from '../../contract/item-contents.ts';
import type { ItemOperation } from '../../contract/item-operation.ts';
import { isObject, type Pointer, readPointer } from '../../contract/json-pointer.ts';
import { propertiesOf, typesOf } from '../../contract/openapi/schema-branches.ts';
import type { Row } from '../../dataset/row-source.ts';
import { readParameter } from '../../page/query.ts';
import type { Slot, Table } from '../../store/table.ts';
import { createErrorRenderer, type ErrorRenderer } from '../errors.ts';
import type { MockRequest, MockResponse } from '../message.ts';
import { applyMove, type MockState } from '../state.ts';
import { type Admission, type AdmissionCheck, createAdmissionCheck } from './admission.ts';
import { isProblem, readItem, type SentItem } from './body.ts';
import type { BodyViolation } from './error-bodies.ts';
import { type ItemProblem, invalidBody, renderProblem } from './errors.ts';
import { isViolated, suitRow } from './item-forms.ts';
import { detailsOf, keepDetails } from './item-views.ts';
import { applySteps } from './json-patch.ts';
import { writeSuccess } from './responses.ts';
import { findSlot, findTaken, identityOfRow } from './row-places.ts';
import {
  findRowViolations,
  listOwnFields,
  patchItem,
  type SettledItem,
  schemaAt,
  settleItem,
  touchRow,
} from './rows.ts';

/** Why the body of a request could not be read. */
export interface BodyFailure {
  readonly status: number;
  readonly message: string;
}

/** The operations of a document on single rows of a list. */
export interface ItemOperations {
  /**
   * Carries out an operation.
   *
   * @param failure - why there is no body, where it could not be read
   */
  handle(operation: ItemOperation, request: MockRequest, failure?: BodyFailure): MockResponse;
  /**
   * The response to a request on something below a row, which is answered elsewhere, where there is no such row.
   *
   * @param operation - any one on the row
   * @param path - of the row itself
   * @returns `undefined` when there is one, or the request would be rejected for who sends it
   */
  findMissing(operation: ItemOperation, request: MockRequest, path: string): MockResponse | undefined;
}

/** What the operations of a list act on. */
interface ItemOperationsOptions {
  readonly state: MockState;
  /** Gives the next value for a place that holds a new one in every response. */
  readonly fresh: () => string;
}

/** What operations answer with, whatever the state. */
interface Compiled {
  readonly renderError: ErrorRenderer;
  readonly admit: ReadonlyMap<ItemOperation, AdmissionCheck>;
  /** Schemas of whole items that a client sends: in a patch, what they require is not required. */
  readonly wholes: ReadonlySet<object>;
}

const compiled = new WeakMap<Contract, Compiled>();

function compile(contract: Contract): Compiled {
  const known = compiled.get(contract);
  if (known !== undefined) return known;
  const { operations } = contract;
  const media = operations.filter(({ kind }) => kind !== 'update').flatMap(({ body }) => body?.media ?? []);
  const made: Compiled = {
    renderError: createErrorRenderer(contract),
    admit: new Map(operations.map((operation) => [operation, createAdmissionCheck(contract, operation)])),
    wholes: new Set(media.map(({ itemSchema }) => itemSchema)),
  };
  compiled.set(contract, made);
  return made;
}

/** A request that may be carried out, on its way. */
interface Inquiry extends Admission {
  readonly operation: ItemOperation;
  readonly request: MockRequest;
  readonly now: number;
}

/** Identities of rows that were deleted: what is new never gets one of them, though a client may give it one. */
const gone = new WeakMap<Table, Set<string>>();

/** A row, and where it is. */
interface FoundRow {
  readonly table: Table;
  readonly slot: Slot;
  readonly row: Row;
  readonly collection: string;
}

/** What came of an operation: the row that it was about, and whether it had to be created. */
type Outcome = { readonly row: Row; readonly isCreated?: boolean } | ItemProblem;

/** Creates what carries out the operations on single rows, over the same rows that the list shows. */
export function createItemOperations({ state, fresh }: ItemOperationsOptions): ItemOperations {
  const { contract } = state;
  const { renderError, admit, wholes } = compile(contract);

  function carryOut(inquiry: Inquiry, failure: BodyFailure | undefined): Outcome {
    const { operation, request } = inquiry;
    if (failure !== undefined) return { statuses: [failure.status], message: failure.message };
    const read = (): SentItem | ItemProblem => {
      const isPartial = operation.kind === 'update' && isWhole(operation);
      return readItem(request, { contract, operation, isPartial });
    };
    const createAs = (id: string | undefined): Outcome => {
      const sent = read();
      return isProblem(sent) ? sent : create(inquiry, sent, id);
    };
    if (operation.identity === undefined) return createAs(undefined);
    const id = identityOf(inquiry, read);
    if (typeof id !== 'string') return id;
    const found = findRow(inquiry, id);
    if (found !== undefined) return act(inquiry, found, read);
    return operation.created === undefined ? unknownRow(id) : createAs(id);
  }

  function act(inquiry: Inquiry, found: FoundRow, read: () => SentItem | ItemProblem): Outcome {
    const { operation } = inquiry;
    if (operation.kind === 'read') return found;
    if (operation.kind === 'delete') {
      found.table.remove(found.slot);
      gone.set(found.table, (gone.get(found.table) ?? new Set()).add(identityOfRow(contract, found.row)));
      return found;
    }
    const given = read();
    return isProblem(given) ? given : change(inquiry, found, given);
  }

  function change({ operation, now }: Inquiry, found: FoundRow, given: SentItem): Outcome {
    const sent = given.steps === undefined ? given : applySteps(given, found.row, { contract, operation });
    if (isProblem(sent)) return sent;
    const mismatch = findMismatch(sent, found.row, operation);
    if (mismatch !== undefined) return mismatch;
    const context = { contract, operation, now };
    if (operation.kind === 'replace') return replace(found, settleItem(sent, found.row, false, context), {}, sent);
    const patched = patchItem(sent, found.row, context);
    if (operation.kind === 'update') return replace(found, patched, detailsOf(found.row), sent);
    const moved = move(operation, found.row, now);
    if (isProblem(moved)) return moved;
    const { row, details } = patchItem(sent, moved.row, context);
    return replace(found, { row: touchRow(row, context), details }, detailsOf(found.row), sent);
  }

  function move({ move: name = '' }: ItemOperation, row: Row, now: number): { readonly row: Row } | ItemProblem {
    const known = contract.moves.get(name);
    if (known === undefined) return { statuses: [409], message: `Unknown move ${name}` };
    try {
      return { row: applyMove(known, row, now) };
    } catch (error) {
      if (!(error instanceof PagewrightError)) throw error;
      return { statuses: [409, 422, 400], condition: 'invalidParameter', message: error.message };
    }
  }

  function replace(found: FoundRow, { row: wanted, details }: SettledItem, kept: Row, sent: SentItem): Outcome {
    const { table, slot, collection, row: before } = found;
    const row = suitRow(wanted, {
      contract,
      before,
      isStrict: isOfSteps(sent),
      complete: (rest) => completeRow(rest, collection),
    });
    if (isViolated(row)) return invalidBody('Invalid body', placeIn(sent, row));
    const conflict = findTaken(contract, table, row, before, slot);
    if (conflict !== undefined) return taken(conflict);
    table.replace(slot, row);
    keepDetails(row, { ...kept, ...details });
    return { row };
  }

  function completeRow(fields: Row, collection: string): Row {
    const table = state.table(collection);
    const isTaken = (id: string): boolean => {
      return table !== undefined && (table.find(id) !== undefined || gone.get(table)?.has(id) === true);
    };
    return state.scenario.completeRow(fields, { collection, now: state.now(), isTaken });
  }

  /** Violations of a row, where they stand in the body that was sent. */
  function placeIn({ media }: SentItem, violations: readonly BodyViolation[]): readonly BodyViolation[] {
    return violations.map((violation) => ({ ...violation, path: [...(media?.item ?? []), ...violation.path] }));
  }

  /** @param id - that the path gives it; absent: the client's own, or a generated one */
  function create(inquiry: Inquiry, sent: SentItem, id: string | undefined): Outcome {
    const { operation, collections, now } = inquiry;
    const [collection = ''] = collections;
    const table = state.table(collection);
    if (table === undefined) return unknownRow(collection);
    const told = { ...fromPath(inquiry), ...(id === undefined ? {} : withIdentity({}, id, operation)) };
    const given = { ...sent, identity: told };
    const context = { contract, operation, now };
    const plain = Object.fromEntries(Object.entries(listOwnFields(given, context)).filter(isPlain));
    const made = completeRow(operation.entity.length > 0 ? {} : plain, collection);
    const settled = settleItem(given, made, true, context);
    const row = { ...settled.row, ...begin(operation, settled.row, plain, now), ...inquiry.partition };
    // Rows that depend on themselves (a state that requires a time) may need more than they have to have.
    const isWhole = findRowViolations(contract, row).length === 0;
    const complete = (rest: Row): Row => completeRow(rest, collection);
    const whole = suitRow(isWhole ? row : { ...made, ...row }, { contract, isStrict: false, complete });
    if (isViolated(whole)) return invalidBody('Invalid body', placeIn(sent, whole));
    const generated = Object.fromEntries(Object.entries(made).filter(([name]) => !Object.hasOwn(plain, name)));
    const conflict = findTaken(contract, table, whole, generated);
    if (conflict !== undefined) return taken(conflict);
    table.add(whole);
    keepDetails(whole, settled.details);
    return { row: whole, isCreated: true };
  }

  /** What the move sets that brings rows into being, but for what the client has sent. */
  function begin({ move: name }: ItemOperation, row: Row, sent: Row, now: number): Row {
    const known = name === undefined ? undefined : contract.moves.get(name);
    if (known === undefined) return {};
    const moved = applyMove({ ...known, from: {} }, row, now);
    const names = [...Object.keys(known.set), ...Object.keys(known.setTimes)].filter(
      (one) => !Object.hasOwn(sent, one),
    );
    return Object.fromEntries(names.flatMap((one) => (moved[one] === undefined ? [] : [[one, moved[one]]])));
  }

  function identityOf(inquiry: Inquiry, read: () => SentItem | ItemProblem): string | ItemProblem {
    const { operation, request, pathParameters } = inquiry;
    const { in: place, name = '' } = operation.identity ?? {};
    if (place === 'path') return Object.hasOwn(pathParameters, name) ? (pathParameters[name] ?? '') : '';
    if (place === 'query') {
      const value = readParameter(request, name);
      return value ?? { statuses: [400, 422], condition: 'invalidParameter', message: `Missing ${name}` };
    }
    const sent = read();
    if (isProblem(sent)) return sent;
    const value = readPointer(sent.whole, name.split('/'));
    const violation = { path: name.split('/'), rule: 'required', message: 'is required' };
    return value === undefined ? invalidBody(`Missing ${name}`, [violation]) : String(value);
  }

  function findRow({ operation, collections, partition }: Inquiry, id: string): FoundRow | undefined {
    for (const collection of collections) {
      const table = state.table(collection);
      const slot = table && (findSlot(contract, table, operation.identity?.field, id) ?? table.find(id));
      if (table === undefined || slot === undefined) continue;
      const row = table.rowAt(slot);
      if (Object.entries(partition).every(([name, value]) => row[name] === value))
        return { table, slot, row, collection };
    }
    return undefined;
  }

  function fromPath({ operation, pathParameters }: Inquiry): Row {
    const properties = propertiesOf(schemaAt(contract.itemSchema, operation.entity));
    const entries = Object.entries(pathParameters).flatMap(([parameter, text]): (readonly [string, Json])[] => {
      if (parameter === operation.identity?.name) return [];
      const name = Object.keys(properties).find((one) => bareName(one) === bareName(parameter));
      if (name === undefined || name === contract.identity.path.at(-1)) return [];
      return [[name, readText(text, typesOf(properties[name]))]];
    });
    return Object.fromEntries(entries);
  }

  function withIdentity(fields: Row, id: string, { entity, identity }: ItemOperation): Row {
    const { path, schema } = identity?.field ?? contract.identity;
    return putAt(fields, path.slice(entity.length), readText(id, typesOf(schema)));
  }

  /** A client that names another row than the path means something else; what it may not set, it does not name. */
  function findMismatch(given: SentItem, row: Row, operation: ItemOperation): ItemProblem | undefined {
    // Another name than its number may be changed.
    const { field } = operation.identity ?? {};
    const { path: whole } = (operation.kind === 'replace' ? field : undefined) ?? contract.identity;
    const path = whole.slice(operation.entity.length);
    const id = String(readPointer(row, whole));
    const sent = readPointer(listOwnFields(given, { contract, operation }), path);
    if (sent === undefined || String(sent) === id) return undefined;
    const violation = { path, rule: 'const', message: `must be ${id}, as the path says` };
    return invalidBody('Invalid body', placeIn(given, [violation]));
  }

  function isWhole({ body }: ItemOperation): boolean {
    return (body?.media ?? []).some(({ itemSchema, isShared }) => isShared || wholes.has(itemSchema));
  }

  function taken(id: string): ItemProblem {
    const path = contract.identity.path;
    const message = `must not be ${id}, which another one has`;
    return {
      ...invalidBody(`Conflict: ${id} exists already`, [{ path, rule: 'unique', message }]),
      statuses: [409, 422, 400],
    };
  }

  function reject(problem: ItemProblem, operation: ItemOperation, request: MockRequest): MockResponse {
    return renderProblem(problem, operation, request, { contract, renderError, fresh });
  }

  return {
    handle(operation, request, failure) {
      const now = state.now();
      const admission = admit.get(operation)?.(request, request.path, state, now);
      if (admission === undefined || 'condition' in admission) {
        return reject(denied(admission ?? { condition: 'notFound' }), operation, request);
      }
      const outcome = carryOut({ ...admission, operation, request, now }, failure);
      if (isProblem(outcome)) return reject(outcome, operation, request);
      const isNew = outcome.isCreated === true && operation.kind === 'replace';
      const success = isNew ? (operation.created ?? operation.success) : operation.success;
      return writeSuccess(operation, success, outcome.row, request, { contract, fresh });
    },
    findMissing(operation, request, path) {
      const now = state.now();
      const admission = admit.get(operation)?.(request, path, state, now);
      if (admission === undefined || 'condition' in admission) return undefined;
      const inquiry = { ...admission, operation, request, now };
      const id = operation.identity?.in === 'path' ? admission.pathParameters[operation.identity.name] : undefined;
      if (id === undefined || findRow(inquiry, id) !== undefined) return undefined;
      return reject(unknownRow(id), operation, request);
    },
  };
}

function unknownRow(id: string): ItemProblem {
  return { statuses: [404], condition: 'notFound', message: `Not found: ${id}` };
}

/** How each condition of access is usually answered. */
function denied({
  condition,
  violations = [],
}: {
  condition: ErrorCondition;
  violations?: ItemProblem['violations'];
}): ItemProblem {
  const message = condition.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const status = /credential|unauth/i.test(condition) ? 401 : /forbidden|scope$/i.test(condition) ? 403 : 400;
  const statuses =
    condition === 'notFound' ? [404] : condition === 'missingScope' || status === 400 ? [400, 422] : [status];
  return { statuses, condition, message: message.charAt(0).toUpperCase() + message.slice(1), violations };
}

/** Steps are carried out on an item: what they leave has its form. */
function isOfSteps({ media }: SentItem): boolean {
  return media?.type === JSON_PATCH;
}

function isPlain([, value]: readonly [string, Json]): boolean {
  return !isObject(value) || Array.isArray(value);
}

function bareName(name: string): string {
  return name.replace(/[^a-z0-9]/gi, '').toLowerCase();
}

function readText(text: string, types: readonly string[]): Json {
  const isNumber = types.includes('integer') || types.includes('number');
  return isNumber && /^-?\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

function putAt(value: Row, [name, ...rest]: Pointer, part: Json): Row {
  if (name === undefined) return value;
  const old = Object.hasOwn(value, name) ? value[name] : undefined;
  return { ...value, [name]: rest.length === 0 ? part : putAt(isObject(old) ? (old as Row) : {}, rest, part) };
}
