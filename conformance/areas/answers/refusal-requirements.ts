import type { Contract, ErrorAnswer, ErrorCondition } from '../../../src/contract/contract.ts';
import { weakest } from '../../../src/contract/weakest.ts';
import type { RequirementDraft } from '../../requirement.ts';
import { findErrorAnswer } from './find-error-answer.ts';

/**
 * The requirements that a refusal meets: `<id>.status`, `<id>.body`, and `<id>.headers` where it has some of its own. Each binds as the contract's entry for the
 * condition does, the body no more than its example.
 *
 * @param id - of what is refused: `access.missing`
 * @param words - what is refused, as in `refuse …`: `a request without credentials`
 */
export function refusalRequirements(
  contract: Contract,
  id: string,
  condition: ErrorCondition,
  words: string,
): readonly RequirementDraft[] {
  const answer = findErrorAnswer(contract, condition);
  if (answer === undefined) return [];
  const entry = ['errors', answer.condition];
  const { mark } = contract.provenanceOf(entry);
  return [
    { id: `${id}.status`, demand: `answer ${words} with status ${answer.status}`, entry: [...entry, 'status'] },
    {
      id: `${id}.body`,
      demand: `answer ${words} with the body of the example "${answer.example}"`,
      entry: [...entry, 'example'],
      mark,
    },
    ...(listTellingHeaders(answer).length === 0
      ? []
      : [
          {
            id: `${id}.headers`,
            demand: `answer ${words} with the headers ${listTellingHeaders(answer).join(', ')}`,
            entry: [...entry, 'example'],
            mark: weakest('inferred', mark),
          },
        ]),
  ];
}

/** Names of headers that say something of the refusal itself, and not of the path. */
export function listTellingHeaders({ headers }: Pick<ErrorAnswer, 'headers'>): readonly string[] {
  return headers.map(([name]) => name).filter((name) => !OF_THE_PATH.has(name.toLowerCase()));
}

const OF_THE_PATH: ReadonlySet<string> = new Set(['allow', 'vary', 'retry-after']);
