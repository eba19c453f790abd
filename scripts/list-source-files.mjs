import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The folders that hold the project's own code. */
export const SOURCE_FOLDERS = ['src', 'conformance'];

/**
 * Lists the files below the source folders.
 *
 * @param {string} root - the folder of the project
 * @returns {string[]} their paths relative to `root`, with forward slashes, sorted
 */
export function listSourceFiles(root) {
  return SOURCE_FOLDERS.flatMap((folder) => listFiles(root, folder)).sort();
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function listFiles(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    return entry.isDirectory() ? listFiles(root, path) : [path];
  });
}
