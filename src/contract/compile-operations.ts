import { checkVocabulary } from './check-block.ts';
import { type Block, Compilation, optional } from './compilation.ts';
import { compileAccess } from './compile-access.ts';
import { compileParameters } from './compile-parameters.ts';
import type { Access, Field, JsonSchema, Move, Parameter } from './contract.ts';
import { compileBody, compileItemErrors, compileSuccess, type Requested } from './item-contents.ts';
import type { ItemOperation, ItemOperationKind } from './item-operation.ts';
import { propertiesOf, typesOf } from './openapi/schema-branches.ts';
import { type FoundOperation, findOperations, isReading, type OperationPlace, shapeOf } from './operation-places.ts';

/** What is known of the list whose rows the operations act on. */
export interface OperationsContext {
  readonly document: Block;
  /** Path template and method of the list. */
  readonly path: string;
  readonly method: string;
  readonly identity: Field;
  readonly access: Access;
  readonly moves: ReadonlyMap<string, Move>;
}

/** What stands under `x-pagewright-operation`, or is meant without it. */
interface Declaration {
  readonly isWritten: boolean;
  readonly kind: ItemOperationKind | undefined;
  readonly move?: string;
  readonly identity?: string;
  readonly item?: string;
  readonly body?: string;
}

const KINDS: readonly ItemOperationKind[] = ['create', 'read', 'replace', 'update', 'delete', 'move'];

/** What each method does on the path of a list and on that of an item. */
const DEFAULT_KINDS: Readonly<Record<OperationPlace, Readonly<Record<string, ItemOperationKind>>>> = {
  collection: { post: 'create' },
  item: { get: 'read', put: 'replace', patch: 'update', delete: 'delete', post: 'update' },
  other: {},
};

/**
 * Compiles the operations of a document that act on single rows of a list: those that stand on its path and on the path of one
 * item below it, as far as what they send and return is like an item, and those that `x-pagewright-operation` declares.
 *
 * @param compilation - of the list; gets what is wrong with declarations
 */
export function compileOperations(compilation: Compilation, context: OperationsContext): readonly ItemOperation[] {
  const { found, mistakes } = findOperations(context.document, context);
  for (const { path, message } of mistakes) compilation.problems.push(compilation.source.problemAt(path, message));
  return found.flatMap((one) => compileOperation(compilation, context, one) ?? []);
}

function compileOperation(
  compilation: Compilation,
  context: OperationsContext,
  found: FoundOperation,
): ItemOperation | undefined {
  const { template, method, pathItem, operation } = found;
  const reporter = createReporter(compilation, found);
  const declaration = readDeclaration(found, context, reporter);
  if (declaration?.kind === undefined) return undefined;
  const { kind } = declaration;
  const parameters = compileParameters(pathItem, { parameters: operation['parameters'] });
  const requested: Requested = { kind, identity: context.identity, itemSchema: compilation.itemSchema };
  const success = compileSuccess(operation, requested, declaration.item);
  const body = compileBody(operation, requested, success.schema, declaration.body);
  if (!declaration.isWritten && !isRecognized(found, kind, success, body)) return undefined;
  const place = kind === 'create' ? undefined : findIdentity(context, found, parameters, declaration, reporter);
  const field = place && findNamedField(compilation, context, place.name);
  const identity = place && { ...place, ...optional('field', field) };
  if (kind !== 'create' && identity === undefined && !isCreating(declaration, context)) return undefined;
  const move = declaration.move ?? (kind === 'create' ? findCreatingMove(context.moves) : undefined);
  return {
    kind,
    ...optional('move', move),
    method: method.toUpperCase(),
    path: template,
    ...optional('operationId', operation['operationId'] as string | undefined),
    ...optional('identity', identity),
    parameters,
    ...compileOperationAccess(compilation, context, found, parameters),
    entity: success.entity ?? body.entity ?? [],
    ...optional('body', body.body),
    success: success.success,
    ...optional('created', success.created),
    errors: compileItemErrors(operation, compilation.operation),
  };
}

type Reporter = (keys: readonly string[], message: string) => void;

function createReporter(compilation: Compilation, { template, method }: FoundOperation): Reporter {
  const path = ['paths', template, method, 'x-pagewright-operation'];
  return (keys, message) => compilation.problems.push(compilation.source.problemAt([...path, ...keys], message));
}

/** What an operation is declared to be, or is by its place; `undefined` when a declaration is not understood, which is reported. */
function readDeclaration(
  { method, place, operation }: FoundOperation,
  { moves }: OperationsContext,
  report: Reporter,
): Declaration | undefined {
  const declared = operation['x-pagewright-operation'] as unknown;
  if (declared === undefined) return { isWritten: false, kind: DEFAULT_KINDS[place][method] };
  const departures = checkVocabulary(declared, 'operation');
  for (const { path, message } of departures) report(path, message);
  if (declared === false || departures.length > 0) return undefined;
  const entries = (typeof declared === 'string' ? { [declared]: true } : declared) as Readonly<Record<string, string>>;
  const [kind, ...others] = KINDS.filter((one) => Object.hasOwn(entries, one));
  if (kind === undefined || others.length > 0) {
    const names = [...KINDS, 'false'].join(', ');
    report(
      others,
      kind === undefined ? `Missing kind: must be one of ${names}` : `Invalid kind: must be only one of ${names}`,
    );
    return undefined;
  }
  const { move, identity, item, body } = entries;
  if (move !== undefined && !moves.has(move)) {
    const names = [...moves.keys()].join(', ') || 'none';
    report(['move'], `Unknown move ${move}: the lifecycle of the list has ${names}`);
    return undefined;
  }
  return {
    isWritten: true,
    kind,
    ...optional('move', move),
    ...optional('identity', identity),
    ...optional('item', item),
    ...optional('body', body),
  };
}

/** The only move that brings rows into being. */
function findCreatingMove(moves: OperationsContext['moves']): string | undefined {
  const creating = [...moves.values()].filter(({ creates }) => creates);
  return creating.length === 1 ? creating[0]?.name : undefined;
}

/** Whether what an operation sends and returns is like an item of the list. */
function isRecognized(
  { method, place, pathItem }: FoundOperation,
  kind: ItemOperationKind,
  success: ReturnType<typeof compileSuccess>,
  body: ReturnType<typeof compileBody>,
): boolean {
  if (kind === 'delete') return true;
  if (kind === 'read') return success.fit === 'item' || success.fit === 'unspecified';
  // POST on the path of an item may be anything; with the schemas of an item it changes one.
  if (method === 'post' && place === 'item') {
    return (
      body.fit === 'item' && success.fit === 'item' && pathItem['put'] === undefined && pathItem['patch'] === undefined
    );
  }
  // What creates an item may be told of it in words of its own; what changes one may not.
  if (body.fit === 'other') return kind === 'create' && success.fit === 'item';
  return success.fit === 'other' ? body.fit === 'item' : true;
}

function findIdentity(
  context: OperationsContext,
  { template, operation }: FoundOperation,
  parameters: readonly Parameter[],
  declaration: Declaration,
  report: Reporter,
): ItemOperation['identity'] {
  const named = declaration.identity;
  const inPath = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  if (named === undefined) {
    const name = inPath[[...context.path.matchAll(/\{[^}]+\}/g)].length];
    if (name !== undefined) return { in: 'path', name };
    if (!declaration.isWritten || isCreating(declaration, context)) return undefined;
    report([], 'Missing identity: must be the name of the parameter that says which item it is about');
    return undefined;
  }
  if (inPath.includes(named)) return { in: 'path', name: named };
  if (parameters.some((one) => one.in === 'query' && one.name === named)) return { in: 'query', name: named };
  const properties = compileParameters({}, { requestBody: operation['requestBody'] });
  if (properties.some((one) => one.name === named)) return { in: 'body', name: named };
  const names = new Set([...inPath, ...[...parameters, ...properties].map((one) => one.name)]);
  report(['identity'], `Unknown parameter ${named}: the operation has ${[...names].join(', ') || 'none'}`);
  return undefined;
}

/**
 * The field that a parameter names, where that is not the identity: `/users/{username}`, or `{external_customer_id}` of a customer
 * with an `external_id`. It stands at the top of the item, or beside the identity.
 */
function findNamedField(
  compilation: Compilation,
  { identity, path }: OperationsContext,
  parameter: string,
): Field | undefined {
  const holder = identity.path.slice(0, -1);
  const own = bareName(identity.path.at(-1) ?? '');
  const noun = singularOf(
    bareName(path.split('/').findLast((segment) => /^[a-z]/i.test(segment) && !isReading(segment)) ?? ''),
  );
  const names = [bareName(parameter), ...(noun === '' ? [] : [bareName(parameter).replace(noun, '')])];
  if (names.includes(own) || names.includes('')) return undefined;
  const places = [holder, []].flatMap((place) => {
    const schema = place.reduce<JsonSchema>((at, name) => propertiesOf(at)[name] ?? {}, compilation.itemSchema);
    return Object.entries(propertiesOf(schema)).map(([name, property]) => ({
      place: [...place, name],
      name,
      property,
    }));
  });
  const fitting = places.filter(({ property }) => {
    const types = typesOf(property).filter((type) => type !== 'null');
    return types.length > 0 && types.every((type) => type === 'string' || type === 'integer');
  });
  const found = names
    .map((wanted) => fitting.find(({ name }) => bareName(name) === wanted))
    .find((one) => one !== undefined);
  return found && compilation.field(found.place.join('/'), ['identity']);
}

function bareName(name: string): string {
  return name.replace(/[^a-z0-9]/gi, '').toLowerCase();
}

function singularOf(noun: string): string {
  return noun.replace(/ies$/, 'y').replace(/s$/, '');
}

function isCreating({ move }: Declaration, { moves }: OperationsContext): boolean {
  return move !== undefined && moves.get(move)?.creates === true;
}

/** Who may do it. A scope in the path is found by its place there, since each path may name its parameters as it likes. */
function compileOperationAccess(
  list: Compilation,
  { document, path, access }: OperationsContext,
  { template, method, operation }: FoundOperation,
  parameters: readonly Parameter[],
): Pick<ItemOperation, 'access' | 'isScopeOptional'> {
  const { scope, version, partition } = access;
  const own = findScope(path, template, parameters, scope);
  const block: Block = list.block['access'] ?? {};
  const declares = (name: string): boolean => {
    return parameters.some((one) => one.in === 'header' && one.name.toLowerCase() === name.toLowerCase());
  };
  const { scope: _scope, version: _version, partition: _partition, ...rest } = block;
  const compilation = new Compilation({
    source: list.source,
    operationPath: ['paths', template, method],
    operation,
    block: { ...list.block, access: rest },
    parameters,
    itemSchema: list.itemSchema,
  });
  return {
    access: {
      ...compileAccess(compilation, document),
      checks: access.checks,
      ...(scope !== undefined && (own !== undefined || scope.in === 'header') && { scope: own ?? scope }),
      ...(version !== undefined && declares(version.parameter.name) && { version }),
      ...(partition !== undefined && { partition }),
    },
    isScopeOptional: scope !== undefined && own === undefined,
  };
}

function findScope(
  path: string,
  template: string,
  parameters: readonly Parameter[],
  scope: Parameter | undefined,
): Parameter | undefined {
  if (scope?.in !== 'path')
    return parameters.find((one) => one.in === scope?.in && one.name.toLowerCase() === scope.name.toLowerCase());
  const place = path.split('/').findIndex((segment) => segment.includes(`{${scope.name}}`));
  const start = (text: string): string =>
    shapeOf(
      text
        .split('/')
        .slice(0, place + 1)
        .join('/'),
    );
  const name = /\{([^}]+)\}/.exec(template.split('/')[place] ?? '')?.[1];
  return start(path) === start(template) && name !== undefined ? { ...scope, name } : undefined;
}
