import type { Contract, Provenance } from '../../contract/contract.ts';
import { restsOn, weakest } from '../../contract/provenance.ts';
import { isLaterPage, readParameter, setParameter } from '../../page/query.ts';
import type { Deviation } from './deviation.ts';

/** What one request asks for that stays in force for the next. */
export const keptParameterDeviations: readonly Deviation[] = [
  {
    name: 'limit-kept-from-request-before',
    summary: 'a request without a page size gets that of the last request with one',
    area: 'paging',
    breaks: restsOn('page/limit/default'),
    ...keep(({ page }) => page.limit.parameter),
  },
  {
    name: 'order-kept-from-request-before',
    summary: 'a request without an order gets that of the last request with one',
    area: 'paging',
    // What is seen of it is that the default order is another one.
    breaks: (contract) => weakest(restsOn('order/parameter')(contract), restsOn('order/by')(contract)),
    ...keep(({ order }) => order.parameter?.name),
  },
];

/** Keeps the value of a parameter that the request for a first page leaves out. */
function keep(
  nameOf: (contract: Contract) => string | undefined,
): Pick<Deviation, 'appliesTo' | 'wrap'> & { breaks?(contract: Contract): Provenance } {
  return {
    appliesTo: (contract) => nameOf(contract) !== undefined,
    wrap({ contract, handle }) {
      const name = nameOf(contract);
      let kept: string | undefined;
      return (request) => {
        const given = readParameter(request, name);
        if (given !== undefined) {
          const answer = handle(request);
          if (answer?.status === 200) kept = given;
          return answer;
        }
        const isPlain = kept === undefined || isLaterPage(contract, request);
        return handle(isPlain ? request : setParameter(request, name, kept));
      };
    },
  };
}
