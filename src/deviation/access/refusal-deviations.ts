import type { Contract, ErrorAnswer } from '../../contract/contract.ts';
import { always, restsOn } from '../../contract/rests-on.ts';
import { editRefusals } from '../../edit/edit-pages.ts';
import { everyContract } from '../../edit/every-contract.ts';
import type { Deviation } from '../deviation.ts';

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
