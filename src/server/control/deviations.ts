import type { Deviation } from '../../alter/deviations/deviation.ts';
import type { Contract, Provenance } from '../../contract/contract.ts';
import { loadDeviation, requireEffect } from '../deviation.ts';
import type { Session } from '../sessions/session.ts';
import { changeSession } from './change-log.ts';

/** A bug that lists can have, or a variation that their contracts allow. */
export interface DeviationDescription {
  readonly name: string;
  /** In a sentence, without a full stop. */
  readonly summary: string;
  /** What it is about. */
  readonly area: string;
  /** Whether the session's lists have it now. */
  readonly isOn: boolean;
  /** Whether a server that has it keeps the contract, by the id of the contract. */
  readonly contracts: Readonly<Record<string, DeviationJudgement>>;
}

/** Whether a server that has a deviation conforms to a contract. */
interface DeviationJudgement {
  /** `not-applicable`: no list of the contract can have it. */
  readonly verdict: 'allowed' | 'not-allowed' | 'not-applicable';
  /** How binding the rule is that it breaks. */
  readonly breaks: Provenance | 'nothing';
  readonly reason: string;
}

/** The bug that a session's lists have, to be switched while the mock runs. One at a time, and none beside grease. */
export interface DeviationControl {
  /** Every deviation that at least one of the contracts can have. */
  available(): Promise<readonly DeviationDescription[]>;
  /** The name of the one that is on; `undefined` for none. */
  read(): string | undefined;
  /** @throws {PagewrightError} `unknown-deviation`; `invalid-option` while grease is on */
  on(name: string): Promise<void>;
  off(): void;
}

/** Creates the control of a session's deviation. */
export function createDeviationControl(enter: () => Session): DeviationControl {
  return {
    async available() {
      const { DEVIATIONS } = await import('../../alter/deviations/catalogue.ts');
      const { lists, deviation: active } = enter();
      return DEVIATIONS.flatMap((deviation) => {
        const { name, summary, area } = deviation;
        const judged = lists.map(({ contract }) => [contract.id, judge(deviation, contract)] as const);
        if (judged.every(([, { verdict }]) => verdict === 'not-applicable')) return [];
        return [{ name, summary, area, isOn: active?.name === name, contracts: Object.fromEntries(judged) }];
      });
    },
    read: () => enter().deviation?.name,
    async on(name) {
      const deviation = await loadDeviation(name);
      const session = enter();
      if (deviation !== undefined)
        requireEffect(
          deviation,
          session.lists.map(({ contract }) => contract),
        );
      changeSession(
        session,
        () => ({ kind: 'deviation', summary: `deviation ${name} on` }),
        () => {
          session.deviation = deviation;
        },
      );
    },
    off() {
      const session = enter();
      const { deviation } = session;
      if (deviation === undefined) return;
      changeSession(
        session,
        () => ({ kind: 'deviation', summary: `deviation ${deviation.name} off` }),
        () => {
          session.deviation = undefined;
        },
      );
    },
  };
}

function judge(deviation: Pick<Deviation, 'appliesTo' | 'breaks'>, contract: Contract): DeviationJudgement {
  if (!deviation.appliesTo(contract)) {
    return { verdict: 'not-applicable', breaks: 'nothing', reason: 'no list of the contract can have it' };
  }
  const breaks = deviation.breaks?.(contract);
  if (breaks === undefined) return { verdict: 'allowed', breaks: 'nothing', reason: 'the contract leaves it open' };
  const sources = { documented: 'the document states', inferred: 'follows from the document', chosen: 'was chosen' };
  return { verdict: 'not-allowed', breaks, reason: `it breaks what ${sources[breaks]}` };
}
