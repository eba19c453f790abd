import type { Visit } from './visit.ts';

/** The headers that say who asks for what, of which one request had another value than another; a missing one has none. */
export function listChangedHeaders(before: Pick<Visit, 'headers'>, after: Pick<Visit, 'headers'>): readonly string[] {
  return [...before.headers].flatMap(([name, value]) => {
    const other = after.headers.get(name);
    return other === undefined || other === value ? [] : [name];
  });
}
