import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Block, Compilation } from './compilation.ts';
import { createAjv } from './create-ajv.ts';
import { cutCycles } from './cut-cycles.ts';

/** Reports every example of the operation's responses that does not satisfy its schema. */
export function checkExamples(compilation: Compilation): void {
  const ajv = createAjv();
  for (const { path, schema, examples } of listMedia(compilation.operation)) {
    const validate = ajv.compile(cutCycles(schema) as object);
    for (const [name, example] of Object.entries(examples)) {
      if (validate(example['value'])) continue;
      for (const error of validate.errors ?? []) reportFault(compilation, [...path, 'examples', name, 'value'], error);
    }
  }
}

function reportFault(compilation: Compilation, path: readonly string[], error: ErrorObject): void {
  const place = error.instancePath.split('/').slice(1);
  const message = `the example does not satisfy the schema: ${error.instancePath || 'it'} ${error.message ?? 'is not valid'}`;
  compilation.problems.push(compilation.source.problemAt([...compilation.operationPath, ...path, ...place], message));
}

interface Media {
  readonly path: readonly string[];
  readonly schema: Block;
  readonly examples: Readonly<Record<string, Block>>;
}

/** The media types of all responses that have a schema and named examples. */
function listMedia(operation: Block): readonly Media[] {
  return Object.entries((operation['responses'] ?? {}) as Block).flatMap(([status, response]) => {
    return Object.entries((response['content'] ?? {}) as Block).flatMap(([mediaType, { schema, examples }]) => {
      if (schema === undefined || examples === undefined) return [];
      return [{ path: ['responses', status, 'content', mediaType], schema, examples }];
    });
  });
}
