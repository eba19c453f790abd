import type { Json } from '../../contract/contract.ts';
import { pickProducer } from '../hints/choices.ts';
import { validatorOf } from '../row-check.ts';
import { compileArray } from './compile-arrays.ts';
import { compileIdentity } from './compile-identity.ts';
import { compileObject } from './compile-objects.ts';
import { compileNumber } from './compile-scalars.ts';
import { compileString } from './compile-texts.ts';
import { compileEpoch } from './compile-times.ts';
import type { Compiler } from './compiler.ts';
import { impossibleValue, isImpossibleValue } from './field-errors.ts';
import { chanceTest, constantProducer, type Producer, type RowTest, selectProducer } from './producer.ts';
import type { SchemaNode } from './schema-node.ts';
import { compileWhole } from './whole-values.ts';

/** How often a field that may be null is. */
const NULL_CHANCE = 0.15;

/** How often a boolean with a default has it. */
const DEFAULT_CHANCE = 0.8;

/**
 * Makes values that a schema allows, without any hint. Null is among them where the schema allows it.
 *
 * @throws {PagewrightError} `invalid-row` when it allows none
 */
export function compileSchema(node: SchemaNode, compiler: Compiler): Producer {
  const { types, keywords, nullable } = node.schema;
  if (types.length === 0 && keywords['type'] !== undefined) {
    if (nullable) return constantProducer(null);
    throw impossibleValue(compiler.environment.contract, node, 'no type is left that all of its parts allow');
  }
  try {
    return orNull(compileNonNull(node, compiler), node, compiler);
  } catch (error) {
    if (nullable && !mustBe(node) && acceptsNull(node, compiler) && isImpossibleValue(error))
      return constantProducer(null);
    throw error;
  }
}

/** Puts null in place of some of a producer's values, where the schema allows it; never for an identity. */
export function orNull(producer: Producer, node: SchemaNode, compiler: Compiler): Producer {
  const isReal = realTest(node, compiler);
  return isReal === undefined ? producer : selectProducer(isReal, producer, constantProducer(null));
}

/** Where a field that its schema alone makes is not null; `undefined` where it never is. */
export function realTest(node: SchemaNode, compiler: Compiler): RowTest | undefined {
  if (!node.schema.nullable || mustBe(node) || !acceptsNull(node, compiler)) return undefined;
  return chanceTest(compiler.keyOf(node, 'null'), 1 - NULL_CHANCE);
}

/** A row is never null, nor is its identity, whatever their schemas say. */
function mustBe({ isIdentity, path }: SchemaNode): boolean {
  return isIdentity || path.length === 0;
}

/** Of members that all allow null, `oneOf` lets none have it. */
function acceptsNull(node: SchemaNode, compiler: Compiler): boolean {
  return !node.isClosed || validatorOf(compiler.environment.contract, node.source)(null);
}

function compileNonNull(node: SchemaNode, compiler: Compiler): Producer {
  const listed = listedValues(node, compiler);
  if (node.isIdentity) return compileIdentity(node, compiler, listed);
  if (listed !== undefined) return pickProducer(listed, compiler.keyOf(node));
  return node.isClosed
    ? compileWhole(node, compiler, (part) => compilePart(part, compiler))
    : compilePart(node, compiler);
}

function compilePart(node: SchemaNode, compiler: Compiler): Producer {
  const { keywords, types } = node.schema;
  switch (types[0]) {
    case 'object':
      return compileObject(node, compiler);
    case 'array':
      return compileArray(node, compiler);
    case 'boolean':
      return compileBoolean(keywords['default'], compiler.keyOf(node));
    case 'integer':
    case 'number':
      return compileEpoch(node, compiler) ?? compileNumber(node, compiler);
    default:
      return compileString(node, compiler);
  }
}

/** The values that a schema lists, as far as the rest of it allows them, without null. */
function listedValues(node: SchemaNode, compiler: Compiler): readonly Json[] | undefined {
  const { keywords } = node.schema;
  const { contract } = compiler.environment;
  const listed = ('const' in keywords ? [keywords['const']] : keywords['enum']) as readonly Json[] | undefined;
  if (listed === undefined) return openValues(keywords['x-extensible-enum']);
  const values = listed.filter((value) => value !== null);
  if (values.length === 0 && node.schema.nullable) throw impossibleValue(contract, node, 'it lists null alone');
  const validate = validatorOf(contract, node.source);
  const allowed = values.filter((value) => validate(value));
  if (allowed.length > 0) return allowed;
  const reason = `none of ${values.map((value) => JSON.stringify(value)).join(', ') || 'its values'} satisfies the rest of it`;
  throw impossibleValue(contract, node, reason);
}

function openValues(listed: unknown): readonly Json[] | undefined {
  return Array.isArray(listed) && listed.length > 0 ? (listed as Json[]).filter((value) => value !== null) : undefined;
}

function compileBoolean(usual: unknown, key: number): Producer {
  if (typeof usual !== 'boolean') return pickProducer([true, false], key);
  return pickProducer([usual, !usual], key, [DEFAULT_CHANCE, 1 - DEFAULT_CHANCE]);
}
