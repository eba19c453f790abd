import type { Area } from '../../check.ts';
import { checkAlteredTokens } from './altered-tokens.ts';
import { checkMovedTokens } from './moved-tokens.ts';
import { deriveIntegrityRequirements } from './requirements.ts';

/** Tokens and links that somebody tampered with, or took to where they do not belong. */
export const integrityArea: Area = {
  name: 'integrity',
  derive: deriveIntegrityRequirements,
  inspectors: [],
  checks: [checkAlteredTokens, checkMovedTokens],
};
