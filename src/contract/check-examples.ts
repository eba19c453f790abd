import type { Ajv2020, ErrorObject } from 'ajv/dist/2020.js';
import type { Problem } from './error.ts';
import { isObject, parsePointer } from './json-pointer.ts';
import { createAjv } from './json-schema.ts';
import { listExamples, type NamedExample } from './openapi/responses.ts';
import { viewSchema } from './openapi/schema-views.ts';
import { compileSchema } from './openapi/validators.ts';
import type { SourceDocument } from './source-document.ts';

type Part = Readonly<Record<string, unknown>>;

/** Examples that do not satisfy their schema. */
interface WrongExamples {
  /** Of those that the block answers with: a server that sends them breaks its own document. */
  readonly errors: readonly Problem[];
  /** Of all others, which nobody sends. */
  readonly warnings: readonly Problem[];
}

/**
 * Creates the check of examples: it holds every example of an operation's responses against its schema. Operations of a document
 * share schemas, which are compiled once.
 */
export function createExampleCheck(
  source: SourceDocument,
): (operationPath: readonly string[], operation: Part) => WrongExamples {
  let ajv: Ajv2020 | undefined;
  return (operationPath, operation) => {
    ajv ??= createAjv();
    const used = listUsed(operation['x-pagewright']);
    const errors: Problem[] = [];
    const warnings: Problem[] = [];
    for (const { status, path, media } of listMedia(operation)) {
      for (const example of isObject(media['schema']) ? listExamples(media) : []) {
        const isUsed = example.name !== undefined && used.has(`${status} ${example.name}`);
        const problems = checkExample(ajv, media['schema'] as Part, example).map(({ place, message }) => {
          return source.problemAt([...operationPath, ...path, ...example.path, ...place], message);
        });
        (isUsed ? errors : warnings).push(...problems);
      }
    }
    return { errors, warnings };
  };
}

/** The examples that the block answers errors with: `404 no-page`. */
function listUsed(block: unknown): ReadonlySet<string> {
  const conditions = isObject(block) && isObject(block['errors']) ? Object.values(block['errors']) : [];
  return new Set(conditions.filter(isObject).map(({ status, example }) => `${String(status)} ${String(example)}`));
}

function checkExample(
  ajv: Ajv2020,
  schema: Part,
  { value }: NamedExample,
): readonly { readonly place: readonly string[]; readonly message: string }[] {
  const validate = compileSchema(ajv, viewSchema(schema, 'response'));
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error: ErrorObject) => ({
    place: parsePointer(error.instancePath),
    message: `Invalid example: ${error.instancePath || 'it'} ${error.message ?? 'does not match the schema'}`,
  }));
}

interface Media {
  readonly status: string;
  /** Keys from the operation. */
  readonly path: readonly string[];
  readonly media: Part;
}

function listMedia(operation: Part): readonly Media[] {
  return Object.entries(objectOf(operation['responses'])).flatMap(([status, response]) => {
    return Object.entries(objectOf(objectOf(response)['content'])).flatMap(([mediaType, media]) => {
      return isObject(media) ? [{ status, path: ['responses', status, 'content', mediaType], media }] : [];
    });
  });
}

function objectOf(value: unknown): Part {
  return isObject(value) ? value : {};
}
