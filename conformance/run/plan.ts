import type { Contract } from '../../src/contract/contract.ts';
import { toSentence } from '../../src/contract/text.ts';
import { AREAS } from '../areas/index.ts';
import type { TargetSettings } from '../client/settings.ts';
import type { HookOptions } from '../hooks/hooks.ts';
import { matchIds, type Requirement, reportedId } from '../requirement.ts';
import type { MissingInput } from '../result.ts';
import { selectChecks } from './check-runner.ts';
import { type ContractChoice, maxRequestsOf, type RunOptions, resolveContract } from './conformance-run.ts';
import { describeGiven, listMissing, listRequiredInput } from './needs.ts';
import { selectRequirements } from './requirements.ts';

/** One check of a run that has not begun. */
interface PlannedCheck {
  readonly id: string;
  /** What it does: `Walks a closed set at several limits`. */
  readonly title: string;
  /** The maximum number of requests. */
  readonly requests: number;
  /** Ids of the requirements that it can decide. */
  readonly decides: readonly string[];
}

/** Requirements that a run cannot decide, and why. */
interface Undecidable {
  /** In a sentence. */
  readonly why: string;
  readonly ids: readonly string[];
}

/** What a run would do. */
export interface Plan {
  readonly contract: string;
  /** The method and path that are asked, below the base URL. */
  readonly list: string;
  /** How many requirements there are, and how many of them the run can decide, if the rows allow it. */
  readonly requirements: { readonly total: number; readonly decidable: number };
  /** The maximum number of requests of all checks, and of the run. */
  readonly requests: { readonly planned: number; readonly limit: number };
  /** In the order in which they run. */
  readonly checks: readonly PlannedCheck[];
  /** What could be given, and is missing. */
  readonly missing: readonly MissingInput[];
  readonly undecidable: readonly Undecidable[];
}

/** The target of a plan, of which nothing is asked. */
export type PlanTarget = ContractChoice & Omit<TargetSettings, 'clock' | 'signal'> & HookOptions;

/**
 * Says what a run would try, with how many requests, and what it could not decide. Nothing is sent.
 *
 * @param target - the contract, and what is given for its implementation
 * @throws TypeError that names an invalid option; PagewrightError (`invalid-contract`) for an invalid contract file
 */
export function planConformance(target: PlanTarget, options: RunOptions = {}): Plan {
  const contract = resolveContract(target);
  const { areas = AREAS } = options;
  const requirements = selectRequirements(contract, options);
  const name = (found: readonly Requirement[]): readonly string[] => found.map((one) => reportedId(contract, one));
  const { roles = {}, foreignPathParameters = {}, known = {}, betweenPages, oracle } = target;
  const given = describeGiven(
    { roles: new Set(Object.keys(roles)), foreignPathParameters, known },
    { change: betweenPages, oracle },
  );
  const wanted = new Set(name(requirements));
  const missing = listMissing(contract, given, areas).flatMap((one) => {
    const decides = one.decides.filter((id) => wanted.has(id));
    return decides.length === 0 ? [] : [{ ...one, decides }];
  });
  const decides = ({ verifies }: { readonly verifies: readonly string[] }): readonly string[] => {
    const verified = matchIds(verifies);
    return name(requirements.filter(({ id }) => verified(id)));
  };
  const checks = areas
    .flatMap((area) => selectChecks(area.checks, contract, (check) => decides(check).length > 0))
    .filter((check) => check.isUseful?.(given) ?? true)
    .map((check) => ({ id: check.id, title: check.title, requests: check.cost, decides: decides(check) }));
  const judged = new Set([
    ...checks.flatMap((check) => check.decides),
    ...areas.flatMap(({ inspectors }) => inspectors.flatMap(decides)),
  ]);
  const undecidable = groupReasons(contract, requirements, { judged, missing });
  const open = new Set(undecidable.flatMap(({ ids }) => ids));
  return {
    contract: contract.id,
    list: `${contract.method} ${contract.path}`,
    requirements: { total: requirements.length, decidable: requirements.length - open.size },
    requests: {
      planned: checks.reduce((sum, { requests }) => sum + requests, 0),
      limit: maxRequestsOf(target, options),
    },
    checks,
    missing: [...listRequiredInput(contract, target), ...missing],
    undecidable,
  };
}

function groupReasons(
  contract: Contract,
  requirements: readonly Requirement[],
  { judged, missing }: { readonly judged: ReadonlySet<string>; readonly missing: readonly MissingInput[] },
): readonly Undecidable[] {
  const reasons = new Map<string, string[]>();
  for (const requirement of requirements) {
    const id = reportedId(contract, requirement);
    const input = missing.find(({ decides }) => decides.includes(id));
    const why =
      (judged.has(id) ? undefined : requirement.unverifiable) ??
      (input === undefined ? undefined : `not tested without ${input.what}: pass ${input.give}`) ??
      (judged.has(id) ? undefined : 'no check decides it');
    if (why !== undefined) reasons.set(toSentence(why), [...(reasons.get(toSentence(why)) ?? []), id]);
  }
  return [...reasons].map(([why, ids]) => ({ why, ids }));
}
