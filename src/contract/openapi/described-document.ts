import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { type Problem, problemsError } from '../error.ts';
import { isObject } from '../json-pointer.ts';
import { readSourceDocument, type SourceDocument } from '../source-document.ts';
import { addBlocks, isBlockFile, readBlockFile } from './block-file.ts';
import { type LoadedDocument, type LoadOptions, loadDocument } from './load-document.ts';
import { applyOverlay, isOverlay } from './overlay.ts';

/** How a document is loaded that others may describe. */
export interface DescribeOptions extends LoadOptions {
  /** An Overlay document, or a file of blocks; by default those that stand beside the document; `false`: none. */
  readonly overlay?: string | false | undefined;
}

const EXTENSIONS = ['yaml', 'yml', 'json'];

/**
 * The files beside a document that describe its lists: `orders.overlay.yaml`, an OpenAPI Overlay document, and
 * `orders.pagewright.yaml`, blocks by operationId.
 *
 * @returns those that exist, in the order in which they are applied
 */
function findBeside(file: string): readonly string[] {
  const stem = file.slice(0, file.length - extname(file).length);
  const names = ['overlay', 'pagewright'].flatMap((kind) =>
    EXTENSIONS.map((extension) => `${stem}.${kind}.${extension}`),
  );
  return names.filter((name) => name !== file && existsSync(name));
}

/**
 * Loads an OpenAPI document with what describes it beside it.
 *
 * @param file - the document; or an overlay or file of blocks that says in `extends` which document it is for
 * @throws {PagewrightError} `invalid-contract` for mistakes in any of the files, with the line
 */
export function loadDescribedDocument(file: string, options: DescribeOptions = {}): LoadedDocument {
  const { overlay, ...others } = options;
  const own = mayDescribe(file) ? readSourceDocument(file) : undefined;
  const isDescription = own !== undefined && (isOverlay(own) || isBlockFile(own));
  const document = isDescription ? findExtended(own) : file;
  const beside = isDescription ? [own] : chooseDescriptions(file, overlay).map(readSourceDocument);
  const warnings: Problem[] = [];
  const loaded = loadDocument(document, {
    ...others,
    amend: (entry) => {
      const amended = others.amend?.(entry) ?? entry;
      return beside.filter(isOverlay).reduce((source, one) => {
        const overlaid = applyOverlay(source, one);
        warnings.push(...overlaid.warnings);
        return overlaid.source;
      }, amended);
    },
  });
  const described = beside
    .filter((one) => !isOverlay(one))
    .reduce((at, one) => addBlocks(at, readBlockFile(at.document, one)), loaded);
  return {
    ...described,
    get files() {
      return [...new Set([...described.files, ...beside.map((one) => one.file)])];
    },
    warnings: () => [...warnings, ...described.warnings()],
  };
}

function chooseDescriptions(file: string, overlay: DescribeOptions['overlay']): readonly string[] {
  if (overlay === false) return [];
  return overlay === undefined ? findBeside(file) : [overlay];
}

/** Documents of some MB are not read twice to find out that they are what most files are. */
function mayDescribe(file: string): boolean {
  if (/\.(?:overlay|pagewright)\.\w+$/.test(file)) return true;
  const start = readStart(file);
  return /^[\s{]*(?:#[^\n]*\n\s*)*["']?overlay["']?\s*:/.test(start);
}

function readStart(file: string): string {
  try {
    const handle = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(4096);
      return bytes.toString('utf8', 0, readSync(handle, bytes));
    } finally {
      closeSync(handle);
    }
  } catch {
    // Whoever reads the file says what is wrong with it.
    return '';
  }
}

function findExtended(description: SourceDocument): string {
  const { value, file } = description;
  const named = isObject(value) ? value['extends'] : undefined;
  const found = typeof named === 'string' ? resolve(dirname(file), named) : findByStem(file);
  if (found !== undefined && existsSync(found)) return found;
  const message =
    typeof named === 'string'
      ? `Invalid extends ${named}: must be the path of an OpenAPI document, from this file on`
      : 'Missing extends: must be the path of the OpenAPI document that this is for';
  throw problemsError('invalid-contract', [description.problemAt(['extends'], message)]);
}

/** `orders.yaml` for `orders.overlay.yaml`. */
function findByStem(file: string): string | undefined {
  const stem = file.replace(/\.(?:overlay|pagewright)\.\w+$/, '');
  if (stem === file) return undefined;
  return EXTENSIONS.map((extension) => `${stem}.${extension}`).find((name) => existsSync(name));
}
