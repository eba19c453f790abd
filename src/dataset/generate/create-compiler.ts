import type { FieldPath } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import { didYouMean } from '../../contract/text.ts';
import { compileHint } from '../hints/compile-hint.ts';
import { hashText } from '../random.ts';
import { compileSchema, orNull, realTest } from './compile-schema.ts';
import type { Compiler, Environment } from './compiler.ts';
import { allTests, compileTest, followPath, negate, presenceTests, refinements } from './conditions.ts';
import { isImpossibleValue } from './field-errors.ts';
import {
  constantProducer,
  dig,
  digProducer,
  type Producer,
  type RowTest,
  seenFromElement,
  seenFromInnerElement,
  selectProducer,
} from './producer.ts';
import { hasHint } from './schema-cycles.ts';
import { createRootNode, isExact, isWithin, type SchemaNode } from './schema-node.ts';

/**
 * A compiler for the items of a contract.
 *
 * @param isWhole - whether items are made as a whole, and held against the schema one by one
 */
export function createCompiler(environment: Environment, isWhole: boolean = false): Compiler {
  const { contract, overrides, seed, stream } = environment;
  const done = new Map<SchemaNode, Producer>();
  const underWay: SchemaNode[] = [];
  const compiler: Compiler = {
    environment,
    root: createRootNode(contract, overrides, isWhole),
    attempt: { count: 0 },
    dependsOnRow: (node) => dependsOnRow(environment, node),
    compile: (node) => {
      const known = done.get(node);
      if (known !== undefined) return known;
      if (underWay.includes(node)) throw cycleError(compiler, underWay, node);
      underWay.push(node);
      const depth = underWay.length;
      const producer = compileOrOmit(compiler, node);
      underWay.length = depth - 1;
      done.set(node, producer);
      return producer;
    },
    compileValue: (node) => {
      const { hint } = node;
      if (hint === undefined) return compileSchema(node, compiler);
      const producer = compileHint(hint, node, compiler);
      return isExact(hint) ? producer : orNull(producer, node, compiler);
    },
    compileSchema: (node) => compileSchema(node, compiler),
    compileHint: (hint, node) => compileHint(hint, node, compiler),
    compileTest: (schema, object, self) => compileTest(schema, object, self, compiler),
    refer: (path, from) => refer(compiler, path, from),
    // Pools do not depend on the stream, so that the collections of a data set share them.
    keyOf: (node, purpose = '') =>
      hashText(
        `${contract.id}\n${seed}\n${purpose === 'pool' ? '' : stream}\n${node.name}${node.isIdentity ? '' : node.salt}\n${purpose}`,
      ),
  };
  return compiler;
}

/** A field that may be absent is, where nothing satisfies its schema. */
function compileOrOmit(compiler: Compiler, node: SchemaNode): Producer {
  try {
    return compileField(compiler, node);
  } catch (error) {
    const isNeeded = node.isRequired || node.isIdentity || node.path.length === 0;
    if (isNeeded || !isImpossibleValue(error)) throw error;
    return constantProducer(undefined);
  }
}

function dependsOnRow({ contract, overrides, live }: Environment, node: SchemaNode): boolean {
  const isBelow = (name: string): boolean => name === node.name || name.startsWith(`${node.name}/`);
  return (
    live !== undefined || isBelow(contract.identity.name) || [...overrides.keys()].some(isBelow) || hasHint(node.source)
  );
}

function compileField(compiler: Compiler, node: SchemaNode): Producer {
  const value = refinements(node).reduce((otherwise, { when, outcome, node: refined }) => {
    const test = compiler.compileTest(when, node.parent as SchemaNode);
    return selectProducer(outcome ? test : negate(test), compiler.compileValue(refined), otherwise);
  }, compiler.compileValue(node));
  const isPresent = allTests(presenceTests(node, compiler));
  return isPresent === undefined ? value : selectProducer(isPresent, value, constantProducer(undefined));
}

/** Where the object at a node is there and not null. */
export function openTests(compiler: Compiler, node: SchemaNode): readonly RowTest[] {
  const isReal = realTest(node, compiler);
  return [...presenceTests(node, compiler), ...(isReal === undefined ? [] : [isReal])];
}

function refer(compiler: Compiler, path: FieldPath, from: SchemaNode): Producer {
  const walk = followPath(compiler.root, path, (array) => isWithin(from, array.items()));
  if (walk === undefined || walk.rest.includes('*')) throw referenceError(compiler, path, from);
  const { node, rest, passed } = walk;
  const apart = passed.filter((object) => !isWithin(from, object));
  const isOpen = allTests(apart.flatMap((object) => openTests(compiler, object)));
  const value = digProducer(compiler.compile(node), rest);
  const open = isOpen === undefined ? value : selectProducer(isOpen, value, constantProducer(undefined));
  return preferGiven(compiler, path, bringNear(open, node, from));
}

/** A producer as seen from another node, which may lie in more arrays. */
function bringNear(producer: Producer, node: SchemaNode, from: SchemaNode): Producer {
  if (node.depth === from.depth) return producer;
  return node.depth === 0 ? seenFromElement(producer) : seenFromInnerElement(producer, from.depth - node.depth);
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

function referenceError({ environment, root }: Compiler, path: FieldPath, from: SchemaNode): PagewrightError {
  const name = path.join('/');
  const where = `${environment.contract.file}: field ${from.name}, x-faker ${from.hint?.text ?? 'none'}`;
  const why = path.includes('*')
    ? ': * must be an element that the field itself lies in'
    : didYouMean(name, namesWithin(root));
  return new PagewrightError('unknown-field', `${where}: unknown field ${name}${why}`, {
    field: from.name,
  });
}

/** The names of the fields of an item, two levels deep. */
export function namesWithin(root: SchemaNode): readonly string[] {
  return root.propertyNames.flatMap((name) => {
    const inner = root.property(name)?.propertyNames ?? [];
    return [name, ...inner.map((part) => `${name}/${part}`)];
  });
}

function cycleError({ environment }: Compiler, underWay: readonly SchemaNode[], node: SchemaNode): PagewrightError {
  const circle = [...underWay.slice(underWay.indexOf(node)), node].map(({ name }) => name || 'the item');
  const message = `${environment.contract.file}: circular fields: ${circle.join(' -> ')}`;
  return new PagewrightError('field-cycle', message, { field: node.name });
}
