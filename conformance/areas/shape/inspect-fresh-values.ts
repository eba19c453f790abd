import type { Json, Pointer } from '../../../src/contract/contract.ts';
import { readPointer } from '../../../src/contract/read-pointer.ts';
import type { Inspector } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Answer } from '../../list/answer.ts';

/** Remembers the values that are to be new in every response, errors included. */
export const inspectFreshValues: Inspector = {
  id: 'shape.fresh-values',
  title: 'compares values that are new in every answer',
  verifies: ['fresh.*'],
  prepare({ envelope, responseSchemas }) {
    const places = envelope.fresh.map(({ pointer }) => ({ pointer, seen: new Set<Json>() }));
    const isKnownError = ({ response: { status } }: Answer): boolean => status >= 400 && responseSchemas.has(status);
    return (answer, ledger) => {
      if (answer.response.json === undefined || answer.response.memoized) return;
      for (const { pointer, seen } of places) {
        if (isKnownError(answer)) judgePresence(answer, ledger, pointer);
        judgeNovelty(answer, ledger, pointer, seen);
      }
    };
  },
};

function judgePresence(answer: Answer, ledger: Ledger, pointer: Pointer): void {
  const name = pointer.join('.');
  const requirement = `fresh.${name}.in-errors`;
  if (readPointer(answer.response.json ?? null, pointer) !== undefined) {
    ledger.exercise(requirement, 'errors');
    return;
  }
  const summary = `an answer with status ${answer.response.status} has no \`${name}\``;
  ledger.violate(requirement, { summary, answers: [answer] });
}

function judgeNovelty(answer: Answer, ledger: Ledger, pointer: Pointer, seen: Set<Json>): void {
  const name = pointer.join('.');
  const requirement = `fresh.${name}.unique`;
  const value = readPointer(answer.response.json ?? null, pointer);
  if (value === undefined) return;
  if (seen.has(value)) {
    const summary = `two answers have the same \`${name}\``;
    ledger.violate(requirement, { summary, received: value, answers: [answer] });
  } else if (seen.size > 0) ledger.exercise(requirement, 'answers');
  seen.add(value);
}
