import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Contract } from '../contract/contract.ts';
import { builtInContracts, chooseList } from '../contract/load-contracts.ts';
import { nearNamesClause } from '../contract/text.ts';
import { loadLists } from '../recognition/load-lists.ts';
import { usageError } from './errors.ts';
import { collectText } from './flags.ts';

/** A mistyped command is taken for a contract, since `serve` is the default command. */
const COMMANDS = (
  'serve check explain requirements diff contracts deviations validate init record ' +
  'audit changes clock demos faults grease journal reset scenario sessions snapshot walks help'
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
  return chosen.flatMap((name) => loadLists(name).contracts);
}

/** Which list of a contract file, and what the file may refer to. */
export interface ListChoice {
  /** Its operationId, or whole id. */
  readonly operation?: string;
  /** Folders outside that of the file. */
  readonly allow?: readonly string[];
  /** What describes its lists; by default what stands beside it. */
  readonly overlay?: string;
}

/**
 * Loads the only list of a contract file, or the one that is named.
 *
 * @throws {PagewrightError} `usage` when the file describes several lists, and none is named or an unknown one
 */
export function loadList(name: string, choice: ListChoice, folder: string): Contract {
  const { contracts } = loadChosen(name, choice, folder);
  const [only, ...others] = contracts;
  if (only !== undefined && others.length === 0) return only;
  throw usageError(`${name} describes several lists: choose one of ${listIds(contracts)} with --operation`);
}

/** Lists that a command is about. */
export interface ChosenLists {
  /** The one that is named, or all of the file. */
  readonly contracts: readonly Contract[];
  /** Whether the file has no blocks, so that theirs were guessed. */
  readonly isGuessed: boolean;
}

/**
 * Loads the list of a contract file that is named, or all of them.
 *
 * @throws {PagewrightError} `usage` when an unknown one is named
 */
export function loadChosen(name: string, { operation, allow = [], overlay }: ListChoice, folder: string): ChosenLists {
  const { contracts, guesses } = loadLists(resolveContract(name, folder), {
    allow: allow.map((path) => resolve(folder, path)),
    overlay: overlay === undefined ? undefined : resolve(folder, overlay),
  });
  const isGuessed = guesses !== undefined;
  if (operation === undefined) return { contracts, isGuessed };
  const chosen = chooseList(contracts, operation);
  if (chosen !== undefined) return { contracts: [chosen], isGuessed };
  throw usageError(`Unknown list ${operation} in ${name}; known: ${listIds(contracts)}`);
}

function listIds(contracts: readonly Contract[]): string {
  return contracts.map(({ id }) => id).join(', ');
}

/** Adds the flags that say where a contract file is described, and what it may refer to. */
export function addDocumentOptions(command: Command): Command {
  return command
    .option(
      '--overlay <file>',
      'OpenAPI Overlay document or file of blocks that describes the lists (default: beside the contract file)',
    )
    .option('--allow <folder>', 'folder outside its own that the contract file may refer to; repeatable', collectText);
}
