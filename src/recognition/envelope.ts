import { isObject } from '../contract/json-pointer.ts';
import { chooseForm } from '../contract/openapi/object-forms.ts';
import { propertiesOf } from '../contract/openapi/schema-branches.ts';
import {
  directionOf,
  itemNameScore,
  keyOf,
  type ResponseMeaning,
  responseMeaningsOf,
  singularOf,
  wordsOf,
} from './names.ts';
import type { Operation, Success } from './operations.ts';
import { findRowNumbers } from './row-numbers.ts';
import { elementOf, exampleTextsOf, isOnly, type JsonSchema, keywordOf, proseOf, typesOf } from './schema-view.ts';

/** A place of a response, as a block writes it. */
export type GuessedPlace =
  | string
  | { readonly header: string }
  | { readonly list: string; readonly where: Readonly<Record<string, string>>; readonly at: string };

/** The array of a response that is its page of items. */
export interface ItemsPlace {
  readonly path: readonly string[];
  readonly element: JsonSchema;
  readonly score: number;
  readonly evidence: string;
}

/** A scalar of the envelope. */
export interface Leaf {
  readonly path: readonly string[];
  readonly place: GuessedPlace;
  readonly schema: JsonSchema;
  readonly key: string;
}

export type LeadRole = 'next' | 'previous' | 'first' | 'last' | 'self';

/** Something of a response that leads to another page. */
export interface Lead {
  readonly role: LeadRole;
  readonly leaf: Leaf;
  /** `open`: a text of which nothing says whether it is a link or a token. */
  readonly kind: 'link' | 'token' | 'number' | 'open';
}

/** What stands around the items of a response. */
export interface ResponseView {
  readonly leaves: readonly Leaf[];
  readonly leads: readonly Lead[];
  /** What tells something of the page, each with the leaf that tells it best. */
  readonly facts: ReadonlyMap<ResponseMeaning, Leaf>;
}

/** Whether the examples of a link begin with a path: the host is left to the client. A URI, as a schema may demand, has one. */
export function isRelative({ schema }: Leaf): boolean {
  if (/^(?:uri|url|iri)$/.test(String(keywordOf(schema, 'format') ?? ''))) return false;
  const texts = exampleTextsOf(schema);
  return texts.length > 0 && texts.every((text) => /^[/?]/.test(text));
}

/** A pointer into a body, of the keys that lead there. */
export function toPointer(path: readonly string[]): string {
  return path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const MAX_ITEMS_DEPTH = 3;
const MAX_ENVELOPE_DEPTH = 4;
/** The least that a name and its place have to say before an array without any sign of paging counts as a list. */
const MIN_SCORE = 30;

/**
 * Finds the page of items in a response.
 *
 * @param isPaged - whether the request has parameters to page with: then less has to speak for it
 * @returns `undefined` where the response is one thing, not a list of things
 */
export function findItems(operation: Operation, isPaged: boolean): ItemsPlace | undefined {
  const { success, path } = operation;
  const candidates = listArrays(success.schema, [], 0)
    .filter(
      ({ element }) =>
        typesOf(element).has('object') ||
        (typesOf(element).size === 0 && Object.keys(propertiesOf(element)).length > 0),
    )
    .filter(({ path: place }) => !isWithinEntity(success.schema, place, path, isPaged))
    .map((candidate) => rate(candidate, operation, success))
    .sort((a, b) => b.score - a.score);
  const [best] = candidates;
  if (best === undefined) return undefined;
  return best.score >= (isPaged ? 0 : MIN_SCORE) ? best : undefined;
}

interface ArrayPlace {
  readonly path: readonly string[];
  readonly element: JsonSchema;
}

function listArrays(schema: unknown, path: readonly string[], depth: number): readonly ArrayPlace[] {
  const element = elementOf(schema);
  const own = element === undefined ? [] : [{ path, element }];
  // Some have an envelope for those who ask for a page, and a bare array for others.
  if (depth === MAX_ITEMS_DEPTH || (element !== undefined && !typesOf(schema).has('object'))) return own;
  const within = Object.entries(propertiesOf(schema)).flatMap(([name, member]) =>
    listArrays(member, [...path, name], depth + 1),
  );
  return within.length > 0 && depth === 0 ? within : [...own, ...within];
}

const IDENTITIES = ['id', 'gid', 'uid', 'uuid', 'guid', '_id', 'Id', 'ID', '$id'];
const MAX_ENVELOPE_MEMBERS = 12;

/** An object with an identity of its own is a thing with a list in it, not the envelope of a list. */
function isWithinEntity(body: JsonSchema, place: readonly string[], path: string, isPaged: boolean): boolean {
  let schema: JsonSchema | undefined = body;
  for (const [index, name] of place.entries()) {
    const members: Readonly<Record<string, JsonSchema>> = propertiesOf(schema);
    const looksLikeEntity = [...IDENTITIES, ...identitiesIn(path)].some((key) => Object.hasOwn(members, key));
    const isLarge = Object.keys(members).length > MAX_ENVELOPE_MEMBERS;
    if (looksLikeEntity && (!isPaged || index > 0 || path.endsWith('}') || isLarge)) return true;
    schema = members[name];
  }
  return false;
}

/** What a path that ends in one thing has for its identity, as it may be spelled in the body: `{accessorId}`, a name. */
function identitiesIn(path: string): readonly string[] {
  const parameter = /\{([^{}]+)\}$/.exec(path)?.[1];
  if (parameter === undefined) return [];
  const words = wordsOf(parameter);
  const capitals = words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
  return [parameter, words.join('_'), capitals, capitals.replace(/Id$/, 'ID'), 'name', 'Name'];
}

function rate({ path, element }: ArrayPlace, operation: Operation, success: Success): ItemsPlace {
  const reasons: string[] = [];
  const name = path.at(-1);
  if (name === undefined) {
    return { path, element, score: 100, evidence: 'the response body is an array' };
  }
  let score = itemNameScore(name) - 8 * (path.length - 1);
  if (score > 0) reasons.push(`an array named ${name}`);
  if (isNamedByPath(name, operation)) {
    score += 45;
    reasons.push(`named like the last segment of ${operation.path}`);
  }
  const siblings = path.length === 1 ? Object.entries(propertiesOf(success.schema)) : [];
  const isOnlyArray = siblings.filter(([, schema]) => elementOf(schema) !== undefined).length === 1;
  if (isOnlyArray) {
    score += 15;
    reasons.push('the only array of the body');
  }
  if (!isOnlyArray && isNamedByOperation(name, operation)) score += 20;
  if (siblings.some(([sibling]) => [`total_${keyOf(name)}`, `${keyOf(name)}_total`].includes(keyOf(sibling)))) {
    score += 40;
    reasons.push('the body has their total');
  }
  if (path.length > 1 && /^_?embedded$/.test(path[0] ?? '')) score += 45;
  return { path, element, score, evidence: reasons.join(', ') || 'an array of objects' };
}

function isNamedByPath(name: string, { path }: Operation): boolean {
  const segments = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
  const wanted = keyOf(name).split('_').map(singularOf).join('_');
  // A verb may stand behind the name of a collection: /transactions/sync, /customers/search.
  return segments.slice(-2).some((segment) => {
    const key = keyOf(segment.replace(/\.\w+$/, ''))
      .split('_')
      .map(singularOf)
      .join('_');
    return key === wanted || key.endsWith(`_${wanted}`) || wanted.endsWith(`_${key}`);
  });
}

function isNamedByOperation(name: string, { operationId = '' }: Operation): boolean {
  const own = keyOf(operationId).split('_').map(singularOf).join('_');
  return own.includes(keyOf(name).split('_').map(singularOf).join('_'));
}

/** The objects of a body that speak of the page and not of things. */
const CONTAINER =
  /^(?:meta|metadata|pagination|paging|pager|paginator|pagy|page|pages|pageable|pageinfo|links?|cursors?|next|prev|previous|first|last|self|response|info|headers?|envelope|total|hits|list|search|count|data|result|view)$/;
/** How many scalars have to speak of a page before an object of any name is taken to. */
const MIN_TELLING = 2;

/**
 * Reads what stands around the items of a response: in its body, in arrays of links, and in its headers.
 *
 * @param items - the keys that lead to the items
 * @param sent - the names of the parameters that say which page, the likeliest first
 */
export function viewResponse(success: Success, items: readonly string[], sent: readonly string[] = []): ResponseView {
  // A response of several forms has that which repeats what was asked for.
  const { foreign } = chooseForm(success.schema, new Set([...items.slice(0, 1), ...sent]));
  const body = (items.length === 0 ? [] : listLeaves(success.schema, [], items))
    .filter(({ path }) => !foreign.has(path[0] ?? ''))
    .map((leaf) => addExamples(leaf, success));
  const leaves = [...body, ...listHeaders(success)];
  const links = items.length === 0 ? [] : listLinkArrays(success.schema);
  return { leaves, leads: [...leaves.flatMap(toLead), ...links], facts: findFacts(leaves, items.at(-1)) };
}

/** What the document's example bodies show at a place, as if the schema there had it for an example. */
function addExamples(leaf: Leaf, { examples }: Success): Leaf {
  const shown = examples.map((body) =>
    leaf.path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), body),
  );
  const values = shown.filter((value) => value !== undefined);
  return values.length === 0 ? leaf : { ...leaf, schema: { allOf: [leaf.schema, { examples: values }] } };
}

function listLeaves(schema: unknown, path: readonly string[], items: readonly string[]): readonly Leaf[] {
  if (path.length === MAX_ENVELOPE_DEPTH) return [];
  return Object.entries(propertiesOf(schema)).flatMap(([name, member]) => {
    const own = [...path, name];
    const types = typesOf(member);
    const isOnTheWay = items.length > own.length && own.every((key, index) => key === items[index]);
    const mayHold = isOnTheWay || wordsOf(name).some((word) => CONTAINER.test(word)) || speaksOfPages(member, own);
    const within = types.has('object') && mayHold ? listLeaves(member, own, items) : [];
    const isScalar = ['string', 'integer', 'number', 'boolean'].some((type) => types.has(type));
    if (
      !isScalar &&
      (types.size > 0 || Object.keys(propertiesOf(member)).length > 0 || elementOf(member) !== undefined)
    )
      return within;
    const parent = keyOf(path.at(-1) ?? '');
    // hits.total.value is the total, not a value.
    const plain = keyOf(name).replace(/^hydra_(?=.)/, '');
    const key = plain === 'value' && parent === 'total' ? parent : plain;
    return [{ path: own, place: toPointer(own), schema: member, key }, ...within];
  });
}

/** An object of any name, `pagy` or `resultSet`, whose members are about pages. */
function speaksOfPages(schema: JsonSchema, path: readonly string[]): boolean {
  if (path.length > 2) return false;
  const telling = Object.entries(propertiesOf(schema)).filter(([name, member]) => {
    const meanings = responseMeaningsOf(keyOf(name));
    return meanings.some((meaning) => TELLING.has(meaning)) && isOnly(member, ['integer', 'number', 'boolean']);
  });
  return telling.length >= MIN_TELLING;
}

const TELLING: ReadonlySet<ResponseMeaning> = new Set(['total', 'pageCount', 'pageNumber', 'limit', 'hasNext']);

function listHeaders({ headers }: Success): readonly Leaf[] {
  return [...headers].map(([name, header]) => {
    const schema = header['schema'];
    const key = keyOf(name)
      .replace(/^x_/, '')
      .replace(/^(?:pagination|wp)_(?=.)/, '');
    return {
      path: [name],
      place: { header: name },
      schema: { description: header['description'], ...(typeof schema === 'object' ? schema : {}) },
      key,
    };
  });
}

function toLead(leaf: Leaf): readonly Lead[] {
  if (isHeader(leaf) && leaf.key === 'link') {
    return (['next', 'previous', 'first', 'last'] as const)
      .filter((role) => role === 'next' || mentionsRelation(leaf, role))
      .map((role) => ({ role, leaf, kind: 'link' as const }));
  }
  const role = directionOf(isHeader(leaf) ? [leaf.key] : leaf.path);
  const types = typesOf(leaf.schema);
  // What stands beside the next token, such as the size of the next page, leads nowhere.
  if (
    !/next|prev/.test(leaf.key) &&
    responseMeaningsOf(leaf.key).some((meaning) => meaning === 'limit' || meaning === 'total')
  )
    return [];
  if (role === undefined || types.has('boolean') || (types.has('object') && !types.has('string'))) return [];
  return [{ role, leaf, kind: kindOf(leaf) }];
}

function mentionsRelation({ schema }: Leaf, role: LeadRole): boolean {
  const text = [proseOf(schema), ...exampleTextsOf(schema)].join(' ').toLowerCase();
  return text.includes(role === 'previous' ? 'prev' : role);
}

export function isHeader(leaf: Leaf): boolean {
  return typeof leaf.place === 'object' && 'header' in leaf.place;
}

function kindOf({ schema, path }: Leaf): Lead['kind'] {
  if (isOnly(schema, ['integer', 'number'])) return 'number';
  const names = path.flatMap(wordsOf);
  const leaf = wordsOf(path.at(-1) ?? '');
  const format = String(keywordOf(schema, 'format') ?? '');
  const examples = exampleTextsOf(schema);
  if (/^(?:uri|url|uri-reference|iri)/.test(format) || examples.some((text) => /^(?:https?:\/\/|\/\w|\?)/.test(text)))
    return 'link';
  if (leaf.some((word) => /^(?:cursor|token|marker|after|key|id|bookmark|offset|cursors)$|token$|cursor$/.test(word)))
    return 'token';
  if (names.some((word) => /^(?:links?|urls?|href|uri)$|link$|url$/.test(word))) return 'link';
  const prose = proseOf(schema);
  if (/\b(?:cursor|token|marker|opaque)\b/i.test(prose)) return 'token';
  if (/\b(?:url|uri|link|href)\b/i.test(prose)) return 'link';
  return examples.length > 0 && examples.every((text) => !text.includes('/')) ? 'token' : 'open';
}

/** Links as a list of objects, `{ relation: next, url: … }`. */
function listLinkArrays(body: JsonSchema): readonly Lead[] {
  return Object.entries(propertiesOf(body)).flatMap(([name, member]) => {
    const element = elementOf(member);
    if (element === undefined || !/^_?links?$/i.test(name)) return [];
    const members = propertiesOf(element);
    const relation = ['relation', 'rel'].find((key) => Object.hasOwn(members, key));
    const at = ['url', 'href', 'uri'].find((key) => Object.hasOwn(members, key));
    if (relation === undefined || at === undefined) return [];
    return (['next', 'previous', 'self'] as const).map((role): Lead => {
      const place: GuessedPlace = { list: `/${name}`, where: { [relation]: role }, at: `/${at}` };
      return { role, kind: 'link', leaf: { path: [name, role], place, schema: members[at] ?? {}, key: role } };
    });
  });
}

const BOOLEANS: ReadonlySet<ResponseMeaning> = new Set(['hasNext', 'hasPrevious', 'isFirst', 'isLast', 'isEmpty']);

function findFacts(leaves: readonly Leaf[], itemsName: string | undefined): ReadonlyMap<ResponseMeaning, Leaf> {
  const facts = new Map<ResponseMeaning, { readonly leaf: Leaf; readonly rank: number }>();
  for (const leaf of leaves) {
    const found = readFact(leaf, itemsName);
    const known = found === undefined ? undefined : facts.get(found.meaning);
    if (found !== undefined && (known === undefined || found.rank < known.rank))
      facts.set(found.meaning, { leaf, rank: found.rank });
  }
  const found = new Map([...facts].map(([meaning, { leaf }]) => [meaning, leaf]));
  // A bare count beside a total is that of the page.
  const count = leaves.find((leaf) => COUNTS.has(leaf.key) && leaf !== found.get('total') && fits(leaf, 'count'));
  if (found.has('total') && !found.has('count') && count !== undefined) found.set('count', count);
  for (const [meaning, leaf] of findRowNumbers(leaves, found)) found.set(meaning, leaf);
  // Beside the number of the last row, that of the first one is no offset.
  if (found.has('firstRow') && found.get('firstRow') === found.get('position')) found.delete('position');
  return found;
}

const COUNTS: ReadonlySet<string> = new Set(['count', 'item_count', 'items_count', 'result_count', 'results_count']);

/** What a scalar says of the page; a lower rank says it more plainly. */
function readFact(leaf: Leaf, itemsName: string | undefined): { meaning: ResponseMeaning; rank: number } | undefined {
  // links/last is a link, and pages/last_page a number of pages.
  const isCount = isOnly(leaf.schema, ['integer', 'number']) && !/next|prev/.test(leaf.key);
  if (directionOf(leaf.path) !== undefined && !isOnly(leaf.schema, ['boolean']) && !isCount) return undefined;
  // Within what leads to another page, a number is that page's.
  if (/next|prev/.test(keyOf(leaf.path.slice(0, -1).join(' ')))) return undefined;
  const name = itemsName === undefined ? '' : keyOf(itemsName);
  const isTotalOfItems = name !== '' && [`total_${name}`, `${name}_total`].includes(leaf.key);
  const meanings = isTotalOfItems ? ['total' as const] : responseMeaningsOf(leaf.key);
  const index = meanings.findIndex((meaning) => fits(leaf, meaning));
  const meaning = meanings[index];
  return meaning && { meaning, rank: index * 10 + rankOf(leaf, meaning) };
}

function fits(leaf: Leaf, meaning: ResponseMeaning): boolean {
  if (BOOLEANS.has(meaning)) return isOnly(leaf.schema, ['boolean']);
  const isNumber =
    isOnly(leaf.schema, ['integer', 'number']) || (isHeader(leaf) && isOnly(leaf.schema, ['string', 'integer']));
  if (!isNumber) return false;
  // A bare count is as often that of the page.
  const isOfPage =
    /\b(?:(?:on|in) (?:this|the|a|current|each)(?: current)? (?:page|response|request|batch)|returned)\b/i;
  return (
    meaning !== 'total' ||
    !/(?:^|_)count$|^num/.test(leaf.key) ||
    /total/.test(leaf.key) ||
    !isOfPage.test(proseOf(leaf.schema))
  );
}

function rankOf({ key, path }: Leaf, meaning: ResponseMeaning): number {
  const depth = path.length / 10;
  if (meaning === 'total') return depth + (key.includes('total') ? 0 : key === 'count' ? 3 : 1);
  if (meaning === 'limit') return depth + (key === 'size' ? 0.05 : 0);
  return depth;
}
