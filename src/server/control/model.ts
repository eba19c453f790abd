import type { Contract, ErrorCondition, Filter, JsonSchema, Parameter, Provenance } from '../../contract/contract.ts';
import { listCredentialHeaders } from '../../contract/credentials.ts';
import { propertiesOf, typesOf } from '../../contract/openapi/schema-branches.ts';

/** What a contract says of its list, for those who make forms, tables and explanations of it. */
export interface ContractModel {
  readonly id: string;
  /** The field that tells rows apart. */
  readonly identity: string;
  readonly page: {
    readonly style: Contract['page']['style'];
    /** The parameter that says where a page begins. */
    readonly position: string;
    /** The number of the first page or row, where they are counted. */
    readonly first?: number;
    /** How long a token or link stays valid, in milliseconds; absent: for ever. */
    readonly lifetimeMs?: number;
  };
  readonly size: {
    /** Absent: a client cannot choose. */
    readonly parameter?: string;
    readonly default: number;
    readonly minimum: number;
    readonly maximum: number;
    /** The only sizes that there are. */
    readonly sizes?: readonly number[];
  };
  readonly order: {
    readonly by: readonly { readonly field: string; readonly direction: 'ascending' | 'descending' }[];
    /** The parameter by which a client chooses another order, with what it may say. */
    readonly parameter?: { readonly name: string; readonly values: readonly string[]; readonly separator?: string };
  };
  /** Position and size first, then order, filters and all others; credentials are none of them. */
  readonly parameters: readonly ModelParameter[];
  /** The schema of a row, with the fields that responses do not show. */
  readonly item: JsonSchema;
  /** Fields of a row that hold one value each, the identity first, then those of the order. */
  readonly columns: readonly string[];
  readonly moves: readonly ModelMove[];
  readonly statements: readonly Statement[];
}

interface ModelParameter {
  readonly name: string;
  readonly in: Parameter['in'];
  readonly role: 'position' | 'size' | 'order' | 'direction' | 'filter' | 'scope' | 'version' | 'other';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
  /** Of a filter, how the field relates to the value, in words: `contains, in any case`. */
  readonly operator?: string;
  readonly provenance: Provenance;
  readonly source?: string;
}

interface ModelMove {
  readonly name: string;
  readonly creates: boolean;
  /** What a row has to hold before, by field. */
  readonly from: Readonly<Record<string, readonly unknown[]>>;
}

/** Something that a contract says. */
interface Statement {
  /** The name of a parameter, or `order`, `pages`, `token`, `total`, `access`, `errors`, `moving-rows`. */
  readonly about: string;
  readonly title: string;
  /** In a sentence or two. */
  readonly text: string;
  readonly provenance: Provenance;
  readonly source?: string;
}

/** Describes what a contract says. */
export function describeModel(contract: Contract): ContractModel {
  const { page, order } = contract;
  const { limit } = page;
  const values = [...(order.parameter?.fields.keys() ?? []), ...(order.parameter?.orders.keys() ?? [])];
  const token = 'token' in page ? page.token : undefined;
  return {
    id: contract.id,
    identity: contract.identity.name,
    page: {
      style: page.style,
      position: page.position,
      ...('first' in page && { first: page.first }),
      ...(token?.lifetime !== undefined && { lifetimeMs: token.lifetime }),
    },
    size: {
      ...(limit.parameter !== undefined && { parameter: limit.parameter }),
      default: limit.default,
      minimum: limit.minimum,
      maximum: limit.maximum,
      ...(limit.sizes !== undefined && { sizes: limit.sizes }),
    },
    order: {
      by: order.by.map(({ field, direction }) => ({
        field: field.name,
        direction: direction === 1 ? 'ascending' : 'descending',
      })),
      ...(order.parameter !== undefined && {
        parameter: {
          name: order.parameter.name,
          values: order.direction === undefined ? values.flatMap((name) => [name, `-${name}`]) : values,
          ...(order.parameter.separator !== undefined && { separator: order.parameter.separator }),
        },
      }),
    },
    parameters: listParameters(contract),
    item: toTree(contract.itemSchema),
    columns: chooseColumns(contract),
    moves: [...contract.moves.values()].map(({ name, creates, from }) => ({ name, creates, from })),
    statements: listStatements(contract),
  };
}

const ROLE_ORDER: readonly ModelParameter['role'][] = [
  'scope',
  'position',
  'size',
  'order',
  'direction',
  'filter',
  'other',
  'version',
];

function listParameters(contract: Contract): readonly ModelParameter[] {
  const { page, filters, parameters } = contract;
  const credentials = new Set([
    ...listCredentialHeaders(contract),
    ...contract.access.credentials.flat().map(({ parameter }) => parameter.toLowerCase()),
  ]);
  const declared = parameters.filter(({ name, in: place }) => place === 'path' || !credentials.has(name.toLowerCase()));
  const names = new Set(declared.map(({ name }) => name));
  // A filter over a map has a `*` in its name, and what a link holds need not be declared.
  const undeclared = [page.position, ...filters.map(({ parameter }) => parameter)].filter((name) => !names.has(name));
  const described = [
    ...declared.map((parameter) => describeParameter(contract, parameter)),
    ...[...new Set(undeclared)].map((name) => describeParameter(contract, { name, in: 'query', schema: {} })),
  ];
  return described.sort((one, other) => ROLE_ORDER.indexOf(one.role) - ROLE_ORDER.indexOf(other.role));
}

type DeclaredParameter = Pick<Parameter, 'name' | 'in' | 'schema'> & Partial<Parameter>;

function describeParameter(contract: Contract, parameter: DeclaredParameter): ModelParameter {
  const { name, schema, description, required = false } = parameter;
  const filter = contract.filters.find((one) => one.parameter === name);
  const role = filter === undefined ? roleOf(contract, name) : 'filter';
  const entry = ENTRIES[role]?.(name);
  const located = entry === undefined ? undefined : contract.provenanceOf(entry);
  return {
    name,
    in: parameter.in,
    role,
    required,
    ...(description !== undefined && { description }),
    schema: toTree(schema),
    ...(filter !== undefined && { operator: describeOperator(filter) }),
    // What the block does not use stands in the document.
    provenance: located?.mark ?? 'documented',
    ...(located?.source !== undefined && { source: located.source }),
  };
}

const ENTRIES: Readonly<Partial<Record<ModelParameter['role'], (name: string) => readonly string[]>>> = {
  position: () => ['page', 'position'],
  size: () => ['page', 'limit'],
  order: () => ['order', 'parameter'],
  direction: () => ['order', 'direction'],
  filter: (name) => ['filters', name],
  scope: () => ['access', 'scope'],
  version: () => ['access', 'version'],
};

function roleOf({ page, order, access }: Contract, name: string): ModelParameter['role'] {
  const roles = new Map<string | undefined, ModelParameter['role']>([
    [access.version?.parameter.name, 'version'],
    [access.scope?.name, 'scope'],
    [order.direction?.parameter, 'direction'],
    [order.parameter?.name, 'order'],
    ['direction' in page ? page.direction?.parameter : undefined, 'direction'],
    [page.limit.parameter, 'size'],
    ['backward' in page ? page.backward : undefined, 'position'],
    [page.position, 'position'],
  ]);
  return roles.get(name) ?? 'other';
}

const OPERATORS: Readonly<Record<Filter['operator'], string>> = {
  equals: 'equals',
  in: 'is one of',
  contains: 'contains',
  startsWith: 'begins with',
  gt: 'after',
  gte: 'from, inclusive',
  lt: 'before',
  lte: 'to, inclusive',
  hasKey: 'has the key',
};

function describeOperator({ operator, ignoreCase, fields, parameter }: Filter): string {
  const names = fields.map(({ name }) => name);
  const field = names.length === 1 && names[0] === parameter ? '' : `${names.join(' or ')} `;
  return `${field}${OPERATORS[operator]}${ignoreCase ? ', in any case' : ''}`;
}

const MAX_COLUMNS = 12;

function chooseColumns({ identity, order, itemSchema }: Contract): readonly string[] {
  const scalars = Object.entries(propertiesOf(itemSchema)).flatMap(([name, schema]) => {
    const types = typesOf(schema).filter((type) => type !== 'null');
    return types.length > 0 && types.every((type) => type !== 'object' && type !== 'array') ? [name] : [];
  });
  return [...new Set([identity.name, ...order.by.map(({ field }) => field.name), ...scalars])].slice(0, MAX_COLUMNS);
}

function listStatements(contract: Contract): readonly Statement[] {
  const { parameters, order, page, envelope, access, identity } = contract;
  const described = parameters.flatMap(({ name, description, in: place }) => {
    if (description === undefined || place === 'cookie') return [];
    const { provenance, source } = describeParameter(contract, { name, in: place, schema: {} });
    return [{ about: name, title: name, text: description, provenance, ...(source !== undefined && { source }) }];
  });
  const state = (about: string, title: string, text: string, entry: readonly string[]): Statement => {
    const { mark, source } = contract.provenanceOf(entry);
    return { about, title, text, provenance: mark, ...(source !== undefined && { source }) };
  };
  const keys = order.by.map(({ field, direction }) => `${field.name} ${direction === 1 ? 'ascending' : 'descending'}`);
  const statements = [
    ...described,
    state('order', 'Order', `Rows are sorted by ${keys.join(', then ')}.`, ['order', 'by']),
    state('pages', 'Pages', describePaging(contract), ['page', 'style']),
  ];
  if (!contract.provenanceOf(['order', identity.name]).silent && order.by.length > 1) {
    const text = `Rows that are equal in this are sorted by ${identity.name}.`;
    statements.push(state('order', 'Ties', text, ['order', identity.name]));
  }
  if ('token' in page) {
    const { lifetime, tampering } = page.token;
    const expiry = lifetime === undefined ? 'It does not expire' : `It expires after ${describeSpan(lifetime)}`;
    const seal = tampering === undefined ? '' : ' One that was altered is rejected.';
    statements.push(state('token', 'Token', `${expiry}.${seal}`, ['page', 'token', 'lifetime']));
  }
  if (envelope.roles.has('total')) {
    const cap = envelope.total?.cap;
    const text = `A response tells how many rows match${cap === undefined ? '' : `, up to ${cap}`}.`;
    statements.push(state('total', 'Total', text, ['total']));
  }
  if (page.style === 'number' || page.style === 'offset') {
    const text =
      'A page is found by counting. Where rows are added or removed above it, a walk may skip rows or see some twice.';
    statements.push({ ...state('moving-rows', 'While rows move', text, ['page', 'style']), provenance: 'inferred' });
  } else {
    const text =
      'A page goes on after a row. Rows that are added or removed meanwhile move no other row across its edge.';
    statements.push({ ...state('moving-rows', 'While rows move', text, ['page', 'style']), provenance: 'inferred' });
  }
  if (access.credentials.length > 0) {
    const schemes = access.credentials.map((all) => all.map(({ parameter }) => parameter).join(' and ') || 'nothing');
    const text = `Requests carry ${schemes.join(', or ')}. They are checked in this order: ${access.checks.join(', ')}.`;
    statements.push(state('access', 'Access', text, ['access', 'checks']));
  }
  for (const [condition, { status }] of contract.errors) {
    statements.push(state('errors', nameCondition(condition), `Rejected with ${status}.`, ['errors', condition]));
  }
  return statements;
}

function describePaging({ page }: Contract): string {
  const { position, limit } = page;
  const size =
    limit.parameter === undefined
      ? `${limit.default} rows each`
      : `${limit.parameter} rows each, ${limit.minimum} to ${limit.maximum}, ${limit.default} by default`;
  const how: Readonly<Record<Contract['page']['style'], string>> = {
    links: 'Each response links to the next page',
    number: `Pages are counted by ${position}`,
    keyset: `Each response gives the token of the next page, which is sent as ${position}`,
    key: `A page begins after the row that ${position} names`,
    offset: `Pages begin at the row that ${position} counts`,
  };
  return `${how[page.style]}; ${size}.`;
}

/** Deeper schemas are left open, and so is what comes after so many parts: a schema may be a graph of any size. */
const MAX_DEPTH = 8;
const MAX_PARTS = 5000;

/** A schema written out as a tree, up to a depth. */
function toTree(schema: JsonSchema): JsonSchema {
  let parts = 0;
  const copy = (value: unknown, depth: number): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    parts += 1;
    if (depth > MAX_DEPTH * 2 || parts > MAX_PARTS) return {};
    if (Array.isArray(value)) return value.map((one) => copy(one, depth + 1));
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, copy(one, depth + 1)]));
  };
  return copy(schema, 0) as JsonSchema;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** In the largest unit that leaves no rest: `24 hours`, `7 days`. */
function describeSpan(milliseconds: number): string {
  const [name, size] = UNITS.find(([, one]) => milliseconds % one === 0 && milliseconds > one) ?? ['millisecond', 1];
  return `${milliseconds / size} ${name}s`;
}

/** `invalidPosition` as `Invalid position`. */
function nameCondition(condition: ErrorCondition): string {
  const words = condition.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
