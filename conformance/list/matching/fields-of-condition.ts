import type { Field } from '../../../src/contract/contract.ts';
import { LITERAL_ASTERISK } from '../../../src/contract/read-field.ts';
import type { Condition } from '../list-query.ts';

/**
 * The fields that a condition is about: those of its filter, and where the parameter's name captures a key, that key in
 * place of the asterisk.
 */
export function fieldsOfCondition({ filter, name }: Pick<Condition, 'filter' | 'name'>): readonly Field[] {
  if (filter.serialization !== 'captured') return filter.fields;
  const start = filter.parameter.indexOf('*');
  const key = name.slice(start, name.length - (filter.parameter.length - start - 1));
  return filter.fields.map((field) => {
    const at = field.path.lastIndexOf('*');
    return { ...field, path: field.path.with(at, key === '*' ? LITERAL_ASTERISK : key) };
  });
}
