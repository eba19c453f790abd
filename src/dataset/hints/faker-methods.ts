import type { Faker } from '@faker-js/faker';
// The package's main entry loads every locale, which takes ten times as long as English alone.
import { faker as english } from '@faker-js/faker/locale/en';
import { mix } from '../generate/hash.ts';

/** A faker method: its value is decided by the number it is given. */
export type FakerMethod = (choice: number, now: number, parameters: readonly unknown[]) => unknown;

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
