import type { Visit } from './visit.ts';

/** The headers that say who asks for what, which one request had and another has not. */
export function listMissingHeaders(before: Pick<Visit, 'headers'>, after: Pick<Visit, 'headers'>): readonly string[] {
  return [...before.headers.keys()].filter((name) => !after.headers.has(name));
}
