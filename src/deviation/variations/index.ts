import type { Deviation } from '../deviation.ts';
import { messageVariations } from './message-variations.ts';
import { rowVariations } from './row-variations.ts';
import { tokenVariations } from './token-variations.ts';
import { weatherVariations } from './weather-variations.ts';

/** Ways to differ that contracts allow. */
export const variations: readonly Deviation[] = [
  ...rowVariations,
  ...tokenVariations,
  ...messageVariations,
  ...weatherVariations,
];
