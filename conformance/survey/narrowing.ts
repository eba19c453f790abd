import type { Contract, Filter } from '../../src/contract/contract.ts';
import { type Answer, hasPage, type Item, type PageAnswer } from '../list/answer.ts';
import type { ListClient } from '../list/client.ts';
import type { Condition } from '../list/query.ts';
import { listSingleCandidates } from './candidates.ts';
import type { Candidate } from './ranges.ts';

/** The size to come close to, and the sizes that are close enough. */
const WANTED = 20;
const MIN_ROWS = 6;
const MAX_ROWS = 60;

interface State {
  readonly conditions: readonly Condition[];
  readonly items: readonly Item[];
  readonly total: number;
}

/**
 * Adds one condition after the other, each chosen by how common it is among the rows that are left, until few rows match.
 *
 * @param start - rows of the list, how many it has, and the page size to ask with
 * @param maxRequests - how often it may ask
 * @returns the first page of the rows; `undefined` when no conditions select a small set
 */
export async function narrowDown(
  list: ListClient,
  { items, total, pageSize }: Pick<State, 'items' | 'total'> & { readonly pageSize: number },
  maxRequests: number,
): Promise<PageAnswer | undefined> {
  let state: State = { conditions: [], items, total };
  const excluded = { tried: new Set<string>(), identifying: new Set<Filter>() };
  for (let asked = 0; asked < maxRequests; asked += 1) {
    const candidate = chooseCandidate(list.contract, state, excluded);
    if (candidate === undefined) return undefined;
    excluded.tried.add(describe(candidate.conditions));
    const conditions = [...state.conditions, ...candidate.conditions];
    const answer = await list.ask({ conditions, limit: pageSize });
    const found = countMatches(answer);
    if (hasPage(answer) && found >= MIN_ROWS && found <= MAX_ROWS) return answer;
    if (found < MIN_ROWS) markIdentifying(candidate, excluded.identifying);
    if (hasPage(answer) && found < state.total) state = descend(state, answer, found);
  }
  return undefined;
}

/** 0 when the response is not a page. */
function countMatches(answer: Answer): number {
  return hasPage(answer) ? (answer.page.total ?? answer.page.items.length) : 0;
}

function descend(state: State, { query, page }: PageAnswer, found: number): State {
  return found > MAX_ROWS ? { conditions: query.conditions, items: page.items, total: found } : state;
}

/** A value of a single row suggests that its filter identifies rows, and is of no use here. */
function markIdentifying({ conditions, items }: Candidate, identifying: Set<Filter>): void {
  if (items.length === 1) for (const { filter } of conditions) identifying.add(filter);
}

interface Excluded {
  readonly tried: ReadonlySet<string>;
  readonly identifying: ReadonlySet<Filter>;
}

function chooseCandidate(contract: Contract, state: State, { tried, identifying }: Excluded): Candidate | undefined {
  const used = new Set([...identifying, ...state.conditions.map(({ filter }) => filter)]);
  const candidates = listSingleCandidates(contract, state.items).filter(({ conditions, items }) => {
    const isNew = conditions.every(({ filter }) => !used.has(filter)) && !tried.has(describe(conditions));
    return isNew && items.length > 0 && items.length < state.items.length;
  });
  const distance = ({ items }: Candidate): number => {
    return Math.abs(Math.log((state.total * items.length) / state.items.length / WANTED));
  };
  return candidates.reduce<Candidate | undefined>((best, candidate) => {
    return best === undefined || distance(candidate) < distance(best) ? candidate : best;
  }, undefined);
}

function describe(conditions: readonly Condition[]): string {
  return JSON.stringify(conditions.map(({ name, value }) => [name, value]));
}
