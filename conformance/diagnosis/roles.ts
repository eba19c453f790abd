import type { Contract, Filter } from '../../src/contract/contract.ts';
import { familyOf } from '../../src/contract/criterion.ts';
import { listPositionNames } from '../../src/contract/page-parameters.ts';

/** What the names in a contract stand for, so that the same bug is known again in another field, contract or style. */
export interface Roles {
  /** An id of a requirement, without the contract's, with the role in place of a name: `filter.text.only-matching`. */
  requirement(id: string): string;
  /** The role of a query parameter: `position`, `limit`, `order`, `direction`, `filter`, `other`. */
  parameter(name: string): ParameterRole;
}

type ParameterRole = 'position' | 'limit' | 'order' | 'direction' | 'filter' | 'other';

/** How binding a requirement of the schema is says nothing of the bug. */
const SUFFIX = /\.(?:inferred|chosen)$/;

/** Reads the roles of the names of a contract. */
export function createRoles(contract: Contract): Roles {
  const prefix = `${contract.id}.`;
  const filters = contract.filters.map((filter) => [`filter.${filter.parameter}.`, describeFilter(filter)] as const);
  const patterns = contract.filters.map(({ parameter }) => parameter);
  const order = contract.order.parameter?.name;
  const { page } = contract;
  const positions = listPositionNames(page);

  function parameter(name: string): ParameterRole {
    if (name === page.position || name === page.also?.position) return 'position';
    if (name === page.limit.parameter || name === page.limit.backward) return 'limit';
    if (name === order || (order !== undefined && name === contract.order.direction?.parameter)) return 'order';
    if (positions.includes(name)) return 'direction';
    return patterns.some((pattern) => isNamedBy(pattern, name)) ? 'filter' : 'other';
  }

  return {
    parameter,
    requirement(id) {
      const bare = (id.startsWith(prefix) ? id.slice(prefix.length) : id).replace(SUFFIX, '');
      const filter = filters.find(([start]) => bare.startsWith(start));
      if (filter !== undefined) return `filter.${filter[1]}.${bare.slice(filter[0].length)}`;
      return bare
        .replace(/^order\.default\..+$/, 'order.default')
        .replace(/^order\.by\..+\.(\w+)$/, 'order.by.$1')
        .replace(
          /^(item|body|fresh)\..+?(?:\.(present|form|write-only|only-when|whenever|unique|in-errors))?(?:\.\d+)?$/,
          (_, what, rule) => {
            return rule === undefined ? what : `${what}.${rule}`;
          },
        );
    },
  };
}

function isNamedBy(pattern: string, name: string): boolean {
  const [start = '', end] = pattern.split('*');
  if (end !== undefined) return name.startsWith(start) && name.endsWith(end);
  return name === pattern || (name.startsWith(`${pattern}[`) && name.endsWith(']'));
}

/** What a filter compares, and how. */
function describeFilter(filter: Filter): string {
  const { fields, declared, serialization } = filter;
  const family = familyOf(filter);
  if (family === 'range') return 'bound';
  if (serialization !== 'plain' || family === 'key') return 'key';
  if (family === 'part') return 'part';
  const schema = declared?.schema ?? {};
  if (schema['enum'] !== undefined || fields[0]?.schema['enum'] !== undefined) return 'closed';
  return fields[0]?.kind === 'string' ? 'text' : 'value';
}
