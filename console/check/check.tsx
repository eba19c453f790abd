import type { JSX } from 'preact';

export function Check(): JSX.Element {
  return <h1>check</h1>;
}
