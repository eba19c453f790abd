import type { Json } from '../../contract/contract.ts';
import { expectSame } from '../expect-same.ts';
import type { DeedPlan } from './deed-plan.ts';
import { DEEDS } from './deeds.ts';
import { expectDone } from './expect-done.ts';
import { planRowDeed } from './plan-row-deed.ts';
import { createGround, createState, type NaiveSession, type SessionState, timeOf } from './session-state.ts';
import type { SessionPool, SessionStep } from './session-steps.ts';
import { VENDOR_CAST, type VendorPart } from './vendor-cast.ts';
import type { NaiveScenario } from './write-vendor-files.ts';

/** A step that does something to a session. */
export type DeedStep = Extract<SessionStep, { way: unknown }>;

export interface DeedCircumstances {
  readonly id: string;
  readonly session: NaiveSession;
  readonly pool: SessionPool;
  readonly scenarios: readonly [NaiveScenario, NaiveScenario];
}

/** Says what a step does to a session, and what should come of it. */
export function planDeed(step: DeedStep, { id, session, pool, scenarios }: DeedCircumstances): DeedPlan {
  const { state } = session;
  const put = (changes: Partial<SessionState>): void => {
    session.state = { ...session.state, ...changes };
  };
  switch (step.do) {
    case 'add':
    case 'change':
    case 'remove':
    case 'move':
      return planRowDeed(step, session, pool);
    case 'advance':
    case 'set': {
      const change = step.do === 'set' ? { set: step.time } : { advance: step.by };
      const next = step.do === 'set' ? { start: step.time, ahead: 0 } : { ahead: state.ahead + step.by };
      return {
        deed: DEEDS.changeClock(change),
        settle(outcome) {
          put(next);
          expectSame(outcome, { value: readNaiveClock(session.state) });
        },
      };
    }
    case 'save':
      return {
        deed: DEEDS.save(step.snapshot),
        settle(outcome) {
          expectDone(outcome);
          // What replaces an older one is the newest.
          session.snapshots.delete(step.snapshot);
          session.snapshots.set(step.snapshot, state);
        },
      };
    case 'restore': {
      const kept = session.snapshots.get(step.snapshot);
      return {
        deed: DEEDS.restore(step.snapshot),
        settle(outcome) {
          if (kept === undefined) return expectSame(outcome, { code: 'unknown-snapshot' });
          expectDone(outcome);
          session.state = kept;
        },
      };
    }
    case 'load':
    case 'reset': {
      const only = step.vendor === undefined ? undefined : partAt(step.vendor).vendor.id;
      const scenario = step.do === 'load' ? scenarios[step.scenario % 2] : undefined;
      return {
        deed: scenario === undefined ? DEEDS.reset(only) : DEEDS.load(scenario.name, only),
        settle(outcome) {
          expectDone(outcome);
          const grounds = Object.entries(state.grounds).map(([key, ground]) => {
            return [key, (only ?? key) === key ? createGround(scenario ?? ground.scenario, key) : ground] as const;
          });
          put({ grounds: Object.fromEntries(grounds) });
          if (step.do === 'load' || only !== undefined) return;
          session.state = { grounds: session.state.grounds, ahead: 0 };
          session.faults = [];
          session.journal = [];
        },
      };
    }
    case 'addFault': {
      const { vendor } = partAt(step.vendor);
      return {
        deed: DEEDS.addFault(vendor.id),
        settle(outcome) {
          expectDone(outcome);
          session.faults = [...session.faults, vendor.id];
        },
      };
    }
    case 'begin': {
      const scenario = scenarios[step.scenario % 2] as NaiveScenario;
      const { isBegun } = session;
      return {
        deed: DEEDS.begin(id, scenario.name),
        settle(outcome) {
          if (isBegun) return expectSame(outcome, { code: 'session-taken' });
          expectDone(outcome);
          session.state = createState(scenario);
        },
      };
    }
    case 'end': {
      const { isBegun } = session;
      return {
        deed: DEEDS.end(id),
        settle(outcome) {
          session.isBegun = false;
          if (!isBegun) return expectSame(outcome, { code: 'unknown-session' });
          expectDone(outcome);
          session.state = createState(scenarios[0]);
          session.snapshots.clear();
          session.faults = [];
          session.journal = [];
        },
      };
    }
  }
}

/** What a session's clock should say of itself. */
export function readNaiveClock(state: SessionState): Json {
  const times = VENDOR_CAST.map(({ vendor: { id } }) => [id, new Date(timeOf(state, id)).toISOString()] as const);
  return { now: times[0]?.[1] ?? '', runs: false, contracts: Object.fromEntries(times) };
}

function partAt(index: number): VendorPart {
  return VENDOR_CAST[index] as VendorPart;
}
