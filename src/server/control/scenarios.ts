import type { Contract } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import { findList } from '../routing/router.ts';
import { ServerError } from '../server-error.ts';
import type { FixtureLibrary } from '../sessions/scenario-library.ts';
import type { Session } from '../sessions/session.ts';
import type { ScenarioControl, ScenarioDescription, SnapshotControl } from './session-control.ts';

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
): PagewrightError {
  const known = contracts.map((contract) => `${contract.id} has ${namesOf(contract).join(', ')}`);
  return new PagewrightError('unknown-scenario', `there is no scenario ${name}; ${known.join('; ')}`);
}

const MOST_SNAPSHOTS = 100;
const NAME = /^[\w.-]{1,64}$/;

/** Makes the control of what a session keeps under names. */
export function createSnapshotControl(enter: () => Session): SnapshotControl {
  const find = (name: string): (() => void) => {
    const { snapshots } = enter();
    const restore = snapshots.get(name);
    if (restore !== undefined) return restore;
    const known = snapshots.size === 0 ? 'there are none' : `there are ${[...snapshots.keys()].join(', ')}`;
    throw new ServerError('unknown-snapshot', `there is no snapshot ${name}; ${known}`);
  };
  return {
    list: () => [...enter().snapshots.keys()],
    save(name) {
      const session = enter();
      requireName(name);
      if (session.snapshots.size >= MOST_SNAPSHOTS && !session.snapshots.has(name)) {
        throw new ServerError(
          'too-many-snapshots',
          `the session has ${MOST_SNAPSHOTS} snapshots already; remove one, or save under a name that it has`,
        );
      }
      session.snapshots.delete(name);
      session.snapshots.set(name, session.save());
    },
    restore: (name) => find(name)(),
    remove(name) {
      find(name);
      enter().snapshots.delete(name);
    },
  };
}

function requireName(name: string): void {
  if (typeof name === 'string' && NAME.test(name)) return;
  throw new ServerError(
    'invalid-option',
    `${JSON.stringify(String(name).slice(0, 80))} cannot be the name of a snapshot; expected 1 to 64 letters, digits, dots, dashes and underscores`,
  );
}
