import type { Contract } from '../../../src/contract/contract.ts';
import { type Area, onlyWith } from '../../check.ts';
import { completeRequirements, type Requirement } from '../../requirement.ts';
import { isHidden } from '../filters/requirements.ts';
import { checkOracle } from './check.ts';

const UNLESS_TOLD = 'only an independent list of the rows tells: pass --oracle';

/** What only somebody else than the target knows: which rows there are. */
export const oracleArea: Area = {
  name: 'oracle',
  derive(contract) {
    const items = { entry: ['items'], unverifiable: UNLESS_TOLD };
    return [
      ...completeRequirements(contract, 'paging', [
        { id: 'rows.complete', demand: 'return every row that exists', ...items },
        { id: 'rows.existing', demand: 'not return rows that do not exist', ...items },
        { id: 'rows.values', demand: 'return the values that each row has', ...items },
      ]),
      ...deriveHidden(contract),
    ];
  },
  inspectors: [],
  checks: [
    onlyWith(checkOracle, {
      give: "--oracle 'URL or COMMAND'",
      what: 'an independent list of the rows',
      decides: ['rows.*'],
      isGiven: ({ hasOracle }) => hasOracle === true,
    }),
  ],
};

/** Which rows match a filter whose field no response shows. */
function deriveHidden(contract: Contract): readonly Requirement[] {
  const drafts = contract.filters
    .filter((filter) => isHidden(contract, filter))
    .flatMap(({ parameter }) => {
      const entry = ['filters', parameter, 'field'];
      const unverifiable = `no response shows its field: pass --oracle with rows that have it`;
      return [
        {
          id: `filter.${parameter}.all-matching`,
          demand: `return every row matching \`${parameter}\``,
          entry,
          unverifiable,
        },
        {
          id: `filter.${parameter}.only-matching`,
          demand: `return only rows matching \`${parameter}\``,
          entry,
          unverifiable,
        },
      ];
    });
  return completeRequirements(contract, 'filters', drafts);
}
