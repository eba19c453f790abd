import type { Page, QuerySyntax, Role } from '../../contract/contract.ts';
import { LINK_ROLES } from '../../contract/place.ts';
import type { PagedContract } from '../pager.ts';

export const DECIMAL: QuerySyntax = {
  unknown: 'ignore',
  repeated: 'reject',
  empty: 'value',
  integers: 'decimal',
  instants: { withoutZone: 'reject', withoutTime: 'reject' },
};

export const PYTHON: QuerySyntax = { ...DECIMAL, repeated: 'last', empty: 'ignore', integers: 'python' };

export const JAVASCRIPT: QuerySyntax = { ...DECIMAL, integers: 'javascript' };

const SAMPLE_FORMS = { links: 'link', number: 'link', keyset: 'token', key: 'token', offset: 'number' } as const;

/** A contract that has nothing but pages: of 20 rows by default and 100 at most. */
export function createSampleContract(
  page: Page,
  options: { readonly roles: readonly Role[]; readonly query?: QuerySyntax; readonly parameters?: readonly string[] },
): PagedContract {
  const { roles, query = DECIMAL, parameters = [] } = options;
  return {
    id: 'sample',
    page,
    query,
    parameters: parameters.map((name) => ({
      name,
      in: 'query',
      style: 'form',
      explode: true,
      required: false,
      schema: {},
    })),
    filters: [],
    order: { by: [] },
    envelope: {
      roles: new Map(roles.map((role) => [role, { in: 'body', pointer: [role] }])),
      forms: new Map(LINK_ROLES.map((role) => [role, SAMPLE_FORMS[page.style]])),
      atEnd: 'omitted',
      fresh: [],
    },
  };
}

export const LIMIT: Page['limit'] = {
  parameter: 'limit',
  default: 20,
  minimum: 0,
  maximum: 100,
  above: 'clamp',
  below: 'reject',
  malformed: 'reject',
};
