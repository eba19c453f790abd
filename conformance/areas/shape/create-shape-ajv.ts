import type { Ajv2020 } from 'ajv/dist/2020.js';
import { createAjv } from '../../../src/contract/create-ajv.ts';
import { parseInstant } from '../../../src/contract/parse-instant.ts';

/** With the T of RFC 3339 between date and time: the space that it also allows is for readers, not for programs. */
function isDateTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T/i.test(text) && /(?:Z|[+-]\d{2}:\d{2})$/i.test(text) && parseInstant(text) !== undefined;
}

/** An ajv for what targets send: of formats about which reasonable people differ, it demands only what nobody disputes. */
export function createShapeAjv(): Ajv2020 {
  const ajv = createAjv();
  ajv.addFormat('email', /^[^\s@]+@[^\s@]+$/);
  ajv.addFormat('uri', /^[a-z][a-z0-9+.-]*:\S+$/i);
  ajv.addFormat('date-time', { validate: isDateTime });
  return ajv;
}
