import { checkVocabulary } from './check-block.ts';
import { checkWalk } from './check-walk.ts';
import { type Block, Compilation, optional } from './compilation.ts';
import { compileAccess } from './compile-access.ts';
import { compileEnvelope, schemaAt } from './compile-envelope.ts';
import { compileErrors, compileUsualErrors, fixedHeaders } from './compile-errors.ts';
import { compileFilters } from './compile-filters.ts';
import { compileMoves } from './compile-moves.ts';
import { compileOperations } from './compile-operations.ts';
import { compileOrder } from './compile-order.ts';
import { compilePage } from './compile-page.ts';
import { compileParameters, findBodySchema } from './compile-parameters.ts';
import type { Contract, Field, JsonSchema, QuerySyntax } from './contract.ts';
import { type Problem, problemsError } from './error.ts';
import { parsePointer } from './json-pointer.ts';
import { findJsonMedia, findSuccessBody } from './openapi/responses.ts';
import { itemsOf, typesOf } from './openapi/schema-branches.ts';
import { keepGround } from './openapi/validators.ts';
import { shapeOf } from './operation-places.ts';
import { listRoleHeaders } from './place.ts';
import { locateProvenance } from './provenance.ts';
import type { SourceDocument } from './source-document.ts';
import { listUndescribed } from './undescribed.ts';

/** What a contract is compiled from. */
export interface ContractSource {
  readonly id: string;
  readonly source: SourceDocument;
  /** The document's content, references resolved and schemas brought to JSON Schema. */
  readonly document: Block;
  /** Keys that lead to the list operation. */
  readonly operationPath: readonly string[];
  /** Is told what a response advertises and the block does not describe. */
  readonly warn?: ((problem: Problem) => void) | undefined;
}

/**
 * Compiles one list operation.
 *
 * @throws {PagewrightError} with every mistake found
 */
export function compileContract({ id, source, document, operationPath, warn }: ContractSource): Contract {
  const [, path = '', verb = 'get'] = operationPath;
  const pathItem: Block = document['paths'][path];
  const operation: Block = pathItem[verb];
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
  const success = requireSuccess(source, operationPath, operation);
  const itemSchema = itemsOf(schemaAt(success.schema, parsePointer(block['items']))) ?? {};
  const parameters = compileParameters(pathItem, operation);
  const isSecured = ((operation['security'] ?? document['security'] ?? []) as readonly unknown[]).length > 0;
  const compilation = new Compilation({ source, operationPath, operation, block, parameters, itemSchema });
  const identity = compileIdentity(compilation);
  const page = compilePage(compilation, success.schema);
  const envelope = compileEnvelope(compilation, success.response, success.schema, page.style);
  const roleHeaders = listRoleHeaders({ envelope });
  const access = compileAccess(compilation, document);
  const moves = compileMoves(compilation);
  const method = verb === 'post' ? 'POST' : 'GET';
  const contract: Contract = {
    id,
    title: String(document['info']?.['title'] ?? id),
    file: source.file,
    // Only what else reads OpenAPI needs it.
    get document() {
      return source.value as Contract['document'];
    },
    path,
    trailingSlash: block['trailingSlash'] ?? 'strict',
    method,
    servers: listServers(operation['servers'] ?? pathItem['servers'] ?? document['servers'] ?? []),
    methods: listMethods(pathItem),
    parameters,
    ...optional('requestSchema', method === 'POST' ? findBodySchema(operation['requestBody']) : undefined),
    status: success.status,
    isAnySuccess: !/^\d+$/.test(success.key),
    mediaType: success.mediaType,
    mediaRange: success.mediaRange,
    headers: fixedHeaders(success.response).filter(([name]) => !roleHeaders.includes(name.toLowerCase())),
    bodySchema: success.schema,
    itemSchema,
    hidden: omitAnnotations(block['hidden'] ?? {}),
    responseSchemas: new Map(
      listSchemas(operation).flatMap(([status, schema]) => (/^\d+$/.test(status) ? [[Number(status), schema]] : [])),
    ),
    otherResponseSchemas: new Map(listSchemas(operation).filter(([status]) => !/^\d+$/.test(status))),
    envelope,
    identity,
    order: compileOrder(compilation, identity),
    access,
    page,
    filters: compileFilters(compilation),
    query: compileQuery(block['query'] ?? {}),
    errors: compileErrors(compilation),
    usualErrors: compileUsualErrors(compilation, success.key),
    messages: new Map(Object.entries(omitAnnotations(block['messages'] ?? {}))) as unknown as Contract['messages'],
    moves,
    ...optional('parent', compileParent(compilation, document, path)),
    operations: compileOperations(compilation, { document, path, method, identity, access, moves }),
    provenanceOf: (entry) => locateProvenance(block, entry, { parameters, isSecured }),
  };
  keepGround(contract, document);
  if (!source.isBuiltIn) checkWalk(compilation, contract);
  if (compilation.problems.length > 0) throw problemsError('invalid-contract', compilation.problems);
  if (warn !== undefined) {
    compilation.warnings.forEach(warn);
    listUndescribed(compilation, success.response, success.schema, envelope).forEach(warn);
  }
  return contract;
}

function compileIdentity(compilation: Compilation): Field {
  const name: string = compilation.block['identity'];
  const field = compilation.field(name, ['identity']);
  const types = typesOf(field?.schema).filter((type) => type !== 'null');
  const isScalar = types.every((type) => SCALARS.includes(type)) && field?.path.includes('*') === false;
  if (field !== undefined && !isScalar) {
    compilation.report(
      ['identity'],
      `Invalid identity ${name}: must be a single text or number in each item, not ${types.join(' or ') || 'many'}`,
    );
  }
  return field ?? { name, path: [name], kind: 'string', schema: {} };
}

const SCALARS: readonly string[] = ['string', 'integer', 'number'];

function requireSuccess(
  source: SourceDocument,
  operationPath: readonly string[],
  operation: Block,
): { key: string; status: number; response: Block; mediaType: string; mediaRange: string; schema: JsonSchema } {
  const success = findSuccessBody(operation);
  if (success === undefined) {
    throw problemsError('invalid-contract', [
      source.problemAt(
        [...operationPath, 'responses'],
        'Missing response 200 with a JSON media type and a schema or an example; another 2xx, 2XX and default will do',
      ),
    ]);
  }
  const { key, status, response, media } = success;
  const { key: mediaRange, mediaType, schema } = media;
  return { key, status, response: response as Block, mediaType, mediaRange, schema };
}

/** Below the path of a row of another list, whose operations say which row it is. */
function compileParent(compilation: Compilation, document: Block, path: string): Contract['parent'] {
  const parent: Contract['parent'] = compilation.block['parent'];
  if (parent === undefined) return undefined;
  const segments = path.split('/');
  const above = segments.slice(0, -1).findLastIndex((segment) => /^\{[^}]*\}$/.test(segment));
  const [row, list] = [above + 1, above].map((end) => segments.slice(0, end).join('/'));
  const paths = Object.entries(document['paths'] as Record<string, Block>);
  const find = (wanted = ''): Block | undefined => paths.find(([one]) => shapeOf(one) === shapeOf(wanted))?.[1];
  const isListed = ['get', 'post'].some((verb) => find(list)?.[verb]?.['x-pagewright'] !== undefined);
  if (above === -1 || !isListed || find(row) === undefined) {
    const what =
      above === -1 ? 'the path has no parameter' : `the document has no list ${list} with operations on ${row}`;
    compilation.report(['parent'], `Invalid parent ${parent}: ${what}`);
  }
  return parent;
}

/** The paths of servers, their variables as they are by default. */
function listServers(servers: readonly Block[]): readonly string[] {
  const paths = servers.map((server) => {
    const url = String(server['url'] ?? '').replace(/\{([^}]*)\}/g, (_placeholder, name: string) => {
      return String(server['variables']?.[name]?.['default'] ?? '');
    });
    const path = /^(?:[a-z][a-z+.-]*:)?\/\/[^/?#]*/i.test(url)
      ? url.replace(/^(?:[a-z][a-z+.-]*:)?\/\/[^/?#]*/i, '')
      : url;
    const bare = path
      .replace(/[?#].*$/, '')
      .replace(/^\.?\/*/, '/')
      .replace(/\/+$/, '');
    return bare;
  });
  return [...new Set(paths.filter((path) => path !== ''))];
}

/** A resource that can be read can be asked for its head as well. */
function listMethods(pathItem: Block): readonly string[] {
  const verbs = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
  const declared = verbs.filter((verb) => pathItem[verb] !== undefined).map((verb) => verb.toUpperCase());
  return declared.includes('GET') ? [...new Set(['GET', 'HEAD', ...declared])] : declared;
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

function listSchemas(operation: Block): readonly (readonly [status: string, schema: JsonSchema])[] {
  return Object.entries(operation['responses'] as Record<string, Block>)
    .flatMap(([status, response]) => {
      const media = findJsonMedia(response) ?? firstMedia(response);
      return media === undefined
        ? []
        : [[status, media] as const].map(([key, { schema }]) => [key, schema as JsonSchema] as const);
    })
    .filter(([, schema]) => schema !== undefined);
}

function firstMedia(response: Block): Block | undefined {
  return Object.values((response['content'] ?? {}) as Record<string, Block>)[0];
}

function omitAnnotations(block: Block): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(block).filter(([key]) => key !== 'provenance' && key !== 'source'));
}
