import type { Contract, ErrorAnswer, ErrorCondition, Json } from '../../contract/contract.ts';
import { readBody } from '../../edit/page.ts';
import type { Exchange } from '../../journal/exchange.ts';

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
