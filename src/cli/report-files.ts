import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Checks that a file can be written, and leaves it as it is.
 *
 * @param path - absolute
 * @throws the error of the file system
 */
export function requireWritable(path: string): void {
  const place = locate(path);
  if (place.isDirect) closeSync(openSync(place.path, 'a'));
  else accessSync(dirname(place.path), constants.W_OK | constants.X_OK);
}

/**
 * Writes a file whole or not at all: whoever reads it finds what it held before, or all of the new text.
 *
 * @param path - absolute; a link is followed, a device or a pipe written as it is
 * @throws the error of the file system; what was begun is removed
 */
export function writeWhole(path: string, text: string): void {
  const place = locate(path);
  if (place.isDirect) {
    writeFileSync(place.path, text);
    return;
  }
  const draft = join(dirname(place.path), `.${basename(place.path)}.${process.pid}.tmp`);
  try {
    writeDraft(draft, text);
    if (place.mode !== undefined) chmodSync(draft, place.mode);
    renameSync(draft, place.path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function writeDraft(draft: string, text: string): void {
  const file = openSync(draft, 'w');
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Where a file is written. */
interface Place {
  readonly path: string;
  /** Whether nothing can be put in its place: it is no regular file, or its folder takes no other. */
  readonly isDirect: boolean;
  /** Its permissions, where it exists. */
  readonly mode?: number;
}

function locate(path: string): Place {
  const found = stat(path);
  if (found === undefined) return { path, isDirect: false };
  const real = realpathSync(path);
  const isDirect = !found.isFile() || !takesFiles(dirname(real));
  return { path: real, isDirect, mode: found.mode & 0o777 };
}

function stat(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function takesFiles(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
