import { optional } from '../contract/compilation.ts';
import { compileParameters } from '../contract/compile-parameters.ts';
import type { JsonSchema } from '../contract/contract.ts';
import { isObject } from '../contract/json-pointer.ts';
import { propertiesOf } from '../contract/openapi/schema-branches.ts';
import { completeEdges } from './edges.ts';
import {
  findItems,
  type ItemsPlace,
  type Lead,
  type LeadRole,
  type ResponseView,
  toPointer,
  viewResponse,
} from './envelope.ts';
import { type Hint, readHint } from './hints.ts';
import { keyOf, wordsOf } from './names.ts';
import { listOperations, type Operation } from './operations.ts';
import { choosePaging, type Paging } from './paging.ts';
import { sortParameters } from './paging-parameters.ts';
import { elementOf } from './schema-view.ts';

/** A list operation of a document, as far as its document tells. */
export interface RecognisedList {
  readonly operation: Operation;
  readonly items: ItemsPlace;
  readonly paging: Paging;
  readonly view: ResponseView;
  /** The extension that told some of it. */
  readonly hint?: Hint;
}

/**
 * Finds the list operations of a document: those that respond with a page of objects, and those that respond with all of them.
 *
 * @param document - an OpenAPI document with its references resolved; schemas may contain themselves
 * @returns in the order of the document; those without pages have the style `none`
 */
export function recogniseLists(document: unknown): readonly RecognisedList[] {
  if (!isObject(document)) return [];
  return listOperations(document).flatMap((operation) => recogniseList(operation, document) ?? []);
}

/** An operation that takes a position in a list, of which the document does not say what it responds with. */
interface UndescribedList {
  readonly path: string;
  /** The names of its parameters that page. */
  readonly parameters: readonly string[];
}

/** Finds the first list of which only the parameters tell. */
export function findUndescribedList(document: JsonSchema): UndescribedList | undefined {
  const paths = isObject(document['paths']) ? document['paths'] : {};
  for (const [path, item] of Object.entries(paths)) {
    const operation = isObject(item) ? item['get'] : undefined;
    if (!isObject(item) || !isObject(operation)) continue;
    const { number, offset, token, key, size } = sortParameters(compileParameters(item, operation));
    const [position] = [...number, ...offset, ...token, ...key];
    const parameters = [...(position === undefined ? [] : [position]), ...size.slice(0, 1)].map(({ name }) => name);
    if (position !== undefined && size.length > 0) return { path, parameters };
  }
  return undefined;
}

function recogniseList(operation: Operation, document: JsonSchema): RecognisedList | undefined {
  const hint = readHint(operation.declared, document);
  const parameters = sortParameters(operation.parameters);
  const positions = [...parameters.number, ...parameters.offset, ...parameters.token, ...parameters.key];
  const isPaged = hint !== undefined || positions.some((one) => one.in !== 'header') || parameters.size.length > 0;
  const items = findHinted(operation, hint) ?? findItems(operation, isPaged);
  if (items === undefined) return undefined;
  const sent = [...positions, ...parameters.size].filter(({ deprecated }) => deprecated !== true);
  const view = viewResponse(
    operation.success,
    items.path,
    sent.map(({ name }) => name),
  );
  const guess = completeEdges(choosePaging(operation, view, items), view, operation.parameters, items);
  const paging = obeyHint(guess, operation, view, hint);
  // A POST that takes no position makes or computes something, whatever lists its response has.
  if (operation.method === 'post' && (paging.position === undefined || makesSomething(operation))) return undefined;
  return { operation, items, paging, view, ...optional('hint', hint) };
}

const MAKES = /^(?:add|append|create|delete|import|insert|patch|put|remove|replace|store|update|upsert)$/;
const READS = /^(?:browse|fetch|filter|find|get|list|lookup|query|read|scan|search)$/;

/** Who makes a collection sends it in the shape in which it is listed, position and all. */
function makesSomething({ operationId = '', success }: Operation): boolean {
  const words = wordsOf(operationId);
  return success.status === 201 || (words.some((word) => MAKES.test(word)) && !words.some((word) => READS.test(word)));
}

function findHinted({ success }: Operation, hint: Hint | undefined): ItemsPlace | undefined {
  if (hint?.items === undefined) return undefined;
  const schema = hint.items.reduce<JsonSchema | undefined>((at, key) => propertiesOf(at)[key], success.schema);
  const element = elementOf(schema);
  if (element === undefined) return undefined;
  return { path: hint.items, element, score: 1000, evidence: `${hint.source} says so` };
}

/** What the document says itself takes the place of what names suggest, as far as it is there. */
function obeyHint(guess: Paging, operation: Operation, view: ResponseView, hint: Hint | undefined): Paging {
  if (hint === undefined) return guess;
  const find = (name: string | undefined) => operation.parameters.find((parameter) => parameter.name === name);
  const position = find(hint.position) ?? guess.position;
  const size = find(hint.size) ?? guess.size;
  const lead = findLead(operation, view, hint);
  // A link may stand beside a number or an offset, which then stays what the position is.
  const style = hint.style === 'links' && position !== undefined && guess.style !== 'none' ? guess.style : hint.style;
  return {
    ...guess,
    ...optional('position', position),
    ...optional('size', size),
    style: style ?? guess.style,
    leads: lead === undefined ? guess.leads : new Map<LeadRole, Lead>([...guess.leads, ['next', lead]]),
    ...(style === undefined
      ? {}
      : {
          confidence: 'certain',
          evidence: `${hint.source} says so`,
          doubts: position === undefined ? guess.doubts : [],
        }),
  };
}

function findLead({ success }: Operation, { leaves }: ResponseView, { next }: Hint): Lead | undefined {
  if (next === undefined) return undefined;
  const place = toPointer(next.path);
  const schema = next.path.reduce<JsonSchema | undefined>((at, key) => propertiesOf(at)[key], success.schema);
  if (schema === undefined) return undefined;
  const leaf = leaves.find((one) => one.place === place) ?? {
    path: next.path,
    place,
    schema,
    key: keyOf(next.path.at(-1) ?? ''),
  };
  return { role: 'next', leaf, kind: next.kind };
}
