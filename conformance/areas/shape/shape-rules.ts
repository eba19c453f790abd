import type { Contract, JsonSchema, Pointer, Provenance } from '../../../src/contract/contract.ts';
import { isSamePointer } from '../../../src/contract/json-pointer.ts';
import { bodyPointerOf, listBodyPointers } from '../../../src/contract/place.ts';

import type { RequirementDraft } from '../../requirement.ts';
import {
  BINDINGS,
  isMeaningful,
  listMembers,
  type MarkedSchema,
  markOf,
  type ObjectMembers,
  pruneSchema,
} from './binding-schemas.ts';

/** One requirement on an object of a body, as schemas. */
export interface ShapeRule {
  readonly draft: RequirementDraft;
  /** The objects that the rule applies to. */
  readonly concerns: JsonSchema;
  /** What those objects must match. */
  readonly demands: JsonSchema;
}

const MARKS: readonly Provenance[] = ['documented', 'inferred', 'chosen'];

/** Suffixes of the ids of weaker requirements on the same value. */
const SUFFIXES: Readonly<Record<Provenance, string>> = { documented: '', inferred: '.inferred', chosen: '.chosen' };

/** The rules for each item. */
export function listItemRules(contract: Contract): readonly ShapeRule[] {
  const { schema, mark } = locateItemSchema(contract);
  return listShapeRules('item', schema, mark);
}

/**
 * Takes the schema of an object apart into rules, each as binding as its place in the schema.
 *
 * @param id - of the object: `item`
 * @param schema - of the object
 * @param mark - of the schema, where it has none of its own
 * @param own.hasOwnRules - tells the properties whose values are the business of other rules; none by default
 * @param own.isRelative - tells the properties that hold links without a host; none by default
 */
export function listShapeRules(
  id: string,
  schema: JsonSchema,
  mark: Provenance = 'documented',
  { hasOwnRules = () => false, isRelative = () => false }: OwnProperties = {},
): readonly ShapeRule[] {
  const members = listMembers(schema, mark);
  const properties = [...members.properties].filter(([name]) => !hasOwnRules(name));
  return [
    ...properties.flatMap(([name, schemas]) => {
      const marked = isRelative(name) ? schemas.map((one) => ({ ...one, schema: toReference(one.schema) })) : schemas;
      return listValueRules(id, name, marked);
    }),
    ...listPresenceRules(id, members),
    ...listChoiceRules(id, members),
    ...members.writeOnly.map((name) => createAbsenceRule(id, name)),
    ...members.dependent.map((dependent) => createOnlyWhenRule(id, dependent)),
    ...members.conditional.flatMap((conditional) => listWheneverRules(id, conditional)),
  ];
}

interface OwnProperties {
  readonly hasOwnRules?: (name: string) => boolean;
  readonly isRelative?: (name: string) => boolean;
}

/** Documents that show links without a host often give them the format of those that have one. */
function toReference(schema: JsonSchema): JsonSchema {
  const { format, ...rest } = schema;
  const branches = ['allOf', 'anyOf', 'oneOf'].filter((key) => Array.isArray(rest[key]));
  return {
    ...rest,
    ...Object.fromEntries(branches.map((key) => [key, (rest[key] as readonly JsonSchema[]).map(toReference)])),
    ...(format !== undefined && { format: format === 'uri' || format === 'url' ? 'uri-reference' : format }),
  };
}

/** What each level adds to the stricter ones. */
function listValueRules(id: string, name: string, schemas: readonly MarkedSchema[]): readonly ShapeRule[] {
  let before = '{}';
  return BINDINGS.flatMap((binding, level): readonly ShapeRule[] => {
    const parts = schemas.map(({ schema, mark }) => pruneSchema(schema, binding, mark)).filter(isMeaningful);
    const [first] = parts;
    const demanded = parts.length === 1 && first !== undefined ? first : { allOf: parts };
    const text = parts.length === 0 ? '{}' : JSON.stringify(demanded);
    if (text === before) return [];
    before = text;
    const mark = MARKS[level] ?? 'chosen';
    return [
      {
        draft: {
          id: `${id}.${name}${SUFFIXES[mark]}`,
          demand: `return \`${name}\` as ${describeSchema(demanded)}`,
          mark,
        },
        concerns: { type: 'object', required: [name] },
        demands: { properties: { [name]: demanded } },
      },
    ];
  });
}

function listPresenceRules(id: string, { required }: ObjectMembers): readonly ShapeRule[] {
  const names = [...new Set(required.map(({ name }) => name))];
  return names.map((name) => {
    const marks = required.filter((entry) => entry.name === name).map(({ mark }) => mark);
    const mark = MARKS.find((one) => marks.includes(one)) ?? 'chosen';
    return {
      draft: { id: `${id}.${name}.present`, demand: `always include \`${name}\``, mark },
      concerns: { type: 'object' },
      demands: { required: [name] },
    };
  });
}

/** An object of several forms has one of them at least. */
function listChoiceRules(id: string, { choices }: ObjectMembers): readonly ShapeRule[] {
  const binding = BINDINGS.at(-1) ?? [];
  const parts = choices.map(({ schema, mark }) => ({ demands: pruneSchema(schema, binding, mark), mark }));
  return parts
    .filter(({ demands }) => isMeaningful(demands))
    .map(({ demands, mark }, index) => ({
      draft: {
        id: `${id}.form${index === 0 ? '' : `.${index + 1}`}`,
        demand: `return the ${id.replaceAll('.', ' ')} in one of the documented forms`,
        mark,
      },
      concerns: { type: 'object' },
      demands,
    }));
}

/** OpenAPI wants such a property in requests only; a server that shows it does what its version 3.0 advises against. */
function createAbsenceRule(id: string, name: string): ShapeRule {
  return {
    draft: { id: `${id}.${name}.write-only`, demand: `not return \`${name}\``, mark: 'inferred' },
    concerns: { type: 'object' },
    demands: { not: { required: [name] } },
  };
}

/** A property that may be present only when other properties match; objects in which they do not match exercise it. */
function createOnlyWhenRule(
  id: string,
  { name, demands: { schema, mark } }: ObjectMembers['dependent'][number],
): ShapeRule {
  const demands = pruneSchema(schema, BINDINGS[2] ?? [], mark);
  return {
    draft: {
      id: `${id}.${name}.only-when`,
      demand: `include \`${name}\` only ${describeCondition(demands)}`,
      mark,
    },
    concerns: { type: 'object', not: demands },
    demands: { not: { required: [name] } },
  };
}

function listWheneverRules(
  id: string,
  { condition, demands: { schema, mark } }: ObjectMembers['conditional'][number],
): readonly ShapeRule[] {
  const required = (schema['required'] ?? []) as readonly string[];
  return required.map((name) => ({
    draft: {
      id: `${id}.${name}.whenever`,
      demand: `include \`${name}\` ${describeCondition(condition)}`,
      mark,
    },
    concerns: condition,
    demands: { required: [name] },
  }));
}

function describeCondition(schema: JsonSchema): string {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  const parts = properties.map(([name, { const: value, enum: values }]) => {
    return `\`${name}\` is ${values === undefined ? JSON.stringify(value) : (values as unknown[]).join(' or ')}`;
  });
  return `when ${parts.join(' and ')}`;
}

/**
 * The schema of an item as the document has it, marks and all: what a contract has has lost which part of it says what.
 *
 * @returns the whole as one schema, with its mark
 */
function locateItemSchema({ bodySchema, envelope, itemSchema }: Contract): MarkedSchema {
  let found: readonly MarkedSchema[] = [{ schema: bodySchema, mark: markOf(bodySchema, 'documented') }];
  for (const name of bodyPointerOf(envelope, 'items') ?? []) {
    found = found.flatMap(({ schema, mark }) => listMembers(schema, mark).properties.get(name) ?? []);
  }
  const items = found.flatMap(({ schema, mark }) => listItems(schema, mark));
  const [first, ...others] = items;
  if (first === undefined) return { schema: itemSchema, mark: 'documented' };
  if (others.length === 0) return first;
  return {
    schema: { allOf: items.map((item) => ({ ...item.schema, 'x-provenance': item.mark })) },
    mark: 'documented',
  };
}

function listItems(schema: JsonSchema, mark: Provenance): readonly MarkedSchema[] {
  const items = schema['items'] as JsonSchema | undefined;
  const parts = (schema['allOf'] ?? []) as readonly JsonSchema[];
  return [
    ...(typeof items === 'object' ? [{ schema: items, mark: markOf(items, mark) }] : []),
    ...parts.flatMap((part) => listItems(part, markOf(part, mark))),
  ];
}

interface EnvelopeRules {
  readonly at: Pointer;
  readonly rules: readonly ShapeRule[];
}

/** The rules for the body and for each object in it that contains a part of the envelope. */
export function listEnvelopeRules(contract: Contract): readonly EnvelopeRules[] {
  const { bodySchema, envelope } = contract;
  const places = listBodyPointers(envelope);
  const relative = [...envelope.forms].flatMap(([role, form]) => {
    return form === 'relativeLink' ? [bodyPointerOf(envelope, role) ?? []] : [];
  });
  const items = bodyPointerOf(envelope, 'items') ?? [];
  return descend(bodySchema, 'documented', []);

  function descend(schema: JsonSchema, mark: Provenance, at: Pointer): readonly EnvelopeRules[] {
    const isItems = (name: string): boolean => isSamePointer([...at, name], items);
    const isHolder = (name: string): boolean => {
      return places.some(
        (place) => place.length > at.length + 1 && isSamePointer(place.slice(0, at.length + 1), [...at, name]),
      );
    };
    const hasOwnRules = (name: string): boolean => isItems(name) || isHolder(name);
    const isRelative = (name: string): boolean => relative.some((place) => isSamePointer([...at, name], place));
    const rules = listShapeRules(['body', ...at].join('.'), schema, mark, { hasOwnRules, isRelative });
    const inner = [...listMembers(schema, mark).properties].flatMap(([name, schemas]) => {
      if (!isHolder(name)) return [];
      const [first, ...others] = schemas.map((one) => ({ ...one.schema, 'x-provenance': one.mark }));
      // Several parts may describe one property: together they are its schema.
      return descend(others.length === 0 && first !== undefined ? first : { allOf: [first, ...others] }, mark, [
        ...at,
        name,
      ]);
    });
    return [{ at, rules }, ...inner];
  }
}

/** A schema in a few words: `a string or null (uuid)`. */
export function describeSchema(schema: JsonSchema): string {
  const parts = [schema, ...((schema['allOf'] ?? []) as readonly JsonSchema[])];
  const types = unique(parts.flatMap(({ type }) => [type].flat().filter((one) => typeof one === 'string')));
  const values = parts.flatMap((part) => (part['enum'] ?? []) as readonly unknown[]);
  const notes = unique(
    parts.flatMap(({ format, pattern, maxLength }) => {
      return [
        ...(typeof format === 'string' ? [format] : []),
        ...(typeof pattern === 'string' ? [`pattern ${pattern}`] : []),
        ...(typeof maxLength === 'number' ? [`at most ${maxLength} characters`] : []),
      ];
    }),
  );
  const kind = types.length === 0 ? 'a value' : types.map(withArticle).join(' or ');
  const listed = values.length === 0 ? '' : `, one of ${values.map(String).join(', ')}`;
  return `${kind}${listed}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
}

function withArticle(type: string): string {
  if (type === 'null') return type;
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
