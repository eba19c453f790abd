import type { JSX } from 'preact';

export function Tell(): JSX.Element {
  return <h1>tell</h1>;
}
