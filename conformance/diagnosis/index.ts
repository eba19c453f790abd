export { observe } from './features.ts';
export { BUG_KINDS, kindOfBug } from './kinds/index.ts';
export { countFound, type Score, scoreBugs, shareUnlike, type Trial } from './scoring.ts';
export {
  listKnownBugs,
  packSignatures,
  type SeenBug,
  unpackSignatures,
} from './signatures.ts';
