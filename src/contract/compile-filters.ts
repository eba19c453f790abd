import { type Block, type Compilation, optional } from './compilation.ts';
import type { Field, Filter, JsonSchema, OperatorName } from './contract.ts';
import { familyOf } from './criterion.ts';
import { defaultOf, itemsOf, typesOf, valuesOf } from './openapi/schema-branches.ts';

/** Compiles the block's `filters`. */
export function compileFilters(compilation: Compilation): readonly Filter[] {
  const filters: Block = compilation.block['filters'] ?? {};
  return Object.entries(filters).flatMap(([parameter, filter]) => {
    if (parameter === 'provenance' || parameter === 'source') return [];
    return compileFilter(compilation, parameter, filter) ?? [];
  });
}

function compileFilter(compilation: Compilation, parameter: string, filter: Block): Filter | undefined {
  const path = ['filters', parameter];
  const captured = parameter.includes('*');
  const declared = captured ? undefined : compilation.parameter(parameter, ['query', 'header', 'body'], path);
  if (!captured && declared === undefined) return undefined;
  const operator: OperatorName = filter['operator'];
  const names: readonly string[] = [filter['field']].flat();
  const fields = names.flatMap((name) => compilation.field(name, [...path, 'field']) ?? []);
  for (const field of fields) checkOperator(compilation, operator, field, [...path, 'operator']);
  if (captured && !names.every((name) => name.endsWith('/*'))) {
    compilation.report(
      [...path, 'field'],
      `Invalid field: must end in /*, the place of the key that ${parameter} captures`,
    );
  }
  if (captured && parameter.split('*').length !== 2) {
    compilation.report(path, `Invalid filter name ${parameter}: must have exactly one *`);
  }
  if (fields.length === 0) return undefined;
  const all = filter['all'] === undefined ? undefined : String(filter['all']);
  return {
    parameter,
    ...(declared && { declared }),
    fields,
    operator,
    ignoreCase: filter['ignoreCase'] ?? false,
    serialization: captured ? 'captured' : (filter['serialization'] ?? 'plain'),
    ...optional('all', all),
    ...optional('default', defaultsOf(declared?.schema, { all, operator, fields })),
  };
}

/**
 * What the schema of a parameter says that leaving it out means, where that is a value that rows can have: of an enumeration, a flag,
 * or a bound. What is none, such as `all`, means no filter.
 */
function defaultsOf(
  schema: JsonSchema | undefined,
  { all, operator, fields }: Pick<Filter, 'operator' | 'fields'> & { readonly all: string | undefined },
): readonly string[] | undefined {
  const stated = schema === undefined ? undefined : defaultOf(schema);
  if (stated === undefined || stated === null) return undefined;
  const texts = [stated].flat().map(String);
  const isValue = (text: string): boolean => {
    const family = familyOf({ operator });
    if (family === 'range') return fields.some(({ kind }) => kind === 'number' || kind === 'instant');
    if (family !== 'equality') return false;
    return fields.some((field) => field.kind === 'boolean' || listValues(field.schema).includes(text));
  };
  return texts.length === 0 || texts.some((text) => text === all || !isValue(text)) ? undefined : texts;
}

/** The enumeration of a field, or of the elements of a list. */
function listValues(schema: JsonSchema): readonly string[] {
  return [...(valuesOf(schema) ?? []), ...(valuesOf(itemsOf(schema) ?? {}) ?? [])].map(String);
}

function checkOperator(compilation: Compilation, operator: OperatorName, field: Field, path: readonly string[]): void {
  const types = typesOf(field.schema);
  const supported = operatorSuits(operator, field, types);
  if (!supported) {
    const type = types.join(' or ') || 'no declared type';
    compilation.report(
      path,
      `Invalid operator ${operator} for ${field.name} (${type}): must be ${suitable(field, types)}`,
    );
  }
}

function operatorSuits(operator: OperatorName, field: Field, types: readonly string[]): boolean {
  const isMap = types.includes('object');
  const family = familyOf({ operator });
  if (isMap || family === 'key') return isMap && family === 'key';
  if (family === 'part') return field.kind === 'string';
  if (family === 'range') return field.kind === 'number' || field.kind === 'instant' || types.includes('string');
  return operator !== 'in' || field.kind === 'string' || field.kind === 'number';
}

function suitable(field: Field, types: readonly string[]): string {
  if (types.includes('object')) return 'hasKey, or name a field within it';
  if (field.kind === 'boolean') return 'equals';
  return field.kind === 'string' ? 'any operator but hasKey' : 'equals, gt, gte, lt or lte';
}
