import { expectSame } from '../expect-same.ts';
import type { Outcome } from './create-session-client.ts';

/** Fails unless what was done to a session was done. @returns what came of it */
export function expectDone(outcome: Outcome): unknown {
  if ('code' in outcome) expectSame(outcome, 'done');
  return 'value' in outcome ? outcome.value : undefined;
}
