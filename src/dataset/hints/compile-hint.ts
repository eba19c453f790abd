import type { Json } from '../../contract/contract.ts';
import { didYouMean } from '../../contract/text.ts';
import type { CompileHint, Compiler, HintCall } from '../generate/compiler.ts';
import { hintError } from '../generate/field-errors.ts';
import { keepValue } from '../generate/pool.ts';
import { chanceTest, constantProducer, nullForAbsent, type Producer, selectProducer } from '../generate/producer.ts';
import { CONSTANT, type Hint, missingValue, parseHint, type SchemaNode } from '../generate/schema-node.ts';
import { compileRowMatch, compileRowNumber, compileRowPick } from './choices.ts';
import { compileFaker } from './faker.ts';
import { compileRowToken, compileRowUuid } from './identifiers.ts';
import { readOptions, referTo } from './options.ts';
import { compileRowText } from './text.ts';
import { compileRowAfter, compileRowInstant } from './times.ts';

const generators: ReadonlyMap<string, CompileHint> = new Map([
  ['row.number', compileRowNumber],
  ['row.uuid', compileRowUuid],
  ['row.token', compileRowToken],
  ['row.instant', compileRowInstant],
  ['row.after', compileRowAfter],
  ['row.copy', compileRowCopy],
  ['row.text', compileRowText],
  ['row.match', compileRowMatch],
  ['row.maybe', compileRowMaybe],
  ['row.pick', compileRowPick],
  [CONSTANT, ({ hint }) => constantProducer(keepValue(hint.arguments[0]) as Json)],
]);

/**
 * What a hint makes at a node.
 *
 * @throws {PagewrightError} `invalid-hint` when there is no such generator, or it cannot work with these arguments there
 */
export function compileHint(hint: Hint, node: SchemaNode, compiler: Compiler): Producer {
  const call: HintCall = {
    hint,
    node,
    compiler,
    fail: (problem) => {
      throw hintError(compiler.environment.contract, node.name, hint.text, problem);
    },
  };
  const compile = generators.get(hint.name);
  if (compile !== undefined) return compile(call);
  if (hint.name.startsWith('row.')) call.fail(`unknown generator${didYouMean(hint.name, generators.keys())}`);
  return compileFaker(call);
}

/**
 * `row.maybe { chance, of, otherwise }`: a value in some rows, none in others.
 *
 * - `chance`: from 0 to 1, how often there is one
 * - `of`: the hint that makes it; without it, what the schema alone gives
 * - `otherwise`: `null` or `absent`; by default null where the schema allows it
 */
function compileRowMaybe(call: HintCall): Producer {
  const { compiler, node } = call;
  const options = readOptions(call, ['chance', 'of', 'otherwise']);
  const chance = options.value('chance');
  if (typeof chance !== 'number' || !(chance >= 0 && chance <= 1)) {
    call.fail(`chance must be a number from 0 to 1, not ${JSON.stringify(chance)}`);
  }
  const otherwise = readOtherwise(call, options.has('otherwise'), options.value('otherwise'));
  const value = options.has('of') ? compileOf(call, options.value('of')) : compiler.compileSchema(node);
  return selectProducer(chanceTest(compiler.keyOf(node, 'maybe'), chance), value, constantProducer(otherwise));
}

function compileOf(call: HintCall, written: unknown): Producer {
  const hint = parseHint(written);
  if ('problem' in hint) call.fail(`of ${hint.problem}`);
  return call.compiler.compileHint(hint, call.node);
}

function readOtherwise(call: HintCall, isGiven: boolean, written: unknown): null | undefined {
  const { node } = call;
  if (isGiven && written !== null && written !== 'absent') {
    call.fail(`otherwise must be null or absent, not ${JSON.stringify(written)}`);
  }
  const otherwise = isGiven ? (written === null ? null : undefined) : missingValue(node);
  if (otherwise === undefined && node.isRequired) call.fail('otherwise must not be absent: the field is required');
  return otherwise;
}

/**
 * `row.copy { field }`: the value of another field of the same row.
 *
 * - `field`: a path from the item. Within an array, `*` is the element that this field lies in itself:
 *   `contracts/*\/created`
 *
 * Where the other field is absent, this one is too, or null where it must be there.
 */
function compileRowCopy(call: HintCall): Producer {
  const { isRequired, schema } = call.node;
  const base = referTo(call, readOptions(call, ['field']).value('field'));
  return isRequired && schema.nullable ? nullForAbsent(base) : base;
}
