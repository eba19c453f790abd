import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The folders that hold the project's own code. */
export const SOURCE_FOLDERS = ['src', 'conformance'];

/** The folder of the page that runs in a browser. */
export const CONSOLE_FOLDER = 'console';

/**
 * Lists the files below the source folders.
 *
 * @param {string} root - the folder of the project
 * @param {string[]} [folders]
 * @returns {string[]} their paths relative to `root`, with forward slashes, sorted
 */
export function listSourceFiles(root, folders = SOURCE_FOLDERS) {
  return folders.flatMap((folder) => listFiles(join(root, folder), folder)).sort();
}

/**
 * Lists the files below a folder.
 *
 * @param {string} folder
 * @param {string} [prefix] - what their paths begin with
 * @returns {string[]} their paths, with forward slashes
 */
export function listFiles(folder, prefix = '') {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(prefix, entry.name);
    return entry.isDirectory() ? listFiles(join(folder, entry.name), path) : [path];
  });
}
