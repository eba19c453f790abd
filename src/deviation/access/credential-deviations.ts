import type { Contract } from '../../contract/contract.ts';
import type { Deviation } from '../deviation.ts';
import { isLaterPage } from '../kit/query.ts';
import { restsOn } from '../kit/rests-on.ts';

const hasCredentials = ({ access }: Contract): boolean => access.credentials.length > 0;
const openToAll = (contract: Contract): Contract => ({ ...contract, access: { ...contract.access, credentials: [] } });

/** Credentials that are not looked at as they should be. */
export const credentialDeviations: readonly Deviation[] = [
  {
    name: 'credentials-not-checked',
    summary: 'rows are shown to everybody',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: hasCredentials,
    bendContract: openToAll,
  },
  {
    name: 'credentials-not-checked-on-next-page',
    summary: 'whoever has a link, token or page number needs no credentials',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: hasCredentials,
    wrap({ contract, ask, variant }) {
      const open = variant({ bendContract: openToAll });
      return (request) => {
        const answer = ask(request);
        const isRefused = answer?.status === 401 && isLaterPage(contract, request);
        return isRefused ? open(request) : answer;
      };
    },
  },
];
