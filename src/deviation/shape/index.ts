import type { Deviation } from '../deviation.ts';
import { envelopeDeviations } from './envelope-deviations.ts';
import { itemDeviations } from './item-deviations.ts';
import { messageDeviations } from './message-deviations.ts';
import { nestedDeviations } from './nested-deviations.ts';

/** Answers that do not have the form that they should have. */
export const shapeDeviations: readonly Deviation[] = [
  ...itemDeviations,
  ...nestedDeviations,
  ...envelopeDeviations,
  ...messageDeviations,
];
