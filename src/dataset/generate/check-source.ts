import type { Contract } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import { checkRow } from '../check-row.ts';
import { didYouMean } from '../hints/suggest-names.ts';
import type { RowSource } from '../row-source.ts';
import { dig } from './combine-producers.ts';
import type { Compiler } from './compiler.ts';
import { namesWithin } from './create-compiler.ts';
import { hintError } from './site.ts';
import { walkPath } from './walk-path.ts';

/** Stops at an override of a field that does not exist, or that is made as a part of another. */
export function checkOverrides({ environment, root }: Compiler): void {
  const { contract, overrides } = environment;
  for (const [field, hint] of overrides) {
    const walk = walkPath(root, field.split('/'), () => true);
    if (walk === undefined) {
      const message = `${contract.file}: there is no field ${field}${didYouMean(field, namesWithin(root))}`;
      throw new PagewrightError('unknown-field', message, { field });
    }
    if (walk.rest.length > 0) {
      throw hintError(contract, field, hint.text, `${walk.site.name} is made as a whole; give the hint to that field`);
    }
  }
}

/** Stops where two rows could have the same identity. */
export function checkIdentity({ environment, root, compile }: Compiler): void {
  const { contract } = environment;
  const walk = walkPath(root, contract.identity.path, () => false);
  if (walk?.rest.length === 0 && compile(walk.site).isUnique) return;
  const problem =
    'the identity must be different in every row; use row.number, row.uuid, row.token, or row.text with {#} beside fixed text';
  throw hintError(contract, contract.identity.name, walk?.site.hint?.text ?? 'none', problem);
}

/** As many rows are made and checked at once, so that a wrong hint is found before a client finds it. */
const SAMPLE = 4;

/** Stops where the first rows do not satisfy the schema. */
export function checkSample(contract: Contract, source: RowSource): void {
  for (let index = 0; index < Math.min(SAMPLE, source.size); index++) {
    const row = source.row(index);
    const [fault] = checkRow(contract, row);
    if (fault === undefined) continue;
    const field = fault.path.join('/');
    const value = JSON.stringify(dig(row, fault.path.map(String)));
    const message = `${contract.file}: field ${field}: rows would not satisfy the schema: ${value} ${fault.message}`;
    throw new PagewrightError('invalid-row', `${message}; give the field an x-faker hint that fits its schema`, {
      field,
    });
  }
}
