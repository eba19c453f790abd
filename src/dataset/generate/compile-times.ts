import { notationOf } from '../hints/options.ts';
import { hashPlace, scaleHash, WHOLE } from '../random.ts';
import { epochForName, type TimeOf, timeForName } from '../texts/field-names.ts';
import type { Compiler } from './compiler.ts';
import { type InstantFormat, instantProducer } from './instants.ts';
import { fillByRow, type Producer } from './producer.ts';
import type { SchemaNode } from './schema-node.ts';

const YEAR_SECONDS = 365 * 24 * 3600;

/** Which part of the time from its thing's creation to now a time lies in, in thousandths. */
const SHARES: Readonly<Record<'creation' | 'change' | 'end', readonly [from: number, to: number]>> = {
  creation: [0, 0],
  change: [100, 600],
  end: [600, 1000],
};

/**
 * Instants within the last year. Those of one object belong together: what its name tells to be creation lies before changes,
 * and those lie before its end.
 */
export function compileTime(node: SchemaNode, compiler: Compiler): Producer {
  return timeProducer(node, compiler, { notation: notationOf(node), precision: 'seconds' });
}

/**
 * Instants as numbers, for fields whose name or example says that they are.
 *
 * @returns `undefined` for fields that are no instants, or cannot be within their bounds
 */
export function compileEpoch(node: SchemaNode, compiler: Compiler): Producer | undefined {
  const unit = epochUnit(node);
  if (unit === undefined) return undefined;
  const notation = unit === 'seconds' ? 'unix' : 'unix-ms';
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER, multipleOf = 1 } = node.schema.keywords;
  const scale = unit === 'seconds' ? 1 : 1000;
  const { now } = compiler.environment;
  const last = (now / 1000 + YEAR_SECONDS) * scale;
  const first = (now / 1000 - YEAR_SECONDS) * scale;
  const isWithin = Number(minimum) <= (timeForName(nameOf(node)) === 'birth' ? -2e9 : first) && Number(maximum) >= last;
  if (!isWithin || scale % Number(multipleOf) !== 0) return undefined;
  return timeProducer(node, compiler, { notation, precision: 'seconds' });
}

function nameOf({ path }: SchemaNode): string {
  return path.filter((segment) => segment !== '*').at(-1) ?? '';
}

/** Numbers of this size are seconds, or milliseconds, of this century. */
const SECONDS = [946_684_800, 4_102_444_800] as const;

type Unit = 'seconds' | 'milliseconds';

function epochUnit(node: SchemaNode): Unit | undefined {
  const { format, minimum, multipleOf = 1, exclusiveMinimum, exclusiveMaximum } = node.schema.keywords;
  if (exclusiveMinimum !== undefined || exclusiveMaximum !== undefined || multipleOf !== 1) return undefined;
  const named = epochForName(nameOf(node));
  const isFormat = /^(?:unix|epoch|timestamp)/.test(String(format));
  const shown = shownNumber(node);
  if (shown !== undefined) return unitOfExample(shown, nameOf(node), named !== undefined || isFormat);
  if (isFormat) return /ms|milli/.test(String(format)) ? 'milliseconds' : 'seconds';
  if (named === 'milliseconds' && format === 'int32') return undefined;
  return named === 'seconds' && Number(minimum) > SECONDS[1] ? 'milliseconds' : named;
}

function shownNumber({ schema: { keywords } }: SchemaNode): number | undefined {
  const { example, examples } = keywords;
  const shown: readonly unknown[] = [example, ...(Array.isArray(examples) ? (examples as unknown[]) : [])];
  return shown.find((value) => typeof value === 'number');
}

/** @param isTime - whether anything else says that the number is a time */
function unitOfExample(shown: number, name: string, isTime: boolean): Unit | undefined {
  const lies = (scale: number): boolean => shown >= SECONDS[0] * scale && shown <= SECONDS[1] * scale;
  if (lies(1000)) return isTime || /time|date|at$/i.test(name) ? 'milliseconds' : undefined;
  return lies(1) && isTime ? 'seconds' : undefined;
}

function timeProducer(node: SchemaNode, compiler: Compiler, format: InstantFormat): Producer {
  const { now, live } = compiler.environment;
  const kind = timeForName(nameOf(node)) ?? 'creation';
  const last = Math.floor(now / 1000);
  if (live !== undefined) {
    const at = (): number => Math.floor(live.now / 1000) + (kind === 'future' ? YEAR_SECONDS / 12 : 0);
    return instantProducer(format, { at }, { usesRow: true });
  }
  // A field without kin keeps a time of its own.
  const isKin = timeForName(nameOf(node)) !== undefined && node.parent !== undefined;
  const base = isKin ? compiler.keyOf(node.parent as SchemaNode, 'time') : compiler.keyOf(node);
  const own = compiler.keyOf(node, 'share');
  const at = (variant: number, element: number): number => {
    const created = last - scaleHash(hashPlace(base, variant, element), YEAR_SECONDS);
    return place(kind, created, last, hashPlace(own, variant, element));
  };
  return instantProducer(format, { at, fill: (target, first) => fillByRow(at, target, first) }, { usesRow: false });
}

function place(kind: TimeOf, created: number, last: number, hash: number): number {
  switch (kind) {
    case 'birth':
      return last - 20 * YEAR_SECONDS - scaleHash(hash, 50 * YEAR_SECONDS);
    case 'future':
      return last + scaleHash(hash, YEAR_SECONDS);
    default: {
      const [from, to] = SHARES[kind];
      return created + Math.floor(((last - created) * (from + (to - from) * (hash / WHOLE))) / 1000);
    }
  }
}
