import type { Window } from '../admin/activity-types.ts';
import type { Evidence } from '../admin/check-types.ts';
import type { Json, JsonObject } from '../admin/contract-types.ts';
import { drawPicture, type Picture } from '../strip/picture.ts';

/** What a proof shows of a list: the rows that were to come, and where the pages of its requests lie among them. */
export interface Proof {
  readonly picture: Picture;
  /** How many rows were to come. */
  readonly total: number;
}

/** More rows than can be told apart in a picture. */
const MAX_ROWS = 400;

/**
 * Draws a proof that says which rows were to come and which did: of any server, as it needs nothing but the report.
 *
 * @param identity - the field that tells rows apart
 * @returns `undefined` where it says something else, or nothing of the rows went wrong
 */
export function drawProof({ expected, received, exchanges }: Evidence, identity: string): Proof | undefined {
  const [wanted, came] = [readIdentities(expected), readIdentities(received)];
  if (wanted === undefined || came === undefined || wanted.length < 2 || wanted.length > MAX_ROWS) return undefined;
  const known = new Set(wanted);
  const pages = exchanges.map(({ status, url, body }, index): Window => {
    const identities = findRows(parse(body), identity).filter((one) => known.has(one));
    return toWindow(index, identities, { status, query: new URL(url).search.slice(1) });
  });
  // A proof keeps some of the requests: what came by others was read, too.
  const seen = countEach(pages.flatMap(({ identities }) => identities));
  const rest = [...countEach(came)].flatMap(([one, times]) => {
    return known.has(one) ? Array.from({ length: Math.max(0, times - (seen.get(one) ?? 0)) }, () => one) : [];
  });
  const { lanes, troubles, ...picture } = drawPicture({
    rows: wanted.map((one, index) => ({ place: index + 1, identity: one, row: {} })),
    ties: [],
    windows: [...pages, toWindow(pages.length, rest, { status: 200, query: '' })],
    isComplete: true,
  });
  if (troubles.length === 0) return undefined;
  return {
    total: wanted.length,
    picture: {
      ...picture,
      lanes: lanes.slice(0, -1),
      troubles: troubles.map((one) => ({ ...one, lanes: one.lanes.filter((lane) => lane < pages.length) })),
    },
  };
}

function toWindow(index: number, identities: readonly string[], asked: Pick<Window, 'status' | 'query'>): Window {
  return { ...asked, exchange: index + 1, contract: '', at: '', durationMs: 0, count: identities.length, identities };
}

/** A list of identities; `undefined` for anything else, and for a list that the report had to cut. */
function readIdentities(value: Json | undefined): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.map((one) => (typeof one === 'string' || typeof one === 'number' ? String(one) : undefined));
  return texts.every((one) => one !== undefined && !one.startsWith('… (')) ? (texts as readonly string[]) : undefined;
}

function countEach(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

/** The identities of the first list of rows in a body, wherever it lies. */
function findRows(value: Json, identity: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value)) {
    for (const one of Object.values(value as JsonObject)) {
      const found = findRows(one as Json, identity);
      if (found.length > 0) return found;
    }
    return [];
  }
  return value.flatMap((one: Json) => {
    const id =
      typeof one === 'object' && one !== null && !Array.isArray(one) ? (one as JsonObject)[identity] : undefined;
    return typeof id === 'string' || typeof id === 'number' ? [String(id)] : [];
  });
}
