import type { SchemaValidateFunction } from 'ajv';
import type { Ajv2020 } from 'ajv/dist/2020.js';

/** A number as it is written: `units` times ten to the power of minus `places`. */
export interface Decimal {
  readonly units: bigint;
  readonly places: number;
}

/** Reads a finite number as the decimal that JSON writes for it: 5.01 is 501 hundredths, whatever its bits are. */
export function toDecimal(value: number): Decimal {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const units = BigInt(`${sign}${whole}${fraction}`);
  const places = fraction.length - Number(exponent);
  return places >= 0 ? { units, places } : { units: units * 10n ** BigInt(-places), places: 0 };
}

/** The units of a decimal when it is written with more places. */
export function scaleTo({ units, places }: Decimal, more: number): bigint {
  return units * 10n ** BigInt(more - places);
}

/** The number that so many units are. */
export function fromDecimal({ units, places }: Decimal): number {
  return Number(places === 0 ? units : `${units}e-${places}`);
}

/** Whether a number is a multiple of another by the rules of decimal arithmetic: 5.01 is one of 0.01. */
export function isMultipleOf(value: number, step: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(step)) return value % step === 0;
  if (!Number.isFinite(value) || !(step > 0)) return false;
  const [dividend, divisor] = [toDecimal(value), toDecimal(step)];
  const places = Math.max(dividend.places, divisor.places);
  return scaleTo(dividend, places) % scaleTo(divisor, places) === 0n;
}

/** Makes an ajv calculate `multipleOf` in decimals, where its own arithmetic finds that 5.01 is no multiple of 0.01. */
export function useDecimals(ajv: Ajv2020): void {
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    compile: (step: number) => {
      const validate: SchemaValidateFunction = (value: number) => {
        if (isMultipleOf(value, step)) return true;
        validate.errors = [
          { keyword: 'multipleOf', message: `must be multiple of ${step}`, params: { multipleOf: step } },
        ];
        return false;
      };
      return validate;
    },
  });
}
