import type { Contract, KeysetPage, LinksPage } from '../../../src/contract/contract.ts';
import { completeRequirements, type Requirement, type RequirementDraft } from '../../requirement.ts';
import { rejectionRequirements } from '../rejections.ts';

export function hasTokens(contract: Contract): contract is Contract & { readonly page: LinksPage | KeysetPage } {
  const { page } = contract;
  return page.style === 'keyset' || (page.style === 'links' && page.isWhole !== true);
}

/** Whether nobody wrote how this list pages: what its server makes of a token that it never gave is then anybody's guess. */
export function isPagingGuessed(contract: Contract): boolean {
  return hasTokens(contract) && contract.provenanceOf(['page']).mark !== 'documented';
}

export function deriveIntegrityRequirements(contract: Contract): readonly Requirement[] {
  if (!hasTokens(contract)) return [];
  const { boundTo } = contract.page.token;
  const entry = ['errors', 'invalidPosition'];
  const bound = ['page', 'token', 'boundTo'];
  const refused = (id: string, what: string): readonly RequirementDraft[] => [
    // A token need not be sealed: one that was altered may be that of another page.
    { id: `${id}.refused`, demand: `reject ${what}`, entry: ['page', 'token', 'tampering'], reading: entry },
    ...rejectionRequirements(contract, id, 'invalidPosition', what),
  ];
  return completeRequirements(contract, 'integrity', [
    ...refused('token.altered', 'a tampered link or token'),
    ...refused('token.foreign', 'a forged link or token'),
    ...(isPagingGuessed(contract)
      ? [
          {
            id: 'token.no-server-error',
            demand: 'not respond to a tampered or forged token with a 5xx status',
            mark: 'inferred' as const,
          },
        ]
      : []),
    { id: 'token.emptied', demand: 'reject an empty token', entry, mark: 'inferred' },
    ...(boundTo.has('filters')
      ? [
          {
            id: 'token.other-filters',
            demand: 'reject a token with other filters than it was issued for',
            entry: bound,
          },
        ]
      : []),
    ...(boundTo.has('scope')
      ? [{ id: 'token.other-scope', demand: 'not return rows of another collection, whatever link or token is sent' }]
      : []),
    ...(boundTo.has('tenant')
      ? [
          {
            id: 'token.other-tenant',
            demand: 'reject a token of another tenant',
            entry: bound,
          },
        ]
      : []),
    { id: 'token.other-limit', demand: 'accept another page size with a token', mark: 'inferred' },
    {
      id: 'token.expired',
      demand: 'reject an expired link or token',
      entry,
      unverifiable: 'a link expires only with time, for which no run waits: pass --between-pages',
    },
  ]);
}
