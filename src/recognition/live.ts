import { isObject, type Json, parsePointer, readPointer } from '../contract/json-pointer.ts';
import { readLinkHeader, relationOf } from '../contract/place.ts';
import type { BlockNote } from './block.ts';
import type { GuessedPlace, LeadRole } from './envelope.ts';
import type { GuessedList } from './guesses.ts';

/** A response of a live server. */
export interface LiveAnswer {
  readonly status: number;
  /** Parsed; `undefined` when it is no JSON. */
  readonly body: Json | undefined;
  header(name: string): string | undefined;
}

/** A server that answers GET requests for a list. */
export interface LiveServer {
  /** Requests the list with these query parameters. */
  ask(query: Readonly<Record<string, string>>): Promise<LiveAnswer>;
  /** Follows a link of a response. */
  follow(link: string): Promise<LiveAnswer>;
}

/** What a live server told. */
export interface Lesson {
  readonly guess: GuessedList;
  /** What is known now: sentences without a full stop. */
  readonly learned: readonly string[];
  /** Why nothing could be learned. */
  readonly failure?: string;
}

/** Larger than what any server gives. */
const TOO_LARGE = 100_000;
/** So many rows have an order by accident too seldom to count. */
const MIN_ORDERED = 5;
const MAX_STEPS = 4;

/**
 * Learns from a live server what the names of a document do not tell: how the last page looks, where numbers begin, the
 * default and the maximum size, the order. Sends about ten GET requests.
 *
 * @returns the guess with what was learned, each with its evidence
 */
export async function learn(guess: GuessedList, server: LiveServer): Promise<Lesson> {
  const lesson = new Learning(guess, server);
  const first = await server.ask({});
  const failure = lesson.explainFailure(first);
  if (failure !== undefined) return { guess, learned: [], failure };
  lesson.see(first);
  await lesson.learnSizes(first);
  await lesson.learnBase();
  await lesson.learnEnd(first);
  lesson.learnOrder();
  return lesson.conclude();
}

class Learning {
  readonly #guess: GuessedList;
  readonly #server: LiveServer;
  readonly #block: Record<string, unknown>;
  readonly #notes: BlockNote[];
  readonly #learned: string[] = [];
  /** The longest run of rows from the start. */
  #rows: readonly Json[] = [];

  constructor(guess: GuessedList, server: LiveServer) {
    this.#guess = guess;
    this.#server = server;
    this.#block = structuredClone(guess.block) as Record<string, unknown>;
    this.#notes = [...guess.notes];
  }

  explainFailure(answer: LiveAnswer): string | undefined {
    if (answer.status < 200 || answer.status > 299) return `the server responds with ${answer.status}`;
    const rows = this.#rowsOf(answer);
    const items = String(this.#block['items']) || 'the root';
    if (rows === undefined) return `the server's response has no list at ${items}`;
    return rows.length === 0 ? 'the list of the server is empty' : undefined;
  }

  see(answer: LiveAnswer): void {
    const rows = this.#rowsOf(answer) ?? [];
    if (rows.length > this.#rows.length) this.#rows = rows;
  }

  async learnSizes(first: LiveAnswer): Promise<void> {
    const { size } = this.#guess.list.paging;
    if (size === undefined || size.in !== 'query') return;
    const usual = this.#rowsOf(first)?.length ?? 0;
    if (this.#hasMore(first, usual))
      this.#suggest(['page', 'limit', 'default'], usual, `a page without ${size.name} has ${usual} rows`);
    const large = await this.#server.ask({ [size.name]: String(TOO_LARGE) });
    if (large.status >= 400 && large.status < 500) {
      const told = readMaximum(large.body);
      if (told !== undefined)
        this.#suggest(['page', 'limit', 'maximum'], told, `the server says so of ${size.name}=${TOO_LARGE}`);
      this.#set(
        ['page', 'limit', 'outOfRange'],
        'reject',
        `${size.name}=${TOO_LARGE} is rejected with ${large.status}`,
      );
      return;
    }
    const rows = this.#rowsOf(large);
    if (rows === undefined || rows.length === 0) return;
    this.see(large);
    if (!this.#hasMore(large, rows.length)) return;
    this.#suggest(
      ['page', 'limit', 'maximum'],
      rows.length,
      `${size.name}=${TOO_LARGE} gives ${rows.length} rows, and there are more`,
    );
    this.#set(['page', 'limit', 'outOfRange'], 'clamp', `${size.name}=${TOO_LARGE} gives ${rows.length} rows`);
  }

  /** Where numbers begin: the first page is asked for by either. */
  async learnBase(): Promise<void> {
    const { style, position, size } = this.#guess.list.paging;
    if (position === undefined || position.in !== 'query' || (style !== 'number' && style !== 'offset')) return;
    const small = size === undefined || size.in !== 'query' ? {} : { [size.name]: '2' };
    const start = this.#idsOf(await this.#server.ask(small));
    const one = this.#idsOf(await this.#server.ask({ ...small, [position.name]: '1' }));
    if (start === undefined || one === undefined || start.length === 0) return;
    const isStart = one.length > 0 && one[0] === start[0];
    const isBehind = style === 'offset' ? one[0] === start[1] : !isStart && this.#rows.length > start.length;
    if (!isStart && !isBehind) return;
    const first = isStart ? 1 : 0;
    this.#set(
      ['page', 'position', 'first'],
      first,
      `${position.name}=1 is ${isStart ? 'the start of the list' : 'behind it'}`,
    );
  }

  /** How a response without a next page looks. */
  async learnEnd(first: LiveAnswer): Promise<void> {
    const lead = this.#guess.list.paging.leads.get('next');
    if (lead === undefined || readPath(this.#block, ['page', 'next']) === undefined) return;
    let answer = first;
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const link = this.#lead(answer, 'next');
      if (link === undefined || link === null || link === '') {
        this.#noteEnd(answer, link);
        return;
      }
      const next = await this.#go(String(link));
      const rows = next === undefined ? undefined : this.#rowsOf(next);
      if (next === undefined || rows === undefined) return;
      if (rows.length === 0 && this.#lead(next, 'next') === link) {
        this.#set(['page', 'atEnd'], 'self', 'a page without rows leads to itself');
        return;
      }
      answer = next;
    }
  }

  #noteEnd(answer: LiveAnswer, link: Json | undefined): void {
    const place = this.#guess.list.paging.leads.get('next')?.leaf.place;
    if (typeof place !== 'string') return;
    const atEnd = link === undefined ? 'omitted' : link === null ? 'null' : 'empty';
    // A null further up leaves out what stands in it.
    const parent = readPointer(answer.body ?? null, parsePointer(place).slice(0, -1));
    if (atEnd === 'omitted' && parent === null)
      this.#set(['page', 'atEnd'], 'null', 'the last page has null in place of the next one');
    else this.#set(['page', 'atEnd'], atEnd, `on the last page ${place} is ${atEnd}`);
  }

  async #go(link: string): Promise<LiveAnswer | undefined> {
    const { style, position, size } = this.#guess.list.paging;
    if (style === 'links' || /^https?:|^\//.test(link)) return this.#server.follow(link);
    if (position === undefined || position.in !== 'query') return undefined;
    const large = size === undefined || size.in !== 'query' ? {} : { [size.name]: String(this.#rows.length) };
    return this.#server.ask({ ...large, [position.name]: link });
  }

  learnOrder(): void {
    if (this.#rows.length < MIN_ORDERED) return;
    const told = readPath(this.#block, ['order']) as { readonly provenance?: string } | undefined;
    if (told?.provenance !== 'chosen') return;
    const found = findOrder(this.#rows);
    if (found === undefined) return;
    const { provenance: _, ...others } = told;
    this.#set(['order'], { ...others, by: [found] }, `the first ${this.#rows.length} rows come in this order`);
  }

  conclude(): Lesson {
    const guess: GuessedList = { ...this.#guess, block: this.#block, notes: this.#notes, doubts: this.#guess.doubts };
    return { guess, learned: this.#learned };
  }

  /** Sets an entry unless the document says it already. */
  #suggest(at: readonly string[], value: number, evidence: string): void {
    const { size } = this.#guess.list.paging;
    const stated = size === undefined ? undefined : readPath(size.schema, [at.at(-1) ?? '']);
    if (stated === undefined) this.#set(at, value, evidence);
  }

  #set(at: readonly string[], value: unknown, evidence: string): void {
    let holder = this.#block;
    for (const key of at.slice(0, -1)) {
      holder[key] ??= {};
      holder = holder[key] as Record<string, unknown>;
    }
    holder[at.at(-1) ?? ''] = value;
    const own = this.#notes.findIndex((note) => JSON.stringify(note.at) === JSON.stringify(at));
    const note: BlockNote = { at, confidence: 'certain', evidence: `on the server, ${evidence}` };
    if (own === -1) this.#notes.push(note);
    else this.#notes[own] = note;
    this.#learned.push(`${at.join('.')}: ${evidence}`);
  }

  #rowsOf({ body }: LiveAnswer): readonly Json[] | undefined {
    const rows = body === undefined ? undefined : readPointer(body, this.#guess.list.items.path);
    return Array.isArray(rows) ? (rows as readonly Json[]) : undefined;
  }

  #idsOf(answer: LiveAnswer): readonly string[] | undefined {
    if (answer.status > 299) return undefined;
    const path = String(this.#block['identity']).split('/');
    return this.#rowsOf(answer)?.map((row) => JSON.stringify(readPointer(row, path)));
  }

  #hasMore(answer: LiveAnswer, seen: number): boolean {
    const { facts } = this.#guess.list.view;
    const total = this.#read(answer, facts.get('total')?.place);
    if (Number.isInteger(total)) return Number(total) > seen;
    const flag = this.#read(answer, facts.get('hasNext')?.place);
    if (typeof flag === 'boolean') return flag;
    const next = this.#lead(answer, 'next');
    return next !== undefined && next !== null && next !== '';
  }

  #lead(answer: LiveAnswer, role: LeadRole): Json | undefined {
    const lead = this.#guess.list.paging.leads.get(role);
    return this.#read(answer, lead?.leaf.place, role);
  }

  #read({ body, header }: LiveAnswer, place: GuessedPlace | undefined, role: LeadRole = 'next'): Json | undefined {
    if (place === undefined) return undefined;
    if (typeof place === 'string') return body === undefined ? undefined : readPointer(body, parsePointer(place));
    if ('header' in place) {
      const text = header(place.header);
      if (text === undefined) return undefined;
      if (place.header.toLowerCase() === 'link') return readLinkHeader(text)[relationOf(role)];
      return /^\d+$/.test(text) ? Number(text) : text;
    }
    const list = body === undefined ? undefined : readPointer(body, parsePointer(place.list));
    const entry = (Array.isArray(list) ? (list as readonly Json[]) : []).find((one) => {
      return Object.entries(place.where).every(([key, value]) => readPointer(one, [key]) === value);
    });
    return entry === undefined ? undefined : readPointer(entry, parsePointer(place.at));
  }
}

function readPath(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), value);
}

/** The number that a message about a size names as the largest. */
function readMaximum(body: Json | undefined): number | undefined {
  const text = JSON.stringify(body ?? '');
  const found =
    /(?:max(?:imum)?|at most|exceed|(?:less|smaller|lower) than or equal to|up to|<=|greater than)\D{0,20}(\d{1,5})\b/i.exec(
      text,
    )?.[1] ?? /between \d+ and (\d{1,5})\b/i.exec(text)?.[1];
  return found === undefined || Number(found) < 1 ? undefined : Number(found);
}

/** The field by which rows come sorted, times before anything else; `-` in front: descending. */
function findOrder(rows: readonly Json[]): string | undefined {
  const [row] = rows;
  if (!isObject(row)) return undefined;
  const names = Object.keys(row).filter((name) => rows.every((one) => isComparable(readPointer(one, [name]))));
  const isTime = (name: string): boolean => /created|date|time|_at$|At$/.test(name);
  for (const name of names.toSorted((a, b) => Number(isTime(b)) - Number(isTime(a)))) {
    const values = rows.map((one) => readPointer(one, [name]) as string | number);
    if (new Set(values).size < MIN_ORDERED) continue;
    if (isSorted(values)) return name;
    if (isSorted(values.toReversed())) return `-${name}`;
  }
  return undefined;
}

function isComparable(value: Json | undefined): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function isSorted(values: readonly (string | number)[]): boolean {
  return values.every(
    (value, index) =>
      index === 0 || typeof value !== typeof values[index - 1] || (values[index - 1] as never) <= (value as never),
  );
}
