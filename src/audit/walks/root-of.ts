import type { Walk } from './trace.ts';

/** The walk that a walk is a part of: the one that it goes on with, and so on; itself when it goes on with none. */
export function rootOf(walk: Walk): Walk {
  let root = walk;
  while (root.continues !== undefined) root = root.continues;
  // What was found is kept, so that a long chain is followed once.
  for (let part = walk; part.continues !== undefined && part.continues !== root; ) {
    const { continues } = part;
    part.continues = root;
    part = continues;
  }
  return root;
}
