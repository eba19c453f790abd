import type { Exchange, WalkSummary } from '../admin/activity-types.ts';
import type { ContractDescription } from '../admin/contract-types.ts';
import { nounOf, singularOf } from '../explore/headline.ts';

/** A sentence with the one number that matters, in three parts; the middle is the number. */
export interface Headline {
  readonly before: string;
  readonly number?: string;
  readonly after: string;
  /** Whether what it says is bad. */
  readonly isTrouble: boolean;
  readonly detail: string;
}

interface Facts {
  readonly session: string;
  readonly contract: ContractDescription;
  /** Those of clients. */
  readonly walks: readonly WalkSummary[];
  readonly exchanges: readonly Exchange[];
  readonly findingCount: number;
  /** Whether the audit has judged. */
  readonly isJudged: boolean;
  readonly cause?: string | undefined;
  readonly heldCount: number;
}

/** Says what is the case. */
export function sayHeadline(facts: Facts): Headline {
  const { walks, exchanges, contract, heldCount } = facts;
  const who = facts.session === 'default' ? 'A client' : facts.session;
  const detail = sayDetail(facts);
  if (exchanges.length === 0) {
    return heldCount > 0
      ? { before: `${who} waits for a response`, after: '', isTrouble: false, detail: '' }
      : { before: `No client has come to ${sayPlace(facts.session)}`, after: '', isTrouble: false, detail: '' };
  }
  const walk = mostTelling(walks, exchanges);
  if (walk === undefined) {
    const number = sayCount(exchanges.length, 'request');
    return { before: `${who} sent `, number, after: ', none of which read a page', isTrouble: false, detail };
  }
  const last = exchanges.findLast(({ id }) => walk.exchanges.includes(id));
  const isRefused = (last?.response?.status ?? 500) >= 400;
  return { ...sayWalk(who, walk, contract, { isRefused, isWaiting: heldCount > 0 }), detail };
}

/** Says how far a walk came. */
function sayWalk(
  who: string,
  walk: WalkSummary,
  contract: ContractDescription,
  { isRefused, isWaiting }: { readonly isRefused: boolean; readonly isWaiting: boolean },
): Omit<Headline, 'detail'> {
  const { read, total, never } = walk.rows;
  const noun = nounOf(contract.path);
  const rows = `${noun}${sayFilters(walk.query)}`;
  if (walk.isComplete && never === 0 && read >= total) {
    const number =
      total === 1 ? `the only ${singularOf(noun)}${sayFilters(walk.query)}` : `all ${format(total)} ${rows}`;
    return { before: `${who} read `, number, after: '', isTrouble: false };
  }
  const number = `${format(read)} of ${format(total)} ${rows}`;
  if (walk.isComplete) {
    const after = never > 0 ? `: ${format(never)} ${never === 1 ? 'was' : 'were'} never read` : ' and came to the end';
    return { before: `${who} read `, number, after, isTrouble: never > 0 };
  }
  if (isWaiting) return { before: `${who} has read `, number, after: ' and waits for a response', isTrouble: false };
  if (isRefused) return { before: `${who} read `, number, after: ', then gave up', isTrouble: true };
  return { before: `${who} has read `, number, after: ' so far', isTrouble: false };
}

/** The walk that has come to nothing, else the one that is newest. */
function mostTelling(walks: readonly WalkSummary[], exchanges: readonly Exchange[]): WalkSummary | undefined {
  const statuses = new Map(exchanges.map(({ id, response }) => [id, response?.status ?? 0]));
  const failed = walks.find(({ isComplete, exchanges: ids, rows }) => {
    const last = statuses.get(ids.at(-1) ?? 0);
    return rows.read < rows.total && (isComplete || last === 0 || (last ?? 200) >= 400);
  });
  return failed ?? walks.at(-1);
}

function sayDetail({ findingCount, exchanges, isJudged, cause }: Facts): string {
  if (exchanges.length === 0 || !isJudged) return '';
  const requests = sayCount(exchanges.length, 'request');
  if (findingCount === 0) return `No findings in ${requests}.`;
  const found = `${sayCount(findingCount, 'finding')} in ${requests}.`;
  return cause === undefined ? found : `${found} ${cause.replaceAll('`', '')}.`;
}

function sayPlace(session: string): string {
  return session === 'default' ? 'this session' : session;
}

function sayFilters(query: string): string {
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? '' : ` with ${pairs.join(' and ')}`;
}

/** A number and what it counts: `1 request`, `1,200 requests`. */
export function sayCount(count: number, noun: string): string {
  return `${format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function format(value: number): string {
  return value.toLocaleString('en');
}
