import type { Faker } from '@faker-js/faker';
import { faker as english } from '@faker-js/faker/locale/en';
import type { Json } from '../../contract/contract.ts';
import { didYouMean } from '../../contract/text.ts';
import type { HintCall } from '../generate/compiler.ts';
import type { FlatSchema } from '../generate/flat-schema.ts';
import { poolProducer } from '../generate/pool.ts';
import type { Producer } from '../generate/producer.ts';
import { hashPlace, mix } from '../random.ts';
import { compileRowUuid } from './identifiers.ts';

/**
 * `company.name`, `{ finance.amount: [10, 5000, 2] }`: any method of faker. As the methods take their time, a thousand values
 * are made and each row has one of them.
 */
export function compileFaker(call: HintCall): Producer {
  const { hint, node, compiler } = call;
  const method = fakerMethods().get(hint.name);
  if (method === undefined) {
    const what = hint.name.includes('.') ? 'unknown generator' : 'must be module.method, for example company.name';
    call.fail(`${what}${didYouMean(hint.name, fakerMethods().keys())}`);
  }
  if (node.isIdentity) return compileIdentity(call);
  tryMethod(call, method);
  const { seed, now, pools } = compiler.environment;
  const poolKey = compiler.keyOf(node, 'pool');
  const pool = pools.get(`${seed}\n${now}\n${node.name}${node.salt}\n${hint.text}`, (index) =>
    callMethod(call, method, hashPlace(poolKey, index, 0)),
  );
  return poolProducer(pool, compiler.keyOf(node));
}

/** Faker repeats itself, and an identity may not. */
function compileIdentity(call: HintCall): Producer {
  if (call.hint.name === 'string.uuid') return compileRowUuid({ ...call, hint: { ...call.hint, arguments: [] } });
  return call.fail(
    'the identity must be unique in every row, which faker does not guarantee; ' +
      'use row.number, row.uuid, row.token, or row.text with {#} and fixed text',
  );
}

/**
 * A text of a faker method.
 *
 * @param choice - decides it
 */
export function fakerText({ hint, compiler, fail }: HintCall, choice: number): string {
  const method = fakerMethods().get(hint.name) ?? fail('unknown generator');
  return String(method(choice, compiler.environment.now, hint.arguments));
}

function tryMethod(call: HintCall, method: FakerMethod): void {
  callMethod(call, method, 0);
}

function callMethod(call: HintCall, method: FakerMethod, choice: number): Json {
  const { hint, node, compiler } = call;
  const value = attempt(call, () => method(choice, compiler.environment.now, hint.arguments));
  const coerced = coerceValue(value, node.schema);
  return coerced === undefined
    ? call.fail(`it returns ${String(value)}, which is not JSON; check its arguments`)
    : coerced;
}

function attempt(call: HintCall, run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return call.fail(`faker rejects these arguments: ${(error as Error).message}`);
  }
}

/** A faker method: its value is decided by the number it is given. */
type FakerMethod = (choice: number, now: number, parameters: readonly unknown[]) => unknown;

const randomizer = createRandomizer();
let own: Faker | undefined;
let methods: ReadonlyMap<string, FakerMethod> | undefined;

/** All faker methods by name: `company.name`. */
export function fakerMethods(): ReadonlyMap<string, FakerMethod> {
  methods ??= new Map(listMethods(instance()));
  return methods;
}

/** An instance of our own: the global one belongs to whoever else uses faker in this process. */
function instance(): Faker {
  const Faker = english.constructor as new (options: { locale: unknown; randomizer: typeof randomizer }) => Faker;
  own ??= new Faker({ locale: english.rawDefinitions, randomizer });
  return own;
}

function* listMethods(faker: Faker): Generator<[string, FakerMethod]> {
  for (const [moduleName, module] of Object.entries(faker) as [string, unknown][]) {
    if (typeof module !== 'object' || module === null || moduleName === 'fakerCore') continue;
    for (const name of methodNames(module)) {
      yield [`${moduleName}.${name}`, bind(faker, module, name)];
    }
  }
}

function methodNames(module: object): readonly string[] {
  const names = new Set<string>();
  for (let level = module; level !== Object.prototype; level = Object.getPrototypeOf(level) as object) {
    for (const name of Object.getOwnPropertyNames(level)) names.add(name);
  }
  const isMethod = (name: string): boolean => typeof (module as Record<string, unknown>)[name] === 'function';
  return [...names].filter((name) => name !== 'constructor' && isMethod(name));
}

function bind(faker: Faker, module: object, name: string): FakerMethod {
  return (choice, now, parameters) => {
    randomizer.seed(choice);
    faker.setDefaultRefDate(now);
    const method = (module as Record<string, (...parameters: readonly unknown[]) => unknown>)[name];
    return method?.apply(module, [...parameters]);
  };
}

/** Faker's own randomizer takes longer to seed than most methods take to run. */
function createRandomizer(): { next(): number; seed(seed: number | number[]): void } {
  let state = 0;
  return {
    next: () => {
      state = (state + 0x9e3779b9) | 0;
      return mix(state) / 2 ** 32;
    },
    seed: (seed) => {
      state = typeof seed === 'number' ? seed : (seed[0] ?? 0);
    },
  };
}

/**
 * Brings a generator's value to JSON of the type that a schema wants, where only the spelling differs: an amount given as
 * text becomes a number, a date becomes text, a text that is too long is cut.
 *
 * @returns `undefined` for what JSON has no form for
 */
export function coerceValue(value: unknown, schema: FlatSchema): Json | undefined {
  const plain = toPlain(value, schema);
  const wants = (type: string): boolean => schema.types.includes(type);
  if (typeof plain === 'string' && !wants('string') && (wants('number') || wants('integer'))) {
    const number = Number(plain);
    return plain.trim() === '' || Number.isNaN(number) ? plain : number;
  }
  const text =
    typeof plain === 'number' && wants('string') && !wants('number') && !wants('integer') ? String(plain) : plain;
  return typeof text === 'string' ? cut(text, schema) : text;
}

function toPlain(value: unknown, schema: FlatSchema): Json | undefined {
  if (value instanceof Date) return writeDate(value, schema);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return undefined;
  // Anything that JSON leaves out is not a value of a row.
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : (JSON.parse(text) as Json);
}

function writeDate(date: Date, { types, keywords }: FlatSchema): Json | undefined {
  if (Number.isNaN(date.getTime())) return undefined;
  if (types[0] === 'integer' || types[0] === 'number') return date.getTime();
  const text = date.toISOString();
  return keywords['format'] === 'date' ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
}

function cut(text: string, { keywords }: FlatSchema): string {
  const most = keywords['maxLength'];
  if (typeof most !== 'number' || text.length <= most) return text;
  return [...text].slice(0, most).join('').trimEnd();
}
