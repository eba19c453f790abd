import { chanceTest } from '../generate/chance-test.ts';
import { constantProducer, selectProducer } from '../generate/combine-producers.ts';
import type { HintCall } from '../generate/compiler.ts';
import { missingValue } from '../generate/missing-value.ts';
import type { Producer } from '../generate/producer.ts';
import { parseHint } from './hint.ts';
import { readOptions } from './options.ts';

/**
 * `row.maybe { chance, of, otherwise }`: a value in some rows, none in others.
 *
 * - `chance`: from 0 to 1, how often there is one
 * - `of`: the hint that makes it; without it, what the schema alone gives
 * - `otherwise`: `null` or `absent`; by default null where the schema allows it
 */
export function compileRowMaybe(call: HintCall): Producer {
  const { compiler, site } = call;
  const options = readOptions(call, ['chance', 'of', 'otherwise']);
  const chance = options.value('chance');
  if (typeof chance !== 'number' || !(chance >= 0 && chance <= 1)) {
    call.fail(`chance: expected a number from 0 to 1, not ${JSON.stringify(chance)}`);
  }
  const otherwise = readOtherwise(call, options.has('otherwise'), options.value('otherwise'));
  const value = options.has('of') ? compileOf(call, options.value('of')) : compiler.compileSchema(site);
  return selectProducer(chanceTest(compiler.keyOf(site, 'maybe'), chance), value, constantProducer(otherwise));
}

function compileOf(call: HintCall, written: unknown): Producer {
  const hint = parseHint(written);
  if ('problem' in hint) call.fail(`of: ${hint.problem}`);
  return call.compiler.compileHint(hint, call.site);
}

function readOtherwise(call: HintCall, isGiven: boolean, written: unknown): null | undefined {
  const { site } = call;
  if (isGiven && written !== null && written !== 'absent') {
    call.fail(`otherwise: expected null or absent, not ${JSON.stringify(written)}`);
  }
  const otherwise = isGiven ? (written === null ? null : undefined) : missingValue(site);
  if (otherwise === undefined && site.isRequired) call.fail('otherwise: the field is required, so it cannot be absent');
  return otherwise;
}
