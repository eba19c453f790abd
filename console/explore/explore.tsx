import type { JSX } from 'preact';

export function Explore(): JSX.Element {
  return <h1>explore</h1>;
}
