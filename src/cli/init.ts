import { existsSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, relative, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { isObject } from '../contract/json-pointer.ts';
import { openDocument } from '../contract/load-contracts.ts';
import type { SourceDocument } from '../contract/source-document.ts';
import { countNoun } from '../contract/text.ts';
import type { GuessedList, Guesses } from '../recognition/guesses.ts';
import { usageError } from './errors.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { collectHeader, collectParameter, collectText, parseRate, parseWhole } from './flags.ts';
import type { LiveFlags, LiveReport } from './live-lists.ts';
import type { Terminal } from './terminal.ts';
import { createPaint, describeShape, type Paint } from './text.ts';

const EXAMPLES = `
Recognises the lists of an OpenAPI document by its names, types, descriptions and examples, and by the extensions
x-speakeasy-pagination, x-fern-pagination and x-ms-pageable. Writes a block for each, every guess with its evidence and how sure it
is. The document stays as it is: what is written stands beside it, where serve, validate and check find it.

--from-url sends about ten GET requests for each list, at most 100, to learn from a server how the last page looks, where numbers
begin, the default and maximum page size, and the order. In headers and the URL, $NAME and \${NAME} are replaced by environment
variables.

Examples:
  pagewright init orders.yaml                      writes orders.overlay.yaml, an OpenAPI Overlay document
  pagewright init orders.yaml --format blocks      writes orders.pagewright.yaml: blocks by operationId, with defaults for all
  pagewright init orders.yaml --out -              prints it
  pagewright init orders.yaml --from-url https://staging.example --header 'Authorization: Bearer $TOKEN' --path-param shop=7
`;

interface InitFlags extends LiveFlags {
  readonly out?: string;
  readonly format?: Format;
  readonly operation?: readonly string[];
  readonly allow?: readonly string[];
  readonly force?: boolean;
  readonly json?: boolean;
}

export function createInitCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  return new Command('init')
    .description('write the blocks of the lists that an OpenAPI document has')
    .argument('<file>', 'OpenAPI document')
    .option('--out <file>', 'file to write, or - for standard output (default: beside the document)')
    .addOption(
      new Option('--format <format>', 'an OpenAPI Overlay document, or blocks by operationId').choices([
        'overlay',
        'blocks',
      ]),
    )
    .option('--operation <id>', 'only this list, by operationId or "GET /path"; repeatable', collectText)
    .option('--from-url <url>', 'URL of a server to learn from, with its path prefix')
    .option('--header <header>', "'Name: value' to send with every request; repeatable", collectHeader)
    .option('--path-param <pair>', 'name=value of a path parameter; repeatable', collectParameter)
    .option('--max-requests <number>', 'maximum number of requests (default: 100)', parseWhole)
    .option('--rate <number>', 'requests per second, for example 5/s (default: 5/s)', parseRate)
    .option('--allow <folder>', 'folder outside its own that the document may refer to; repeatable', collectText)
    .option('--force', 'replace the file if it exists')
    .option('--json', 'print what was guessed as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, flags: InitFlags) => {
      finish(await init(file, flags, terminal));
    });
}

/** @returns the exit code */
async function init(name: string, flags: InitFlags, terminal: Terminal): Promise<number> {
  const file = resolve(terminal.cwd, name);
  if (!existsSync(file)) throw usageError(`File not found: ${name}`);
  const { guesses, title, format } = await guess(file, flags, terminal.cwd);
  const target = chooseTarget(file, format, flags, terminal.cwd);
  const live = flags.fromUrl === undefined ? undefined : await learnAll(guesses, flags, terminal);
  const known: Guesses = live === undefined ? guesses : { ...guesses, lists: live.lists };
  const written = known.lists.length === 0 ? undefined : await write(known, { file, target, title, format }, terminal);
  if (flags.json) terminal.stdout.write(`${JSON.stringify(toJson(known, written, live), undefined, 2)}\n`);
  else if (target !== '-') {
    const screen = { name, guesses: known, live, written, loadsByItself: flags.out === undefined };
    terminal.stdout.write(formatScreen(screen, createPaint(terminal)));
  }
  return known.lists.length > 0 ? EXIT_CODES.success : EXIT_CODES.failure;
}

type Format = 'overlay' | 'blocks';

async function guess(
  file: string,
  flags: InitFlags,
  cwd: string,
): Promise<{ readonly guesses: Guesses; readonly title: string; readonly format: Format }> {
  const { guessUsable } = await import('../recognition/load-lists.ts');
  let hasReferences = false;
  const loaded = openDocument(file, {
    allow: (flags.allow ?? []).map((folder) => resolve(cwd, folder)),
    // What stands beside the document may be what is to be written anew.
    overlay: false,
    amend: (entry) => {
      hasReferences = hasPathReferences(entry);
      return entry;
    },
  });
  const info = loaded.document['info'] as { readonly title?: unknown } | undefined;
  return {
    guesses: choose(guessUsable(loaded), flags.operation),
    title: String(info?.title ?? basename(file)),
    format: flags.format ?? (hasReferences ? 'blocks' : 'overlay'),
  };
}

interface WriteSettings {
  readonly file: string;
  readonly target: string;
  readonly title: string;
  readonly format: Format;
}

/** @returns the file that was written, relative to the folder of the command; `undefined` for standard output */
async function write(
  guesses: Guesses,
  { file, target, title, format }: WriteSettings,
  { stdout, cwd }: Terminal,
): Promise<string | undefined> {
  const { writeBlockFile, writeOverlay } = await import('../recognition/written-blocks.ts');
  const document = target === '-' ? `./${basename(file)}` : toRelative(dirname(target), file);
  const text = (format === 'overlay' ? writeOverlay : writeBlockFile)(guesses, { document, title });
  if (target === '-') {
    stdout.write(text);
    return undefined;
  }
  writeFileSync(target, text);
  return toRelative(cwd, target).replace(/^\.\//, '');
}

async function learnAll(guesses: Guesses, flags: InitFlags, terminal: Terminal): Promise<LiveReport> {
  const { learnFromServer } = await import('./live-lists.ts');
  return learnFromServer(guesses.lists, flags, terminal);
}

function choose(guesses: Guesses, operations: readonly string[] | undefined): Guesses {
  if (operations === undefined) return guesses;
  const isChosen = ({ list: { operation } }: { readonly list: GuessedList['list'] }): boolean => {
    const names = [operation.operationId, `${operation.method.toUpperCase()} ${operation.path}`, operation.path];
    return operations.some((name) => names.includes(name));
  };
  return { lists: guesses.lists.filter(isChosen), others: guesses.others.filter(isChosen) };
}

/** An overlay finds nothing behind a reference, so such documents get blocks by operationId. */
function hasPathReferences({ value }: SourceDocument): boolean {
  const paths = isObject(value) && isObject(value['paths']) ? Object.values(value['paths']) : [];
  return paths.some((item) => isObject(item) && item['$ref'] !== undefined);
}

function chooseTarget(file: string, format: Format, { out, force }: InitFlags, cwd: string): string {
  if (out === '-') return out;
  const stem = file.slice(0, file.length - extname(file).length);
  const target =
    out === undefined ? `${stem}.${format === 'overlay' ? 'overlay' : 'pagewright'}.yaml` : resolve(cwd, out);
  if (target === file) throw usageError('Invalid --out: the document itself is not changed');
  if (existsSync(target) && force !== true) {
    throw usageError(
      `${toRelative(cwd, target)} exists already: pass --force to replace it, or --out for another file`,
    );
  }
  return target;
}

function toRelative(from: string, to: string): string {
  const path = relative(from, to).replaceAll('\\', '/');
  return path.startsWith('.') ? path : `./${path}`;
}

interface Screen {
  readonly name: string;
  readonly guesses: Guesses;
  readonly live: LiveReport | undefined;
  readonly written: string | undefined;
  /** Whether the file is found without being named. */
  readonly loadsByItself: boolean;
}

const MAX_EXAMPLES = 3;

function formatScreen({ name, guesses, live, written, loadsByItself }: Screen, paint: Paint): string {
  const { lists, others } = guesses;
  const groups = groupBy(lists, ({ list }) => describeShape(list));
  const blocks = [...groups]
    .toSorted((a, b) => b[1].length - a[1].length)
    .flatMap(([shape, members]) => {
      const names = members.slice(0, MAX_EXAMPLES).map(nameList);
      const more = members.length > MAX_EXAMPLES ? [`and ${members.length - MAX_EXAMPLES} more`] : [];
      return [
        `${paint.bold(String(members.length).padStart(4))}  ${shape}`,
        ...[...names, ...more].map((text) => `      ${paint.dim(text)}`),
      ];
    });
  const doubtful = lists.filter(({ doubts }) => doubts.length > 0);
  return [
    `${paint.bold(name)}: ${countNoun(lists.length + others.length, 'list')}, ${lists.length} with pages`,
    '',
    ...blocks,
    ...(doubtful.length > 0
      ? [
          '',
          paint.bold('Not sure of'),
          ...doubtful.map((guess) => `      ${nameList(guess)}: ${guess.doubts.join('; ')}`),
        ]
      : []),
    ...(others.length > 0 ? ['', paint.bold('Without a block'), ...describeOthers(others)] : []),
    ...(live === undefined
      ? []
      : [
          '',
          paint.bold(`From the server, by ${countNoun(live.requests, 'request')}`),
          ...live.lines.map((line) => `      ${line}`),
        ]),
    '',
    written === undefined
      ? 'Nothing was written: no list with pages that has no block yet was recognised.'
      : `Wrote ${written}. Every guess in it has its evidence. Try it: pagewright serve ${name}${loadsByItself ? '' : ` --overlay ${written}`}`,
    '',
  ].join('\n');
}

function nameList({ list: { operation } }: { readonly list: GuessedList['list'] }): string {
  return `${operation.method.toUpperCase()} ${operation.path}`;
}

function groupBy<Value>(
  values: readonly Value[],
  name: (value: Value) => string,
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) groups.set(name(value), [...(groups.get(name(value)) ?? []), value]);
  return groups;
}

/** Grouped by reason, since most are alike. */
function describeOthers(others: Guesses['others']): readonly string[] {
  return [...groupBy(others, ({ reason }) => reason)].map(([reason, members]) => {
    const names = members.slice(0, MAX_EXAMPLES).map(nameList).join(', ');
    return `      ${names}${members.length > MAX_EXAMPLES ? ` and ${members.length - MAX_EXAMPLES} more` : ''}: ${reason}`;
  });
}

function toJson({ lists, others }: Guesses, written: string | undefined, live: LiveReport | undefined): unknown {
  return {
    written: written ?? null,
    lists: lists.map(({ list: { operation, paging, hint }, block, notes, doubts }) => ({
      operation: operation.operationId ?? null,
      method: operation.method.toUpperCase(),
      path: operation.path,
      style: paging.style,
      confidence: paging.confidence,
      source: hint?.source ?? null,
      block,
      guesses: notes.map(({ at, confidence, evidence }) => ({ entry: at.join('.'), confidence, evidence })),
      doubts,
    })),
    withoutBlock: others.map(({ list: { operation }, reason }) => ({
      operation: operation.operationId ?? null,
      method: operation.method.toUpperCase(),
      path: operation.path,
      reason,
    })),
    ...(live !== undefined && { server: { requests: live.requests, learned: live.lines } }),
  };
}
