import { createWildcardTest } from '../../src/contract/text.ts';

/**
 * What a run shows that says by itself what kind of bug it is, whatever the list. Features are those of `observe`; `*` stands for any
 * text, and `a | b` for either.
 */
export interface Tell {
  readonly kind: string;
  /** Features that are all seen. */
  readonly seen: readonly string[];
  /** Features none of which is seen. */
  readonly unseen?: readonly string[];
  /** Requirements that are met. */
  readonly met?: readonly string[];
  /** Requirements beside which no other is violated, but for a `500` that stands by itself. */
  readonly only?: readonly string[];
  /** How often it is right, by judgement and by the known bugs that show it. */
  readonly sure: number;
}

/** A kind that what was seen tells. */
export interface Told {
  readonly kind: string;
  readonly sure: number;
  /** The requirements whose violation tells it, by their role. */
  readonly roles: ReadonlySet<string>;
}

/** Finds the kinds that what was seen tells, the surest first. */
export function readTells(
  tells: readonly Tell[],
  seen: ReadonlySet<string>,
  met: ReadonlySet<string>,
): readonly Told[] {
  const roles = [...seen].filter((feature) => !/[: ]/.test(feature));
  const text = [...seen];
  const has = (pattern: string): boolean => text.some((feature) => isLike(pattern, feature));
  const isMet = (pattern: string): boolean => [...met].some((role) => isLike(pattern, role));
  const holds = (tell: Tell): boolean => {
    const { unseen = [], only } = tell;
    if (!tell.seen.every(has) || unseen.some(has) || !(tell.met ?? []).every(isMet)) return false;
    return only === undefined || roles.every((role) => only.some((pattern) => isLike(pattern, role)));
  };
  const best = new Map<string, Told>();
  for (const tell of tells.filter(holds)) {
    const old = best.get(tell.kind);
    const shown = text.filter((feature) => tell.seen.some((pattern) => isLike(pattern, feature)));
    const own = shown.flatMap(
      (feature) =>
        roles.find((role) => feature === role || feature.startsWith(`${role} `) || feature.startsWith(`${role}:`)) ??
        [],
    );
    best.set(tell.kind, {
      kind: tell.kind,
      sure: Math.max(old?.sure ?? 0, tell.sure),
      roles: new Set([...(old?.roles ?? []), ...own]),
    });
  }
  return [...best.values()].toSorted((a, b) => b.sure - a.sure);
}

type Test = (text: string) => boolean;

const tests = new Map<string, readonly Test[]>();

/** Whether a feature is one of those that a pattern stands for. */
export function isLike(pattern: string, feature: string): boolean {
  const own = tests.get(pattern) ?? pattern.split(' | ').map(createWildcardTest);
  tests.set(pattern, own);
  return own.some((test) => test(feature));
}
