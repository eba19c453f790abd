import type { CheckContext } from '../check.ts';
import { copyFindings } from '../ledger/copy-findings.ts';
import { createLedger, type OpenLedger } from '../ledger/create-ledger.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Requirement } from '../requirement.ts';
import type { Reference } from '../survey/survey.ts';

const MOST_ATTEMPTS = 3;

/**
 * Makes the function by which checks make sure.
 *
 * @param ledger - gets what is certain
 * @param usual - the rows that attempts compare with, unless they name others
 */
export function createConfirm(
  requirements: readonly Requirement[],
  ledger: Ledger,
  usual: Reference,
): CheckContext['confirm'] {
  const attemptOnce = async (attempt: (ledger: Ledger) => Promise<void>): Promise<OpenLedger> => {
    const scratch = createLedger(requirements);
    await attempt(scratch);
    return scratch;
  };

  return async (attempt, reference = usual) => {
    let before = await attemptOnce(attempt);
    for (let count = 1; before.violated.size > 0; count += 1) {
      const isSame = await reference.reread();
      if (count === MOST_ATTEMPTS) {
        return copyFindings(before, ledger, { believes: () => false, doubt: 'the rows changed meanwhile' });
      }
      const again = await attemptOnce(attempt);
      if (isSame && (await reference.reread())) {
        return conclude(before, again, ledger);
      }
      before = again;
    }
    return copyFindings(before, ledger, { believes: () => true, doubt: '' });
  };
}

/** Believes what was found twice; what only one of the attempts found leaves its requirement open. */
function conclude(before: OpenLedger, again: OpenLedger, ledger: Ledger): void {
  const doubt = 'it was seen once, and not again';
  copyFindings(again, ledger, { believes: (id) => before.violated.has(id), doubt, passesOver: (id) => isOnce(id) });
  copyFindings(before, ledger, { believes: () => false, doubt, passesOver: (id) => !isOnce(id) });

  function isOnce(id: string): boolean {
    return before.violated.has(id) && !again.violated.has(id);
  }
}
