import { type BlockNote, type GuessedBlock, guessBlock } from './block.ts';
import { type RecognisedList, recogniseLists } from './recognise.ts';

/** A list and the block that was guessed for it. */
export interface GuessedList extends GuessedBlock {
  readonly list: RecognisedList;
}

/** What a document's lists look like. */
export interface Guesses {
  readonly lists: readonly GuessedList[];
  /** Lists for which there is no block, and why. */
  readonly others: readonly { readonly list: RecognisedList; readonly reason: string }[];
}

/**
 * Recognises the lists of a document and guesses a block for each.
 *
 * @param document - an OpenAPI document, its references resolved
 * @param wholeToo - whether lists without pages get a block as well
 */
export function guessBlocks(document: unknown, wholeToo: boolean = false): Guesses {
  const lists: GuessedList[] = [];
  const others: { list: RecognisedList; reason: string }[] = [];
  for (const list of recogniseLists(document)) {
    // Those that have a block need none.
    if (list.operation.declared['x-pagewright'] !== undefined) continue;
    const guess = guessBlock(list, wholeToo);
    if (typeof guess === 'string') others.push({ list, reason: guess });
    else lists.push({ list, ...guess });
  }
  return { lists, others };
}

/** The name of an operation for people: `GET /orders`. */
export function nameOf({ operation: { method, path } }: RecognisedList): string {
  return `${method.toUpperCase()} ${path}`;
}

/** How sure a list's least sure guess is. */
export function confidenceOf({ notes, doubts }: Pick<GuessedBlock, 'notes' | 'doubts'>): BlockNote['confidence'] {
  if (doubts.length > 0) return 'unsure';
  // An order that is merely chosen holds nobody to anything.
  const telling = notes.filter(({ at }) => at[0] !== 'order' && at[0] !== 'filters');
  if (telling.some(({ confidence }) => confidence === 'unsure')) return 'unsure';
  return telling.some(({ confidence }) => confidence === 'likely') ? 'likely' : 'certain';
}
