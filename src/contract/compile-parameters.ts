import { type Block, optional } from './compilation.ts';
import type { JsonSchema, Parameter } from './contract.ts';
import { type ParameterForm, parameterStyle, partsOfParameter } from './openapi/parameters.ts';
import { findJsonMedia } from './openapi/responses.ts';
import { propertiesOf, requiredOf, typesOf, withoutNull } from './openapi/schema-branches.ts';

/** Objects within the body are looked into as far as this. */
const MAX_DEPTH = 5;

/**
 * The parameters of an operation: those of its path that it does not declare anew, its own, and the properties of its request
 * body. A parameter that is an object is one for each of its properties, under the name by which it is sent.
 *
 * @param pathItem - that holds the operation
 * @param operation - references resolved
 */
export function compileParameters(pathItem: Block, operation: Block): readonly Parameter[] {
  const own: readonly Block[] = operation['parameters'] ?? [];
  const inherited = ((pathItem['parameters'] ?? []) as readonly Block[]).filter((parameter) => {
    return !own.some((other) => other['name'] === parameter['name'] && other['in'] === parameter['in']);
  });
  return [
    ...[...inherited, ...own].filter(isParameter).flatMap(compileParameter),
    ...compileBody(operation['requestBody']),
  ];
}

/** Headers that HTTP has words for are described elsewhere: as parameters, OpenAPI has them ignored. */
function isParameter(declared: Block): boolean {
  return declared['in'] !== 'header' || !/^(?:accept|content-type|authorization)$/i.test(String(declared['name']));
}

function compileParameter(declared: Block): readonly Parameter[] {
  const schema: JsonSchema = declared['schema'] ?? findJsonMedia(declared)?.schema ?? {};
  const form: ParameterForm = { name: declared['name'], ...parameterStyle(declared, declared['in']), schema };
  return partsOfParameter(form, declared['required'] === true).map((part) => ({
    name: part.name,
    in: declared['in'],
    style: part.form.style,
    explode: part.form.explode,
    required: part.required,
    schema: readable(part.form.schema),
    ...optional('description', declared['description'] as string | undefined),
    ...(declared['deprecated'] === true && { deprecated: true as const }),
  }));
}

/** A schema whose keywords can be read as they stand. */
function readable(schema: JsonSchema): JsonSchema {
  const isComposed = ['allOf', 'anyOf', 'oneOf'].some((keyword) => schema[keyword] !== undefined);
  return isComposed ? withoutNull(schema) : schema;
}

/** The schema of a request body: of JSON, else of a form. */
export function findBodySchema(body: Block | undefined): JsonSchema | undefined {
  const form: Block | undefined = body?.['content']?.['application/x-www-form-urlencoded'];
  return findJsonMedia(body)?.schema ?? form?.['schema'];
}

function compileBody(body: Block | undefined): readonly Parameter[] {
  const schema = findBodySchema(body);
  return schema === undefined ? [] : listProperties(schema, '', body?.['required'] === true, 1);
}

/** A property is a parameter; an object among them is one for each of its own. */
function listProperties(
  holder: JsonSchema,
  prefix: string,
  isHolderRequired: boolean,
  depth: number,
): readonly Parameter[] {
  return Object.entries(propertiesOf(holder)).flatMap(([key, property]) => {
    const name = prefix + key;
    const required = isHolderRequired && requiredOf(holder).includes(key);
    const isObject = typesOf(property).includes('object') || typesOf(property).length === 0;
    const inner = isObject && depth < MAX_DEPTH ? listProperties(property, `${name}/`, required, depth + 1) : [];
    if (inner.length > 0) return inner;
    const schema = readable(property);
    const description = schema['description'] as string | undefined;
    return [
      {
        name,
        in: 'body' as const,
        style: 'form' as const,
        explode: true,
        required,
        schema,
        ...optional('description', description),
      },
    ];
  });
}
