import { existsSync, readdirSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { createExampleCheck } from './check-examples.ts';
import { compileContract } from './compile-contract.ts';
import type { Contract } from './contract.ts';
import { PagewrightError, type Problem, problemsError } from './error.ts';
import { isObject } from './json-pointer.ts';
import { type DescribeOptions, loadDescribedDocument } from './openapi/described-document.ts';
import type { LoadedDocument } from './openapi/load-document.ts';
import { packageFile } from './package-file.ts';

/** The ids of the contracts that come with the package. */
export function builtInContracts(): readonly string[] {
  return readdirSync(packageFile('openapi'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
    .sort();
}

/** How a contract file is loaded. */
export interface LoadContractsOptions extends DescribeOptions {
  /** Is told what is wrong in the document and does not matter to its lists. */
  readonly warn?: (problem: Problem) => void;
}

/**
 * Reads every list operation of a contract file.
 *
 * @param nameOrFile - the id of a contract that comes with the package, or the path of an OpenAPI file
 * @returns one contract for each operation with an `x-pagewright` block. Its id is the file's name without extension; with
 *   several operations in a file, followed by a dot and the operationId
 * @throws {PagewrightError} that lists every mistake with file, line, and what was expected
 */
export function loadContracts(nameOrFile: string, options: LoadContractsOptions = {}): readonly Contract[] {
  const loaded = openDocument(nameOrFile, options);
  if (loaded.lists.length === 0) {
    const misplaced = loaded.errorsWithin([]);
    const missing = loaded.source.problemAt(['paths'], 'Missing x-pagewright: must be on the get operation of a list');
    throw problemsError('invalid-contract', misplaced.length > 0 ? misplaced : [missing]);
  }
  return compileLists(loaded, loaded.lists, options.warn);
}

/** Opens the document of a contract by its id or file, with what describes it beside it; errors are those of `loadContracts`. */
export function openDocument(nameOrFile: string, options: DescribeOptions = {}): LoadedDocument {
  return loadDescribedDocument(findFile(nameOrFile), options);
}

/**
 * Compiles list operations of a document.
 *
 * @param lists - keys that lead to each: `['paths', '/orders', 'get']`; the operation has an `x-pagewright` block
 * @throws {PagewrightError} `invalid-contract` with every mistake in any of them
 */
export function compileLists(
  loaded: LoadedDocument,
  lists: readonly (readonly string[])[],
  warn?: (problem: Problem) => void,
): readonly Contract[] {
  const { source } = loaded;
  if (!source.isBuiltIn) return compileAnew(loaded, lists, warn);
  // A text that differs from what the build has read is none of the package.
  const key = JSON.stringify([source.file, lists]);
  const contracts = shipped.get(key) ?? compileAnew(loaded, lists, warn);
  shipped.set(key, contracts);
  return contracts;
}

/** Contracts that come with the package: every mock and test that reads one again shares what is made from it. */
const shipped = new Map<string, readonly Contract[]>();

function compileAnew(
  loaded: LoadedDocument,
  lists: readonly (readonly string[])[],
  warn: ((problem: Problem) => void) | undefined,
): readonly Contract[] {
  const { source, document } = loaded;
  const operations = lists.map((path) => at(document, path));
  const inherited = lists.map((path) => at(document, [...path.slice(0, 2), 'parameters']));
  const errors = source.isBuiltIn ? [] : loaded.errorsWithin([...operations, ...inherited]);
  if (errors.length > 0) throw problemsError('invalid-contract', unique(errors));
  const stem = basename(source.file, extname(source.file));
  const checkExamples = createExampleCheck(source);
  const problems: Problem[] = [];
  const contracts = lists.flatMap((path, index) => {
    const operation = operations[index] as Readonly<Record<string, unknown>>;
    const id = lists.length === 1 ? stem : `${stem}.${String(operation['operationId'] ?? path[1])}`;
    const contract = collect(problems, () => compileContract({ id, source, document, operationPath: path, warn }));
    const examples = source.isBuiltIn ? { errors: [], warnings: [] } : checkExamples(path, operation);
    problems.push(...examples.errors);
    for (const warning of examples.warnings) warn?.(warning);
    return contract ?? [];
  });
  if (problems.length > 0) throw problemsError('invalid-contract', unique(problems));
  for (const contract of contracts) recordFiles(contract, loaded);
  if (warn !== undefined) for (const warning of loaded.warnings()) warn(warning);
  return contracts;
}

const readFrom = new WeakMap<Contract, readonly string[]>();

/** Keeps from which files a contract was read. */
export function recordFiles(contract: Contract, { files }: Pick<LoadedDocument, 'files'>): void {
  readFrom.set(contract, files);
}

/** The files that a contract was read from: its own, and those that this one refers to. */
export function listContractFiles(contract: Contract): readonly string[] {
  return readFrom.get(contract) ?? [contract.file];
}

/** Lists of a document share what may be wrong. */
function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function collect(problems: Problem[], compile: () => Contract): Contract | undefined {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof PagewrightError && error.code === 'invalid-contract')) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

function findFile(nameOrFile: string): string {
  const builtIn = builtInContracts();
  if (builtIn.includes(nameOrFile)) return packageFile('openapi', `${nameOrFile}.yaml`);
  const file = resolve(nameOrFile);
  if (existsSync(file)) return file;
  const message = `No such file or built-in contract. Built-in contracts: ${builtIn.join(', ')}`;
  throw problemsError('invalid-contract', [{ file: nameOrFile, line: 1, column: 1, message }]);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (isObject(found) ? found[key] : undefined), value);
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
