// biome-ignore-all lint/suspicious/noExplicitAny: as Vitest has them
// What Vitest declares of its matchers, in brief.
export interface Matchers<T = any> {
  toBe(expected: T): void;
}
export interface Assertion<T = any> extends Matchers<T> {
  readonly not: Assertion<T>;
}
export declare const expect: {
  <T>(actual: T): Assertion<T>;
  extend(
    matchers: Record<string, (received: any, ...expected: any[]) => { pass: boolean; message: () => string }>,
  ): void;
};
