import type { ValidateFunction } from 'ajv';
import type { Json } from '../../../src/contract/contract.ts';
import { readPointer } from '../../../src/contract/read-pointer.ts';
import type { Inspector } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type Answer, hasPage } from '../../list/answer.ts';
import { createShapeAjv } from './create-shape-ajv.ts';
import { listEnvelopeRules } from './envelope-rules.ts';
import { listShapeRules, type ShapeRule } from './list-shape-rules.ts';

interface CompiledRule {
  readonly id: string;
  readonly demand: string;
  readonly concerns: ValidateFunction;
  readonly meets: ValidateFunction;
}

/** Looks at every item and at the envelope of every page. */
export const inspectShape: Inspector = {
  id: 'shape.pages',
  title: 'validates every item and the envelope of every page',
  verifies: ['item.*', 'body.*'],
  prepare(contract) {
    const itemRules = compile(listShapeRules('item', contract.itemSchema));
    const envelopeRules = listEnvelopeRules(contract).map(({ at, rules }) => ({ at, rules: compile(rules) }));
    return (answer, ledger) => {
      if (!hasPage(answer)) return;
      const { items, ids } = answer.page;
      for (const [index, item] of items.entries()) {
        for (const rule of itemRules)
          judge(ledger, rule, item, { answer, unit: 'items', where: `the item ${ids[index]}` });
      }
      for (const { at, rules } of envelopeRules) {
        const value = readPointer(answer.response.json ?? null, at) ?? null;
        for (const rule of rules) judge(ledger, rule, value, { answer, unit: 'pages', where: 'the body' });
      }
    };
  },
};

function compile(rules: readonly ShapeRule[]): readonly CompiledRule[] {
  const ajv = createShapeAjv();
  return rules.map(({ draft, concerns, demands }) => {
    return { id: draft.id, demand: draft.demand, concerns: ajv.compile(concerns), meets: ajv.compile(demands) };
  });
}

interface Place {
  readonly answer: Answer;
  readonly unit: string;
  readonly where: string;
}

function judge(ledger: Ledger, rule: CompiledRule, value: Json, { answer, unit, where }: Place): void {
  if (!rule.concerns(value)) return;
  if (rule.meets(value)) {
    ledger.exercise(rule.id, unit);
    return;
  }
  const [error] = rule.meets.errors ?? [];
  ledger.violate(rule.id, {
    summary: `${where}${error?.instancePath ? ` at ${error.instancePath}` : ''} ${error?.message ?? 'is not as demanded'}`,
    expected: rule.demand,
    received: error === undefined || error.instancePath === '' ? value : error.data,
    answers: [answer],
  });
}
