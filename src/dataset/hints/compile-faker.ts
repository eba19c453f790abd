import type { Json } from '../../contract/contract.ts';
import type { HintCall } from '../generate/compiler.ts';
import { hashPlace } from '../generate/hash.ts';
import { poolProducer } from '../generate/pool.ts';
import type { Producer } from '../generate/producer.ts';
import { coerceValue } from './coerce-value.ts';
import { type FakerMethod, fakerMethods } from './faker-methods.ts';
import { compileRowUuid } from './row-uuid.ts';
import { didYouMean } from './suggest-names.ts';

/**
 * `company.name`, `{ finance.amount: [10, 5000, 2] }`: any method of faker. As the methods take their time, a thousand values
 * are made and each row has one of them.
 */
export function compileFaker(call: HintCall): Producer {
  const { hint, site, compiler } = call;
  const method = fakerMethods().get(hint.name);
  if (method === undefined) {
    const what = hint.name.includes('.') ? 'there is no such generator' : 'expected module.method, as in company.name';
    call.fail(`${what}${didYouMean(hint.name, fakerMethods().keys())}`);
  }
  if (site.isIdentity) return compileIdentity(call);
  tryMethod(call, method);
  const { seed, now, pools } = compiler.environment;
  const poolKey = compiler.keyOf(site, 'pool');
  const pool = pools.get(`${seed}\n${now}\n${site.name}${site.salt}\n${hint.text}`, (index) =>
    callMethod(call, method, hashPlace(poolKey, index, 0)),
  );
  return poolProducer(pool, compiler.keyOf(site));
}

/** Faker repeats itself, and an identity may not. */
function compileIdentity(call: HintCall): Producer {
  if (call.hint.name === 'string.uuid') return compileRowUuid({ ...call, hint: { ...call.hint, arguments: [] } });
  return call.fail(
    'the identity must be different in every row, which faker does not promise; ' +
      'use row.number, row.uuid, row.token, or row.text with {#} beside fixed text',
  );
}

function tryMethod(call: HintCall, method: FakerMethod): void {
  callMethod(call, method, 0);
}

function callMethod(call: HintCall, method: FakerMethod, choice: number): Json {
  const { hint, site, compiler } = call;
  const value = attempt(call, () => method(choice, compiler.environment.now, hint.arguments));
  const coerced = coerceValue(value, site.schema);
  return coerced === undefined
    ? call.fail(`it gives ${String(value)}, which JSON has no form for; check its arguments`)
    : coerced;
}

function attempt(call: HintCall, run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return call.fail(`faker does not accept these arguments: ${(error as Error).message}`);
  }
}
