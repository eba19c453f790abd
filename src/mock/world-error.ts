/** Why a change of a world's rows was refused. */
export type WorldErrorCode =
  | 'unknown-collection'
  | 'unknown-row'
  | 'unknown-move'
  | 'identity-taken'
  | 'invalid-row'
  | 'move-not-allowed';

/** A change of rows that cannot be made; nothing was changed. */
export class WorldError extends Error {
  readonly code: WorldErrorCode;

  constructor(code: WorldErrorCode, message: string) {
    super(message);
    this.name = 'WorldError';
    this.code = code;
  }
}
