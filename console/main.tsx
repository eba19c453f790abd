import './style/index.css';
import { render } from 'preact';
import { Frame } from './frame/frame.tsx';
import { knownSession } from './state/chosen.ts';
import { followSession } from './state/connection.ts';

/** The page is empty until the mock has said what it serves; each view comes in a part of its own. */
function start(): void {
  const root = document.createElement('div');
  root.id = 'console';
  document.body.append(root);
  followSession(knownSession);
  render(<Frame />, root);
}

start();
