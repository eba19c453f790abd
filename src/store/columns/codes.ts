/** One small whole number for each row. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/**
 * @param size - how many rows
 * @param distinct - how many codes, counted from 0
 * @returns zeros in the narrowest array that holds such codes
 */
export function createCodes(size: number, distinct: number): Codes {
  if (distinct <= 0x100) return new Uint8Array(size);
  return distinct <= 0x10000 ? new Uint16Array(size) : new Uint32Array(size);
}
