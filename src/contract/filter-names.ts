import type { Field, Filter } from './contract.ts';
import { LITERAL_ASTERISK } from './field-values.ts';

/**
 * What stands in the name of a query parameter in the place that a filter leaves open.
 *
 * @returns the captured key (`plan` of `metadata__plan` for the filter `metadata__*`) or index (`0` of `metadata[0]`); an
 *   empty text for a filter with a plain name; `undefined` for a parameter of another name
 */
export function matchFilterName({ parameter, serialization }: Filter, name: string): string | undefined {
  if (serialization === 'plain') return name === parameter ? '' : undefined;
  const [before, after] = surroundingsOf(parameter, serialization);
  const isOwn = name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
  return isOwn ? name.slice(before.length, name.length - after.length) : undefined;
}

/** The name under which a filter is sent, with a key or an index in the place that it leaves open. */
export function writeFilterName({ parameter, serialization }: Filter, key: string): string {
  if (serialization === 'plain') return parameter;
  const [before, after] = surroundingsOf(parameter, serialization);
  return before + key + after;
}

/** The fields of a filter, the captured key in the place of their last `*`. */
export function captureFields({ fields, serialization }: Filter, key: string): readonly Field[] {
  return serialization === 'captured' ? fields.map((field) => captureField(field, key)) : fields;
}

function captureField(field: Field, key: string): Field {
  const path = field.path.with(field.path.lastIndexOf('*'), key === '*' ? LITERAL_ASTERISK : key);
  return { ...field, path, name: path.map((segment) => segment.replaceAll('~', '~0').replaceAll('/', '~1')).join('/') };
}

function surroundingsOf(parameter: string, serialization: 'indexed' | 'captured'): readonly [string, string] {
  if (serialization === 'indexed') return [`${parameter}[`, ']'];
  const [before = '', after = ''] = parameter.split('*');
  return [before, after];
}
