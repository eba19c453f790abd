import type { Contract } from '../../contract/contract.ts';
import { restsOn } from '../../contract/rests-on.ts';
import { editRequests } from '../../edit/edit-pages.ts';
import { type MockRequest, readHeader } from '../../mock/message.ts';
import { isLaterPage } from '../../page/query-parameters.ts';
import type { Deviation } from '../deviation.ts';

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
