import type { Contract, Json, JsonSchema } from '../../contract/contract.ts';
import { placeCredentials, usualSchemes } from '../../contract/credentials.ts';
import { PagewrightError } from '../../contract/error.ts';
import { readField } from '../../contract/field-values.ts';
import type { ItemOperation } from '../../contract/item-operation.ts';
import { encodeParameter, type Pairs } from '../../contract/openapi/parameters.ts';
import { itemsOf } from '../../contract/openapi/schema-branches.ts';
import { firstPosition, type PageStyleName, pageStyleOf } from '../../contract/page-parameters.ts';
import { placeInBody, sampleRequestBody } from '../../contract/request-body.ts';
import { createSample } from '../../contract/sample.ts';
import type { Credential, Tenant } from '../../dataset/scenarios/scenario.ts';
import { canonicalPath } from '../../mock/access.ts';
import type { ListMock } from '../../mock/list.ts';
import type { MockRequest } from '../../mock/message.ts';
import type { MockState } from '../../mock/state.ts';
import { formatQuery, parseQuery } from '../../page/query.ts';
import { findParent } from './operations.ts';

/** One list as it is served, with all that a client needs to call it. */
export interface ContractDescription {
  readonly id: string;
  readonly title: string;
  /** How pages join up: `links`, `number`, `keyset`, `key` or `offset`; `all` where there is one page only. */
  readonly style: PageStyleName;
  readonly method: Contract['method'];
  /** The path template of the contract: `/sites/{siteId}/customers`. */
  readonly path: string;
  /** The address of a list that the headers open. */
  readonly url: string;
  /** Headers with credentials that work. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of a list that is read by POST, the JSON that a request has to send at least. */
  readonly body?: string;
  /** The name of the scenario that its rows come from. */
  readonly scenario: string;
  /** How many rows it has, all collections together; absent where none have been made yet, or none can be. */
  readonly rows?: number;
  /** Why there are none. */
  readonly problem?: string;
  readonly collections: readonly { readonly name: string; readonly tenant: string; readonly rows?: number }[];
  readonly credentials: readonly {
    /** What the credential is for: `admin`, `without-scope`. */
    readonly as: string;
    readonly tenant: string;
    readonly headers: Readonly<Record<string, string>>;
  }[];
  /** Names of the moves of its lifecycle. */
  readonly moves: readonly string[];
  /** What the document does to single rows of it, and this server does too; all other operations are answered by Prism. */
  readonly operations: readonly OperationDescription[];
}

interface OperationDescription {
  readonly kind: ItemOperation['kind'];
  readonly method: string;
  /** Its path template. */
  readonly path: string;
  /** Of a move, its name. */
  readonly move?: string;
  /** Headers with credentials that work, where the operation asks for others than the list. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Describes a list as it is now.
 *
 * @param origin - scheme, host and prefix of its address
 */
export function describeContract(
  { contract, state }: ListMock,
  origin: string,
  lists: readonly ListMock[] = [],
): ContractDescription {
  const { tenant, credential } = chooseCaller(state);
  const collection = tenant?.collections[0] ?? '';
  const needed = requiredValues(contract);
  const made = state.scenario.rows;
  const isMade = made === 'made';
  const query = [...(credential === undefined ? [] : credentialQuery(contract, credential)), ...needed.query];
  return {
    id: contract.id,
    title: contract.title,
    style: pageStyleOf(contract.page),
    method: contract.method,
    path: contract.path,
    url: `${origin}${fillPath(contract, collection, nameParent(contract, lists))}${query.length === 0 ? '' : `?${formatQuery(query)}`}`,
    headers: {
      ...needed.headers,
      ...(credential && credentialHeaders(contract, credential)),
      ...scopeHeaders(contract, collection),
    },
    ...(contract.method === 'POST' && { body: JSON.stringify(needed.body) }),
    scenario: state.scenario.name,
    ...(isMade && { rows: state.countRows() }),
    ...(typeof made === 'object' && { problem: made.problem }),
    collections: state.tenants.flatMap(({ name: owner, collections }) => {
      return collections.map((name) => ({
        name,
        tenant: owner,
        ...(isMade && { rows: state.table(name)?.size ?? 0 }),
      }));
    }),
    credentials: state.tenants.flatMap(({ name, credentials }) => {
      return credentials.map((one) => ({ as: one.as, tenant: name, headers: credentialHeaders(contract, one) }));
    }),
    moves: [...contract.moves.keys()],
    operations: contract.operations.map(({ kind, method, path, move, access }) => {
      const isMove = kind === 'move' && move !== undefined;
      const headers = credential && furtherHeaders(contract, access, credential);
      return { kind, method, path, ...(isMove && { move }), ...(headers !== undefined && { headers }) };
    }),
  };
}

/** The segment of a path that names a row of another list, where it has to be there. */
interface NamedParent {
  readonly segment: number;
  readonly id: string;
}

function nameParent(contract: Contract, lists: readonly ListMock[]): NamedParent | undefined {
  const parent = findParent(
    contract,
    lists.map((list) => list.contract),
  );
  const list = lists.find((one) => one.contract === parent?.contract);
  const { operation, segments = 0 } = parent?.above ?? {};
  if (list === undefined || operation === undefined) return undefined;
  const { identity, order } = list.contract;
  const collections = list.state.tenants.flatMap((tenant) => tenant.collections);
  const table = collections.map((name) => list.state.table(name)).find((one) => (one?.size ?? 0) > 0);
  if (table === undefined) return undefined;
  const row = table.rowAt(table.select({ criteria: [], order: order.by }).slotAt(0));
  const [id] = readField(row, (operation.identity?.field ?? identity).path);
  return { segment: segments - 1, id: String(id) };
}

/** Whose request for a list it is; by default that of the first credential that opens a list. */
export interface CallerChoice {
  /** What the credential is for, as the description names it; with the tenant, where several have one of the name. */
  readonly as?: string | undefined;
  readonly tenant?: string | undefined;
  readonly collection?: string | undefined;
}

/**
 * Makes a request for a list, with credentials, and with what the document requires of every request.
 *
 * @param query - as a client would send it; credentials that belong there are added
 * @param lists - those that are served: one of them may have the row that the path has to name
 * @throws {PagewrightError} `unknown-credential` or `unknown-collection`
 */
export function createListRequest(
  { contract, state }: ListMock,
  query: string,
  choice: CallerChoice = {},
  lists: readonly ListMock[] = [],
): MockRequest {
  const { tenant, credential } = findCaller(state, choice);
  const collection = choice.collection ?? tenant?.collections[0] ?? '';
  if (choice.collection !== undefined && !state.collections.includes(choice.collection)) {
    throw new PagewrightError(
      'unknown-collection',
      `Unknown collection ${choice.collection}: the contract has ${state.collections.join(', ')}`,
    );
  }
  const needed = requiredValues(contract);
  const given = parseQuery(query);
  const required = needed.query.filter(([name]) => !given.some(([other]) => other === name));
  const pairs = [...required, ...(credential === undefined ? [] : credentialQuery(contract, credential))];
  const headers = {
    ...needed.headers,
    ...(credential && credentialHeaders(contract, credential)),
    ...scopeHeaders(contract, collection),
  };
  return {
    method: contract.method,
    path: fillPath(contract, collection, nameParent(contract, lists)),
    query: [query, formatQuery(pairs)].filter((part) => part !== '').join('&'),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    origin: '',
    ...(contract.method === 'POST' && { body: JSON.stringify(needed.body) }),
  };
}

function findCaller(
  state: MockState,
  { as, tenant: name, collection }: CallerChoice,
): { readonly tenant: Tenant | undefined; readonly credential: Credential | undefined } {
  const owners = state.tenants.filter((tenant) => {
    return (
      (name === undefined || tenant.name === name) &&
      (collection === undefined || tenant.collections.includes(collection))
    );
  });
  if (as === undefined) return chooseCaller(owners.length === 0 ? state : { ...state, tenants: owners });
  for (const tenant of owners) {
    const credential = tenant.credentials.find((one) => one.as === as);
    if (credential !== undefined) return { tenant, credential };
  }
  const known = state.tenants.flatMap((tenant) => tenant.credentials.map((one) => `${one.as} (${tenant.name})`));
  throw new PagewrightError(
    'unknown-credential',
    `Unknown credential ${as}: the scenario has ${known.join(', ') || 'none'}`,
  );
}

function fillPath({ path, access, parameters }: Contract, collection: string, parent: NamedParent | undefined): string {
  const filled = path.replace(/\{([^}]*)\}/g, (_placeholder, name: string) => {
    if (access.scope?.in === 'path' && access.scope.name === name) return encodeURIComponent(collection);
    const schema = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)?.schema ?? {};
    const [example] = (schema['examples'] ?? schema['enum'] ?? []) as readonly unknown[];
    return encodeURIComponent(String(schema['default'] ?? example ?? '1'));
  });
  if (parent !== undefined) {
    const segments = filled.split('/');
    segments[parent.segment] = encodeURIComponent(parent.id);
    return canonicalPath(segments.join('/'));
  }
  return canonicalPath(filled);
}

/** The first credential that opens a list. */
export function chooseCaller({ contract, tenants, now }: MockState): {
  tenant: Tenant | undefined;
  credential: Credential | undefined;
} {
  const callers = tenants.flatMap((tenant) => tenant.credentials.map((credential) => ({ tenant, credential })));
  const works = callers.find(({ tenant, credential: { scopes, expires } }) => {
    const isValid = expires === undefined || expires > now();
    return (
      isValid &&
      tenant.collections.length > 0 &&
      contract.access.requiredScopes.every((scope) => scopes.includes(scope))
    );
  });
  return works ?? callers[0] ?? { tenant: tenants[0], credential: undefined };
}

/** The headers of an operation that asks for other credentials than the list. */
function furtherHeaders(
  contract: Contract,
  access: Contract['access'],
  credential: Credential,
): Readonly<Record<string, string>> | undefined {
  const headers = credentialHeaders({ access }, credential);
  const known = credentialHeaders(contract, credential);
  return Object.entries(headers).every(([name, value]) => known[name] === value) ? undefined : headers;
}

function credentialHeaders(contract: Pick<Contract, 'access'>, { values }: Credential): Record<string, string> {
  const { headers } = placeCredentials(usualSchemes(contract), ({ name }) => values[name] ?? '');
  const named = Object.entries(headers).map(([name, value]) => [NAMES[name] ?? name, value]);
  return Object.fromEntries(named) as Record<string, string>;
}

/** As people are used to write them. */
const NAMES: Readonly<Record<string, string>> = { authorization: 'Authorization', cookie: 'Cookie' };

function credentialQuery(contract: Contract, { values }: Credential): Pairs {
  return placeCredentials(usualSchemes(contract), ({ name }) => values[name] ?? '').query;
}

/** Values for what the document requires of every request and nothing else here knows. */
function requiredValues(contract: Contract): {
  readonly query: Pairs;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
} {
  const { access, page } = contract;
  const known = new Set([
    access.scope?.name,
    access.version?.parameter.name,
    access.partition?.parameter.name,
    page.position,
    page.limit.parameter,
  ]);
  const needed = contract.parameters.filter(({ name, required }) => required && !known.has(name));
  const start = contract.parameters.find(({ name }) => name === page.position);
  const first = firstPosition(contract);
  // Where pages are counted, or a value means the first one, it is known where they begin.
  if (start !== undefined && first !== undefined) needed.push({ ...start, schema: { const: first } });
  const size = contract.parameters.find(({ name, required }) => required && name === page.limit.parameter);
  if (size !== undefined) needed.push({ ...size, schema: { const: page.limit.default } });
  const body = sampleRequestBody(contract);
  for (const { name, schema } of needed.filter((one) => one.in === 'body'))
    placeInBody(body, name, createSample(schema));
  return {
    query: needed.filter((one) => one.in === 'query').flatMap((one) => encodeParameter(one, sampleOf(one.schema))),
    headers: Object.fromEntries(
      needed
        .filter((one) => one.in === 'header')
        .flatMap((one) => encodeParameter(one, sampleOf(one.schema)).map(([name, text]) => [name, text])),
    ),
    body,
  };
}

/** Empty, a value is as good as none: many take it for missing, and so do people who look at a command. */
function sampleOf(schema: JsonSchema): Json {
  const fill = (sample: Json): Json => (sample === '' ? 'any' : sample);
  const sample = createSample(schema);
  return Array.isArray(sample) && sample.length === 0 ? [fill(createSample(itemsOf(schema) ?? {}))] : fill(sample);
}

function scopeHeaders({ access: { scope, version } }: Contract, collection: string): Record<string, string> {
  const [known] = version?.known ?? [];
  return {
    ...(version !== undefined && known !== undefined && { [version.parameter.name]: known }),
    ...(scope?.in === 'header' && { [scope.name]: collection }),
  };
}
