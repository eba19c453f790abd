import type { Contract, Json } from '../../contract/contract.ts';
import { hashPlace } from '../random.ts';
import type { Producer } from './producer.ts';

/** Values made once and used again and again. Each is made when it is first asked for. */
export interface Pool {
  readonly size: number;
  at(index: number): Json;
  /** Its distinct values, and which of them stands at each index. Makes all that are not yet made. */
  distinct(): { readonly values: readonly Json[]; readonly codes: Uint16Array };
}

/** Enough for variety, few enough to be made in an instant. */
const POOL_SIZE = 1024;

/**
 * @param make - the value at an index from 0 to `POOL_SIZE` - 1; always the same for the same index
 */
function createPool(make: (index: number) => Json): Pool {
  const made: (Json | undefined)[] = new Array(POOL_SIZE);
  const at = (index: number): Json => {
    const known = made[index];
    if (known !== undefined) return known;
    const value = freezeDeep(make(index));
    made[index] = value;
    return value;
  };
  let distinct: ReturnType<Pool['distinct']> | undefined;
  return {
    size: POOL_SIZE,
    at,
    distinct: () => {
      distinct ??= encode(Array.from({ length: POOL_SIZE }, (_, index) => at(index)));
      return distinct;
    },
  };
}

function encode(all: readonly Json[]): { values: Json[]; codes: Uint16Array } {
  const known = new Map<string, number>();
  const values: Json[] = [];
  const codes = Uint16Array.from(all, (value) => {
    const text = JSON.stringify(value);
    const code = known.get(text);
    if (code !== undefined) return code;
    known.set(text, values.length);
    return values.push(value) - 1;
  });
  return { values, codes };
}

/** The index of a pool at which the hash of a place points. The size is a power of two, so its low bits will do. */
const MASK = POOL_SIZE - 1;

/** Values of a pool, chosen by a key. */
export function poolProducer(pool: Pool, key: number): Producer {
  return {
    valueAt: (variant, element) => pool.at(hashPlace(key, variant, element) & MASK),
    usesRow: false,
    codes: () => {
      const { values, codes } = pool.distinct();
      return {
        values,
        codeAt: (variant, element) => codes[hashPlace(key, variant, element) & MASK] as number,
        fill: (target, first) => fillCodes(target, first, key, codes),
      };
    },
  };
}

function fillCodes(target: Uint16Array, first: number, key: number, codes: Uint16Array): void {
  for (let index = 0; index < target.length; index++) {
    target[index] = codes[hashPlace(key, first + index, 0) & MASK] as number;
  }
}

/** A frozen copy, as it will be part of many rows. */
export function keepValue<Value>(value: Value): Value {
  return freezeDeep(structuredClone(value));
}

function freezeDeep<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) freezeDeep(part);
  }
  return value;
}

/** Pools by what they hold, so that the sources of a contract share them. */
export interface PoolStore {
  get(key: string, make: (index: number) => Json): Pool;
}

const stores = new WeakMap<Contract, PoolStore>();

/** More than the fields of any contract; a process that goes through many seeds starts anew at this number. */
const MAX_POOLS = 500;

export function poolsOf(contract: Contract): PoolStore {
  const known = stores.get(contract);
  if (known !== undefined) return known;
  const pools = new Map<string, Pool>();
  const store: PoolStore = {
    get: (key, make) => {
      const pool = pools.get(key) ?? createPool(make);
      if (pools.size >= MAX_POOLS) pools.clear();
      pools.set(key, pool);
      return pool;
    },
  };
  stores.set(contract, store);
  return store;
}

/** Lets go of the pools of a contract: whoever makes rows of it next makes the same values again. */
export function forgetPools(contract: Contract): void {
  stores.delete(contract);
}
