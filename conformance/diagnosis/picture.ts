import type { Contract } from '../../src/contract/contract.ts';
import type { Exchange } from '../client/exchange.ts';
import { identify } from '../list/answer.ts';
import type { CausePicture, Evidence, PicturePage, Result } from '../result.ts';
import { readExchangeItems, readExchangePage, toTexts } from './page-rows.ts';
import { readPageSize } from './traits.ts';
import { orient } from './walk-shape.ts';

/** More rows than can be told apart. */
const MAX_ROWS = 400;
const MAX_PAGES = 16;

/** Requirements whose evidence has, as what was expected, the rows that were to come, and as what was received, those that came. */
const OF_ROWS = /^(?:walk|position|jump|order)\./;

/**
 * Draws what a cause did to a list, from the evidence that shows it best: of a walk rather than of a page, with the rows that were to come
 * rather than without.
 *
 * @param results - that the cause explains, the one that says most of it first
 * @returns undefined where none is about rows, or no row is lost, repeated or strange
 */
export function drawCause(contract: Contract, results: readonly Result[]): CausePicture | undefined {
  const drawn = results.flatMap(({ id, evidence }) => {
    if (!OF_ROWS.test(id.slice(contract.id.length + 1))) return [];
    return evidence.flatMap((one) => drawEvidence(contract, id, one) ?? []);
  });
  return drawn.toSorted((a, b) => tell(b) - tell(a))[0];
}

/** How much a picture shows. */
function tell({ pages, axis }: CausePicture): number {
  const isWhole = pages.every(({ isCut }) => isCut !== true);
  return (pages.length > 1 ? 4 : 0) + (axis === 'list' ? 2 : 0) + (isWhole ? 1 : 0);
}

interface ReadPage {
  readonly exchange: Exchange;
  readonly ids: readonly string[];
  readonly isCut: boolean;
}

function drawEvidence(contract: Contract, requirement: string, evidence: Evidence): CausePicture | undefined {
  const [expected, came] = [readRows(evidence.expected), readRows(evidence.received)];
  if (came === undefined) return undefined;
  const wanted = expected?.some((id) => came.includes(id)) === true ? (orient(expected, came) ?? expected) : undefined;
  const about = new Set([...(wanted ?? []), ...came]);
  // Where a page lies that has none of these rows, such as the one with a link to the end, nobody knows.
  const pages = readPages(contract, evidence.exchanges, came).filter(({ ids }) => ids.some((id) => about.has(id)));
  if (pages.length === 0) return undefined;
  const rows = placeRows(wanted ?? [], pages, came);
  const counts = new Map<string, number>();
  for (const id of came) counts.set(id, (counts.get(id) ?? 0) + 1);
  const due = new Set(wanted);
  const indexWhere = (is: (id: string) => boolean): readonly number[] =>
    rows.flatMap((id, index) => (is(id) ? [index] : []));
  const troubles = {
    lost: indexWhere((id) => due.has(id) && !counts.has(id)),
    repeated: indexWhere((id) => (counts.get(id) ?? 0) > 1),
    strange: indexWhere((id) => wanted !== undefined && !due.has(id) && counts.has(id)),
  };
  const first = Math.min(...Object.values(troubles).flat());
  if (rows.length < 2 || first === Number.POSITIVE_INFINITY) return undefined;
  const places = new Map(rows.map((id, index) => [id, index]));
  const drawn = pages.map(({ exchange, ids, isCut }, index): PicturePage => {
    const isAgain = pages[index - 1]?.exchange.url === exchange.url && exchange.requestBody === undefined;
    return {
      request: nameRequest(exchange),
      rows: ids.flatMap((id) => places.get(id) ?? []),
      ...(isAgain && { isAgain }),
      ...(isCut && { isCut }),
    };
  });
  return crop({ requirement, axis: wanted === undefined ? 'read' : 'list', rows, pages: drawn, ...troubles }, first);
}

/** A list of identities; undefined for anything else, and for one of which the report has only the beginning. */
function readRows(value: unknown): readonly string[] | undefined {
  const texts = toTexts(value);
  return texts === undefined || texts.length === 0 || /^… \(\d/.test(texts.at(-1) ?? '') ? undefined : texts;
}

/**
 * The rows of each page. Of a body that was cut, what was received says how it went on, as far as it begins as the body does.
 */
function readPages(contract: Contract, exchanges: readonly Exchange[], received: readonly string[]): ReadPage[] {
  let rest = received;
  return exchanges.flatMap((exchange) => {
    const own = readExchangePage(contract, exchange)?.ids;
    const seen = own ?? readExchangeItems(contract, exchange)?.map((item) => identify(item, contract)) ?? [];
    if (exchange.status < 200 || exchange.status > 299) return [];
    const size = readPageSize(contract, exchange);
    const follows = seen.every((id, index) => id === rest[index]);
    const whole = own ?? (follows && size !== undefined ? rest.slice(0, size) : undefined);
    if (follows) rest = rest.slice((whole ?? seen).length);
    return [{ exchange, ids: whole ?? seen, isCut: whole === undefined }];
  });
}

/** The rows that were to come, and between them those that others had, each behind the one that it followed. */
function placeRows(wanted: readonly string[], pages: readonly ReadPage[], came: readonly string[]): readonly string[] {
  const rows = [...new Set(wanted)];
  const known = new Set(rows);
  for (const list of [...pages.map(({ ids }) => ids), came]) {
    for (const [index, id] of list.entries()) {
      if (known.has(id)) continue;
      known.add(id);
      const before = list[index - 1];
      const after = list.slice(index + 1).find((one) => known.has(one));
      const place =
        before === undefined ? (after === undefined ? rows.length : rows.indexOf(after)) : rows.indexOf(before) + 1;
      rows.splice(place, 0, id);
    }
  }
  return rows;
}

/** As many rows and pages as can be told apart, around what went wrong first. */
function crop(picture: Omit<CausePicture, 'before' | 'after'>, first: number): CausePicture {
  const from = Math.max(0, Math.min(first - MAX_ROWS / 2, picture.rows.length - MAX_ROWS));
  const rows = picture.rows.slice(from, from + MAX_ROWS);
  const inside = (indexes: readonly number[]): readonly number[] =>
    indexes.flatMap((index) => (index >= from && index < from + rows.length ? [index - from] : []));
  const pages = picture.pages.map((page) => ({ ...page, rows: inside(page.rows) }));
  // Pages far away have no rows here; a page without rows among the others is part of what is shown.
  const shown = pages.filter((page, index) => page.rows.length > 0 || picture.pages[index]?.rows.length === 0);
  const at = shown.findIndex((page) => page.rows.some((row) => row + from >= first));
  const start = Math.max(0, Math.min(at - MAX_PAGES / 2, shown.length - MAX_PAGES));
  return {
    requirement: picture.requirement,
    axis: picture.axis,
    rows,
    before: from,
    after: picture.rows.length - from - rows.length,
    pages: shown.slice(start, start + MAX_PAGES),
    lost: inside(picture.lost),
    repeated: inside(picture.repeated),
    strange: inside(picture.strange),
  };
}

const MAX_REQUEST = 200;

function nameRequest({ method, url }: Exchange): string {
  const request = `${method} ${/^https?:\/\/[^/?#]+(\/.*)$/s.exec(url)?.[1] ?? url}`;
  return request.length > MAX_REQUEST ? `${request.slice(0, MAX_REQUEST)}…` : request;
}
