import type { Contract, Limit } from '../../contract/contract.ts';
import { restsOn } from '../../contract/rests-on.ts';
import { editPages, editRequests } from '../../edit/edit-pages.ts';
import { everyContract } from '../../edit/every-contract.ts';
import { readNeighbour } from '../../edit/scene.ts';
import { readParameter, setParameter } from '../../page/query-parameters.ts';
import type { Deviation } from '../deviation.ts';

const PLENTY = 1_000_000;

/** Page sizes that are not what was asked for, or not what may be asked for. */
export const limitDeviations: readonly Deviation[] = [
  {
    name: 'limit-ignored',
    summary: 'every page has the usual size, whatever is asked for',
    area: 'paging',
    breaks: restsOn('page/limit'),
    appliesTo: everyContract,
    wrap: editRequests((request, { contract: { page } }) => setParameter(request, page.limit.parameter, undefined)),
  },
  {
    name: 'limit-plus-one',
    summary: 'a page shows the row that was read only to know whether there is a next page',
    area: 'paging',
    breaks: restsOn('page/limit'),
    appliesTo: everyContract,
    wrap: editPages((page, request, scene) => {
      const extra = readNeighbour(scene, request, page, 'next')?.items[0];
      if (extra !== undefined) page.items = [...page.items, extra];
    }),
  },
  {
    name: 'default-limit-other',
    summary: 'a page has another size than the usual one where none is asked for',
    area: 'paging',
    breaks: restsOn('page/limit/default'),
    appliesTo: everyContract,
    bendContract: bendLimit((limit) => ({ default: Math.min(limit.maximum, limit.default + 5) })),
  },
  {
    name: 'maximum-not-enforced',
    summary: 'a page may be larger than the largest that is allowed',
    area: 'paging',
    breaks: restsOn('page/limit/maximum'),
    appliesTo: everyContract,
    bendContract: bendLimit(() => ({ maximum: PLENTY })),
  },
  {
    name: 'maximum-refused',
    summary: 'the largest page that is allowed is refused',
    area: 'paging',
    breaks: restsOn('page/limit/maximum'),
    appliesTo: everyContract,
    bendContract: bendLimit((limit) => ({ maximum: limit.maximum - 1, above: 'reject' })),
  },
  {
    name: 'zero-is-everything',
    summary: 'a page size of 0 means no limit',
    area: 'paging',
    breaks: restsOn('page/limit/maximum'),
    appliesTo: everyContract,
    wrap({ contract: { page }, ask, variant }) {
      const unlimited = variant({ bendContract: bendLimit(() => ({ maximum: PLENTY })) });
      return (request) => {
        if (readParameter(request, page.limit.parameter) !== '0') return ask(request);
        return unlimited(setParameter(request, page.limit.parameter, String(PLENTY)));
      };
    },
  },
  {
    name: 'limit-above-maximum-otherwise',
    summary:
      'a page size above the largest is cut down where it should be refused, or refused where it should be cut down',
    area: 'paging',
    breaks: restsOn('page/limit/outOfRange/above'),
    appliesTo: everyContract,
    bendContract: bendLimit(({ above }) => ({ above: above === 'reject' ? 'clamp' : 'reject' })),
  },
  {
    name: 'limit-below-minimum-otherwise',
    summary:
      'a page size below the smallest is replaced where it should be refused, or refused where it should be replaced',
    area: 'paging',
    breaks: restsOn('page/limit/outOfRange/below'),
    appliesTo: everyContract,
    bendContract: bendLimit(({ below }) => ({ below: below === 'reject' ? 'default' : 'reject' })),
  },
  {
    name: 'limit-malformed-otherwise',
    summary:
      'a page size that is no number is replaced where it should be refused, or refused where it should be replaced',
    area: 'paging',
    breaks: restsOn('page/limit/outOfRange/malformed'),
    appliesTo: everyContract,
    bendContract: bendLimit(({ malformed }) => ({ malformed: malformed === 'reject' ? 'default' : 'reject' })),
  },
];

function bendLimit(change: (limit: Limit) => Partial<Limit>): (contract: Contract) => Contract {
  return (contract) => {
    const { page } = contract;
    return { ...contract, page: { ...page, limit: { ...page.limit, ...change(page.limit) } } };
  };
}
