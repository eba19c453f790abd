import type { Area } from '../../check.ts';
import { completeRequirements } from '../../requirement.ts';
import { checkHead } from './check-head.ts';
import { checkHostileInput } from './check-hostile-input.ts';
import { checkUnknownParameters } from './check-unknown-parameters.ts';

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
      ...(contract.page.style === 'number' && contract.page.links.keep === 'all'
        ? [
            {
              id: 'unknown-parameter.in-links',
              demand: 'repeat parameters that it does not know in links',
              entry: ['page', 'links', 'keep'],
            },
          ]
        : []),
      { id: 'hostile.harmless', demand: 'show the same rows after hostile requests as before' },
      { id: 'head.like-get', demand: 'answer HEAD like GET, without the body', mark: 'chosen' },
    ]),
  inspectors: [],
  checks: [checkUnknownParameters, checkHostileInput, checkHead],
};
