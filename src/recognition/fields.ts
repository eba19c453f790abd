import type { JsonSchema, Parameter } from '../contract/contract.ts';
import { defaultOf, itemsOf, propertiesOf, requiredOf, valuesOf } from '../contract/openapi/schema-branches.ts';
import type { ItemsPlace } from './envelope.ts';
import { keyOf, singularOf, wordsOf } from './names.ts';
import type { Operation } from './operations.ts';
import type { Confidence } from './paging.ts';
import { wordsAbout } from './paging-parameters.ts';
import { isOnly, keywordOf, typesOf } from './schema-view.ts';

/** A value for an entry of a block, with what speaks for it. */
export interface Guess<Value> {
  readonly value: Value;
  readonly confidence: Confidence;
  readonly evidence: string;
}

const SCALARS = ['string', 'integer', 'number'];

/** What can have one value only tells nothing apart. */
function isIdentity(schema: JsonSchema | undefined): schema is JsonSchema {
  if (schema === undefined || !isOnly(schema, SCALARS)) return false;
  const pattern = keywordOf(schema, 'pattern');
  return valuesOf(schema) === undefined && !(typeof pattern === 'string' && /^\^[\w-]+\$$/.test(pattern));
}

/** Where the thing itself stands in an entry of a list: of an edge its node, of a Bundle's entry its resource. */
const HOLDERS = ['node', 'resource', 'metadata', 'attributes', 'item'];
/** Identities of several parts, as `{ kind, videoId }`. */
const COMPOUND = ['id', '_id', 'key'];

/** Guesses the field that no two items share. */
export function guessIdentity({ element, path }: ItemsPlace, operation: Operation): Guess<string> | undefined {
  const members = propertiesOf(element);
  const plain = pickIdentity(members, path, operation);
  if (plain !== undefined && plain.confidence === 'certain') return plain;
  for (const holder of [...HOLDERS, ...COMPOUND]) {
    const inner = members[holder];
    if (inner === undefined || !typesOf(inner).has('object')) continue;
    const found = pickIdentity(propertiesOf(inner), path, operation);
    const isOwn = found?.confidence === 'certain' || COMPOUND.includes(holder);
    if (found !== undefined && (isOwn || plain === undefined)) {
      return { ...found, value: `${holder}/${found.value}` };
    }
  }
  if (plain !== undefined) return plain;
  return pickOther(element);
}

/** Where no field has the name of an identity. */
function pickOther(element: JsonSchema): Guess<string> | undefined {
  const members = propertiesOf(element);
  const href = selfOf(members);
  if (href !== undefined) return { value: href, confidence: 'likely', evidence: 'the link of an item to itself' };
  const texts = Object.keys(members).filter((name) => isIdentity(members[name]) && isOnly(members[name], ['string']));
  const required = texts.find((name) => requiredOf(element).includes(name));
  const [text] = texts.filter((name) => !/^date|^(?:kind|type|object|status|state|currency)$/.test(keyOf(name)));
  const value = required ?? text;
  if (value === undefined) return undefined;
  const evidence = `no field has the name of an identity; this text is ${required === undefined ? 'there' : 'required'}`;
  return { value, confidence: 'unsure', evidence };
}

/** HAL and its kin: `_links/self/href`. */
function selfOf(members: Readonly<Record<string, JsonSchema>>): string | undefined {
  const name = ['_links', 'links'].find((one) => Object.hasOwn(members, one));
  const self = name === undefined ? undefined : propertiesOf(members[name])['self'];
  if (name === undefined || self === undefined) return undefined;
  if (isOnly(self, ['string'])) return `${name}/self`;
  return isIdentity(propertiesOf(self)['href']) ? `${name}/self/href` : undefined;
}

function pickIdentity(
  members: Readonly<Record<string, JsonSchema>>,
  path: readonly string[],
  { path: template }: Operation,
): Guess<string> | undefined {
  const names = Object.keys(members).filter((name) => isIdentity(members[name]));
  const find = (...keys: readonly string[]): string | undefined => {
    for (const key of keys) {
      const found = names.find((name) => keyOf(name) === key);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const plain = find('id', 'gid', 'uid', 'uuid', 'guid', 'sid');
  if (plain !== undefined) return { value: plain, confidence: 'certain', evidence: `a field named ${plain}` };
  const collections = [
    path.at(-1) ?? '',
    ...template.split('/').filter((part) => part !== '' && !part.startsWith('{')),
  ];
  const singulars = collections
    .map((name) => keyOf(name).split('_').map(singularOf).join('_'))
    .filter((name) => name !== '');
  const own = names.find((name) =>
    singulars.some((singular) =>
      [`${singular}_id`, `id_${singular}`, `${singular}_number`, `${singular}_no`, `${singular}_key`].includes(
        keyOf(name),
      ),
    ),
  );
  if (own !== undefined)
    return { value: own, confidence: 'certain', evidence: `a field named like the collection, ${own}` };
  const suffixed = names.filter((name) => /_(?:id|gid|uuid|uid|sid|number)$/.test(keyOf(name)));
  const [first] = suffixed;
  // One that is first is the item's own; further ones are of others.
  if (first !== undefined && names.indexOf(first) === 0) {
    return { value: first, confidence: 'likely', evidence: `the first field, ${first}` };
  }
  const key = find(
    'key',
    'code',
    'slug',
    'urn',
    'arn',
    'hash',
    'reference',
    'name',
    'address',
    'token',
    'number',
    'sha',
    'login',
    'username',
    'email',
    'href',
    'url',
    'self',
    'ts',
    'etag',
  );
  if (key !== undefined) {
    return { value: key, confidence: 'unsure', evidence: `no field is named id; ${key} may tell items apart` };
  }
  return first === undefined
    ? undefined
    : { value: first, confidence: 'unsure', evidence: `the first field that ends in id, ${first}` };
}

/** An entry `order` of a block. */
export interface OrderBlock {
  readonly by: readonly string[];
  readonly provenance?: 'chosen';
  readonly parameter?: string;
  readonly fields?: readonly string[];
  readonly direction?: { readonly parameter: string; readonly ascending: string; readonly descending: string };
}

const ORDER_PARAMETERS = new Set([
  'sort',
  'sort_by',
  'sortby',
  'order_by',
  'orderby',
  'ordering',
  'sort_field',
  'order',
  'sort_key',
  'sorting',
]);
const DIRECTION_PARAMETERS = new Set([
  'direction',
  'sort_direction',
  'sort_order',
  'order',
  'order_direction',
  'sort_dir',
  'dir',
  'order_dir',
  'sortorder',
]);
const TIMES = [
  'created_at',
  'created',
  'createdat',
  'creation_time',
  'create_time',
  'created_time',
  'date_created',
  'creation_date',
  'timestamp',
  'inserted_at',
  'date',
];
const LATEST_FIRST = /\b(?:newest|most recent(?:ly)?|latest|reverse chronological|reverse-chronological|descending)\b/i;

/** Guesses in what order items come, and how a client asks for another. */
export function guessOrder(operation: Operation, { element }: ItemsPlace, identity: string): Guess<OrderBlock> {
  const told = readOrder(operation, element, identity);
  const parameter = operation.parameters.find(
    (one) => isIn(one, ['query', 'body']) && ORDER_PARAMETERS.has(lastKey(one)),
  );
  const choice = parameter === undefined ? undefined : readChoice(parameter, element);
  const direction = operation.parameters.find((one) => {
    return isIn(one, ['query', 'body']) && DIRECTION_PARAMETERS.has(lastKey(one)) && waysOf(one) !== undefined;
  });
  const ways = direction === undefined ? undefined : waysOf(direction);
  const asked = {
    ...(parameter !== undefined && choice !== undefined && { parameter: parameter.name, fields: choice }),
    ...(direction !== undefined &&
      ways !== undefined &&
      (choice === undefined || direction !== parameter) && {
        direction: { parameter: direction.name, ...ways },
      }),
  };
  const evidence = [
    told?.evidence ?? 'the document does not say in what order items come',
    ...(choice === undefined ? [] : [`parameter ${parameter?.name} may name a field`]),
    ...(ways === undefined ? [] : [`parameter ${direction?.name} says which way`]),
  ].join('; ');
  if (told === undefined)
    return { value: { by: [identity], provenance: 'chosen', ...asked }, confidence: 'unsure', evidence };
  return { value: { by: told.value, ...asked }, confidence: told.confidence, evidence };
}

function isIn({ in: place }: Parameter, places: readonly Parameter['in'][]): boolean {
  return places.includes(place);
}

function lastKey({ name }: Parameter): string {
  return keyOf(name.split('/').at(-1) ?? '');
}

/** The sentence in which a text says something. */
function findSentence(prose: string, pattern: RegExp): string | undefined {
  const found = pattern.exec(prose);
  if (found === null) return undefined;
  const before = /[^.\n]*$/.exec(prose.slice(Math.max(0, found.index - 200), found.index))?.[0] ?? '';
  const after = /^[^.\n]*/.exec(prose.slice(found.index))?.[0] ?? '';
  return before + after;
}

/** What the document says in words of the usual order, or by the defaults of the parameters that change it. */
function readOrder(operation: Operation, element: JsonSchema, identity: string): Guess<readonly string[]> | undefined {
  const members = propertiesOf(element);
  const prose = [operation.prose, ...operation.parameters.map(wordsAbout)].join('\n').replaceAll(/[`*"']/g, '');
  const time = Object.keys(members).find((name) => TIMES.includes(keyOf(name)) && isOnly(members[name], SCALARS));
  const named =
    /\b(?:sorted|ordered|sort|order)\b[^.\n]{0,40}?\bby (?:the |their |its )?([\w.]+(?: (?:date|time|at|timestamp))?)/i.exec(
      prose,
    );
  const field = named === null ? undefined : findField(members, named[1] ?? '', time);
  const around = named === null ? prose : prose.slice(Math.max(0, named.index - 60), named.index + 140);
  if (field !== undefined && named !== null) {
    const isDescending =
      LATEST_FIRST.test(around) && !/\bascending\b[^.\n]*default|default[^.\n]*\bascending\b/i.test(around);
    return {
      value: [`${isDescending ? '-' : ''}${field}`],
      confidence: 'likely',
      evidence: `the document says “${named[0].trim()}”`,
    };
  }
  const sentence = findSentence(
    prose,
    /\b(?:newest first|most recent first|latest first|reverse chronological order|most recent(?:ly created)? \w+ (?:appear|appearing|come|are) first|descending order)/i,
  );
  if (sentence !== undefined && time !== undefined && time !== identity) {
    return {
      value: [`-${time}`],
      confidence: 'likely',
      evidence: `the document says “${sentence.trim().slice(0, 100)}”`,
    };
  }
  return undefined;
}

function findField(
  members: Readonly<Record<string, JsonSchema>>,
  text: string,
  time: string | undefined,
): string | undefined {
  const key = keyOf(text);
  const found = Object.keys(members).find(
    (name) => [key, `${key}_at`].includes(keyOf(name)) && isOnly(members[name], SCALARS),
  );
  if (found !== undefined) return found;
  return /^(?:creation|created|create)(?:_|$)/.test(key) ? time : undefined;
}

/** The fields that a parameter may name, of those that it lists. */
function readChoice({ schema }: Parameter, element: JsonSchema): readonly string[] | undefined {
  const values = valuesOf(itemsOf(schema) ?? schema) ?? [];
  const names = [...new Set(values.map((value) => String(value).replace(/^[-+]/, '')))];
  const members = propertiesOf(element);
  const attributes = propertiesOf(members['attributes']);
  const fields = names.filter((name) => isOnly(members[name], [...SCALARS, 'boolean']));
  // What JSON:API sorts by stands in the attributes, under the same name; a list of fields cannot say so.
  return fields.length === 0 || Object.hasOwn(attributes, fields[0] ?? '') ? undefined : fields;
}

function waysOf({ schema }: Parameter): { readonly ascending: string; readonly descending: string } | undefined {
  const values = (valuesOf(schema) ?? []).map(String);
  const ascending = values.find((value) => /^asc(?:ending)?$/i.test(value));
  const descending = values.find((value) => /^desc(?:ending)?$/i.test(value));
  return ascending === undefined || descending === undefined ? undefined : { ascending, descending };
}

/** The version that a required header has to name. */
export function guessVersion({
  parameters,
}: Operation): Guess<{ readonly parameter: string; readonly known: readonly string[] }> | undefined {
  const parameter = parameters.find(({ name, in: place, required }) => {
    return place === 'header' && required && wordsOf(name).some((word) => word === 'version' || word === 'revision');
  });
  if (parameter === undefined) return undefined;
  const usual = defaultOf(parameter.schema) ?? keywordOf(parameter.schema, 'example');
  const known = (valuesOf(parameter.schema) ?? (usual === undefined ? [] : [usual])).map(String);
  if (known.length === 0) return undefined;
  return {
    value: { parameter: parameter.name, known },
    confidence: 'likely',
    evidence: `a required header with ${known.join(', ')}`,
  };
}
