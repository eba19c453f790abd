import { type Block, type Compilation, typesOf } from './compilation.ts';
import type { Access, CheckName, CredentialScheme } from './contract.ts';

const DEFAULT_CHECKS: readonly CheckName[] = ['authentication', 'version', 'authorization', 'query', 'position'];

/** Compiles who may list what, from the operation's security requirement and the block's `access`. */
export function compileAccess(compilation: Compilation, document: Block): Access {
  const access: Block = compilation.block['access'] ?? {};
  const requirement: Block = (compilation.operation['security'] ?? document['security'] ?? [])[0] ?? {};
  const scope = access['scope'] as Block | undefined;
  return {
    checks: compileChecks(compilation, access['checks'] ?? DEFAULT_CHECKS),
    credentials: compileCredentials(compilation, document, requirement, access['credentials'] ?? {}),
    requiredScopes: Object.values(requirement).flat() as string[],
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

function compileCredentials(
  compilation: Compilation,
  document: Block,
  requirement: Block,
  words: Block,
): readonly CredentialScheme[] {
  const schemes: Block = document['components']?.['securitySchemes'] ?? {};
  for (const name of Object.keys(words)) {
    if (name !== 'provenance' && name !== 'source' && !Object.hasOwn(requirement, name)) {
      const required = Object.keys(requirement).join(', ') || 'none';
      compilation.report(
        ['access', 'credentials', name],
        `Unknown security scheme ${name}: the operation requires ${required}`,
      );
    }
  }
  return Object.keys(requirement).flatMap((name) => {
    const scheme: Block | undefined = schemes[name];
    const word: string | undefined = words[name]?.['word'];
    if (scheme?.['type'] === 'apiKey' && scheme['in'] === 'header') {
      return [{ name, header: String(scheme['name']).toLowerCase(), ...optional('word', word) }];
    }
    if (scheme?.['type'] === 'http' || scheme?.['type'] === 'oauth2' || scheme?.['type'] === 'openIdConnect') {
      return [{ name, header: 'authorization', word: word ?? capitalize(scheme['scheme'] ?? 'bearer') }];
    }
    compilation.report(
      [],
      `Unsupported security scheme ${name}: must be http, oauth2, openIdConnect or an apiKey in a header`,
    );
    return [];
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

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** An entry that is left out when it has no value, as exact optional properties want it. */
export function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value });
}
