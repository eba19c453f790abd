import type { Contract } from '../../contract/contract.ts';
import type { Exchange } from '../../journal/exchange.ts';
import type { Work } from '../../store/work.ts';
import type { ListRequest } from '../requests.ts';
import type { Trace } from '../traces/trace.ts';

/** A client of one contract, by what it sent. */
export interface AuditedClient {
  readonly contract: Contract;
  readonly trace: Trace;
  /** All its requests to the contract's operations, not only the list. */
  readonly exchanges: readonly Exchange[];
  /** Its requests to paths of no contract that have a credential of this contract in their URL. */
  readonly unroutedRequests: readonly Exchange[];
  /** Credentials that the mock accepts, or has accepted. */
  readonly issued: ReadonlySet<string>;
  /** Returns the credentials in a text, plain or percent-encoded. */
  readonly findSecrets: (text: string) => readonly string[];
}

/** One breach of a rule. */
export interface Finding {
  /** What the client did, as a clause: `GET /things sends foo, which is not documented`. */
  readonly summary: string;
  readonly expected?: unknown;
  readonly received?: unknown;
  /** The page that shows what the client should have sent, where there is one, and the request that breaks the rule. */
  readonly exchanges: readonly Exchange[];
  /**
   * The request, if it may be right after all: as part of a walk that began before the journal did. Absent where nothing earlier can
   * excuse it.
   */
  readonly unseen?: ListRequest;
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
  /** What a pass says: `3 requests followed a link as given`. */
  readonly passed: (count: number) => string;
  /** Why it could not be judged, as a clause: `the client sent no request`. */
  readonly untested: string;
  /** In steps, where each request has to be looked at. */
  check(client: AuditedClient): RuleFindings | Work<RuleFindings>;
}

const MAX_LENGTH = 160;

/** A request on one line, such as `GET /things?page=2`; a long one is cut. */
export function describeRequest({ request: { method, path, query } }: Pick<Exchange, 'request'>): string {
  const line = `${method} ${path}${query === '' ? '' : `?${query}`}`;
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH)}…`;
}
