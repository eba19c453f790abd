import type { Contract } from '../../contract/contract.ts';
import { restsOn } from '../../contract/rests-on.ts';
import { editRequests } from '../../edit/edit-pages.ts';
import { type MockRequest, readHeader } from '../../mock/message.ts';
import { isLaterPage } from '../../page/query-parameters.ts';
import type { Deviation } from '../deviation.ts';

const base = {
  area: 'access',
  breaks: restsOn('access/partition'),
  appliesTo: ({ access }: Contract): boolean => access.partition !== undefined,
} as const;

/** The header that selects rows, misread. */
export const partitionDeviations: readonly Deviation[] = [
  {
    ...base,
    name: 'partition-ignored',
    summary: 'the header that selects rows has no effect: all are shown',
    bendContract(contract) {
      const { partition: _forgotten, ...access } = contract.access;
      return { ...contract, access };
    },
  },
  {
    ...base,
    name: 'partition-always-off',
    summary: 'the header that selects rows has no effect: the usual ones are shown',
    wrap: changePartition(() => undefined),
  },
  {
    ...base,
    name: 'partition-on-by-any-value',
    summary: 'any value of the header that selects rows counts as true, even false',
    wrap: changePartition((value) => (value === undefined ? undefined : 'true')),
  },
  {
    ...base,
    name: 'partition-dropped-on-next-page',
    summary: 'the header that selects rows has no effect on later pages',
    wrap: changePartition((value, request, contract) => (isLaterPage(contract, request) ? undefined : value)),
  },
];

function changePartition(
  change: (value: string | undefined, request: MockRequest, contract: Contract) => string | undefined,
): NonNullable<Deviation['wrap']> {
  return editRequests((request, { contract }) => {
    const name = contract.access.partition?.parameter.name.toLowerCase() ?? '';
    const value = change(readHeader(request, name), request, contract);
    return { ...request, headers: { ...request.headers, [name]: value } };
  });
}
