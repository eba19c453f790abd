import type { TokenPolicy } from '../contract/contract.ts';
import { createSeal } from './seal.ts';
import { type Binding, createDigest } from './token-codec.ts';

/** What a token that is an integer says: the row in a slot of a table, and which side of it. */
export interface SlotTarget {
  readonly side: 'after' | 'before';
  /** `end`: before the end of the list lies its last page. */
  readonly slot: number | 'end';
}

/** Turns slots into integers and back, without keeping any. */
export interface IntegerCodec {
  mint(target: SlotTarget, binding: Binding): string;
  /** @returns `undefined` for everything that `mint` did not make for the same binding */
  open(token: string, binding: Binding): SlotTarget | undefined;
}

const SLOT_BITS = 24;
/** A token has a bit for the side. */
const SIDE = 2;
const MAX_CODE_BITS = 28;
const DIGITS = /^[1-9]\d{0,15}$/;
/** The version and the variant of a UUID stand between the digits. */
const UUID = /^(\d{8})-(\d{4})-4(\d{3})-8(\d{3})-(\d{12})$/;

/**
 * Creates the codec of tokens that are integers. An integer has no room for the key of a row: it names the row's slot, which
 * stays right while other rows come and go, and as much of a code over slot and binding as fits.
 *
 * @param key - the secret
 * @param contractId - tokens of other contracts are not accepted
 */
export function createIntegerCodec(
  { integer, boundTo }: TokenPolicy,
  key: string | Uint8Array,
  contractId: string,
): IntegerCodec {
  const { maximum, form } = integer ?? { maximum: Number.MAX_SAFE_INTEGER, form: 'number' };
  const seal = createSeal(key, `page number 1 ${contractId}`);
  const digestOf = createDigest(seal, boundTo);
  const bits = Math.floor(Math.log2(maximum + 1));
  const slotBits = Math.min(SLOT_BITS, bits - 9);
  const codes = 2 ** Math.min(MAX_CODE_BITS, bits - slotBits - 1);
  const end = 2 ** slotBits - 1;

  /** Never 0, which some APIs have for the first page. */
  function codeOf(rest: number, binding: Binding): number {
    const digest = Buffer.from(seal.digest(`${rest} ${digestOf(binding)}`), 'base64url');
    return (digest.readUInt32BE(0) % (codes - 1)) + 1;
  }

  return {
    mint({ side, slot }, binding) {
      const rest = (slot === 'end' ? end : slot) * SIDE + (side === 'before' ? 1 : 0);
      const digits = String(codeOf(rest, binding) * 2 ** slotBits * SIDE + rest);
      return form === 'uuid' ? toUuid(digits) : digits;
    },
    open(token, binding) {
      const digits = form === 'uuid' ? readUuid(token) : token;
      if (digits === undefined || !DIGITS.test(digits)) return undefined;
      const value = Number(digits);
      const rest = value % (2 ** slotBits * SIDE);
      if (Math.floor(value / (2 ** slotBits * SIDE)) !== codeOf(rest, binding)) return undefined;
      const slot = Math.floor(rest / SIDE);
      return { side: rest % SIDE === 1 ? 'before' : 'after', slot: slot === end ? 'end' : slot };
    },
  };
}

function toUuid(digits: string): string {
  const all = digits.padStart(30, '0');
  return `${all.slice(0, 8)}-${all.slice(8, 12)}-4${all.slice(12, 15)}-8${all.slice(15, 18)}-${all.slice(18)}`;
}

function readUuid(token: string): string | undefined {
  return UUID.exec(token)?.slice(1).join('').replace(/^0+/, '');
}
