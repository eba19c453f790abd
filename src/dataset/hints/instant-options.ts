import type { HintCall } from '../generate/compiler.ts';
import type { InstantFormat, InstantNotation } from '../generate/instant-format.ts';
import type { Site } from '../generate/site.ts';
import type { Options } from './options.ts';

/** Reads `as` and `precision`; what is not given follows from the field's schema. */
export function readInstantFormat(call: HintCall, options: Options): InstantFormat {
  const notation = options.choice('as', ['unix-ms', 'date-time', 'date']) ?? notationOf(call.site);
  const precision = options.choice('precision', ['seconds', 'milliseconds', 'microseconds']);
  if (notation === 'unix-ms' && precision === 'microseconds') call.fail('precision: unix-ms has no microseconds');
  return { notation, precision: precision ?? (notation === 'unix-ms' ? 'milliseconds' : 'seconds') };
}

/** How a schema says that an instant is written. */
export function notationOf({ schema }: Site): InstantNotation {
  if (schema.types.includes('integer') || schema.types.includes('number')) return 'unix-ms';
  return schema.keywords['format'] === 'date' ? 'date' : 'date-time';
}
