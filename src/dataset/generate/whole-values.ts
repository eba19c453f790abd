import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { Json, JsonSchema } from '../../contract/contract.ts';
import { mergeAllOf } from '../../contract/openapi/schema-merge.ts';
import { hashPlace, scaleHash } from '../random.ts';
import { checkRow, describeFault, validatorOf } from '../row-check.ts';
import type { Compiler } from './compiler.ts';
import { impossibleValue, isImpossibleValue } from './field-errors.ts';
import { type Choice, flattenSchema } from './flat-schema.ts';
import { poolProducer } from './pool.ts';
import { dig, type Producer } from './producer.ts';
import type { SchemaNode } from './schema-node.ts';

/** How often a value is made anew before it is given up, and from when on members of a `oneOf` are told apart by force. */
const TRIES = 80;
const FORCE_FROM = 16;
/** So many places are looked at for values that are known to fit. */
const PROBES = 64;

/** Makes one value; what it is decided by is different at each try. */
type Make = Producer['valueAt'];

/**
 * Values that are made as a whole, held against their schema, and made anew until they fit: members of `oneOf` and `anyOf`, and
 * whatever `not`, `minProperties` and the like say of a value.
 *
 * @param makePart - makes values of a node that has no members to choose from, with no thought of what must hold for them as a
 *   whole
 * @throws {PagewrightError} `invalid-row` when none fits
 */
export function compileWhole(node: SchemaNode, compiler: Compiler, makePart: (node: SchemaNode) => Producer): Producer {
  const isRow = node.path.length === 0;
  const parts =
    node.schema.choices.length > 0 ? compileChoices(node, compiler) : { ...makePart(node), choose: undefined };
  const judge = isRow ? rowJudge(compiler) : valueJudge(validatorOf(compiler.environment.contract, node.source));
  const key = compiler.keyOf(node, 'try');
  const { attempt } = compiler;

  const tryOnce = (variant: number, element: number, row: number): Json | undefined => {
    const value = parts.valueAt(variant, element, row);
    if (value === undefined || judge.fits(value)) return value;
    const forced = attempt.count < FORCE_FROM ? undefined : parts.choose?.tellApart(value, variant, element);
    return forced !== undefined && judge.fits(forced) ? forced : undefined;
  };
  const tryPlace = (variant: number, element: number, row: number): Json | undefined => {
    const outer = attempt.count;
    try {
      for (let count = 0; count < TRIES; count++) {
        attempt.count = count;
        const value = tryOnce(count === 0 ? variant : hashPlace(key, variant, count), element, row);
        if (value !== undefined) return value;
      }
      return undefined;
    } finally {
      attempt.count = outer;
    }
  };
  let known: readonly number[] | undefined;
  const valueAt: Make = (variant, element, row) => {
    const value = tryPlace(variant, element, row);
    if (value !== undefined) return value;
    known ??= Array.from({ length: PROBES }, (_, place) => place).filter(
      (place) => tryPlace(place, 0, 0) !== undefined,
    );
    const place = known[scaleHash(hashPlace(key, variant, element), known.length)];
    return place === undefined ? parts.valueAt(variant, element, row) : tryPlace(place, element, row);
  };
  if (tryPlace(0, 0, 0) === undefined && tryPlace(1, 0, 1) === undefined) {
    throw impossibleValue(compiler.environment.contract, node, judge.reason());
  }
  return isRow || compiler.dependsOnRow(node) ? { valueAt, usesRow: true } : pooled(node, compiler, valueAt);
}

/** A thousand values are made, and each place has one of them. */
function pooled(node: SchemaNode, compiler: Compiler, make: Make): Producer {
  const { seed, now, pools } = compiler.environment;
  const key = compiler.keyOf(node, 'pool');
  const pool = pools.get(`${seed}\n${now}\n${node.name}${node.salt}\nwhole`, (index) => {
    return make(index === 0 ? 0 : hashPlace(key, index, 0), 0, 0) as Json;
  });
  return poolProducer(pool, compiler.keyOf(node));
}

/** Says whether a value fits, and why the last one did not. */
interface Judge {
  fits(value: Json): boolean;
  reason(): string;
}

function valueJudge(validate: ValidateFunction): Judge {
  let last = '';
  return {
    fits: (value) => {
      if (validate(value)) return true;
      last = describeFault(validate, value);
      return false;
    },
    reason: () => last,
  };
}

function rowJudge({ environment: { contract } }: Compiler): Judge {
  let last = '';
  return {
    fits: (value) => {
      const [fault] = checkRow(contract, value);
      const identity = dig(value, contract.identity.path);
      if (fault === undefined && identity !== undefined && identity !== null) return true;
      last =
        fault === undefined ? `it has no ${contract.identity.name}` : `${fault.path.join('/')} ${fault.message}`.trim();
      return false;
    },
    reason: () => last,
  };
}

/** What makes values by the members of `oneOf` and `anyOf`. */
interface Chooser {
  readonly valueAt: Make;
  readonly choose: {
    /**
     * Lets an object fit one member of each `oneOf` only: it gets a property that another member knows, with a value that this
     * member does not take.
     */
    tellApart(value: Json, variant: number, element: number): Json | undefined;
  };
}

function compileChoices(node: SchemaNode, compiler: Compiler): Chooser {
  const { choices } = node.schema;
  const common = commonParts(node.source);
  const usable = choices.map((choice) => endingMembers(node, choice));
  const keys = choices.map((_, index) => compiler.keyOf(node, index === 0 ? 'alternative' : `alternative ${index}`));
  const made = new Map<string, Producer | undefined>();
  const chosenAt = (variant: number, element: number): readonly number[] =>
    usable.map((members, index) => {
      return members[scaleHash(hashPlace(keys[index] as number, variant, element), members.length)] ?? 0;
    });
  const compileMembers = (chosen: readonly number[]): Producer | undefined => {
    const members = chosen.map((member, index) => (choices[index] as Choice).members[member] as JsonSchema);
    const schema = { allOf: [...common, ...members] };
    const salt = chosen.map((member) => `#${member}`).join('');
    try {
      return compiler.compileValue(node.withSchema(schema, { salt, isVaried: true }));
    } catch (error) {
      // There are others to choose.
      if (isImpossibleValue(error)) return undefined;
      throw error;
    }
  };
  return {
    valueAt: (variant, element, row) => {
      const chosen = chosenAt(variant, element);
      const name = chosen.join();
      if (!made.has(name)) made.set(name, compileMembers(chosen));
      return made.get(name)?.valueAt(variant, element, row);
    },
    choose: {
      tellApart: (value, variant, element) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
        const object = { ...value } as Record<string, Json>;
        for (const [index, chosen] of chosenAt(variant, element).entries()) {
          spoilOthers(object, choices[index] as Choice, chosen, node, compiler);
        }
        return object;
      },
    },
  };
}

/** Makes an object that fits several members of a `oneOf` fit the chosen one only, where that can be done. */
function spoilOthers(
  object: Record<string, Json>,
  { isExclusive, members }: Choice,
  chosen: number,
  node: SchemaNode,
  compiler: Compiler,
): void {
  if (!isExclusive) return;
  const own = flattenSchema(members[chosen]).properties;
  const isTaken = (name: string): boolean => own.has(name) || node.schema.properties.has(name);
  for (const [other, member] of members.entries()) {
    if (other === chosen || !validatorOf(compiler.environment.contract, member)(object)) continue;
    spoil(object, member, isTaken, compiler);
  }
}

const ODD_VALUES: readonly Json[] = [0, '', false, [], {}];

/** Gives an object a property that a schema does not take. */
function spoil(
  object: Record<string, Json>,
  schema: JsonSchema,
  isTaken: (name: string) => boolean,
  { environment: { contract } }: Compiler,
): void {
  const { properties, keywords } = flattenSchema(schema);
  const others =
    keywords['additionalProperties'] === undefined ? [] : [['other', keywords['additionalProperties']] as const];
  for (const [name, property] of [...properties, ...others]) {
    if (isTaken(name)) continue;
    const odd = ODD_VALUES.find((value) => !validatorOf(contract, property)(value));
    if (odd === undefined) continue;
    object[name] = odd;
    return;
  }
}

/** Of members that lead back to where a schema has to end, only those that do not; all where there is no other. */
function endingMembers(node: SchemaNode, { members }: Choice): readonly number[] {
  const all = members.map((_, index) => index);
  const ending = all.filter((index) => !node.leadsBack(members[index]));
  return ending.length > 0 ? ending : all;
}

/** What is looked at when the whole is judged, and would stand in the way of the parts. */
const JUDGED = [
  'oneOf',
  'anyOf',
  'allOf',
  'not',
  'unevaluatedProperties',
  'unevaluatedItems',
  'discriminator',
  'x-faker',
];

/** What a schema says beside its members. */
function commonParts(source: unknown): readonly JsonSchema[] {
  const { allOf = [], ...own } = mergeAllOf(source) as JsonSchema & { readonly allOf?: readonly JsonSchema[] };
  return [own as JsonSchema, ...allOf].map((part) =>
    Object.fromEntries(Object.entries(part).filter(([keyword]) => !JUDGED.includes(keyword))),
  );
}
