import type { FieldPath } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import { didYouMean } from '../../contract/suggestions.ts';
import { compileHint } from '../hints/compile-hint.ts';
import { hashText } from '../random.ts';
import { compileSchema, orNull, realTest } from './compile-schema.ts';
import type { Compiler, Environment } from './compiler.ts';
import { allTests, compileTest, negate, presenceTests, refinements, walkPath } from './conditions.ts';
import {
  constantProducer,
  dig,
  digProducer,
  type Producer,
  seenFromElement,
  seenFromInnerElement,
  selectProducer,
  type Test,
} from './producer.ts';
import { createRootSite, isExact, isWithin, type Site } from './schema-node.ts';

/** A compiler for the items of a contract. */
export function createCompiler(environment: Environment): Compiler {
  const { contract, overrides, seed, stream } = environment;
  const done = new Map<Site, Producer>();
  const underWay: Site[] = [];
  const compiler: Compiler = {
    environment,
    root: createRootSite(contract, overrides),
    compile: (site) => {
      const known = done.get(site);
      if (known !== undefined) return known;
      if (underWay.includes(site)) throw cycleError(compiler, underWay, site);
      underWay.push(site);
      const producer = compileField(compiler, site);
      underWay.pop();
      done.set(site, producer);
      return producer;
    },
    compileValue: (site) => {
      const { hint } = site;
      if (hint === undefined) return compileSchema(site, compiler);
      const producer = compileHint(hint, site, compiler);
      return isExact(hint) ? producer : orNull(producer, site, compiler);
    },
    compileSchema: (site) => compileSchema(site, compiler),
    compileHint: (hint, site) => compileHint(hint, site, compiler),
    compileTest: (schema, object, self) => compileTest(schema, object, self, compiler),
    refer: (path, from) => refer(compiler, path, from),
    // Pools do not depend on the stream, so that the collections of a data set share them.
    keyOf: (site, purpose = '') =>
      hashText(`${contract.id}\n${seed}\n${purpose === 'pool' ? '' : stream}\n${site.name}${site.salt}\n${purpose}`),
  };
  return compiler;
}

function compileField(compiler: Compiler, site: Site): Producer {
  const value = refinements(site).reduce((otherwise, { when, outcome, site: refined }) => {
    const test = compiler.compileTest(when, site.parent as Site);
    return selectProducer(outcome ? test : negate(test), compiler.compileValue(refined), otherwise);
  }, compiler.compileValue(site));
  const isPresent = allTests(presenceTests(site, compiler));
  return isPresent === undefined ? value : selectProducer(isPresent, value, constantProducer(undefined));
}

/** Where the object at a site is there and not null. */
export function openTests(compiler: Compiler, site: Site): readonly Test[] {
  const isReal = realTest(site, compiler);
  return [...presenceTests(site, compiler), ...(isReal === undefined ? [] : [isReal])];
}

function refer(compiler: Compiler, path: FieldPath, from: Site): Producer {
  const walk = walkPath(compiler.root, path, (array) => isWithin(from, array.items()));
  if (walk === undefined || walk.rest.includes('*')) throw referenceError(compiler, path, from);
  const { site, rest, passed } = walk;
  const apart = passed.filter((object) => !isWithin(from, object));
  const isOpen = allTests(apart.flatMap((object) => openTests(compiler, object)));
  const value = digProducer(compiler.compile(site), rest);
  const open = isOpen === undefined ? value : selectProducer(isOpen, value, constantProducer(undefined));
  return preferGiven(compiler, path, bringNear(open, site, from));
}

/** A producer as seen from another site, which may lie in more arrays. */
function bringNear(producer: Producer, site: Site, from: Site): Producer {
  if (site.depth === from.depth) return producer;
  return site.depth === 0 ? seenFromElement(producer) : seenFromInnerElement(producer, from.depth - site.depth);
}

/** While a row is completed, what it has already counts instead of what would be made. */
function preferGiven({ environment: { live } }: Compiler, path: FieldPath, producer: Producer): Producer {
  const [first, ...rest] = path;
  if (live === undefined || first === undefined) return producer;
  return {
    valueAt: (variant, element, row) =>
      Object.hasOwn(live.given, first) ? dig(live.given[first], rest) : producer.valueAt(variant, element, row),
    usesRow: true,
  };
}

function referenceError({ environment, root }: Compiler, path: FieldPath, from: Site): PagewrightError {
  const name = path.join('/');
  const where = `${environment.contract.file}: field ${from.name}, x-faker ${from.hint?.text ?? 'none'}`;
  const why = path.includes('*')
    ? '; * is only an element that the field lies in itself'
    : didYouMean(name, namesWithin(root));
  return new PagewrightError('unknown-field', `${where}: there is no field ${name} to refer to${why}`, {
    field: from.name,
  });
}

/** The names of the fields of an item, two levels deep. */
export function namesWithin(root: Site): readonly string[] {
  return root.propertyNames.flatMap((name) => {
    const inner = root.property(name)?.propertyNames ?? [];
    return [name, ...inner.map((part) => `${name}/${part}`)];
  });
}

function cycleError({ environment }: Compiler, underWay: readonly Site[], site: Site): PagewrightError {
  const circle = [...underWay.slice(underWay.indexOf(site)), site].map(({ name }) => name || 'the item');
  const message = `${environment.contract.file}: fields depend on each other in a circle: ${circle.join(' -> ')}`;
  return new PagewrightError('field-cycle', message, { field: site.name });
}
