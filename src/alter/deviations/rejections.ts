import type { Contract, ErrorAnswer } from '../../contract/contract.ts';
import { always, restsOn } from '../../contract/provenance.ts';
import { type MockRequest, readHeader } from '../../mock/message.ts';
import { isLaterPage } from '../../page/query.ts';
import { editErrors, editRequests, everyContract } from '../edits.ts';

import type { Deviation } from './deviation.ts';

const base = {
  area: 'access',
  appliesTo: ({ access }: Contract): boolean => access.version !== undefined,
} as const;

/** A version header that is not checked. */
export const versionDeviations: readonly Deviation[] = [
  {
    ...base,
    name: 'version-not-needed',
    summary: 'the version header is not required',
    breaks: restsOn('access/version'),
    wrap: changeVersion((value, known) => value ?? known),
  },
  {
    ...base,
    name: 'version-not-needed-on-next-page',
    summary: 'the version header is not required for later pages',
    breaks: restsOn('access/version'),
    wrap: changeVersion((value, known, isLater) => (isLater ? known : value)),
  },
  {
    ...base,
    name: 'unknown-version-accepted',
    summary: 'an unknown version is accepted',
    breaks: restsOn('errors/unsupportedVersion'),
    wrap: changeVersion((value, known, _isLater, { access: { version } }) => {
      return value === undefined || version?.retired.includes(value) ? value : known;
    }),
  },
  {
    ...base,
    name: 'retired-version-accepted',
    summary: 'a retired version is accepted',
    breaks: restsOn('access/version/retired', 'errors/retiredVersion/status'),
    appliesTo: ({ access }) => (access.version?.retired.length ?? 0) > 0,
    wrap: changeVersion((value, known, _isLater, { access: { version } }) => {
      return value !== undefined && version?.retired.includes(value) ? known : value;
    }),
  },
];

type Change = (
  value: string | undefined,
  known: string | undefined,
  isLater: boolean,
  contract: Contract,
) => string | undefined;

function changeVersion(change: Change): NonNullable<Deviation['wrap']> {
  return editRequests((request: MockRequest, { contract }) => {
    const { version } = contract.access;
    const name = version?.parameter.name.toLowerCase() ?? '';
    const value = change(readHeader(request, name), version?.known[0], isLaterPage(contract, request), contract);
    return { ...request, headers: { ...request.headers, [name]: value } };
  });
}

/** The error for a request without credentials. */
function findUnauthenticated({ errors }: Contract): ErrorAnswer | undefined {
  return errors.get('missingCredential') ?? errors.get('unauthenticated');
}

/** Errors with another status, or without their headers. */
export const errorDeviations: readonly Deviation[] = [
  {
    name: 'refusals-with-status-200',
    summary: 'errors have status 200, and only their bodies say that something is wrong',
    area: 'access',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: editErrors((response) => ({ ...response, status: 200 })),
  },
  {
    name: 'refusals-with-status-400',
    summary: 'every error has status 400, for bad credentials, too',
    area: 'access',
    breaks: (contract) => {
      const condition = contract.errors.has('missingCredential') ? 'missingCredential' : 'unauthenticated';
      return restsOn(`errors/${condition}/status`)(contract);
    },
    appliesTo: (contract) => findUnauthenticated(contract) !== undefined,
    wrap: editErrors((response) => ({ ...response, status: 400 })),
  },
  {
    name: 'refusals-without-headers',
    summary: 'errors lack their headers',
    area: 'access',
    // No document says in words that a header belongs to an error.
    breaks: always('inferred'),
    appliesTo: (contract) => (findUnauthenticated(contract)?.headers.length ?? 0) > 0,
    wrap: editErrors((response) => ({ ...response, headers: response.headers.slice(0, 1) })),
  },
];
