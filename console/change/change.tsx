import type { JSX } from 'preact';

export function Change(): JSX.Element {
  return <h1>change</h1>;
}
