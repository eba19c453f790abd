import type { Contract, Field, Filter, JsonSchema, Parameter, QuerySyntax } from '../contract/contract.ts';
import type { Criterion, Operand } from '../contract/criterion.ts';
import { captureFields, matchFilterName } from '../contract/filter-names.ts';
import { createAjv } from '../contract/json-schema.ts';
import { decodeParameter } from '../contract/openapi/parameters.ts';
import { itemsOf, typesOf } from '../contract/openapi/schema-branches.ts';
import { parseInstant } from '../contract/time.ts';
import { parseNumber, type Violation } from '../page/limit.ts';
import { type Query, readValues } from '../page/query.ts';

/** The filters of a query. */
export interface FilterResult {
  readonly criteria: readonly Criterion[];
  readonly violations: readonly Violation[];
}

/** Reads the values of one filter from a query. */
type FilterReader = (query: Query, criteria: Criterion[], violations: Violation[]) => void;

/**
 * Compiles the reading of filters.
 *
 * @returns a function from a query to one criterion for each filter in it, or the rules that their values break
 */
export function createFilterReader(contract: Pick<Contract, 'filters' | 'query'>): (query: Query) => FilterResult {
  const readers = contract.filters.map((filter) => createReader(filter, contract.query));
  const hasDefaults = contract.filters.some((filter) => filter.default !== undefined);
  return (query) => {
    const criteria: Criterion[] = [];
    const violations: Violation[] = [];
    if (query.length > 0 || hasDefaults) for (const read of readers) read(query, criteria, violations);
    return { criteria, violations };
  };
}

function createReader(filter: Filter, syntax: Contract['query']): FilterReader {
  switch (filter.serialization) {
    case 'plain':
      return createPlainReader(filter, syntax);
    case 'indexed':
      return createIndexedReader(filter);
    case 'captured':
      return createCapturedReader(filter, syntax);
  }
}

function createPlainReader(filter: Filter, syntax: Contract['query']): FilterReader {
  if (typesOf(filter.declared?.schema ?? {}).includes('array')) return createListReader(filter, syntax);
  const readOperand = createOperandReader(filter, syntax);
  const usual = filter.default === undefined ? [] : [filter.default.join()];
  return (query, criteria, violations) => {
    const sent = readValues(query, filter.parameter, syntax);
    const values = sent.length === 0 ? usual : sent;
    if (values.length === 0 || (filter.all !== undefined && values.at(-1) === filter.all)) return;
    const reading = readOperand(values);
    if ('rules' in reading) violations.push(...reading.rules.map((rule) => ({ parameter: filter.parameter, rule })));
    else criteria.push(toCriterion(filter, filter.fields, reading.operand));
  };
}

/** A parameter that the document declares as a list: a row matches that has any of its values. */
function createListReader(filter: Filter, syntax: Contract['query']): FilterReader {
  const declared = filter.declared as Parameter;
  const single: Filter = { ...filter, operator: isAnyOf(filter) ? 'equals' : filter.operator };
  const readOperand = createOperandReader(
    { ...single, declared: { ...declared, schema: itemsOf(declared.schema) ?? {} } },
    syntax,
  );
  return (query, criteria, violations) => {
    const sent = readList(query, declared, syntax);
    const texts = sent.length === 0 ? (filter.default ?? sent) : sent;
    if (texts.length === 0 || (filter.all !== undefined && texts.includes(filter.all))) return;
    const readings = texts.map((text) => readOperand([text]));
    const rules = new Set(readings.flatMap((reading) => ('rules' in reading ? reading.rules : [])));
    for (const rule of rules) violations.push({ parameter: filter.parameter, rule });
    const operands = readings.flatMap((reading) => ('operand' in reading ? [reading.operand] : []));
    const [last] = operands.slice(-1);
    if (rules.size > 0 || last === undefined) return;
    if (isAnyOf(filter)) criteria.push({ ...toCriterion(filter, filter.fields, operands.map(String)), operator: 'in' });
    else criteria.push(toCriterion(filter, filter.fields, last));
  };
}

/** Whether several values are alternatives; of others, the last one counts. Instants are spelled in too many ways for a list. */
function isAnyOf({ operator, fields }: Filter): boolean {
  return (operator === 'equals' || operator === 'in') && fields.every(({ kind }) => kind !== 'instant');
}

/** The texts of a parameter that is a list, however the document has it written. */
export function readList(query: Query, parameter: Parameter, syntax: Contract['query']): readonly string[] {
  const value = decodeParameter(parameter, query);
  const texts = value === undefined ? [] : [value].flat().map(String);
  return syntax.empty === 'ignore' ? texts.filter((text) => text !== '') : texts;
}

/** `metadata[0]=a&metadata[1]=b`: each value is a criterion of its own, and all must hold. */
function createIndexedReader(filter: Filter): FilterReader {
  return (query, criteria) => {
    for (const [name, value] of query) {
      if (!/^\d+$/.test(matchFilterName(filter, name) ?? '')) continue;
      criteria.push(toCriterion(filter, filter.fields, value));
    }
  };
}

/** `metadata__plan=pro`: the key in the name says which field is meant. */
function createCapturedReader(filter: Filter, syntax: Contract['query']): FilterReader {
  return (query, criteria) => {
    for (const name of new Set(query.map(([sent]) => sent))) {
      const key = matchFilterName(filter, name);
      const value = key === undefined ? undefined : readValues(query, name, syntax).at(-1);
      if (key === undefined || value === undefined) continue;
      criteria.push(toCriterion(filter, captureFields(filter, key), value));
    }
  };
}

function toCriterion(filter: Filter, fields: readonly Field[], operand: Operand): Criterion {
  return { fields, operator: filter.operator, operand, ignoreCase: filter.ignoreCase };
}

/** What a filter's text means, or the rules that it breaks. */
export type OperandResult = { readonly operand: Operand } | { readonly rules: readonly string[] };

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
export function createOperandReader(filter: Filter, syntax: QuerySyntax): (values: readonly string[]) => OperandResult {
  const schema = filter.declared?.schema ?? {};
  const findBrokenRules = findRules(schema);
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
    const value = isInteger ? parseOperand(text, syntax) : text.trim() === '' ? Number.NaN : Number(text);
    const isValid = isInteger ? Number.isInteger(value) : Number.isFinite(value);
    return isValid ? { operand: value } : { operand: text, rule: 'type' };
  };
}

/** A bound above the largest safe integer is above it: positions are the nearest safe integer, values to compare with are not. */
function parseOperand(text: string, { integers }: QuerySyntax): number {
  const value = parseNumber(text, integers);
  const exact = Number(text);
  return Math.abs(value) === Number.MAX_SAFE_INTEGER && Number.isFinite(exact) ? exact : value;
}

function parseBoolean(text: string): { operand: Operand; rule?: string } {
  const value = text.toLowerCase();
  return value === 'true' || value === 'false' ? { operand: value === 'true' } : { operand: text, rule: 'type' };
}

/**
 * Compiles the check of a parameter's value against its schema, for those that no filter reads.
 *
 * @returns a function from the text to the rules that it breaks
 */
export function createTextCheck(schema: JsonSchema, syntax: QuerySyntax): (text: string) => readonly string[] {
  const findBrokenRules = findRules(schema);
  const types = typesOf(schema);
  if (types.length === 0 || types.includes('string')) return findBrokenRules;
  return (text) => {
    if (isNumeric(schema)) {
      const value = types.includes('number') ? Number(text.trim() || Number.NaN) : parseNumber(text, syntax.integers);
      const isValid = types.includes('number') ? Number.isFinite(value) : Number.isInteger(value);
      return isValid ? findBrokenRules(value) : ['type'];
    }
    return types.includes('boolean') && !/^(?:true|false)$/i.test(text) ? ['type'] : [];
  };
}

type RuleFinder = (value: unknown) => readonly string[];

/** An audit reads the same parameters as the list that it looks at. */
const ruleFinders = new WeakMap<JsonSchema, RuleFinder>();

function findRules(schema: JsonSchema): RuleFinder {
  const find = ruleFinders.get(schema) ?? createRuleFinder(schema);
  ruleFinders.set(schema, find);
  return find;
}

/** Checks a schema's keywords; a schema without any costs nothing. */
function createRuleFinder(schema: JsonSchema): RuleFinder {
  const keywords = Object.entries(schema).filter(([keyword]) => CHECKED_KEYWORDS.includes(keyword));
  if (keywords.length === 0) return () => [];
  let validate: ReturnType<ReturnType<typeof createAjv>['compile']> | undefined;
  return (value) => {
    // With the first value: most lists are asked for without most filters.
    validate ??= createAjv().compile(Object.fromEntries(keywords));
    return validate(value) ? [] : (validate.errors ?? []).map((error) => error.keyword);
  };
}

function isNumeric(schema: JsonSchema): boolean {
  return typesOf(schema).includes('integer') || typesOf(schema).includes('number');
}
