import type { Contract } from '../../contract/contract.ts';
import type { Exchange } from '../../journal/exchange.ts';
import type { ListRequest } from '../requests.ts';
import type { Trace } from '../traces/trace.ts';

/** What is known of a client of one contract. */
export interface ClientCase {
  readonly contract: Contract;
  readonly trace: Trace;
  /** All its requests for the contract's operations, those beside the list too. */
  readonly exchanges: readonly Exchange[];
  /** Its requests for nothing that there is which have a credential of the contract in their URL. */
  readonly unroutedRequests: readonly Exchange[];
  /** Credentials that the mock is known to take, or to have taken. */
  readonly issued: ReadonlySet<string>;
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
  /**
   * The request that would be right if it went on with a walk that began before the journal does; absent: nothing that came
   * before can explain it.
   */
  readonly unseen?: ListRequest;
}

/** What a rule finds. */
interface RuleResult {
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
  /** What was kept, from how often: `3 links were followed as they were given`. */
  readonly kept: (count: number) => string;
  /** What a client would have to do to be judged. */
  readonly wanting: string;
  judge(client: ClientCase): RuleResult;
}

/** Longer ones are cut. */
const SHOWN = 160;

/** A request in a line: `GET /things?page=2`. */
export function describeRequest({ request: { method, path, query } }: Pick<Exchange, 'request'>): string {
  const line = `${method} ${path}${query === '' ? '' : `?${query}`}`;
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN)}…`;
}

/** A number with its noun: `1 page`, `3 pages`. */
export function countNoun(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Names as a list in a sentence: `a`, `a and b`, `a, b and c`. */
export function joinNames(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
