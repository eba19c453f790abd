import type { JsonSchema } from '../contract.ts';
import { alternativesOf, propertiesOf, requiredOfObject } from './schema-branches.ts';
import { mergeAllOf } from './schema-merge.ts';

/**
 * Of an object that has several forms, the one that has room for what is to be said.
 *
 * @param named - the members that hold it
 * @returns what an object of this form requires, and the members that only other forms have
 */
export function chooseForm(
  schema: JsonSchema,
  named: ReadonlySet<string>,
): { readonly required: readonly string[]; readonly foreign: ReadonlySet<string> } {
  const own = Object.keys((mergeAllOf(schema)['properties'] ?? {}) as object);
  const required = new Set(requiredOfObject(schema));
  const foreign = new Set<string>();
  for (const branches of alternativesOf(schema)) {
    const forms = branches.map((branch) => {
      const keys = Object.keys(propertiesOf(branch));
      return { keys, required: requiredOfObject(branch), room: keys.filter((key) => named.has(key)).length };
    });
    const [best] = forms.toSorted((a, b) => b.room - a.room);
    if (forms.length < 2 || best === undefined) continue;
    for (const key of best.required) required.add(key);
    const others = forms.flatMap(({ keys }) => keys);
    for (const key of others) if (!best.keys.includes(key) && !own.includes(key)) foreign.add(key);
  }
  return { required: [...required], foreign };
}
