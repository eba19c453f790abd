import type { Contract } from '../../../src/contract/contract.ts';
import { typesOf } from '../../../src/contract/openapi/schema-branches.ts';
import type { Check } from '../../check.ts';
import { EVERYTHING } from '../../list/query.ts';
import type { RequirementDraft } from '../../requirement.ts';
import { expectNoRows, judgeRejection, rejectionRequirements } from '../rejections.ts';

/** What no row is called. */
const UNKNOWN = { text: 'pw-unknown-4f1c9a27', integer: '987654321987' };

/** A list below a row of another has nothing to return where there is no such row. */
export function listParentDrafts(contract: Contract): readonly RequirementDraft[] {
  const name = parentOf(contract);
  if (name === undefined) return [];
  const what = `an unknown \`${name}\``;
  return [
    { id: 'parent.unknown.refused', demand: `not return rows below ${what}`, entry: ['parent'] },
    ...rejectionRequirements(contract, 'parent.unknown', 'notFound', what),
  ];
}

export const checkParent: Check = {
  id: 'access.parent',
  title: 'Requests the list below a row that is not there',
  verifies: ['parent.unknown.*'],
  cost: 2,
  appliesTo: (contract) => parentOf(contract) !== undefined,
  async run({ contract, list, confirm }) {
    const name = parentOf(contract);
    if (name === undefined) return;
    const { schema = {} } = contract.parameters.find((one) => one.in === 'path' && one.name === name) ?? {};
    const value = typesOf(schema).includes('integer') ? UNKNOWN.integer : UNKNOWN.text;
    const what = `an unknown \`${name}\``;
    await confirm(async (ledger) => {
      const answer = await list.ask(EVERYTHING, { pathParameters: { [name]: value }, purpose: 'rejection' });
      expectNoRows(ledger, 'parent.unknown.refused', answer, what);
      judgeRejection(contract, ledger, answer, { id: 'parent.unknown', condition: 'notFound', what });
    });
  },
};

/** The last parameter of the path, where it names a row that has to be there. */
function parentOf({ parent, path }: Contract): string | undefined {
  return parent === undefined ? undefined : [...path.matchAll(/\{([^}]*)\}/g)].at(-1)?.[1];
}
