import { optional } from '../contract/compilation.ts';
import type { JsonSchema, Parameter } from '../contract/contract.ts';
import {
  allowsNull,
  boundsOf,
  defaultOf,
  propertiesOf,
  requiredOf,
  valuesOf,
} from '../contract/openapi/schema-branches.ts';
import { isHeader, isRelative, type Lead, type Leaf, toPointer } from './envelope.ts';
import { guessIdentity, guessOrder, guessVersion } from './fields.ts';
import { guessFilters } from './filters.ts';
import { keyOf, type ResponseMeaning } from './names.ts';
import type { Success } from './operations.ts';
import type { Confidence, Paging } from './paging.ts';
import { readStart, wordsAbout } from './paging-parameters.ts';
import type { RecognisedList } from './recognise.ts';
import { exampleTextsOf, isOnly, keywordOf, typesOf } from './schema-view.ts';

/** Why an entry of a guessed block is as it is. */
export interface BlockNote {
  /** Keys that lead to the entry. */
  readonly at: readonly string[];
  readonly confidence: Confidence;
  readonly evidence: string;
}

/** An `x-pagewright` block that was guessed from a document. */
export interface GuessedBlock {
  /** As it is written, `provenance: inferred` on top. */
  readonly block: Readonly<Record<string, unknown>>;
  readonly notes: readonly BlockNote[];
  /** What the document does not tell; sentences without a full stop. */
  readonly doubts: readonly string[];
}

/**
 * Writes the block of a list that was recognised.
 *
 * @param wholeToo - whether a list without pages gets a block as well: one of a single page
 * @returns the block; a text that says why there can be none
 */
export function guessBlock(list: RecognisedList, wholeToo: boolean = false): GuessedBlock | string {
  const { operation, items, paging } = list;
  if (paging.style === 'none' && !wholeToo) return `${paging.evidence}, so it is returned as a whole`;
  const identity: ReturnType<typeof guessIdentity> =
    paging.key === undefined
      ? guessIdentity(items, operation)
      : { value: paging.key, confidence: 'likely', evidence: 'positions are its values' };
  if (identity === undefined) return 'no field of its items tells them apart';
  const draft = new Draft();
  draft.set(['items'], toPointer(items.path), items.score >= 60 ? 'certain' : 'likely', items.evidence);
  addFacts(draft, list);
  draft.set(['identity'], identity.value, identity.confidence, identity.evidence);
  const order = guessOrder(operation, items, identity.value);
  draft.set(['order'], order.value, order.confidence, order.evidence);
  const version = guessVersion(operation);
  if (version !== undefined) draft.set(['access', 'version'], version.value, version.confidence, version.evidence);
  if (paging.style === 'none') addSinglePage(draft, list);
  else addPage(draft, list);
  addRows(draft, list);
  const taken = new Set(
    [paging.position, paging.backward, paging.size, paging.edges?.sizeBackward].flatMap((parameter) =>
      parameter === undefined ? [] : [parameter.name],
    ),
  );
  for (const [name, filter] of guessFilters(operation, items, taken)) {
    draft.set(['filters', name], filter.value, filter.confidence, filter.evidence);
  }
  const doubts = [
    ...paging.doubts,
    ...(identity.confidence === 'unsure' ? [`whether ${identity.value} tells items apart`] : []),
  ];
  return { block: { provenance: 'inferred', ...draft.block }, notes: draft.notes, doubts };
}

/** A block on its way, with the notes on its entries. */
class Draft {
  readonly block: Record<string, unknown> = {};
  readonly notes: BlockNote[] = [];

  set(at: readonly string[], value: unknown, confidence?: Confidence, evidence?: string): void {
    let holder = this.block;
    for (const key of at.slice(0, -1)) {
      holder[key] ??= {};
      holder = holder[key] as Record<string, unknown>;
    }
    holder[at.at(-1) ?? ''] = value;
    if (confidence !== undefined) this.notes.push({ at, confidence, evidence: evidence ?? '' });
  }
}

const FACTS: readonly ResponseMeaning[] = [
  'total',
  'count',
  'remaining',
  'pageCount',
  'pageNumber',
  'hasNext',
  'hasPrevious',
  'isFirst',
  'isLast',
  'isEmpty',
];

/** What is as often the number of items on the page, or something else. */
const AMBIGUOUS: ReadonlySet<string> = new Set([
  'count',
  'item_count',
  'items_count',
  'number',
  'first',
  'last',
  'empty',
  'page',
]);

function addFacts(draft: Draft, list: RecognisedList): void {
  for (const fact of FACTS) {
    const leaf = list.view.facts.get(fact);
    if (leaf === undefined || !isTold(fact, leaf, list)) continue;
    const asked = fact === 'total' ? list.operation.parameters.find(asksForTotal) : undefined;
    const evidence = `${isOnly(leaf.schema, ['boolean']) ? 'a flag' : 'a number'} named ${leaf.path.at(-1)}`;
    if (asked === undefined) draft.set([fact], leaf.place, AMBIGUOUS.has(leaf.key) ? 'likely' : 'certain', evidence);
    else {
      const value = { at: leaf.place, when: { parameter: asked.name, value: true } };
      draft.set([fact], value, 'likely', `${evidence}; parameter ${asked.name} requests it`);
    }
  }
}

/** Numbers of rows are counted from 1 where they read as a sentence, `from` one `to` another, and as positions from 0. */
function addRows(draft: Draft, { view: { facts } }: RecognisedList): void {
  const [first, last] = [facts.get('firstRow'), facts.get('lastRow')];
  if (first !== undefined) draft.set(['rows', 'first'], first.place, 'likely', `a number named ${first.path.at(-1)}`);
  if (last !== undefined) draft.set(['rows', 'last'], last.place, 'likely', `a number named ${last.path.at(-1)}`);
  if (first?.key === 'start' && first.schema['minimum'] === undefined) draft.set(['rows', 'base'], 0);
}

/** What leads to a page is no fact beside it, and pages have numbers in some styles only. */
function isTold(fact: ResponseMeaning, leaf: Leaf, list: RecognisedList): boolean {
  const { leads, style } = list.paging;
  if ([...leads.values()].some((lead) => lead.leaf === leaf)) return false;
  const isOfPages = fact === 'pageNumber' || fact === 'pageCount';
  if (fact === 'count' && isSizeEcho(leaf, list)) return false;
  return !isOfPages || style === 'number' || style === 'keyset';
}

/** What has the name of the parameter for the size repeats it. */
function isSizeEcho({ key }: Leaf, { paging: { size } }: RecognisedList): boolean {
  return size !== undefined && key === keyOf(size.name);
}

function asksForTotal({ name, schema, in: place }: Parameter): boolean {
  if (place !== 'query' && place !== 'body') return false;
  return (
    typesOf(schema).has('boolean') &&
    /^(?:total|count|(?:include|with|show|return|need)_?(?:the_)?(?:total|count)(?:s|_count|_result_count)?|total_required)$/.test(
      keyOf(name),
    )
  );
}

function addPage(draft: Draft, list: RecognisedList): void {
  const {
    paging,
    view,
    operation: { success },
  } = list;
  const { size, leads, style } = paging;
  draft.set(['page', 'style'], style, paging.confidence, paging.evidence);
  if (size !== undefined) addLimit(draft, size, paging);
  addPosition(draft, paging);
  for (const role of ['next', 'previous', 'first', 'last', 'self'] as const) {
    const lead = leads.get(role);
    if (lead === undefined || !suits(lead, style)) continue;
    draft.set(
      ['page', role],
      placeOf(lead, style, leads),
      lead.kind === 'open' ? 'likely' : 'certain',
      describeLead(lead),
    );
  }
  addEdges(draft, paging);
  if (style === 'links' && leadsOnForEver(leads.get('next'), success)) {
    draft.set(['page', 'atEnd'], 'self', 'unsure', 'every page has to have a link to the next one');
  }
  const count = view.facts.get('count');
  const limit = count !== undefined && isSizeEcho(count, list) ? count : view.facts.get('limit');
  const echo = view.facts.get('position');
  if (limit !== undefined) draft.set(['page', 'echo', 'limit'], limit.place);
  if (echo !== undefined && style === 'offset') draft.set(['page', 'echo', 'position'], echo.place);
}

function addEdges(draft: Draft, { edges }: Paging): void {
  if (edges?.itemToken !== undefined)
    draft.set(['page', 'itemToken'], edges.itemToken, 'certain', 'each item has a cursor');
  if (edges?.isAtEdge === true)
    draft.set(['page', 'atEnd'], 'edge', 'likely', 'a flag says whether items follow the cursor of the last one');
}

function addSinglePage(draft: Draft, { paging }: RecognisedList): void {
  draft.set(['page'], { style: 'all' }, 'likely', `${paging.evidence}; all rows are in one page`);
}

/** A link that the schema requires of every page, and that may be neither null nor empty, leads to itself in the end. */
function leadsOnForEver(next: Lead | undefined, { schema }: Success): boolean {
  if (next === undefined || typeof next.leaf.place !== 'string') return false;
  const { path } = next.leaf;
  const holder = path.slice(0, -1).reduce<JsonSchema | undefined>((at, key) => propertiesOf(at)[key], schema);
  const link = propertiesOf(holder)[path.at(-1) ?? ''];
  const isRequired = path.length === 1 && requiredOf(holder).includes(path[0] ?? '');
  return isRequired && !allowsNull(link) && /^ur[il]$/.test(String(keywordOf(link, 'format') ?? ''));
}

function addLimit(draft: Draft, size: Parameter, { edges }: Paging): void {
  const told = readBounds(size);
  const rest = Object.keys(told).length === 0 ? '' : '; its description says the rest';
  draft.set(
    ['page', 'limit'],
    {
      parameter: size.name,
      ...(edges?.sizeBackward !== undefined && { backward: edges.sizeBackward.name }),
      ...told,
    },
    'certain',
    `parameter ${size.name} is a page size by name and type${rest}`,
  );
}

function addPosition(draft: Draft, { position, backward, first, style }: Paging): void {
  if (position === undefined) return;
  const isCounted = style === 'number' || style === 'offset';
  draft.set(['page', 'position'], {
    parameter: position.name,
    ...(backward !== undefined && { backward: backward.name }),
    ...(isCounted && first !== undefined && { first }),
    ...(!isCounted && optional('start', readStart(position))),
  });
}

function suits({ kind, role }: Lead, style: string): boolean {
  if (role === 'self') return kind === 'link' && style !== 'key';
  if (style === 'links') return kind === 'link' || kind === 'open';
  return style !== 'key' || kind === 'link';
}

function placeOf({ leaf, kind }: Lead, style: string, leads: Paging['leads']): unknown {
  // Links that stand side by side are alike: an example of one shows how all of them are written.
  const shown = exampleTextsOf(leaf.schema).length > 0 ? [leaf] : [...leads.values()].map((lead) => lead.leaf);
  if (kind === 'link' && !isHeader(leaf) && shown.some(isRelative)) return { at: leaf.place, as: 'relativeLink' };
  // In the styles that count, a text is taken for a link unless it is said to be none.
  if (kind === 'link' && style === 'keyset') return { at: leaf.place, as: 'link' };
  if (kind === 'token' && style !== 'keyset') return { at: leaf.place, as: 'token' };
  return leaf.place;
}

function describeLead({ leaf, kind, role }: Lead): string {
  if (isHeader(leaf))
    return kind === 'link' ? 'the header Link has a link with this relation' : `the header ${leaf.path[0]}`;
  const kinds = { link: 'a link', token: 'a token', number: 'a number', open: 'a text' };
  return `${kinds[kind]} named for the ${role} page`;
}

/** What the description of a page size says of its bounds, where its schema does not. */
function readBounds(parameter: Parameter): { readonly default?: number; readonly maximum?: number } {
  const { schema } = parameter;
  const text = wordsAbout(parameter);
  if (valuesOf(schema) !== undefined) return {};
  const number = (pattern: RegExp): number | undefined => {
    const found = pattern.exec(text)?.[1]?.replaceAll(/[,_]/g, '');
    return found === undefined || Number(found) < 1 ? undefined : Number(found);
  };
  const bounds = boundsOf(schema);
  const maximum =
    bounds.maximum ??
    number(
      /\b(?:max(?:imum)?(?:\s+(?:value|size|limit|number|of|is|page size))*|up to|at most|no more than|cannot exceed|not exceed)\s*(?:is|of|:|=)?\s*(\d[\d,]*)/i,
    ) ??
    number(/\bbetween\s+\d+\s+(?:and|to)\s+(\d[\d,]*)/i) ??
    number(/\b(?:range|from)\s*:?\s*\d+\s*(?:-|–|to)\s*(\d[\d,]*)/i);
  const usual = number(/\bdefaults?(?:\s+(?:value|page size|limit|size|is|to|of))*\s*(?:is|:|=)?\s*(\d[\d,]*)/i);
  return {
    ...(defaultOf(schema) === undefined &&
      usual !== undefined &&
      (maximum === undefined || usual <= maximum) && { default: usual }),
    ...(bounds.maximum === undefined && maximum !== undefined && { maximum }),
  };
}
