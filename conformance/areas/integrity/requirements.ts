import type { Contract, KeysetPage, LinksPage } from '../../../src/contract/contract.ts';
import { completeRequirements, type Requirement, type RequirementDraft } from '../../requirement.ts';
import { rejectionRequirements } from '../rejections.ts';

/** The page styles that hand out tokens. */
export function hasTokens(contract: Contract): contract is Contract & { readonly page: LinksPage | KeysetPage } {
  return contract.page.style === 'links' || contract.page.style === 'keyset';
}

/** What a contract demands of tokens that somebody tampered with. */
export function deriveIntegrityRequirements(contract: Contract): readonly Requirement[] {
  if (!hasTokens(contract)) return [];
  const { boundTo } = contract.page.token;
  const entry = ['errors', 'invalidPosition'];
  const bound = ['page', 'token', 'boundTo'];
  const refused = (id: string, what: string): readonly RequirementDraft[] => [
    { id: `${id}.refused`, demand: `give no page for ${what}`, entry },
    ...rejectionRequirements(contract, id, 'invalidPosition', what),
  ];
  return completeRequirements(contract, 'integrity', [
    ...refused('token.altered', 'a token or link that was altered'),
    ...refused('token.foreign', 'a token or link that the server never made'),
    { id: 'token.emptied', demand: 'give no page for a token that was emptied', entry, mark: 'inferred' },
    ...(boundTo.has('filters')
      ? [{ id: 'token.other-filters', demand: 'give no page for a token used with other filters', entry: bound }]
      : []),
    ...(boundTo.has('scope')
      ? [{ id: 'token.other-scope', demand: 'show no rows of one collection in another, whatever link is used' }]
      : []),
    ...(boundTo.has('tenant')
      ? [
          {
            id: 'token.other-tenant',
            demand: 'give no page to another tenant for a token that is not its own',
            entry: bound,
          },
        ]
      : []),
    { id: 'token.other-limit', demand: 'honour another page size that is sent with a token', mark: 'inferred' },
    {
      id: 'token.expired',
      demand: 'give no page for a token or link that has expired',
      entry,
      unverifiable: 'A link that has expired cannot be had without waiting; the target’s clock is its own.',
    },
  ]);
}
