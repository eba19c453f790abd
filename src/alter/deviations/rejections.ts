import type { Contract, ErrorAnswer } from '../../contract/contract.ts';
import { always, restsOn } from '../../contract/provenance.ts';
import { type MockRequest, readHeader } from '../../mock/message.ts';
import { isLaterPage } from '../../page/query.ts';
import { editRefusals, editRequests, everyContract } from '../edits.ts';

import type { Deviation } from './deviation.ts';

const base = {
  area: 'access',
  appliesTo: ({ access }: Contract): boolean => access.version !== undefined,
} as const;

/** The header that names a version, not heeded. */
export const versionDeviations: readonly Deviation[] = [
  {
    ...base,
    name: 'version-not-needed',
    summary: 'a request need not name a version',
    breaks: restsOn('access/version'),
    wrap: changeVersion((value, known) => value ?? known),
  },
  {
    ...base,
    name: 'version-not-needed-on-next-page',
    summary: 'a request for a later page need not name a version',
    breaks: restsOn('access/version'),
    wrap: changeVersion((value, known, isLater) => (isLater ? known : value)),
  },
  {
    ...base,
    name: 'unknown-version-accepted',
    summary: 'a version that never was is accepted',
    breaks: restsOn('errors/unsupportedVersion'),
    wrap: changeVersion((value, known, _isLater, { access: { version } }) => {
      return value === undefined || version?.retired.includes(value) ? value : known;
    }),
  },
  {
    ...base,
    name: 'retired-version-accepted',
    summary: 'a version that was retired is accepted',
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

/** What answers a request without credentials. */
function findUnauthenticated({ errors }: Contract): ErrorAnswer | undefined {
  return errors.get('missingCredential') ?? errors.get('unauthenticated');
}

/** Refusals that do not say so, or say something else. */
export const refusalDeviations: readonly Deviation[] = [
  {
    name: 'refusals-with-status-200',
    summary: 'refusals come with status 200, and only their bodies say that something is wrong',
    area: 'access',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: editRefusals((response) => ({ ...response, status: 200 })),
  },
  {
    name: 'refusals-with-status-400',
    summary: 'every refusal comes with status 400, that of bad credentials included',
    area: 'access',
    breaks: (contract) => {
      const condition = contract.errors.has('missingCredential') ? 'missingCredential' : 'unauthenticated';
      return restsOn(`errors/${condition}/status`)(contract);
    },
    appliesTo: (contract) => findUnauthenticated(contract) !== undefined,
    wrap: editRefusals((response) => ({ ...response, status: 400 })),
  },
  {
    name: 'refusals-without-headers',
    summary: 'refusals lack the headers that belong to them',
    area: 'access',
    // That a header belongs to a refusal, no document says in words.
    breaks: always('inferred'),
    appliesTo: (contract) => (findUnauthenticated(contract)?.headers.length ?? 0) > 0,
    wrap: editRefusals((response) => ({ ...response, headers: response.headers.slice(0, 1) })),
  },
];
