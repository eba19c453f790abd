import type { Json } from '../../contract/contract.ts';
import { compileRowNumber } from '../hints/row-number.ts';
import { pickProducer } from '../hints/row-pick.ts';
import { chanceTest } from './chance-test.ts';
import { constantProducer, selectProducer } from './combine-producers.ts';
import { compileArray } from './compile-array.ts';
import { compileNumber } from './compile-number.ts';
import { compileObject } from './compile-object.ts';
import { compileString } from './compile-string.ts';
import type { Compiler } from './compiler.ts';
import { hashPlace, scaleHash } from './hash.ts';
import type { Producer, Test } from './producer.ts';
import type { Site } from './site.ts';
import { synthesizeCall } from './synthesize-call.ts';

/** How often a field that may be null is. */
const NULL_CHANCE = 0.15;

/** How often a boolean with a default has it. */
const DEFAULT_CHANCE = 0.8;

/** Makes values that a schema allows, without any hint. Null is among them where the schema allows it. */
export function compileSchema(site: Site, compiler: Compiler): Producer {
  return site.schema.types.length === 0 && site.schema.keywords['type'] !== undefined
    ? constantProducer(null)
    : orNull(compileNonNull(site, compiler), site, compiler);
}

/** Puts null in place of some of a producer's values, where the schema allows it; never for an identity. */
export function orNull(producer: Producer, site: Site, compiler: Compiler): Producer {
  const isReal = realTest(site, compiler);
  return isReal === undefined ? producer : selectProducer(isReal, producer, constantProducer(null));
}

/** Where a field that its schema alone makes is not null; `undefined` where it never is. */
export function realTest(site: Site, compiler: Compiler): Test | undefined {
  if (!site.schema.nullable || site.isIdentity) return undefined;
  return chanceTest(compiler.keyOf(site, 'null'), 1 - NULL_CHANCE);
}

function compileNonNull(site: Site, compiler: Compiler): Producer {
  const { keywords, types, alternatives } = site.schema;
  const choices = choicesOf(site);
  if (choices !== undefined) return pickProducer(choices, compiler.keyOf(site));
  if (alternatives.length > 0) return compileAlternatives(site, compiler);
  switch (types[0]) {
    case 'object':
      return compileObject(site, compiler);
    case 'array':
      return compileArray(site, compiler);
    case 'boolean':
      return compileBoolean(keywords['default'], compiler.keyOf(site));
    case 'integer':
    case 'number':
      return site.isIdentity
        ? compileRowNumber(synthesizeCall(site, compiler, 'row.number'))
        : compileNumber(site, compiler);
    default:
      return compileString(site, compiler);
  }
}

/** The values that a schema lists, without null. */
function choicesOf({ schema }: Site): readonly Json[] | undefined {
  const { keywords } = schema;
  if ('const' in keywords) return [keywords['const'] as Json];
  const listed = (keywords['enum'] ?? keywords['x-extensible-enum']) as readonly Json[] | undefined;
  const choices = listed?.filter((value) => value !== null) ?? [];
  return choices.length > 0 ? choices : undefined;
}

function compileBoolean(usual: unknown, key: number): Producer {
  if (typeof usual !== 'boolean') return pickProducer([true, false], key);
  return pickProducer([usual, !usual], key, [DEFAULT_CHANCE, 1 - DEFAULT_CHANCE]);
}

/** One member of `oneOf` or `anyOf` for each row, all alike often. */
function compileAlternatives(site: Site, compiler: Compiler): Producer {
  const { oneOf: _oneOf, anyOf: _anyOf, 'x-faker': _hint, ...common } = site.schema.keywords;
  const producers = site.schema.alternatives.map((alternative, index) =>
    compiler.compileValue(site.withSchema({ allOf: [common, alternative] }, { salt: `#${index}` })),
  );
  const key = compiler.keyOf(site, 'alternative');
  return {
    valueAt: (variant, element, row) =>
      producers[scaleHash(hashPlace(key, variant, element), producers.length)]?.valueAt(variant, element, row),
    usesRow: producers.some(({ usesRow }) => usesRow),
  };
}
