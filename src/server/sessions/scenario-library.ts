import { requireApplicable } from '../../alter/faults/applicability.ts';
import type { Fault } from '../../alter/faults/kinds.ts';
import { parseFault } from '../../alter/faults/parse.ts';
import type { Contract } from '../../contract/contract.ts';
import { type PagewrightError, problemsError } from '../../contract/error.ts';
import { builtInContracts, loadContracts } from '../../contract/load-contracts.ts';
import { listScenarios, type ScenarioListing } from '../../dataset/list-scenarios.ts';
import { type LoadScenarioOptions, loadScenario } from '../../dataset/load-scenario.ts';
import type { Scenario } from '../../dataset/scenario.ts';
import { createTableOpener, type OpenTable } from '../../mock/create-table-opener.ts';
import { isScenarioFile, type MockOptions, readClock } from '../options.ts';
import { ServerError } from '../server-error.ts';

/** A scenario that is ready to be put into any number of sessions, which share what they do not change. */
export interface Fixture {
  readonly contract: Contract;
  readonly scenario: Scenario;
  readonly openTable: OpenTable;
  /** Faults that are on from the start. */
  readonly faults: readonly Fault[];
}

/** The contracts that are served, and their scenarios. */
export interface FixtureLibrary {
  /** In the order in which they were asked for. */
  readonly contracts: readonly Contract[];
  /**
   * Loads a scenario; the second time it is the same one.
   *
   * @param name - by default the one that the contract is served with
   * @throws {PagewrightError} for mistakes in its file, {@link PagewrightError} when there is none of the name
   */
  open(contract: Contract, name?: string): Fixture;
  /** The scenarios that a contract has. */
  list(contract: Contract): readonly ScenarioListing[];
}

/** Which scenario of a contract: that of the options, or one by name. */
type Choice = Pick<LoadScenarioOptions, 'name' | 'file' | 'size'>;

/**
 * Reads the contracts that are asked for, and their scenarios when these are needed.
 *
 * @throws {PagewrightError} for mistakes in contract files, {@link ServerError} for options
 */
export function createFixtureLibrary(options: MockOptions): FixtureLibrary {
  const names = [options.contract ?? builtInContracts()].flat();
  if (names.length === 0) throw new ServerError('invalid-option', 'no contract is given; expected at least one');
  const contracts = names.flatMap((name) => loadContracts(name));
  requireKnownIds(contracts, options.scenario);
  const { seed = 1 } = options;
  const { now } = readClock(options.now);
  const loaded = new Map<string, Fixture>();

  function load(contract: Contract, choice: Choice): Fixture {
    const scenario = loadScenario({ contract, seed, ...choice, ...(now !== undefined && { now }) });
    const openTable = createTableOpener(contract, scenario);
    return { contract, scenario, openTable, faults: readScenarioFaults(contract, scenario) };
  }

  return {
    contracts,
    open(contract, name) {
      const key = JSON.stringify([contract.id, name]);
      const fixture = loaded.get(key) ?? load(contract, name === undefined ? readChoice(contract, options) : { name });
      loaded.set(key, fixture);
      return fixture;
    },
    list: (contract) => listScenarios(contract),
  };
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
  throw new ServerError(
    'unknown-contract',
    `a scenario is given for ${unknown}, which is not served; contracts are ${ids.join(', ')}`,
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
