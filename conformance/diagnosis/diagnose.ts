import type { Contract } from '../../src/contract/contract.ts';
import type { Cause, OtherCause, Result } from '../result.ts';
import { type Classifier, createClassifier, type KnownBug, type Match } from './classifier.ts';
import { isViolated, observe } from './features.ts';
import { BUG_KINDS } from './kinds/index.ts';
import { createPhrasing, generalizeText } from './phrasing.ts';
import { createRoles, type Roles } from './roles.ts';
import { type Calibration, listKnownBugs, readSignatures } from './signatures.ts';

/** What bugs are known, and how well they are known again. */
export interface Knowledge {
  readonly classifier: Classifier;
  readonly calibration: Calibration;
  /** By kind, which share of its bugs shows a feature. */
  readonly shares: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Makes knowledge of known bugs. */
export function createKnowledge(bugs: readonly KnownBug[], calibration: Calibration): Knowledge {
  const shares = new Map<string, Map<string, number>>();
  for (const kind of new Set(bugs.map((bug) => bug.kind))) {
    const own = bugs.filter((bug) => bug.kind === kind);
    const share = new Map<string, number>();
    for (const feature of own.flatMap(({ seen }) => seen)) {
      share.set(feature, (share.get(feature) ?? 0) + 1 / own.length);
    }
    shares.set(kind, share);
  }
  return { classifier: createClassifier(bugs), calibration, shares };
}

let shipped: Knowledge | undefined;

/** The knowledge that the package comes with. */
export function readKnowledge(): Knowledge {
  if (shipped !== undefined) return shipped;
  const signatures = readSignatures();
  shipped = createKnowledge(listKnownBugs(signatures), signatures.calibration);
  return shipped;
}

const MAX_CAUSES = 3;
const MAX_ALTERNATIVES = 2;
/** How similar another kind has to be, in relation to the most similar, to be worth a word. */
const NEARLY = 0.6;
/**
 * Of several bugs at once each explains a part only. How similar that part has to be: any part that a kind explains is more like the kind
 * than the whole is.
 */
const PARTLY = 0.7;
/** How many of the most similar kinds are tried as the cause of a part. */
const MAX_PARTS = 8;

/**
 * Names the bugs that the violations of a run most likely come from. The most similar known kind explains what bugs of it are known to
 * violate; what is left is looked at again.
 *
 * @param contract - that the target was checked against
 * @param results - of the whole run
 * @returns the most likely causes, most likely first; one without a kind where the violations are unlike any known bug; none where
 *   nothing worse than a note was found
 */
export function diagnose(
  contract: Contract,
  results: readonly Result[],
  knowledge: Knowledge = readKnowledge(),
): readonly Cause[] {
  if (!results.some(isLoud)) return [];
  const roles = createRoles(contract);
  const phrasing = createPhrasing(contract);
  const causes: Cause[] = [];
  let left = results;
  while (causes.length < MAX_CAUSES && left.some(isLoud)) {
    const ranked = rank(contract, knowledge, left).filter(({ kind }) => causes.every((cause) => cause.kind !== kind));
    const found = findCause(contract, knowledge, roles, left, ranked);
    if (found === undefined) break;
    const { match, explained } = found;
    causes.push({
      ...phrasing.write(match, sortByStrength(explained, roles, knowledge, match)),
      confidence: readConfidence(knowledge.calibration, match.similarity),
      ...listAlternatives(chooseOthers(ranked, match), match, results, roles, knowledge),
    });
    const done = new Set(explained);
    left = left.filter((result) => !done.has(result));
  }
  if (causes.length > 0) return causes;
  const nearest = rank(contract, knowledge, results).slice(0, MAX_ALTERNATIVES);
  return [describeUnknown(nearest, listAlternatives(nearest, undefined, results, roles, knowledge))];
}

function isLoud({ verdict }: Result): boolean {
  return verdict === 'fail' || verdict === 'warn';
}

function rank(contract: Contract, { classifier }: Knowledge, results: readonly Result[]): readonly Match[] {
  const { seen, met } = observe(contract, results);
  return classifier.rank({ contract: contract.id, seen: seen.keys(), met });
}

/** A kind, with the results that it explains. */
interface Found {
  readonly match: Match;
  readonly explained: readonly Result[];
}

/** The kind that all that is violated is like, or else the one that a part of it is most like. */
function findCause(
  contract: Contract,
  knowledge: Knowledge,
  roles: Roles,
  results: readonly Result[],
  ranked: readonly Match[],
): Found | undefined {
  const { threshold } = knowledge.calibration;
  const explain = (match: Match): Found => {
    return { match, explained: results.filter((one) => isViolated(one) && explains(knowledge, roles, match, one)) };
  };
  const whole = ranked.slice(0, 1).map(explain);
  const parts = ranked
    .slice(0, MAX_PARTS)
    .map(explain)
    .flatMap(({ match, explained }): Found[] => {
      const rest = new Set(explained);
      const part = results.filter((result) => !isViolated(result) || rest.has(result));
      const own = rank(contract, knowledge, part).find(({ kind }) => kind === match.kind);
      return own === undefined || own.similarity < Math.max(PARTLY, threshold) ? [] : [{ match: own, explained }];
    });
  const candidates = [
    ...whole.filter(({ match }) => match.similarity >= threshold),
    ...parts.toSorted((a, b) => b.match.similarity - a.match.similarity),
  ];
  return candidates.find(({ explained }) => explained.some(isLoud));
}

function chooseOthers(ranked: readonly Match[], { kind, similarity }: Match): readonly Match[] {
  const others = ranked.filter((other) => other.kind !== kind && other.similarity >= NEARLY * similarity);
  return others.slice(0, MAX_ALTERNATIVES);
}

function explains({ shares }: Knowledge, roles: Roles, { kind }: Match, { id }: Result): boolean {
  return shares.get(kind)?.has(roles.requirement(id)) === true;
}

/** Those first whose violation says most of the kind, and of these the ones that are binding. */
function sortByStrength(
  explained: readonly Result[],
  roles: Roles,
  { classifier, shares }: Knowledge,
  { kind }: Match,
): readonly Result[] {
  const strength = ({ id, verdict }: Result): number => {
    const role = roles.requirement(id);
    const share = shares.get(kind)?.get(role) ?? 0;
    return share * classifier.weigh(role) * (verdict === 'fail' ? 2 : 1);
  };
  return explained.toSorted((a, b) => strength(b) - strength(a));
}

/** How often such a similarity is right. */
function readConfidence({ steps }: Calibration, similarity: number): number {
  return steps.findLast(([from]) => similarity >= from)?.[1] ?? 0;
}

function listAlternatives(
  matches: readonly Match[],
  first: Match | undefined,
  results: readonly Result[],
  roles: Roles,
  { shares }: Knowledge,
): Pick<Cause, 'alternatives'> {
  if (matches.length === 0) return {};
  const alternatives = matches.flatMap(({ kind: name, bug }): OtherCause[] => {
    const kind = BUG_KINDS.find((one) => one.name === name);
    if (kind === undefined) return [];
    const own = shares.get(name) ?? new Map<string, number>();
    const usual = shares.get(first?.kind ?? '') ?? new Map<string, number>();
    const telling = results.find(({ id, verdict }) => {
      const role = roles.requirement(id);
      return (
        own.has(role) && !usual.has(role) && verdict !== 'notApplicable' && verdict !== 'fail' && verdict !== 'warn'
      );
    });
    const test =
      telling === undefined
        ? {}
        : {
            test: `It could also violate \`${telling.id}\`, which ${telling.verdict === 'pass' ? 'is met' : 'this run could not decide'}.`,
          };
    const title = `${generalizeText(kind.title)} (as the bug \`${bug}\` does)`;
    return [{ kind: name, title, ...test }];
  });
  return { alternatives };
}

/** Says that no kind matches, and which come nearest. */
function describeUnknown(ranked: readonly Match[], others: Pick<Cause, 'alternatives'>): Cause {
  const [nearest] = ranked;
  const near = nearest === undefined ? '' : ' Those named below come nearest, but explain little of it.';
  return {
    title: 'Unlike any known bug',
    summary: `What is violated matches no kind of bug that is known.${near}`,
    explains: [],
    curl: [],
    ...others,
  };
}
