// Fails on a link that leads nowhere: in the repository, and for what the package ships also in the package. And on a path
// that ARCHITECTURE.md or CONTRIBUTING.md names and that is not there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const LINK = /\]\(([^)\s]+)\)/g;
const CODE = /`([^`\n]+)`/g;
/** What in code is meant as a path of this repository. */
const PATH =
  /^(?:src|conformance|scripts|openapi|fixtures|bench|decisions|\.ci)(?:\/[\w.*-]+)*\/?$|^[\w.-]+\.(?:mjs|json|md)$/;
const HOME = 'https://github.com/pagewright/pagewright/';
const WITH_PATHS = ['ARCHITECTURE.md', 'CONTRIBUTING.md'];

const root = fileURLToPath(new URL('..', import.meta.url));
const { files: shipped } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const documents = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.md') && !/(?:^|\/)(?:node_modules|dist[^/]*|\.\w+)\//.test(path));

/** @type {string[]} */
const problems = [];
for (const document of documents) {
  const text = readFileSync(root + document, 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
  for (const [, link = ''] of text.matchAll(LINK)) checkLink(document, link);
  if (!WITH_PATHS.includes(document)) continue;
  for (const [, code = ''] of text.matchAll(CODE)) {
    if (PATH.test(code) && !isThere(code)) problems.push(`${document}: ${code} does not exist`);
  }
}
for (const problem of problems) console.error(problem);
console.log(`${documents.length} documents, ${problems.length} problems`);
process.exitCode = problems.length === 0 && documents.length > 0 ? 0 : 1;

/**
 * @param {string} document
 * @param {string} link
 */
function checkLink(document, link) {
  const inRepository = /^https:\/\/github\.com\/pagewright\/pagewright\/(?:blob|tree)\/main\/([^#]+)/.exec(link)?.[1];
  if (inRepository === undefined && (/^[a-z]+:/.test(link) || link.startsWith('#'))) return;
  const [path = ''] = (inRepository ?? posix.join(posix.dirname(document), link)).split('#');
  if (!isThere(path)) problems.push(`${document}: ${link} leads to no file`);
  else if (inRepository === undefined && isShipped(document) && !isShipped(path))
    problems.push(`${document} is in the package and ${path} is not; link to ${HOME}blob/main/${path}`);
}

/** @param {string} path */
function isShipped(path) {
  return ['README.md', 'LICENSE', 'package.json', ...shipped].some((one) => path === one || path.startsWith(`${one}/`));
}

/**
 * @param {string} path - may contain `*`
 * @param {string} [folder]
 * @returns {boolean}
 */
function isThere(path, folder = root) {
  const [name = '', ...rest] = path.replace(/\/$/, '').split('/');
  if (!name.includes('*')) {
    const found = `${folder}/${name}`;
    return existsSync(found) && (rest.length === 0 || isThere(rest.join('/'), found));
  }
  const pattern = new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  return readdirSync(folder).some((entry) => {
    return pattern.test(entry) && (rest.length === 0 || isThere(rest.join('/'), `${folder}/${entry}`));
  });
}
