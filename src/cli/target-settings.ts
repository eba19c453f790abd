import type { TargetOptions } from '../../conformance/index.ts';
import type { Contract } from '../contract/contract.ts';
import type { CheckSettings } from './config-file.ts';
import { usageError } from './errors.ts';
import type { Terminal } from './terminal.ts';
import { expandBraced, expandPairs, expandVariables } from './variables.ts';

/** The target of the settings, environment variables put in; throws `usage` without a base URL. */
export function readTarget(settings: CheckSettings, env: Terminal['env']): TargetOptions {
  const { baseUrl, header = {}, query = {}, as = {}, pathParam = {}, foreignPathParam = {}, bodyParam } = settings;
  const { known = {} } = settings;
  if (baseUrl === undefined) {
    throw usageError('Missing --base-url, for example --base-url https://staging.example');
  }
  const headers = expandPairs(header, env);
  const parameters = expandPairs(query, env);
  const roles = Object.entries(as).map(([role, pairs]) => [role, expandPairs(pairs, env)] as const);
  const { maxRequests, rate, concurrency, timeout } = settings;
  return {
    baseUrl: expandVariables(baseUrl, env),
    headers: headers.values,
    query: parameters.values,
    pathParameters: expandBraced(pathParam, env),
    ...(bodyParam === undefined ? {} : { bodyParameters: bodyParam }),
    foreignPathParameters: expandBraced(foreignPathParam, env),
    roles: Object.fromEntries(roles.map(([role, { values }]) => [role, values])),
    variables: {
      headers: headers.variables,
      query: parameters.variables,
      roles: Object.fromEntries(roles.map(([role, { variables }]) => [role, variables])),
    },
    known: Object.fromEntries(Object.entries(known).map(([name, values]) => [name, [values].flat().map(String)])),
    ...(maxRequests === undefined ? {} : { maxRequests }),
    ...(rate === undefined ? {} : { rate }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
  };
}

/** Requires a value for each placeholder of the path. The suite checks this too, but cannot name the flag. */
export function requirePathParameters(contract: Contract, target: TargetOptions): void {
  const { path } = contract;
  const missing = listMissingPathParameters(contract, target);
  if (missing.length === 0) return;
  const flags = missing.map((name) => `--path-param ${name}=…`).join(' ');
  throw usageError(
    `Missing path ${missing.length === 1 ? 'parameter' : 'parameters'} ${missing.join(', ')} of ${path}: pass ${flags}, or set path-param in the section check of pagewright.config.yaml`,
  );
}

/** The address of a target, without user, password and final slash. */
export function describePlace({ baseUrl = '' }: TargetOptions): string {
  if (!URL.canParse(baseUrl)) return baseUrl;
  const { origin, pathname } = new URL(baseUrl);
  return origin + pathname.replace(/\/+$/, '');
}

/** The placeholders of the path. */
export function listPathParameters({ path }: Pick<Contract, 'path'>): readonly string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
}

/** The placeholders of the path that have no value: an empty one would lead to another path. */
function listMissingPathParameters(
  contract: Pick<Contract, 'path'>,
  { pathParameters = {} }: Pick<TargetOptions, 'pathParameters'>,
): readonly string[] {
  return listPathParameters(contract).filter(
    (name) => !Object.hasOwn(pathParameters, name) || pathParameters[name] === '',
  );
}

/** Of several lists, why one is not asked for. */
export function findObstacle(contract: Contract, target: TargetOptions, isGuessed: boolean): string | undefined {
  if (isGuessed && contract.method === 'POST')
    return `POST ${contract.path} is only guessed to be a list: name it with --operation`;
  const missing = listMissingPathParameters(contract, target);
  return missing.length === 0 ? undefined : `pass ${missing.map((name) => `--path-param ${name}=…`).join(' ')}`;
}
