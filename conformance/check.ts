import type { Contract } from '../src/contract/contract.ts';
import type { Design } from './design/design.ts';
import type { Hooks } from './hooks/hooks.ts';
import type { Ledger } from './ledger.ts';
import type { Answer } from './list/answer.ts';
import type { ListClient } from './list/client.ts';
import type { Requirement } from './requirement.ts';
import type { Survey } from './survey/survey.ts';
import type { Reference } from './survey/window.ts';

/** What a check can use. */
export interface CheckContext {
  readonly contract: Contract;
  /** Sends requests to the target; inspectors see every response, too. */
  readonly list: ListClient;
  /** The rows of the target that were read before the checks. */
  readonly survey: Survey;
  /** Which page sizes to ask for, how much, and how far was read. */
  readonly design: Pick<Design, 'seed' | 'profile' | 'sizes' | 'reach'>;
  readonly ledger: Ledger;
  /** What the caller has lent to the run; nothing by default. */
  readonly hooks?: Hooks;
  /**
   * Repeats attempts that find violations, so that neither a passing fault nor a change of the rows fails a requirement: a
   * violation counts only if two attempts find it while the rows stay the same.
   *
   * @param attempts - run concurrently, each with a ledger of its own; those that find a violation run up to three times
   * @param reference - the rows that the attempts compare with; the survey's window by default
   */
  confirm(attempts: Attempt | readonly Attempt[], reference?: Reference): Promise<void>;
}

/** Sends requests and records the findings in the ledger. */
export type Attempt = (ledger: Ledger) => Promise<void>;

/** What a caller has given beside its own credentials. */
export interface Given {
  readonly roles: ReadonlySet<string>;
  /** Values that belong to another tenant, by parameter. */
  readonly foreign: Readonly<Record<string, string>>;
  /** Values that some rows are known to have, by filter. */
  readonly known: Readonly<Record<string, string | readonly string[]>>;
  /** Whether the rows can be changed between two pages, and whether there is an independent list of them. */
  readonly hasChanges?: boolean;
  readonly hasOracle?: boolean;
}

/** Something that only the caller can give, without which some requirements stay open. */
export interface Need {
  /** The flag that gives it: `--as expired='Name: value'`. */
  readonly give: string;
  /** What it is: `an expired credential`. */
  readonly what: string;
  /** Ids of the requirements; `*` stands for any segment. */
  readonly decides: readonly string[];
  isGiven(given: Given): boolean;
}

/** Sends requests to the target and decides requirements by the responses. */
export interface Check {
  /** `area.name` */
  readonly id: string;
  /** What it does, such as `walks a closed set at several limits`. */
  readonly title: string;
  /** Ids of the requirements that it can decide; `*` stands for any segment. */
  readonly verifies: readonly string[];
  /** The maximum number of requests. */
  readonly cost: number;
  /** How many attempts of each kind it makes in a quick run: 0 leaves it out. Default: all. */
  readonly quick?: number;
  /** Whether it applies to a contract; true by default. */
  appliesTo?(contract: Contract): boolean;
  /** Whether it has anything to do with what the caller has given; true by default. */
  isUseful?(given: Given): boolean;
  /** What it needs beside the caller's own credentials; nothing by default. */
  needs?(contract: Contract): readonly Need[];
  /** Records findings in the ledger; throws only errors of the connection. */
  run(context: CheckContext): Promise<void>;
}

/** Looks at every response of the run. */
export interface Inspector {
  readonly id: string;
  readonly title: string;
  readonly verifies: readonly string[];
  /** Returns a function that gets each response once, in the order of arrival. */
  prepare(contract: Contract): (answer: Answer, ledger: Ledger) => void;
}

/** A group of requirements with the checks that decide them. */
export interface Area {
  readonly name: string;
  /** Derives requirements from a contract. */
  derive(contract: Contract): readonly Requirement[];
  readonly inspectors: readonly Inspector[];
  readonly checks: readonly Check[];
}

/** A check that runs only where the caller gives what it needs. */
export function onlyWith(check: Check, need: Need): Check {
  return { ...check, isUseful: need.isGiven, needs: () => [need] };
}
