import type { Contract, Field, LinkRole, Place } from '../contract/contract.ts';
import { type PageStyleName, pageStyleOf } from '../contract/page-parameters.ts';
import { PAGE_STYLES } from './text.ts';

/** What a block says of a list, for people and for scripts. */
export interface ListSummary {
  readonly id: string;
  readonly method: Contract['method'];
  readonly path: string;
  readonly items: string;
  readonly identity: string;
  readonly style: PageStyleName;
  readonly position: string;
  /** The number of the first page or row. */
  readonly first?: number;
  readonly size: {
    readonly parameter: string | null;
    readonly default: number;
    readonly minimum: number;
    readonly maximum: number;
  };
  /** Where a response says what, by role: `{ next: "/links/next (link)", total: "header X-Total" }`. */
  readonly response: Readonly<Record<string, string>>;
  readonly order: {
    readonly by: readonly string[];
    readonly parameter: string | null;
    readonly fields: readonly string[];
  };
  /** By parameter, the relation to a field: `{ state: "state equals" }`. */
  readonly filters: Readonly<Record<string, string>>;
  /** Alternatives, each a list of schemes that are required together. */
  readonly access: readonly (readonly string[])[];
  readonly scope: string | null;
  /** By condition, the status. */
  readonly errors: Readonly<Record<string, number>>;
  /** What the document does to single rows: `create POST /things`. */
  readonly operations: readonly string[];
}

/** Reads a contract back as what its block says, with all that is looked up for it or implied. */
export function summarizeList(contract: Contract): ListSummary {
  const { page, order, envelope, access } = contract;
  const { limit } = page;
  const roles = [...envelope.roles].filter(([role]) => role !== 'items');
  const items = envelope.roles.get('items');
  return {
    id: contract.id,
    method: contract.method,
    path: contract.path,
    items: items === undefined ? '' : describePlace(items),
    identity: contract.identity.name,
    style: pageStyleOf(page),
    position: page.position,
    ...('first' in page && { first: page.first }),
    size: {
      parameter: limit.parameter ?? null,
      default: limit.default,
      minimum: limit.minimum,
      maximum: limit.maximum,
    },
    response: Object.fromEntries(
      roles.map(([role, place]) => {
        const form = envelope.forms.get(role as LinkRole);
        return [role, `${describePlace(place)}${form === undefined ? '' : ` (${form})`}`];
      }),
    ),
    order: {
      by: order.by.map(({ field, direction }) => `${direction === -1 ? '-' : ''}${field.name}`),
      parameter: order.parameter?.name ?? order.direction?.parameter ?? null,
      fields: [...(order.parameter?.fields.keys() ?? [])],
    },
    filters: Object.fromEntries(
      contract.filters.map(({ parameter, fields, operator }) => [
        parameter,
        `${fields.map(nameOf).join(' or ')} ${operator}`,
      ]),
    ),
    access: access.credentials.map((schemes) => schemes.map(({ name }) => name)),
    scope: access.scope?.name ?? null,
    errors: Object.fromEntries(
      [...contract.usualErrors, ...contract.errors].map(([condition, { status }]) => [condition, status]),
    ),
    operations: contract.operations.map(({ kind, move, method, path }) => {
      return `${kind === 'move' ? (move ?? kind) : kind} ${method} ${path}`;
    }),
  };
}

function nameOf({ name }: Field): string {
  return name;
}

function describePlace(place: Place): string {
  switch (place.in) {
    case 'header':
      return `header ${place.name}`;
    case 'body':
      return place.pointer.length === 0 ? 'the body itself' : `/${place.pointer.join('/')}`;
    case 'entry': {
      const where = Object.entries(place.where).map(([name, value]) => `${name} ${value}`);
      return `/${place.list.join('/')} with ${where.join(', ')}, at /${place.pointer.join('/')}`;
    }
  }
}

/** A summary in lines for people: a label and what is to be said of it. */
export function explainSummary(summary: ListSummary): readonly (readonly [label: string, text: string])[] {
  const { size, response, order, filters, access, errors, operations } = summary;
  const first = summary.first === undefined ? '' : `, from ${summary.first}`;
  const places = Object.entries(response).map(([role, place]) => `${role} ${place}`);
  const chosen =
    order.parameter === null
      ? ''
      : `; clients choose by ${order.parameter}${order.fields.length === 0 ? '' : ` (${order.fields.join(', ')})`}`;
  const statuses = groupByStatus(errors);
  return [
    ['items', `${summary.items}, identified by ${summary.identity}`],
    ...(summary.style === 'all'
      ? [['pages', PAGE_STYLES.all] as const]
      : [
          ['pages', `${PAGE_STYLES[summary.style]} in ${summary.position}${first}`] as const,
          ['size', describeSize(size)] as const,
        ]),
    ...(places.length === 0 ? [] : [['response', places.join(', ')] as const]),
    ['order', `${order.by.join(', ')}${chosen}`],
    [
      'filters',
      Object.entries(filters)
        .map(([name, relation]) => `${name} (${relation})`)
        .join(', ') || 'none',
    ],
    ['access', `${describeAccess(access)}${summary.scope === null ? '' : `; ${summary.scope} names the collection`}`],
    ['errors', statuses.map(([status, conditions]) => `${status} ${conditions.join(', ')}`).join('; ') || 'none'],
    ...(operations.length === 0 ? [] : [['rows', operations.join(', ')] as const]),
  ];
}

function describeSize({ parameter, default: usual, minimum, maximum }: ListSummary['size']): string {
  return parameter === null ? `always ${usual}` : `${parameter} from ${minimum} to ${maximum}, ${usual} by default`;
}

function describeAccess(alternatives: ListSummary['access']): string {
  if (alternatives.length === 0) return 'public';
  return alternatives.map((schemes) => (schemes.length === 0 ? 'nothing' : schemes.join(' and '))).join(', or ');
}

function groupByStatus(
  errors: ListSummary['errors'],
): readonly (readonly [status: number, conditions: readonly string[]])[] {
  const groups = new Map<number, string[]>();
  for (const [condition, status] of Object.entries(errors))
    groups.set(status, [...(groups.get(status) ?? []), condition]);
  return [...groups].sort((a, b) => a[0] - b[0]);
}
