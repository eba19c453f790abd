import { Command } from 'commander';
import type { BugExplanation, RequirementExplanation } from '../../conformance/index.ts';
import { explainRule, RULE_EXPLANATIONS, type RuleExplanation } from '../audit/rule-explanations.ts';
import { builtInContracts, loadContracts } from '../contract/load-contracts.ts';
import { didYouMean, toSentence } from '../contract/text.ts';
import { addDocumentOptions, type ListChoice, loadList } from './contract-files.ts';
import { usageError } from './errors.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';
import { createPaint } from './text.ts';

const EXAMPLES = `
Examples:
  pagewright explain ties-lost             what the bug is, how it comes about, and how it is mended
  pagewright explain walk.ties             what the requirement demands, and which bugs violate it
  pagewright explain walk.ties --contract orders.yaml
  pagewright explain read-once             a mistake of clients, which an audit finds
  pagewright explain --json | jq -r '.[].kind'   all kinds of bugs
`;

type Flags = ListChoice & { readonly contract?: string; readonly json?: boolean };

/** What is printed of one name. */
type Explanation =
  | (BugExplanation & { readonly bug?: BugOutline })
  | RequirementExplanation
  | BugOutline
  | ClientMistake;

/** A mistake of clients. */
interface ClientMistake {
  /** The rule of audits that it breaks. */
  readonly kind: string;
  readonly title: string;
  readonly demand: string;
  readonly practice: string;
  readonly remedy: string;
}

/** A bug or variation of the mock, as far as the mock itself tells. */
interface BugOutline {
  readonly name: string;
  readonly summary: string;
  readonly area: string;
}

export function createExplainCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const command = new Command('explain')
    .description('explain a kind of bug, a requirement or a rule for clients: how it comes about, and how it is mended')
    .argument(
      '[name]',
      'a cause or a deviation, such as ties-lost, or the id of a requirement or rule (default: all kinds)',
    )
    .option('--contract <file>', 'the contract of the requirement (default: the built-in contract that the id names)')
    .option('--operation <id>', 'the list, if the file describes several');
  return addDocumentOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string | undefined, flags: Flags) => {
      const { stdout } = terminal;
      const found = name === undefined ? await listKinds() : await explain(name, flags, terminal);
      if (flags.json) stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);
      else if (Array.isArray(found)) stdout.write(found.map((one) => formatLine(one, terminal)).join(''));
      else stdout.write(format(found as Explanation, terminal));
      finish(EXIT_CODES.success);
    });
}

async function listKinds(): Promise<readonly (BugExplanation | ClientMistake)[]> {
  const { explainBug, listBugNames } = await import('../../conformance/index.ts');
  const bugs = listBugNames().flatMap((name) => {
    const found = explainBug(name);
    return found?.kind === name ? [found] : [];
  });
  return [...bugs, ...RULE_EXPLANATIONS.map(describeMistake)];
}

function describeMistake({ id, mistake, what, comesAbout, mend }: RuleExplanation): ClientMistake {
  return { kind: id, title: mistake, demand: what, practice: comesAbout, remedy: mend };
}

async function explain(name: string, flags: Flags, { cwd }: Terminal): Promise<Explanation> {
  const { explainBug, explainRequirement, listBugNames, listRequirements } = await import('../../conformance/index.ts');
  const { DEVIATIONS } = await import('../alter/deviations/catalogue.ts');
  const deviation = DEVIATIONS.find((one) => one.name === name);
  const bug = deviation && { name, summary: deviation.summary, area: deviation.area };
  const kind = explainBug(name);
  if (kind !== undefined) return { ...kind, ...(bug !== undefined && { bug }) };
  if (bug !== undefined) return bug;
  const rule = explainRule(name);
  if (rule !== undefined) return describeMistake(rule);
  const contracts =
    flags.contract === undefined
      ? builtInContracts().flatMap((id) => loadContracts(id))
      : [loadList(flags.contract, flags, cwd)];
  for (const contract of contracts) {
    const requirement = explainRequirement(contract, name);
    if (requirement !== undefined) return requirement;
  }
  const ids = contracts.flatMap((contract) => listRequirements(contract).map(({ id }) => id));
  const bare = ids.map((id) => id.slice(id.indexOf('.') + 1));
  const known = [
    ...listBugNames(),
    ...DEVIATIONS.map((one) => one.name),
    ...RULE_EXPLANATIONS.map(({ id }) => id),
    ...ids,
    ...bare,
  ];
  const hint = flags.contract === undefined ? 'For a requirement of your own contract pass --contract.' : '';
  throw usageError(
    `Unknown bug, requirement or rule ${name}${didYouMean(name, new Set(known))}${hint === '' ? '' : `\n${hint}`}`,
  );
}

function formatLine({ kind, title }: Pick<BugExplanation, 'kind' | 'title'>, { stdout, env }: Terminal): string {
  const paint = createPaint({ stdout, env });
  return `${paint.accent(kind)}\n    ${title}\n`;
}

function format(found: Explanation, { stdout, env }: Terminal): string {
  const paint = createPaint({ stdout, env });
  if ('brokenBy' in found) {
    const { id, title, source, checks, unverifiable, brokenBy } = found;
    return [
      paint.bold(title),
      id + (source === undefined ? '' : ` · ${source}`),
      unverifiable === undefined ? `Checked by ${checks.join(', ')}.` : toSentence(unverifiable),
      ...(brokenBy.length === 0 ? [] : ['', 'Bugs that violate it, the most reliable first:']),
      ...brokenBy.flatMap((one) => ['', ...formatKind(one, paint.accent)]),
      '',
    ].join('\n');
  }
  if ('demand' in found) {
    const { kind, title, demand, practice, remedy } = found;
    return [
      `${paint.bold(kind)}: ${title}.`,
      `  What is right: ${demand}`,
      `  In practice: ${practice}`,
      `  Mended by: ${remedy}`,
      '',
    ].join('\n');
  }
  if (!('kind' in found)) return `${paint.bold(found.name)}\n${toSentence(found.summary)}\n`;
  const { bug } = found;
  const others = found.bugs.filter((name) => name !== bug?.name);
  return [
    ...(bug === undefined ? [] : [paint.bold(bug.name), toSentence(bug.summary), '']),
    ...formatKind(found, paint.bold),
    ...(others.length === 0 ? [] : [`  Known bugs of this kind: ${others.join(', ')}.`]),
    '',
  ].join('\n');
}

function formatKind(
  { kind, title, suspicion, practice, remedy }: BugExplanation,
  mark: (text: string) => string,
): string[] {
  return [
    `${mark(kind)}: ${title}.`,
    `  What is wrong: ${toSentence(suspicion)}`,
    `  In practice: ${practice}`,
    `  Mended by: ${remedy}`,
  ];
}
