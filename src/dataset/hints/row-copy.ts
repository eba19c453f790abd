import { nullForAbsent } from '../generate/combine-producers.ts';
import type { HintCall } from '../generate/compiler.ts';
import type { Producer } from '../generate/producer.ts';
import { readOptions } from './options.ts';
import { referTo } from './refer-to.ts';

/**
 * `row.copy { field }`: the value of another field of the same row.
 *
 * - `field`: a path from the item. Within an array, `*` is the element that this field lies in itself:
 *   `contracts/*\/created`
 *
 * Where the other field is absent, this one is too, or null where it must be there.
 */
export function compileRowCopy(call: HintCall): Producer {
  const { isRequired, schema } = call.site;
  const base = referTo(call, readOptions(call, ['field']).value('field'));
  return isRequired && schema.nullable ? nullForAbsent(base) : base;
}
