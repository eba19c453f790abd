import type { Contract } from '../../contract/contract.ts';
import type { Exchange } from '../../journal/exchange.ts';
import type { Trace } from '../walks/trace.ts';

/** What is known of a client of one contract. */
export interface ClientCase {
  readonly contract: Contract;
  readonly trace: Trace;
  /** All its requests for the contract's operations, those beside the list too. */
  readonly exchanges: readonly Exchange[];
  /** The credentials in a text, as they are or percent-encoded. */
  readonly findSecrets: (text: string) => readonly string[];
}

/** One way in which a client broke a rule. */
export interface Finding {
  /** What it did, in words that go on from the rule's title. */
  readonly summary: string;
  readonly expected?: unknown;
  readonly received?: unknown;
  /** The page that shows what was to be done, where there is one, and the request that broke the rule. */
  readonly exchanges: readonly Exchange[];
}

/** What a rule finds. */
interface Judgement {
  /** How often the client could have broken it. */
  readonly exercised: number;
  readonly findings: readonly Finding[];
}

/** What is demanded of a client. */
export interface ClientRule {
  /** Stable: `follow-links`. */
  readonly id: string;
  /** As it reads behind MUST or SHOULD. */
  readonly demand: string;
  /**
   * The entries of the contract's block that demand it: if all of them are documented, the rule is a MUST. Absent: it is good
   * practice, which no document demands.
   */
  readonly entries?: (contract: Contract) => readonly string[] | undefined;
  /** Why a contract has no such thing; `undefined` where it has. */
  readonly exemption?: (contract: Contract) => string | undefined;
  /** Whether a request can look like a breach because of an earlier one that the journal no longer has. */
  readonly needsHistory: boolean;
  /** What was kept, from how often: `3 links were followed as they were given`. */
  readonly kept: (count: number) => string;
  /** What a client would have to do to be judged. */
  readonly wanting: string;
  judge(client: ClientCase): Judgement;
}
