import type { Contract } from '../../src/contract/contract.ts';
import { listCredentialParameters } from '../../src/contract/credentials.ts';
import { statedValue } from '../../src/contract/sample.ts';
import { AREAS } from '../areas/index.ts';
import type { Area, Given } from '../check.ts';
import { matchIds, reportedId } from '../requirement.ts';
import type { MissingInput, Result } from '../result.ts';
import { deriveRequirements } from './requirements.ts';

/** What the caller has given, for checks to say whether they can do anything. */
export function describeGiven(
  { roles, foreignPathParameters, known }: Pick<Given, 'roles' | 'known'> & { foreignPathParameters: Given['foreign'] },
  { change, oracle }: { readonly change?: unknown; readonly oracle?: unknown } = {},
): Given {
  return {
    roles,
    foreign: foreignPathParameters,
    known,
    hasChanges: change !== undefined,
    hasOracle: oracle !== undefined,
  };
}

/**
 * What the caller could give, and has not, so that requirements stay open.
 *
 * @param given - what the caller has given
 * @returns each with the ids of the requirements that it would decide, those that decide most first
 */
export function listMissing(contract: Contract, given: Given, areas: readonly Area[] = AREAS): readonly MissingInput[] {
  const requirements = deriveRequirements(contract, areas);
  const checks = areas.flatMap((area) => area.checks.filter((check) => check.appliesTo?.(contract) ?? true));
  const missing = new Map<string, MissingInput>();
  for (const { give, what, decides, isGiven } of checks.flatMap((check) => check.needs?.(contract) ?? [])) {
    const isDecided = matchIds(decides);
    const ids = requirements.filter(({ id }) => isDecided(id)).map((one) => reportedId(contract, one));
    if (isGiven(given) || ids.length === 0) continue;
    missing.set(give, { give, what, decides: [...new Set([...(missing.get(give)?.decides ?? []), ...ids])] });
  }
  return [...missing.values()].sort((a, b) => b.decides.length - a.decides.length);
}

/** Of what is missing, what would have decided results that are open. */
export function listWanted(missing: readonly MissingInput[], results: readonly Result[]): readonly MissingInput[] {
  const open = new Set(results.flatMap(({ id, verdict }) => (verdict === 'inconclusive' ? [id] : [])));
  return missing.flatMap((one) => {
    const decides = one.decides.filter((id) => open.has(id));
    return decides.length === 0 ? [] : [{ ...one, decides }];
  });
}

/** What a caller has given for the parameters of a document. */
export interface GivenParameters {
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly bodyParameters?: Readonly<Record<string, unknown>>;
}

/** What the document requires of every request, gives no value for, and nobody has given. */
export function listRequiredInput(contract: Contract, given: GivenParameters): readonly MissingInput[] {
  const { pathParameters = {}, query = {}, bodyParameters = {} } = given;
  const { access, page } = contract;
  const placeholders = [...contract.path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  const sent = [
    ...Object.keys(query),
    ...Object.keys(bodyParameters),
    ...listCredentialParameters(contract),
    access.scope?.name,
    access.version?.parameter.name,
    access.partition?.parameter.name,
    page.position,
    page.limit.parameter,
  ];
  const required = contract.parameters.filter(({ name, required: isRequired, schema }) => {
    return isRequired && !sent.includes(name) && statedValue(schema) === undefined;
  });
  const describe = (flag: string, place: string, name: string): MissingInput => {
    const what = `a value for the ${place} parameter ${name}, which the document requires`;
    return { give: `--${flag} ${name}=value`, what, decides: [] };
  };
  return [
    ...placeholders.flatMap((name) => {
      return Object.hasOwn(pathParameters, name) ? [] : [describe('path-param', 'path', name)];
    }),
    ...required.flatMap(({ name, in: place }) => {
      if (place === 'query') return [describe('query', 'query', name)];
      return place === 'body' ? [describe('body-param', 'body', name)] : [];
    }),
  ];
}
