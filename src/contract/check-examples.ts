import type { Block, Compilation } from './compilation.ts';
import { createAjv } from './create-ajv.ts';

/** Reports every example of the operation's responses that does not satisfy its schema. */
export function checkExamples(compilation: Compilation): void {
  const ajv = createAjv();
  for (const [status, response] of Object.entries((compilation.operation['responses'] ?? {}) as Block)) {
    for (const [mediaType, media] of Object.entries((response['content'] ?? {}) as Block)) {
      const examples = Object.entries((media['examples'] ?? {}) as Block);
      if (media['schema'] === undefined || examples.length === 0) continue;
      const validate = ajv.compile(media['schema']);
      for (const [name, example] of examples) {
        if (validate(example['value'])) continue;
        const path = [...compilation.operationPath, 'responses', status, 'content', mediaType, 'examples', name, 'value'];
        for (const error of validate.errors ?? []) {
          const place = error.instancePath.split('/').slice(1);
          const message = `the example does not satisfy the schema: ${error.instancePath || 'it'} ${error.message ?? 'is not valid'}`;
          compilation.problems.push(compilation.source.problemAt([...path, ...place], message));
        }
      }
    }
  }
}
