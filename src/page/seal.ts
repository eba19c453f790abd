import { createHmac, timingSafeEqual } from 'node:crypto';

/** Makes texts that only the holder of the key can make, and tells them from others. */
export interface Seal {
  /**
   * @param text - anything without lone surrogates
   * @returns the text and its code, in base64url
   */
  close(text: string): string;
  /** @returns the text, or `undefined` for anything that `close` did not make, to the letter */
  open(sealed: string): string | undefined;
  /** A short code of a text that cannot be told without the key: 11 characters. */
  digest(text: string): string;
}

const CODE_BYTES = 16;
const DIGEST_BYTES = 8;

/**
 * Creates a seal: HMAC-SHA256, cut to 128 bits.
 *
 * @param key - the secret
 * @param domain - what the seal is for: texts sealed for another domain with the same key do not open
 */
export function createSeal(key: string | Uint8Array, domain: string): Seal {
  const derived = createHmac('sha256', key).update(domain).digest();
  const authenticate = (text: Buffer | string): Buffer => createHmac('sha256', derived).update(text).digest();
  return {
    close(text) {
      const bytes = Buffer.from(text, 'utf8');
      return Buffer.concat([bytes, authenticate(bytes).subarray(0, CODE_BYTES)]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < CODE_BYTES) return undefined;
      const text = bytes.subarray(0, -CODE_BYTES);
      if (!timingSafeEqual(authenticate(text).subarray(0, CODE_BYTES), bytes.subarray(-CODE_BYTES))) return undefined;
      // Decoding base64 overlooks foreign characters and spare bits: only the one spelling that `close` gives counts.
      return bytes.toString('base64url') === sealed ? text.toString('utf8') : undefined;
    },
    digest: (text) => authenticate(text).toString('base64url', 0, DIGEST_BYTES),
  };
}
