import { PagewrightError } from '../../contract/error.ts';
import { findList } from '../routing/router.ts';
import type { ScenarioLibrary } from '../sessions/scenario-library.ts';
import type { Session } from '../sessions/session.ts';
import { changeSession } from './change-log.ts';

/** A scenario that a contract has. */
export interface ScenarioDescription {
  /** The id of the contract. */
  readonly contract: string;
  readonly name: string;
  readonly title: string;
  /** Whether the session has it now. */
  readonly isLoaded: boolean;
}

/** The scenarios of a session. */
export interface ScenarioControl {
  /**
   * Every scenario that there is.
   *
   * @param contract - the id of the only contract that is meant
   */
  available(contract?: string): readonly ScenarioDescription[];
  /** @deprecated the same as {@link ScenarioControl.available} */
  list(contract?: string): readonly ScenarioDescription[];
  /**
   * Loads a scenario in place of the one that is loaded: rows, credentials, clock start and faults.
   *
   * @param contract - the id of the only contract that is meant; by default all that have a scenario of the name
   * @returns the scenarios that are loaded now
   * @throws {PagewrightError} `unknown-scenario`; `invalid-contract` for mistakes in its file, and then nothing changes
   */
  load(name: string, contract?: string): readonly ScenarioDescription[];
}

/** Copies of a session's rows, scenarios and clock, kept under names. */
export interface SnapshotControl {
  /** Names, the oldest first. */
  list(): readonly string[];
  /** Saves the session as it is now, in place of an older snapshot of the name. */
  save(name: string): void;
  /** @throws {PagewrightError} `unknown-snapshot` */
  restore(name: string): void;
  /** @throws {PagewrightError} `unknown-snapshot` */
  remove(name: string): void;
}

/** Creates the control of a session's scenarios. */
export function createScenarioControl(enter: () => Session, library: () => ScenarioLibrary): ScenarioControl {
  const available = (contract?: string): readonly ScenarioDescription[] => {
    return selectLists(enter(), contract).flatMap((list) => {
      const listings = library().list(list.contract);
      return listings.map(({ name, title }) => {
        return { contract: list.contract.id, name, title, isLoaded: name === list.scenario };
      });
    });
  };
  return {
    available,
    list: available,
    load(name, contract) {
      const session = enter();
      const lists = findListsWith(library(), session, name, contract);
      changeSession(
        session,
        () => ({ kind: 'scenario', summary: `scenario ${name} loaded`, contract }),
        () => {
          for (const list of lists) list.load(name);
        },
      );
      return available(contract).filter(({ isLoaded }) => isLoaded);
    },
  };
}

/**
 * Loads the scenarios that a session begins with, and goes back to when it is reset.
 *
 * @param scenario - one name for all contracts that have such a scenario, or names by the id of the contract
 * @throws {PagewrightError} as {@link ScenarioControl.load} does
 */
export function beginScenarios(
  library: ScenarioLibrary,
  session: Session,
  scenario: string | Readonly<Record<string, string>>,
): void {
  const names = typeof scenario === 'string' ? [[undefined, scenario] as const] : Object.entries(scenario);
  for (const [contract, name] of names) {
    for (const list of findListsWith(library, session, name, contract)) list.begin(name);
  }
}

function selectLists({ lists }: Session, contract: string | undefined): Session['lists'] {
  return contract === undefined ? lists : [findList(lists, contract)];
}

/** The lists that have a scenario. Its files are read, so that mistakes are found before anything changes. */
function findListsWith(
  library: ScenarioLibrary,
  session: Session,
  name: string,
  contract: string | undefined,
): Session['lists'] {
  const lists = selectLists(session, contract);
  const namesOf = (list: (typeof lists)[number]): readonly string[] =>
    library.list(list.contract).map((listing) => listing.name);
  const found = lists.filter((list) => namesOf(list).includes(name));
  if (found.length === 0) {
    const known = lists.map((list) => `${list.contract.id} has ${namesOf(list).join(', ')}`);
    throw new PagewrightError('unknown-scenario', `Unknown scenario ${name}: ${known.join('; ')}`);
  }
  for (const list of found) library.open(list.contract, name);
  return found;
}

const MAX_SNAPSHOTS = 100;
const SNAPSHOT_NAME = /^[\w.-]{1,64}$/;

/** Creates the control of a session's snapshots. */
export function createSnapshotControl(enter: () => Session): SnapshotControl {
  const find = (name: string): (() => void) => {
    const { snapshots } = enter();
    const restore = snapshots.get(name);
    if (restore !== undefined) return restore;
    const known = snapshots.size === 0 ? 'the session has none' : `the session has ${[...snapshots.keys()].join(', ')}`;
    throw new PagewrightError('unknown-snapshot', `Unknown snapshot ${name}: ${known}`);
  };
  return {
    list: () => [...enter().snapshots.keys()],
    save(name) {
      const session = enter();
      requireSnapshotName(name);
      if (session.snapshots.size >= MAX_SNAPSHOTS && !session.snapshots.has(name)) {
        throw new PagewrightError(
          'too-many-snapshots',
          `Too many snapshots: a session has at most ${MAX_SNAPSHOTS}; remove one, or save under a name that it has`,
        );
      }
      session.snapshots.delete(name);
      session.snapshots.set(name, session.save());
    },
    restore(name) {
      const restore = find(name);
      changeSession(enter(), () => ({ kind: 'restore', summary: `snapshot ${name} restored` }), restore);
    },
    remove(name) {
      find(name);
      enter().snapshots.delete(name);
    },
  };
}

function requireSnapshotName(name: string): void {
  if (typeof name === 'string' && SNAPSHOT_NAME.test(name)) return;
  throw new PagewrightError(
    'invalid-option',
    `Invalid snapshot name ${JSON.stringify(String(name).slice(0, 80))}: must be 1–64 characters of [A-Za-z0-9._-]`,
  );
}
