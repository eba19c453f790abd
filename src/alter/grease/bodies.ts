import type { Contract, FieldPath, Json, JsonSchema } from '../../contract/contract.ts';
import { isPlainObject, readPointer, writePointer } from '../../contract/json-pointer.ts';
import { hashText, type Random } from '../../dataset/random.ts';
import type { MockResponse } from '../../mock/message.ts';
import { type Item, type Page, readBody, readId, readPage, writeBody, writePage } from '../../page/page-reader.ts';
import { toByteString } from '../../store/body.ts';
import type { FeatureName } from './features.ts';
import { spellJson } from './json-spelling.ts';
import { admitsErrorMembers, listHolders, listNames, listOpenPaths } from './openness.ts';

/** Changes what is open about the body of a response. */
type BodyGreaser = (response: MockResponse, random: Random) => MockResponse;

/** Makes a function that applies the features of bodies among those given. */
export function createBodyGreaser(contract: Contract, seed: string, features: ReadonlySet<FeatureName>): BodyGreaser {
  const paths = features.has('enum-values') ? listOpenPaths(contract) : [];
  const holders = features.has('envelope-fields') ? listHolders(contract) : [];

  function greaseItem(item: Item, random: Random): Item {
    const shown = showStrangeValues(item, paths, `${seed} ${readId(contract, item)}`) as Item;
    return features.has('item-fields') ? addMembers(shown, contract.itemSchema, random) : shown;
  }

  function greasePage(page: Page, random: Random): void {
    page.items = page.items.map((item) => greaseItem(item, random));
    // The innermost first, as those around hold it.
    for (const { at, schema } of [...holders].sort((a, b) => b.at.length - a.at.length)) {
      const object = readPointer(page.body, at);
      if (!isPlainObject(object)) continue;
      const more = addMembers(object, schema, random);
      if (at.length === 0) page.body = more;
      else writePointer(page.body, at, more);
    }
  }

  function greaseError(response: MockResponse, random: Random): MockResponse {
    const body = readBody(response);
    if (response.status < 400 || body === undefined || !isPlainObject(body)) return response;
    if (!features.has('error-fields') || !admitsErrorMembers(contract, response.status)) return response;
    return writeBody(response, addMembers(body, contract.responseSchemas.get(response.status) ?? {}, random));
  }

  return (response, random) => {
    const page = readPage(contract, response);
    if (page !== undefined) greasePage(page, random);
    const changed = page === undefined ? greaseError(response, random) : writePage(response, page);
    const body = features.has('json-spelling') ? readBody(changed) : undefined;
    return body === undefined ? changed : { ...changed, body: toByteString(spellJson(body, random)) };
  };
}

const MAX_ADDED = 3;

/** The same object with some members more, at any place among its own. */
export function addMembers(
  object: Readonly<Record<string, Json>>,
  schema: JsonSchema,
  random: Random,
): Record<string, Json> {
  const known = new Set([...listNames(schema), ...Object.keys(object)].map(fold));
  const members = Object.entries(object);
  for (let count = random.below(MAX_ADDED + 1); count > 0; count -= 1) {
    const name = inventName(random);
    if (known.has(fold(name))) continue;
    known.add(fold(name));
    members.splice(random.below(members.length + 1), 0, [name, inventValue(random)]);
  }
  return Object.fromEntries(members);
}

/** Some readers do not look at the case of a name, nor at what stands between its words. */
function fold(name: string): string {
  return name.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
}

const WORDS = ['shard', 'etag', 'labels', 'origin', 'score', 'tier', 'audit', 'region', 'flags', 'größe'] as const;

/** Makes the name of an unknown member. */
export function inventName(random: Random): string {
  const [one, other] = [random.pick(WORDS), random.pick(WORDS)];
  return random.pick([
    `_${one}`,
    `x_${one}_${other}`,
    `${one}${other.charAt(0).toUpperCase()}${other.slice(1)}${random.below(10)}`,
    `@${one}`,
    `${one}-${other}`,
    `${one}.${other}`,
    `$${one} ${other}`,
  ]);
}

/** Makes a value of any type. */
export function inventValue(random: Random, depth = 0): Json {
  const kind = random.below(depth > 1 ? 6 : 9);
  if (kind === 0) return null;
  if (kind === 1) return random.onceIn(2);
  if (kind === 2) return random.below(1e9);
  if (kind === 3) return random.below(1000) / -8;
  if (kind === 4) return '';
  if (kind === 5) return `${random.pick(WORDS)} "${random.below(100)}" \u{1f9f4}\n`;
  if (kind === 6) return [];
  if (kind === 7) return [inventValue(random, depth + 1), inventValue(random, depth + 1)];
  return { [inventName(random)]: inventValue(random, depth + 1) };
}

/** Of so many values, about one is a strange one. */
const SELDOM = 5;

/**
 * The same item with unknown values in some of the fields whose values are an open set.
 *
 * @param paths - of such fields; only what is a text there is changed
 * @param seed - decides which values those are: the same for the same seed, so that no row seems to have changed
 */
export function showStrangeValues(item: Json, paths: readonly FieldPath[], seed: string): Json {
  return paths.reduce((changed, path) => {
    return changeAt(changed, path, (value, place) => invent(value, `${seed} ${JSON.stringify([path, place])}`));
  }, item);
}

function invent(value: string, seed: string): string {
  const hash = hashText(seed);
  if (hash % SELDOM !== 0) return value;
  const text = `unheard of ${(hash % 46_656).toString(36)}`;
  if (value === value.toUpperCase()) return text.toUpperCase().replaceAll(' ', '_');
  return value === value.toLowerCase() ? text.replaceAll(' ', '_') : `U${text.slice(1)}`;
}

function changeAt(
  value: Json,
  path: FieldPath,
  change: (value: string, place: readonly number[]) => string,
  place: readonly number[] = [],
): Json {
  const [key, ...rest] = path;
  if (key === undefined) return typeof value === 'string' ? change(value, place) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    if (key !== '*') return value;
    return (value as readonly Json[]).map((element, index) => changeAt(element, rest, change, [...place, index]));
  }
  const holder = value as Readonly<Record<string, Json>>;
  if (!Object.hasOwn(holder, key)) return value;
  return { ...holder, [key]: changeAt(holder[key] as Json, rest, change, place) };
}
