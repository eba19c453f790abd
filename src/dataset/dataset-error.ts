/** What was wrong, for programs. */
export type DatasetErrorCode =
  | 'invalid-hint'
  | 'field-cycle'
  | 'unknown-field'
  | 'invalid-row'
  | 'invalid-size'
  | 'unknown-scenario';

/** Rows cannot be made as they were asked for. Its message names the contract file and the field, and says what would do. */
export class DatasetError extends Error {
  readonly code: DatasetErrorCode;
  /** The field at fault, as a path from the item: `contracts/*\/plan_id`. Absent where no single field is. */
  readonly field?: string;

  constructor(code: DatasetErrorCode, message: string, field?: string) {
    super(message);
    this.name = 'DatasetError';
    this.code = code;
    if (field !== undefined) this.field = field;
  }
}
