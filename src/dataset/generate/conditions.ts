import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { FieldPath, Json, JsonSchema } from '../../contract/contract.ts';
import { LITERAL_ASTERISK } from '../../contract/field-values.ts';
import { isObject } from '../../contract/json-pointer.ts';
import { validatorOf } from '../row-check.ts';
import type { Compiler } from './compiler.ts';
import { mentionedProperties, onlyRequired } from './flat-schema.ts';
import { type At, type Codes, fillCodes, fillTest, type Producer, type RowTest } from './producer.ts';
import { isOpenObject, type SchemaNode } from './schema-node.ts';

/** Where testing `when` has this outcome, a property is made at another node. */
interface Refinement {
  readonly when: JsonSchema;
  readonly outcome: boolean;
  readonly node: SchemaNode;
}

/**
 * When a property is there: its object's conditions forbid it in some rows.
 *
 * @returns tests all of which must hold; none when nothing forbids it, or it is required
 */
export function presenceTests(node: SchemaNode, compiler: Compiler): readonly RowTest[] {
  const { parent } = node;
  if (parent === undefined || node.isRequired || node.isIdentity || isMadeWhole(parent)) return [];
  const property = node.path.at(-1) as string;
  return parent.schema.conditions.flatMap((condition): readonly RowTest[] => {
    if (condition.kind === 'dependent') {
      return condition.property === property ? [compiler.compileTest(condition.schema, parent, node)] : [];
    }
    const test = (): RowTest => compiler.compileTest(condition.when, parent);
    return [
      ...(forbids(condition.then, property) ? [negate(test())] : []),
      ...(forbids(condition.otherwise, property) ? [test()] : []),
    ];
  });
}

/**
 * The schemas that a property has in some rows beyond its own, by the `if` of its object. Looks at schemas alone, so that it
 * can be asked of any node at any time.
 */
export function refinements(node: SchemaNode): readonly Refinement[] {
  const property = node.path.at(-1);
  if (node.parent === undefined || property === undefined || isMadeWhole(node.parent)) return [];
  return node.parent.schema.conditions.flatMap((condition): readonly Refinement[] => {
    // What an `if` looks at cannot follow from its outcome.
    if (condition.kind !== 'branch' || mentionedProperties(condition.when).has(property)) return [];
    const { when } = condition;
    const inThen = refineSchema(node, property, condition.then, '#then');
    const inElse = refineSchema(node, property, condition.otherwise, '#else');
    return [
      ...(inThen === undefined ? [] : [{ when, outcome: true, node: inThen }]),
      ...(inElse === undefined ? [] : [{ when, outcome: false, node: inElse }]),
    ];
  });
}

/** What is made as a whole is put right as a whole. */
function isMadeWhole({ isClosed, isVaried }: SchemaNode): boolean {
  return isClosed || isVaried;
}

function refineSchema(
  node: SchemaNode,
  property: string,
  branch: JsonSchema | undefined,
  salt: string,
): SchemaNode | undefined {
  const schema = (branch?.['properties'] as Record<string, unknown> | undefined)?.[property];
  const isRequired = ((branch?.['required'] ?? []) as readonly string[]).includes(property);
  if (typeof schema !== 'object' && !(isRequired && !node.isRequired)) return undefined;
  const more = (schema ?? {}) as JsonSchema;
  const isSettled = 'const' in more || 'enum' in more || 'x-faker' in more;
  const { 'x-faker': _hint, ...base } = node.schema.keywords;
  return node.withSchema(
    { allOf: [isSettled ? base : node.schema.keywords, more] },
    { salt, isRequired: isRequired || node.isRequired, hint: isSettled ? undefined : node.hint },
  );
}

/** Whether an object that satisfies a schema cannot have a property. */
function forbids(schema: JsonSchema | undefined, property: string): boolean {
  if (schema === undefined) return false;
  const { properties, not, allOf } = schema as {
    properties?: Record<string, unknown>;
    not?: JsonSchema;
    allOf?: JsonSchema[];
  };
  if (properties?.[property] === false || onlyRequired(not) === property) return true;
  const choices = (not?.['anyOf'] ?? []) as readonly unknown[];
  return (
    choices.some((choice) => onlyRequired(choice) === property) || (allOf ?? []).some((part) => forbids(part, property))
  );
}

/** The opposite of a test. */
export function negate(test: RowTest): RowTest {
  return {
    at: (variant, element, row) => !test.at(variant, element, row),
    usesRow: test.usesRow,
    fill: (target, first) => {
      fillTest(test, target, first);
      for (let index = 0; index < target.length; index++) target[index] = 1 - (target[index] as number);
    },
  };
}

/** A test that holds where all of some hold; `undefined` for none. */
export function allTests(tests: readonly RowTest[]): RowTest | undefined {
  const [first, ...rest] = tests;
  if (first === undefined || rest.length === 0) return first;
  return {
    at: (variant, element, row) => tests.every((test) => test.at(variant, element, row)),
    usesRow: tests.some(({ usesRow }) => usesRow),
  };
}

/** How far a path leads through nodes whose parts are made one by one. */
export interface FollowedPath {
  /** The last node; what is left of the path leads on within its values. */
  readonly node: SchemaNode;
  readonly rest: FieldPath;
  /** The objects that the path passes on its way, the outermost first. */
  readonly passed: readonly SchemaNode[];
}

/**
 * Follows a path.
 *
 * @param start - where it begins
 * @param mayEnter - whether the path may lead on into the elements of an array
 * @returns `undefined` when it names a property that does not exist
 */
export function followPath(
  start: SchemaNode,
  path: FieldPath,
  mayEnter: (array: SchemaNode) => boolean,
): FollowedPath | undefined {
  const passed: SchemaNode[] = [];
  let node = start;
  for (const [index, segment] of path.entries()) {
    const next = enter(node, segment, mayEnter);
    if (next === 'closed') return { node, rest: path.slice(index), passed };
    if (next === undefined) return undefined;
    passed.push(node);
    node = next;
  }
  return { node, rest: [], passed };
}

function enter(
  node: SchemaNode,
  segment: string,
  mayEnter: (array: SchemaNode) => boolean,
): SchemaNode | 'closed' | undefined {
  if (segment === '*') return isArray(node) && mayEnter(node) ? node.items() : 'closed';
  const key = segment === LITERAL_ASTERISK ? '*' : segment;
  return isOpenObject(node) && refinements(node).length === 0 ? node.property(key) : 'closed';
}

/** Whether a node is an array made element by element. */
export function isArray({ hint, schema, isClosed }: SchemaNode): boolean {
  return hint === undefined && schema.types[0] === 'array' && !isClosed;
}

/**
 * A test of the object at a node that looks only at the properties that the schema speaks of.
 *
 * @param schema - must hold for the object
 * @param object - the node of the object
 * @param self - the property that depends on the outcome; it is taken to be there
 */
export function compileTest(
  schema: unknown,
  object: SchemaNode,
  self: SchemaNode | undefined,
  compiler: Compiler,
): RowTest {
  const names = [...mentionedProperties(schema)].filter((name) => object.propertyNames.includes(name));
  const producers = names.map((name) => {
    const node = object.property(name) as SchemaNode;
    return node.name === self?.name ? compiler.compileValue(node) : compiler.refer(node.path, node);
  });
  const judge = judgeByValues(schema, names) ?? judgeValues(validatorOf(compiler.environment.contract, schema), names);
  const [only] = producers;
  const usesRow = producers.some((producer) => producer.usesRow);
  if (only?.codes !== undefined && producers.length === 1) return judgeCodes(only, (value) => judge([value]));
  return {
    at: (variant, element, row) => judge(producers.map((producer) => producer.valueAt(variant, element, row))),
    usesRow,
  };
}

/** @param values - of the properties of some names; `undefined` for one that is not there */
type Judge = (values: readonly (Json | undefined)[]) => boolean;

/**
 * Most conditions ask whether a property has a certain value: then no validator has to be loaded and compiled.
 *
 * @returns `undefined` for a schema that says anything else
 */
function judgeByValues(schema: unknown, names: readonly string[]): Judge | undefined {
  if (!isObject(schema)) return undefined;
  const { properties = {}, required = [], ...rest } = schema;
  if (!isObject(properties) || !Array.isArray(required)) return undefined;
  const choices = names.map((name) => (Object.hasOwn(properties, name) ? listChoices(properties[name]) : ANY));
  if (Object.keys(rest).length > 0 || choices.includes(undefined)) return undefined;
  return (values) =>
    required.every((name) => values[names.indexOf(name)] !== undefined) &&
    values.every((value, index) => value === undefined || choices[index] === ANY || choices[index]?.includes(value));
}

const ANY: readonly Json[] = [];

/** The values that a schema lists; `undefined` where it says anything else, or where values are equal that are not the same. */
function listChoices(schema: unknown): readonly Json[] | undefined {
  if (!isObject(schema) || Object.keys(schema).length !== 1) return undefined;
  const { const: only, enum: several } = schema;
  const choices = Array.isArray(several) ? several : [only];
  return choices.every((value) => typeof value === 'string' || typeof value === 'boolean') ? choices : undefined;
}

function judgeValues(validate: ValidateFunction, names: readonly string[]): Judge {
  return (values) => {
    const present = names.flatMap((name, index) =>
      values[index] === undefined ? [] : [[name, values[index]] as const],
    );
    return validate(Object.fromEntries(present));
  };
}

/** Judges each of the few values once. */
function judgeCodes(producer: Producer, judge: (value: Json | undefined) => boolean): RowTest {
  let known: { readonly codes: Codes; readonly verdicts: Uint8Array } | undefined | 'not yet' = 'not yet';
  const learn = (): Exclude<typeof known, 'not yet'> => {
    if (known !== 'not yet') return known;
    const codes = producer.codes?.();
    known = codes && { codes, verdicts: Uint8Array.from(codes.values, (value) => Number(judge(value))) };
    return known;
  };
  const at: At<boolean> = (variant, element, row) => {
    const { codes, verdicts } = learn() ?? {};
    if (codes === undefined) return judge(producer.valueAt(variant, element, row));
    return verdicts?.[codes.codeAt(variant, element, row)] === 1;
  };
  return {
    at,
    usesRow: producer.usesRow,
    fill: (target, first) => {
      const { codes, verdicts } = learn() ?? {};
      if (codes === undefined || verdicts === undefined) fillTest({ at, usesRow: producer.usesRow }, target, first);
      else fillVerdicts(target, first, codes, verdicts);
    },
  };
}

function fillVerdicts(target: Uint8Array, first: number, codes: Codes, verdicts: Uint8Array): void {
  const found = new Uint16Array(target.length);
  fillCodes(codes, found, first);
  for (let index = 0; index < target.length; index++) target[index] = verdicts[found[index] as number] as number;
}
