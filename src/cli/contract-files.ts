import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Contract } from '../contract/contract.ts';
import { builtInContracts, chooseList, loadContracts } from '../contract/load-contracts.ts';
import { nearNamesClause } from '../contract/text.ts';
import { usageError } from './errors.ts';

/** A mistyped command is taken for a contract, since `serve` is the default command. */
const COMMANDS = (
  'serve check requirements diff contracts deviations validate ' +
  'audit clock faults grease journal reset scenario sessions snapshot help'
).split(' ');

/**
 * Returns the id of a built-in contract as it is, and the path of a file as an absolute one.
 *
 * @throws {PagewrightError} `usage` when the name is neither
 */
export function resolveContract(name: string, folder: string): string {
  const builtIn = builtInContracts();
  if (builtIn.includes(name)) return name;
  const file = resolve(folder, name);
  if (existsSync(file)) return file;
  const problem = /[/\\.]/.test(name) ? `File not found: ${name}` : `Unknown contract, file or command ${name}`;
  const hint = nearNamesClause(name, [...builtIn, ...COMMANDS]);
  throw usageError(`${problem}${hint}\nBuilt-in contracts: ${builtIn.join(', ')}`);
}

/** Loads contracts by id or file; all built-in ones if none is named. */
export function loadNamedContracts(names: readonly string[], folder: string): readonly Contract[] {
  const chosen = names.length === 0 ? builtInContracts() : names.map((name) => resolveContract(name, folder));
  return chosen.flatMap((name) => loadContracts(name));
}

/**
 * Loads the only list of a contract file, or the one that is named.
 *
 * @param operation - needed when the file describes several lists
 * @throws {PagewrightError} `usage` when it is missing or unknown
 */
export function loadList(name: string, operation: string | undefined, folder: string): Contract {
  const contracts = loadContracts(resolveContract(name, folder));
  const chosen = chooseList(contracts, operation);
  if (chosen !== undefined) return chosen;
  const ids = contracts.map(({ id }) => id).join(', ');
  throw usageError(
    operation === undefined
      ? `${name} describes several lists: choose one of ${ids} with --operation`
      : `Unknown list ${operation} in ${name}; known: ${ids}`,
  );
}
