import type { Contract, ErrorAnswer, ErrorCondition, Json } from '../../contract/contract.ts';
import { readBody } from '../../edit/page.ts';
import type { Exchange } from '../../journal/exchange.ts';

const POSITIONS: ReadonlySet<ErrorCondition> = new Set([
  'invalidPosition',
  'expiredPosition',
  'invalidBackwardPosition',
]);

/** Prepares the test of whether an answer says that a link or token is not valid, rather than that something else is wrong. */
export function createRefusalTest({
  errors,
}: Pick<Contract, 'errors'>): (response: NonNullable<Exchange['response']>) => boolean {
  const answers = [...errors.values()];
  const statuses = new Set(answers.filter(isOfPosition).map(({ status }) => status));
  return (response) => {
    if (!statuses.has(response.status)) return false;
    const body = readBody(response);
    // Several conditions may share a status: the example that the body has most of is the one.
    const [nearest] = answers
      .filter(({ status }) => status === response.status)
      .map((answer) => ({ answer, score: countShared(answer.body, body) + (isOfPosition(answer) ? 0.5 : 0) }))
      .sort((a, b) => b.score - a.score);
    return nearest !== undefined && isOfPosition(nearest.answer);
  };
}

function isOfPosition({ condition }: ErrorAnswer): boolean {
  return POSITIONS.has(condition);
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
