import type fc from 'fast-check';
import type { Row } from '../../dataset/row-source.ts';
import type { ListCriteria } from './naive-list.ts';

export type Pair = readonly [name: string, value: string];

/** A query for a list, and what it means. */
export interface Inquiry extends ListCriteria {
  /** Filters and order. */
  readonly pairs: readonly Pair[];
  readonly headers?: Readonly<Record<string, string>>;
  /** The page size as it is sent; absent: not at all. */
  readonly size?: string;
  /** The page size as it is meant. */
  readonly limit: number;
}

/** What a test has to know of a vendor, beside the style of its pages. */
export interface Vendor {
  readonly id: string;
  readonly identity: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Values of the tenant's credential, by security scheme. */
  readonly credential: Readonly<Record<string, string>>;
  readonly sizeParameter: string;
  /** Fields that are not shown. */
  readonly hidden: readonly string[];
  readonly rows: fc.Arbitrary<Row>;
  readonly inquiries: fc.Arbitrary<Inquiry>;
  /** The fields of a row that can be set on another one without leaving it half changed. */
  changeable(row: Row): Row;
}

/** Texts that are easy to get wrong. Ordered, compared and escaped they are all different. */
export const AWKWARD_TEXTS: readonly string[] = [
  'a',
  'A',
  'b',
  'aa',
  'Ab',
  'ab',
  ' a',
  'a ',
  'a b',
  'a+b',
  'a%20b',
  'a&b=c',
  '%',
  '_',
  '*',
  '\\',
  '%%',
  'a_b',
  'a%b',
  'a\\b',
  'é',
  'É',
  'e\u0301',
  'ñandú',
  'Ñandú',
  'Ñ',
  'ж',
  'Ж',
  '日本',
  'שלום',
  '"',
  "'",
  '<b>',
  '#',
  ';',
  ',',
  '/',
  '?',
  '0',
  '-1',
  'null',
  'true',
  '\u0000',
  '\n',
  '\u2028',
  '\ufb01',
  '\uffff',
  '😀',
  '😁',
  '👩‍👧',
  '\u{10ffff}',
  'constructor',
  '__proto__',
];

/** The JSON of a row as a response has it. */
export function show(row: Row, hidden: readonly string[]): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !hidden.includes(name)));
}
