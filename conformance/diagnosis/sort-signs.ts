import type { Contract, Field } from '../../src/contract/contract.ts';
import { type Comparable, compareComparables, readField, toComparable } from '../../src/contract/field-values.ts';
import type { Exchange } from '../client/exchange.ts';
import type { Item } from '../list/answer.ts';
import type { Evidence, Result } from '../result.ts';
import { readExchangeItems } from './page-rows.ts';

/** The order that rows should have had. */
interface Wanted {
  readonly field: Field;
  readonly direction: 1 | -1;
  /** Whether a client asked for it. */
  readonly isRequested: boolean;
}

/**
 * By what the rows are sorted that are not sorted as they should be.
 *
 * @param violated - the results of a run that are violated
 * @returns such as `sign sorted the other way`
 */
export function listSortSigns(contract: Contract, violated: readonly Result[]): readonly string[] {
  const signs = violated.flatMap(({ id, evidence }) => {
    const rule = id.slice(contract.id.length + 1);
    return evidence.flatMap((one) => {
      const wanted = readWanted(contract, rule, one);
      return wanted === undefined ? [] : describeEvidence(contract, wanted, one.exchanges);
    });
  });
  return [...new Set(signs)];
}

function readWanted(contract: Contract, rule: string, { expected }: Evidence): Wanted | undefined {
  const direction = String(expected).endsWith('descending') ? -1 : 1;
  if (rule.startsWith('order.default.')) {
    const [key] = contract.order.by;
    return key === undefined ? undefined : { field: key.field, direction: key.direction, isRequested: false };
  }
  const name = /^order\.by\.(.+)\.sorted$/.exec(rule)?.[1];
  const field = contract.order.parameter?.fields.get(name ?? '');
  return field === undefined ? undefined : { field, direction, isRequested: true };
}

function describeEvidence(contract: Contract, wanted: Wanted, exchanges: readonly Exchange[]): readonly string[] {
  const pages = exchanges.flatMap((exchange) => {
    const items = readExchangeItems(contract, exchange);
    return items === undefined || items.length < 2 ? [] : [items];
  });
  const all = pages.flat();
  if (all.length < 2) return [];
  const way = wanted.isRequested ? (wanted.direction === 1 ? 'ascending' : 'descending') : 'by default';
  const whole = readDirection(all, wanted.field, wanted.direction);
  if (whole === 'wrong') {
    const isById = ([1, -1] as const).some((direction) => readDirection(all, contract.identity, direction) === 'right');
    return [`sign sorted the other way ${way}`, ...(isById ? ['sign sorted by identity as well'] : [])];
  }
  const own = pages.map((page) => readDirection(page, wanted.field, wanted.direction));
  if (own.every((one) => one === 'right' || one === 'none') && own.includes('right'))
    return ['sign sorted within pages only'];
  if (own[0] === 'right' && own.length > 1) return ['sign sorted on the first page only'];
  return [describeOther(contract, wanted, pages)];
}

/** By what pages are sorted that are sorted neither as they should be nor the other way. */
function describeOther(contract: Contract, wanted: Wanted, pages: readonly (readonly Item[])[]): string {
  const isBy = (field: Field, direction: 1 | -1): boolean => {
    const own = pages.map((page) => readDirection(page, field, direction));
    return own.includes('right') && own.every((one) => one === 'right' || one === 'none');
  };
  const [usual] = contract.order.by;
  if (
    wanted.isRequested &&
    usual !== undefined &&
    usual.field.name !== wanted.field.name &&
    isBy(usual.field, usual.direction)
  ) {
    return 'sign sorted by default';
  }
  if (isBy(contract.identity, 1) || isBy(contract.identity, -1)) return 'sign sorted by identity';
  return pages.every((page) => listOtherFields(page, wanted).length > 0)
    ? 'sign sorted by another field'
    : 'sign not sorted';
}

/** Whether rows go up or down in a field as they should, the other way, both, or neither. */
function readDirection(items: readonly Item[], field: Field, direction: 1 | -1): 'right' | 'wrong' | 'mixed' | 'none' {
  const values = items
    .map((item) => toComparable(readField(item, field.path)[0], field.kind))
    .filter((value) => value !== null);
  return compareSteps(values, direction);
}

function compareSteps(values: readonly Comparable[], direction: 1 | -1): 'right' | 'wrong' | 'mixed' | 'none' {
  const steps = values
    .slice(1)
    .map((value, index) => direction * Math.sign(compareComparables(values[index] ?? null, value)));
  const [right, wrong] = [steps.includes(-1), steps.includes(1)];
  if (right && wrong) return 'mixed';
  if (right) return 'right';
  return wrong ? 'wrong' : 'none';
}

/** So few different values are in order by chance. */
const MIN_VALUES = 4;

function listOtherFields(items: readonly Item[], { field }: Wanted): readonly string[] {
  const names = Object.keys(items[0] ?? {}).filter((name) => name !== field.name);
  return names.filter((name) => {
    const values = items
      .map((item) => item[name])
      .filter((value) => typeof value === 'string' || typeof value === 'number');
    if (new Set(values).size < MIN_VALUES) return false;
    const steps = compareSteps(values, 1);
    return steps === 'right' || steps === 'wrong';
  });
}
