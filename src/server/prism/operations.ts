import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../routing/operations.ts';
import { loadPrism, type PrismOperation } from './library.ts';

/** An operation ready for Prism. */
export interface ReadyOperation {
  readonly operation: PrismOperation;
  /** Schemas of the request that cannot be compiled, and why: Prism would let everything pass where they stand. */
  readonly faults: readonly string[];
}

const documents = new WeakMap<object, Promise<readonly PrismOperation[]>>();
const ready = new WeakMap<PrismOperation, ReadyOperation>();

/**
 * Finds an operation of a contract's document as Prism sees it; each document is read once.
 *
 * @returns `undefined` when the document has no such operation
 */
export async function findPrismOperation({ list, template, method }: Operation): Promise<ReadyOperation | undefined> {
  const operations = await readOperations(list.contract.document);
  const operation = operations.find((one) => one.path === template && one.method.toLowerCase() === method);
  if (operation === undefined) return undefined;
  const known = ready.get(operation) ?? { operation, faults: findFaults(operation) };
  ready.set(operation, known);
  return known;
}

function readOperations(document: Contract['document']): Promise<readonly PrismOperation[]> {
  const known = documents.get(document);
  if (known !== undefined) return known;
  const reading = loadPrism().then(({ readOperations }) => readOperations(withDialect(document)));
  documents.set(document, reading);
  reading.catch(() => documents.delete(document));
  return reading;
}

/** Prism resolves references in place, so it gets a copy; and it takes the schemas of 3.1 for older ones unless told. */
function withDialect(document: Contract['document']): object {
  const dialect = document.openapi.startsWith('3.1')
    ? { jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema' }
    : {};
  return structuredClone({ ...dialect, ...document });
}

function findFaults(operation: PrismOperation): readonly string[] {
  const { request } = operation;
  const bundle = (operation as { __bundled__?: unknown }).__bundled__;
  const parameters = [...(request?.query ?? []), ...(request?.headers ?? []), ...(request?.path ?? [])];
  const contents =
    (request?.body as { contents?: readonly { mediaType: string; schema?: object }[] } | undefined)?.contents ?? [];
  return [
    ...parameters.flatMap(({ name, schema }) => findFault(`parameter ${name}`, schema, bundle)),
    ...contents.flatMap(({ mediaType, schema }) => findFault(`body ${mediaType}`, schema, bundle)),
  ];
}

function findFault(name: string, schema: object | undefined, bundle: unknown): readonly string[] {
  if (schema === undefined) return [];
  const { $schema = '' } = schema as { $schema?: string };
  const Dialect = $schema.includes('2020-12') ? Ajv2020 : $schema.includes('2019-09') ? Ajv2019 : Ajv;
  const ajv = new Dialect({ strict: false, logger: false });
  formats.default(ajv);
  try {
    ajv.compile({ ...schema, __bundled__: bundle });
    return [];
  } catch (error) {
    return [`${name}: ${(error as Error).message}`];
  }
}
