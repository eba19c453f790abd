import type { Deviation } from '../deviation.ts';
import { credentialDeviations } from './credential-deviations.ts';

/** Who sees rows that should not. */
export const accessDeviations: readonly Deviation[] = [...credentialDeviations];
