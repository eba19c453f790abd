import type { Deviation } from '../deviation.ts';
import { collectionDeviations } from './collection-deviations.ts';
import { credentialDeviations } from './credential-deviations.ts';
import { partitionDeviations } from './partition-deviations.ts';
import { refusalDeviations } from './refusal-deviations.ts';
import { versionDeviations } from './version-deviations.ts';

/** Who sees rows that should not. */
export const accessDeviations: readonly Deviation[] = [
  ...credentialDeviations,
  ...collectionDeviations,
  ...partitionDeviations,
  ...versionDeviations,
  ...refusalDeviations,
];
