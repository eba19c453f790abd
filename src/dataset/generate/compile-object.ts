import type { Json } from '../../contract/contract.ts';
import { elementWithin } from './combine-producers.ts';
import type { Compiler } from './compiler.ts';
import { hashPlace, scaleHash } from './hash.ts';
import { type At, type Codes, FEW, type Producer } from './producer.ts';
import type { Site } from './site.ts';

/** How many entries a map has at most, beyond its least, where the schema sets no bound. */
const USUAL_SPAN = 2;

/** Objects made property by property; maps with a few entries where the schema names no properties. */
export function compileObject(site: Site, compiler: Compiler): Producer {
  if (site.propertyNames.length === 0) return compileMap(site, compiler);
  const names = site.propertyNames;
  const producers = names.map((name) => compiler.compile(site.property(name) as Site));
  const makers = producers.map((producer) => producer.valueAt);
  return {
    valueAt: (variant, element, row) => {
      const object: Record<string, Json> = {};
      for (let index = 0; index < names.length; index++) {
        const value = (makers[index] as At<Json | undefined>)(variant, element, row);
        if (value !== undefined) object[names[index] as string] = value;
      }
      return object;
    },
    usesRow: producers.some(({ usesRow }) => usesRow),
    codes: producers.every(({ codes }) => codes) ? () => combineCodes(names, producers) : undefined,
  };
}

/** Every combination of the properties' values, unless there are too many. */
function combineCodes(names: readonly string[], producers: readonly Producer[]): Codes | undefined {
  let combined: Codes = { values: [{}], codeAt: () => 0 };
  for (const [index, name] of names.entries()) {
    const codes = producers[index]?.codes?.();
    if (codes === undefined || codes.values.length * combined.values.length > FEW) return undefined;
    combined = addProperty(combined, name, codes);
  }
  return combined;
}

function addProperty(objects: Codes, name: string, codes: Codes): Codes {
  const count = codes.values.length;
  const values = objects.values.flatMap((object) =>
    codes.values.map((value) => (value === undefined ? object : { ...(object as object), [name]: value })),
  );
  const { codeAt: objectAt } = objects;
  const { codeAt: propertyAt } = codes;
  return {
    values,
    codeAt: (variant, element, row) => objectAt(variant, element, row) * count + propertyAt(variant, element, row),
  };
}

function compileMap(site: Site, compiler: Compiler): Producer {
  const { additionalProperties, minProperties, maxProperties } = site.schema.keywords;
  const least = typeof minProperties === 'number' ? minProperties : 0;
  const isOpen = typeof additionalProperties === 'object' || least > 0;
  const most = isOpen
    ? Math.min(typeof maxProperties === 'number' ? maxProperties : least + USUAL_SPAN, least + USUAL_SPAN)
    : 0;
  const schema = typeof additionalProperties === 'object' ? additionalProperties : { type: 'string' };
  const entries = most === 0 ? undefined : compiler.compileValue(site.withSchema(schema, { salt: '#entry' }));
  const key = compiler.keyOf(site, 'count');
  return {
    valueAt: (variant, element, row) => {
      const object: Record<string, Json> = {};
      const count = least + scaleHash(hashPlace(key, variant, element), most - least + 1);
      for (let index = 0; index < count; index++) {
        object[`key${index + 1}`] = entries?.valueAt(variant, elementWithin(element, index), row) ?? null;
      }
      return object;
    },
    usesRow: entries?.usesRow ?? false,
    ...(most === 0 && { codes: () => ({ values: [{}], codeAt: () => 0 }) }),
  };
}
