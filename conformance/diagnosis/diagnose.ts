import type { Contract } from '../../src/contract/contract.ts';
import type { Cause, OtherCause, Result } from '../result.ts';
import { type Classifier, createClassifier, type KnownBug, type Match } from './classifier.ts';
import { isViolated, observe } from './features.ts';
import { BUG_KINDS } from './kinds/index.ts';
import { createPhrasing, generalizeText, writeExample } from './phrasing.ts';
import { drawCause } from './picture.ts';
import { type Candidate, rankKinds } from './ranking.ts';
import { createRoles, type Roles } from './roles.ts';
import { type Calibration, listKnownBugs, readSignatures } from './signatures.ts';
import { isLike } from './tells.ts';

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
/** How likely another kind has to be, in relation to the likeliest, to be worth a word. */
const NEARLY = 0.6;
/** How similar another kind has to be, in relation to the most similar. */
const NEARLY_SIMILAR = 0.6;
/**
 * Of several bugs at once each explains a part only. How similar that part has to be: any part that a kind explains is more like the kind
 * than the whole is.
 */
const PARTLY = 0.7;
/** How many of the likeliest kinds are tried as the cause of a part. */
const MAX_PARTS = 8;
/** How much it counts that a kind explains all rather than nothing: beside the fault of a server that it always has, a bug explains more. */
const REACH = 0.15;

/**
 * Names the bugs that the violations of a run most likely come from. The likeliest kind explains what bugs of it are known to violate; what
 * is left is looked at again. What nothing but a `500` shows explains only itself, and comes last.
 *
 * @param contract - that the target was checked against
 * @param results - of the whole run
 * @param known - the bugs that there are; by default those that come with the package, which are read when they are needed
 * @returns the most likely causes, those of failures first, the most likely first; one without a kind where the violations are unlike any known bug; none where
 *   nothing worse than a note was found
 */
export function diagnose(contract: Contract, results: readonly Result[], known?: Knowledge): readonly Cause[] {
  if (!results.some(isLoud)) return [];
  const knowledge = known ?? readKnowledge();
  const roles = createRoles(contract);
  const causes: { readonly cause: Cause; readonly isOfFailure: boolean }[] = [];
  let left = results;
  while (causes.length < MAX_CAUSES && left.some(isLoud)) {
    const part = left.some((result) => isLoud(result) && !isCrash(result))
      ? left.filter((result) => !isCrash(result))
      : left;
    const named = new Set(causes.map(({ cause }) => cause.kind));
    const find = (some: readonly Result[]): Found | undefined => findCause(contract, knowledge, roles, some, named);
    const found = find(part) ?? (part === left ? undefined : find(left));
    if (found === undefined) break;
    const isOfFailure = found.explained.some(({ verdict }) => verdict === 'fail');
    causes.push({ cause: writeCause(contract, knowledge, roles, results, found), isOfFailure });
    const done = new Set(found.explained);
    left = left.filter((result) => !done.has(result));
  }
  // What only a warning comes from is not what makes a run fail, however sure it is.
  const ordered = [
    ...causes.filter(({ isOfFailure }) => isOfFailure),
    ...causes.filter(({ isOfFailure }) => !isOfFailure),
  ];
  if (ordered.length > 0) return ordered.map(({ cause }) => cause);
  const nearest = rank(contract, knowledge, results).slice(0, MAX_ALTERNATIVES);
  const picture = drawCause(contract, results.filter(isLoud));
  const unknown = describeUnknown(nearest, listAlternatives(nearest, undefined, results, roles, knowledge));
  return [{ ...unknown, ...(picture !== undefined && { picture }) }];
}

function writeCause(
  contract: Contract,
  knowledge: Knowledge,
  roles: Roles,
  results: readonly Result[],
  { match, explained, ranked }: Found,
): Cause {
  const strongest = sortByStrength(explained, roles, knowledge, match);
  const picture = drawCause(contract, strongest);
  return {
    ...createPhrasing(contract).write(match, strongest),
    confidence: measure(knowledge.calibration, match),
    ...(picture !== undefined && { picture }),
    ...listAlternatives(chooseOthers(ranked, match), match, results, roles, knowledge),
  };
}

/** How often such a match is right, as far as it was measured. */
function measure({ told }: Calibration, { confidence, isTold }: Candidate): number {
  return Math.round((isTold ? Math.min(told ?? confidence, confidence) : confidence) * 100) / 100;
}

function isLoud({ verdict }: Result): boolean {
  return verdict === 'fail' || verdict === 'warn';
}

/** Whether all that shows a violation is a response of `5xx`. */
function isCrash({ evidence }: Result): boolean {
  return evidence.length > 0 && evidence.every(({ exchanges }) => (exchanges.at(-1)?.status ?? 0) >= 500);
}

function rank(
  contract: Contract,
  { classifier, calibration }: Knowledge,
  results: readonly Result[],
): readonly Candidate[] {
  const { seen, aside, met } = observe(contract, results);
  return rankKinds(classifier, calibration, { contract: contract.id, seen: [...seen.keys()], aside, met });
}

/** A kind, with the results that it explains. */
interface Found {
  readonly match: Candidate;
  readonly explained: readonly Result[];
  /** All kinds, the likeliest first. */
  readonly ranked: readonly Candidate[];
}

/** The kind that what is violated tells or is like, or else the one that a part of it is most like. */
function findCause(
  contract: Contract,
  knowledge: Knowledge,
  roles: Roles,
  results: readonly Result[],
  named: ReadonlySet<string | undefined>,
): Found | undefined {
  const { threshold } = knowledge.calibration;
  const ranked = rank(contract, knowledge, results).filter(({ kind }) => !named.has(kind));
  const explain = (match: Candidate): Found => {
    const explained = results.filter((one) => isViolated(one) && explains(knowledge, roles, match, one));
    return { match, explained, ranked };
  };
  const loud = results.filter(isLoud).length;
  const weigh = ({ match, explained }: Found): number =>
    match.confidence + (REACH * explained.filter(isLoud).length) / loud;
  const whole = ranked
    .filter(({ isTold, similarity }, index) => isTold || (index < MAX_PARTS && similarity >= threshold))
    .map(explain)
    .toSorted((a, b) => weigh(b) - weigh(a));
  const parts = ranked
    .slice(0, MAX_PARTS)
    .map(explain)
    .flatMap((found): Found[] => {
      const rest = new Set(found.explained);
      const part = results.filter((result) => !isViolated(result) || rest.has(result));
      const own = rank(contract, knowledge, part).find(({ kind }) => kind === found.match.kind);
      return own === undefined || own.similarity < Math.max(PARTLY, threshold) ? [] : [{ ...found, match: own }];
    });
  const candidates = [...whole, ...parts.toSorted((a, b) => b.match.similarity - a.match.similarity)];
  return candidates.find(({ explained }) => explained.some(isLoud));
}

function chooseOthers(ranked: readonly Candidate[], { kind, confidence, similarity }: Candidate): readonly Candidate[] {
  const others = ranked.filter((other) => {
    if (other.kind === kind) return false;
    return other.isTold || other.confidence >= NEARLY * confidence || other.similarity >= NEARLY_SIMILAR * similarity;
  });
  return others.slice(0, MAX_ALTERNATIVES);
}

function explains({ shares }: Knowledge, roles: Roles, { kind: name, toldBy }: Candidate, { id }: Result): boolean {
  const role = roles.requirement(id);
  const { violates = [] } = BUG_KINDS.find(({ name: one }) => one === name) ?? {};
  return (
    shares.get(name)?.has(role) === true ||
    toldBy?.has(role) === true ||
    violates.some((pattern) => isLike(pattern, role))
  );
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
    const title = `${generalizeText(kind.title)}${writeExample(bug)}`;
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
