import type { Field, Json, OperatorName, OrderKey, ValueKind } from '../../contract/contract.ts';
import type { Criterion, Operand } from '../../contract/criterion.ts';
import type { Row, RowSource } from '../../dataset/row-source.ts';
import { codePoint, fc } from '../../testing/properties.ts';
import type { Selection } from '../table.ts';
import { type ColumnForm, createMemorySource } from './memory-source.ts';
import { createMetaField, fields } from './sample-fields.ts';

const operators: readonly OperatorName[] = [
  'equals',
  'in',
  'contains',
  'startsWith',
  'gt',
  'gte',
  'lt',
  'lte',
  'hasKey',
];

/** Few, so that rows tie and filters match: letters with several forms, code units that sort unlike code points, look-alikes. */
const texts: readonly string[] = [
  '',
  'a',
  'A',
  'ab',
  'a\u0000',
  'straße',
  'STRASSE',
  'ΣΑΣ',
  'σας',
  'İ',
  '😀',
  '\uffff',
  'þþþþþ',
  'aaaaaaaaa',
  'aaaaaaaab',
  '1',
  'true',
  'null',
  '__proto__',
  '","',
  '\n',
  '\ud800',
];
const instants: readonly string[] = [
  '2026-01-31T12:00:00Z',
  '2026-01-31T13:00:00+01:00',
  '2026-01-31',
  '2026-01-31 12:00:00.5',
  '1969-12-31T23:59:59.999999Z',
  'yesterday',
];

const text = fc.oneof(fc.constantFrom(...texts), fc.string({ unit: codePoint, maxLength: 12 }));
const number = fc.oneof(
  fc.constantFrom(0, -0, 1, 2, -1, 1.5, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 1 / 0, -1 / 0),
  fc.double({ noNaN: true }),
);
const instant = fc.constantFrom(...instants);
const meta = fc.dictionary(fc.constantFrom('color', 'size', '__proto__', 'a/b'), text, { maxKeys: 3 });

function orNone(value: fc.Arbitrary<Json>): fc.Arbitrary<Json | undefined> {
  return fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: fc.constantFrom(null, undefined) });
}

/** A row of the sample fields without an identity. */
export const namelessRow: fc.Arbitrary<Row> = fc
  .record({
    size: orNone(number),
    at: orNone(instant),
    open: orNone(fc.boolean()),
    name: orNone(fc.oneof(text, fc.constantFrom(1, true))),
    tags: orNone(fc.array(fc.oneof(text, fc.constant(null)), { maxLength: 3 })),
    contracts: orNone(fc.array(fc.record({ plan: text }), { maxLength: 3 })),
    meta: orNone(meta),
    secret: text,
  })
  .map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Row);

const anyField: fc.Arbitrary<Field> = fc.oneof(
  fc.constantFrom(...Object.values(fields)),
  fc.constantFrom('color', 'size', '__proto__', 'a/b', 'none').map(createMetaField),
);

const instantOperand = instant.map((spelling) => Date.parse(spelling));
const operands: Readonly<Record<ValueKind, fc.Arbitrary<Operand>>> = {
  string: text,
  number,
  instant: instantOperand,
  boolean: fc.boolean(),
};
const anyOperand: fc.Arbitrary<Operand> = fc.oneof(
  text,
  number,
  instant,
  instantOperand,
  fc.boolean(),
  fc.array(fc.oneof(text, instant, fc.constantFrom('0', '1', 'true')), { maxLength: 3 }),
  fc.constantFrom('color', 'size', 'id3', 'ID3'),
);

/** A criterion on some fields, most often with an operand that suits the first. */
function criterionOver(among: fc.Arbitrary<readonly [Field, ...Field[]]>): fc.Arbitrary<Criterion> {
  return among.chain((chosen) =>
    fc.record({
      fields: fc.constant(chosen),
      operator: fc.constantFrom(...operators),
      operand: fc.oneof(operands[chosen[0].kind], anyOperand),
      ignoreCase: fc.boolean(),
    }),
  );
}

export const criterion: fc.Arbitrary<Criterion> = criterionOver(
  fc.oneof(fc.tuple(anyField), fc.tuple(anyField, anyField)),
);

export function criterionOn(field: Field): fc.Arbitrary<Criterion> {
  return criterionOver(fc.constant([field]));
}

const orderKey: fc.Arbitrary<OrderKey> = fc.record({ field: anyField, direction: fc.constantFrom(1, -1) });

export const selection: fc.Arbitrary<Selection> = fc
  .record({
    criteria: fc.array(criterion, { maxLength: 2 }),
    by: fc.array(orderKey, { maxLength: 2 }),
    last: fc.constantFrom<1 | -1>(1, -1),
  })
  .map(({ criteria, by, last }) => ({ criteria, order: [...by, { field: fields.id, direction: last }] }));

const anyForm: readonly ColumnForm[] = ['dictionary', 'filledDictionary', 'values', 'find'];
const numericForm: readonly ColumnForm[] = [...anyForm, 'numbers', 'filledNumbers'];

/** Sources with the given rows in all, each with columns of any form. */
export function sourcesOf(rows: readonly Row[]): fc.Arbitrary<readonly RowSource[]> {
  return fc
    .record({ cuts: fc.array(fc.nat(rows.length), { maxLength: 2 }), forms: fc.infiniteStream(fc.nat()) })
    .map(({ cuts, forms }) => {
      const ends = [...cuts.sort((a, b) => a - b), rows.length];
      return ends.map((end, place) => {
        const chosen = new Map<string, ColumnForm>();
        const formOf = (field: Field): ColumnForm => {
          const among = field.kind === 'string' ? anyForm : numericForm;
          const form = chosen.get(field.name) ?? (among[(forms.next().value ?? 0) % among.length] as ColumnForm);
          chosen.set(field.name, form);
          return form;
        };
        return createMemorySource(rows.slice(ends[place - 1] ?? 0, end), formOf);
      });
    });
}
