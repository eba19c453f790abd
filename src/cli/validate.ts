import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import type { Contract } from '../contract/contract.ts';
import { PagewrightError, type Problem } from '../contract/error.ts';
import { pageStyleOf } from '../contract/page-parameters.ts';
import { countNoun } from '../contract/text.ts';
import type { RowFindings } from '../dataset/row-problems.ts';
import { confidenceOf } from '../recognition/guesses.ts';
import { loadLists, type UsableGuesses } from '../recognition/load-lists.ts';
import { addDocumentOptions, resolveContract } from './contract-files.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { explainSummary, type ListSummary, summarizeList } from './list-summary.ts';
import type { Terminal } from './terminal.ts';
import { createPaint, describeShape, formatTable, PAGE_STYLES, type Paint } from './text.ts';

const EXAMPLES = `
Prints every problem as file:line:column, and warnings of what is wrong in the file and no list needs, the first of each kind (all
of them with --json). The exit code is 1 if there are problems. Explains what it read of each list; of a document without blocks,
what was guessed.

Examples:
  pagewright validate openapi/orders.yaml
  pagewright validate openapi/*.yaml
  pagewright validate vendor.yaml --overlay pages.yaml
  pagewright validate openapi/orders.yaml --json | jq '.[].lists[].style'
`;

interface ValidateFlags {
  readonly allow?: readonly string[];
  readonly overlay?: string;
  readonly json?: boolean;
}

export function createValidateCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = new Command('validate')
    .description('validate contract files')
    .argument('<file...>', 'contract files');
  return addDocumentOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (files: readonly string[], flags: ValidateFlags) => {
      // Rows take longer to load than most commands take to run.
      const [{ findRowProblems }, { findDemoProblems }] = await Promise.all([
        import('../dataset/row-problems.ts'),
        import('../server/demos/demo-file.ts'),
      ]);
      const find = (contract: Contract): RowFindings => {
        const { errors, warnings } = findRowProblems(contract);
        return { errors: [...errors, ...findDemoProblems(contract)], warnings };
      };
      const results = files.map((file) => validate(file, flags, terminal.cwd, find));
      const paint = createPaint(terminal);
      terminal.stdout.write(
        flags.json
          ? `${JSON.stringify(results.map(toJson), undefined, 2)}\n`
          : results.map((result) => formatResult(result, terminal.cwd, paint)).join(''),
      );
      finish(results.every(({ problems }) => problems.length === 0) ? EXIT_CODES.success : EXIT_CODES.failure);
    });
}

/** What there is to say of a file. */
interface Result {
  /** As it was named. */
  readonly name: string;
  readonly path: string;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly contracts: readonly Contract[];
  readonly guesses?: UsableGuesses;
}

function validate(
  name: string,
  { allow = [], overlay }: ValidateFlags,
  cwd: string,
  findRowProblems: (contract: Contract) => RowFindings,
): Result {
  const path = resolveContract(name, cwd);
  const warnings: Problem[] = [];
  const options = {
    allow: allow.map((folder) => resolve(cwd, folder)),
    overlay: overlay === undefined ? undefined : resolve(cwd, overlay),
    warn: (problem: Problem) => warnings.push(problem),
  };
  try {
    const loaded = loadLists(path, options);
    const found = loaded.contracts.map((contract) => ({ contract, findings: findRowProblems(contract) }));
    for (const { findings } of found) warnings.push(...findings.warnings);
    const problems = found.flatMap(({ findings }) => findings.errors);
    const common = { name, path, warnings: unique(warnings) };
    if (loaded.guesses === undefined) return { ...common, problems, contracts: loaded.contracts };
    // As when it is served: a guess that is of no use is left out.
    const useless = new Map(found.map(({ contract, findings }) => [contract, findings.errors[0]?.message]));
    const lists = loaded.guesses.lists.filter(({ contract }) => useless.get(contract) === undefined);
    const left = loaded.guesses.lists.flatMap(({ list, contract }) => {
      const reason = useless.get(contract);
      return reason === undefined ? [] : [{ list, reason }];
    });
    return {
      ...common,
      problems: lists.length === 0 ? problems : [],
      contracts: lists.map(({ contract }) => contract),
      guesses: { lists, others: [...loaded.guesses.others, ...left] },
    };
  } catch (error) {
    if (!(error instanceof PagewrightError && error.code === 'invalid-contract')) throw error;
    return { name, path, problems: error.problems, warnings: unique(warnings), contracts: [] };
  }
}

/** Lists of a document share what is wrong; it is told in the order of the files. */
function unique(problems: readonly Problem[]): readonly Problem[] {
  const different = [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
  const files = [...new Set(different.map(({ file }) => file))];
  return different.sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}

/** Of warnings of one kind, as a vendor's tool makes them by the dozen, so many are told in full. */
const MAX_ALIKE = 3;

/** @returns by what they begin with: `Unresolved $ref` */
function groupByKind(warnings: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  const groups = new Map<string, Problem[]>();
  for (const warning of warnings) {
    const kind = warning.message.split(/[\s:]+/, 2).join(' ');
    groups.set(kind, [...(groups.get(kind) ?? []), warning]);
  }
  return groups;
}

/** More lists than this are told in a line each. */
const MAX_EXPLAINED = 8;

function formatResult(result: Result, cwd: string, paint: Paint): string {
  const { name, path, problems, warnings, contracts, guesses } = result;
  const place = ({ file, line, column, message }: Problem, kind = ''): string => {
    // The file that was named, by that name; another one that it refers to, as seen from here.
    const shown = file === path ? name : relative(cwd, file) || file;
    return `${shown}:${line}:${column} ${kind}${message}`;
  };
  const lines = [
    ...[...groupByKind(warnings)].flatMap(([kind, alike]) => {
      // The one that is left over is as short as the words that it is left over.
      const shown = alike.length > MAX_ALIKE + 1 ? alike.slice(0, MAX_ALIKE) : alike;
      const hidden = alike.length - shown.length;
      const rest = `${name}: Warning: … and ${hidden} more of “${kind}” (all of them with --json)`;
      return [...shown.map((warning) => place(warning, 'Warning: ')), ...(hidden === 0 ? [] : [rest])];
    }),
    ...problems.map((problem) => place(problem)),
  ];
  if (problems.length === 0) {
    const verdict = guesses === undefined ? 'valid' : 'valid, without a block; guessed';
    const shapes = contracts.map(({ id, page }) => `${id} (${PAGE_STYLES[pageStyleOf(page)]})`);
    const named = shapes.length <= MAX_EXPLAINED ? shapes.join(', ') : String(shapes.length);
    lines.push(`${name}: ${verdict}. Lists: ${named}`, ...explain(result, paint));
  }
  return lines.map((line) => `${line}\n`).join('');
}

function explain({ name, contracts, guesses }: Result, paint: Paint): readonly string[] {
  const summaries = contracts.map(summarizeList);
  const isShort = summaries.length <= MAX_EXPLAINED;
  const lists = isShort ? summaries.flatMap((summary) => ['', ...explainList(summary, paint)]) : [];
  if (guesses === undefined)
    return isShort ? lists : formatTable(summaries.map(describeBriefly)).map((line) => `  ${line}`);
  const shapes = guesses.lists.map((guess) => {
    const doubts = guess.doubts.length === 0 ? '' : `; not known: ${guess.doubts.join(', ')}`;
    return `  ${guess.contract.id}  ${describeShape(guess.list)} (${confidenceOf(guess)}${doubts})`;
  });
  const others = guesses.others.map(({ list: { operation }, reason }) => {
    return `  ${operation.method.toUpperCase()} ${operation.path}  ${reason}`;
  });
  return [
    ...lists,
    '',
    paint.bold('Guessed'),
    ...shapes,
    ...(others.length === 0
      ? []
      : ['', paint.bold(`${countNoun(others.length, 'other list')}, left to Prism`), ...others]),
    '',
    `Pin the guesses, with the evidence for each: pagewright init ${name}`,
  ];
}

function describeBriefly({ id, style, method, path }: ListSummary): readonly string[] {
  return [id, PAGE_STYLES[style], `${method} ${path}`];
}

function explainList(summary: ListSummary, paint: Paint): readonly string[] {
  const lines = explainSummary(summary).map(([label, text]) => `    ${label.padEnd(8)}  ${text}`);
  return [`  ${paint.bold(summary.id)}  ${summary.method} ${summary.path}`, ...lines];
}

function toJson({ name, problems, warnings, contracts, guesses }: Result): unknown {
  const guessOf = (contract: Contract): object => {
    const guess = guesses?.lists.find((one) => one.contract === contract);
    if (guess === undefined) return {};
    const notes = guess.notes.map(({ at, confidence, evidence }) => ({ entry: at.join('.'), confidence, evidence }));
    return { guess: { confidence: confidenceOf(guess), doubts: guess.doubts, entries: notes } };
  };
  return {
    file: name,
    valid: problems.length === 0,
    problems,
    warnings,
    guessed: guesses !== undefined,
    lists: contracts.map((contract) => ({ ...summarizeList(contract), ...guessOf(contract) })),
    ...(guesses !== undefined && {
      others: guesses.others.map(({ list: { operation }, reason }) => ({
        method: operation.method.toUpperCase(),
        path: operation.path,
        reason,
      })),
    }),
  };
}
