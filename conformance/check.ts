import type { Contract } from '../src/contract/contract.ts';
import type { Ledger } from './ledger.ts';
import type { Answer } from './list/answer.ts';
import type { ListClient } from './list/client.ts';
import type { Requirement } from './requirement.ts';
import type { Survey } from './survey/survey.ts';
import type { Reference } from './survey/window.ts';

/** What a check works with. */
export interface CheckContext {
  readonly contract: Contract;
  /** Asks the target; every answer also goes past the inspectors. */
  readonly list: ListClient;
  /** What is known of the target's rows. */
  readonly survey: Survey;
  readonly ledger: Ledger;
  /**
   * Makes sure that what is held against the target is no accident and no change of its rows: what an attempt finds wrong
   * counts only if it is wrong at two attempts, and the rows that it compares with stay the same.
   *
   * @param attempts - each asks and writes what it finds to the ledger that it is given; those that find something run up to
   *   three times; all of them at once
   * @param reference - the rows that the attempts compare with; the survey's window by default
   */
  confirm(attempts: Attempt | readonly Attempt[], reference?: Reference): Promise<void>;
}

/** Asks something, and writes what it finds. */
export type Attempt = (ledger: Ledger) => Promise<void>;

/** Asks the target something, and decides requirements by what comes. */
export interface Check {
  /** `area.name` */
  readonly id: string;
  /** What it does, in a few words: `walks a closed set at several limits`. */
  readonly title: string;
  /** Ids of the requirements that it can decide; `*` stands for any segment. */
  readonly verifies: readonly string[];
  /** How many requests it sends at most, whatever the data. */
  readonly cost: number;
  /** Whether it makes sense for a contract; it does unless said otherwise. */
  appliesTo?(contract: Contract): boolean;
  /** Writes to the ledger; throws only what the target's connection throws. */
  run(context: CheckContext): Promise<void>;
}

/** Looks at every answer, whatever it was asked for. */
export interface Inspector {
  readonly id: string;
  readonly title: string;
  readonly verifies: readonly string[];
  /** Prepares for a contract; the function then sees each answer once, in the order of arrival. */
  prepare(contract: Contract): (answer: Answer, ledger: Ledger) => void;
}

/** A group of requirements with what decides them. */
export interface Area {
  readonly name: string;
  /** The requirements that the entries of a contract yield. */
  derive(contract: Contract): readonly Requirement[];
  readonly inspectors: readonly Inspector[];
  readonly checks: readonly Check[];
}
