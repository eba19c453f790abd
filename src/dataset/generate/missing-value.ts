import type { Site } from './site.ts';

/** What stands where a field has no value: null where its schema allows that, otherwise the field is left out. */
export function missingValue({ schema }: Site): null | undefined {
  return schema.nullable ? null : undefined;
}
