import type { Contract } from '../../contract/contract.ts';
import { type Hint, parseHint } from '../hints/hint.ts';
import { hintError } from './site.ts';

/** Reads hints by field name. */
export function parseOverrides(
  contract: Contract,
  overrides: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, Hint> {
  return new Map(
    Object.entries(overrides).map(([field, written]) => {
      const hint = parseHint(written);
      if ('problem' in hint) throw hintError(contract, field, JSON.stringify(written), hint.problem);
      return [field, hint];
    }),
  );
}
