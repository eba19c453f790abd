import type { Reference } from './survey.ts';

/** Several sets of rows as one: it is what it was when all of them are. Each is read again, whatever became of the others. */
export function joinReferences(...references: readonly Reference[]): Reference {
  return {
    async reread() {
      const same = await Promise.all([...new Set(references)].map((reference) => reference.reread()));
      return same.every(Boolean);
    },
  };
}
