/** Forgives as often as it has credit. */
export function createLeniency(credits: ReadonlyMap<string, number>): (place: string) => boolean {
  const left = new Map(credits);
  return (place) => {
    const credit = left.get(place) ?? 0;
    left.set(place, credit - 1);
    return credit > 0;
  };
}
