import { describe, expect, it } from '@jest/globals';
import { joinReferences } from './join-references.ts';
import type { Reference } from './survey.ts';

function createReference(...answers: readonly boolean[]): Reference & { readonly count: () => number } {
  let asked = 0;
  return { reread: async () => answers[asked++] ?? true, count: () => asked };
}

describe('joinReferences', () => {
  it('is what it was when all of its parts are, each of which is read again whatever became of the others', async () => {
    const [a, b] = [createReference(true, false, true), createReference(true, true, true)];
    const joined = joinReferences(a, b);
    expect([await joined.reread(), await joined.reread(), await joined.reread()]).toEqual([true, false, true]);
    expect([a.count(), b.count()]).toEqual([3, 3]);
  });

  it('reads what it is given twice only once, and has nothing against nothing', async () => {
    const one = createReference();
    await joinReferences(one, one).reread();
    expect(one.count()).toBe(1);
    expect(await joinReferences().reread()).toBe(true);
  });
});
