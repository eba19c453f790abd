import type { Contract } from '../../contract/contract.ts';
import type { Exchange } from '../../journal/exchange.ts';
import type { Work } from '../../store/work.ts';
import { contrast, shortenTarget, shortenValue } from '../differences.ts';
import type { LinkChange } from '../links.ts';
import type { ListRequest } from '../requests.ts';
import type { MistakeName } from '../rule-explanations.ts';
import type { Trace } from '../traces/trace.ts';

/** What a client is said to read: every list to its end, or as much as it needs. */
export type Reads = 'all' | 'some';

/** A client of one contract, by what it sent. */
export interface AuditedClient {
  readonly contract: Contract;
  readonly reads: Reads;
  readonly trace: Trace;
  /** All its requests to the contract's operations, not only the list. */
  readonly exchanges: readonly Exchange[];
  /** Its requests to paths of no contract that have a credential of this contract in their URL. */
  readonly unroutedRequests: readonly Exchange[];
  /** Credentials that the mock accepts, or has accepted. */
  readonly issued: ReadonlySet<string>;
  /** When a process has got so many milliseconds since a time, which is later on a busy machine. */
  readonly timeAfter: (since: number, ms: number) => number;
  /** Returns the credentials in a text, plain or percent-encoded. */
  readonly findSecrets: (text: string) => readonly string[];
}

/** One breach of a rule. */
export interface Finding {
  /** What the client did, as a clause: `GET /things sends foo, which is not documented`. */
  readonly summary: string;
  readonly expected?: unknown;
  readonly received?: unknown;
  /** What differs from what a page gave, where that says it all. */
  readonly difference?: readonly LinkChange[];
  /** The page that shows what the client should have sent, where there is one, and the request that breaks the rule. */
  readonly exchanges: readonly Exchange[];
  /**
   * The request, if it may be right after all: as part of a walk that began before the journal did. Absent where nothing earlier can
   * excuse it.
   */
  readonly unseen?: ListRequest;
  /** Good practice only, where the rule is a demand of the document. */
  readonly isAdvice?: true;
  /** What it is among the mistakes that break the rule, where it has a name of its own. */
  readonly mistake?: MistakeName;
  /** Held against a client that reads some pages, too, where the rule is not. */
  readonly isHeldAnyhow?: true;
}

interface RuleFindings {
  /** How often the client could have broken the rule. */
  readonly exercised: number;
  readonly findings: readonly Finding[];
}

/** One demand on clients. */
export interface ClientRule {
  /** Stable: `follow-links`. */
  readonly id: string;
  /** What follows MUST or SHOULD in the title. */
  readonly demand: string;
  /**
   * The entries of the contract's block that the rule rests on: if all are documented, it is a MUST. Absent for good practice,
   * which no document demands.
   */
  readonly entries?: (contract: Contract) => readonly string[] | undefined;
  /** Why the rule does not apply to a contract; `undefined` where it does. */
  readonly exemption?: (contract: Contract) => string | undefined;
  /** Why it does not apply to clients that read only some of a list; absent where it does. */
  readonly partialExemption?: string;
  /** What a pass says: `3 requests followed a link as given`. */
  readonly passed: (count: number) => string;
  /** Why it could not be judged, as a clause: `the client sent no request`. */
  readonly untested: string;
  /** In steps, where each request has to be looked at. */
  check(client: AuditedClient): RuleFindings | Work<RuleFindings>;
}

/** A request on one line, with its number in the journal: `GET /things?page=2 (exchange 7)`; long values are shortened. */
export function describeRequest({ id, request: { method, path, query } }: Pick<Exchange, 'id' | 'request'>): string {
  return `${method} ${shortenTarget(path, query)} (exchange ${id})`;
}

/** A difference as what the client does: `drops limit=30`. */
export function describeChange({ name, given, sent }: LinkChange): string {
  if (sent === undefined) return `drops ${name}=${shortenValue(given ?? '')}`;
  if (given === undefined) return `adds ${name}=${shortenValue(sent)}`;
  const [before, after] = contrast(given, sent);
  return `changes ${name} from ${before} to ${after}`;
}

/** A parameter as it stands in a query, or that it is absent. */
export function writeParameter(name: string, value: string | undefined): string {
  if (value === undefined) return `no ${name}`;
  return name === 'path' ? value : `${name}=${value}`;
}
