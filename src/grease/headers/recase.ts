import type { Dice } from '../create-dice.ts';

/** The same letters in another case. */
export function recase(text: string, dice: Dice): string {
  return dice.pick([
    () => text,
    () => text.toLowerCase(),
    () => text.toUpperCase(),
    () => text.toLowerCase().replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
    () => text.replace(/[a-z]/gi, (letter) => (dice.onceIn(2) ? letter.toUpperCase() : letter.toLowerCase())),
  ])();
}
