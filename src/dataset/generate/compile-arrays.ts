import type { Json } from '../../contract/contract.ts';
import { hashPlace, scaleHash } from '../random.ts';
import type { Compiler } from './compiler.ts';
import { isImpossibleValue } from './field-errors.ts';
import {
  type At,
  type Codes,
  constantProducer,
  ELEMENTS,
  elementWithin,
  type Fill,
  type Producer,
} from './producer.ts';
import type { SchemaNode } from './schema-node.ts';

/** So many different arrays there are, apart from what follows from the row. */
const VARIANTS = 1024;
const MASK = VARIANTS - 1;

/** How many elements an array has at most, beyond its least, where the schema sets no bound, and where it does. */
const DEFAULT_EXTRA_ITEMS = 2;
const MAX_EXTRA_ITEMS = 5;

/** How often another element is tried in place of one that is there already. */
const TRIES = 20;

/** How the arrays at a node are made. */
interface ArrayPlan {
  readonly variantAt: At<number>;
  /** Only for arrays that do not lie in others. */
  readonly fillVariants: Fill<Uint16Array>;
  readonly countAt: (variant: number, element: number) => number;
}

export function planArray(node: SchemaNode, compiler: Compiler): ArrayPlan {
  const { least, most } = countsOf(node);
  const key = compiler.keyOf(node, 'count');
  const variantKey = compiler.keyOf(node, 'variant');
  return {
    // An array within an array has the variant of the outer one.
    variantAt: node.depth === 0 ? (variant) => hashPlace(variantKey, variant, 0) & MASK : (variant) => variant,
    fillVariants: (target, first) => fillVariants(target, first, variantKey),
    countAt: (variant, element) => least + scaleHash(hashPlace(key, variant, element), most - least + 1),
  };
}

function countsOf({ schema: { keywords }, isLast }: SchemaNode): { readonly least: number; readonly most: number } {
  const { minItems, maxItems, contains, minContains, prefixItems } = keywords;
  const contained = contains === undefined ? 0 : typeof minContains === 'number' ? minContains : 1;
  const written = Math.max(typeof minItems === 'number' ? minItems : 0, contained);
  const least = Math.min(Math.ceil(written), ELEMENTS - 1);
  const prefix = Array.isArray(prefixItems) ? prefixItems.length : 0;
  if (isLast && prefix === 0) return { least, most: least };
  const usual = Math.max(least + (maxItems === undefined ? DEFAULT_EXTRA_ITEMS : MAX_EXTRA_ITEMS), prefix);
  const most = Math.min(
    typeof maxItems === 'number' ? Math.max(Math.floor(maxItems), least) : usual,
    usual,
    ELEMENTS - 1,
  );
  // A list whose places have meanings is whole.
  if (prefix > 0)
    return {
      least: Math.max(least, Math.min(prefix, most)),
      most: keywords['items'] === false ? Math.max(least, Math.min(prefix, most)) : most,
    };
  return { least, most };
}

function fillVariants(target: Uint16Array, first: number, key: number): void {
  for (let index = 0; index < target.length; index++) target[index] = hashPlace(key, first + index, 0) & MASK;
}

/** Arrays with as many elements as a schema allows, up to two by default. */
export function compileArray(node: SchemaNode, compiler: Compiler): Producer {
  const plan = planArray(node, compiler);
  const { variantAt, countAt } = plan;
  const items = compileItems(node, compiler);
  if (items.most === 0) return constantProducer([]);
  const sizeAt = (variant: number, element: number): number => Math.min(countAt(variant, element), items.most);
  const isUnique = node.schema.keywords['uniqueItems'] === true;
  const collect = isUnique ? collectUnique : collectAll;
  const valueAt: At<Json> = (variant, element, row) => {
    const own = variantAt(variant, element, row);
    return collect(sizeAt(own, element), (index) => items.at(index, own, elementWithin(element, index), row));
  };
  const { usesRow } = items;
  return { valueAt, usesRow, ...(node.depth === 0 && !usesRow && { codes: () => codesOfVariants(plan, collectAt) }) };

  function collectAt(variant: number): Json {
    return collect(sizeAt(variant, 0), (index) => items.at(index, variant, elementWithin(0, index), 0));
  }
}

/** The elements of an array, some of which have a place or a purpose of their own. */
interface Items {
  readonly usesRow: boolean;
  /** No array has more. */
  readonly most: number;
  at(index: number, variant: number, element: number, row: number): Json | undefined;
}

/** @throws {PagewrightError} `invalid-row` where an element is needed and none fits */
function compileItems(node: SchemaNode, compiler: Compiler): Items {
  const { prefixItems, contains, minContains, items } = node.schema.keywords;
  const prefix = Array.isArray(prefixItems) ? (prefixItems as unknown[]) : [];
  const demanded = contains === undefined ? 0 : typeof minContains === 'number' ? minContains : 1;
  const { least } = countsOf(node);
  const compileElement = (at: () => SchemaNode, isNeeded: boolean): Producer | undefined => {
    try {
      return compiler.compile(at());
    } catch (error) {
      if (isNeeded || !isImpossibleValue(error)) throw error;
      return undefined;
    }
  };
  const first: Producer[] = [];
  for (const [index, schema] of prefix.entries()) {
    const producer = compileElement(() => node.within('*', schema, `#${index}`), index < least);
    if (producer === undefined) break;
    first.push(producer);
  }
  const isWhole = first.length === prefix.length;
  const soughtSchema = { allOf: [items ?? {}, contains] };
  const sought =
    demanded > 0 && isWhole ? compileElement(() => node.within('*', soughtSchema, '#contains'), false) : undefined;
  const isNeeded = least > first.length && sought === undefined;
  const rest = items === false || !isWhole ? undefined : compileElement(() => node.items(), isNeeded);
  const producerAt = (index: number): Producer | undefined =>
    first[index] ?? (index - first.length < demanded ? sought : rest) ?? rest ?? sought;
  return {
    usesRow: [...first, sought, rest].some((producer) => producer?.usesRow === true),
    most: rest === undefined && sought === undefined ? first.length : Number.POSITIVE_INFINITY,
    at: (index, variant, element, row) => producerAt(index)?.valueAt(variant, element, row),
  };
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
