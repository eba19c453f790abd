// What Jest calls after the last suite.
export { removeTemporaryFolder as default } from './temporary-folder.mjs';
