import { PagewrightError } from '../contract/error.ts';
import { createWildcardTest, didYouMean } from '../contract/text.ts';

/** Which rules count. */
export interface RuleSelection {
  /** Only these: `read-once`, or with the contract, `orders.client.read-once`; `*` stands for any characters. All by default. */
  readonly only?: readonly string[] | undefined;
  /** All but these. */
  readonly except?: readonly string[] | undefined;
}

/**
 * Prepares the test of whether a rule counts.
 *
 * @param known - the ids of all rules, without their contract
 * @returns a function of the whole id of a result: `orders.client.read-once`
 * @throws {PagewrightError} `invalid-option` for a name that no rule has
 */
export function createRuleTest({ only, except }: RuleSelection, known: readonly string[]): (id: string) => boolean {
  const isWanted = only === undefined ? () => true : createMatcher('only', only, known);
  const isLeftOut = except === undefined ? () => false : createMatcher('except', except, known);
  return (id) => isWanted(id) && !isLeftOut(id);
}

function createMatcher(option: string, patterns: readonly string[], known: readonly string[]): (id: string) => boolean {
  if (!Array.isArray(patterns) || patterns.some((pattern) => typeof pattern !== 'string')) {
    throw new PagewrightError('invalid-option', `Invalid ${option}: must be a list of rules, such as ["read-once"]`);
  }
  const tests = patterns.map((pattern) => {
    const rule = pattern.split('.client.').at(-1) ?? pattern;
    const test = createWildcardTest(rule);
    if (!known.some(test)) {
      throw new PagewrightError('invalid-option', `Unknown rule ${pattern}${didYouMean(rule, known)}`);
    }
    return pattern.includes('.client.') ? createWildcardTest(pattern) : (id: string) => test(ruleOf(id));
  });
  return (id) => tests.some((test) => test(id));
}

/** The name of a rule, without its contract. */
function ruleOf(id: string): string {
  return id.split('.client.').at(-1) ?? id;
}
