import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DEVIATIONS } from '../../alter/deviations/catalogue.ts';
import { parseFault } from '../../alter/faults/parse.ts';
import type { Contract } from '../../contract/contract.ts';
import { PagewrightError, type Problem, problemsError } from '../../contract/error.ts';
import { parseSourceDocument, readText } from '../../contract/source-document.ts';
import { didYouMean, joinNames } from '../../contract/text.ts';
import {
  below,
  defaultDirectories,
  findScenarioFiles,
  isMap,
  type Part,
  problemOf,
  scenarioName,
  unknownKeys,
} from '../../dataset/scenarios/scenario-files.ts';
import { readClockChange } from '../control/clock.ts';
import { readGrease } from '../options.ts';
import { readDuration, readTime } from '../times.ts';
import { DEMO_SUBJECTS, type Demo, type DemoStep } from './demo.ts';

const ACTIONS = [
  'reset',
  'scenario',
  'clock',
  'fault',
  'grease',
  'deviation',
  'add',
  'change',
  'remove',
  'move',
  'request',
];
const EXPECTATIONS = ['status', 'rows', 'total', 'says', 'twice', 'never'];

/** The demos of a contract, by their names, in alphabetical order: `fixtures/<contract>/demos/*.yaml`. */
export function findDemoFiles(contract: Contract): ReadonlyMap<string, string> {
  const folders = defaultDirectories(contract).map((folder) => join(folder, contract.id, 'demos'));
  const files = folders.filter(existsSync).flatMap((folder) => {
    return readdirSync(folder).map((name) => [scenarioName(name), join(folder, name)] as const);
  });
  return new Map(files.filter(([, file]) => /\.ya?ml$/.test(file)).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * Finds what is wrong with the demos of a contract.
 *
 * @returns problems with file and line
 */
export function findDemoProblems(contract: Contract): readonly Problem[] {
  return [...findDemoFiles(contract)].flatMap(([name, file]) => {
    try {
      readDemo(contract, name, { text: readText(file), file });
      return [];
    } catch (error) {
      if (error instanceof PagewrightError && error.problems.length > 0) return error.problems;
      throw error;
    }
  });
}

/**
 * Reads a demo.
 *
 * @param given - YAML or JSON, and the file that it is from, for messages
 * @throws {PagewrightError} `invalid-demo` with all problems, each with its line; `invalid-contract` for what is no YAML
 */
export function readDemo(
  contract: Contract,
  name: string,
  given: { readonly text: string; readonly file: string },
): Demo {
  const source = parseSourceDocument(given.text, given.file);
  const whole: Part = { value: source.value, source, path: [] };
  const problems = isMap(source.value)
    ? checkDemo(contract, whole)
    : [problemOf(whole, 'must be a demo: an object with title, scenario and steps')];
  if (problems.length > 0) throw problemsError('invalid-demo', problems);
  const { title, scenario, steps } = source.value as { title: string; scenario?: string; steps: readonly RawStep[] };
  return {
    contract: contract.id,
    name,
    title,
    ...(scenario !== undefined && { scenario }),
    steps: steps.map((step) => ({ ...step, do: step.do ?? [], show: step.show ?? 'strip' })),
  };
}

type RawStep = Omit<DemoStep, 'do' | 'show'> & Partial<Pick<DemoStep, 'do' | 'show'>>;

function checkDemo(contract: Contract, demo: Part): readonly Problem[] {
  const steps = below(demo, 'steps');
  const list = Array.isArray(steps.value) ? steps.value : [];
  return [
    ...unknownKeys(demo, ['title', 'scenario', 'steps']),
    ...checkText(below(demo, 'title')),
    ...checkScenario(contract, below(demo, 'scenario'), true),
    ...(list.length > 0 ? [] : [problemOf(steps, 'must be a list of at least one step')]),
    ...list.flatMap((_, index) => checkStep(contract, below(steps, index))),
  ];
}

function checkStep(contract: Contract, step: Part): readonly Problem[] {
  if (!isMap(step.value)) return [problemOf(step, 'must be a step: an object with title, text, do, show, expect')];
  const actions = below(step, 'do');
  const show = below(step, 'show');
  const isStage = show.value === undefined || DEMO_SUBJECTS.some((name) => name === show.value);
  const isList = actions.value === undefined || Array.isArray(actions.value);
  return [
    ...unknownKeys(step, ['title', 'text', 'do', 'show', 'expect']),
    ...checkText(below(step, 'title')),
    ...checkText(below(step, 'text')),
    ...(isStage ? [] : [problemOf(show, `must be ${joinNames(DEMO_SUBJECTS, 'or')}`)]),
    ...(isList ? [] : [problemOf(actions, 'must be a list of actions')]),
    ...((isList ? (actions.value as readonly unknown[] | undefined) : []) ?? []).flatMap((_, index) => {
      return checkAction(contract, below(actions, index));
    }),
    ...checkExpectation(below(step, 'expect')),
  ];
}

function checkText(part: Part): readonly Problem[] {
  const isText = typeof part.value === 'string' && part.value.trim() !== '';
  return isText ? [] : [problemOf(part, 'must be a text that is not empty')];
}

function checkScenario(contract: Contract, part: Part, isOptional = false): readonly Problem[] {
  if (part.value === undefined && isOptional) return [];
  const known = [...findScenarioFiles(contract, defaultDirectories(contract)).keys()];
  if (known.includes(String(part.value))) return [];
  return [problemOf(part, `unknown scenario ${String(part.value)}${didYouMean(String(part.value), known)}`)];
}

function checkExpectation(part: Part): readonly Problem[] {
  if (part.value === undefined) return [];
  if (!isMap(part.value)) return [problemOf(part, `must be an object with ${EXPECTATIONS.join(', ')}`)];
  const wrong = Object.entries(part.value).flatMap(([name, value]) => {
    if (!EXPECTATIONS.includes(name)) return [];
    const isRight = name === 'says' ? typeof value === 'string' : Number.isInteger(value);
    return isRight ? [] : [problemOf(below(part, name), `must be ${name === 'says' ? 'a text' : 'a whole number'}`)];
  });
  return [...unknownKeys(part, EXPECTATIONS), ...wrong];
}

function checkAction(contract: Contract, action: Part): readonly Problem[] {
  const names = isMap(action.value) ? Object.keys(action.value).filter((name) => name !== 'as') : [];
  const [name = '', ...others] = names;
  if (name === '' || others.length > 0) {
    return [problemOf(action, `must be one action: an object with one of ${ACTIONS.join(', ')}`)];
  }
  const part = below(action, name);
  const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof typeof CHECKS] : undefined;
  if (check === undefined) return [problemOf(part, `unknown action ${name}${didYouMean(name, ACTIONS)}`)];
  const as = below(action, 'as');
  const isCaller = as.value === undefined || (name === 'request' && typeof as.value === 'string');
  return [
    ...check(contract, part),
    ...(isCaller ? [] : [problemOf(as, 'must be the name of a credential, beside a request')]),
  ];
}

type ActionCheck = (contract: Contract, part: Part) => readonly Problem[];

const checkRowName: ActionCheck = (_, part) => {
  const isName = typeof part.value === 'string' || typeof part.value === 'number';
  return isName ? [] : [problemOf(part, 'must be the identity of a row')];
};

const checkFields: ActionCheck = (_, part) => {
  return isMap(part.value) ? [] : [problemOf(part, 'must be an object with fields of a row')];
};

const CHECKS: Readonly<Record<string, ActionCheck>> = {
  reset: (_, part) => (part.value === true ? [] : [problemOf(part, 'must be true')]),
  scenario: (contract, part) => checkScenario(contract, part),
  clock: (_, part) => {
    if (!isMap(part.value)) return [problemOf(part, 'must be an object with advance, set or frozen')];
    const { value } = part;
    return attempt(part, () => {
      const { advance, set } = readClockChange(value);
      if (advance !== undefined) readDuration(advance, 'advance');
      if (set !== undefined) readTime('set', set);
    });
  },
  fault: (_, part) => (part.value === null ? [] : attempt(part, () => parseFault(part.value))),
  grease: (_, part) => {
    if (part.value === null || part.value === true) return [];
    if (!isMap(part.value)) return [problemOf(part, 'must be true, null or an object with seed and features')];
    const { value } = part;
    const { features } = value;
    const isList =
      features === undefined || (Array.isArray(features) && features.every((one) => typeof one === 'string'));
    if (!isList) return [problemOf(below(part, 'features'), 'must be a list of names')];
    return attempt(part, () => readGrease(value));
  },
  deviation: (contract, part) => {
    if (part.value === null) return [];
    const usable = DEVIATIONS.filter((one) => one.appliesTo(contract)).map((one) => one.name);
    const name = String(part.value);
    return usable.includes(name) ? [] : [problemOf(part, `unknown deviation ${name}${didYouMean(name, usable)}`)];
  },
  add: checkFields,
  change: (contract, part) =>
    isMap(part.value)
      ? [
          ...unknownKeys(part, ['row', 'set']),
          ...checkRowName(contract, below(part, 'row')),
          ...checkFields(contract, below(part, 'set')),
        ]
      : [problemOf(part, 'must be an object with row and set')],
  remove: checkRowName,
  move: (contract, part) => {
    if (!isMap(part.value)) return [problemOf(part, 'must be an object with name and row')];
    const name = String(part.value['name']);
    const known = [...contract.moves.keys()];
    const row = below(part, 'row');
    return [
      ...unknownKeys(part, ['name', 'row']),
      ...(known.includes(name)
        ? []
        : [problemOf(below(part, 'name'), `unknown move ${name}${didYouMean(name, known)}`)]),
      ...(row.value === undefined ? [] : checkRowName(contract, row)),
    ];
  },
  request: (_, part) => {
    const isRequest = typeof part.value === 'string' && (WORDS.includes(part.value) || part.value.includes('='));
    return isRequest ? [] : [problemOf(part, `must be ${joinNames([...WORDS, 'a query such as limit=20'], 'or')}`)];
  },
};

const WORDS = ['first', 'next', 'previous', 'again', 'walk'];

function attempt(part: Part, read: () => unknown): readonly Problem[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof PagewrightError)) throw error;
    return [problemOf(part, error.message.charAt(0).toLowerCase() + error.message.slice(1))];
  }
}
