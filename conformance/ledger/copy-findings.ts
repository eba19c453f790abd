import type { Findings, OpenLedger } from './create-ledger.ts';
import type { Ledger } from './ledger.ts';

/** What of the findings for a requirement is written to another ledger. */
export interface CopyChoice {
  /** Whether the violations found for a requirement are to be believed. */
  readonly believes: (requirement: string) => boolean;
  /** Why those of another are not. */
  readonly doubt: string;
  /** Requirements that nothing is written about; none by default. */
  readonly passesOver?: (requirement: string) => boolean;
}

/** Writes what one ledger holds to another; violations that are not believed leave their requirement open. */
export function copyFindings(from: OpenLedger, to: Ledger, choice: CopyChoice): void {
  for (const id of from.touched) {
    if (choice.passesOver?.(id) !== true) copyOne(id, from.read(id), to, choice);
  }
}

function copyOne(id: string, findings: Findings, to: Ledger, { believes, doubt }: CopyChoice): void {
  const { exercised, violations, open } = findings;
  for (const reason of open) to.leaveOpen(id, reason);
  for (const violation of violations) {
    if (believes(id)) to.violate(id, violation);
    else to.leaveOpen(id, `${doubt}: ${violation.summary}`);
  }
  // What was exercised beside a violation proves nothing.
  if (violations.length > 0) return;
  for (const [unit, count] of exercised) to.exercise(id, unit, count);
}
