// Who may import whom. The order of LAYERS is the direction of the whole house; see decisions/0003-architecture-rules.md.

const LAYERS = [
  'contract',
  'recognition',
  'dataset',
  'store',
  'page',
  'mock',
  'alter',
  'journal',
  'audit',
  'server',
  'cli',
];

/** Test code: it is not built, and may reach for what the code beside it may not. */
const TEST = '\\.test\\.ts$|/testing/';

/** Each of these packages belongs to one folder, so that it can be replaced there and nowhere else. */
const PACKAGE_HOMES = {
  express: '^src/server/',
  '@faker-js/faker': '^src/dataset/',
  '@stoplight': '^src/server/prism',
  commander: '^src/cli/',
  open: '^src/cli/serve\\.ts$',
  'json-p3': '^src/contract/openapi/overlay\\.ts$',
  supertest: '^conformance/client/transport\\.ts$',
};

/** What reads files, opens sockets or starts processes. */
const FILES = '^(node:)?fs(/|$)';
const SYSTEM = '^(node:)?(child_process|cluster|dgram|dns|http|http2|https|net|tls|worker_threads)(/|$)';

/**
 * An audit has the form of the suite's results, waives and shows requests as the suite does; that much of the suite is not its judgement.
 * The server runs the suite for the console, as a program would: by what it exports, loaded with the first run.
 */
const RESULT = 'result';
const SUITE_PARTS = /** @type {Record<string, readonly string[]>} */ ({
  audit: [RESULT, 'waivers', 'client/exchange', 'client/retry'],
  server: [RESULT, 'index'],
});

/**
 * @param {string} layer
 * @param {number} index
 */
function layerRule(layer, index) {
  const above = LAYERS.slice(index + 1);
  const folders = above.length === 0 ? '' : `^src/(${above.join('|')})/|`;
  // The command line runs the suite as well as the mock.
  const suite = layer === 'cli' ? '' : '^conformance/|';
  const parts = SUITE_PARTS[layer];
  return {
    name: `direction-${layer}`,
    comment: `src/${layer} may import only what comes before it: ${LAYERS.slice(0, index).join(', ') || 'nothing'}`,
    severity: 'error',
    from: { path: `^src/${layer}/` },
    to: {
      path: `${folders}${suite}^src/index\\.ts$`,
      ...(parts !== undefined && { pathNot: `^conformance/(${parts.join('|')})\\.ts$` }),
    },
  };
}

/** @param {[string, string]} entry */
function homeRule([name, home]) {
  return {
    name: `home-of-${name.replace(/^@/, '').replace('/', '-')}`,
    comment: `${name} is used in ${home} only (tests may use it anywhere)`,
    severity: 'error',
    from: { path: '^(src|conformance)/', pathNot: `${home}|${TEST}` },
    to: { path: `(^|/)node_modules/(@types/)?${name}/|^${name}(/|$)` },
  };
}

export default {
  forbidden: [
    ...LAYERS.map(layerRule),
    ...Object.entries(PACKAGE_HOMES).map(homeRule),
    {
      name: 'suite-knows-the-contract-only',
      comment: 'a suite that shared the code of the mock would share its bugs',
      severity: 'error',
      from: { path: '^conformance/', pathNot: TEST },
      to: { path: '^src/', pathNot: '^src/contract/' },
    },
    {
      name: 'no-cycles',
      comment: 'two modules that need each other are one module; cycles of types count too',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'mock-and-below-know-no-files',
      comment:
        'a request is answered from what is in memory; src/contract reads files, and one place lists those of scenarios',
      severity: 'error',
      from: {
        path: '^src/(dataset|store|page|mock|alter)/',
        pathNot: [TEST, '^src/dataset/scenarios/scenario-files\\.ts$'],
      },
      to: { path: FILES },
    },
    {
      name: 'mock-and-below-know-no-network',
      comment: 'the mock takes a plain request and gives a plain response; sockets and processes are the server’s',
      severity: 'error',
      // Of node:http, the engine of alterations takes the reason phrases and nothing else.
      from: {
        path: '^src/(contract|recognition|dataset|store|page|mock|alter)/',
        pathNot: [TEST, '^src/alter/edits\\.ts$'],
      },
      to: { path: SYSTEM },
    },
    {
      name: 'tests-are-leaves',
      comment: 'shipped code never imports a test or what only tests need',
      severity: 'error',
      from: { path: '^(src|conformance)/', pathNot: TEST },
      to: { path: TEST },
    },
    {
      name: 'no-orphans',
      comment: 'a module that nothing imports and that imports nothing is dead, or not wired up yet',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(src|conformance)/',
        pathNot: `${TEST}|^(src|conformance)/index\\.ts$|^src/cli/main\\.ts$`,
      },
      to: {},
    },
    {
      name: 'declared-dependencies-only',
      comment: 'shipped code may use only what package.json lists under dependencies (or an optional peer)',
      severity: 'error',
      from: { path: '^(src|conformance)/', pathNot: TEST },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        // Jest itself provides this module to whatever it runs.
        pathNot: '(^|/)node_modules/(@types/|@jest/globals/)',
      },
    },
    {
      name: 'resolvable',
      comment: 'an import that leads nowhere fails at run time only',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no interface that could parse for others. This parser sees `import type` as any other import.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|bench)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default', 'require'],
      mainFields: ['main', 'types'],
    },
  },
};
