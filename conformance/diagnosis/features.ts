import type { Contract } from '../../src/contract/contract.ts';
import type { Evidence, Result } from '../result.ts';
import { compareRows, compareTypes, compareValues, type Difference } from './differences.ts';
import { listFilterSigns } from './filter-signs.ts';
import { readPhrase } from './phrases.ts';
import { createRoles, type Roles } from './roles.ts';
import { listRowSigns } from './row-signs.ts';
import { listSortSigns } from './sort-signs.ts';
import { listTotalSigns } from './total-signs.ts';
import { isGarbled, listDropped, type RequestTraits, readPageSize, readTraits } from './traits.ts';
import { listWalkSigns } from './walk-signs.ts';

/** What a run saw of a target, in words that are the same for every contract. */
export interface Observation {
  /** What was seen, with the ids of the results that show it. */
  readonly seen: ReadonlyMap<string, ReadonlySet<string>>;
  /**
   * What only notes show, although there are violations: that a server does otherwise where its contract is silent says little of the bug.
   */
  readonly aside: ReadonlySet<string>;
  /** Requirements that were checked and are met, by their role. */
  readonly met: ReadonlySet<string>;
}

/** Whether a result says that something is wrong. */
export function isViolated({ verdict }: Pick<Result, 'verdict'>): boolean {
  return verdict === 'fail' || verdict === 'warn' || verdict === 'note' || verdict === 'waived';
}

/**
 * Reads what a run saw.
 *
 * @param contract - that the target was checked against
 * @param results - of the run
 */
export function observe(contract: Contract, results: readonly Result[]): Observation {
  const roles = createRoles(contract);
  const seen = new Map<string, Set<string>>();
  const note = (feature: string, id: string): void => {
    seen.set(feature, (seen.get(feature) ?? new Set<string>()).add(id));
  };
  const violated = results.filter(isViolated);
  const loud = violated.filter(({ verdict }) => verdict !== 'note');
  const telling = loud.length > 0 ? loud : violated;
  for (const result of telling) {
    for (const feature of listFeatures(contract, roles, result)) note(feature, result.id);
  }
  for (const feature of [...compareCounts(roles, telling), ...listSigns(contract, telling)]) {
    for (const { id } of telling) note(feature, id);
  }
  const aside = new Set<string>();
  for (const result of violated.filter((one) => !telling.includes(one))) {
    for (const feature of listFeatures(contract, roles, result)) {
      if (!seen.has(feature) || aside.has(feature)) aside.add(feature);
      note(feature, result.id);
    }
  }
  const met = results.filter(({ verdict }) => verdict === 'pass').map(({ id }) => roles.requirement(id));
  return { seen, aside, met: new Set(met.filter((role) => !seen.has(role))) };
}

/** What all that is violated shows together. */
function listSigns(contract: Contract, violated: readonly Result[]): readonly string[] {
  const readers = [listWalkSigns, listRowSigns, listSortSigns, listFilterSigns, listTotalSigns];
  return readers.flatMap((read) => read(contract, violated));
}

/** What the violation of one requirement shows. */
function listFeatures(contract: Contract, roles: Roles, result: Result): ReadonlySet<string> {
  const role = roles.requirement(result.id);
  const shown = result.evidence.map((evidence) => describe(contract, roles, result, evidence));
  const traits = shown.flatMap(({ asked }) => (asked === undefined ? [] : [asked]));
  return new Set([
    role,
    ...shown.flatMap(({ phrase, differences, signs, asked }) => [
      `${role}: ${phrase}`,
      `says ${phrase}`,
      ...differences.flatMap((difference) => [`${role} ${difference}`, difference]),
      ...signs,
      // That a page was returned is what nearly all requests ask for.
      ...(asked === undefined || asked.status === '200'
        ? []
        : [`${role} -> ${asked.status}`, `status ${asked.status}`]),
    ]),
    ...generalize(role, traits),
  ]);
}

interface Shown {
  readonly phrase: string;
  readonly differences: readonly Difference[];
  readonly signs: readonly string[];
  readonly asked: RequestTraits | undefined;
}

function describe(contract: Contract, roles: Roles, { title }: Result, evidence: Evidence): Shown {
  const { demand, expected, received, exchanges } = evidence;
  const said = demand.startsWith(`${title}: `) ? demand.slice(title.length + 2) : demand;
  const last = exchanges.at(-1);
  const size = last === undefined ? undefined : readPageSize(contract, last);
  return {
    phrase: readPhrase(said, roles, evidence),
    differences: [
      ...compareRows(expected, received, exchanges.length, size),
      ...compareValues(expected, received, last),
      ...compareTypes(said, received),
    ],
    signs: [...(exchanges.some(isGarbled) ? ['sign garbled text'] : []), ...listDropped(roles, exchanges)],
    asked: last === undefined ? undefined : readTraits(contract, roles, last),
  };
}

/** What all requests that show a violation have in common. */
function generalize(role: string, traits: readonly RequestTraits[]): readonly string[] {
  const [first] = traits;
  if (first === undefined) return [];
  const names = ['where', 'filters', 'sized', 'ordered', 'method', 'way'] as const;
  return names.flatMap((name) => {
    const value = first[name];
    return traits.every((one) => one[name] === value) ? [`${role} @${name}=${value}`] : [];
  });
}

/** How often one requirement is violated beside another, which tells bugs apart that violate both. */
function compareCounts(roles: Roles, violated: readonly Result[]): readonly string[] {
  const counts = new Map(violated.map((result) => [roles.requirement(result.id), countViolations(result)]));
  const ties = counts.get('walk.ties') ?? 0;
  const broken = Math.max(counts.get('walk.complete') ?? 0, counts.get('walk.unique') ?? 0);
  if (broken === 0) return [];
  return [`sign ties at ${ties === 0 ? 'no' : ties >= broken ? 'every' : 'some'} broken walk`];
}

/** The report shows the first few violations of a requirement, and says how many more there are. */
function countViolations({ reason, evidence }: Result): number {
  const more = /And ([\d,]+) more\.$/.exec(reason)?.[1]?.replaceAll(',', '');
  return more === undefined ? evidence.length : Number(more) + 1;
}
