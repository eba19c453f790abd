import { optional } from '../contract/compilation.ts';
import type { Parameter } from '../contract/contract.ts';
import { propertiesOf } from '../contract/openapi/schema-branches.ts';
import type { ItemsPlace, Lead, LeadRole, Leaf, ResponseView } from './envelope.ts';
import { chooseLeads } from './leads.ts';
import { keyOf, meaningsOf, wordsOf } from './names.ts';
import type { Operation } from './operations.ts';
import { isNumeric, isScalar, type PagingParameters, sortParameters, wordsAbout } from './paging-parameters.ts';
import { isOnly, keywordOf, typesOf } from './schema-view.ts';

/** What a position in a list is; `none`: the whole list is in one response, as far as the document says. */
export type PageStyle = 'links' | 'number' | 'keyset' | 'offset' | 'key' | 'none';

/** How sure a guess is. `certain`: the document says so, or name and type have a counterpart; `unsure`: worth a look. */
export type Confidence = 'certain' | 'likely' | 'unsure';

/** What pages of tokens that name rows have more than others. */
interface Edges {
  /** The parameter for the size of pages backward, where it is one of its own. */
  readonly sizeBackward?: Parameter;
  /** The field of each item that holds its token. */
  readonly itemToken?: string;
  /** Whether every page has the tokens of its first and last item, with flags that say what is behind them. */
  readonly isAtEdge: boolean;
}

/** How a list pages. */
export interface Paging {
  readonly style: PageStyle;
  readonly confidence: Confidence;
  readonly evidence: string;
  readonly position?: Parameter;
  /** The field that a position is a value of, where the document says so in words. */
  readonly key?: string;
  /** The parameter that leads backwards, where the position is the key of a row. */
  readonly backward?: Parameter;
  /** What tokens of rows have more than others. */
  readonly edges?: Edges;
  /** The number of the first page or row, where the words of the document say it and its schema does not. */
  readonly first?: 0 | 1;
  readonly size?: Parameter;
  readonly leads: ReadonlyMap<LeadRole, Lead>;
  /** What the document leaves open. */
  readonly doubts: readonly string[];
}

/**
 * Decides how a list pages, from its parameters and what its responses say.
 *
 * @returns style `none` where no parameter and no link leads to a further page
 */
export function choosePaging(operation: Operation, view: ResponseView, items: ItemsPlace): Paging {
  const parameters = sortParameters(operation.parameters);
  const leads = chooseLeads(operation, view);
  const next = leads.get('next');
  const token = findToken(parameters, operation.parameters, view);
  const [number] = parameters.number.filter(isNumeric);
  const [offset] = parameters.offset.filter(isNumeric);
  const counted = number?.deprecated === true ? (offset ?? number) : (number ?? offset);
  if (token !== undefined && !prefersCounting(operation, token, counted, next)) {
    return byToken(operation, view, parameters, token, leads);
  }
  const row = number === undefined && offset !== undefined ? readRow(offset, items) : undefined;
  if (offset !== undefined && row === 'identity' && next?.kind === 'number') {
    return byToken(operation, view, parameters, { parameter: offset, lead: next }, leads);
  }
  if (offset !== undefined && row !== undefined && row !== 'identity') return byRow(parameters, offset, row);
  if (counted !== undefined && !speaksOfTokens(counted, view))
    return byCount(operation, view, parameters, counted, leads);
  const [opaque] = [...parameters.offset, ...parameters.number];
  if (opaque !== undefined) {
    return byToken(
      operation,
      view,
      parameters,
      { parameter: opaque, lead: findMatch(opaque, view) ?? tokenOf(next) },
      leads,
    );
  }
  return withoutPosition(parameters, leads);
}

/** Of two ways to page that are both declared, whether counting is the one that is meant. */
function prefersCounting(
  operation: Operation,
  { parameter, lead }: Token,
  counted: Parameter | undefined,
  next: Lead | undefined,
): boolean {
  if (counted === undefined || counted.deprecated) return false;
  if (isSwitchedOn(operation, parameter)) return true;
  // A link that may hold either is followed as it is.
  return lead === undefined && !(next?.kind === 'link' && meaningsOf(parameter.name).includes('token'));
}

interface Token {
  readonly parameter: Parameter;
  /** Where the next token stands; absent: a link holds it, or the identity of the last row is it. */
  readonly lead: Lead | undefined;
}

function findToken(
  { token, key, number, offset }: PagingParameters,
  all: readonly Parameter[],
  view: ResponseView,
): Token | undefined {
  const texts = [...number, ...offset].filter(
    (parameter) => !isNumeric(parameter) || typesOf(parameter.schema).has('string'),
  );
  const candidates = [...token, ...key, ...texts];
  for (const parameter of candidates) {
    const lead = findMatch(parameter, view);
    if (lead !== undefined) return { parameter, lead };
  }
  // A name that nobody has heard of is a position where the response has the next one of it.
  for (const parameter of all) {
    if (parameter.in !== 'query' && parameter.in !== 'body') continue;
    const lead = view.leads.find(({ role, leaf }) => role === 'next' && leaf.key === `next_${keyOf(parameter.name)}`);
    if (lead !== undefined && isScalar(parameter) && !typesOf(parameter.schema).has('integer'))
      return { parameter, lead };
  }
  // What is called no more than `token` may be a credential: it leads to a page where a response has the next one.
  const [first] = [...token, ...key].filter((parameter) => {
    return keyOf(parameter.name) !== 'token' && (!isNumeric(parameter) || !parameter.deprecated);
  });
  if (first === undefined) return undefined;
  const open = view.leads.find((lead) => lead.role === 'next' && tokenOf(lead) !== undefined);
  return { parameter: first, lead: open };
}

/** A lead that may be sent as a parameter. */
function tokenOf(lead: Lead | undefined): Lead | undefined {
  return lead?.kind === 'token' || lead?.kind === 'open' ? lead : undefined;
}

/** The place in the response that holds the next value of a parameter. */
function findMatch(parameter: Parameter, view: ResponseView): Lead | undefined {
  const key = keyOf(parameter.name.split('/').at(-1) ?? '');
  const last = wordsOf(parameter.name).at(-1) ?? '';
  const leads = view.leads.filter(({ role, kind }) => role === 'next' && kind !== 'link');
  const matching =
    leads.find(({ leaf }) => leaf.key === key || leaf.key === `next_${key}` || leaf.key === `${key}_next`) ??
    leads.filter(({ kind }) => kind !== 'number').find(({ leaf }) => wordsOf(leaf.path.at(-1) ?? '').at(-1) === last);
  if (matching !== undefined) return matching;
  // The same name, as in ?iterator=… and { "iterator": … }.
  if (!meaningsOf(parameter.name).includes('token')) return undefined;
  const leaf = view.leaves.find(
    (one) => one.key === key && isOnly(one.schema, ['string', 'integer']) && one.path.length <= 2,
  );
  return leaf === undefined ? undefined : { role: 'next', leaf, kind: 'token' };
}

/** Where two ways to page are declared and a boolean chooses the token, counting is what is usual. */
function isSwitchedOn({ parameters }: Operation, { name }: Parameter): boolean {
  return parameters.some((parameter) => {
    const words = wordsOf(parameter.name).join('');
    return typesOf(parameter.schema).has('boolean') && words === `use${wordsOf(name).join('')}`;
  });
}

/**
 * Of what looks like an offset and is the row that a page begins with, or follows, what the words of the document say.
 *
 * @returns the field that it holds a value of; `identity` where it is only said to be an id
 */
function readRow(parameter: Parameter, { element }: ItemsPlace): string | undefined {
  const prose = wordsAbout(parameter);
  if (/\bskip|\bnumber of\b|\bhow many\b/i.test(prose)) return undefined;
  const field = Object.entries(propertiesOf(element)).find(([name, schema]) => {
    if (!isOnly(schema, ['integer', 'string']) || !/^\w+$/.test(name)) return false;
    return new RegExp(`\\b${name}\\b[^.]{0,40}\\b(?:greater|larger|higher|bigger|after)\\b`).test(prose);
  });
  if (field !== undefined) return field[0];
  return /\b(?:u?ids?|identifiers?)\b/i.test(prose) ? 'identity' : undefined;
}

function byRow(parameters: PagingParameters, position: Parameter, key: string): Paging {
  return {
    style: 'key',
    key,
    position,
    ...optional('size', chooseSize(parameters, position)),
    confidence: 'likely',
    evidence: `the document says that ${position.name} is a ${key}, after which a page begins`,
    leads: new Map(),
    doubts: ['how a client knows that there are no more rows'],
  };
}

/** A page or offset that is the text of the response's next one. */
function speaksOfTokens(parameter: Parameter, view: ResponseView): boolean {
  const { schema } = parameter;
  const prose = wordsAbout(parameter);
  if (isOnly(schema, ['integer', 'number'])) return false;
  return (
    /\b(?:cursor|opaque|token|hash|identifier)\b/i.test(prose) &&
    (typesOf(schema).has('string') || view.leads.some(({ kind }) => kind === 'token'))
  );
}

function byToken(
  operation: Operation,
  view: ResponseView,
  parameters: PagingParameters,
  { parameter, lead }: Token,
  leads: ReadonlyMap<LeadRole, Lead>,
): Paging {
  const size = chooseSize(parameters, parameter);
  const common = { position: parameter, ...optional('size', size) };
  const from = `parameter ${parameter.name}`;
  if (lead !== undefined) {
    const isSure = meaningsOf(parameter.name).length > 0;
    return {
      ...common,
      style: 'keyset',
      confidence: isSure ? 'certain' : 'likely',
      evidence: `${from} takes what the response has at ${describeLeaf(lead.leaf)}`,
      leads: withTokens(leads, lead, view),
      doubts: [],
    };
  }
  const next = leads.get('next');
  if (next !== undefined && next.kind !== 'number') {
    return {
      ...common,
      style: 'links',
      confidence: 'certain',
      evidence: `the response has a link to the next page at ${describeLeaf(next.leaf)}, and ${from} is what it carries`,
      leads,
      doubts: [],
    };
  }
  const cursor = view.leaves.find(({ key, schema }) => /^(?:last|end|last_cursor)$/.test(key) && isCursorText(schema));
  if (cursor !== undefined) {
    return {
      ...common,
      style: 'keyset',
      confidence: 'likely',
      evidence: `${from} takes the cursor at ${describeLeaf(cursor)}`,
      leads: new Map([['next', { role: 'next', leaf: cursor, kind: 'token' }]]),
      doubts: [],
    };
  }
  return { ...common, ...withoutToken(operation, view, parameters, parameter, size) };
}

/** Where no response has a token, the identity of the last row is what a client sends, if the parameter's name fits. */
function withoutToken(
  { path }: Operation,
  { facts }: ResponseView,
  { backward }: PagingParameters,
  position: Parameter,
  size: Parameter | undefined,
): Pick<Paging, 'style' | 'confidence' | 'evidence' | 'leads' | 'doubts' | 'backward'> {
  const isKnown = facts.has('hasNext') || facts.has('isLast');
  const prose = wordsAbout(position);
  // What is called a cursor, and not the identity of anything, is a token that the document forgot to show.
  const isToken = !isKnown && /\bcursor\b/i.test(prose) && !/\bids?\b|\bidentifier\b/i.test(prose);
  if (!meaningsOf(position.name).includes('key') || isToken) {
    return {
      style: 'keyset',
      confidence: 'unsure',
      evidence: `parameter ${position.name} has the name of a token, and the response has none`,
      leads: new Map(),
      doubts: [`where the response has the next ${position.name}`],
    };
  }
  return {
    ...optional(
      'backward',
      backward.find((one) => one.in === position.in),
    ),
    style: 'key',
    confidence: isKnown ? 'certain' : size === undefined ? 'unsure' : 'likely',
    evidence: `parameter ${position.name} takes the identity of the last row, for the response has no token of its own`,
    leads: new Map(),
    doubts: isKnown ? [] : [`how a client of ${path} knows that there are no more rows`],
  };
}

function isCursorText(schema: unknown): boolean {
  return isOnly(schema, ['string']) && /\bcursor\b/i.test(JSON.stringify(schema).slice(0, 2000));
}

/** With tokens, what leads elsewhere has to be a token too. */
function withTokens(leads: ReadonlyMap<LeadRole, Lead>, next: Lead, view: ResponseView): ReadonlyMap<LeadRole, Lead> {
  const isSibling = (lead: Lead): boolean => lead.kind === next.kind || lead.kind === 'token';
  const previous =
    view.leads.find((lead) => lead.role === 'previous' && isSibling(lead) && isTwin(lead.leaf, next.leaf)) ??
    [leads.get('previous')].find((lead) => lead !== undefined && isSibling(lead));
  return new Map<LeadRole, Lead>([
    ['next', next],
    ...(previous === undefined ? [] : [['previous', previous] as const]),
  ]);
}

function isTwin(one: Leaf, other: Leaf): boolean {
  const strip = (leaf: Leaf): string =>
    leaf.path
      .flatMap(wordsOf)
      .filter((word) => !/^(?:next|prev|previous)$/.test(word))
      .join('_');
  return strip(one) === strip(other);
}

function byCount(
  operation: Operation,
  view: ResponseView,
  parameters: PagingParameters,
  position: Parameter,
  leads: ReadonlyMap<LeadRole, Lead>,
): Paging {
  const style = parameters.number.includes(position) ? 'number' : 'offset';
  const size = chooseSize(parameters, position);
  const counterparts = [...view.facts.keys()].filter((fact) =>
    ['total', 'pageCount', 'hasNext', 'isLast', 'pageNumber', 'position'].includes(fact),
  );
  const counted = new Map([...leads].filter(([, { kind }]) => kind === 'link' || kind === 'number' || kind === 'open'));
  const next = counted.get('next');
  const isSure = size !== undefined || counterparts.length > 0 || next !== undefined;
  return {
    style,
    position,
    ...optional('size', size),
    ...optional('first', firstOf(operation, position)),
    confidence: isSure ? 'certain' : 'likely',
    evidence: [
      `parameter ${position.name} is ${style === 'number' ? 'the number of a page' : 'a number of rows to skip'}`,
      ...(size === undefined ? [] : [`${size.name} their size`]),
      ...(next === undefined ? [] : [`the response leads on at ${describeLeaf(next.leaf)}`]),
    ].join(', '),
    leads: counted,
    doubts: counterparts.length > 0 || next !== undefined ? [] : ['how a client knows that there are no more rows'],
  };
}

function firstOf({ prose }: Operation, parameter: Parameter): 0 | 1 | undefined {
  const { schema } = parameter;
  // What the schema says is not said again.
  if ([0, 1].includes(Number(keywordOf(schema, 'default') ?? keywordOf(schema, 'minimum') ?? Number.NaN)))
    return undefined;
  const text = `${wordsAbout(parameter)} ${prose}`;
  if (
    /\b(?:zero|0)[- ](?:based|indexed)|(?:starts?|starting|begins?|beginning) (?:at|from|with) (?:0|zero)\b|first page is (?:page )?0\b/i.test(
      text,
    )
  )
    return 0;
  if (
    /\b(?:one|1)[- ](?:based|indexed)|(?:starts?|starting|begins?|beginning) (?:at|from|with) (?:1|one)\b|first page is (?:page )?1\b/i.test(
      text,
    )
  )
    return 1;
  return undefined;
}

function withoutPosition(parameters: PagingParameters, leads: ReadonlyMap<LeadRole, Lead>): Paging {
  const size = parameters.size[0];
  const next = leads.get('next');
  if (next?.kind === 'link' || (next?.kind === 'open' && next.leaf.key === 'next')) {
    return {
      style: 'links',
      confidence: 'likely',
      evidence: `the response has a link to the next page at ${describeLeaf(next.leaf)}`,
      ...optional('size', size),
      leads,
      doubts: ['which parameter the link to the next page carries: the document declares none'],
    };
  }
  const token =
    next === undefined ? [] : [`which parameter takes ${describeLeaf(next.leaf)}: the document declares none`];
  return {
    style: 'none',
    confidence: next === undefined ? 'likely' : 'unsure',
    evidence: 'no parameter and no link leads to a further page',
    ...optional('size', size),
    leads: new Map(),
    doubts: token,
  };
}

function chooseSize({ size }: PagingParameters, position: Parameter): Parameter | undefined {
  const others = size.filter((parameter) => parameter !== position);
  return others.find((parameter) => parameter.in === position.in) ?? others[0];
}

/** A place in words: its pointer, or the header. */
function describeLeaf({ place }: Leaf): string {
  if (typeof place === 'string') return place;
  if ('header' in place) return `the header ${place.header}`;
  return `the entry of ${place.list} with ${Object.entries(place.where)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')}`;
}
