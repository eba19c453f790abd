import type { At, Codes, Fill, Numbers, Test } from './producer.ts';

/** Fills an array with codes, by a loop of their own if they have one. */
export function fillCodes({ fill, codeAt }: Codes, target: Uint16Array, first: number): void {
  if (fill !== undefined) fill(target, first);
  else fillByRow(codeAt, target, first);
}

export function fillNumbers({ fill, at }: Numbers, target: Float64Array, first: number): void {
  if (fill !== undefined) fill(target, first);
  else fillByRow(at, target, first);
}

export function fillTest({ fill, at }: Test, target: Uint8Array, first: number): void {
  if (fill !== undefined) fill(target, first);
  else for (let index = 0; index < target.length; index++) target[index] = Number(at(first + index, 0, first + index));
}

/** Fills an array by one call for each row. */
export function fillByRow(at: At<number>, target: Uint16Array | Float64Array, first: number): void {
  for (let index = 0; index < target.length; index++) target[index] = at(first + index, 0, first + index);
}

/** Fills an array with codes that follow from those of another field. */
export function fillThrough(base: Codes, translate: (codes: Uint16Array, first: number) => void): Fill<Uint16Array> {
  return (target, first) => {
    fillCodes(base, target, first);
    translate(target, first);
  };
}

/** Fills an array from one source where a test holds, from another where it does not. */
export function fillSelected<Target extends Uint16Array | Float64Array>(
  test: Test,
  fillYes: Fill<Target>,
  fillNo: Fill<Target>,
): Fill<Target> {
  return (target, first) => {
    const holds = new Uint8Array(target.length);
    const others = target.slice() as Target;
    fillTest(test, holds, first);
    fillYes(target, first);
    fillNo(others, first);
    for (let index = 0; index < target.length; index++) {
      if (holds[index] === 0) target[index] = others[index] as number;
    }
  };
}
