import { typesOf } from '../contract/compilation.ts';
import type { Filter, JsonSchema, QuerySyntax } from '../contract/contract.ts';
import { createAjv } from '../contract/create-ajv.ts';
import type { Operand } from '../contract/criterion.ts';
import { parseInstant } from '../contract/parse-instant.ts';
import { parseNumber } from '../page/parse-integer.ts';

/** What a filter's text means, or the rules that it breaks. */
export type OperandReading = { readonly operand: Operand } | { readonly rules: readonly string[] };

/** Keywords that say of text what `format` and `type` do not. */
const CHECKED_KEYWORDS = [
  'enum',
  'const',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
];

/**
 * Compiles the reading of one filter's value: its text is brought to the type of the field, and held against the
 * parameter's schema.
 *
 * @returns a function from the parameter's values (several only where repeating is not allowed)
 */
export function createOperandReader(
  filter: Filter,
  syntax: QuerySyntax,
): (values: readonly string[]) => OperandReading {
  const schema = filter.declared?.schema ?? {};
  const findBrokenRules = createRuleFinder(schema);
  const parse = createParser(filter, syntax);
  return (values) => {
    const [text = ''] = values;
    if (values.length > 1) return { rules: rulesOfArray(schema) };
    const { operand, rule } = parse(text);
    if (rule !== undefined) return { rules: rule === 'type' && isNumeric(schema) ? rulesOfArray(schema) : [rule] };
    const rules = findBrokenRules(
      filter.operator === 'in' ? text : typeof operand === 'object' ? text : checkedValue(schema, text, operand),
    );
    return rules.length > 0 ? { rules } : { operand };
  };
}

/** Dates are checked as the text that they are in OpenAPI. */
function checkedValue(schema: JsonSchema, text: string, operand: string | number | boolean): unknown {
  return typesOf(schema).includes('string') ? text : operand;
}

/** The rules that a list breaks where one value is expected: those that no list can keep. */
function rulesOfArray(schema: JsonSchema): readonly string[] {
  if (schema['enum'] !== undefined) return ['enum'];
  if (!isNumeric(schema)) return ['repeated'];
  return [...['maximum', 'minimum'].filter((rule) => schema[rule] !== undefined), 'type'];
}

function createParser(filter: Filter, syntax: QuerySyntax): (text: string) => { operand: Operand; rule?: string } {
  const schema = filter.declared?.schema ?? {};
  const kinds = new Set(filter.fields.map((field) => field.kind));
  if (filter.operator === 'in') return (text) => ({ operand: text.split(',') });
  if (filter.operator === 'hasKey' || kinds.has('string')) return (text) => ({ operand: text });
  if (kinds.has('boolean')) return parseBoolean;
  if (kinds.has('instant') && !isNumeric(schema)) {
    return (text) => {
      const instant = parseInstant(text, syntax.instants);
      return instant === undefined ? { operand: text, rule: 'format' } : { operand: instant };
    };
  }
  const isInteger = typesOf(schema).includes('integer');
  return (text) => {
    const value = isInteger ? parseNumber(text, syntax.integers) : text.trim() === '' ? Number.NaN : Number(text);
    const isValid = isInteger ? Number.isInteger(value) : Number.isFinite(value);
    return isValid ? { operand: value } : { operand: text, rule: 'type' };
  };
}

function parseBoolean(text: string): { operand: Operand; rule?: string } {
  const value = text.toLowerCase();
  return value === 'true' || value === 'false' ? { operand: value === 'true' } : { operand: text, rule: 'type' };
}

/** Compiles the check of a schema's keywords; a schema that asks for nothing costs nothing. */
function createRuleFinder(schema: JsonSchema): (value: unknown) => readonly string[] {
  const keywords = Object.entries(schema).filter(([keyword]) => CHECKED_KEYWORDS.includes(keyword));
  if (keywords.length === 0) return () => [];
  const validate = createAjv().compile(Object.fromEntries(keywords));
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map((error) => error.keyword));
}

function isNumeric(schema: JsonSchema): boolean {
  return typesOf(schema).includes('integer') || typesOf(schema).includes('number');
}
