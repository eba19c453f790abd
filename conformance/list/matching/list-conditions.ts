import type { Filter } from '../../../src/contract/contract.ts';
import { readField } from '../../../src/contract/read-field.ts';
import type { Item } from '../answer.ts';
import type { Condition } from '../list-query.ts';

/**
 * The conditions of a filter that an item meets by the values that it shows, each value as it stands: `status=active` for
 * an active item, a whole name for a filter that matches parts of names.
 *
 * @returns none when the item shows no value, or none that the parameter is declared to take
 */
export function listConditions(item: Item, filter: Filter): readonly Condition[] {
  if (filter.operator === 'hasKey') {
    return filter.fields
      .flatMap(({ path }) => readField(item, path).flatMap(listKeys))
      .map((key) => givenKey(filter, key));
  }
  if (filter.serialization === 'captured') return listCaptured(item, filter);
  // Of an open set of values, a server may refuse those that its document does not list.
  const listed = filter.declared?.schema['enum'];
  const isListed = (value: string): boolean => !Array.isArray(listed) || listed.map(String).includes(value);
  const values = filter.fields.flatMap(({ path }) => readField(item, path).flatMap(toText)).filter(isListed);
  return [...new Set(values)].map((value) => ({ filter, name: filter.parameter, value }));
}

/** A key that must be there: `metadata[0]=key`. */
function givenKey(filter: Filter, value: string, index = 0): Condition {
  const name = filter.serialization === 'indexed' ? `${filter.parameter}[${index}]` : filter.parameter;
  return { filter, name, value };
}

function listCaptured(item: Item, filter: Filter): readonly Condition[] {
  return filter.fields.flatMap(({ path }) => {
    const maps = readField(item, path.slice(0, path.lastIndexOf('*')));
    return maps.flatMap((map) =>
      listKeys(map).flatMap((key) => {
        const value = (map as Record<string, unknown>)[key];
        // Whether a number is found by its text, only the server knows.
        return typeof value !== 'string' || value === ''
          ? []
          : [{ filter, name: filter.parameter.replace('*', () => key), value }];
      }),
    );
  });
}

function listKeys(map: unknown): readonly string[] {
  return typeof map === 'object' && map !== null && !Array.isArray(map) ? Object.keys(map) : [];
}

function toText(value: unknown): readonly string[] {
  // An empty value may be as good as none.
  return (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean'
    ? [String(value)]
    : [];
}
