import type { Contract } from '../../../src/contract/contract.ts';
import type { Area } from '../../check.ts';
import { completeRequirements, type Requirement, type RequirementDraft } from '../../requirement.ts';
import { rejectionRequirements } from '../rejections.ts';
import { checkCredentials, checkHeadersOnNextPage, checkOrderOfChecks } from './credentials.ts';
import { checkPartition, inspectPartition } from './partition.ts';
import { checkOtherTenant, checkRejectedRoles } from './roles.ts';
import { checkScope } from './scope.ts';
import { isKindOf, TAMPER_KINDS, type TamperKind } from './tampered-credentials.ts';
import { checkVersions } from './versions.ts';

const AREA = 'access';

/** What a contract demands of who may list what. */
function deriveAccessRequirements(contract: Contract): readonly Requirement[] {
  return completeRequirements(contract, AREA, [
    ...listCredentialDrafts(contract),
    ...listRoleDrafts(contract),
    ...listScopeDrafts(contract),
    ...listPartitionDrafts(contract),
    ...listVersionDrafts(contract),
  ]);
}

function listCredentialDrafts(contract: Contract): readonly RequirementDraft[] {
  if (contract.access.credentials.length === 0) return [];
  const kinds = (Object.keys(TAMPER_KINDS) as TamperKind[]).filter((kind) => isKindOf(contract, kind));
  const entry = ['access', 'credentials'];
  return [
    ...kinds.flatMap((kind): readonly RequirementDraft[] => {
      const { condition, what } = TAMPER_KINDS[kind];
      // That capitals matter in a credential is only usual.
      const mark = kind === 'recased' ? ({ mark: 'inferred' } as const) : {};
      return [
        { id: `access.${kind}.refused`, demand: `show no rows to ${what}`, entry, ...mark },
        ...rejectionRequirements(contract, `access.${kind}`, condition, what).map((draft) => ({ ...draft, ...mark })),
      ];
    }),
    { id: 'access.on-next-page', demand: 'ask for credentials on every page, not only on the first', entry },
    { id: 'access.wrong-on-next-page', demand: 'look at the credentials of every page, not only of the first', entry },
    { id: 'access.in-error', demand: 'name no rows in an answer that refuses access', entry },
    {
      id: 'access.before-query',
      demand: 'refuse a request without credentials before it looks at its parameters',
      entry: ['access', 'checks'],
    },
  ];
}

function listRoleDrafts(contract: Contract): readonly RequirementDraft[] {
  const { access } = contract;
  if (access.credentials.length === 0) return [];
  const entry = ['access', 'credentials'];
  return [
    { id: 'access.expired.refused', demand: 'show no rows to a credential that has expired', entry },
    { id: 'access.expired.on-next-page', demand: 'show no next page to a credential that has expired', entry },
    ...rejectionRequirements(contract, 'access.expired', 'expiredCredential', 'an expired credential'),
    ...(access.requiredScopes.length === 0
      ? []
      : [
          {
            id: 'access.insufficient-scope.refused',
            demand: `show no rows to a credential without the scope ${access.requiredScopes.join(' ')}`,
            entry,
          },
          {
            id: 'access.insufficient-scope.on-next-page',
            demand: 'show no next page to a credential without the scope',
            entry,
          },
          ...rejectionRequirements(
            contract,
            'access.insufficient-scope',
            'insufficientScope',
            'a credential without the scope',
          ),
        ]),
    ...(access.credentials.length > 1
      ? [
          {
            id: 'access.mixed.refused',
            demand: 'show no rows to half a credential of one tenant and half of another’s',
            entry,
          },
        ]
      : []),
    { id: 'access.other-tenant.no-rows', demand: 'show the rows of one tenant to no other', entry },
    {
      id: 'access.other-tenant.links',
      demand: 'show no rows to another tenant that comes with a link or token',
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
    { id: 'scope.foreign.refused', demand: `show no rows for a ${name} that belongs to somebody else`, entry },
    ...(scope.in === 'header'
      ? [
          {
            id: 'scope.foreign.on-next-page',
            demand: `show no next page for a ${name} that belongs to somebody else`,
            entry,
          },
        ]
      : []),
    ...rejectionRequirements(contract, 'scope.foreign', 'foreignScope', `a ${name} that belongs to somebody else`),
    { id: 'scope.invented.refused', demand: `refuse a ${name} that does not belong to the caller`, entry },
    ...(scope.in === 'header'
      ? [
          { id: 'scope.missing.refused', demand: `refuse a request without ${name}`, entry },
          ...rejectionRequirements(contract, 'scope.missing', 'missingScope', `a request without ${name}`),
          { id: 'scope.on-next-page', demand: `ask for ${name} on every page, not only on the first`, entry },
        ]
      : []),
  ];
}

function listPartitionDrafts({ access: { partition } }: Contract): readonly RequirementDraft[] {
  if (partition === undefined) return [];
  const entry = ['access', 'partition'];
  const { name } = partition.parameter;
  const { name: field } = partition.field;
  return [
    { id: 'partition.off', demand: `show only rows whose ${field} is false while ${name} is not true`, entry },
    { id: 'partition.on', demand: `show only rows whose ${field} is true while ${name} is true`, entry },
    { id: 'partition.walk', demand: `give every row once, page by page, while ${name} is true`, entry },
    { id: 'partition.access', demand: `ask for credentials while ${name} is true, too`, entry },
    { id: 'partition.apart', demand: `show no row both with and without ${name}`, entry },
  ];
}

function listVersionDrafts(contract: Contract): readonly RequirementDraft[] {
  const { version } = contract.access;
  if (version === undefined) return [];
  const entry = ['access', 'version'];
  const { name } = version.parameter;
  return [
    { id: 'version.missing.refused', demand: `refuse a request without ${name}`, entry },
    ...rejectionRequirements(contract, 'version.missing', 'missingVersion', `a request without ${name}`),
    { id: 'version.on-next-page', demand: `ask for ${name} on every page, not only on the first`, entry },
    ...rejectionRequirements(contract, 'version.unknown', 'unsupportedVersion', `an unknown ${name}`),
    ...(version.retired.length === 0
      ? []
      : rejectionRequirements(contract, 'version.retired', 'retiredVersion', `a retired ${name}`)),
  ];
}

/** Who may list what: credentials, scopes, tenants, versions, and parts of the rows that a header selects. */
export const accessArea: Area = {
  name: 'access',
  derive: deriveAccessRequirements,
  inspectors: [inspectPartition],
  checks: [
    checkCredentials,
    checkHeadersOnNextPage,
    checkOrderOfChecks,
    checkRejectedRoles,
    checkOtherTenant,
    checkScope,
    checkPartition,
    checkVersions,
  ],
};
