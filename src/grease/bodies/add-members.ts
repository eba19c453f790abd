import type { Json, JsonSchema } from '../../contract/contract.ts';
import type { Dice } from '../create-dice.ts';
import { listNames } from '../openness/admits-members.ts';
import { inventName, inventValue } from './invent-member.ts';

const MOST = 3;

/** The same object with some members more, at any place among its own. */
export function addMembers(
  object: Readonly<Record<string, Json>>,
  schema: JsonSchema,
  dice: Dice,
): Record<string, Json> {
  const known = new Set([...listNames(schema), ...Object.keys(object)].map(fold));
  const members = Object.entries(object);
  for (let count = dice.below(MOST + 1); count > 0; count -= 1) {
    const name = inventName(dice);
    if (known.has(fold(name))) continue;
    known.add(fold(name));
    members.splice(dice.below(members.length + 1), 0, [name, inventValue(dice)]);
  }
  return Object.fromEntries(members);
}

/** Some readers do not look at the case of a name, nor at what stands between its words. */
function fold(name: string): string {
  return name.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
}
