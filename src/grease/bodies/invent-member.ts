import type { Json } from '../../contract/contract.ts';
import type { Dice } from '../create-dice.ts';

const WORDS = ['shard', 'etag', 'labels', 'origin', 'score', 'tier', 'audit', 'region', 'flags', 'größe'] as const;

/** Makes the name of a member that nobody knows. */
export function inventName(dice: Dice): string {
  const [one, other] = [dice.pick(WORDS), dice.pick(WORDS)];
  return dice.pick([
    `_${one}`,
    `x_${one}_${other}`,
    `${one}${other.charAt(0).toUpperCase()}${other.slice(1)}${dice.below(10)}`,
    `@${one}`,
    `${one}-${other}`,
    `${one}.${other}`,
    `$${one} ${other}`,
  ]);
}

/** Makes a value of any type. */
export function inventValue(dice: Dice, depth = 0): Json {
  const kind = dice.below(depth > 1 ? 6 : 9);
  if (kind === 0) return null;
  if (kind === 1) return dice.onceIn(2);
  if (kind === 2) return dice.below(1e9);
  if (kind === 3) return dice.below(1000) / -8;
  if (kind === 4) return '';
  if (kind === 5) return `${dice.pick(WORDS)} "${dice.below(100)}" \u{1f9f4}\n`;
  if (kind === 6) return [];
  if (kind === 7) return [inventValue(dice, depth + 1), inventValue(dice, depth + 1)];
  return { [inventName(dice)]: inventValue(dice, depth + 1) };
}
