import { compileParameters } from '../contract/compile-parameters.ts';
import type { JsonSchema, Parameter } from '../contract/contract.ts';
import { isObject } from '../contract/json-pointer.ts';
import { findSuccessBody, listExamples } from '../contract/openapi/responses.ts';

/** What an operation responds with when all is well. */
export interface Success {
  readonly status: number;
  readonly schema: JsonSchema;
  /** Header Objects by their names. */
  readonly headers: ReadonlyMap<string, JsonSchema>;
  /** Whole bodies that the document shows. */
  readonly examples: readonly unknown[];
}

/** An operation that may be a list. */
export interface Operation {
  readonly path: string;
  readonly method: 'get' | 'post';
  readonly operationId: string | undefined;
  /** The Operation Object. */
  readonly declared: JsonSchema;
  /** What a request carries beside keys, wherever it stands, by the names that a block has for it. */
  readonly parameters: readonly Parameter[];
  readonly success: Success;
  /** Summary and description. */
  readonly prose: string;
}

/** The GET and POST operations of a document that respond with JSON. */
export function listOperations(document: JsonSchema): readonly Operation[] {
  const paths = isObject(document['paths']) ? document['paths'] : {};
  const keys = listKeyParameters(document);
  return Object.entries(paths).flatMap(([path, item]) => {
    if (!isObject(item)) return [];
    return (['get', 'post'] as const).flatMap((method) => readOperation(path, method, item, keys) ?? []);
  });
}

/** What a client authenticates by, as `query:token`: documents declare some of them as parameters as well. */
function listKeyParameters({ components }: JsonSchema): ReadonlySet<string> {
  const schemes = isObject(components) && isObject(components['securitySchemes']) ? components['securitySchemes'] : {};
  const keys = Object.values(schemes).filter((scheme) => isObject(scheme) && scheme['type'] === 'apiKey');
  return new Set((keys as readonly JsonSchema[]).map(({ in: place, name }) => `${place}:${name}`));
}

function readOperation(
  path: string,
  method: 'get' | 'post',
  item: JsonSchema,
  keys: ReadonlySet<string>,
): Operation | undefined {
  const declared = item[method];
  if (!isObject(declared)) return undefined;
  const success = readSuccess(declared);
  if (success === undefined) return undefined;
  const { operationId, summary, description } = declared;
  return {
    path,
    method,
    operationId: typeof operationId === 'string' ? operationId : undefined,
    declared,
    parameters: compileParameters(item, declared).filter(({ in: place, name }) => !keys.has(`${place}:${name}`)),
    success,
    prose: [summary, description].filter((text) => typeof text === 'string').join('\n'),
  };
}

function readSuccess(operation: JsonSchema): Success | undefined {
  const found = findSuccessBody(operation);
  if (found === undefined) return undefined;
  const { media } = found;
  const headers = isObject(found.response['headers']) ? Object.entries(found.response['headers']) : [];
  return {
    status: found.status,
    schema: media.schema,
    headers: new Map(headers.map(([name, header]) => [name, isObject(header) ? header : {}])),
    examples: listExamples(media.media).map(({ value }) => value),
  };
}
