import type { Contract } from '../../contract/contract.ts';
import { DatasetError } from '../../dataset/dataset-error.ts';
import type { FixtureLibrary } from '../fixtures/fixture.ts';
import type { Session } from '../sessions/session.ts';
import { findList } from '../site/find-list.ts';
import type { ScenarioControl, ScenarioDescription } from './session-control.ts';

/** Makes the control of the scenarios that a session's lists have. */
export function createScenarioControl(enter: () => Session, library: () => FixtureLibrary): ScenarioControl {
  const listsOf = (contract: string | undefined): Session['lists'] => {
    const { lists } = enter();
    return contract === undefined ? lists : [findList(lists, contract)];
  };
  const namesOf = (contract: Contract): readonly string[] =>
    library()
      .list(contract)
      .map(({ name }) => name);
  const list = (contract?: string): readonly ScenarioDescription[] => {
    return listsOf(contract).flatMap(({ contract: one, world }) => {
      return library()
        .list(one)
        .map(({ name, title }) => ({ contract: one.id, name, title, isLoaded: name === world.scenario.name }));
    });
  };
  return {
    list,
    load(name, contract) {
      const concerned = listsOf(contract).filter((one) => namesOf(one.contract).includes(name));
      if (concerned.length === 0)
        throw unknownScenario(
          name,
          listsOf(contract).map((one) => one.contract),
          namesOf,
        );
      // Files with mistakes are found out before anything changes.
      for (const one of concerned) library().open(one.contract, name);
      for (const one of concerned) one.load(name);
      return list(contract).filter(({ isLoaded }) => isLoaded);
    },
  };
}

function unknownScenario(
  name: string,
  contracts: readonly Contract[],
  namesOf: (contract: Contract) => readonly string[],
): DatasetError {
  const known = contracts.map((contract) => `${contract.id} has ${namesOf(contract).join(', ')}`);
  return new DatasetError('unknown-scenario', `there is no scenario ${name}; ${known.join('; ')}`);
}
