import type { Area } from '../../check.ts';
import { deriveAccessRequirements } from './access-requirements.ts';
import { checkCredentials, checkHeadersOnNextPage, checkOrderOfChecks } from './check-credentials.ts';
import { checkPartition } from './check-partition.ts';
import { checkOtherTenant, checkRefusedRoles } from './check-roles.ts';
import { checkScope } from './check-scope.ts';
import { checkVersions } from './check-versions.ts';
import { inspectPartition } from './inspect-partition.ts';

/** Who may list what: credentials, scopes, tenants, versions, and parts of the rows that a header selects. */
export const accessArea: Area = {
  name: 'access',
  derive: deriveAccessRequirements,
  inspectors: [inspectPartition],
  checks: [
    checkCredentials,
    checkHeadersOnNextPage,
    checkOrderOfChecks,
    checkRefusedRoles,
    checkOtherTenant,
    checkScope,
    checkPartition,
    checkVersions,
  ],
};
