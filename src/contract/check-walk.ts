import type { Compilation } from './compilation.ts';
import { isRequiredAt, schemaAt } from './compile-envelope.ts';
import type { Envelope, Field, JsonSchema, Page, Parameter, Role } from './contract.ts';
import { allowsNull, typesOf } from './openapi/schema-branches.ts';
import { bodyPointerOf, LINK_ROLES } from './place.ts';

interface Walkable {
  readonly page: Page;
  readonly envelope: Envelope;
  readonly bodySchema: JsonSchema;
  readonly parameters: readonly Parameter[];
  readonly identity: Field;
}

/** Notes what keeps a client that goes by the block from reading the list to its end, or a server from keeping to it. */
export function checkWalk(compilation: Compilation, walkable: Walkable): void {
  checkNext(compilation, walkable);
  checkLinks(compilation, walkable);
  checkPrevious(compilation, walkable);
  checkEdges(compilation, walkable);
  checkEmptyEnd(compilation, walkable);
  checkTotal(compilation, walkable);
  checkPositionTypes(compilation, walkable);
}

/** Whoever has no link or token cannot make one. */
function checkNext(compilation: Compilation, { page, envelope }: Walkable): void {
  if (page.style === 'links' && page.isWhole === true) return;
  const isInRows = page.style === 'keyset' && page.itemToken !== undefined;
  if ((page.style === 'links' || page.style === 'keyset') && !isInRows && !envelope.roles.has('next')) {
    const what = page.style === 'links' ? 'link' : 'token';
    compilation.report(['page'], `Missing next: where the ${what} of the next page stands in a response`);
  }
}

/** A link is a URL, so that it can say a position only in its query. */
function checkLinks(compilation: Compilation, { page, envelope, parameters }: Walkable): void {
  const position = parameters.find(({ name }) => name === page.position);
  if (position === undefined || position.in === 'query') return;
  for (const role of LINK_ROLES) {
    const form = envelope.forms.get(role);
    if (form !== 'link' && form !== 'relativeLink') continue;
    const place = position.in === 'body' ? 'the body' : `a ${position.in}`;
    compilation.report(
      ['page', role],
      `Invalid form ${form}: must be token or number, as ${position.name} is sent in ${place}, which a link cannot do`,
    );
  }
}

function checkPrevious(compilation: Compilation, { page, envelope }: Walkable): void {
  if (page.style !== 'key' || page.backward !== undefined || !envelope.roles.has('previous')) return;
  compilation.report(
    ['page', 'previous'],
    'Missing page.position.backward: the parameter that names the row before which a page ends',
  );
}

/** What leads nowhere is an empty text only where a text may stand. */
function checkEmptyEnd(compilation: Compilation, { envelope, bodySchema }: Walkable): void {
  if (envelope.atEnd !== 'empty') return;
  for (const role of LINK_ROLES) {
    const place = envelope.roles.get(role);
    if (place?.in !== 'body') continue;
    const types = typesOf(schemaAt(bodySchema, place.pointer));
    if (types.length === 0 || types.includes('string')) continue;
    const found = types.join(' or ');
    compilation.report(
      ['page', 'atEnd'],
      `Invalid atEnd empty: must be null or omitted, as /${place.pointer.join('/')} is ${found} and no text`,
    );
    return;
  }
}

/** A token that is always there says nothing of what is behind it. */
function checkEdges(compilation: Compilation, { page, envelope }: Walkable): void {
  if (envelope.atEnd !== 'edge') return;
  if (page.style !== 'keyset' && page.style !== 'key') {
    compilation.report(['page', 'atEnd'], 'Invalid atEnd edge: only page style keyset or key has positions of items');
  }
  if (envelope.roles.has('next') && !envelope.roles.has('hasNext') && !envelope.roles.has('isLast')) {
    compilation.report(
      ['page', 'atEnd'],
      'Missing hasNext or isLast: with atEnd edge, a flag has to say whether more follows',
    );
  }
  if (envelope.roles.has('previous') && !envelope.roles.has('hasPrevious')) {
    compilation.report(
      ['page', 'atEnd'],
      'Missing hasPrevious: with atEnd edge, a flag has to say whether items come before',
    );
  }
}

/** Values that a schema always demands cannot be left out on some pages. */
function checkTotal(compilation: Compilation, { envelope, bodySchema }: Walkable): void {
  const pointer = bodyPointerOf(envelope, 'total');
  if (envelope.total?.when === undefined || pointer === undefined) return;
  const schema = schemaAt(bodySchema, pointer) ?? {};
  if (isRequiredAt(bodySchema, pointer) && !allowsNull(schema)) {
    compilation.report(
      ['total', 'when'],
      `Invalid when: must be always, as the schema requires /${pointer.join('/')} in every response`,
    );
  }
}

/** A position is a number where pages or rows are counted, and a text where it is a token or a key of one. */
function checkPositionTypes(compilation: Compilation, { page, envelope, bodySchema, identity }: Walkable): void {
  const isCounted = page.style === 'number' || page.style === 'offset';
  const isInteger = page.style === 'keyset' && page.token.integer?.form === 'number';
  if (isCounted || isInteger || (page.style === 'key' && identity.kind === 'number')) return;
  const places: readonly (readonly [Role, readonly string[]])[] = [
    ['position', ['page', 'echo', 'position']],
    ...LINK_ROLES.map((role) => [role, ['page', role]] as const),
  ];
  for (const [role, path] of places) {
    const place = envelope.roles.get(role);
    if (place?.in !== 'body') continue;
    const types = typesOf(schemaAt(bodySchema, place.pointer)).filter((type) => type !== 'null');
    if (types.length === 0 || types.includes('string')) continue;
    const what = `must be string, not ${types.join(' or ')}, as a position is a text in page style ${page.style}`;
    compilation.report(path, `Invalid type of /${place.pointer.join('/')}: ${what}`);
  }
}
