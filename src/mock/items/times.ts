import type { Json, JsonSchema } from '../../contract/contract.ts';
import { boundsOf, typesOf, withoutNull } from '../../contract/openapi/schema-branches.ts';
import { parseInstant } from '../../contract/time.ts';

/** Which moment of a row a field holds. */
export type RowTime = 'created' | 'updated';

const PARTS = '(?:at|on|time|date|datetime|timestamp|utc|ts)?';
const CREATED = new RegExp(`^(?:date|time)?(?:created|create|creation|inserted)${PARTS}$`);
const UPDATED = new RegExp(`^(?:date|time)?(?:last)?(?:updated|update|modified|modification|changed)${PARTS}$`);

/**
 * Which moment a field holds, by its name: `createdAt`, `date_created`, `lastModifiedDateTime`.
 *
 * @returns `undefined` for any other name
 */
export function timeOf(name: string): RowTime | undefined {
  const bare = name.replace(/[^a-z]/gi, '').toLowerCase();
  if (CREATED.test(bare)) return 'created';
  return UPDATED.test(bare) ? 'updated' : undefined;
}

/** Numbers above this are milliseconds, not seconds: as seconds they are the year 5138. */
const MAX_SECONDS = 1e11;

/**
 * Writes a point in time as the values of a field are.
 *
 * @param now - milliseconds since 1970
 * @param model - a value of the field, of this row or another
 * @returns `undefined` when the field holds no time
 */
export function writeNow(now: number, schema: JsonSchema, model: Json | undefined): Json | undefined {
  const types = typesOf(schema);
  const { format } = withoutNull(schema);
  if (types.includes('integer') || types.includes('number')) {
    return isInMilliseconds(schema, model) ? now : Math.floor(now / 1000);
  }
  if (types.length > 0 && !types.includes('string')) return undefined;
  const text = new Date(now).toISOString();
  const known = typeof model === 'string' && parseInstant(model) !== undefined ? model : '';
  if (format === 'date' || /^\d{4}-\d\d-\d\d$/.test(known)) return text.slice(0, 10);
  if (format !== 'date-time' && known === '') return undefined;
  return /\.\d{3}Z$/.test(known) ? text : text.replace('.000Z', 'Z');
}

function isInMilliseconds(schema: JsonSchema, model: Json | undefined): boolean {
  const { minimum = 0 } = boundsOf(schema);
  const known = typeof model === 'number' ? model : Math.max(Number(schema['example'] ?? 0), minimum);
  return known > MAX_SECONDS;
}
