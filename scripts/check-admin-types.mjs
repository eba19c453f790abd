// Holds the types by which the console reads the admin API against the description of that API: whatever a response may be has to be of the
// type that the console takes it for. The console has types for what it uses only, so the other way round does not matter.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** For each file of the console's types, the types that stand for what a response has, and the schema of each. */
const SCHEMAS = {
  'activity-types': {
    Exchange: 'Exchange',
    Window: 'Window',
    WalkSummary: 'Walk',
    Coverage: 'Coverage',
    Change: 'Change',
    Clock: 'Clock',
    Judgement: 'Judgement',
    FaultKind: 'FaultKind',
    ActiveFault: 'ActiveFault',
    Grease: 'Grease',
    DeviationKind: 'Deviation',
    Holds: 'Holds',
    HeldRequest: 'HeldRequest',
  },
  'check-types': { CheckRun: 'Check', CheckArea: 'CheckArea', EvidenceWindow: 'EvidenceWindow', Report: 'Audit' },
  'contract-types': {
    Health: 'Health',
    ContractDescription: 'Contract',
    Credential: 'Credential',
    ContractModel: 'Model',
    View: 'View',
    PageOfExchange: 'Page',
    Place: 'Place',
  },
  'demo-types': { DemoSummary: 'DemoSummary', Demo: 'Demo', DemoState: 'DemoState' },
  'session-types': { SessionSummary: 'Session', ScenarioSummary: 'Scenario', AdminFailure: 'Error' },
};

/** @typedef {{ readonly [keyword: string]: any }} Schema */

const root = fileURLToPath(new URL('..', import.meta.url));
const { schemas } = parse(readFileSync(join(root, 'src/server/admin/openapi.yaml'), 'utf8')).components;

const folder = mkdtempSync(join(root, 'console', 'tmp-'));
try {
  writeFileSync(join(folder, 'api.ts'), writeTypes());
  writeFileSync(join(folder, 'responses.ts'), writeUses());
  const settings = { extends: '../tsconfig.json', compilerOptions: { noEmit: true }, include: ['*.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  const { status, stdout } = spawnSync('npx', ['tsc', '-p', folder], { cwd: root, encoding: 'utf8' });
  process.stdout.write(stdout);
  const count = Object.values(SCHEMAS).flatMap(Object.keys).length;
  if (status === 0) console.log(`${count} types of the console, each takes what the admin API sends`);
  process.exitCode = status === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The schemas of the description as types. */
function writeTypes() {
  const types = Object.entries(schemas).map(([name, schema]) => `export type ${name} = ${toType(schema)};`);
  return ["import type { Json } from '../admin/contract-types.ts';", ...types, ''].join('\n');
}

/** What fails to compile where a response is not of the type of the console. */
function writeUses() {
  const files = Object.entries(SCHEMAS);
  const lines = files.flatMap(([file, names], index) => [
    `import type * as Console${index} from '../admin/${file}.ts';`,
    ...Object.entries(names).map(
      ([name, schema]) => `export const take${name} = (response: Api.${schema}): Console${index}.${name} => response;`,
    ),
  ]);
  return ["import type * as Api from './api.ts';", ...lines, ''].join('\n');
}

/**
 * @param {Schema | boolean} schema
 * @returns {string} the type of its values
 */
function toType(schema) {
  if (typeof schema === 'boolean') return 'Json';
  if (schema['$ref'] !== undefined) return toNamedType(String(schema['$ref']));
  if (schema['const'] !== undefined) return JSON.stringify(schema['const']);
  if (schema['enum'] !== undefined)
    return schema['enum'].map((/** @type {unknown} */ one) => JSON.stringify(one)).join(' | ');
  const { allOf, oneOf = schema['anyOf'] } = schema;
  const parts = (allOf ?? oneOf)?.map((/** @type {Schema} */ one) => `(${toType(one)})`);
  if (parts !== undefined) return parts.join(allOf === undefined ? ' | ' : ' & ');
  const isObject = schema['properties'] !== undefined || schema['required'] !== undefined;
  const types = [schema['type'] ?? (isObject ? 'object' : 'any')].flat();
  return types.map((type) => toSimpleType(type, schema)).join(' | ');
}

/** @param {string} reference - to a schema, or to a property of one */
function toNamedType(reference) {
  const [, , , name, , property] = reference.split('/');
  return property === undefined ? String(name) : `NonNullable<${name}['${property}']>`;
}

/**
 * @param {string} type
 * @param {Schema} schema
 */
function toSimpleType(type, schema) {
  switch (type) {
    case 'integer':
      return 'number';
    case 'array':
      return toListType(schema);
    case 'object':
      return toObjectType(schema);
    case 'any':
      return 'Json';
    default:
      return type;
  }
}

/** @param {Schema} schema */
function toListType({ items, minItems, maxItems }) {
  const item = items === undefined ? 'Json' : toType(items);
  const isTuple = minItems !== undefined && minItems === maxItems;
  return isTuple ? `readonly [${Array(minItems).fill(item).join(', ')}]` : `readonly (${item})[]`;
}

/** @param {Schema} schema */
function toObjectType({ properties = {}, required = [], additionalProperties }) {
  const others = required.filter((/** @type {string} */ name) => !Object.hasOwn(properties, name));
  const stated = Object.entries(properties).map(([name, member]) => {
    return `readonly ${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${toType(member)}`;
  });
  const members = [...stated, ...others.map((/** @type {string} */ name) => `readonly ${JSON.stringify(name)}: {}`)];
  // What is described elsewhere, such as the report of the suite, is whatever it is taken for.
  if (members.length === 0 && additionalProperties === undefined) return 'any';
  if (members.length > 0) return `{ ${members.join('; ')} }`;
  const value = typeof additionalProperties === 'object' ? toType(additionalProperties) : 'Json';
  return `{ readonly [name: string]: ${value} }`;
}
