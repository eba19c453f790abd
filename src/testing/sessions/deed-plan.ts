import type { Deed, Outcome } from './create-session-client.ts';

/** What is to be done, and what the model makes of its outcome: it fails when that is not what it should be. */
export interface DeedPlan {
  readonly deed: Deed;
  settle(outcome: Outcome): void;
}
