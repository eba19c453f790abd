import type { Contract } from '../../../src/contract/contract.ts';
import type { Area } from '../../check.ts';
import { completeRequirements, type Requirement, type RequirementDraft } from '../../requirement.ts';
import { ERROR_LEVELS, listErrorSchemas } from './binding-schemas.ts';
import { inspectErrors, inspectMediaType, inspectShape } from './body-inspection.ts';
import { checkSecrets, inspectDelivery, inspectFreshValues } from './delivery.ts';
import { listEnvelopeRules, listShapeRules } from './shape-rules.ts';

/** The form of answers: items, envelope, errors, media type, values that are new in every answer. */
export const shapeArea: Area = {
  name: 'shape',
  derive: deriveShapeRequirements,
  inspectors: [inspectShape, inspectMediaType, inspectErrors, inspectFreshValues, inspectDelivery],
  checks: [checkSecrets],
};

/** What a contract demands of the form of answers. */
export function deriveShapeRequirements(contract: Contract): readonly Requirement[] {
  return completeRequirements(contract, 'shape', [
    ...listShapeRules('item', contract.itemSchema).map(({ draft }) => draft),
    ...listEnvelopeRules(contract).flatMap(({ rules }) => rules.map(({ draft }) => draft)),
    { id: 'media-type', demand: `send pages as ${contract.mediaType}` },
    { id: 'media-type.errors', demand: 'send errors in the media type that the document shows', mark: 'inferred' },
    ...listErrorDrafts(contract),
    ...listFreshDrafts(contract),
    ...(contract.envelope.roles.has('next')
      ? [{ id: 'links.no-secret', demand: 'repeat no credential in links or tokens' }]
      : []),
    { id: 'answers.readable', demand: 'answer every request for a page with status 200 and a list of items' },
    { id: 'answers.no-server-error', demand: 'answer no request, whatever it holds, with a status of 500 or above' },
    {
      id: 'rate-limit.retry-after',
      demand: 'say in Retry-After how long to wait',
      entry: ['errors', 'rateLimited', 'status'],
      unverifiable: 'Nobody provokes a 429 on purpose, and none came.',
    },
  ]);
}

function listErrorDrafts(contract: Contract): readonly RequirementDraft[] {
  return ERROR_LEVELS.flatMap(({ id, mark }, level) => {
    if (listErrorSchemas(contract, level).size === 0) return [];
    return [{ id, demand: 'give errors the form that the document shows', mark }];
  });
}

function listFreshDrafts({ envelope }: Contract): readonly RequirementDraft[] {
  return envelope.fresh.flatMap(({ pointer }): readonly RequirementDraft[] => {
    const name = pointer.join('.');
    return [
      { id: `fresh.${name}.unique`, demand: `give no two answers the same \`${name}\``, entry: ['fresh'] },
      { id: `fresh.${name}.in-errors`, demand: `give \`${name}\` in errors, too`, entry: ['fresh'] },
    ];
  });
}
