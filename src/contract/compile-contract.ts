import { checkExamples, checkVocabulary } from './check-block.ts';
import { type Block, Compilation, typesOf } from './compilation.ts';
import { compileAccess } from './compile-access.ts';
import { compileEnvelope, schemaAt } from './compile-envelope.ts';
import { compileErrors, fixedHeaders } from './compile-errors.ts';
import { compileFilters } from './compile-filters.ts';
import { compileMoves } from './compile-moves.ts';
import { compileOrder } from './compile-order.ts';
import { compilePage } from './compile-page.ts';
import type { Contract, Field, JsonSchema, Parameter, QuerySyntax } from './contract.ts';
import { problemsError } from './error.ts';
import { parsePointer } from './json-pointer.ts';
import { locateProvenance } from './provenance.ts';
import type { SourceDocument } from './source-document.ts';

/** What a contract is compiled from. */
export interface ContractSource {
  readonly id: string;
  readonly source: SourceDocument;
  /** The document's content, references resolved and schemas brought to JSON Schema. */
  readonly document: Block;
  /** Keys that lead to the list operation. */
  readonly operationPath: readonly string[];
}

/**
 * Compiles one list operation.
 *
 * @throws {PagewrightError} with every mistake found
 */
export function compileContract({ id, source, document, operationPath }: ContractSource): Contract {
  const [, path = ''] = operationPath;
  const pathItem: Block = document['paths'][path];
  const operation: Block = pathItem['get'];
  const block: Block = operation['x-pagewright'];
  const departures = source.isBuiltIn ? [] : checkVocabulary(block);
  if (departures.length > 0) {
    throw problemsError(
      'invalid-contract',
      departures.map((departure) => {
        return source.problemAt([...operationPath, 'x-pagewright', ...departure.path], departure.message);
      }),
    );
  }
  const success = findSuccess(source, operationPath, operation);
  const itemSchema = (schemaAt(success.schema, parsePointer(block['items']))?.['items'] ?? {}) as JsonSchema;
  const parameters = [...(pathItem['parameters'] ?? []), ...(operation['parameters'] ?? [])].map(toParameter);
  const isSecured = ((operation['security'] ?? document['security'] ?? []) as readonly unknown[]).length > 0;
  const compilation = new Compilation({ source, operationPath, operation, block, parameters, itemSchema });
  const identity = compileIdentity(compilation);
  const contract: Contract = {
    id,
    title: String(document['info']?.['title'] ?? id),
    file: source.file,
    document: source.value as Contract['document'],
    path,
    trailingSlash: block['trailingSlash'] ?? 'strict',
    methods: [...new Set(['GET', 'HEAD', ...declaredMethods(pathItem)])],
    parameters,
    mediaType: success.mediaType,
    headers: fixedHeaders(success.response),
    bodySchema: success.schema,
    itemSchema,
    hidden: omitAnnotations(block['hidden'] ?? {}),
    responseSchemas: responseSchemas(operation),
    envelope: compileEnvelope(compilation, success.schema),
    identity,
    order: compileOrder(compilation, identity),
    access: compileAccess(compilation, document),
    page: compilePage(compilation),
    filters: compileFilters(compilation),
    query: compileQuery(block['query'] ?? {}),
    errors: compileErrors(compilation),
    messages: new Map(Object.entries(omitAnnotations(block['messages'] ?? {}))) as unknown as Contract['messages'],
    moves: compileMoves(compilation),
    provenanceOf: (entry) => locateProvenance(block, entry, { parameters, isSecured }),
  };
  if (!source.isBuiltIn) checkExamples(compilation);
  if (compilation.problems.length > 0) throw problemsError('invalid-contract', compilation.problems);
  return contract;
}

function compileIdentity(compilation: Compilation): Field {
  const name: string = compilation.block['identity'];
  const field = compilation.field(name, ['identity']);
  if (field !== undefined && (field.kind !== 'string' || field.path.length !== 1)) {
    compilation.report(
      ['identity'],
      `Invalid identity ${name}: must be a string field at the top level of the item, not ${typesOf(field.schema).join(' or ')}`,
    );
  }
  return field ?? { name, path: [name], kind: 'string', schema: {} };
}

function findSuccess(
  source: SourceDocument,
  operationPath: readonly string[],
  operation: Block,
): { response: Block; mediaType: string; schema: JsonSchema } {
  const response: Block | undefined = operation['responses']?.['200'];
  const [mediaType, media] =
    Object.entries((response?.['content'] ?? {}) as Block).find(([type]) => type.includes('json')) ?? [];
  if (response === undefined || mediaType === undefined || media?.['schema'] === undefined) {
    throw problemsError('invalid-contract', [
      source.problemAt([...operationPath, 'responses'], 'Missing response 200 with a JSON media type and a schema'),
    ]);
  }
  return { response, mediaType, schema: media['schema'] };
}

function toParameter(declared: Block): Parameter {
  return {
    name: declared['name'],
    in: declared['in'],
    required: declared['required'] ?? false,
    schema: declared['schema'] ?? {},
    ...(declared['description'] !== undefined && { description: declared['description'] }),
    ...(declared['deprecated'] === true && { deprecated: true }),
  };
}

function declaredMethods(pathItem: Block): readonly string[] {
  const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
  return methods.filter((method) => pathItem[method] !== undefined).map((method) => method.toUpperCase());
}

function compileQuery(query: Block): QuerySyntax {
  return {
    unknown: query['unknown'] ?? 'ignore',
    repeated: query['repeated'] ?? 'last',
    empty: query['empty'] ?? 'value',
    integers: query['integers'] ?? 'decimal',
    instants: {
      withoutZone: query['instants']?.['withoutZone'] ?? 'utc',
      withoutTime: query['instants']?.['withoutTime'] ?? 'midnight',
    },
  };
}

function responseSchemas(operation: Block): ReadonlyMap<number, JsonSchema> {
  const schemas = new Map<number, JsonSchema>();
  for (const [status, response] of Object.entries(operation['responses'] as Block)) {
    const [media] = Object.values((response['content'] ?? {}) as Block);
    if (media?.['schema'] !== undefined && /^\d+$/.test(status)) schemas.set(Number(status), media['schema']);
  }
  return schemas;
}

function omitAnnotations(block: Block): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(block).filter(([key]) => key !== 'provenance' && key !== 'source'));
}
