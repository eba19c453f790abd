import type { Contract } from '../../src/contract/contract.ts';
import { listRequirements, type RequirementRow } from '../run/requirements.ts';
import type { BugKind } from './kinds/bug-kind.ts';
import { BUG_KINDS, kindOfBug } from './kinds/index.ts';
import { generalizeText } from './phrasing.ts';
import { createRoles } from './roles.ts';
import { listKnownBugs, readSignatures } from './signatures.ts';

/** What people have to know of a kind of bug. */
export interface BugExplanation {
  readonly kind: string;
  /** What is seen. */
  readonly title: string;
  /** What is probably wrong, as the end of `It seems that …`. */
  readonly suspicion: string;
  /** How it comes about in practice. */
  readonly practice: string;
  /** How it is usually mended. */
  readonly remedy: string;
  /** The known bugs of the kind: names of `pagewright deviations`. */
  readonly bugs: readonly string[];
}

/** A requirement, with the bugs that violate it. */
export interface RequirementExplanation extends RequirementRow {
  /** The kinds of bugs that violate it, those that do so most reliably first. */
  readonly brokenBy: readonly BugExplanation[];
}

/** Every name that `explainBug` knows: kinds and bugs. */
export function listBugNames(): readonly string[] {
  return [...new Set(BUG_KINDS.flatMap(({ name, bugs }) => [name, ...bugs]))];
}

/**
 * Explains a kind of bug.
 *
 * @param name - of the kind, or of a known bug of it
 * @returns `undefined` for an unknown name
 */
export function explainBug(name: string): BugExplanation | undefined {
  const kind = BUG_KINDS.find((one) => one.name === name) ?? kindOfBug(name);
  return kind === undefined ? undefined : describe(kind);
}

function describe({ name, title, suspicion, practice, remedy, bugs }: BugKind): BugExplanation {
  return {
    kind: name,
    title: generalizeText(title),
    suspicion: generalizeText(suspicion).replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()),
    practice,
    remedy: generalizeText(remedy),
    bugs,
  };
}

const MAX_KINDS = 5;

/**
 * Explains a requirement of a contract.
 *
 * @param id - with or without the contract's: `orders.walk.ties`, `walk.ties`
 * @returns `undefined` for one that the contract does not have
 */
export function explainRequirement(contract: Contract, id: string): RequirementExplanation | undefined {
  const row = listRequirements(contract).find((one) => one.id === id || one.id === `${contract.id}.${id}`);
  if (row === undefined) return undefined;
  const role = createRoles(contract).requirement(row.id);
  const bugs = listKnownBugs(readSignatures());
  const shares = BUG_KINDS.flatMap((kind) => {
    const own = bugs.filter((bug) => bug.kind === kind.name);
    const share = own.filter(({ seen }) => seen.includes(role)).length / Math.max(1, own.length);
    return share > 0 ? [{ kind, share }] : [];
  });
  const brokenBy = shares.toSorted((a, b) => b.share - a.share).slice(0, MAX_KINDS);
  return { ...row, brokenBy: brokenBy.map(({ kind }) => describe(kind)) };
}
