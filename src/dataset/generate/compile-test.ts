import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { Json } from '../../contract/contract.ts';
import type { Compiler } from './compiler.ts';
import { fillCodes, fillTest } from './fill.ts';
import { mentionedProperties } from './mentioned-properties.ts';
import type { At, Codes, Producer, Test } from './producer.ts';
import type { Site } from './site.ts';
import { validatorOf } from './validators.ts';

/**
 * A test of the object at a site that looks only at the properties that the schema speaks of.
 *
 * @param schema - must hold for the object
 * @param object - the site of the object
 * @param self - the property that depends on the outcome; it is taken to be there
 */
export function compileTest(schema: unknown, object: Site, self: Site | undefined, compiler: Compiler): Test {
  const validate = validatorOf(compiler.environment.contract, schema);
  const names = [...mentionedProperties(schema)].filter((name) => object.propertyNames.includes(name));
  const producers = names.map((name) => {
    const site = object.property(name) as Site;
    return site.name === self?.name ? compiler.compileValue(site) : compiler.refer(site.path, site);
  });
  const judge = judgeValues(validate, names);
  const [only] = producers;
  const usesRow = producers.some((producer) => producer.usesRow);
  if (only?.codes !== undefined && producers.length === 1) return judgeCodes(only, (value) => judge([value]));
  return {
    at: (variant, element, row) => judge(producers.map((producer) => producer.valueAt(variant, element, row))),
    usesRow,
  };
}

function judgeValues(
  validate: ValidateFunction,
  names: readonly string[],
): (values: readonly (Json | undefined)[]) => boolean {
  return (values) => {
    const present = names.flatMap((name, index) =>
      values[index] === undefined ? [] : [[name, values[index]] as const],
    );
    return validate(Object.fromEntries(present));
  };
}

/** Judges each of the few values once. */
function judgeCodes(producer: Producer, judge: (value: Json | undefined) => boolean): Test {
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
