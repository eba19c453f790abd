import fc from 'fast-check';
import { runs } from './runs.ts';

/** Properties are repeated as {@link runs} says, unless they say otherwise themselves. */
fc.configureGlobal({ numRuns: runs(100) });

export { fc };
