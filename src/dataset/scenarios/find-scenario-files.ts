import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { Contract } from '../../contract/contract.ts';
import { packageFile } from '../../contract/package-file.ts';

/** The folders that hold scenarios of a contract unless others are named: the package's own, or `fixtures` beside the file. */
export function defaultDirectories(contract: Contract): readonly string[] {
  const folder = dirname(contract.file);
  return [folder === packageFile('openapi') ? packageFile('fixtures') : join(folder, 'fixtures')];
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
