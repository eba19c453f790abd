import { requireApplicable } from '../../alter/faults/applicability.ts';
import type { Fault } from '../../alter/faults/kinds.ts';
import { parseFault } from '../../alter/faults/parse.ts';
import type { Contract } from '../../contract/contract.ts';
import { PagewrightError, problemsError } from '../../contract/error.ts';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { forgetPools } from '../../dataset/generate/pool.ts';
import {
  type LoadScenarioOptions,
  listScenarios,
  loadScenario,
  type ScenarioListing,
} from '../../dataset/scenarios/load-scenario.ts';

import type { Scenario } from '../../dataset/scenarios/scenario.ts';
import { createTableOpener, type OpenTable } from '../../mock/state.ts';
import { loadLists, type UsableGuesses } from '../../recognition/load-lists.ts';
import { isScenarioFile, type MockOptions, readNow } from '../options.ts';

/** A scenario that is ready for any number of sessions, which share what they do not change. */
export interface LoadedScenario {
  readonly contract: Contract;
  readonly scenario: Scenario;
  readonly openTable: OpenTable;
  /** The faults that it comes with. */
  readonly faults: readonly Fault[];
}

/** The contracts that are served, and their scenarios; each file is read once. */
export interface ScenarioLibrary {
  /** In the order of the options. */
  readonly contracts: readonly Contract[];
  /** Of the documents that have no blocks, which were guessed. */
  readonly guesses: readonly DocumentGuesses[];
  /**
   * Loads a scenario, or finds it loaded.
   *
   * @param name - by default the one that the contract is served with
   * @throws {PagewrightError} `invalid-contract` for mistakes in its file; `unknown-scenario`
   */
  open(contract: Contract, name?: string): LoadedScenario;
  /** Whether the rows of a list are made when somebody first asks for them, and can be made again. */
  isDeferred(contract: Contract): boolean;
  /** Lets go of what was loaded of a contract. Who opened it keeps it; the next to open it gets another, which is alike. */
  forget(contract: Contract): void;
  /** The scenarios that a contract has. */
  list(contract: Contract): readonly ScenarioListing[];
}

/** The lists that were recognised in a document without blocks; those that cannot be served are among the others. */
export interface DocumentGuesses extends UsableGuesses {
  /** The id or file, as the options have it. */
  readonly name: string;
}

/** Which scenario of a contract: that of the options, or one by name. */
type Choice = Pick<LoadScenarioOptions, 'name' | 'file' | 'size'>;

/**
 * Reads the contracts of the options. Scenarios are read when they are needed first, and stay as they were read then.
 *
 * @throws {PagewrightError} for mistakes in contract files and in options
 */
export function createScenarioLibrary(options: MockOptions): ScenarioLibrary {
  const names = [options.contract ?? builtInContracts()].flat();
  if (names.length === 0) throw new PagewrightError('invalid-option', 'Invalid contract: must be at least one');
  const { allow = [], overlay } = options;
  if (overlay !== undefined && names.length > 1) {
    throw new PagewrightError('invalid-option', 'Invalid overlay: must be for one contract, and there are several');
  }
  const documents = names.map((name) => ({ name, ...loadLists(name, { allow, overlay }) }));
  requireKnownIds(
    documents.flatMap(({ contracts }) => contracts),
    options.scenario,
  );
  const { seed = 1 } = options;
  const now = readNow(options.now);
  const deferred = new Set(documents.flatMap(({ guesses: guessed }) => listDeferred(guessed)));
  const loaded = new Map<string, LoadedScenario>();
  const listings = new Map<Contract, readonly ScenarioListing[]>();

  function load(contract: Contract, choice: Choice): LoadedScenario {
    const isDeferred = deferred.has(contract);
    const scenario = loadScenario({ contract, seed, isDeferred, ...choice, ...(now !== undefined && { now }) });
    const openTable = createTableOpener(contract, scenario);
    return { contract, scenario, openTable, faults: readScenarioFaults(contract, scenario) };
  }

  function open(contract: Contract, name?: string): LoadedScenario {
    const known = loaded.get(keyOf(contract, name));
    if (known !== undefined) return known;
    const choice: Choice = name === undefined ? readChoice(contract, options) : { name };
    const opened = load(contract, choice);
    loaded.set(keyOf(contract, name), opened);
    // The default one is as it would be by its name, unless the options say of what file or size it is.
    if (choice.file === undefined && choice.size === undefined) {
      loaded.set(keyOf(contract, opened.scenario.name), opened);
    }
    return opened;
  }

  const makeRows = (contract: Contract): unknown => open(contract).scenario.collections;
  const guesses = documents.flatMap(({ name, guesses: guessed }) => {
    return guessed === undefined ? [] : [{ name, ...keepServable(guessed, makeRows) }];
  });
  return {
    contracts: documents.flatMap(({ name, contracts, guesses: guessed }) => {
      if (guessed === undefined) return contracts;
      return guesses.find((one) => one.name === name)?.lists.map(({ contract }) => contract) ?? [];
    }),
    guesses,
    open,
    isDeferred: (contract) => deferred.has(contract),
    forget(contract) {
      const prefix = keyOf(contract, undefined).slice(0, -'null]'.length);
      for (const key of loaded.keys()) if (key.startsWith(prefix)) loaded.delete(key);
      forgetPools(contract);
    },
    list(contract) {
      const listing = listings.get(contract) ?? listScenarios(contract);
      listings.set(contract, listing);
      return listing;
    },
  };
}

/** Of so many guessed lists all rows are made at the start; of more, those of a list when it is first asked for. */
const MAX_MADE_AT_START = 8;

function listDeferred(guesses: UsableGuesses | undefined): readonly Contract[] {
  if (guesses === undefined || guesses.lists.length <= MAX_MADE_AT_START) return [];
  return guesses.lists.map(({ contract }) => contract);
}

/**
 * One guess that turns out to be of no use keeps no other from being served.
 *
 * @param open - makes the rows of a list
 */
function keepServable(guesses: UsableGuesses, open: (contract: Contract) => unknown): UsableGuesses {
  const others = [...guesses.others];
  const isDeferred = listDeferred(guesses).length > 0;
  let works = false;
  const lists = guesses.lists.filter(({ list, contract }) => {
    // One list that works is enough to begin with.
    if (isDeferred && works) return true;
    try {
      open(contract);
      works = true;
      return true;
    } catch (error) {
      if (!(error instanceof PagewrightError)) throw error;
      others.push({ list, reason: error.problems[0]?.message ?? error.message });
      return false;
    }
  });
  const [first] = guesses.lists;
  // What is wrong with all of them is for the user to know.
  if (lists.length === 0 && first !== undefined) open(first.contract);
  return { lists, others };
}

function keyOf(contract: Contract, name: string | undefined): string {
  return JSON.stringify([contract.id, name]);
}

function readChoice({ id }: Contract, { scenario, size }: MockOptions): Choice {
  const text = typeof scenario === 'object' && Object.hasOwn(scenario, id) ? scenario[id] : scenario;
  const named = typeof text !== 'string' ? {} : isScenarioFile(text) ? { file: text } : { name: text };
  return { ...named, ...(size !== undefined && { size }) };
}

function requireKnownIds(contracts: readonly Contract[], scenario: MockOptions['scenario']): void {
  if (typeof scenario !== 'object') return;
  const ids = contracts.map(({ id }) => id);
  const unknown = Object.keys(scenario).find((id) => !ids.includes(id));
  if (unknown === undefined) return;
  throw new PagewrightError(
    'unknown-contract',
    `Unknown contract ${unknown} in the option scenario: the server has ${ids.join(', ')}`,
  );
}

/**
 * Reads the faults of a scenario file.
 *
 * @throws {PagewrightError} that lists what is wrong with them, with file and line
 */
function readScenarioFaults(contract: Contract, { faults = [] }: Scenario): readonly Fault[] {
  const problems: PagewrightError['problems'][number][] = [];
  const read = faults.flatMap(({ value, problem }) => {
    try {
      const fault = { ...parseFault(value), contract: contract.id };
      requireApplicable(fault, [contract]);
      return [fault];
    } catch (error) {
      problems.push(problem((error as Error).message));
      return [];
    }
  });
  if (problems.length > 0) throw problemsError('invalid-contract', problems);
  return read;
}
