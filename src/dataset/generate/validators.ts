import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import type { Contract } from '../../contract/contract.ts';
import { createAjv } from '../../contract/create-ajv.ts';
import { cutCycles } from '../../contract/cut-cycles.ts';

/** The validators of one contract, by schema. */
interface Validators {
  readonly ajv: Ajv2020;
  readonly compiled: WeakMap<object, ValidateFunction>;
}

const validators = new WeakMap<Contract, Validators>();

/** The compiled form of a schema of a contract; compiled once. */
export function validatorOf(contract: Contract, schema: unknown): ValidateFunction {
  const own = validators.get(contract) ?? { ajv: createAjv(), compiled: new WeakMap() };
  validators.set(contract, own);
  if (typeof schema !== 'object' || schema === null) return own.ajv.compile(schema === true);
  const validate = own.compiled.get(schema) ?? own.ajv.compile(cutCycles(schema) as object);
  own.compiled.set(schema, validate);
  return validate;
}
