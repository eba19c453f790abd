import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { Contract, JsonSchema } from '../contract/contract.ts';
import { parsePointer } from '../contract/json-pointer.ts';
import { createAjv } from '../contract/json-schema.ts';
import { propertiesOf } from '../contract/openapi/schema-branches.ts';
import { viewSchema } from '../contract/openapi/schema-views.ts';
import { compileSchema, groundOf } from '../contract/openapi/validators.ts';
import { didYouMean } from '../contract/text.ts';
import { flattenSchema, mentionedProperties } from './generate/flat-schema.ts';

/** One thing that is wrong with a row. */
interface RowProblem {
  /** Where: keys and positions from the row. */
  readonly path: readonly (string | number)[];
  /** What is wrong with the value there, and what was expected. */
  readonly message: string;
}

/**
 * Checks a row against a contract: the shown fields against the schema of an item, each hidden field against its own.
 *
 * @param contract - whose row it is
 * @param row - plain data
 * @returns all that is wrong; none when the row is as the contract wants it
 */
export function checkRow(contract: Contract, row: unknown): readonly RowProblem[] {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    return [{ path: [], message: 'must be an object with the fields of a row' }];
  const isHidden = ([name]: readonly [string, unknown]): boolean => Object.hasOwn(contract.hidden, name);
  const fields = Object.entries(row);
  const shown = Object.fromEntries(fields.filter((field) => !isHidden(field)));
  return [
    ...unknownFields(contract, Object.keys(shown)),
    ...problemsOf(contract, viewSchema(contract.itemSchema, 'response'), shown, []),
    ...fields
      .filter(isHidden)
      .flatMap(([name, value]) => problemsOf(contract, contract.hidden[name] as JsonSchema, value, [name])),
  ];
}

function unknownFields(contract: Contract, names: readonly string[]): readonly RowProblem[] {
  const { properties, keywords, types } = flattenSchema(contract.itemSchema);
  const described = new Set([...properties.keys(), ...Object.keys(propertiesOf(contract.itemSchema))]);
  const isOpen = described.size === 0 || Boolean(keywords['additionalProperties']) || 'patternProperties' in keywords;
  if (isOpen || (types.length > 0 && types[0] !== 'object')) return [];
  const known = [...described, ...Object.keys(contract.hidden)];
  return names
    .filter((name) => !described.has(name) && !isAsked(contract.itemSchema, name))
    .map((name) => ({ path: [name], message: `unknown field${didYouMean(name, known)}` }));
}

/** Whether a condition speaks of a field that nothing describes. */
function isAsked(schema: JsonSchema, name: string): boolean {
  return mentionedProperties(schema).has(name);
}

function problemsOf(
  contract: Contract,
  schema: JsonSchema,
  value: unknown,
  path: readonly string[],
): readonly RowProblem[] {
  const validate = validatorOf(contract, schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).filter(isTelling).map((error) => ({
    path: [...path, ...placeOf(error)],
    message: describe(error),
  }));
}

/** Whether an error says something itself, rather than that something within has been said. */
function isTelling({ keyword }: ErrorObject): boolean {
  return keyword !== 'if' && keyword !== 'additionalProperties' && keyword !== 'unevaluatedProperties';
}

function placeOf({ instancePath }: ErrorObject): readonly (string | number)[] {
  return parsePointer(instancePath).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function describe({ keyword, message = 'is not valid', params, schemaPath }: ErrorObject): string {
  const condition = /\/dependentSchemas\/([^/]+)\//.exec(schemaPath)?.[1];
  const because = condition === undefined ? '' : `, as ${condition} is given`;
  if (keyword === 'enum')
    return `must be one of ${(params as { allowedValues: unknown[] }).allowedValues.join(', ')}${because}`;
  if (keyword === 'type') return `must be ${[(params as { type: unknown }).type].flat().join(' or ')}${because}`;
  if (keyword === 'const')
    return `must be ${JSON.stringify((params as { allowedValue: unknown }).allowedValue)}${because}`;
  return message + because;
}

/** What a validator found wrong with a value, in a few words. */
export function describeFault(validate: ValidateFunction, value: unknown): string {
  const error = (validate.errors ?? []).find(isTelling) ?? validate.errors?.[0];
  const text = JSON.stringify(value) ?? String(value);
  if (error === undefined) return text;
  const place = placeOf(error).join('/');
  return `${text.length > 80 ? `${text.slice(0, 80)}…` : text} ${place === '' ? '' : `${place} `}${describe(error)}`;
}

/** The validators of the contracts of one document, by schema. */
interface Validators {
  readonly ajv: Ajv2020;
  readonly compiled: WeakMap<object, ValidateFunction>;
}

const validators = new WeakMap<object, Validators>();

/** The compiled form of a schema of a contract; compiled once for all contracts of its document. */
export function validatorOf(contract: Contract, schema: unknown): ValidateFunction {
  const ground = groundOf(contract);
  const own = validators.get(ground) ?? { ajv: createAjv(), compiled: new WeakMap() };
  validators.set(ground, own);
  if (typeof schema !== 'object' || schema === null) return own.ajv.compile(schema === true);
  const validate = own.compiled.get(schema) ?? compileSchema(own.ajv, schema);
  own.compiled.set(schema, validate);
  return validate;
}
