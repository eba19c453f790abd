/** A text that is in no row. */
export const NOBODY = 'pw-nothing-4f1c9a27';
