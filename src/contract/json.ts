/** JSON as plain data. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Where something stands in a response: a JSON Pointer into the body, as segments. */
export type Pointer = readonly string[];
