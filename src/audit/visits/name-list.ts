import type { Visit } from './visit.ts';

/** Names the list that a request is about, and who asks: the same for pages of any size, as they make up the same list. */
export function nameList({ path, filters, caller }: Pick<Visit, 'path' | 'filters' | 'caller'>): string {
  return JSON.stringify([path, filters, caller]);
}
