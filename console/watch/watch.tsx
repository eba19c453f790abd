import type { JSX } from 'preact';

export function Watch(): JSX.Element {
  return <h1>watch</h1>;
}
