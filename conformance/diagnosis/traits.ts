import type { Contract } from '../../src/contract/contract.ts';
import type { Exchange } from '../client/exchange.ts';
import type { Roles } from './roles.ts';

/** What a request asked, as far as bugs depend on it. */
export interface RequestTraits {
  readonly status: string;
  readonly method: string;
  /** Whether it asks for the first page or a later one. */
  readonly where: 'first' | 'later';
  readonly way: 'forward' | 'backward';
  readonly filters: 'none' | 'one' | 'several';
  readonly sized: 'sized' | 'default';
  readonly ordered: 'ordered' | 'default';
}

/** Reads what a request asked, by the roles of its parameters. */
export function readTraits(
  contract: Contract,
  roles: Roles,
  { url, method, status, requestBody }: Exchange,
): RequestTraits {
  const names = [...listQueryNames(url), ...listBodyNames(requestBody)];
  const asked = names.map(([name, value]) => [roles.parameter(name), value] as const);
  const has = (role: string): boolean => asked.some((pair) => pair[0] === role);
  const filters = asked.filter(([role]) => role === 'filter').length;
  return {
    status: describeStatus(status),
    method: method === 'HEAD' ? 'HEAD' : 'GET',
    where: asked.some(([role, value]) => role === 'position' && !isFirst(contract, value)) ? 'later' : 'first',
    way: isBackward(contract, asked.find(([role]) => role === 'direction')?.[1]) ? 'backward' : 'forward',
    filters: filters === 0 ? 'none' : filters === 1 ? 'one' : 'several',
    sized: has('limit') ? 'sized' : 'default',
    ordered: has('order') ? 'ordered' : 'default',
  };
}

function isFirst({ page }: Contract, value: string): boolean {
  if (value === '' || value === page.start) return true;
  return (page.style === 'number' || page.style === 'offset') && value === String(page.first);
}

function isBackward({ page }: Contract, direction: string | undefined): boolean {
  if (direction === undefined) return false;
  return page.style === 'key' || (page.style === 'keyset' && direction === page.direction?.backward);
}

/** The page size that a request asks for; undefined where it leaves it to the default. */
export function readPageSize({ page }: Contract, { url, requestBody }: Exchange): number | undefined {
  const { parameter } = page.limit;
  const pairs = [...listQueryNames(url), ...listBodyNames(requestBody)];
  const size = Number(pairs.findLast(([name]) => name === parameter)?.[1]);
  return Number.isInteger(size) && size > 0 ? size : undefined;
}

/** Whether UTF-8 was read as Latin-1 on the way: `Ã©` for `é`. */
export function isGarbled({ body }: Pick<Exchange, 'body'>): boolean {
  return /[\u00c2-\u00f4][\u0080-\u00bf]/.test(body);
}

/** What a request has and the request for the page after it lacks. */
export function listDropped(roles: Roles, exchanges: readonly Exchange[]): readonly string[] {
  const last = exchanges.at(-1);
  const before = exchanges.at(-2);
  if (last === undefined || before === undefined) return [];
  const [old, now] = [before, last].map(
    ({ url }) => new Set(listQueryNames(url).map(([name]) => roles.parameter(name))),
  );
  if (old === undefined || now?.has('position') !== true) return [];
  return (['filter', 'limit', 'order'] as const).flatMap((role) => {
    return old.has(role) && !now.has(role) ? [`sign ${role} dropped on the way`] : [];
  });
}

/** Statuses that mean the same count as one. */
function describeStatus(status: number): string {
  if (status >= 500) return '5xx';
  if (status === 422) return '400';
  return String(status);
}

export function listQueryNames(url: string): readonly (readonly [name: string, value: string])[] {
  const start = url.indexOf('?');
  return start < 0 ? [] : [...new URLSearchParams(url.slice(start + 1))];
}

/** The members of a JSON body, by their paths. */
function listBodyNames(body: string | undefined): readonly (readonly [name: string, value: string])[] {
  if (body === undefined) return [];
  try {
    return listPaths(JSON.parse(body), '', 0);
  } catch {
    return listQueryNames(`?${body}`);
  }
}

const MAX_DEPTH = 4;

function listPaths(value: unknown, path: string, depth: number): readonly (readonly [name: string, value: string])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > MAX_DEPTH) {
    return [[path, String(value)]];
  }
  return Object.entries(value).flatMap(([name, inner]) => {
    return listPaths(inner, path === '' ? name : `${path}/${name}`, depth + 1);
  });
}
