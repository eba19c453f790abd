import type { Contract, CredentialScheme, ErrorCondition } from '../../../src/contract/contract.ts';
import { swapCase } from '../filters/values.ts';
import {
  listSchemesInUse,
  needsCredentials,
  type OtherCredentials,
  readCredential,
  replaceCredentials,
  type Sender,
  withoutCredentials,
} from './schemes.ts';

export type TamperKind =
  | 'missing'
  | 'empty'
  | 'wrong'
  | 'altered'
  | 'shortened'
  | 'lengthened'
  | 'recased'
  | 'swapped'
  | 'bare'
  | 'foreign-scheme';

/** Credentials with one flaw. */
export interface TamperedCredential {
  readonly kind: TamperKind;
  readonly condition: ErrorCondition;
  readonly what: string;
  /** In place of the valid ones. */
  readonly sent: OtherCredentials;
}

const MIN_LENGTH = 6;
const UNKNOWN_WORD = 'Unknown';
const SUFFIX = 'x4f1c9a27';
const UNKNOWN_CREDENTIAL = 'pw-4f1c9a27d0b84e6c-unknown';
const UNKNOWN_PAIR = `pw-4f1c9a27:${UNKNOWN_CREDENTIAL}`;

/** The error condition of each kind, and what verdicts call it. */
export const TAMPER_KINDS: Readonly<Record<TamperKind, { readonly condition: ErrorCondition; readonly what: string }>> =
  {
    missing: { condition: 'missingCredential', what: 'a request without credentials' },
    empty: { condition: 'emptyCredential', what: 'an empty credential' },
    wrong: { condition: 'invalidCredential', what: 'an unknown credential' },
    altered: { condition: 'invalidCredential', what: 'a credential with one character changed' },
    shortened: { condition: 'invalidCredential', what: 'a credential without its last character' },
    lengthened: { condition: 'invalidCredential', what: 'a credential with further characters' },
    recased: {
      condition: 'invalidCredential',
      what: 'a credential in swapped upper and lower case',
    },
    swapped: {
      condition: 'invalidCredential',
      what: 'swapped credential headers',
    },
    bare: { condition: 'missingCredential', what: 'a credential without its scheme' },
    'foreign-scheme': { condition: 'missingCredential', what: 'a credential with another scheme' },
  };

/** Whether a kind applies to a contract: without a scheme before the credential, there is none to omit. */
export function isKindOf(contract: Pick<Contract, 'access'>, kind: TamperKind): boolean {
  const { credentials } = contract.access;
  if (!needsCredentials(contract)) return false;
  if (kind === 'swapped') return credentials.some((schemes) => isPair(schemes));
  return (kind !== 'bare' && kind !== 'foreign-scheme') || credentials.flat().some(({ word }) => word !== undefined);
}

/** Two credentials that stand side by side, so that each could be taken for the other. */
function isPair(schemes: readonly CredentialScheme[]): boolean {
  return schemes.length === 2 && schemes[0]?.in === schemes[1]?.in;
}

/** All tampered credentials of a target, one at a time. */
export function listTamperedCredentials(
  contract: Pick<Contract, 'access'>,
  sender: Sender,
): readonly TamperedCredential[] {
  const schemes = listSchemesInUse(contract, sender);
  const none = { kind: 'missing' as const, ...TAMPER_KINDS.missing, sent: withoutCredentials(contract) };
  return [
    ...(schemes.length > 1 ? [none] : []),
    ...swap(schemes, sender),
    ...schemes.flatMap((scheme) => {
      return tamperWith(scheme, readCredential(scheme, sender)).map(({ kind, value }) => {
        return { kind, ...TAMPER_KINDS[kind], sent: replaceCredentials([[scheme, value]], sender) };
      });
    }),
  ];
}

function swap(schemes: readonly CredentialScheme[], sender: Sender): readonly TamperedCredential[] {
  const [one, other] = schemes;
  if (one === undefined || other === undefined || !isPair(schemes)) return [];
  const [first, second] = [one, other].map((scheme) => readCredential(scheme, sender));
  if (first === second) return [];
  const sent = replaceCredentials(
    [
      [one, second],
      [other, first],
    ],
    sender,
  );
  return [{ kind: 'swapped', ...TAMPER_KINDS.swapped, sent }];
}

function tamperWith(
  { word }: CredentialScheme,
  usual: string | undefined,
): readonly { readonly kind: TamperKind; readonly value: string | undefined }[] {
  const prefix = word === undefined ? '' : `${word} `;
  const credential = usual?.slice(prefix.length);
  const { secret, write } = isBasic(word) ? openBasic(credential) : { secret: credential, write: String };
  return [
    { kind: 'missing', value: undefined },
    { kind: 'empty', value: prefix.trim() },
    { kind: 'wrong', value: prefix + (isBasic(word) ? encodeBase64(UNKNOWN_PAIR) : UNKNOWN_CREDENTIAL) },
    // Another short credential may be somebody's, and so may one that is hardly longer.
    ...(secret === undefined || secret.length < 2
      ? []
      : [{ kind: 'lengthened', value: prefix + write(`${secret}${SUFFIX}`) } as const]),
    ...(secret === undefined || secret.length < MIN_LENGTH
      ? []
      : [
          { kind: 'altered', value: prefix + write(alter(secret)) } as const,
          { kind: 'shortened', value: prefix + write(secret.slice(0, -1)) } as const,
          // Hexadecimal digits are the same number in either case.
          ...(swapCase(secret) === secret || /^[0-9a-f-]+$/i.test(secret)
            ? []
            : [{ kind: 'recased', value: prefix + write(swapCase(secret)) } as const]),
        ]),
    ...(word === undefined || credential === undefined
      ? []
      : [
          { kind: 'bare', value: credential } as const,
          // Who takes Bearer often takes the older Token as well, and says so elsewhere.
          { kind: 'foreign-scheme', value: `${word === 'Bearer' ? UNKNOWN_WORD : 'Bearer'} ${credential}` } as const,
        ]),
  ];
}

function isBasic(word: string | undefined): boolean {
  return word?.toLowerCase() === 'basic';
}

/**
 * Takes a name and a password (RFC 7617) apart. What decodes base64 may pass over further characters, so that the text which is
 * sent would be another spelling of the same pair.
 *
 * @returns the password, or the name where that is the secret, and what writes another one in its place
 */
function openBasic(credential: string | undefined): {
  readonly secret: string | undefined;
  readonly write: (secret: string) => string;
} {
  const pair = credential === undefined ? '' : Buffer.from(credential, 'base64').toString();
  const colon = pair.indexOf(':');
  if (credential === undefined || colon === -1 || encodeBase64(pair) !== credential)
    return { secret: credential, write: String };
  const [name, password] = [pair.slice(0, colon), pair.slice(colon + 1)];
  return password === ''
    ? { secret: name, write: (secret) => encodeBase64(`${secret}:`) }
    : { secret: password, write: (secret) => encodeBase64(`${name}:${secret}`) };
}

function encodeBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** In the middle, since the last character of an encoded text may hold bits that mean nothing. */
function alter(credential: string): string {
  const middle = Math.floor(credential.length / 2);
  return credential.slice(0, middle) + (credential[middle] === 'x' ? 'y' : 'x') + credential.slice(middle + 1);
}
