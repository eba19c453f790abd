// `npm start`: builds, then becomes `pagewright serve`, in this process, so that signals to it reach the server.
import { build } from './build.mjs';

await build().then(serve, (error) => {
  console.error(error.message);
  process.exitCode = 1;
});

async function serve() {
  process.argv.splice(2, 0, 'serve');
  await import(new URL('../dist/src/cli/main.js', import.meta.url).href);
}
