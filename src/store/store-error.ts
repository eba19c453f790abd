/** What a table can refuse; stable, for programs to tell apart. */
export type StoreErrorCode = 'missingIdentity' | 'takenIdentity' | 'unknownSlot' | 'removedSlot' | 'unknownRank';

/** A table was asked for something that it cannot do. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
  }
}
