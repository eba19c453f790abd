import type { Ajv2020 } from 'ajv/dist/2020.js';
import { createAjv } from '../../../src/contract/create-ajv.ts';

/** An ajv for what targets send: of formats about which reasonable people differ, it demands only what nobody disputes. */
export function createShapeAjv(): Ajv2020 {
  const ajv = createAjv();
  ajv.addFormat('email', /^[^\s@]+@[^\s@]+$/);
  ajv.addFormat('uri', /^[a-z][a-z0-9+.-]*:\S+$/i);
  return ajv;
}
