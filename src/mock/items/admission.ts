import type { CheckName, Contract, ErrorCondition } from '../../contract/contract.ts';
import type { ItemOperation } from '../../contract/item-operation.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { Tenant } from '../../dataset/scenarios/scenario.ts';
import { parseQuery } from '../../page/query.ts';
import {
  type Authenticator,
  authorize,
  type Caller,
  checkVersion,
  createAuthenticator,
  createPathMatcher,
} from '../access.ts';
import { type MockRequest, readHeader } from '../message.ts';
import { createDeclarationCheck, createValuesCheck, describeRule } from '../query.ts';
import type { MockState } from '../state.ts';
import type { BodyViolation } from './error-bodies.ts';

/** What a caller may act on. */
export interface Admission {
  /** The collections that are looked into, the first for what is new. */
  readonly collections: readonly string[];
  readonly pathParameters: Readonly<Record<string, string>>;
  /** The field that parts rows, with the value that those have which the request is about. */
  readonly partition: Row;
}

/** Why a caller may not. */
interface Denial {
  readonly condition: ErrorCondition;
  readonly violations?: readonly BodyViolation[];
}

/**
 * Checks who sends a request, as the list does.
 *
 * @param path - of the row, which is the request's own but for what stands below a row
 * @returns `undefined` when the path is not that of the operation
 */
export type AdmissionCheck = (
  request: MockRequest,
  path: string,
  state: MockState,
  now: number,
) => Admission | Denial | undefined;

/** Compiles the check of access of an operation, by its own security requirement and with the tenants of the list. */
export function createAdmissionCheck(contract: Contract, operation: ItemOperation): AdmissionCheck {
  const { access, isScopeOptional, parameters } = operation;
  const matchPath = createPathMatcher(operation.path);
  const checkDeclared = createDeclarationCheck({ ...contract, access, parameters });
  const findInvalid = createValuesCheck(parameters, contract.query);
  const isPublic = access.credentials.length === 0;
  const authenticators = new WeakMap<readonly Tenant[], Authenticator>();
  const authenticatorOf = ({ tenants }: MockState): Authenticator => {
    // What is open to all belongs to whoever shows the credential of the list.
    const { credentials } = isPublic ? contract.access : access;
    const known = authenticators.get(tenants) ?? createAuthenticator(credentials, tenants);
    authenticators.set(tenants, known);
    return known;
  };

  function findCollections(
    request: MockRequest,
    caller: Caller,
    pathParameters: Admission['pathParameters'],
  ): readonly string[] | Denial {
    const { scope, ...rest } = access;
    const isSent = scope?.in !== 'header' || readHeader(request, scope.name.toLowerCase()) !== undefined;
    const isNamed = scope !== undefined && (isSent || !isScopeOptional);
    const authorization = authorize(isNamed ? access : rest, caller, request, pathParameters);
    if ('condition' in authorization) return authorization;
    return isNamed || !isScopeOptional ? [authorization.collection] : caller.tenant.collections;
  }

  return (request, path, state, now) => {
    const match = matchPath(path);
    if (match.fit === 'none') return undefined;
    const { parameters: pathParameters } = match;
    let caller: Caller | undefined;
    let collections: readonly string[] = [];
    const checks: Readonly<Partial<Record<CheckName, () => Denial | undefined>>> = {
      authentication() {
        const authentication = authenticatorOf(state)(request, now);
        caller = 'caller' in authentication ? authentication.caller : undefined;
        if ('condition' in authentication && !isPublic) return authentication;
        caller ??= findOwner(state.tenants, readScope(access, request, pathParameters));
        return undefined;
      },
      version() {
        const condition = checkVersion(access.version, request);
        return condition && { condition };
      },
      authorization() {
        if (caller === undefined) return { condition: 'unauthenticated' };
        const found = findCollections(request, caller, pathParameters);
        if ('condition' in found) return found;
        collections = found;
        return undefined;
      },
      query() {
        const query = parseQuery(request.query);
        const declared = checkDeclared(request, query).map(({ parameter, rule }) => {
          const { schema = {} } = parameters.find(({ name }) => name === parameter) ?? {};
          const words = rule === 'required' ? { message: 'is required' } : describeRule(schema, rule);
          return { parameter, rule, ...words };
        });
        const found = [...declared, ...findInvalid(query)];
        if (found.length === 0) return undefined;
        return {
          condition: 'invalidParameter',
          violations: found.map(({ parameter, ...rest }) => ({ ...rest, path: [parameter] })),
        };
      },
    };
    for (const name of access.checks) {
      const denial = checks[name]?.();
      if (denial !== undefined) return denial;
    }
    return { collections, pathParameters, partition: readPartition(contract, request) };
  };
}

/** The tenant whose collection a request names, or the first. */
function findOwner(tenants: readonly Tenant[], scope: string | undefined): Caller | undefined {
  const tenant = tenants.find(({ collections }) => scope !== undefined && collections.includes(scope)) ?? tenants[0];
  const [credential] = tenant?.credentials ?? [];
  return tenant && credential && { tenant, credential, scopes: [] };
}

function readScope(
  { scope }: ItemOperation['access'],
  request: MockRequest,
  pathParameters: Admission['pathParameters'],
): string | undefined {
  if (scope === undefined) return undefined;
  if (scope.in === 'header') return readHeader(request, scope.name.toLowerCase());
  return Object.hasOwn(pathParameters, scope.name) ? pathParameters[scope.name] : undefined;
}

function readPartition({ access: { partition } }: Contract, request: MockRequest): Row {
  if (partition === undefined) return {};
  const value = readHeader(request, partition.parameter.name.toLowerCase())?.trim().toLowerCase() === 'true';
  return { [partition.field.name]: value };
}
