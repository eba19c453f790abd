import type { Contract } from '../../contract/contract.ts';
import { createRandom } from '../../dataset/random.ts';
import type { Alteration } from '../engine.ts';
import { createBodyGreaser } from './bodies.ts';
import { chooseFeatures, type FeatureName } from './features.ts';
import { createHeaderGreaser } from './headers.ts';
import { greasePages } from './pager.ts';

/** How responses vary in what contracts leave open, to find out what a client takes for granted. */
export interface GreaseSettings {
  /** Decides how each response varies: with the same one, the same requests in the same order have the same responses. */
  readonly seed: string;
  /** Names of the features; by default all that apply to a contract. */
  readonly features?: readonly string[];
}

/**
 * The alterations of a list that does what its document leaves open in another way in each response, so that a client that
 * depends on any of it breaks, and one that keeps to the document does not. Rows and what pages say of them stay exact.
 * They belong to one list.
 *
 * @throws {PagewrightError} `invalid-option` for an unknown feature
 */
export function createGrease(contract: Contract, settings: GreaseSettings): readonly Alteration[] {
  const features = chooseFeatures(contract, settings.features);
  const seed = `grease ${contract.id} ${settings.seed}`;
  return [greasePages(contract, features, seed), greaseResponses(contract, features, seed)];
}

/** Changes what is open about bodies and headers. */
function greaseResponses(contract: Contract, features: ReadonlySet<FeatureName>, seed: string): Alteration {
  const greaseBody = createBodyGreaser(contract, seed, features);
  const greaseHeaders = createHeaderGreaser(features);
  let count = 0;
  return {
    finish: () => (response) => {
      const random = createRandom(`${seed} response ${count}`);
      count += 1;
      const changed = greaseBody(response, random);
      return { ...changed, headers: greaseHeaders(changed.headers, random) };
    },
  };
}
