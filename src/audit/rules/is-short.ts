import type { Visit } from '../visits/visit.ts';

/** Whether a page has fewer rows than it may, or none. */
export function isShort({ page, size }: Visit): boolean {
  return page !== undefined && page.count < size;
}
