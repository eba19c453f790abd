import { PagewrightError } from '../../src/contract/error.ts';
import { readSourceDocument, type SourceDocument } from '../../src/contract/source-document.ts';
import { parseWaivers } from './parse-waivers.ts';
import type { Waiver } from './waiver.ts';
import { WaiverError } from './waiver-error.ts';

/**
 * Reads waivers.
 *
 * @param file - the path of a YAML file: a list of `{ id, reason, expires: YYYY-MM-DD }`, the id perhaps with `*` at its end
 * @throws {WaiverError} when it cannot be read or is wrong, with each place
 */
export function readWaivers(file: string): Waiver[] {
  return parseWaivers(readDocument(file));
}

function readDocument(file: string): SourceDocument {
  try {
    return readSourceDocument(file);
  } catch (error) {
    throw error instanceof PagewrightError ? new WaiverError(error.problems) : error;
  }
}
