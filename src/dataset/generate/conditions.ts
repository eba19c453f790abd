import type { JsonSchema } from '../../contract/contract.ts';
import type { Compiler } from './compiler.ts';
import { fillTest } from './fill.ts';
import { onlyRequired } from './flatten-schema.ts';
import { mentionedProperties } from './mentioned-properties.ts';
import type { Test } from './producer.ts';
import type { Site } from './site.ts';

/** Where testing `when` has this outcome, a property is made at another site. */
export interface Refinement {
  readonly when: JsonSchema;
  readonly outcome: boolean;
  readonly site: Site;
}

/**
 * When a property is there: its object's conditions forbid it in some rows.
 *
 * @returns tests all of which must hold; none when nothing forbids it, or it is required
 */
export function presenceTests(site: Site, compiler: Compiler): readonly Test[] {
  const { parent } = site;
  if (parent === undefined || site.isRequired || site.isIdentity) return [];
  const property = site.path.at(-1) as string;
  return parent.schema.conditions.flatMap((condition): readonly Test[] => {
    if (condition.kind === 'dependent') {
      return condition.property === property ? [compiler.compileTest(condition.schema, parent, site)] : [];
    }
    const test = (): Test => compiler.compileTest(condition.when, parent);
    return [
      ...(forbids(condition.then, property) ? [negate(test())] : []),
      ...(forbids(condition.otherwise, property) ? [test()] : []),
    ];
  });
}

/**
 * The schemas that a property has in some rows beyond its own, by the `if` of its object. Looks at schemas alone, so that it
 * can be asked of any site at any time.
 */
export function refinements(site: Site): readonly Refinement[] {
  const property = site.path.at(-1);
  if (site.parent === undefined || property === undefined) return [];
  return site.parent.schema.conditions.flatMap((condition): readonly Refinement[] => {
    // What an `if` looks at cannot follow from its outcome.
    if (condition.kind !== 'branch' || mentionedProperties(condition.when).has(property)) return [];
    const { when } = condition;
    const inThen = refineSchema(site, property, condition.then, '#then');
    const inElse = refineSchema(site, property, condition.otherwise, '#else');
    return [
      ...(inThen === undefined ? [] : [{ when, outcome: true, site: inThen }]),
      ...(inElse === undefined ? [] : [{ when, outcome: false, site: inElse }]),
    ];
  });
}

function refineSchema(site: Site, property: string, branch: JsonSchema | undefined, salt: string): Site | undefined {
  const schema = (branch?.['properties'] as Record<string, unknown> | undefined)?.[property];
  const isRequired = ((branch?.['required'] ?? []) as readonly string[]).includes(property);
  if (typeof schema !== 'object' && !(isRequired && !site.isRequired)) return undefined;
  const more = (schema ?? {}) as JsonSchema;
  const isSettled = 'const' in more || 'enum' in more || 'x-faker' in more;
  const { 'x-faker': _hint, ...base } = site.schema.keywords;
  return site.withSchema(
    { allOf: [isSettled ? base : site.schema.keywords, more] },
    { salt, isRequired: isRequired || site.isRequired, hint: isSettled ? undefined : site.hint },
  );
}

/** Whether an object that satisfies a schema cannot have a property. */
function forbids(schema: JsonSchema | undefined, property: string): boolean {
  if (schema === undefined) return false;
  const { properties, not, allOf } = schema as {
    properties?: Record<string, unknown>;
    not?: JsonSchema;
    allOf?: JsonSchema[];
  };
  if (properties?.[property] === false || onlyRequired(not) === property) return true;
  const choices = (not?.['anyOf'] ?? []) as readonly unknown[];
  return (
    choices.some((choice) => onlyRequired(choice) === property) || (allOf ?? []).some((part) => forbids(part, property))
  );
}

/** The opposite of a test. */
export function negate(test: Test): Test {
  return {
    at: (variant, element, row) => !test.at(variant, element, row),
    usesRow: test.usesRow,
    fill: (target, first) => {
      fillTest(test, target, first);
      for (let index = 0; index < target.length; index++) target[index] = 1 - (target[index] as number);
    },
  };
}

/** A test that holds where all of some hold; `undefined` for none. */
export function allTests(tests: readonly Test[]): Test | undefined {
  const [first, ...rest] = tests;
  if (first === undefined || rest.length === 0) return first;
  return {
    at: (variant, element, row) => tests.every((test) => test.at(variant, element, row)),
    usesRow: tests.some(({ usesRow }) => usesRow),
  };
}
