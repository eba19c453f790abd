/** What registers tests: Jest's globals, or what another framework has in their place. */
export interface TestFramework {
  describe(name: string, body: () => void): unknown;
  readonly it: {
    (name: string, body: () => void): unknown;
    /** For what no run can decide. */
    skip?(name: string, body: () => void): unknown;
  };
  beforeAll(body: () => Promise<void>, timeoutMs: number): unknown;
}

/**
 * The globals that Jest gives to a test file.
 *
 * @throws TypeError where there are none
 */
export function findFramework(globals: Partial<TestFramework> = globalThis as Partial<TestFramework>): TestFramework {
  const { describe, it, beforeAll } = globals;
  if (describe === undefined || it === undefined || beforeAll === undefined) {
    throw new TypeError(
      'there are no describe, it and beforeAll here: call this in a test file, or hand them over as the option `framework`',
    );
  }
  return { describe, it, beforeAll };
}
