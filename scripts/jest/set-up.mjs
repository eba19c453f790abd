// What Jest calls before the first suite: what all suites need is made once.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import parseOwnFiles from '../parse-own-files.mjs';
import { CONSOLE_FOLDER, listSourceFiles, SOURCE_FOLDERS } from '../source-files.mjs';
import { makeTemporaryFolder } from './temporary-folder.mjs';
import { keepJavaScript } from './typescript.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

export default async function setUp() {
  makeTemporaryFolder();
  const files = listSourceFiles(root, [...SOURCE_FOLDERS, CONSOLE_FOLDER]).filter((path) => path.endsWith('.ts'));
  await Promise.all([parseOwnFiles(), keepJavaScript(files.map((path) => join(root, path)))]);
}
