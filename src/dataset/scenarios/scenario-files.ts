import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { Contract } from '../../contract/contract.ts';
import { type Problem, problemsError } from '../../contract/error.ts';
import { packageFile } from '../../contract/package-file.ts';
import { readSourceDocument, type SourceDocument } from '../../contract/source-document.ts';
import { capitalize, didYouMean } from '../../contract/text.ts';

/** A part of a scenario file, with where it stands. */
export interface Part {
  readonly value: unknown;
  readonly source: SourceDocument;
  readonly path: readonly (string | number)[];
}

const KEYS = ['title', 'now', 'extends', 'tenants', 'rows', 'faults'];

/** A scenario file and those that it extends, itself first. */
export interface Layers {
  /** What stands under a key, in the first layer that has it. */
  part(key: string): Part | undefined;
  readonly source: SourceDocument;
}

/**
 * Reads a scenario file and what it extends.
 *
 * @param file - its path
 * @param files - the scenarios of the contract by name, which it may extend
 * @throws {PagewrightError} for unreadable files, unknown keys, and scenarios that extend each other in a circle
 */
export function readLayers(contract: Contract, file: string, files: ReadonlyMap<string, string>): Layers {
  const sources: SourceDocument[] = [];
  for (let next: string | undefined = file; next !== undefined; ) {
    const source: SourceDocument = readSourceDocument(next);
    checkKeys(source);
    sources.push(source);
    next = extendedFile(contract, source, files);
    if (next !== undefined && sources.some((known) => known.file === next)) {
      throw problemsError('invalid-contract', [source.problemAt(['extends'], `Circular extends: back to ${next}`)]);
    }
  }
  const part = (key: string): Part | undefined => {
    const source = sources.find(({ value }) => Object.hasOwn(value as object, key));
    return source && { value: (source.value as Record<string, unknown>)[key], source, path: [key] };
  };
  return { part, source: sources[0] as SourceDocument };
}

function checkKeys(source: SourceDocument): void {
  if (!isMap(source.value))
    throw problemsError('invalid-contract', [
      source.problemAt([], `Invalid scenario: must be a map with ${KEYS.join(', ')}`),
    ]);
  const problems = unknownKeys({ value: source.value, source, path: [] }, KEYS);
  if (problems.length > 0) throw problemsError('invalid-contract', problems);
}

function extendedFile(
  contract: Contract,
  source: SourceDocument,
  files: ReadonlyMap<string, string>,
): string | undefined {
  const name = (source.value as { extends?: unknown }).extends;
  if (name === undefined) return undefined;
  const file = files.get(String(name));
  if (file !== undefined) return file;
  const message = `Unknown scenario ${String(name)} of ${contract.id}${didYouMean(String(name), files.keys())}`;
  throw problemsError('invalid-contract', [source.problemAt(['extends'], message)]);
}

/** Problems of all keys of a map that are none of the known ones. */
export function unknownKeys(part: Part, known: readonly string[]): readonly Problem[] {
  return Object.keys(part.value as object)
    .filter((key) => !known.includes(key))
    .map((key) => problemOf(below(part, key), `unknown key ${key}${didYouMean(key, known)}`));
}

/** What stands under a key of a part. */
export function below(part: Part, key: string | number): Part {
  const value = (part.value as Record<string | number, unknown> | null | undefined)?.[key];
  return { value, source: part.source, path: [...part.path, key] };
}

/** A problem of a part as a whole. */
export function problemOf({ source, path }: Part, message: string): Problem {
  const place = path.join('/');
  return source.problemAt(path, place === '' ? capitalize(message) : `${place}: ${message}`);
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The folders that hold scenarios of a contract unless others are named: the package's own, or `fixtures` beside the file. */
export function defaultDirectories(contract: Contract): readonly string[] {
  return [isBuiltInContract(contract) ? packageFile('fixtures') : join(dirname(contract.file), 'fixtures')];
}

/** Whether a contract comes with the package. */
export function isBuiltInContract({ file }: Contract): boolean {
  return dirname(file) === packageFile('openapi');
}

/**
 * The scenario files of a contract.
 *
 * @param directories - each may have a folder named like the contract; the first that has a scenario counts
 * @returns their paths by scenario name, names in alphabetical order
 */
export function findScenarioFiles(contract: Contract, directories: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const directory of directories) {
    const folder = join(directory, contract.id);
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      const stem = scenarioName(name);
      if (/\.ya?ml$/.test(name) && !found.has(stem)) found.set(stem, join(folder, name));
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The name of the scenario in a file. */
export function scenarioName(file: string): string {
  return basename(file, extname(file));
}
