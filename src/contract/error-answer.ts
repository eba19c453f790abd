import type { Json, Pointer } from './json.ts';

/** What can go wrong with a request. */
export type ErrorCondition =
  | 'unauthenticated'
  | 'missingCredential'
  | 'emptyCredential'
  | 'malformedCredential'
  | 'invalidCredential'
  | 'expiredCredential'
  | 'forbidden'
  | 'insufficientScope'
  | 'foreignScope'
  | 'missingScope'
  | 'missingVersion'
  | 'unsupportedVersion'
  | 'retiredVersion'
  | 'invalidParameter'
  | 'invalidPosition'
  | 'expiredPosition'
  | 'invalidBackwardPosition'
  | 'notFound'
  | 'methodNotAllowed'
  | 'rateLimited';

/** The answer to one condition. */
export interface ErrorAnswer {
  readonly condition: ErrorCondition;
  readonly status: number;
  /** The name of the example in the document. */
  readonly example: string;
  readonly mediaType: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The example's value. */
  readonly body: Json;
  /** Texts to fill in, with `{method}`, `{path}`, `{parameter}`, `{message}`, `{retryAfter}` replaced. */
  readonly fill: readonly { readonly pointer: Pointer; readonly text: string }[];
  /** The parts of the example that are the same in every implementation; absent: all of it. */
  readonly fixed?: readonly Pointer[];
  /** Where the vendor lists one entry for each violation. */
  readonly violations?: {
    readonly in: Pointer;
    readonly as: 'list' | 'map';
    /** In each entry of a list, where its wording stands; absent: the entry is the wording. */
    readonly message?: Pointer;
    readonly parameter?: Pointer;
    /** `rule`: an entry for each broken rule; `parameter`: for each parameter, the first rule that it breaks. */
    readonly per: 'parameter' | 'rule';
  };
}
