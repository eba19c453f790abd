import { fc } from '../../src/testing/properties.ts';

type Schema = Readonly<Record<string, unknown>>;
type Block = Readonly<Record<string, unknown>>;

const INTEGER: Schema = { type: 'integer' };
const TEXT: Schema = { type: 'string' };

const IDENTITIES: Readonly<Record<string, Schema>> = {
  text: TEXT,
  uuid: { type: 'string', format: 'uuid' },
  integer: { type: 'integer', minimum: 1 },
  patterned: { type: 'string', pattern: '^[A-Z]{2}-\\d{6}$' },
};

const SIZES: Readonly<Record<string, Schema>> = {
  stated: { type: 'integer', minimum: 1, maximum: 30, default: 10 },
  zero: { type: 'integer', minimum: 0, maximum: 25 },
  silent: INTEGER,
  listed: { type: 'integer', enum: [5, 10, 20], default: 10 },
  nullable: { anyOf: [{ type: 'integer', exclusiveMinimum: 0, maximum: 40 }, { type: 'null' }], default: 15 },
  text: TEXT,
};

const FIRSTS: Readonly<Record<string, Schema>> = {
  silent: INTEGER,
  zero: { type: 'integer', minimum: 0, default: 0 },
  one: { type: 'integer', minimum: 1 },
};

const TOKENS: Readonly<Record<Choices['token'], Schema>> = {
  silent: TEXT,
  short: { type: 'string', maxLength: 40 },
  uuid: { type: 'string', format: 'uuid' },
  digits: { type: 'string', pattern: '^[0-9a-f]+$' },
};

/** Filters, each with its parameter and its entry. */
const FILTERS: Readonly<Record<string, { readonly schema: Schema; readonly form?: object; readonly entry: Block }>> = {
  kind: { schema: { type: 'string', enum: ['a', 'b'] }, entry: { field: 'kind', operator: 'equals' } },
  anyKind: {
    schema: { type: 'string', enum: ['a', 'b', 'any'] },
    entry: { field: 'kind', operator: 'equals', all: 'any' },
  },
  since: { schema: { type: 'string', format: 'date-time' }, entry: { field: 'created', operator: 'gte' } },
  until: { schema: { type: 'string', format: 'date-time' }, entry: { field: 'created', operator: 'lt' } },
  name: { schema: TEXT, entry: { field: 'name', operator: 'contains', ignoreCase: true } },
  title: { schema: TEXT, entry: { field: 'name', operator: 'equals' } },
  least: { schema: { type: 'number' }, entry: { field: 'price', operator: 'gte' } },
  state: {
    schema: { type: 'array', items: { type: 'string', enum: ['new', 'old'] } },
    entry: { field: 'state', operator: 'in' },
  },
  states: {
    schema: { type: 'array', items: TEXT },
    form: { explode: false },
    entry: { field: 'state', operator: 'in' },
  },
};

const choose = <const T extends readonly [unknown, ...unknown[]]>(...values: T): fc.Arbitrary<T[number]> => {
  return fc.constantFrom<T[number]>(...values);
};

const CHOICES = fc.record({
  style: choose('links', 'number', 'keyset', 'key', 'offset'),
  place: choose('query', 'query', 'query', 'header', 'body', 'deep'),
  identity: choose('text', 'uuid', 'integer', 'patterned'),
  isNested: fc.boolean(),
  size: choose('stated', 'stated', 'zero', 'silent', 'listed', 'nullable', 'text', 'fixed'),
  first: choose('silent', 'zero', 'one'),
  outOfRange: choose(undefined, undefined, 'reject', 'clamp', 'default', { above: 'reject' }, { below: 'default' }),
  holder: choose('', '/rows', '/data/rows'),
  next: choose(undefined, 'body', 'body', 'header', 'entry'),
  as: choose(undefined, undefined, 'link', 'relativeLink', 'token', 'number'),
  others: fc.subarray(['previous', 'first', 'last', 'self'] as const),
  atEnd: choose(undefined, undefined, 'omitted', 'null', 'empty', 'self'),
  flag: choose(undefined, 'hasNext', 'isLast', 'isFirst', 'isEmpty'),
  total: choose(undefined, 'body', 'body', 'header', 'firstPage', 'capped', 'always'),
  counts: fc.subarray(['pageCount', 'pageNumber', 'count', 'remaining', 'limit', 'position'] as const, {
    maxLength: 2,
  }),
  order: choose('created', 'name', 'identity', 'chosen', 'directed', 'worded'),
  filters: fc.subarray(Object.keys(FILTERS), { maxLength: 3 }),
  security: choose('none', 'none', 'bearer', 'header', 'query', 'cookie', 'either', 'both'),
  errors: choose('none', 'range', 'default', 'written'),
  unknown: choose(undefined, undefined, 'ignore', 'reject'),
  isRequired: fc.boolean(),
  token: choose('silent', 'silent', 'short', 'uuid', 'digits'),
});

type Choices = typeof CHOICES extends fc.Arbitrary<infer T> ? T : never;

/** Documents of lists of every shape that the vocabulary has words for, most of which go together. */
export const documents: fc.Arbitrary<string> = CHOICES.map((choices) => {
  return JSON.stringify(describe(reconcile(choices)), null, 1);
});

/** Gives up what no list can have with the rest; what is left to refuse is for the compiler. */
function reconcile(choices: Choices): Choices {
  const style = choices.style === 'links' && !isInUrl(choices) ? 'keyset' : choices.style;
  const isSealed = style === 'links' || style === 'keyset';
  const isOnlyLinks = choices.next === 'header' || choices.holder === '' || style === 'links';
  return {
    ...choices,
    style,
    next: isOnlyLinks && !isInUrl(choices) ? undefined : (choices.next ?? (isSealed ? 'body' : undefined)),
    as: chooseForm(choices, isOnlyLinks),
    others: style === 'key' ? choices.others.filter((role) => role !== 'previous') : choices.others,
    isRequired: choices.isRequired && choices.total !== 'firstPage',
  };
}

/** A URL says a position in its query only, and where there is room for nothing else, links are URLs. */
function chooseForm(choices: Choices, isOnlyLinks: boolean): Choices['as'] {
  const isLink = choices.as === 'link' || choices.as === 'relativeLink';
  if (!isInUrl(choices)) return isLink ? 'token' : choices.as;
  return isOnlyLinks && !isLink ? undefined : choices.as;
}

function isInUrl({ place }: Choices): boolean {
  return place === 'query' || place === 'deep';
}

function describe(choices: Choices): object {
  const operation = choices.place === 'body' ? 'post' : 'get';
  const names = nameParameters(choices);
  return {
    openapi: '3.1.0',
    info: { title: 'Generated', version: '1' },
    paths: {
      '/rows': {
        [operation]: {
          operationId: 'listRows',
          ...describeRequest(choices, names),
          responses: describeResponses(choices),
          ...describeSecurity(choices),
          'x-pagewright': describeBlock(choices, names),
        },
      },
    },
    components: {
      schemas: { Row: describeRow(choices) },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        header: { type: 'apiKey', in: 'header', name: 'X-Key' },
        query: { type: 'apiKey', in: 'query', name: 'api_key' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'session' },
      },
    },
  };
}

interface Names {
  readonly size: string | undefined;
  readonly position: string;
}

function nameParameters({ place, size }: Choices): Names {
  const prefix =
    place === 'deep'
      ? (name: string) => `page[${name}]`
      : place === 'body'
        ? (name: string) => `page/${name}`
        : (name: string) => (place === 'header' ? `X-${name}` : name);
  return { size: size === 'fixed' ? undefined : prefix('size'), position: prefix('at') };
}

function describePositions({ style, size, first, token }: Choices): Readonly<Record<string, Schema>> {
  const isCounted = style === 'number' || style === 'offset';
  return {
    ...(size === 'fixed' ? {} : { size: SIZES[size] ?? INTEGER }),
    at: isCounted ? (FIRSTS[first] ?? INTEGER) : style === 'key' ? TEXT : TOKENS[token],
  };
}

function describeRequest(choices: Choices, names: Names): object {
  const { place, filters, order } = choices;
  const positions = describePositions(choices);
  const own = [
    ...filters.map((name) => ({ name, in: 'query', schema: FILTERS[name]?.schema, ...FILTERS[name]?.form })),
    ...(order === 'chosen' || order === 'directed' || order === 'worded'
      ? [{ name: 'sort', in: 'query', schema: TEXT }]
      : []),
    ...(order === 'directed' ? [{ name: 'dir', in: 'query', schema: { type: 'string', enum: ['up', 'down'] } }] : []),
  ];
  if (place === 'body') {
    const properties = { page: { type: 'object', properties: positions } };
    const content = { 'application/json': { schema: { type: 'object', properties } } };
    return { parameters: own, requestBody: { content } };
  }
  if (place === 'deep') {
    const schema = { type: 'object', properties: positions };
    return { parameters: [...own, { name: 'page', in: 'query', style: 'deepObject', explode: true, schema }] };
  }
  const given = [
    [names.size, positions['size']],
    [names.position, positions['at']],
  ] as const;
  const parameters = given.flatMap(([name, schema]) => (name === undefined ? [] : [{ name, in: place, schema }]));
  return { parameters: [...own, ...parameters] };
}

function describeRow({ identity, isNested }: Choices): Schema {
  const id = IDENTITIES[identity] ?? TEXT;
  const fields = {
    kind: { type: ['string', 'null'], enum: ['a', 'b', null] },
    state: { type: 'string', enum: ['new', 'old', 'gone'] },
    name: TEXT,
    price: { type: 'number', multipleOf: 0.01, minimum: 0, maximum: 500 },
    created: { type: 'string', format: 'date-time' },
  };
  const required = ['state', 'name', 'created'];
  return isNested
    ? {
        type: 'object',
        required: ['node', ...required],
        properties: { node: { type: 'object', required: ['id'], properties: { id } }, ...fields },
      }
    : { type: 'object', required: ['id', ...required], properties: { id, ...fields } };
}

const LINK = { type: ['string', 'null'] };

function describeResponses(choices: Choices): object {
  const { holder, errors, isRequired } = choices;
  const rows = { type: 'array', items: { $ref: '#/components/schemas/Row' } };
  const beside = describeEnvelope(choices);
  const properties = { rows, ...beside };
  const required = isRequired && choices.atEnd !== 'omitted' ? Object.keys(properties) : ['rows'];
  const inner = { type: 'object', required, properties };
  const schema =
    holder === ''
      ? rows
      : holder === '/rows'
        ? inner
        : { type: 'object', required: ['data'], properties: { data: inner } };
  const error = {
    description: 'Wrong',
    content: { 'application/json': { schema: { type: 'object', properties: { message: TEXT } } } },
  };
  return {
    '200': { description: 'A page', content: { 'application/json': { schema } } },
    ...(errors === 'range' ? { '4XX': error } : {}),
    ...(errors === 'default' ? { default: error } : {}),
    ...(errors === 'written' ? { '400': error, '401': error, '404': error } : {}),
  };
}

function describeEnvelope(choices: Choices): Readonly<Record<string, Schema>> {
  const { next, as, others, flag, total, counts, style } = choices;
  const isCounted = style === 'number' || style === 'offset';
  const link = as === 'number' && isCounted ? { type: ['integer', 'null'] } : LINK;
  const isInBody = next === 'body';
  const entry = { type: 'object', required: ['rel', 'to'], properties: { rel: TEXT, to: TEXT } };
  return {
    ...(isInBody ? { next: link } : {}),
    ...(isInBody ? Object.fromEntries(others.map((role) => [role, link])) : {}),
    ...(next === 'entry' ? { links: { type: 'array', items: entry } } : {}),
    ...(flag === undefined ? {} : { more: { type: 'boolean' } }),
    ...(total === undefined || total === 'header' ? {} : { total: INTEGER }),
    ...Object.fromEntries(counts.map((role) => [role, role === 'position' && !isCounted ? LINK : INTEGER])),
  };
}

function describeSecurity({ security }: Choices): object {
  const requirements: Readonly<Record<string, readonly object[]>> = {
    bearer: [{ bearer: [] }],
    header: [{ header: [] }],
    query: [{ query: [] }],
    cookie: [{ cookie: [] }],
    either: [{ header: [] }, { bearer: [] }],
    both: [{ header: [], query: [] }],
  };
  return security === 'none' ? {} : { security: requirements[security] };
}

function describeBlock(choices: Choices, names: Names): Block {
  const { holder, isNested, filters, unknown, flag, total, counts, errors } = choices;
  const under = (name: string): string => `${holder === '/data/rows' ? '/data' : ''}/${name}`;
  const isList = holder === '';
  const written = { invalidParameter: { status: 400 }, invalidPosition: { status: 404 } };
  return {
    items: isList ? '' : under('rows'),
    identity: isNested ? 'node/id' : 'id',
    ...(total === undefined ? {} : { total: describeTotal(total, isList, under) }),
    ...(flag === undefined || isList ? {} : { [flag]: under('more') }),
    ...(isList ? {} : Object.fromEntries(counts.filter(isCount).map((role) => [role, under(role)]))),
    order: describeOrder(choices),
    page: describePage(choices, names, under),
    ...(filters.length === 0
      ? {}
      : { filters: Object.fromEntries(filters.map((name) => [name, FILTERS[name]?.entry])) }),
    ...(unknown === undefined ? {} : { query: { unknown } }),
    ...(errors === 'written' ? { errors: written } : {}),
  };
}

function isCount(role: string): boolean {
  return role !== 'limit' && role !== 'position';
}

function describeTotal(
  total: NonNullable<Choices['total']>,
  isList: boolean,
  under: (name: string) => string,
): unknown {
  if (total === 'header' || isList) return { header: 'X-Total' };
  if (total === 'body') return under('total');
  return { at: under('total'), ...(total === 'capped' ? { cap: 30 } : { when: total }) };
}

function describeOrder({ order, isNested }: Choices): Block {
  const fields = { made: 'created', name: 'name' };
  const chosen = { by: ['-created'], parameter: 'sort', fields };
  switch (order) {
    case 'chosen':
      return { ...chosen, separator: ',' };
    case 'directed':
      return { ...chosen, direction: { parameter: 'dir', ascending: 'up', descending: 'down' } };
    case 'worded':
      return { ...chosen, direction: { ascending: 'asc', descending: 'desc' } };
    case 'identity':
      return { by: [isNested ? 'node/id' : 'id'] };
    default:
      return { by: [order === 'created' ? '-created' : 'name'] };
  }
}

function describePage(choices: Choices, names: Names, under: (name: string) => string): Block {
  const { style, size, outOfRange, atEnd, counts, holder } = choices;
  const limit =
    size === 'fixed' ? { fixed: 12 } : { parameter: names.size, ...(outOfRange === undefined ? {} : { outOfRange }) };
  const echo = holder === '' ? [] : counts.filter((role) => !isCount(role));
  return {
    style,
    limit,
    position: { parameter: names.position },
    ...describeLinks(choices, under),
    ...(atEnd === undefined ? {} : { atEnd }),
    ...(echo.length === 0 ? {} : { echo: Object.fromEntries(echo.map((role) => [role, under(role)])) }),
  };
}

function describeLinks({ next, as, others, holder }: Choices, under: (name: string) => string): Block {
  const isBodyless = holder === '';
  const placeOf = (role: string): unknown => {
    if (next === 'header' || isBodyless) return { header: 'Link' };
    if (next === 'entry') return { list: under('links'), where: { rel: role }, at: '/to' };
    return under(role);
  };
  if (next === undefined) return {};
  const roles = ['next', ...others];
  return Object.fromEntries(
    roles.map((role) => {
      const place = placeOf(role);
      return [role, as === undefined ? place : { at: place, as }];
    }),
  );
}
