import type { Block, Compilation } from './compilation.ts';
import { schemaAt } from './compile-envelope.ts';
import type { Envelope, JsonSchema, Pointer, Role } from './contract.ts';
import type { Problem } from './error.ts';
import { isSamePointer } from './json-pointer.ts';
import { propertiesOf, typesOf } from './openapi/schema-branches.ts';
import { listBodyPointers, listRoleHeaders } from './place.ts';

/** What a part of a response is likely to be, by its name. */
interface Sign {
  readonly role: Role;
  readonly name: RegExp;
  readonly types: readonly string[];
  /** The key of the block that says so. */
  readonly key: string;
  readonly what: string;
}

const TEXTS = ['string', 'integer', 'number'];
const SIGNS: readonly Sign[] = [
  {
    role: 'next',
    name: /^(?:@?odata\.)?(?:next|end_?cursor|continuation(?:_?token)?|continue|cursor|page_?token)$|next_?(?:page|link|url|uri|href|cursor|token|offset|key|marker)/i,
    types: TEXTS,
    key: 'page.next',
    what: 'what leads to the next page',
  },
  {
    role: 'previous',
    name: /^prev(?:ious)?$|prev(?:ious)?_?(?:page|link|url|uri|href|cursor|token)|start_?cursor/i,
    types: TEXTS,
    key: 'page.previous',
    what: 'what leads to the page before',
  },
  {
    role: 'total',
    name: /^(?:x-)?(?:total|count)$|total_?-?(?:count|items|results|records|elements|size|hits)|^totalresults$|odata\.count$/i,
    types: ['integer', 'number'],
    key: 'total',
    what: 'the number of all items',
  },
  {
    role: 'hasNext',
    name: /^(?:has_?(?:more|next(?:_?page)?)|more)$/i,
    types: ['boolean'],
    key: 'hasNext',
    what: 'a flag that says whether more follows',
  },
  {
    role: 'isLast',
    name: /^(?:done|(?:is_?)?last(?:_?page)?|is_?complete)$/i,
    types: ['boolean'],
    key: 'isLast',
    what: 'a flag that marks the last page',
  },
];
const FLAGS: readonly Role[] = ['hasNext', 'isLast'];
/** Objects around the items are looked into as far as this. */
const MAX_DEPTH = 3;

/**
 * Finds what a page advertises and the block says nothing of. The mock leaves it out, since an example would be a lie on every
 * page; whoever wrote the block may have overlooked it.
 *
 * @param response - the response of success
 * @returns a warning for each, at the block
 */
export function listUndescribed(
  compilation: Compilation,
  response: Block,
  bodySchema: JsonSchema,
  envelope: Envelope,
): readonly Problem[] {
  const open = SIGNS.filter(({ role }) => {
    return !envelope.roles.has(role) && !(FLAGS.includes(role) && FLAGS.some((flag) => envelope.roles.has(flag)));
  });
  const found = [...listHeaders(response, envelope, open), ...listMembers(bodySchema, envelope, open)];
  return found.map(({ name, sign: { key, what }, place }) =>
    compilation.problemAt(
      [],
      `Undescribed ${name}: it looks like ${what}; the mock leaves it out. If it is: ${key}: ${place}`,
    ),
  );
}

interface Finding {
  readonly name: string;
  readonly sign: Sign;
  /** As the block would name it. */
  readonly place: string;
}

function listHeaders(response: Block, envelope: Envelope, signs: readonly Sign[]): readonly Finding[] {
  const described = listRoleHeaders({ envelope });
  return Object.keys((response['headers'] ?? {}) as Block).flatMap((name): readonly Finding[] => {
    if (described.includes(name.toLowerCase())) return [];
    const bare = name.replace(/^x-/i, '').replaceAll('-', '_');
    const sign = signs.find((one) => (name.toLowerCase() === 'link' ? one.role === 'next' : one.name.test(bare)));
    return sign === undefined ? [] : [{ name: `header ${name}`, sign, place: `{ header: ${name} }` }];
  });
}

function listMembers(bodySchema: JsonSchema, envelope: Envelope, signs: readonly Sign[]): readonly Finding[] {
  const places = listBodyPointers(envelope);
  const walk = (at: Pointer): readonly Finding[] => {
    return Object.entries(propertiesOf(schemaAt(bodySchema, at))).flatMap(([name, schema]): readonly Finding[] => {
      const pointer = [...at, name];
      if (places.some((place) => isSamePointer(place, pointer))) return [];
      const types = typesOf(schema);
      const sign = signs.find((one) => one.name.test(name) && (hasType(one, types) || hasLink(schema)));
      if (sign !== undefined) {
        const text = `/${[...pointer, ...(hasLink(schema) ? ['href'] : [])].join('/')}`;
        return [{ name: text, sign, place: text }];
      }
      return types.includes('object') && pointer.length < MAX_DEPTH ? walk(pointer) : [];
    });
  };
  return walk([]);
}

function hasType({ types }: Sign, found: readonly string[]): boolean {
  return types.some((type) => found.includes(type));
}

/** `next: { href: … }`, as HAL has it. */
function hasLink(schema: JsonSchema): boolean {
  return Object.hasOwn(propertiesOf(schema), 'href');
}
