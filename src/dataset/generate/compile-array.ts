import type { Json } from '../../contract/contract.ts';
import { ELEMENTS, elementWithin } from './combine-producers.ts';
import type { Compiler } from './compiler.ts';
import { hashPlace, scaleHash } from './hash.ts';
import type { At, Codes, Fill, Producer } from './producer.ts';
import type { Site } from './site.ts';

/** So many different arrays there are, apart from what follows from the row. */
const VARIANTS = 1024;
const MASK = VARIANTS - 1;

/** How many elements an array has at most, beyond its least, where the schema sets no bound. */
const USUAL_SPAN = 2;

/** How often another element is tried in place of one that is there already. */
const TRIES = 20;

/** How the arrays at a site are made. */
export interface ArrayPlan {
  readonly variantAt: At<number>;
  /** Only for arrays that do not lie in others. */
  readonly fillVariants: Fill<Uint16Array>;
  readonly countAt: (variant: number, element: number) => number;
}

export function planArray(site: Site, compiler: Compiler): ArrayPlan {
  const { minItems, maxItems } = site.schema.keywords;
  const least = Math.min(typeof minItems === 'number' ? minItems : 0, ELEMENTS - 1);
  const most = Math.min(typeof maxItems === 'number' ? Math.max(maxItems, least) : least + USUAL_SPAN, ELEMENTS - 1);
  const key = compiler.keyOf(site, 'count');
  const variantKey = compiler.keyOf(site, 'variant');
  return {
    // An array within an array has the variant of the outer one.
    variantAt: site.depth === 0 ? (variant) => hashPlace(variantKey, variant, 0) & MASK : (variant) => variant,
    fillVariants: (target, first) => fillVariants(target, first, variantKey),
    countAt: (variant, element) => least + scaleHash(hashPlace(key, variant, element), most - least + 1),
  };
}

function fillVariants(target: Uint16Array, first: number, key: number): void {
  for (let index = 0; index < target.length; index++) target[index] = hashPlace(key, first + index, 0) & MASK;
}

/** Arrays with as many elements as a schema allows, up to two by default. */
export function compileArray(site: Site, compiler: Compiler): Producer {
  const plan = planArray(site, compiler);
  const { variantAt, countAt } = plan;
  const items = compiler.compile(site.items());
  const isUnique = site.schema.keywords['uniqueItems'] === true;
  const collect = isUnique ? collectUnique : collectAll;
  const valueAt: At<Json> = (variant, element, row) => {
    const own = variantAt(variant, element, row);
    return collect(countAt(own, element), (index) => items.valueAt(own, elementWithin(element, index), row));
  };
  const usesRow = items.usesRow;
  return { valueAt, usesRow, ...(site.depth === 0 && !usesRow && { codes: () => codesOfVariants(plan, collectAt) }) };

  function collectAt(variant: number): Json {
    return collect(countAt(variant, 0), (index) => items.valueAt(variant, elementWithin(0, index), 0));
  }
}

/** All variants of an array that does not depend on its row. */
export function codesOfVariants({ variantAt, fillVariants }: ArrayPlan, valueAt: (variant: number) => Json): Codes {
  const values = Array.from({ length: VARIANTS }, (_, variant) => valueAt(variant));
  return { values, codeAt: variantAt, fill: fillVariants };
}

function collectAll(count: number, elementAt: (index: number) => Json | undefined): Json {
  const elements: Json[] = [];
  for (let index = 0; index < count; index++) elements.push(elementAt(index) ?? null);
  return elements;
}

function collectUnique(count: number, elementAt: (index: number) => Json | undefined): Json {
  const elements = new Map<string, Json>();
  for (let index = 0; index < count + TRIES && elements.size < count; index++) {
    const element = elementAt(index) ?? null;
    const text = JSON.stringify(element);
    if (!elements.has(text)) elements.set(text, element);
  }
  return [...elements.values()];
}
