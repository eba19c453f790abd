import type { Contract } from '../../../src/contract/contract.ts';
import { usualSchemes } from '../../../src/contract/credentials.ts';
import type { Area } from '../../check.ts';
import { completeRequirements, type Requirement, type RequirementDraft } from '../../requirement.ts';
import { findErrorAnswer, rejectionRequirements } from '../rejections.ts';
import { checkCredentials } from './credentials.ts';
import { checkParent, listParentDrafts } from './parent.ts';
import { checkPartition, inspectPartition } from './partition.ts';
import { checkPresence } from './presence.ts';
import { checkOtherTenant, checkRejectedRoles } from './roles.ts';
import { needsCredentials } from './schemes.ts';
import { checkScope } from './scope.ts';
import { isKindOf, TAMPER_KINDS, type TamperKind } from './tampered-credentials.ts';
import { checkVersions } from './versions.ts';

const AREA = 'access';

function deriveAccessRequirements(contract: Contract): readonly Requirement[] {
  return completeRequirements(contract, AREA, [
    ...listCredentialDrafts(contract),
    ...listRoleDrafts(contract),
    ...listScopeDrafts(contract),
    ...listParentDrafts(contract),
    ...listPartitionDrafts(contract),
    ...listVersionDrafts(contract),
  ]);
}

function listCredentialDrafts(contract: Contract): readonly RequirementDraft[] {
  if (!needsCredentials(contract)) return [];
  const kinds = (Object.keys(TAMPER_KINDS) as TamperKind[]).filter((kind) => isKindOf(contract, kind));
  const entry = ['access', 'credentials'];
  return [
    ...kinds.flatMap((kind): readonly RequirementDraft[] => {
      const { condition, what } = TAMPER_KINDS[kind];
      return [
        { id: `access.${kind}.refused`, demand: `reject ${what}`, entry },
        ...rejectionRequirements(contract, `access.${kind}`, condition, what),
      ];
    }),
    { id: 'access.on-next-page', demand: 'require credentials on every page, not only on the first', entry },
    { id: 'access.wrong-on-next-page', demand: 'validate credentials on every page, not only on the first', entry },
    { id: 'access.in-error', demand: 'not expose rows in a response that denies access', entry },
    { id: 'access.no-echo', demand: 'not repeat a credential in an error', mark: 'inferred' },
    {
      id: 'access.before-query',
      demand: 'check credentials before query parameters',
      entry: ['access', 'checks'],
    },
  ];
}

function listRoleDrafts(contract: Contract): readonly RequirementDraft[] {
  const { access } = contract;
  if (!needsCredentials(contract)) return [];
  const entry = ['access', 'credentials'];
  return [
    { id: 'access.expired.refused', demand: 'reject an expired credential', entry },
    { id: 'access.expired.on-next-page', demand: 'reject an expired credential on the next page', entry },
    ...rejectionRequirements(contract, 'access.expired', 'expiredCredential', 'an expired credential'),
    ...(access.requiredScopes.length === 0
      ? []
      : [
          {
            id: 'access.insufficient-scope.refused',
            demand: `reject a credential without the scope ${access.requiredScopes.join(' ')}`,
            entry,
          },
          {
            id: 'access.insufficient-scope.on-next-page',
            demand: 'reject a credential without the required scope on the next page',
            entry,
          },
          ...rejectionRequirements(
            contract,
            'access.insufficient-scope',
            'insufficientScope',
            'a credential without the required scope',
          ),
        ]),
    ...(usualSchemes(contract).filter((scheme) => scheme.in === 'header').length > 1
      ? [
          {
            id: 'access.mixed.refused',
            demand: 'reject credential headers of two different tenants',
            entry,
          },
        ]
      : []),
    { id: 'access.other-tenant.no-rows', demand: 'not return rows of another tenant', entry },
    {
      id: 'access.other-tenant.links',
      demand: 'not return rows for a link or token of another tenant',
      entry,
    },
  ];
}

function listScopeDrafts(contract: Contract): readonly RequirementDraft[] {
  const { scope } = contract.access;
  if (scope === undefined) return [];
  const entry = ['access', 'scope'];
  const { name } = scope;
  return [
    { id: 'scope.foreign.refused', demand: `not return rows for another tenant’s \`${name}\``, entry },
    ...(scope.in === 'header'
      ? [
          {
            id: 'scope.foreign.on-next-page',
            demand: `not return the next page for another tenant’s \`${name}\``,
            entry,
          },
        ]
      : []),
    ...rejectionRequirements(contract, 'scope.foreign', 'foreignScope', `another tenant’s \`${name}\``),
    {
      id: 'scope.invented.refused',
      demand: `reject an unknown \`${name}\``,
      // Unless the contract has an error for it, a collection that nobody knows may as well be an empty one.
      entry: ['errors', findErrorAnswer(contract, 'foreignScope')?.condition ?? 'foreignScope'],
      reading: entry,
    },
    ...(scope.in === 'header'
      ? [
          {
            id: 'scope.missing.refused',
            demand: `reject a request without \`${name}\``,
            entry,
            ...(scope.required ? {} : { mark: 'inferred' as const }),
          },
          ...rejectionRequirements(contract, 'scope.missing', 'missingScope', `a request without \`${name}\``),
          {
            id: 'scope.on-next-page',
            demand: `require \`${name}\` on every page, not only on the first`,
            entry,
            ...(scope.required ? {} : { mark: 'inferred' as const }),
          },
        ]
      : []),
  ];
}

function listPartitionDrafts(contract: Contract): readonly RequirementDraft[] {
  const { partition } = contract.access;
  if (partition === undefined) return [];
  const entry = ['access', 'partition'];
  const { name } = partition.parameter;
  const { name: field } = partition.field;
  return [
    { id: 'partition.off', demand: `return only rows whose \`${field}\` is false unless \`${name}\` is true`, entry },
    { id: 'partition.on', demand: `return only rows whose \`${field}\` is true when \`${name}\` is true`, entry },
    { id: 'partition.walk', demand: `return every row exactly once, page by page, when \`${name}\` is true`, entry },
    ...(needsCredentials(contract)
      ? [{ id: 'partition.access', demand: `require credentials when \`${name}\` is true, too`, entry }]
      : []),
    { id: 'partition.apart', demand: `not return the same row both with and without \`${name}\``, entry },
  ];
}

function listVersionDrafts(contract: Contract): readonly RequirementDraft[] {
  const { version } = contract.access;
  if (version === undefined) return [];
  const entry = ['access', 'version'];
  const { name, required } = version.parameter;
  const mark = required ? {} : { mark: 'inferred' as const };
  return [
    { id: 'version.missing.refused', demand: `reject a request without \`${name}\``, entry, ...mark },
    ...rejectionRequirements(contract, 'version.missing', 'missingVersion', `a request without \`${name}\``),
    {
      id: 'version.on-next-page',
      demand: `require \`${name}\` on every page, not only on the first`,
      entry,
      ...mark,
    },
    ...rejectionRequirements(contract, 'version.unknown', 'unsupportedVersion', `an unknown \`${name}\``),
    ...(version.retired.length === 0
      ? []
      : rejectionRequirements(contract, 'version.retired', 'retiredVersion', `a retired \`${name}\``)),
  ];
}

/** Access: credentials, scopes, tenants, versions, and partitions that a header selects. */
export const accessArea: Area = {
  name: 'access',
  derive: deriveAccessRequirements,
  inspectors: [inspectPartition],
  checks: [
    checkCredentials,
    checkPresence,
    checkRejectedRoles,
    checkOtherTenant,
    checkParent,
    checkScope,
    checkPartition,
    checkVersions,
  ],
};
