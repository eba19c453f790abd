import type { Field, JsonSchema, Parameter, ValueKind } from './contract.ts';
import type { Problem } from './error.ts';
import { propertiesOf } from './json-schema.ts';
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
    this.problems.push(this.source.problemAt([...this.operationPath, 'x-pagewright', ...path], message));
  }

  /** The declared parameter of this name, or a noted problem that lists the names there are. */
  parameter(name: string, places: readonly Parameter['in'][], path: readonly string[]): Parameter | undefined {
    const candidates = this.parameters.filter((parameter) => places.includes(parameter.in));
    const found = candidates.find((parameter) => sameName(parameter, name));
    if (found === undefined) {
      const names = candidates.map((parameter) => parameter.name).join(', ') || 'none';
      this.report(path, `Unknown ${places.join(' or ')} parameter ${name}: the operation declares ${names}`);
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

function sameName(parameter: Parameter, name: string): boolean {
  return parameter.in === 'header' ? parameter.name.toLowerCase() === name.toLowerCase() : parameter.name === name;
}

/** The schema of what stands under a key of an object, or of the elements of an array. */
function step(schema: JsonSchema, segment: string): JsonSchema | undefined {
  const items = schema['items'] as JsonSchema | undefined;
  if (segment === '*' && items !== undefined) return items;
  const property = propertiesOf(schema)[segment];
  if (property !== undefined) return property;
  const additional = schema['additionalProperties'];
  if (additional === undefined || additional === true) return isOpenMap(schema) ? {} : undefined;
  return additional === false ? undefined : (additional as JsonSchema);
}

/** An object of which the document names no property holds whatever it likes. */
function isOpenMap(schema: JsonSchema): boolean {
  return typesOf(schema).includes('object') && Object.keys(propertiesOf(schema)).length === 0;
}

/** The types that a schema allows. */
export function typesOf(schema: JsonSchema): readonly string[] {
  const type = schema['type'] as string | readonly string[] | undefined;
  if (type === undefined) return [];
  return typeof type === 'string' ? [type] : type;
}

function kindOf(schema: JsonSchema): ValueKind {
  const types = typesOf(schema);
  if (types.includes('array')) return kindOf((schema['items'] ?? {}) as JsonSchema);
  if (types.includes('integer') || types.includes('number')) return 'number';
  if (types.includes('boolean')) return 'boolean';
  return schema['format'] === 'date-time' || schema['format'] === 'date' ? 'instant' : 'string';
}
