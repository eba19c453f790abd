import type { Alteration } from '../alter/engine.ts';
import type { Contract } from '../contract/contract.ts';
import { PagewrightError } from '../contract/error.ts';

/** A deviation that a server's lists have. */
export interface ActiveDeviation {
  readonly name: string;
  readonly summary: string;
  appliesTo(contract: Contract): boolean;
  /** What makes one list of a contract deviate: nothing where the deviation does not apply. */
  alterations(contract: Contract): readonly Alteration[];
}

/**
 * Loads a deviation, and with it the catalogue, which a server without one does not need.
 *
 * @param name - `undefined` for none
 * @throws {PagewrightError} `unknown-deviation`
 */
export async function loadDeviation(name: string | undefined): Promise<ActiveDeviation | undefined> {
  if (name === undefined) return undefined;
  const [{ findDeviation }, { alterationsOf }] = await Promise.all([
    import('../alter/deviations/catalogue.ts'),
    import('../alter/deviations/deviation.ts'),
  ]);
  const deviation = findDeviation(name);
  return { ...deviation, alterations: (contract) => alterationsOf(deviation, contract) };
}

/**
 * Requires that a deviation makes a difference somewhere.
 *
 * @throws {PagewrightError} `unknown-deviation` when it applies to none of the contracts
 */
export function requireEffect(deviation: ActiveDeviation, contracts: readonly Contract[]): void {
  if (contracts.some((contract) => deviation.appliesTo(contract))) return;
  const ids = contracts.map(({ id }) => id).join(', ');
  throw new PagewrightError(
    'unknown-deviation',
    `Deviation ${deviation.name} does not apply to ${ids}: ${deviation.summary}`,
  );
}
