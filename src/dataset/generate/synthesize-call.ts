import type { Compiler, HintCall } from './compiler.ts';
import { hintError, type Site } from './site.ts';

/** The call of a generator that the schema asks for rather than a hint. */
export function synthesizeCall(
  site: Site,
  compiler: Compiler,
  name: string,
  parameters: readonly unknown[] = [],
): HintCall {
  return {
    hint: { name, arguments: parameters, text: name },
    site,
    compiler,
    fail: (problem) => {
      throw hintError(compiler.environment.contract, site.name, name, problem);
    },
  };
}
