import type { WalkSummary, Window } from '../admin/activity-types.ts';
import type { ContractModel } from '../admin/contract-types.ts';
import type { Picture } from '../strip/picture.ts';

/** A sentence, in parts that may have a tone. */
export type Sentence = readonly (string | { readonly text: string; readonly tone: 'fail' | 'warn' | 'pass' })[];

export interface Facts {
  /** What a row is called, in the plural. */
  readonly noun: string;
  readonly walk: WalkSummary | undefined;
  readonly windows: readonly Window[];
  readonly picture: Picture | undefined;
  /** How many rows the list has now. */
  readonly total: number | undefined;
}

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** A number as people say it. */
export function say(count: number): string {
  return WORDS[count] ?? count.toLocaleString('en');
}

/** What rows are called: the last word of the path where it is a plural, such as `/customers`. */
export function nounOf(path: string): string {
  const last = path.split('/').findLast((segment) => /^[a-z][a-z_-]*s$/i.test(segment));
  return last === undefined ? 'rows' : last.replace(/[_-]/g, ' ').toLowerCase();
}

/** `1 customer`, `two customers`. */
export function count(number: number, noun: string): string {
  return `${say(number)} ${number === 1 ? singularOf(noun) : noun}`;
}

/** What one of them is called: `customer` of `customers`. */
export function singularOf(noun: string): string {
  if (noun.endsWith('ies')) return `${noun.slice(0, -3)}y`;
  return noun.endsWith('sses') || noun.endsWith('xes') ? noun.slice(0, -2) : noun.slice(0, -1);
}

/** What is the case, in one sentence. */
export function writeHeadline(facts: Facts): Sentence {
  const { noun, windows, walk, total, picture } = facts;
  const last = windows.at(-1);
  if (last === undefined) return [`No requests for ${noun} yet`];
  if (last.status === 0) return ['The connection ', { text: 'was cut', tone: 'fail' }, ` at request ${windows.length}`];
  if (last.status >= 400) {
    const which = windows.length === 1 ? 'The request' : `Request ${windows.length}`;
    return [`${which} `, { text: `was rejected with ${last.status}`, tone: 'fail' }];
  }
  if (total === 0 && last.count === 0) return [`No ${noun} match`];
  return picture === undefined || walk === undefined ? [`Reading ${noun}`] : writeOfRows(facts, walk, picture);
}

/** How many rows the walk lost or read twice, in all, where they are known; else among those that are drawn. */
function countTroubles(picture: Picture, walk: WalkSummary): { readonly never: number; readonly twice: number } {
  const drawn = (state: 'never' | 'twice'): number => picture.cells.filter((cell) => cell.state === state).length;
  return {
    never: Math.max(drawn('never'), walk.isComplete ? walk.rows.never : 0),
    twice: Math.max(drawn('twice'), walk.rows.twice),
  };
}

function writeOfRows({ noun, windows, total }: Facts, walk: WalkSummary, picture: Picture): Sentence {
  const who = walk.by === undefined ? 'This client' : 'This walk';
  const { never, twice } = countTroubles(picture, walk);
  const again = twice === 1 ? 'one' : say(twice);
  if (never > 0) {
    const lost = { text: `lost ${count(never, noun)}`, tone: 'fail' } as const;
    return twice > 0 ? [`${who} `, lost, ` and read ${again} twice`] : [`${who} `, lost];
  }
  if (twice > 0) return [`${who} `, { text: `read ${count(twice, noun)} twice`, tone: 'warn' }];
  const read = Math.max(walk.rows.read, new Set(windows.flatMap(({ identities }) => identities)).size);
  const all = total ?? read;
  if (walk.isComplete)
    return [`All ${all.toLocaleString('en')} ${noun} were read, `, { text: 'each once', tone: 'pass' }];
  if (windows.length === 1) return [`${read.toLocaleString('en')} of ${all.toLocaleString('en')} ${noun}, in one page`];
  return [`${read.toLocaleString('en')} of ${all.toLocaleString('en')} ${noun}, in ${say(windows.length)} pages`];
}

export function plain(sentence: Sentence): string {
  return sentence.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

/** How rows are sorted, in words: `newest first`. */
export function sayOrder({ order, item }: ContractModel): string {
  const [first] = order.by;
  if (first === undefined) return '';
  const properties = item['properties'] as Readonly<Record<string, { readonly format?: string }>> | undefined;
  const { field, direction } = first;
  const isTime = properties?.[field]?.format?.startsWith('date') === true || /(?:At|_at|created|updated)$/i.test(field);
  if (isTime) return direction === 'descending' ? 'newest first' : 'oldest first';
  return `by ${field}${direction === 'descending' ? ', descending' : ''}`;
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
