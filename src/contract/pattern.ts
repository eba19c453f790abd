import { createRequire } from 'node:module';
import { type Context, createContext, Script } from 'node:vm';
import type { AST } from '@eslint-community/regexpp';
import type { RE2JS } from 're2js';
import { type CharacterNode, type PatternSyntax, parsePattern, type Range, rangesOf } from './pattern-syntax.ts';

/** A `pattern` of a schema, ready to be held against texts of any origin. */
export interface Pattern {
  readonly source: string;
  /**
   * How it is matched. `linear`: in time that grows with the text and no faster. `guarded`: by JavaScript's own engine, which
   * is stopped when it takes too long, as it has a look-around or a back-reference that no linear engine knows. `invalid`: not
   * at all, as it is no regular expression.
   */
  readonly kind: 'linear' | 'guarded' | 'invalid';
  /** Whether it occurs in a text. An invalid pattern says nothing, so it fits every text; nor is a text refused that takes too long. */
  test(text: string): boolean;
}

const MAX_KNOWN = 2000;
const known = new Map<string, Pattern>();

/** The pattern of a source; parsed once. */
export function patternOf(source: string): Pattern {
  const found = known.get(source);
  if (found !== undefined) return found;
  if (known.size >= MAX_KNOWN) known.clear();
  const pattern = createPattern(source);
  known.set(source, pattern);
  return pattern;
}

/** What ajv needs to match the patterns of its schemas by this module. Nothing is parsed before a text is tested. */
export const patternEngine: { (source: string, flags: string): { test(text: string): boolean }; code: string } =
  Object.assign(
    (source: string) => ({
      test: (text: string): boolean => patternOf(source).test(text),
      toString: () => `/${source}/`,
    }),
    { code: 'patternEngine' },
  );

function createPattern(source: string): Pattern {
  const native = compileNative(source);
  const isSimple = native !== undefined && source.length <= MAX_SIMPLE && SIMPLE.test(source);
  let analyzed: Analysis | undefined;
  const analyze = (): Analysis => {
    analyzed ??= analyzePattern(source);
    return analyzed;
  };
  return {
    source,
    get kind() {
      return analyze().kind;
    },
    test: (text) =>
      native !== undefined && (isSimple || text.length <= SHORT) ? native.test(text) : analyze().test(text),
  };
}

/** Longer patterns are not looked at for being simple. */
const MAX_SIMPLE = 200;

/** So many characters are matched in no time, whatever the pattern. */
const SHORT = 10;

/**
 * Patterns of characters and classes with fixed counts, anchored, of which one at most is repeated at will: JavaScript's engine has
 * nothing to try twice, and no library has to be loaded to see it.
 */
const SIMPLE =
  /^\^(?:(?:[\w:@/ -]|\\[dw./]|\[[\w .:@/-]+\])(?:\{\d{1,3}\})?)*(?:\[[\w .:@/-]+\][+*])?(?:(?:[\w:@/ -]|\\[dw./]|\[[\w .:@/-]+\])(?:\{\d{1,3}\})?)*\$?$/;

function compileNative(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'u');
  } catch {
    return undefined;
  }
}

type Analysis = Pick<Pattern, 'kind' | 'test'>;

function analyzePattern(source: string): Analysis {
  const syntax = parsePattern(source);
  if (syntax === undefined) return { kind: 'invalid', test: () => true };
  if (isPlain(syntax)) {
    const expression = toRegExp(syntax);
    return { kind: 'linear', test: (text) => expression.test(text) };
  }
  const test = compileLinear(syntax);
  return test === undefined ? { kind: 'guarded', test: createGuardedTest(toRegExp(syntax)) } : { kind: 'linear', test };
}

function toRegExp({ text, isUnicode, ignoresCase }: PatternSyntax): RegExp {
  return new RegExp(text, `${isUnicode ? 'u' : ''}${ignoresCase ? 'i' : ''}`);
}

/**
 * Whether JavaScript's engine matches in linear time because there is nothing to try twice: anchored at the start, repeating
 * single characters only, no more than one of them a varying number of times.
 */
function isPlain({ alternatives }: PatternSyntax): boolean {
  return alternatives.every(({ elements: [first, ...rest] }) => {
    const repeated = rest.filter((element) => element.type === 'Quantifier');
    return (
      first?.type === 'Assertion' &&
      first.kind === 'start' &&
      rest.every((element) => isCharacter(element) || isEdge(element) || isRepeatedCharacter(element)) &&
      repeated.filter(({ min, max }) => min !== max).length <= 1
    );
  });
}

function isCharacter({ type }: AST.Element): boolean {
  return type === 'Character' || type === 'CharacterSet' || type === 'CharacterClass';
}

function isEdge(element: AST.Element): boolean {
  return element.type === 'Assertion' && (element.kind === 'start' || element.kind === 'end');
}

function isRepeatedCharacter(element: AST.Element): boolean {
  return element.type === 'Quantifier' && isCharacter(element.element) && element.min <= MAX_REPEAT;
}

/** Thrown on the way into the linear engine's language by what it has no word for. */
class Inexpressible extends Error {}

let engine: typeof RE2JS | undefined;

function loadEngine(): typeof RE2JS {
  engine ??= (createRequire(import.meta.url)('re2js') as { readonly RE2JS: typeof RE2JS }).RE2JS;
  return engine;
}

/** A test by RE2; `undefined` for what RE2 cannot express. */
function compileLinear({ alternatives, ignoresCase }: PatternSyntax): ((text: string) => boolean) | undefined {
  try {
    const flags = ignoresCase ? loadEngine().CASE_INSENSITIVE : 0;
    const tests = splitLookarounds(alternatives).map(({ expression, negate }) => {
      const compiled = loadEngine().compile(expression, flags);
      return (text: string): boolean => compiled.test(text) !== negate;
    });
    return (text) => tests.every((test) => test(text));
  } catch (error) {
    // RE2's own errors have no common class; a pattern that it does not take is matched in the other way.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/**
 * `^(?=.*[A-Z])(?!-)…(?<!-)$`: look-arounds at the very ends see the whole text, so that each is an expression of its own.
 * All must hold.
 */
function splitLookarounds(
  alternatives: readonly AST.Alternative[],
): readonly { readonly expression: string; readonly negate: boolean }[] {
  const [only] = alternatives;
  if (alternatives.length !== 1 || only === undefined) {
    return [{ expression: writeAlternatives(alternatives), negate: false }];
  }
  const elements = [...only.elements];
  const aside: { expression: string; negate: boolean }[] = [];
  if (isStart(elements[0])) {
    while (isLook(elements[1], 'lookahead')) {
      const [look] = elements.splice(1, 1) as [AST.LookaheadAssertion];
      aside.push({ expression: `^(?:${writeAlternatives(look.alternatives)})`, negate: look.negate });
    }
  }
  if (isEnd(elements.at(-1))) {
    while (isLook(elements.at(-2), 'lookbehind')) {
      const [look] = elements.splice(-2, 1) as [AST.LookbehindAssertion];
      aside.push({ expression: `(?:${writeAlternatives(look.alternatives)})$`, negate: look.negate });
    }
  }
  return [{ expression: elements.map(writeElement).join(''), negate: false }, ...aside];
}

function isStart(element: AST.Element | undefined): boolean {
  return element?.type === 'Assertion' && element.kind === 'start';
}

function isEnd(element: AST.Element | undefined): boolean {
  return element?.type === 'Assertion' && element.kind === 'end';
}

function isLook(element: AST.Element | undefined, kind: 'lookahead' | 'lookbehind'): boolean {
  return element?.type === 'Assertion' && element.kind === kind;
}

function writeAlternatives(alternatives: readonly AST.Alternative[]): string {
  return alternatives.map(({ elements }) => elements.map(writeElement).join('')).join('|');
}

function writeElement(element: AST.Element): string {
  switch (element.type) {
    case 'Assertion':
      return writeAssertion(element);
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass':
      return writeCharacter(element);
    case 'Group':
      if (element.modifiers !== null) throw new Inexpressible();
      return `(?:${writeAlternatives(element.alternatives)})`;
    case 'CapturingGroup':
      return `(?:${writeAlternatives(element.alternatives)})`;
    case 'Quantifier':
      return writeQuantifier(element);
    default:
      throw new Inexpressible();
  }
}

function writeAssertion(assertion: AST.Assertion): string {
  switch (assertion.kind) {
    case 'start':
      return '^';
    case 'end':
      return '$';
    case 'word':
      return assertion.negate ? '\\B' : '\\b';
    default:
      throw new Inexpressible();
  }
}

/** RE2 repeats no more often than this, so that longer repetitions are written as several. */
const MAX_REPEAT = 1000;
const MAX_REPEATS = 20;

function writeQuantifier({ element, min, max }: AST.Quantifier): string {
  const inner = writeElement(element as AST.Element);
  const wrapped = `(?:${inner})`;
  if (min <= MAX_REPEAT && (max <= MAX_REPEAT || max === Infinity)) return wrapped + writeCount(min, max);
  const bound = max === Infinity ? min : max;
  if (bound > MAX_REPEAT * MAX_REPEATS) throw new Inexpressible();
  let written = '';
  for (let left = min; left > 0; left -= MAX_REPEAT) written += wrapped + writeCount(Math.min(left, MAX_REPEAT));
  if (max === Infinity) return `${written}${wrapped}*`;
  for (let left = max - min; left > 0; left -= MAX_REPEAT)
    written += wrapped + writeCount(0, Math.min(left, MAX_REPEAT));
  return written;
}

function writeCount(min: number, max: number = min): string {
  return max === Infinity ? `{${min},}` : `{${min},${max}}`;
}

function writeCharacter(node: CharacterNode): string {
  if (node.type === 'Character') return writeCode(node.value);
  if (node.type === 'CharacterSet' && node.kind === 'property') return writeProperty(node);
  if (node.type !== 'CharacterClass' || !hasProperty(node)) return writeRanges(rangesOf(node, () => []));
  if (node.unicodeSets) throw new Inexpressible();
  const parts = node.elements.map((element) =>
    element.type === 'CharacterSet' && element.kind === 'property'
      ? writeProperty(element)
      : rangesOf(element, () => [])
          .map(writeRange)
          .join(''),
  );
  return `[${node.negate ? '^' : ''}${parts.join('')}]`;
}

function hasProperty({ elements }: AST.CharacterClass): boolean {
  return elements.some((element) => element.type === 'CharacterSet' && element.kind === 'property');
}

function writeProperty({ key, value, negate }: AST.UnicodePropertyCharacterSet): string {
  return `\\${negate ? 'P' : 'p'}{${value ?? key}}`;
}

function writeRanges(ranges: readonly Range[]): string {
  return ranges.length === 0 ? '[^\\x{0}-\\x{10FFFF}]' : `[${ranges.map(writeRange).join('')}]`;
}

function writeRange([first, last]: Range): string {
  return first === last ? writeCode(first) : `${writeCode(first)}-${writeCode(last)}`;
}

function writeCode(code: number): string {
  return `\\x{${code.toString(16)}}`;
}

/** How long, in milliseconds, one match may take, and how often it may take longer before the pattern is given up. */
const PATIENCE = 50;
const MAX_TIMEOUTS = 3;
const MAX_ATTEMPTS = 10;

/** What the script sees. */
let context: Context | undefined;
let run: Script | undefined;

/** Matches by an engine that may take for ever, and stops it. */
function createGuardedTest(expression: RegExp): (text: string) => boolean {
  let timeouts = 0;
  return (text) => {
    if (text.length <= SHORT) return expression.test(text);
    if (timeouts >= MAX_TIMEOUTS) return true;
    const result = matchInTime(expression, text);
    if (result === undefined) timeouts += 1;
    return result ?? true;
  };
}

/** @returns `undefined` when it takes too long */
function matchInTime(expression: RegExp, text: string): boolean | undefined {
  run ??= new Script('expression.test(text)');
  context ??= createContext({});
  context['expression'] = expression;
  context['text'] = text;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const before = process.cpuUsage();
    try {
      return run.runInContext(context, { timeout: PATIENCE }) as boolean;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      const { user, system } = process.cpuUsage(before);
      // While other programs have the processor, time passes in which nothing is matched.
      if ((user + system) / 1000 > PATIENCE / 2) return undefined;
    }
  }
  return undefined;
}
