import type { CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { requirementOf, tryCase } from './case-trial.ts';
import type { Base, FilterCase } from './cases.ts';

/** Tries a case. Where one fails that stands for several, those that fail by themselves are what is wrong. */
export async function tryParts(context: CheckContext, ledger: Ledger, base: Base, one: FilterCase): Promise<void> {
  const { parts = [] } = one;
  const whole = createDelay(ledger);
  await tryCase(context, whole, base, one);
  // A wrong total, or a row twice, is no matter of either.
  if (parts.length > 0 && [...whole.violated].some((id) => id.startsWith('filter.'))) {
    const apart = createDelay(ledger);
    for (const part of parts) await tryCase(context, apart, base, part);
    apart.commit();
    if (apart.violated.size > 0) return;
  }
  whole.commit();
  const isMet = whole.violated.size === 0 && whole.exercised.has(requirementOf(one));
  for (const part of isMet ? parts : []) ledger.exercise(requirementOf(part), 'responses');
}

/** A ledger that writes to another one later, or never. */
interface Delay extends Ledger {
  readonly exercised: ReadonlySet<string>;
  readonly violated: ReadonlySet<string>;
  commit(): void;
}

function createDelay(ledger: Ledger): Delay {
  const entries: (() => void)[] = [];
  const exercised = new Set<string>();
  const violated = new Set<string>();
  return {
    exercised,
    violated,
    has: ledger.has,
    exercise(...entry) {
      exercised.add(entry[0]);
      entries.push(() => ledger.exercise(...entry));
    },
    leaveOpen: (...entry) => entries.push(() => ledger.leaveOpen(...entry)),
    violate(...entry) {
      violated.add(entry[0]);
      entries.push(() => ledger.violate(...entry));
    },
    commit() {
      for (const write of entries) write();
    },
  };
}
