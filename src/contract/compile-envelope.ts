import type { Block, Compilation } from './compilation.ts';
import { optional } from './compilation.ts';
import type { Envelope, JsonSchema, LinkForm, LinkRole, Page, Place, Pointer, Role } from './contract.ts';
import { parsePointer } from './json-pointer.ts';
import { allowsNull, itemsOf, propertiesOf, requiredOf, typesOf, withoutNull } from './openapi/schema-branches.ts';
import { isLinkHeader, LINK_ROLES } from './place.ts';

const NUMBERS = ['integer', 'number'];
/** Many documents declare numbers and flags in headers as texts, and a number of a page as either. */
const LINKS = ['string', 'integer', 'number'];

/** Where each role is named in the block, and the types that its place in a body may have. */
const PLACES: readonly { role: Role; path: readonly string[]; types: readonly string[] }[] = [
  { role: 'items', path: ['items'], types: ['array'] },
  { role: 'total', path: ['total'], types: NUMBERS },
  { role: 'count', path: ['count'], types: NUMBERS },
  { role: 'remaining', path: ['remaining'], types: NUMBERS },
  { role: 'firstRow', path: ['rows', 'first'], types: NUMBERS },
  { role: 'lastRow', path: ['rows', 'last'], types: NUMBERS },
  { role: 'pageCount', path: ['pageCount'], types: NUMBERS },
  { role: 'pageNumber', path: ['pageNumber'], types: NUMBERS },
  { role: 'hasNext', path: ['hasNext'], types: ['boolean'] },
  { role: 'hasPrevious', path: ['hasPrevious'], types: ['boolean'] },
  { role: 'isFirst', path: ['isFirst'], types: ['boolean'] },
  { role: 'isLast', path: ['isLast'], types: ['boolean'] },
  { role: 'isEmpty', path: ['isEmpty'], types: ['boolean'] },
  { role: 'next', path: ['page', 'next'], types: LINKS },
  { role: 'previous', path: ['page', 'previous'], types: LINKS },
  { role: 'first', path: ['page', 'first'], types: LINKS },
  { role: 'last', path: ['page', 'last'], types: LINKS },
  { role: 'self', path: ['page', 'self'], types: LINKS },
  { role: 'position', path: ['page', 'echo', 'position'], types: LINKS },
  { role: 'limit', path: ['page', 'echo', 'limit'], types: NUMBERS },
];

/**
 * Compiles where things stand in a response, each place in the body looked up in its schema.
 *
 * @param response - of success, whose headers have schemas too
 * @param style - of the pages
 */
export function compileEnvelope(
  compilation: Compilation,
  response: Block,
  bodySchema: JsonSchema,
  style: Page['style'],
): Envelope {
  const { block } = compilation;
  const roles = new Map<Role, Place>();
  const forms = new Map<LinkRole, LinkForm>();
  for (const { role, path, types } of PLACES) {
    const entry = path.reduce<unknown>((value, key) => (value as Block | undefined)?.[key], block);
    if (entry === undefined) continue;
    const place = compilePlace(entry);
    const schema = lookUp(compilation, place, { response, bodySchema, types, entry, path });
    roles.set(role, place);
    if (isLinkRole(role)) {
      const named = (entry as { readonly as?: LinkForm }).as;
      forms.set(role, formOf(compilation, place, schema, { named, style, path }));
    }
  }
  for (const [role, place] of listImplied(bodySchema, roles, style)) roles.set(role, place);
  return {
    roles,
    forms,
    atEnd: block['page']['atEnd'] ?? impliedEnd(bodySchema, roles.get('next')),
    ...optional('rowBase', compileRowBase(block, bodySchema, roles)),
    fresh: compileFresh(compilation, bodySchema),
    ...optional('total', compileTotal(compilation, block['total'])),
  };
}

/** The schema of what stands at a place; whatever is wrong with the place is reported. */
function lookUp(
  compilation: Compilation,
  place: Place,
  named: {
    readonly response: Block;
    readonly bodySchema: JsonSchema;
    readonly types: readonly string[];
    readonly entry: unknown;
    readonly path: readonly string[];
  },
): JsonSchema | undefined {
  const { response, bodySchema, types, entry, path } = named;
  if (place.in === 'header') {
    if (isBareName(entry)) requireHeader(compilation, response, place.name, path);
    return headerSchema(response, place.name);
  }
  const schema = requireSchema(compilation, bodySchema, place, path);
  if (schema !== undefined) checkType(compilation, schema, types, { place, path });
  return schema;
}

/** Where the block says nothing, the least number that the document allows; numbers of rows are for people, who count from 1. */
function compileRowBase({ rows }: Block, bodySchema: JsonSchema, roles: ReadonlyMap<Role, Place>): number | undefined {
  if (rows === undefined) return undefined;
  const stated = (rows as Block)['base'] as number | undefined;
  const place = roles.get('firstRow');
  const least = place?.in === 'body' ? schemaAt(bodySchema, place.pointer)?.['minimum'] : undefined;
  return stated ?? (least === 0 ? 0 : 1);
}

function compileFresh(compilation: Compilation, bodySchema: JsonSchema): Envelope['fresh'] {
  return Object.entries((compilation.block['fresh'] ?? {}) as Record<string, 'uuid'>).map(([pointer, format]) => {
    const place = { in: 'body', pointer: parsePointer(pointer) } as const;
    requireSchema(compilation, bodySchema, place, ['fresh', pointer]);
    return { pointer: place.pointer, format };
  });
}

/** A schema without a type allows any. */
function checkType(
  compilation: Compilation,
  schema: JsonSchema,
  types: readonly string[],
  { place, path }: { readonly place: Place; readonly path: readonly string[] },
): void {
  const found = typesOf(schema);
  if (found.length === 0 || types.some((type) => found.includes(type))) return;
  compilation.report(
    path,
    `Invalid type of ${describePlace(place)}: must be ${types.join(' or ')}, not ${found.join(' or ')}`,
  );
}

function isLinkRole(role: Role): role is LinkRole {
  return (LINK_ROLES as readonly Role[]).includes(role);
}

/** A JSON Pointer, the header that holds it, an entry of a list of links; or one of these with more to be said of it. */
function compilePlace(entry: unknown): Place {
  if (isBareName(entry)) return { in: 'header', name: entry };
  if (typeof entry === 'string') return { in: 'body', pointer: parsePointer(entry) };
  const { header, list, where, at } = entry as Block;
  if (typeof header === 'string') return { in: 'header', name: header };
  if (typeof list === 'string') {
    return { in: 'entry', list: parsePointer(list), where: where ?? {}, pointer: parsePointer(String(at)) };
  }
  return compilePlace(at);
}

/** A text that is no JSON Pointer names a header that the response declares. */
function isBareName(entry: unknown): entry is string {
  return typeof entry === 'string' && entry !== '' && !entry.startsWith('/');
}

function requireHeader(compilation: Compilation, response: Block, name: string, path: readonly string[]): void {
  const names = Object.keys((response['headers'] ?? {}) as Block);
  if (names.some((other) => other.toLowerCase() === name.toLowerCase())) return;
  const known = names.length === 0 ? 'none' : names.join(', ');
  compilation.report(
    path,
    `Unknown header ${name}: the response declares ${known}. A place in the body is a JSON Pointer: /${name}`,
  );
}

function describePlace(place: Place): string {
  if (place.in === 'header') return `header ${place.name}`;
  if (place.in === 'body') return `/${place.pointer.join('/')}`;
  return `/${place.pointer.join('/')} in the entries of /${place.list.join('/')}`;
}

function formOf(
  compilation: Compilation,
  place: Place,
  schema: JsonSchema | undefined,
  entry: { readonly named: LinkForm | undefined; readonly style: Page['style']; readonly path: readonly string[] },
): LinkForm {
  const { named, style, path } = entry;
  if (named === 'link' || named === 'relativeLink') return named;
  if (named !== undefined && isLinkHeader(place)) {
    compilation.report([...path, 'as'], `Invalid form ${named}: the header Link holds links (RFC 8288)`);
  }
  if (named !== undefined && style === 'links') {
    compilation.report([...path, 'as'], `Invalid form ${named}: page style links has links, and keyset has tokens`);
  }
  if (named !== undefined) return numberOrToken(schema, named);
  return isLinkHeader(place) ? 'link' : usualForm(place, schema, style);
}

function usualForm(place: Place, schema: JsonSchema | undefined, style: Page['style']): LinkForm {
  if (style === 'links' || isUrl(schema)) return 'link';
  if (isNumeric(schema)) return 'number';
  // A header of its own is named after what it holds: X-Next-Page, X-Next-Cursor.
  return place.in === 'header' || style === 'keyset' || style === 'key' ? 'token' : 'link';
}

function headerSchema(response: Block, name: string): JsonSchema | undefined {
  const headers = Object.entries((response['headers'] ?? {}) as Record<string, Block>);
  return headers.find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1]['schema'] as JsonSchema | undefined;
}

function isUrl(schema: JsonSchema | undefined): boolean {
  return /^(?:uri|url|iri)/.test(String(withoutNull(schema ?? {})['format'] ?? ''));
}

/** How the value of a position parameter is written is for the schema to say, where it says anything. */
function numberOrToken(schema: JsonSchema | undefined, named: 'number' | 'token'): LinkForm {
  if (isNumeric(schema)) return 'number';
  return typesOf(schema ?? {}).includes('string') ? 'token' : named;
}

function isNumeric(schema: JsonSchema | undefined): boolean {
  const types = typesOf(schema ?? {});
  return !types.includes('string') && types.some((type) => NUMBERS.includes(type));
}

/** What members say that a schema requires and a block does not describe: an example of it would be a lie. */
const IMPLIED: readonly { role: Role; types: readonly string[]; name: RegExp; style?: Page['style'] }[] = [
  { role: 'hasNext', types: ['boolean'], name: /^(?:has_?(?:more|next(?:_?page)?)|more)$/i },
  {
    role: 'isLast',
    types: ['boolean'],
    name: /^(?:done|is_?done|(?:is_?)?last(?:_?page)?|is_?complete|end_?of_?list)$/i,
  },
  { role: 'isFirst', types: ['boolean'], name: /^(?:is_?)?first(?:_?page)?$/i },
  { role: 'isEmpty', types: ['boolean'], name: /^(?:is_?)?empty$/i },
  { role: 'count', types: NUMBERS, name: /^(?:number_?of_?elements|number_?returned|returned)$/i },
  { role: 'total', types: NUMBERS, name: /^total(?:_?(?:count|items|results|records|elements|size))?$/i },
  { role: 'pageCount', types: NUMBERS, name: /^(?:total_?pages|page_?count|pages|last_?page)$/i },
  { role: 'pageNumber', types: NUMBERS, name: /^(?:page|current_?page|page_?number)$/i, style: 'number' },
  { role: 'position', types: NUMBERS, name: /^(?:offset|skip|start|start_?index)$/i, style: 'offset' },
  { role: 'limit', types: NUMBERS, name: /^(?:limit|per_?page|page_?size|size)$/i },
];

/** Names of objects that speak of the page: `meta`, `pageInfo`, `response_metadata`. */
const ABOUT_PAGES =
  /meta|pag(?:e|ing|inat)|cursor|links?$|info|header|list|result|data$|response|envelope|summary|query|search|hits|collection/i;

/** Finds them by their names, in the body and in objects that it requires. */
function listImplied(
  bodySchema: JsonSchema,
  roles: ReadonlyMap<Role, Place>,
  style: Page['style'],
): readonly (readonly [Role, Place])[] {
  const taken = [...roles.values()].flatMap((place) => (place.in === 'header' ? [] : [JSON.stringify(place)]));
  const known = new Set(taken);
  const found = new Map<Role, Place>();
  const walk = (at: Pointer): void => {
    const holder = schemaAt(bodySchema, at);
    const required = requiredOf(holder);
    for (const [name, schema] of Object.entries(propertiesOf(holder))) {
      if (!required.includes(name)) continue;
      const place: Place = { in: 'body', pointer: [...at, name] };
      const role = impliedRole(name, schema, style);
      const isFree = role !== undefined && !roles.has(role) && !found.has(role) && !known.has(JSON.stringify(place));
      if (isFree) found.set(role, place);
      // The limit of an account is not that of a page.
      else if (at.length < 2 && typesOf(schema).includes('object') && ABOUT_PAGES.test(name)) walk(place.pointer);
    }
  };
  walk([]);
  return [...found];
}

function impliedRole(name: string, schema: JsonSchema, style: Page['style']): Role | undefined {
  const types = typesOf(schema).filter((type) => type !== 'null');
  return IMPLIED.find((one) => {
    const isOwnStyle = one.style === undefined || one.style === style;
    return isOwnStyle && types.length > 0 && types.every((type) => one.types.includes(type)) && one.name.test(name);
  })?.role;
}

/** What the schema lets a link that leads nowhere be, where the block says nothing. */
function impliedEnd(bodySchema: JsonSchema, place: Place | undefined): Envelope['atEnd'] {
  if (place?.in !== 'body') return 'omitted';
  const holder = schemaAt(bodySchema, place.pointer.slice(0, -1)) ?? {};
  const name = place.pointer.at(-1) ?? '';
  if (!requiredOf(holder).includes(name)) return 'omitted';
  const schema = propertiesOf(holder)[name] ?? {};
  if (allowsNull(schema)) return 'null';
  const isOptionalHolder = place.pointer.length > 1 && !isRequiredAt(bodySchema, place.pointer.slice(0, -1));
  return isOptionalHolder || !typesOf(schema).includes('string') ? 'omitted' : 'empty';
}

/** Whether what stands at a pointer must be there whenever what holds it is. */
export function isRequiredAt(schema: JsonSchema, pointer: Pointer): boolean {
  const name = pointer.at(-1);
  if (name === undefined) return true;
  return requiredOf(schemaAt(schema, pointer.slice(0, -1)) ?? {}).includes(name);
}

function compileTotal(compilation: Compilation, total: Block | string | undefined): Envelope['total'] {
  if (typeof total !== 'object' || (total['when'] === undefined && total['cap'] === undefined)) return undefined;
  // Which is what an absent word means, too; it is written where the document says so.
  const when = (total['when'] === 'always' ? undefined : total['when']) as NonNullable<Envelope['total']>['when'];
  if (typeof when === 'object') {
    compilation.parameter(when.parameter, ['query', 'header', 'body'], ['total', 'when', 'parameter']);
  }
  const condition = typeof when === 'object' ? { parameter: when.parameter, value: String(when.value) } : when;
  return { ...optional('when', condition), ...optional('cap', total['cap'] as number | undefined) };
}

function requireSchema(
  compilation: Compilation,
  body: JsonSchema,
  place: Exclude<Place, { in: 'header' }>,
  path: readonly string[],
): JsonSchema | undefined {
  const pointer = place.in === 'body' ? place.pointer : place.list;
  const schema = schemaAt(body, pointer);
  if (schema === undefined) {
    const known = Object.keys(propertiesOf(body)).map((name) => `/${name}`);
    compilation.report(
      path,
      `Unknown pointer /${pointer.join('/')}: the top level of the response body has ${known.join(', ') || 'no named fields'}`,
    );
    return undefined;
  }
  if (place.in === 'body') return schema;
  const entry = itemsOf(schema) ?? {};
  const value = schemaAt(entry, place.pointer);
  if (value === undefined) {
    const known = Object.keys(propertiesOf(entry)).join(', ') || 'no named fields';
    compilation.report(path, `Unknown pointer ${describePlace(place)}: an entry has ${known}`);
  }
  return value;
}

/** The schema of what stands at a pointer into a value of the given schema. */
export function schemaAt(schema: JsonSchema, pointer: Pointer): JsonSchema | undefined {
  return pointer.reduce<JsonSchema | undefined>((at, segment) => {
    const properties = propertiesOf(at);
    return Object.hasOwn(properties, segment) ? properties[segment] : undefined;
  }, schema);
}
