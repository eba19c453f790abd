import type { JsonSchema, Parameter } from '../contract/contract.ts';
import { itemsOf, propertiesOf, valuesOf } from '../contract/openapi/schema-branches.ts';
import type { ItemsPlace } from './envelope.ts';
import type { Guess } from './fields.ts';
import { keyOf, wordsOf } from './names.ts';
import type { Operation } from './operations.ts';
import { isOnly, keywordOf, typesOf } from './schema-view.ts';

/** An entry of `filters` in a block. */
export interface FilterBlock {
  readonly field: string;
  readonly operator: 'equals' | 'in' | 'gt' | 'gte' | 'lt' | 'lte';
  readonly all?: string;
  readonly provenance?: { readonly operator: 'chosen' };
}

const BOUNDS: Readonly<Record<string, FilterBlock['operator']>> = {
  gte: 'gte',
  lte: 'lte',
  gt: 'gt',
  lt: 'lt',
  after: 'gte',
  since: 'gte',
  from: 'gte',
  before: 'lte',
  until: 'lte',
  to: 'lte',
};

/** Deeper in a body stands a language of queries, not what rows are held against: `filter/status`, but not `query/bool/like/_id`. */
const MAX_FILTER_DEPTH = 2;

/**
 * Guesses the filters of a list: parameters that have the name and the type of a field, and bounds of one.
 *
 * @param taken - names of parameters that have another meaning
 */
export function guessFilters(
  { parameters }: Operation,
  { element }: ItemsPlace,
  taken: ReadonlySet<string>,
): readonly (readonly [parameter: string, guess: Guess<FilterBlock>])[] {
  const members = propertiesOf(element);
  return parameters.flatMap((parameter) => {
    if (
      !['query', 'body'].includes(parameter.in) ||
      taken.has(parameter.name) ||
      parameter.name.split('/').length > MAX_FILTER_DEPTH ||
      parameter.deprecated === true ||
      parameter.required
    )
      return [];
    const guess = guessEquality(parameter, members) ?? guessBound(parameter, members);
    return guess === undefined ? [] : [[parameter.name, guess] as const];
  });
}

function guessEquality(
  parameter: Parameter,
  members: Readonly<Record<string, JsonSchema>>,
): Guess<FilterBlock> | undefined {
  const name = (parameter.name.split('/').at(-1) ?? '').replace(/\[\]$/, '');
  const schema = Object.hasOwn(members, name) ? members[name] : undefined;
  if (schema === undefined) return undefined;
  const inner = isOnly(schema, ['array']) ? itemsOf(schema) : undefined;
  const field = inner ?? schema;
  const isList = isOnly(parameter.schema, ['array']);
  const sent = isList ? (itemsOf(parameter.schema) ?? {}) : parameter.schema;
  if (!isSameType(sent, field) || (isList && (inner !== undefined || !isPlainText(field)))) return undefined;
  const choice = compareValues(sent, field);
  if (choice === undefined) return undefined;
  return {
    value: { field: inner === undefined ? name : `${name}/*`, operator: isList ? 'in' : 'equals', ...choice.all },
    confidence: choice.isSame ? 'certain' : 'likely',
    evidence: `items have a field ${name} of the same type`,
  };
}

/** Whether the values that may be sent are those of the field; `undefined` where they have none in common. */
function compareValues(
  sent: JsonSchema,
  field: JsonSchema,
): { readonly isSame: boolean; readonly all: { readonly all?: string } } | undefined {
  const known = valuesOf(field)?.map(String);
  const offered = valuesOf(sent)?.map(String);
  if (known === undefined || offered === undefined) return { isSame: false, all: {} };
  const extra = offered.filter((value) => !known.includes(value));
  if (extra.length === offered.length) return undefined;
  const all = extra.find((value) => /^(?:all|any|\*)$/i.test(value));
  return { isSame: true, all: all === undefined ? {} : { all } };
}

function guessBound(
  parameter: Parameter,
  members: Readonly<Record<string, JsonSchema>>,
): Guess<FilterBlock> | undefined {
  const words = wordsOf(parameter.name.split('/').at(-1) ?? '');
  const suffix = words.at(-1) ?? '';
  const operator = words.length > 1 ? BOUNDS[suffix] : undefined;
  if (operator === undefined) return undefined;
  const key = words.slice(0, -1).join('_');
  const name = Object.keys(members).find((one) => {
    return (
      [key, `${key}_at`, `${key}_time`, `date_${key}`].includes(keyOf(one)) &&
      isComparable(parameter.schema, members[one] ?? {})
    );
  });
  if (name === undefined) return undefined;
  const isExact = ['gte', 'lte', 'gt', 'lt'].includes(suffix);
  return {
    value: { field: name, operator, ...(!isExact && { provenance: { operator: 'chosen' as const } }) },
    confidence: isExact ? 'certain' : 'likely',
    evidence: isExact
      ? `a bound of the field ${name}`
      : `a bound of the field ${name}; whether it is within is not said`,
  };
}

function isSameType(a: JsonSchema, b: JsonSchema): boolean {
  const [one, other] = [typesOf(a), typesOf(b)];
  const kinds = [['string'], ['integer', 'number'], ['boolean']];
  return kinds.some((kind) =>
    [one, other].every((types) => types.size > 0 && [...types].every((type) => kind.includes(type))),
  );
}

function isPlainText(schema: JsonSchema): boolean {
  return isOnly(schema, ['string']) && !/^date/.test(String(keywordOf(schema, 'format') ?? ''));
}

/** Numbers compare with numbers, dates with dates; texts of neither kind have no order that is known. */
function isComparable(sent: JsonSchema, field: JsonSchema): boolean {
  if (!isSameType(sent, field)) return false;
  return isOnly(field, ['integer', 'number']) || /^date/.test(String(keywordOf(field, 'format') ?? ''));
}
