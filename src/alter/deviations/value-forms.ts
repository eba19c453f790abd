import type { Contract, Json, Provenance } from '../../contract/contract.ts';
import { strongest } from '../../contract/provenance.ts';
import { type Item, readId } from '../../page/page-reader.ts';
import { editPages } from '../edits.ts';
import type { Deviation } from './deviation.ts';
import { type Concern, isTime, isType, keywordMark, listItemFields } from './schema-members.ts';

const isNumber: Concern = (field) =>
  keywordMark(
    field,
    'type',
    (types) => (isType('number')(types) || isType('integer')(types)) && !isType('string')(types),
  );
const isIdentity: Concern = (field, { identity, page }) => {
  // Where pages begin behind an identity, another form of it is another bug.
  if (identity.path.length !== 1 || field.name !== identity.path[0] || page.style === 'key') return undefined;
  return keywordMark(field, 'type', (types) => isType('string')(types) && !isType('number')(types));
};
const isUuid: Concern = (field, contract) => {
  return isIdentity(field, contract) && keywordMark(field, 'format', (format) => format === 'uuid');
};

/** Identities, numbers and times in another form or unit, in every item. */
export const valueFormDeviations: readonly Deviation[] = [
  {
    name: 'identity-as-number',
    summary: 'items have an internal number as identity',
    area: 'shape',
    ...onValues(isIdentity, (_value, item, contract) => numberOf(readId(contract, item))),
  },
  {
    name: 'identity-without-hyphens',
    summary: 'identities that are UUIDs have no hyphens',
    area: 'shape',
    ...onValues(isUuid, (value) => (typeof value === 'string' ? value.replaceAll('-', '') : value)),
  },
  {
    name: 'number-as-text-everywhere',
    summary: 'all numbers of all items are strings',
    area: 'shape',
    ...onValues(isNumber, (value) => (typeof value === 'number' ? String(value) : value)),
  },
  {
    name: 'time-as-number',
    summary: 'times are milliseconds since 1970 in place of text',
    area: 'shape',
    ...onValues(isTime, (value) => (typeof value === 'string' ? Date.parse(value) : value)),
  },
  {
    name: 'time-in-seconds',
    summary: 'times are seconds since 1970, as text',
    area: 'shape',
    ...onValues(isTime, (value) => (typeof value === 'string' ? String(Math.floor(Date.parse(value) / 1000)) : value)),
  },
];

/** Changes the values of all fields for which the rule that is broken is the most binding. */
function onValues(
  concern: Concern,
  change: (value: Json, item: Item, contract: Contract) => Json,
): Pick<Deviation, 'appliesTo' | 'wrap'> & Required<Pick<Deviation, 'breaks'>> {
  const choose = (contract: Contract): readonly { name: string; mark: Provenance }[] => {
    return listItemFields(contract).flatMap((field) => {
      const mark = concern(field, contract);
      return mark === undefined ? [] : [{ name: field.name, mark }];
    });
  };
  return {
    appliesTo: (contract) => choose(contract).length > 0,
    breaks: (contract) => strongest(...choose(contract).map(({ mark }) => mark)),
    wrap: editPages((page, _request, { contract }) => {
      const names = choose(contract).map(({ name }) => name);
      for (const item of page.items) {
        for (const name of names) {
          const value = item[name];
          if (value !== undefined && value !== null) item[name] = change(value, item, contract);
        }
      }
    }),
  };
}

/** A number that stands for an identity: the same for the same, and hardly ever for two. */
function numberOf(identity: string): number {
  let hash = 17;
  for (const character of identity) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_000_007;
  return hash;
}
