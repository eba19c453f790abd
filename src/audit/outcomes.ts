import type { Contract, ErrorAnswer, ErrorCondition, Json, Role } from '../contract/contract.ts';
import type { Exchange } from '../journal/exchange.ts';
import { LINK_ROLES, type Page, readBody, readId, readPage } from '../page/page-reader.ts';
import type { PageFacts } from './requests.ts';

/** What makes a link or token not valid. */
const POSITIONS: ReadonlySet<ErrorCondition> = new Set([
  'invalidPosition',
  'expiredPosition',
  'invalidBackwardPosition',
]);

/** Whether an answer with this condition says that a link or token is not valid, rather than that something else is wrong. */
export function isOfPosition(condition: ErrorCondition | undefined): boolean {
  return condition !== undefined && POSITIONS.has(condition);
}

/** Prepares the search for what an answer says is wrong: the condition with its status whose example its body has most of. */
export function createConditionReader({
  errors,
}: Pick<Contract, 'errors'>): (response: NonNullable<Exchange['response']>) => ErrorCondition | undefined {
  const answers = [...errors.values()];
  return (response) => {
    const candidates = answers.filter(({ status }) => status === response.status);
    if (candidates.length < 2) return candidates[0]?.condition;
    const body = readBody(response);
    const [nearest] = candidates
      .map((answer) => ({ answer, score: scoreAnswer(answer, body) }))
      .sort((a, b) => b.score - a.score);
    return nearest?.answer.condition;
  };
}

function scoreAnswer({ condition, body: example }: ErrorAnswer, body: Json | undefined): number {
  return countShared(example, body) + (isOfPosition(condition) ? 0.5 : 0);
}

/** How many values of the example stand at the same place of the body. */
function countShared(example: Json, body: Json | undefined): number {
  if (typeof example !== 'object' || example === null) return example === body ? 1 : 0;
  if (typeof body !== 'object' || body === null) return 0;
  return Object.entries(example).reduce(
    (sum, [key, value]) => sum + countShared(value as Json, (body as Record<string, Json>)[key]),
    0,
  );
}

/** Reads what a page tells; `undefined` when the answer is no page. */
export function readPageFacts(contract: Contract, response: NonNullable<Exchange['response']>): PageFacts | undefined {
  const page = readPage(contract, response);
  if (page === undefined) return undefined;
  const { items } = page;
  const links = LINK_ROLES.flatMap((role) => {
    const link = page.read(role);
    return typeof link === 'string' && link !== '' ? [[role, link] as const] : [];
  });
  const hasNext = page.read('hasNext');
  const ends = readEnds(contract, items);
  return {
    count: items.length,
    ...readNumbers(page),
    ...(typeof hasNext === 'boolean' && { hasNext }),
    links: Object.fromEntries(links),
    ...(ends !== undefined && { ends, fingerprint: JSON.stringify([items.length, ...ends]) }),
  };
}

const NUMBERS = ['total', 'pageCount', 'pageNumber'] as const satisfies readonly Role[];

function readNumbers(page: Page): Partial<Record<(typeof NUMBERS)[number], number>> {
  const found = NUMBERS.map((role) => [role, page.read(role)] as const);
  return Object.fromEntries(found.filter((entry): entry is [(typeof NUMBERS)[number], number] => isCount(entry[1])));
}

function isCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Both ends of a page and its length tell it from every other page of a list without repeated rows. */
function readEnds(contract: Contract, items: Page['items']): PageFacts['ends'] {
  const [first, last] = [items[0], items.at(-1)];
  return first === undefined || last === undefined ? undefined : [readId(contract, first), readId(contract, last)];
}
