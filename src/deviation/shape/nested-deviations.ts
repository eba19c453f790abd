import type { Contract, Json } from '../../contract/contract.ts';
import { strongest } from '../../contract/weakest.ts';
import { editPages } from '../../edit/edit-pages.ts';
import { isChosen } from '../../edit/item-fields.ts';
import { readId } from '../../page/page-reader.ts';
import type { Deviation } from '../deviation.ts';
import { listMembers, type Member, visitMembers } from '../kit/walk-schema.ts';

/** Values deep inside items that are not as their schema says. */
export const nestedDeviations: readonly Deviation[] = [
  {
    name: 'nested-field-missing',
    summary: 'objects within some items lack a field that is always there',
    area: 'shape',
    ...onMembers(
      ({ isRequired, depth }) => isRequired && depth > 0,
      (holder, { name }) => delete holder[name],
    ),
  },
  {
    name: 'decimal-as-number',
    summary: 'amounts that are texts, so that nothing is rounded, are numbers in some items',
    area: 'shape',
    ...onMembers(isDecimal, (holder, { name }) => {
      const value = holder[name];
      if (typeof value === 'string') holder[name] = Number(value);
    }),
  },
  {
    name: 'empty-list-is-null',
    summary: 'lists within items are null when they are empty',
    area: 'shape',
    ...onMembers(
      ({ schema }) => schema['type'] === 'array',
      (holder, { name }) => {
        const value = holder[name];
        if (Array.isArray(value) && value.length === 0) holder[name] = null;
      },
      () => true,
    ),
  },
];

function isDecimal({ schema: { pattern, type } }: Member): boolean {
  return type === 'string' && typeof pattern === 'string' && new RegExp(pattern).test('49.00');
}

function onMembers(
  test: (member: Member) => boolean,
  change: (holder: Record<string, Json>, member: Member) => unknown,
  concerns: (identity: string) => boolean = isChosen,
): Pick<Deviation, 'appliesTo' | 'wrap'> & Required<Pick<Deviation, 'breaks'>> {
  const choose = ({ itemSchema }: Contract): readonly Member[] => [...listMembers(itemSchema)].filter(test);
  return {
    appliesTo: (contract) => choose(contract).length > 0,
    breaks: (contract) => strongest(...choose(contract).map(({ mark }) => mark)),
    wrap: editPages((page, _request, { contract }) => {
      for (const item of page.items) {
        if (!concerns(readId(contract, item))) continue;
        visitMembers(item, contract.itemSchema, (holder, member) => {
          if (test(member)) change(holder, member);
        });
      }
    }),
  };
}
