import type { Report } from '../../../conformance/result.ts';
import { type AuditAdjustment, adjustAudit } from '../../audit/adjusted-report.ts';
import { auditClient } from '../../audit/audit-client.ts';
import type { RuleSelection } from '../../audit/rule-selection.ts';
import type { Reads } from '../../audit/rules/client-rule.ts';
import { toBeClean } from '../../audit/to-be-clean.ts';
import type { Contract } from '../../contract/contract.ts';
import { type ErrorCode, PagewrightError } from '../../contract/error.ts';
import { readVersion } from '../../contract/package-file.ts';
import { type Exchange, readSender } from '../../journal/exchange.ts';
import { createExchangeTest, type ExchangeFilter, findExchanges } from '../../journal/exchange-filter.ts';
import { type Har, toHar } from '../../journal/har.ts';
import { createExchangeDescriber, type JournalEntry } from '../../journal/journal-entry.ts';
import { finish, type Work } from '../../store/work.ts';
import { loopTime } from '../loop-time.ts';
import { findList } from '../routing/router.ts';
import { listSessionSecrets, type Session } from '../sessions/session.ts';
import { describePage, type PageOfExchange } from './page-of-exchange.ts';
import { openWindowLog, type WindowLog } from './page-windows.ts';

/** What clients sent to a session and what they received, secrets redacted. */
export interface JournalControl {
  /** Exchanges, the oldest first. */
  list(filter?: ExchangeFilter): readonly JournalEntry[];
  /** The same one by one, each described only when it is taken. */
  entries(filter?: ExchangeFilter): Iterable<JournalEntry>;
  get(id: number): JournalEntry | undefined;
  /** What the response of an exchange has of a list. */
  page(id: number): PageOfExchange | undefined;
  /** An archive for developer tools of browsers and for proxies. */
  har(filter?: ExchangeFilter): Har;
  clear(): void;
  /** @returns a function that ends the subscription */
  subscribe(listener: (entry: JournalEntry) => void, filter?: ExchangeFilter): () => void;
}

/** How a client is audited. */
export interface AuditOptions extends AuditAdjustment {
  /** The id of the only contract that is meant; all by default. */
  readonly contract?: string | undefined;
  /** What the client is said to read: every list to its end, or some of it; as the session says by default. */
  readonly reads?: Reads | undefined;
}

/** What an audit found in a client. */
export interface ClientAudit extends Report {
  /** Whether the client was judged, and broke no MUST or SHOULD rule. */
  readonly isClean: boolean;
  /**
   * Throws an error that lists the MUST and SHOULD rules that were broken, or says why nothing could be judged.
   *
   * @param selection - which rules count; all by default
   */
  toBeClean(selection?: RuleSelection): void;
}

/** Creates the control of a session's journal. */
export function createJournalControl(enter: () => Session): JournalControl {
  const list: JournalControl['list'] = (filter = {}) => {
    const session = enter();
    return finish(findExchanges(session.journal, filter)).map(describerOf(session));
  };
  return {
    list,
    entries(filter = {}) {
      const session = enter();
      return describeEach(finish(findExchanges(session.journal, filter)), describerOf(session));
    },
    get(id) {
      const session = enter();
      const exchange = session.journal.get(id);
      return exchange && describerOf(session)(exchange);
    },
    page(id) {
      const session = enter();
      const exchange = session.journal.get(id);
      return exchange && describePage(session, exchange, describerOf(session)(exchange));
    },
    har: (filter) => toHar(list(filter), { version: readVersion() }),
    clear: () => enter().journal.clear(),
    subscribe(listener, filter = {}) {
      const session = enter();
      const isWanted = createExchangeTest(filter);
      const describe = describerOf(session);
      return session.journal.subscribe((exchange) => {
        if (isWanted(exchange)) listener(describe(exchange));
      });
    },
  };
}

/** Describes the exchanges of a session, the oldest first, in steps: for a reader that lets others go first. */
export function* describeExchanges(session: Session, filter: ExchangeFilter): Work<void, JournalEntry | undefined> {
  yield* describeEach(yield* findExchanges(session.journal, filter), describerOf(session));
}

function* describeEach(
  exchanges: readonly Exchange[],
  describe: (exchange: Exchange) => JournalEntry,
): Work<void, JournalEntry> {
  for (const exchange of exchanges) yield describe(exchange);
}

interface KnownDescriber {
  readonly secrets: readonly string[];
  readonly describe: (exchange: Exchange) => JournalEntry;
}

/** What a describer has worked out for one exchange serves the next. */
const describers = new WeakMap<Session, KnownDescriber>();

function describerOf(session: Session): (exchange: Exchange) => JournalEntry {
  const secrets = listSessionSecrets(session);
  const known = describers.get(session);
  // Another scenario has other credentials.
  if (known?.secrets.join('\n') === secrets.join('\n')) return known.describe;
  const contracts = session.lists.map(({ contract }) => contract);
  const describe = createExchangeDescriber({ secrets, contracts });
  describers.set(session, { secrets, describe });
  return describe;
}

/** Where the pages of a session's exchanges lay. */
export function openSessionWindows(session: Session): WindowLog {
  return openWindowLog(session, (exchange) => describerOf(session)(exchange));
}

/**
 * Audits the client of a session by its journal, in steps.
 *
 * @param target - the base URL of the session
 * @throws {PagewrightError} `unknown-contract`; `invalid-option` for a name that no rule has
 */
export function* auditSession(session: Session, target: string, options: AuditOptions = {}): Work<ClientAudit> {
  const { journal, createdAt } = session;
  const { contract: id, reads = session.reads, ...adjustment } = options;
  const contracts = listContracts(session, id);
  const exchanges = yield* findExchanges(journal, {});
  const misrouted = yield* session.findMisroutedRequests(exchanges);
  // What belongs to no contract may still hold a credential of this one.
  const isOwn = ({ contract }: Exchange): boolean => id === undefined || contract === undefined || contract.id === id;
  const isOfClient = (exchange: Exchange): boolean => readSender(exchange) === undefined;
  const whole = yield* auditClient(exchanges.filter(isOwn).filter(isOfClient), {
    contracts,
    reads,
    misrouted: [...exchanges.filter((exchange) => !isOwn(exchange)), ...misrouted].filter(isOfClient),
    dropped: journal.dropped,
    target,
    startedAt: createdAt,
    timeAfter: (since, ms) => loopTime.after(since, ms),
    secrets: listSessionSecrets(session),
  });
  const report = adjustAudit(whole, adjustment);
  return {
    ...report,
    isClean: report.verdict === 'pass',
    toBeClean(selection) {
      const { pass, message } = toBeClean(report, selection);
      if (!pass) throw new Error(message());
    },
  };
}

/**
 * What is to be audited: the id of a contract, or options.
 *
 * @throws {PagewrightError} `invalid-option`
 */
export function readAuditOptions(options: string | AuditOptions = {}): AuditOptions {
  if (typeof options === 'string') return { contract: options };
  return { ...options, ...(options.reads !== undefined && { reads: readReads(options.reads) }) };
}

/**
 * Reads what a client is said to read.
 *
 * @throws {PagewrightError} with the code, for anything but `all` and `some`
 */
export function readReads(value: unknown, code: ErrorCode = 'invalid-option'): Reads {
  if (value === 'all' || value === 'some') return value;
  throw new PagewrightError(code, `Invalid reads ${JSON.stringify(value)}: must be all or some`);
}

function listContracts({ lists }: Session, id: string | undefined): readonly Contract[] {
  return id === undefined ? lists.map(({ contract }) => contract) : [findList(lists, id).contract];
}
