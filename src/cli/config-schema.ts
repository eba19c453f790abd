import { readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { Problem } from '../contract/error.ts';
import { parsePointer } from '../contract/json-pointer.ts';
import { createAjv } from '../contract/json-schema.ts';
import { packageFile } from '../contract/package-file.ts';
import type { SourceDocument } from '../contract/source-document.ts';
import { didYouMean } from '../contract/text.ts';

/** A node of the published schema of configuration files. */
export interface SettingSchema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly additionalProperties?: boolean | SettingSchema;
  readonly definitions?: Readonly<Record<string, SettingSchema>>;
  /** What a setting may be, for messages; what lacks it is a map of settings. */
  readonly 'x-expected'?: string;
  /** Whether messages must not show its value. */
  readonly 'x-secret'?: boolean;
  /** Whether it is a path, or a list of paths, relative to the file. */
  readonly 'x-path'?: 'file' | 'files';
}

let schema: SettingSchema | undefined;
let validate: ValidateFunction | undefined;

function readSchema(): SettingSchema {
  schema ??= JSON.parse(readFileSync(packageFile('config.schema.json'), 'utf8')) as SettingSchema;
  return schema;
}

/**
 * Holds a configuration file against its schema.
 *
 * @returns what is wrong, each with its line, in the order of the file
 */
export function findConfigProblems(source: SourceDocument): readonly Problem[] {
  validate ??= createAjv().compile(readSchema());
  if (source.value === null || validate(source.value)) return [];
  const seen = new Set<string>();
  const problems = (validate.errors ?? []).flatMap((error) => {
    const { path, message, at } = describe(error, source.value);
    // Each form that a setting might have had fails for a reason of its own.
    const key = path.join('\n');
    if (seen.has(key)) return [];
    seen.add(key);
    return [source.problemAt([...at], message)];
  });
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

interface Described {
  /** The setting. */
  readonly path: readonly string[];
  /** The part of it that is wrong. */
  readonly at: readonly string[];
  readonly message: string;
}

function describe(error: ErrorObject, value: unknown): Described {
  const at = parsePointer(error.instancePath);
  const { path, node } = findSetting(at);
  const name = path.at(-1) ?? '';
  if (node['x-expected'] !== undefined) {
    const shown = node['x-secret'] === true ? '' : ` ${JSON.stringify(read(value, path))}`;
    return { path, at, message: `Invalid ${name}${shown}: must be ${node['x-expected']}` };
  }
  const names = Object.keys(node.properties ?? {}).filter((known) => known !== '$schema');
  const unknown = error.params['additionalProperty'];
  if (error.keyword === 'additionalProperties' && typeof unknown === 'string') {
    const place = [...path, unknown];
    return { path: place, at: place, message: `Unknown setting ${unknown}${suggest(unknown, names)}` };
  }
  const what = names.length === 0 ? 'a map from name to settings' : `a map of settings: ${names.join(', ')}`;
  return { path, at: path, message: `Invalid ${name === '' ? 'configuration' : name}: must be ${what}` };
}

/** There are so many settings that only few of their names are worth a line. */
function suggest(unknown: string, names: readonly string[]): string {
  return didYouMean(unknown, names) || `; known: ${names.join(', ')}`;
}

/** The setting that a place belongs to, or the map of settings. */
function findSetting(at: readonly string[]): { readonly path: readonly string[]; readonly node: SettingSchema } {
  let node = readSchema();
  for (const [index, key] of at.entries()) {
    const inner = enter(node, key);
    if (inner === undefined || node['x-expected'] !== undefined) return { path: at.slice(0, index), node };
    node = inner;
  }
  return { path: at, node };
}

function enter({ properties = {}, additionalProperties }: SettingSchema, key: string): SettingSchema | undefined {
  if (Object.hasOwn(properties, key)) return resolve(properties[key]);
  return typeof additionalProperties === 'object' ? resolve(additionalProperties) : undefined;
}

function resolve(node: SettingSchema | undefined): SettingSchema | undefined {
  const name = node?.$ref?.split('/').at(-1);
  return name === undefined ? node : readSchema().definitions?.[name];
}

function read(value: unknown, path: readonly string[]): unknown {
  return path.reduce((holder, key) => (holder as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}

/** The schema of a setting of `check`. */
export function schemaOfCheckSetting(name: string): SettingSchema {
  return readSchema().definitions?.[name] ?? {};
}
