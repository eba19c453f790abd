import { existsSync, readdirSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { compileContract } from './compile-contract.ts';
import type { Contract } from './contract.ts';
import { problemsError } from './error.ts';
import { toJsonSchema } from './json-schema.ts';
import { packageFile } from './package-file.ts';
import { readSourceDocument, resolveReferences, type SourceDocument } from './source-document.ts';

/** The ids of the contracts that come with the package. */
export function builtInContracts(): readonly string[] {
  return readdirSync(packageFile('openapi'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
    .sort();
}

/**
 * Reads every list operation of a contract file.
 *
 * @param nameOrFile - the id of a contract that comes with the package, or the path of an OpenAPI file
 * @returns one contract for each operation with an `x-pagewright` block. Its id is the file's name without extension; with
 *   several operations in a file, followed by a dot and the operationId
 * @throws {PagewrightError} that lists every mistake with file, line, and what was expected
 */
export function loadContracts(nameOrFile: string): readonly Contract[] {
  const source = readSourceDocument(findFile(nameOrFile));
  const document = toJsonSchemas(source);
  const operations = findListOperations(document);
  if (operations.length === 0) {
    throw problemsError('invalid-contract', [
      source.problemAt(['paths'], 'Missing x-pagewright: must be on the get operation of a list'),
    ]);
  }
  const stem = basename(source.file, extname(source.file));
  return operations.map((path) => {
    const operationId = at(document, [...path, 'operationId']);
    const id = operations.length === 1 ? stem : `${stem}.${String(operationId ?? path[1])}`;
    return compileContract({ id, source, document, operationPath: path });
  });
}

function findFile(nameOrFile: string): string {
  const builtIn = builtInContracts();
  if (builtIn.includes(nameOrFile)) return packageFile('openapi', `${nameOrFile}.yaml`);
  const file = resolve(nameOrFile);
  if (existsSync(file)) return file;
  const message = `No such file or built-in contract. Built-in contracts: ${builtIn.join(', ')}`;
  throw problemsError('invalid-contract', [{ file: nameOrFile, line: 1, column: 1, message }]);
}

/** The document with references resolved, and for 3.0 its schemas as JSON Schema. */
function toJsonSchemas(source: SourceDocument): Record<string, unknown> {
  const version = at(source.value, ['openapi']);
  if (typeof version !== 'string' || !/^3\.[01]\.\d+$/.test(version)) {
    throw problemsError('invalid-contract', [
      source.problemAt(
        ['openapi'],
        `Invalid OpenAPI version ${JSON.stringify(version) ?? '(none)'}: must be 3.0 or 3.1`,
      ),
    ]);
  }
  const resolved = resolveReferences(source) as Record<string, unknown>;
  return version.startsWith('3.0') ? (toJsonSchema(resolved) as Record<string, unknown>) : resolved;
}

function findListOperations(document: unknown): (readonly string[])[] {
  const paths = (at(document, ['paths']) ?? {}) as Record<string, unknown>;
  return Object.keys(paths)
    .map((path) => ['paths', path, 'get'])
    .filter((path) => at(document, [...path, 'x-pagewright']) !== undefined);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (found as Record<string, unknown> | null | undefined)?.[key], value);
}

/**
 * The only list of a contract file, or the one that is named.
 *
 * @param contracts - of one file
 * @param operation - an operationId, or a whole id
 * @returns `undefined` when there is no such list, or when there are several and none is named
 */
export function chooseList(contracts: readonly Contract[], operation?: string): Contract | undefined {
  if (operation === undefined) return contracts.length === 1 ? contracts[0] : undefined;
  return contracts.find(({ id }) => id === operation || id.endsWith(`.${operation}`));
}
