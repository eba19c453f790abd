import type { CheckName, Contract } from '../contract/contract.ts';
import type { Tenant } from '../dataset/scenarios/scenario.ts';
import type { Pager } from '../page/pager.ts';
import type { Position } from '../page/position.ts';
import type { Query } from '../page/query.ts';
import type { TokenContext } from '../page/token-codec.ts';
import type { Selection, Table } from '../store/table.ts';
import { type Authenticator, authorize, type Caller, checkVersion, createAuthenticator } from './access.ts';
import type { Failure } from './errors.ts';
import type { FoldedRequest } from './folded-request.ts';
import { createDeclarationCheck, createQueryReader, type ParsedQuery } from './query.ts';
import type { MockState } from './state.ts';

/** A request that has passed every check. */
export interface CheckedRequest {
  readonly collection: string;
  readonly table: Table;
  readonly selection: Selection;
  readonly position: Position;
  readonly limit: number;
  readonly query: Query;
  readonly context: TokenContext;
}

/** A request on its way through the checks; each of them adds what it finds. */
interface RequestContext {
  readonly state: MockState;
  readonly request: FoldedRequest;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly now: number;
  caller?: Caller;
  collection?: string;
  reading?: ParsedQuery;
  position?: Position;
  context?: TokenContext;
  positionFailure?: Failure;
}

type Check = (inquiry: RequestContext) => Failure | undefined;

/** The rows that a request is about, and how many of them a page may hold. */
export interface RequestedRows {
  readonly collection: string;
  readonly table: Table;
  readonly selection: Selection;
  readonly limit: number;
  readonly binding: TokenContext['binding'];
}

/** Takes requests apart, the values of the path's parameters beside them. */
export interface RequestChecker {
  /** What a request asks of a state for, or the first thing that is wrong with it. */
  check(
    request: FoldedRequest,
    pathParameters: Readonly<Record<string, string>>,
    state: MockState,
  ): CheckedRequest | Failure;
  /** The rows that a request is about, whatever its position; `undefined` when it is rejected for anything else. */
  findRows(
    request: FoldedRequest,
    pathParameters: Readonly<Record<string, string>>,
    state: MockState,
  ): RequestedRows | undefined;
}

/** Compiles the checks of a request, in the order that the contract gives them, for all states of the contract. */
export function createRequestChecker(contract: Contract, pager: Pager): RequestChecker {
  const { access } = contract;
  const authenticators = new WeakMap<readonly Tenant[], Authenticator>();
  const authenticatorOf = ({ tenants }: MockState): Authenticator => {
    const known = authenticators.get(tenants);
    if (known !== undefined) return known;
    const authenticate = createAuthenticator(access.credentials, tenants);
    authenticators.set(tenants, authenticate);
    return authenticate;
  };
  const checkQuery = createQueryCheck(contract, pager);
  const checks: Readonly<Record<CheckName, Check>> = {
    authentication(inquiry) {
      const authentication = authenticatorOf(inquiry.state)(inquiry.request, inquiry.now);
      if ('condition' in authentication) return authentication;
      inquiry.caller = authentication.caller;
      return undefined;
    },
    version({ request }) {
      const condition = checkVersion(access.version, request);
      return condition && { condition };
    },
    authorization(inquiry) {
      const { caller, request, pathParameters } = inquiry;
      if (caller === undefined) return { condition: 'unauthenticated' };
      const authorization = authorize(access, caller, request, pathParameters);
      if ('condition' in authorization) return authorization;
      inquiry.collection = authorization.collection;
      return undefined;
    },
    query: checkQuery,
    position: ({ positionFailure }) => positionFailure,
  };
  const ordered = access.checks.map((name) => checks[name]);
  const beforePosition = access.checks.filter((name) => name !== 'position').map((name) => checks[name]);
  return {
    check(request, pathParameters, state) {
      const inquiry: RequestContext = { state, request, pathParameters, now: state.now() };
      for (const check of ordered) {
        const failure = check(inquiry);
        if (failure !== undefined) return failure;
      }
      return complete(inquiry);
    },
    findRows(request, pathParameters, state) {
      const inquiry: RequestContext = { state, request, pathParameters, now: state.now() };
      if (beforePosition.some((check) => check(inquiry) !== undefined)) return undefined;
      const { collection = '', reading, context } = inquiry;
      const table = state.table(collection);
      if (table === undefined || reading === undefined || context === undefined) return undefined;
      const { selection, limit } = reading;
      return { collection, table, selection, limit, binding: context.binding };
    },
  };
}

function complete(inquiry: RequestContext): CheckedRequest | Failure {
  const { state, reading, position, context, collection = '' } = inquiry;
  const table = state.table(collection);
  if (table === undefined) return { condition: 'foreignScope' };
  if (reading === undefined || position === undefined || context === undefined)
    return { condition: 'invalidParameter' };
  const { selection, limit, query } = reading;
  return { collection, table, selection, position, limit, query, context };
}

/** All that is wrong with the query comes in one answer; a bad token waits for its own turn. */
function createQueryCheck(contract: Contract, pager: Pager): Check {
  const readQuery = createQueryReader(contract);
  const checkDeclared = createDeclarationCheck(contract);
  return (inquiry) => {
    const { request, caller, collection = '' } = inquiry;
    const reading = readQuery(request, caller?.tenant.name ?? '', collection);
    const context: TokenContext = { binding: reading.binding, now: inquiry.now };
    const position = pager.readPosition(reading.query, context);
    const violations = [
      ...(request.faults ?? []),
      ...checkDeclared(request, reading.query),
      ...reading.violations,
      ...(!position.ok && position.fault.condition === 'invalidParameter' ? position.fault.violations : []),
    ];
    if (violations.length > 0) return { condition: 'invalidParameter', violations };
    inquiry.reading = reading;
    inquiry.context = context;
    if (position.ok) inquiry.position = position.position;
    else inquiry.positionFailure = toFailure(position.fault);
    return undefined;
  };
}

function toFailure({
  condition,
  direction,
  renewed,
}: Pick<Failure, 'condition' | 'renewed'> & { readonly direction?: string }): Failure {
  return {
    condition: direction === 'backward' ? 'invalidBackwardPosition' : condition,
    ...(renewed === undefined ? {} : { renewed }),
  };
}
