import type { Field, JsonSchema, Parameter, ValueKind } from './contract.ts';
import type { Problem } from './error.ts';
import { additionalOf, itemsOf, propertiesOf, typesOf, withoutNull } from './openapi/schema-branches.ts';
import type { SourceDocument } from './source-document.ts';

/** Any part of an `x-pagewright` block, after its shape has been checked against the vocabulary. */
// biome-ignore lint/suspicious/noExplicitAny: the vocabulary's JSON Schema has checked the shape before this is read.
export type Block = Readonly<Record<string, any>>;

/** One list operation on its way to a contract: what it is read from, and the problems found so far. */
export class Compilation {
  readonly source: SourceDocument;
  /** Keys that lead to the operation. */
  readonly operationPath: readonly string[];
  /** The operation, references resolved and schemas brought to JSON Schema. */
  readonly operation: Block;
  readonly block: Block;
  readonly parameters: readonly Parameter[];
  readonly itemSchema: JsonSchema;
  readonly problems: Problem[] = [];
  /** What is passed over. */
  readonly warnings: Problem[] = [];

  constructor(
    init: Pick<Compilation, 'source' | 'operationPath' | 'operation' | 'block' | 'parameters' | 'itemSchema'>,
  ) {
    this.source = init.source;
    this.operationPath = init.operationPath;
    this.operation = init.operation;
    this.block = init.block;
    this.parameters = init.parameters;
    this.itemSchema = init.itemSchema;
  }

  /** Notes a problem at a place of the block. */
  report(path: readonly (string | number)[], message: string): void {
    this.problems.push(this.problemAt(path, message));
  }

  /** Notes what is passed over, at a place of the operation. */
  warn(path: readonly string[], message: string): void {
    this.warnings.push(this.source.problemAt([...this.operationPath, ...path], message));
  }

  /** A problem at a place of the block, which may be no more than a warning. */
  problemAt(path: readonly (string | number)[], message: string): Problem {
    return this.source.problemAt([...this.operationPath, 'x-pagewright', ...path], message);
  }

  /** The declared parameter of this name, or a noted problem that lists the names there are. */
  parameter(name: string, places: readonly Parameter['in'][], path: readonly string[]): Parameter | undefined {
    const candidates = this.parameters.filter((parameter) => places.includes(parameter.in));
    const found = candidates.find((parameter) => sameName(parameter, name)) ?? findOpenMember(candidates, name);
    if (found === undefined) {
      const names = candidates.map((parameter) => parameter.name).join(', ') || 'none';
      const kind = places.length > 1 ? '' : `${places[0]} `;
      this.report(path, `Unknown ${kind}parameter ${name}: the operation declares ${names}`);
    }
    return found;
  }

  /** The field at a path such as `country/id`, or a noted problem. */
  field(name: string, path: readonly (string | number)[]): Field | undefined {
    let schema: JsonSchema | undefined = this.itemSchema;
    const segments = name.split('/');
    for (const [index, segment] of segments.entries()) {
      const known: readonly string[] = Object.keys(propertiesOf(schema));
      schema = this.#hiddenSchema(segment, index) ?? step(schema, segment);
      if (schema === undefined) {
        const where = index === 0 ? 'an item' : segments.slice(0, index).join('/');
        this.report(
          path,
          `Unknown field ${segments.slice(0, index + 1).join('/')}: ${where} has ${known.join(', ') || 'no named fields'}`,
        );
        return undefined;
      }
    }
    return { name, path: segments, kind: kindOf(schema), schema };
  }

  #hiddenSchema(segment: string, index: number): JsonSchema | undefined {
    return index === 0 ? (this.block['hidden'] as Block | undefined)?.[segment] : undefined;
  }
}

/** `filter[state]` where the document declares a deep object `filter` and does not say what is in it. */
function findOpenMember(candidates: readonly Parameter[], name: string): Parameter | undefined {
  const [, base] = /^([^[\]]+)\[.+\]$/.exec(name) ?? [];
  const holder = candidates.find((parameter) => parameter.name === base && parameter.style === 'deepObject');
  if (holder === undefined) return undefined;
  return { ...holder, name, style: 'form', explode: true, required: false, schema: additionalOf(holder.schema) ?? {} };
}

function sameName(parameter: Parameter, name: string): boolean {
  return parameter.in === 'header' ? parameter.name.toLowerCase() === name.toLowerCase() : parameter.name === name;
}

/** The schema of what stands under a key of an object, or of the elements of an array. */
function step(schema: JsonSchema, segment: string): JsonSchema | undefined {
  const items = itemsOf(schema);
  if (segment === '*' && items !== undefined) return items;
  const properties = propertiesOf(schema);
  if (Object.hasOwn(properties, segment)) return properties[segment];
  return additionalOf(schema) ?? (isOpenMap(schema) ? {} : undefined);
}

/** An object of which the document names no property holds whatever it likes. */
function isOpenMap(schema: JsonSchema): boolean {
  const isSilent = schema['additionalProperties'] === undefined;
  return isSilent && typesOf(schema).includes('object') && Object.keys(propertiesOf(schema)).length === 0;
}

function kindOf(schema: JsonSchema): ValueKind {
  const types = typesOf(schema);
  if (types.includes('array')) return kindOf(itemsOf(schema) ?? {});
  if (types.includes('integer') || types.includes('number')) return 'number';
  if (types.includes('boolean')) return 'boolean';
  const { format } = withoutNull(schema);
  return format === 'date-time' || format === 'date' ? 'instant' : 'string';
}

/** An entry that is left out when it has no value, as exact optional properties want it. */
export function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value });
}
