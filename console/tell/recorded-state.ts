import type { ActiveFault, Change, DeviationKind, Grease } from '../admin/activity-types.ts';
import { AdminError, callAdmin } from '../admin/client.ts';
import type { ContractDescription, JsonObject } from '../admin/contract-types.ts';
import type { DemoAction } from '../admin/demo-types.ts';
import { model } from '../state/chosen.ts';

/** What a session is like beside its requests, told as what a demo has to do so that it is like that. */
export interface RecordedState {
  /** All that differs from how the session began. */
  readAll(changes: readonly Change[]): Promise<readonly DemoAction[]>;
  /** What a change has come to: whatever it was about is read as it is now. */
  read(change: Change): Promise<readonly DemoAction[]>;
}

/** Follows what becomes of rows, faults, grease, deviation and scenario of a session. */
export function createRecordedState(contract: string, of: string): RecordedState {
  const query = { session: of };
  /** Whether a row of the name is there for a demo that has come so far. */
  const isThere = new Map<string, boolean>();
  let faults: readonly ActiveFault[] = [];

  async function readRow(change: Change): Promise<readonly DemoAction[]> {
    const { kind, identity, isUndone } = change;
    if (identity === undefined || change.contract !== contract) return [];
    const isMeant = isUndone !== true;
    const wasThere = isThere.get(identity) ?? (kind === 'row-added' ? !isMeant : kind !== 'row-removed' || isMeant);
    const row = await find(identity);
    isThere.set(identity, row !== undefined);
    if (row === undefined) return wasThere ? [{ remove: identity }] : [];
    if (!wasThere) return [{ add: row }];
    const { [model.value.value?.identity ?? '']: _identity, ...set } = row;
    return [{ change: { row: identity, set } }];
  }

  async function find(identity: string): Promise<JsonObject | undefined> {
    const path = `/contracts/${encodeURIComponent(contract)}/rows/${encodeURIComponent(identity)}`;
    try {
      return await callAdmin<JsonObject>(path, { query });
    } catch (error) {
      if (error instanceof AdminError && error.status === 404) return undefined;
      throw error;
    }
  }

  async function readFaults(): Promise<readonly DemoAction[]> {
    const before = faults;
    faults = await callAdmin<readonly ActiveFault[]>('/faults', { query });
    const known = new Set(before.map(({ id }) => id));
    const isAny = before.some(({ id }) => !faults.some((one) => one.id === id));
    const added = isAny ? faults : faults.filter(({ id }) => !known.has(id));
    return [
      ...(isAny ? [{ fault: null }] : []),
      ...added.map((one) => ({ fault: describeFault(one, known.has(one.id)) })),
    ];
  }

  async function readGrease(): Promise<readonly DemoAction[]> {
    const { isOn, seed, features } = await callAdmin<Grease>('/grease', { query });
    if (!isOn) return [{ grease: null }];
    return [{ grease: { ...(seed !== undefined && { seed }), ...(features !== undefined && { features }) } }];
  }

  async function readDeviation(): Promise<readonly DemoAction[]> {
    const kinds = await callAdmin<readonly DeviationKind[]>('/deviations', { query });
    return [{ deviation: kinds.find(({ isOn }) => isOn)?.name ?? null }];
  }

  async function readScenario(): Promise<readonly DemoAction[]> {
    isThere.clear();
    const all = await callAdmin<readonly ContractDescription[]>('/contracts', { query });
    const found = all.find(({ id }) => id === contract);
    return found === undefined ? [] : [{ scenario: found.scenario }];
  }

  async function read(change: Change): Promise<readonly DemoAction[]> {
    switch (change.kind) {
      case 'fault':
        return readFaults();
      case 'grease':
        return readGrease();
      case 'deviation':
        return readDeviation();
      case 'scenario':
        return readScenario();
      case 'reset':
        isThere.clear();
        faults = [];
        return change.isUndone === true ? [] : [{ reset: true }];
      case 'clock':
      case 'restore':
        // The clock is told by the requests that follow; a snapshot is no part of a demo.
        return [];
      default:
        return readRow(change);
    }
  }

  return {
    read,
    async readAll(changes) {
      const begun = changes.findLastIndex(({ kind, isUndone }) => {
        return (kind === 'reset' || kind === 'scenario') && isUndone !== true;
      });
      const rows = changes.slice(begun + 1).filter(({ identity, isUndone }) => {
        return identity !== undefined && isUndone !== true;
      });
      // A row that was changed ten times is read once.
      const once = rows.filter(({ identity }, index) => rows.findIndex((one) => one.identity === identity) === index);
      const actions: DemoAction[] = [];
      for (const one of once) actions.push(...(await readRow(one)));
      const [grease] = await readGrease();
      const [deviation] = await readDeviation();
      return [
        ...actions,
        ...(await readFaults()),
        ...[grease, deviation].filter((one) => one !== undefined && !Object.values(one).includes(null)),
      ] as readonly DemoAction[];
    },
  };
}

/** A fault as it was added, or, of one that goes on, what is left of it; without what the mock says of it. */
function describeFault({ id: _id, struck: _struck, remaining, ...fault }: ActiveFault, goesOn: boolean): JsonObject {
  return { ...fault, ...(goesOn && remaining !== undefined && { times: remaining }) } as JsonObject;
}
