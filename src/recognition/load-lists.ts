import { basename, extname } from 'node:path';
import { compileContract } from '../contract/compile-contract.ts';
import type { Contract } from '../contract/contract.ts';
import { PagewrightError, type Problem, problemsError } from '../contract/error.ts';
import { compileLists, type LoadContractsOptions, openDocument, recordFiles } from '../contract/load-contracts.ts';
import { addBlocks, type BlockEntry } from '../contract/openapi/block-file.ts';
import type { LoadedDocument } from '../contract/openapi/load-document.ts';
import { type GuessedList, type Guesses, guessBlocks } from './guesses.ts';
import { findUndescribedList, type RecognisedList } from './recognise.ts';

/** The lists of a document. */
export interface LoadedLists {
  readonly contracts: readonly Contract[];
  /** Present when the document has no blocks, and those of its lists were guessed; each with the contract that it makes. */
  readonly guesses?: UsableGuesses;
}

/**
 * Loads the lists of a contract: those that have a block, in the document or beside it; where none has, those that are
 * recognised, with blocks that are guessed.
 *
 * @param nameOrFile - the id of a contract that comes with the package, or the path of an OpenAPI document
 * @throws {PagewrightError} `invalid-contract` for mistakes in a file, and for a document in which no list is recognised
 */
export function loadLists(nameOrFile: string, options: LoadContractsOptions = {}): LoadedLists {
  const loaded = openDocument(nameOrFile, options);
  if (loaded.lists.length > 0) return { contracts: compileLists(loaded, loaded.lists, options.warn) };
  const misplaced = loaded.errorsWithin([]);
  if (misplaced.length > 0) throw problemsError('invalid-contract', misplaced);
  const paged = guessUsable(loaded);
  // Where no list has pages, those that come in one piece are better than none.
  const { lists, others } = paged.lists.length > 0 ? paged : guessUsable(loaded, true);
  if (lists.length === 0) throw problemsError('invalid-contract', [explainNothing(loaded, others)]);
  if (options.warn !== undefined) for (const warning of loaded.warnings()) options.warn(warning);
  for (const { contract } of lists) recordFiles(contract, loaded);
  return { contracts: lists.map(({ contract }) => contract), guesses: { lists, others } };
}

/** A guess that makes a contract. */
interface UsableGuess extends GuessedList {
  readonly contract: Contract;
}

/** Guesses that make contracts. */
export interface UsableGuesses extends Guesses {
  readonly lists: readonly UsableGuess[];
}

/**
 * Guesses blocks for the lists of a document, and leaves out those that turn out to be of no use.
 *
 * @param loaded - the document, in which lists may have blocks already: those are left alone
 * @param wholeToo - whether lists without pages get a block as well
 */
export function guessUsable(loaded: LoadedDocument, wholeToo: boolean = false): UsableGuesses {
  const { lists, others } = guessBlocks(loaded.document, wholeToo);
  const described = addBlocks(
    loaded,
    lists.map((guess) => toEntry(loaded, guess)),
  );
  const usable: UsableGuess[] = [];
  const useless: { list: RecognisedList; reason: string }[] = [];
  for (const guess of lists) {
    const contract = compile(described, guess, lists.length);
    if (typeof contract === 'string') useless.push({ list: guess.list, reason: contract });
    else usable.push({ ...guess, contract });
  }
  return { lists: usable, others: [...others, ...useless] };
}

/** @returns the contract; a text that says why there can be none */
function compile(
  { source, document, errorsWithin }: LoadedDocument,
  { list }: GuessedList,
  count: number,
): Contract | string {
  const { path, method, operationId } = list.operation;
  const operationPath = ['paths', path, method];
  const stem = basename(source.file, extname(source.file));
  const id = count === 1 ? stem : `${stem}.${operationId ?? path}`;
  const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const [fault] = errorsWithin([paths[path]?.[method]]);
  if (fault !== undefined) return describe(fault);
  try {
    return compileContract({ id, source, document, operationPath });
  } catch (error) {
    if (!(error instanceof PagewrightError && error.code === 'invalid-contract')) throw error;
    const [problem] = error.problems;
    return problem === undefined ? error.message : describe(problem);
  }
}

function describe({ line, message }: Problem): string {
  return `${message} (line ${line})`;
}

/** A guess stands nowhere: what is wrong with it is told at the operation. */
function toEntry({ source }: LoadedDocument, { list, block }: GuessedList): BlockEntry {
  const { path, method } = list.operation;
  return {
    path,
    method,
    block,
    problemAt: (place, message) => {
      const entry = place.length === 0 ? '' : `${place.join('.')}: `;
      return source.problemAt(['paths', path, method], `Guessed block, ${entry}${message}`);
    },
  };
}

function explainNothing({ source, document }: LoadedDocument, others: Guesses['others']): Problem {
  const [first] = others;
  const undescribed = findUndescribedList(document);
  if (first === undefined && undescribed !== undefined) {
    const { path, parameters } = undescribed;
    const message = `Missing schema of the response: GET ${path} takes ${parameters.join(' and ')}, and the document does not say where its items are. Describe the 200 response, with an array of objects`;
    return source.problemAt(['paths', path, 'get', 'responses'], message);
  }
  const seen =
    first === undefined
      ? 'no operation responds with a list of objects'
      : `of ${first.list.operation.path}, ${first.reason}${others.length > 1 ? `; ${others.length - 1} more are alike` : ''}`;
  return source.problemAt(['paths'], `Missing x-pagewright, and no list was recognised: ${seen}`);
}
