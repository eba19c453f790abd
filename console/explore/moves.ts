import type { Change } from '../admin/activity-types.ts';
import type { ContractModel } from '../admin/contract-types.ts';
import type { Picture } from '../strip/picture.ts';
import type { Move } from '../strip/strip-props.ts';

const KINDS: Readonly<Partial<Record<Change['kind'], Move['kind']>>> = {
  'row-added': 'added',
  'row-removed': 'removed',
  'row-changed': 'changed',
  moved: 'changed',
};

/** So many moves between requests are drawn. */
const MAX_NOTES = 6;

/**
 * What moved between the requests of a walk, by what was done to rows.
 *
 * @param changes - the oldest first
 * @param nameRow - what people call a row
 */
export function listMoves(
  { cells, lanes }: Picture,
  changes: readonly Change[],
  { page }: ContractModel,
  nameRow: (identity: string) => string,
): readonly Move[] {
  const index = new Map(cells.map(({ identity }, position) => [identity, position]));
  const groups = new Map<
    string,
    { readonly kind: Move['kind']; readonly lane: number; readonly identities: string[] }
  >();
  for (const { kind, identity, at, placeBefore, placeAfter } of changes) {
    const known = KINDS[kind];
    const lane = lanes.findIndex(({ window }) => window.at > at);
    if (known === undefined || identity === undefined || lane < 1) continue;
    if (known === 'changed' && placeBefore === placeAfter) continue;
    const key = `${lane} ${known}`;
    const group = groups.get(key) ?? { kind: known, lane, identities: [] };
    groups.set(key, group);
    if (!group.identities.includes(identity)) group.identities.push(identity);
  }
  const isCounted = page.style === 'number' || page.style === 'offset';
  return [...groups.values()].slice(0, MAX_NOTES).map(({ kind, lane, identities }) => {
    const names = identities.slice(0, 2).map(nameRow).join(', ');
    const more = identities.length > 2 ? ` +${identities.length - 2}` : '';
    const steps = identities.length === 1 ? 'one' : String(identities.length);
    const effects = {
      added: `rows below move ${steps} down`,
      removed: `rows below move ${steps} up`,
      changed: 'it lies elsewhere now',
    };
    return {
      kind,
      lane,
      cells: identities.flatMap((identity) => index.get(identity) ?? []),
      what: `${kind === 'changed' ? 'changed' : kind} ${names}${more}`,
      effect: isCounted || kind === 'changed' ? effects[kind] : '',
    };
  });
}
