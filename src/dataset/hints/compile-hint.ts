import type { Json } from '../../contract/contract.ts';
import { constantProducer } from '../generate/combine-producers.ts';
import type { CompileHint, Compiler, HintCall } from '../generate/compiler.ts';
import { keepValue } from '../generate/pool.ts';
import type { Producer } from '../generate/producer.ts';
import { hintError, type Site } from '../generate/site.ts';
import { compileFaker } from './compile-faker.ts';
import { CONSTANT, type Hint } from './hint.ts';
import { compileRowAfter } from './row-after.ts';
import { compileRowCopy } from './row-copy.ts';
import { compileRowInstant } from './row-instant.ts';
import { compileRowMatch } from './row-match.ts';
import { compileRowMaybe } from './row-maybe.ts';
import { compileRowNumber } from './row-number.ts';
import { compileRowPick } from './row-pick.ts';
import { compileRowText } from './row-text.ts';
import { compileRowToken } from './row-token.ts';
import { compileRowUuid } from './row-uuid.ts';
import { didYouMean } from './suggest-names.ts';

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
 * What a hint makes at a site.
 *
 * @throws {PagewrightError} `invalid-hint` when there is no such generator, or it cannot work with these arguments there
 */
export function compileHint(hint: Hint, site: Site, compiler: Compiler): Producer {
  const call: HintCall = {
    hint,
    site,
    compiler,
    fail: (problem) => {
      throw hintError(compiler.environment.contract, site.name, hint.text, problem);
    },
  };
  const compile = generators.get(hint.name);
  if (compile !== undefined) return compile(call);
  if (hint.name.startsWith('row.')) call.fail(`there is no such generator${didYouMean(hint.name, generators.keys())}`);
  return compileFaker(call);
}
