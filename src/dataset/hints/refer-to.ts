import type { HintCall } from '../generate/compiler.ts';
import type { Producer } from '../generate/producer.ts';

/** The field that a hint names. */
export function referTo(call: HintCall, field: unknown): Producer {
  if (typeof field !== 'string' || field === '') {
    call.fail(`field: expected the path of another field, such as created or country/id, not ${JSON.stringify(field)}`);
  }
  return call.compiler.refer(field.split('/'), call.site);
}
