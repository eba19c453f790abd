import type { Exchange } from '../admin/activity-types.ts';
import type {
  ContractDescription,
  ContractModel,
  Credential,
  Headers,
  Json,
  ModelParameter,
} from '../admin/contract-types.ts';

export type Pairs = readonly (readonly [name: string, value: string])[];

/** A request to a list, as it is sent. */
export interface ListRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: Headers;
  readonly body?: string;
}

/** What a request is made for. */
export interface Target {
  readonly contract: ContractDescription;
  readonly model: ContractModel;
}

/** Sends no credential. */
export const ANONYMOUS = 'nobody';

/** How a credential is named in the URL of the console: `acme`, `acme/expired`. */
export function nameCredential({ tenant, as }: Pick<Credential, 'tenant' | 'as'>): string {
  return as === 'default' ? tenant : `${tenant}/${as}`;
}

/** How it is named for people: `Acme`, `Acme, expired`. */
export function sayCredential({ tenant, as }: Pick<Credential, 'tenant' | 'as'>): string {
  const name = tenant.charAt(0).toUpperCase() + tenant.slice(1);
  return as === 'default' ? name : `${name}, ${as.replaceAll('-', ' ')}`;
}

/** The credential of a name; the first one for none. */
export function findCredential({ contract }: Target, name: string | undefined): Credential | undefined {
  if (name === undefined) return contract.credentials[0];
  return contract.credentials.find((one) => nameCredential(one) === name);
}

/**
 * Makes a request of the values of all parameters, wherever the contract has them: what it does not know goes into the query.
 *
 * @param pairs - values by the names of parameters
 * @param as - the name of a credential, {@link ANONYMOUS}, or none for the first one
 * @param root - the base URL of the mock
 */
export function buildRequest(target: Target, pairs: Pairs, as: string | undefined, root: string): ListRequest {
  const { contract, model } = target;
  const credential = as === ANONYMOUS ? undefined : findCredential(target, as);
  const own = new URL(contract.url);
  const collection = contract.collections.find(({ tenant }) => tenant === credential?.tenant)?.name;
  const chosenFor = (parameter: ModelParameter): string | undefined => {
    const given = pairs.findLast(([name]) => name === parameter.name)?.[1];
    return given ?? (parameter.role === 'scope' ? collection : undefined);
  };
  const elsewhere = model.parameters.filter((one) => one.in !== 'query');
  const placed = (place: ModelParameter['in']): Pairs => {
    return elsewhere.flatMap((one) => {
      const value = one.in === place ? chosenFor(one) : undefined;
      return value === undefined ? [] : [[one.name, value] as const];
    });
  };
  const taken = new Set(elsewhere.map(({ name }) => name));
  const inQuery = pairs.filter(([name]) => !taken.has(name));
  const required = [...own.searchParams].filter(([name]) => !inQuery.some(([other]) => other === name));
  const query = new URLSearchParams([...required, ...inQuery].map(([name, value]) => [name, value])).toString();
  const path = fillPath(own.pathname, contract.path, new Map(placed('path')));
  const origin = contract.url.startsWith(root) ? own.origin : new URL(root).origin;
  const body = contract.body === undefined ? undefined : fillBody(contract.body, placed('body'), model);
  return {
    method: contract.method,
    url: `${origin}${path}${query === '' ? '' : `?${query}`}`,
    headers: {
      ...withoutCredentials(contract),
      ...credential?.headers,
      ...renameLike(contract.headers, Object.fromEntries(placed('header'))),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  };
}

/** Names of headers, in lower case, that carry credentials. */
function credentialNames({ credentials }: ContractDescription): ReadonlySet<string> {
  return new Set(credentials.flatMap(({ headers }) => Object.keys(headers).map((name) => name.toLowerCase())));
}

function withoutCredentials(contract: ContractDescription): Headers {
  const names = credentialNames(contract);
  return Object.fromEntries(Object.entries(contract.headers).filter(([name]) => !names.has(name.toLowerCase())));
}

/** Names of headers are alike in any case; those that are there already are kept. */
function renameLike(known: Headers, given: Headers): Headers {
  const names = Object.keys(known);
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      return [names.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name, value];
    }),
  );
}

/** @param sample - the path of a list that there is, below the prefix of the session */
function fillPath(sample: string, template: string, values: ReadonlyMap<string, string>): string {
  const parts = template.split('/');
  const segments = sample.split('/');
  const offset = segments.length - parts.length;
  return segments
    .map((segment, index) => {
      const part = parts[index - offset] ?? '';
      const filled = part.replace(/\{([^}]*)\}/g, (whole, name: string) => {
        const value = values.get(name);
        return value === undefined ? whole : encodeURIComponent(value);
      });
      return filled === part || /\{[^}]*\}/.test(filled) ? segment : filled;
    })
    .join('/');
}

function fillBody(sample: string, values: Pairs, { parameters }: ContractModel): string {
  const body = JSON.parse(sample) as Record<string, Json>;
  for (const [name, value] of values) {
    const schema = parameters.find((one) => one.in === 'body' && one.name === name)?.schema ?? {};
    const keys = name.split('/');
    let holder = body;
    for (const key of keys.slice(0, -1)) {
      const inner = holder[key];
      const next = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? { ...inner } : {};
      holder[key] = next;
      holder = next as Record<string, Json>;
    }
    holder[keys.at(-1) ?? ''] = readTyped(value, schema['type']);
  }
  return JSON.stringify(body);
}

/** A text is sent as it is where it is no value of the type: what is wrong is the list's to say. */
function readTyped(value: string, type: Json | undefined): Json {
  if ([type].flat().includes('string') || type === undefined) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

/** The values that a request had, by the names of parameters; of those that the contract requires, only what differs. */
export function readPairs({ contract, model }: Target, { request }: Pick<Exchange, 'request'>): Pairs {
  const url = new URL(request.url);
  const parts = contract.path.split('/');
  const segments = url.pathname.split('/').slice(-parts.length);
  const fromPath = parts.flatMap((part, index) => {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    const value = segments[index];
    return name === undefined || value === undefined ? [] : [[name, decode(value)] as const];
  });
  const fromHeaders = model.parameters.flatMap(({ name, in: place }) => {
    const value = place === 'header' ? request.headers[name.toLowerCase()] : undefined;
    const usual = Object.entries(contract.headers).find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];
    return value === undefined || value === usual ? [] : [[name, value] as const];
  });
  const fromQuery = [...url.searchParams].filter(([, value]) => value !== '***');
  return [...fromPath, ...fromHeaders, ...fromQuery, ...readBodyPairs(model, request.body)];
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function readBodyPairs({ parameters }: ContractModel, body: string | undefined): Pairs {
  let whole: Json;
  try {
    whole = JSON.parse(body ?? 'null') as Json;
  } catch {
    return [];
  }
  return parameters.flatMap(({ name, in: place }) => {
    if (place !== 'body') return [];
    const value = name.split('/').reduce<Json | undefined>((holder, key) => {
      return typeof holder === 'object' && holder !== null && !Array.isArray(holder)
        ? (holder as { readonly [key: string]: Json })[key]
        : undefined;
    }, whole);
    if (value === undefined) return [];
    return [[name, typeof value === 'string' ? value : JSON.stringify(value)] as const];
  });
}

/** The same values with another one for a parameter; an empty one takes it away. */
export function setPair(pairs: Pairs, name: string, value: string): Pairs {
  const index = pairs.findIndex(([one]) => one === name);
  if (value === '') return pairs.filter(([one]) => one !== name);
  if (index < 0) return [...pairs, [name, value]];
  return pairs.flatMap((pair, at) => (at === index ? [[name, value] as const] : pair[0] === name ? [] : [pair]));
}

export function parsePairs(query: string): Pairs {
  return [...new URLSearchParams(query)];
}

export function formatPairs(pairs: Pairs): string {
  return new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
}
