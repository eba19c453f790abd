import type { Area } from '../../check.ts';
import { completeRequirements } from '../../requirement.ts';
import { checkHead, checkHostileInput, checkUnknownParameters } from './check-robustness.ts';

/** What happens to requests that nobody should send. */
export const robustnessArea: Area = {
  name: 'robustness',
  derive: (contract) =>
    completeRequirements(contract, 'robustness', [
      { id: 'unknown-parameter.no-effect', demand: 'show no other rows because of a parameter that it does not know' },
      {
        id: 'unknown-parameter.policy',
        demand: `${contract.query.unknown} parameters that it does not know`,
        entry: ['query', 'unknown'],
      },
      { id: 'hostile.harmless', demand: 'show the same rows after hostile requests as before' },
      { id: 'head.like-get', demand: 'answer HEAD like GET, without the body', mark: 'chosen' },
    ]),
  inspectors: [],
  checks: [checkUnknownParameters, checkHostileInput, checkHead],
};
