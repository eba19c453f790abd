import type { Area } from '../../check.ts';
import { checkAlteredTokens } from './altered-tokens.ts';
import { checkMovedTokens } from './moved-tokens.ts';
import { deriveIntegrityRequirements } from './requirements.ts';

/** Tampered tokens and links, and those sent in another place than they were issued for. */
export const integrityArea: Area = {
  name: 'integrity',
  derive: deriveIntegrityRequirements,
  inspectors: [],
  checks: [checkAlteredTokens, checkMovedTokens],
};
