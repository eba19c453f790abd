import type { Contract, Json, JsonSchema } from '../../contract/contract.ts';
import { listSchemes } from '../../contract/credentials.ts';
import { readField } from '../../contract/field-values.ts';
import { isObject } from '../../contract/json-pointer.ts';
import { itemsOf, propertiesOf, valuesOf } from '../../contract/openapi/schema-branches.ts';
import { loadYaml } from '../../contract/source-document.ts';
import { createRowCompleter } from '../generate/row-completer.ts';
import { checkRow } from '../row-check.ts';
import { classify, type PersonalKind, Replacer } from './personal-values.ts';
import { usualCredential } from './tenants.ts';

/** How rows of a real server become a scenario. */
export interface RecordOptions {
  /** What the rows are, in a sentence. */
  readonly title: string;
  /** When they were read, in milliseconds since 1970: the clock of the scenario. */
  readonly now: number;
  /** Decides the values that take the place of others. */
  readonly seed?: string;
  /** Whether ids stay as they are. */
  readonly keepIds?: boolean;
  /** Fields that stay as they are: `plan/name`. */
  readonly keep?: readonly string[];
  /** Fields that are replaced whatever they look like. */
  readonly replace?: readonly string[];
}

/** A scenario made of recorded rows. */
export interface RecordedScenario {
  /** YAML. */
  readonly text: string;
  readonly rows: number;
  /** What was replaced: by field, what it was taken for, and how many values it has. */
  readonly replaced: readonly { readonly field: string; readonly kind: PersonalKind; readonly values: number }[];
  /** Fields with texts that stayed as they were. */
  readonly kept: readonly string[];
  /** Rows that the contract does not allow, by what is wrong with them. */
  readonly leftOut: readonly { readonly reason: string; readonly rows: number }[];
}

/** The tenant that owns what was recorded, and the list of it. */
const TENANT = 'recorded';

/**
 * Makes a scenario of rows that a real server sent. Names, emails, phone numbers, addresses, links, free texts and secrets are
 * replaced by generated ones, ids consistently by others of their shape; nothing of the request is written.
 *
 * @param rows - items as they were received
 */
export function recordScenario(contract: Contract, rows: readonly Json[], options: RecordOptions): RecordedScenario {
  const recorder = new Recorder(contract, options);
  const leftOut = new Map<string, number>();
  const seen = new Set<string>();
  const kept = rows.flatMap((row) => {
    const [identity] = readField(row as Readonly<Record<string, Json>>, contract.identity.path);
    if (seen.has(String(identity))) return [];
    seen.add(String(identity));
    const made = recorder.replaceRow(row);
    const [problem] = checkRow(contract, made);
    if (problem === undefined) return [made];
    const reason = `${problem.path.filter((step) => typeof step === 'string').join('/') || 'the row'} ${problem.message}`;
    leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
    return [];
  });
  return {
    text: write(contract, kept, options),
    rows: kept.length,
    replaced: recorder.listReplaced(),
    kept: recorder.listKept(),
    leftOut: [...leftOut].map(([reason, count]) => ({ reason, rows: count })),
  };
}

class Recorder {
  readonly #contract: Contract;
  readonly #options: RecordOptions;
  readonly #replacer: Replacer;
  readonly #replaced = new Map<string, { kind: PersonalKind; values: Set<string> }>();
  readonly #kept = new Set<string>();
  readonly #generated = new Map<string, Json>();
  /** Identities of generated rows, so that each is another one. */
  readonly #made = new Set<string>();
  #complete: ReturnType<typeof createRowCompleter> | undefined;

  constructor(contract: Contract, options: RecordOptions) {
    this.#contract = contract;
    this.#options = options;
    this.#replacer = new Replacer(options.seed ?? '1');
  }

  replaceRow(row: Json): Json {
    const made = this.#walk(row, [], this.#contract.itemSchema);
    return this.#fit(row, made);
  }

  listReplaced(): RecordedScenario['replaced'] {
    return [...this.#replaced].map(([field, { kind, values }]) => ({ field, kind, values: values.size }));
  }

  listKept(): readonly string[] {
    return [...this.#kept].filter((field) => !this.#replaced.has(field));
  }

  #walk(value: Json, path: readonly string[], schema: JsonSchema | undefined): Json {
    if (Array.isArray(value)) {
      const element = itemsOf(schema);
      return (value as readonly Json[]).map((one) => this.#walk(one, [...path, '*'], element));
    }
    if (isObject(value)) {
      const properties = propertiesOf(schema);
      const entries = Object.entries(value as Readonly<Record<string, Json>>);
      return Object.fromEntries(entries.map(([key, one]) => [key, this.#walk(one, [...path, key], properties[key])]));
    }
    return this.#replaceScalar(value, path, schema);
  }

  #replaceScalar(value: Json, path: readonly string[], schema: JsonSchema | undefined): Json {
    if (typeof value !== 'string' && typeof value !== 'number') return value;
    const field = path.join('/');
    const kind = this.#kindOf(value, path, schema);
    if (kind === undefined) {
      if (typeof value === 'string' && !isTime(value) && valuesOf(schema) === undefined) this.#kept.add(field);
      return value;
    }
    const known = this.#replaced.get(field) ?? { kind, values: new Set() };
    known.values.add(String(value));
    this.#replaced.set(field, known);
    return this.#replacer.replace(kind, value);
  }

  #kindOf(value: string | number, path: readonly string[], schema: JsonSchema | undefined): PersonalKind | undefined {
    const { keep = [], replace = [], keepIds = false } = this.#options;
    const field = path.join('/');
    if (keep.includes(field)) return undefined;
    // One of a list of words says nothing of anybody.
    if (schema !== undefined && valuesOf(schema) !== undefined) return undefined;
    const isIdentity = field === this.#contract.identity.name;
    const name = path.findLast((step) => step !== '*') ?? '';
    const kind = isIdentity ? 'id' : (classify(name, value) ?? (replace.includes(field) ? 'text' : undefined));
    return kind === 'id' && keepIds ? undefined : kind;
  }

  /** Where a generated value is not what the schema wants, one of the same shape is, or one that the schema makes. */
  #fit(row: Json, made: Json): Json {
    const scrambled = this.#correct(row, made, (original) => this.#replacer.scramble(original));
    return this.#correct(row, scrambled, (original, path) => this.#generate(original, path) ?? original);
  }

  #correct(row: Json, made: Json, create: (original: string | number, path: ValuePath) => Json): Json {
    let fitted = made;
    for (const { path } of checkRow(this.#contract, made)) {
      const original = valueAt(row, path);
      const isOwn = original === valueAt(made, path);
      // What is as it was received is wrong at the server.
      if (isOwn || (typeof original !== 'string' && typeof original !== 'number')) continue;
      fitted = withValue(fitted, path, create(original, path));
    }
    return fitted;
  }

  /** The value at a place of a row that is generated, the same for the same value. */
  #generate(original: string | number, path: ValuePath): Json | undefined {
    const key = JSON.stringify([path.filter((step) => typeof step === 'string'), original]);
    const known = this.#generated.get(key);
    if (known !== undefined) return known;
    this.#complete ??= createRowCompleter({
      contract: this.#contract,
      seed: this.#options.seed ?? '1',
      now: this.#options.now,
      stream: TENANT,
      firstIndex: 0,
    });
    const row = this.#complete({}, { now: this.#options.now, isTaken: (identity) => this.#made.has(identity) });
    this.#made.add(String(readField(row, this.#contract.identity.path)[0]));
    const value = valueAt(row as Json, path);
    if (value !== undefined) this.#generated.set(key, value);
    return value;
  }
}

type ValuePath = readonly (string | number)[];

function valueAt(value: Json, path: ValuePath): Json | undefined {
  return path.reduce<Json | undefined>((at, step) => (isObject(at) ? (at[step as never] as Json) : undefined), value);
}

function isTime(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(?:[T ]|$)/.test(value);
}

function withValue(holder: Json, path: ValuePath, value: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(holder)) {
    return (holder as readonly Json[]).map((one, index) =>
      index === Number(step) ? withValue(one, rest, value) : one,
    );
  }
  const object = holder as Readonly<Record<string, Json>>;
  return { ...object, [step]: withValue(object[step] ?? null, rest, value) };
}

function write(contract: Contract, rows: readonly Json[], { title, now }: RecordOptions): string {
  const { Document } = loadYaml();
  const schemes = listSchemes(contract);
  const credential = Object.fromEntries(schemes.map(({ name }) => [name, usualCredential(TENANT, name, '')]));
  const file = new Document(
    {
      title,
      now: new Date(now).toISOString(),
      tenants: { [TENANT]: schemes.length === 0 ? {} : { credentials: [{ as: 'default', ...credential }] } },
      rows: { [TENANT]: rows },
    },
    { aliasDuplicateObjects: false },
  );
  for (const index of rows.keys()) {
    const row = file.getIn(['rows', TENANT, index]) as { flow?: boolean } | undefined;
    if (row !== undefined) row.flow = true;
  }
  return file.toString({ lineWidth: 0 });
}
