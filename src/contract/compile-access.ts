import { type Block, type Compilation, optional } from './compilation.ts';
import type { Access, CheckName, CredentialScheme } from './contract.ts';
import { typesOf } from './openapi/schema-branches.ts';
import { capitalize } from './text.ts';

const DEFAULT_CHECKS: readonly CheckName[] = ['authentication', 'version', 'authorization', 'query', 'position'];

/** Compiles who may list what, from the operation's security requirement and the block's `access`. */
export function compileAccess(compilation: Compilation, document: Block): Access {
  const access: Block = compilation.block['access'] ?? {};
  const credentials = compileAlternatives(compilation, document, access['credentials'] ?? {});
  const scope = access['scope'] as Block | undefined;
  return {
    checks: compileChecks(compilation, access['checks'] ?? DEFAULT_CHECKS),
    credentials,
    requiredScopes: [...new Set(credentials.flat().flatMap(({ scopes }) => scopes))],
    ...optional(
      'scope',
      scope && compilation.parameter(scope['parameter'], ['path', 'header'], ['access', 'scope', 'parameter']),
    ),
    ...optional('partition', compilePartition(compilation, access['partition'])),
    ...optional('version', compileVersion(compilation, access['version'])),
  };
}

/** Checks that the file does not name come where they usually stand, before the first named one that follows them. */
function compileChecks(compilation: Compilation, named: readonly CheckName[]): readonly CheckName[] {
  const checks = [...named];
  for (const [index, check] of DEFAULT_CHECKS.entries()) {
    if (checks.includes(check)) continue;
    const next = checks.findIndex((other) => DEFAULT_CHECKS.indexOf(other) > index);
    checks.splice(next === -1 ? checks.length : next, 0, check);
  }
  const isSettled =
    checks.indexOf('authentication') < checks.indexOf('authorization') &&
    checks.indexOf('authorization') < checks.indexOf('query');
  if (!isSettled || checks.at(-1) !== 'position') {
    compilation.report(
      ['access', 'checks'],
      'Invalid order: must be authentication, authorization, query, position; version may stand anywhere before position',
    );
  }
  return checks;
}

/** The security requirements of which a request must satisfy one; those that cannot be checked are none. */
function compileAlternatives(compilation: Compilation, document: Block, words: Block): Access['credentials'] {
  const requirements: readonly Block[] = compilation.operation['security'] ?? document['security'] ?? [];
  checkWords(compilation, requirements, words);
  const alternatives = requirements.map((requirement) => compileRequirement(compilation, document, requirement, words));
  const possible = alternatives.filter((alternative) => alternative !== undefined);
  return possible.every((alternative) => alternative.length === 0) ? [] : possible;
}

function checkWords(compilation: Compilation, requirements: readonly Block[], words: Block): void {
  const required = requirements.flatMap((requirement) => Object.keys(requirement));
  for (const name of Object.keys(words)) {
    if (name === 'provenance' || name === 'source' || required.includes(name)) continue;
    compilation.report(
      ['access', 'credentials', name],
      `Unknown security scheme ${name}: the operation requires ${required.join(', ') || 'none'}`,
    );
  }
}

/** The schemes that are required together; `undefined` when one of them is of a kind that no request can show. */
function compileRequirement(
  compilation: Compilation,
  document: Block,
  requirement: Block,
  words: Block,
): readonly CredentialScheme[] | undefined {
  const schemes: Block = document['components']?.['securitySchemes'] ?? {};
  const required = Object.entries(requirement);
  const found = required.flatMap(([name, scopes]) => {
    const scheme = schemes[name];
    const compiled = scheme === undefined ? undefined : compileScheme(name, scheme, words[name] ?? {}, scopes);
    if (compiled !== undefined) return [compiled];
    // Vendors forget to declare one; the list is there all the same.
    const reason =
      scheme === undefined
        ? `the document declares ${names(schemes)}`
        : 'only http, oauth2, openIdConnect and apiKey are sent with a request';
    compilation.warn(['security'], `Ignored security scheme ${name}: ${reason}`);
    return [];
  });
  return found.length === 0 && required.length > 0 ? undefined : dropDoubles(found);
}

function names(schemes: Block): string {
  return Object.keys(schemes).join(', ') || 'none';
}

function compileScheme(
  name: string,
  scheme: Block,
  { word, case: letters }: Block,
  scopes: readonly string[],
): CredentialScheme | undefined {
  const common = { name, caseSensitive: letters === 'sensitive', scopes };
  const parameter = String(scheme['name']);
  switch (scheme['type']) {
    case 'apiKey':
      if (scheme['in'] === 'header') {
        return { ...common, in: 'header', parameter: parameter.toLowerCase(), ...optional('word', word) };
      }
      return { ...common, in: scheme['in'] === 'cookie' ? 'cookie' : 'query', parameter };
    case 'http':
    case 'oauth2':
    case 'openIdConnect':
      return {
        ...common,
        in: 'header',
        parameter: 'authorization',
        word: word ?? capitalize(scheme['scheme'] ?? 'bearer'),
      };
    default:
      return undefined;
  }
}

/** A header has room for one credential: of several schemes that share it, the one with a word says more of its value. */
function dropDoubles(schemes: readonly CredentialScheme[]): readonly CredentialScheme[] {
  return schemes.filter((scheme, index) => {
    const sharing = schemes.filter((other) => other.in === scheme.in && other.parameter === scheme.parameter);
    const best = sharing.find(({ word }) => word !== undefined) ?? sharing[0];
    return best === scheme || schemes.indexOf(scheme) !== index;
  });
}

function compilePartition(compilation: Compilation, partition: Block | undefined): Access['partition'] {
  if (partition === undefined) return undefined;
  const parameter = compilation.parameter(partition['parameter'], ['header'], ['access', 'partition', 'parameter']);
  const field = compilation.field(partition['field'], ['access', 'partition', 'field']);
  if (field !== undefined && field.kind !== 'boolean') {
    compilation.report(
      ['access', 'partition', 'field'],
      `Invalid field ${field.name}: must be boolean, not ${typesOf(field.schema).join(' or ')}`,
    );
  }
  return parameter && field && { parameter, field };
}

function compileVersion(compilation: Compilation, version: Block | undefined): Access['version'] {
  if (version === undefined) return undefined;
  const parameter = compilation.parameter(version['parameter'], ['header'], ['access', 'version', 'parameter']);
  return parameter && { parameter, known: version['known'], retired: version['retired'] ?? [] };
}
