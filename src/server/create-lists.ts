import type { Contract } from '../contract/contract.ts';
import { builtInContracts, loadContracts } from '../contract/load-contracts.ts';
import { type LoadScenarioOptions, loadScenario } from '../dataset/load-scenario.ts';
import { createListMock } from '../mock/create-list-mock.ts';
import { createWorld } from '../mock/create-world.ts';
import type { ListMock } from '../mock/list-mock.ts';
import { readClock } from './check-options.ts';
import type { ListMaker } from './choose-list-maker.ts';
import { isScenarioFile } from './is-scenario-file.ts';
import type { MockOptions } from './mock-options.ts';
import { ServerError } from './server-error.ts';

/** Cursors are worth nothing to anyone: without a key of the user's own, a known one makes answers the same everywhere. */
const USUAL_KEY = 'pagewright';

/**
 * Makes the mocks of all lists that are asked for, reading contract and scenario files.
 *
 * @param maker - makes the mock of each
 * @throws {ContractError} for mistakes in files, {@link DatasetError} for an unknown scenario, {@link ServerError} for options
 */
export function createLists(options: MockOptions, maker: ListMaker = { make: createListMock }): readonly ListMock[] {
  const names = [options.contract ?? builtInContracts()].flat();
  if (names.length === 0) throw new ServerError('invalid-option', 'no contract is given; expected at least one');
  const contracts = names.flatMap((name) => loadContracts(name));
  requireKnownIds(contracts, options.scenario);
  requireEffect(contracts, maker);
  return contracts.map((contract) => createList(contract, options, maker));
}

function createList(contract: Contract, options: MockOptions, maker: ListMaker): ListMock {
  const { seed = 1, size, key = USUAL_KEY } = options;
  const clock = readClock(options.now);
  const scenario = loadScenario({
    contract,
    seed,
    ...readScenario(contract, options.scenario),
    ...(size !== undefined && { size }),
    ...(clock.now !== undefined && { now: clock.now }),
  });
  const world = createWorld({ contract, scenario, now: clock.runs ? Date.now : () => scenario.now });
  return maker.make({ world, key, seed: String(seed) });
}

function requireEffect(contracts: readonly Contract[], { deviation }: ListMaker): void {
  if (deviation === undefined || contracts.some((contract) => deviation.appliesTo(contract))) return;
  const ids = contracts.map(({ id }) => id).join(', ');
  throw new ServerError(
    'unknown-deviation',
    `the deviation ${deviation.name} makes no difference to ${ids}: ${deviation.summary}`,
  );
}

function readScenario({ id }: Contract, scenario: MockOptions['scenario']): Pick<LoadScenarioOptions, 'name' | 'file'> {
  const text = typeof scenario === 'object' && Object.hasOwn(scenario, id) ? scenario[id] : scenario;
  if (typeof text !== 'string') return {};
  return isScenarioFile(text) ? { file: text } : { name: text };
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
