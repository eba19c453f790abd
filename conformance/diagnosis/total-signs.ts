import type { Contract } from '../../src/contract/contract.ts';
import type { Exchange } from '../client/exchange.ts';
import type { Result } from '../result.ts';
import { readExchangePage } from './page-rows.ts';
import { createRoles } from './roles.ts';
import { readTraits } from './traits.ts';

/** A total that was compared with others may stand in another response than the last. */
const MOSTLY = 0.6;

/**
 * What wrong totals are equal to.
 *
 * @param violated - the results of a run that are violated
 * @returns such as `sign total without filters`
 */
export function listTotalSigns(contract: Contract, violated: readonly Result[]): readonly string[] {
  const roles = createRoles(contract);
  const hasFilters = (exchange: Exchange): boolean => readTraits(contract, roles, exchange).filters !== 'none';
  const shown = violated.flatMap(({ evidence }) => evidence.flatMap(({ exchanges }) => exchanges));
  const whole = new Set(
    shown.flatMap((one) => (hasFilters(one) ? [] : (readExchangePage(contract, one)?.total ?? []))),
  );
  const wrong = violated
    .filter(({ id }) => /\.total\.(?:counts|same|every-page|first-page)$/.test(id))
    .flatMap(({ evidence }) => evidence)
    .flatMap(({ expected, received, exchanges }) => {
      const last = exchanges.at(-1);
      return typeof expected === 'number' && typeof received === 'number' && last !== undefined
        ? [{ expected, received, last, page: readExchangePage(contract, last) }]
        : [];
    });
  if (wrong.length === 0) return [];
  const every = (test: (one: (typeof wrong)[number]) => boolean): boolean => wrong.every(test);
  return [
    ...(wrong.filter(({ received, page }) => page?.ids.length === received).length >= MOSTLY * wrong.length
      ? ['sign total of the page']
      : []),
    ...(every(({ received, last }) => hasFilters(last) && whole.has(received)) ? ['sign total without filters'] : []),
    ...(every(({ last }) => hasFilters(last)) ? ['sign total wrong under filters only'] : []),
    ...(every(({ received }) => received === 0) ? ['sign total of none'] : []),
    ...(every(({ expected, received }) => received === expected + 1) ? ['sign total one more'] : []),
    ...(every(({ expected, received }) => received === expected - 1) ? ['sign total one fewer'] : []),
  ];
}
