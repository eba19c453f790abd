import type { Contract } from '../../../src/contract/contract.ts';
import { listCredentialParameters } from '../../../src/contract/credentials.ts';
import type { Area } from '../../check.ts';
import { completeRequirements, type Requirement, type RequirementDraft } from '../../requirement.ts';
import { ERROR_LEVELS, listErrorSchemas } from './binding-schemas.ts';
import { inspectErrors, inspectMediaType, inspectShape } from './body-inspection.ts';
import { checkSecrets, inspectDelivery, inspectFreshValues } from './delivery.ts';
import { listEnvelopeRules, listItemRules } from './shape-rules.ts';

/** The shape of responses: items, envelope, errors, media type, and values that are unique to each response. */
export const shapeArea: Area = {
  name: 'shape',
  derive: deriveShapeRequirements,
  inspectors: [inspectShape, inspectMediaType, inspectErrors, inspectFreshValues, inspectDelivery],
  checks: [checkSecrets],
};

export function deriveShapeRequirements(contract: Contract): readonly Requirement[] {
  return completeRequirements(contract, 'shape', [
    ...listItemRules(contract).map(({ draft }) => draft),
    ...listEnvelopeRules(contract).flatMap(({ rules }) => rules.map(({ draft }) => draft)),
    { id: 'media-type', demand: `return pages as ${contract.mediaRange}` },
    { id: 'media-type.errors', demand: 'return errors in the documented media type', mark: 'inferred' },
    ...listErrorDrafts(contract),
    ...listFreshDrafts(contract),
    ...(contract.envelope.roles.has('next') && listCredentialParameters(contract).length === 0
      ? [
          {
            id: 'links.no-secret',
            demand: 'not expose credentials in links or tokens',
            // Where a security scheme has the place of a credential, a link is another one.
            ...(contract.access.credentials.length > 0 ? {} : { mark: 'inferred' as const }),
          },
        ]
      : []),
    { id: 'answers.readable', demand: `respond ${contract.status} with a list of items to every request for a page` },
    { id: 'answers.no-server-error', demand: 'not respond with a 5xx status' },
    {
      id: 'answers.charset',
      demand: 'send text in the charset of its media type',
      ...(/charset/i.test(contract.mediaRange) ? {} : { mark: 'inferred' as const }),
    },
    { id: 'item.whole-texts', demand: 'not cut text in the middle of a character', mark: 'inferred' },
    {
      id: 'rate-limit.retry-after',
      demand: 'send Retry-After with a 429',
      entry: ['errors', 'rateLimited', 'status'],
      unverifiable: 'Not tested: the suite never provokes a 429, and none occurred.',
    },
  ]);
}

function listErrorDrafts(contract: Contract): readonly RequirementDraft[] {
  return ERROR_LEVELS.flatMap(({ id, mark }, level) => {
    if (listErrorSchemas(contract, level).size === 0) return [];
    return [{ id, demand: 'return errors in the documented form', mark }];
  });
}

function listFreshDrafts({ envelope }: Contract): readonly RequirementDraft[] {
  return envelope.fresh.flatMap(({ pointer }): readonly RequirementDraft[] => {
    const name = pointer.join('.');
    return [
      { id: `fresh.${name}.unique`, demand: `return a new \`${name}\` in every response`, entry: ['fresh'] },
      { id: `fresh.${name}.in-errors`, demand: `include \`${name}\` in errors, too`, entry: ['fresh'] },
    ];
  });
}
