import type { Block, Compilation } from './compilation.ts';
import { optional } from './compile-access.ts';
import type { ErrorAnswer, ErrorCondition, Json, Pointer } from './contract.ts';
import { parsePointer, readPointer } from './json-pointer.ts';

/** Compiles the block's `errors`: each condition with the named example that answers it. */
export function compileErrors(compilation: Compilation): ReadonlyMap<ErrorCondition, ErrorAnswer> {
  const answers = new Map<ErrorCondition, ErrorAnswer>();
  for (const [condition, error] of Object.entries((compilation.block['errors'] ?? {}) as Block)) {
    if (condition === 'provenance' || condition === 'source') continue;
    const answer = compileError(compilation, condition as ErrorCondition, error);
    if (answer !== undefined) answers.set(answer.condition, answer);
  }
  return answers;
}

function compileError(compilation: Compilation, condition: ErrorCondition, error: Block): ErrorAnswer | undefined {
  const path = ['errors', condition];
  const response: Block | undefined = compilation.operation['responses']?.[error['status']];
  if (response === undefined) {
    const declared = Object.keys(compilation.operation['responses'] ?? {}).join(', ');
    compilation.report([...path, 'status'], `Unknown response ${error['status']}: the operation declares ${declared}`);
    return undefined;
  }
  const content = Object.entries((response['content'] ?? {}) as Block);
  const found = content.find(([, media]) => Object.hasOwn(media['examples'] ?? {}, error['example']));
  if (found === undefined) {
    const names = content.flatMap(([, media]) => Object.keys(media['examples'] ?? {})).join(', ') || 'none';
    compilation.report(
      [...path, 'example'],
      `Unknown example ${error['example']}: response ${error['status']} has ${names}`,
    );
    return undefined;
  }
  const [mediaType, media] = found;
  const body: Json = media['examples'][error['example']]['value'];
  const fill = Object.entries((error['fill'] ?? {}) as Record<string, string>).map(([pointer, text]) => {
    return { pointer: existing(compilation, body, pointer, [...path, 'fill', pointer]), text };
  });
  return {
    condition,
    status: error['status'],
    example: error['example'],
    mediaType,
    headers: fixedHeaders(response),
    body,
    fill,
    ...optional('fixed', compileFixed(compilation, body, error['fixed'], [...path, 'fixed'])),
    ...optional('violations', compileViolations(compilation, body, error['violations'], [...path, 'violations'])),
  };
}

function compileFixed(
  compilation: Compilation,
  body: Json,
  pointers: readonly string[] | undefined,
  path: readonly string[],
): readonly Pointer[] | undefined {
  return pointers?.map((pointer, index) => existing(compilation, body, pointer, [...path, String(index)]));
}

function compileViolations(
  compilation: Compilation,
  body: Json,
  violations: Block | undefined,
  path: readonly string[],
): ErrorAnswer['violations'] {
  if (violations === undefined) return undefined;
  const target = existing(compilation, body, violations['in'], [...path, 'in']);
  const container = readPointer(body, target);
  if (violations['as'] === 'list' && !Array.isArray(container)) {
    compilation.report(
      [...path, 'in'],
      `Invalid pointer ${violations['in'] || '(the whole body)'}: must be a list in the example`,
    );
  }
  const entry = Array.isArray(container) ? (container[0] as Json) : null;
  const within = (key: 'message' | 'parameter'): Pointer | undefined => {
    return violations[key] === undefined ? undefined : existing(compilation, entry, violations[key], [...path, key]);
  };
  return {
    in: target,
    as: violations['as'],
    ...optional('message', within('message')),
    ...optional('parameter', within('parameter')),
    per: violations['per'] ?? 'parameter',
  };
}

/** Headers that the document gives an example of: a server sends them always alike. */
export function fixedHeaders(response: Block): readonly (readonly [string, string])[] {
  return Object.entries((response['headers'] ?? {}) as Block).flatMap(([name, header]) => {
    const value: unknown = header['example'] ?? header['schema']?.['const'] ?? header['schema']?.['example'];
    return value === undefined ? [] : [[name, String(value)] as const];
  });
}

function existing(compilation: Compilation, body: Json, pointer: string, path: readonly string[]): Pointer {
  const segments = parsePointer(pointer);
  if (readPointer(body, segments) === undefined)
    compilation.report(path, `Unknown pointer ${pointer}: the example has nothing there`);
  return segments;
}
