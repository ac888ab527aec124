// Imports go one way (style.md "Shape"); a test may see everything its folder sees, and shared/testing besides.
const TEST = '\\.test\\.ts$';
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: [TEST, '^shared/testing/', '^shared/ports/.*contract'] },
  to: { path: '^(shared|bot|worker|web)/', pathNot: [from, ...allowed] },
});
const S = (...names) => names.map((name) => `^shared/${name}/`);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^cloudflare:', '^\\$', 'virtual:'] },
    },
    only('lib', '^shared/lib/', []),
    only('domain', '^shared/domain/', S('lib')),
    only('indicators', '^shared/indicators/', S('lib', 'domain')),
    only('risk', '^shared/risk/', S('lib', 'domain')),
    only('ports', '^shared/ports/', S('lib', 'domain', 'analysis')),
    only('analysis', '^shared/analysis/', S('lib', 'domain', 'indicators', 'risk')),
    only('screeners', '^shared/screeners/', S('lib', 'domain', 'indicators', 'risk', 'ports')),
    only('strategies', '^shared/strategies/', S('lib', 'domain', 'indicators', 'risk', 'ports', 'analysis')),
    only(
      'engine',
      '^shared/engine/',
      S('lib', 'domain', 'indicators', 'risk', 'ports', 'analysis', 'screeners', 'strategies'),
    ),
    only(
      'simulator',
      '^shared/simulator/',
      S('lib', 'domain', 'indicators', 'risk', 'ports', 'analysis', 'screeners', 'strategies', 'engine'),
    ),
    only(
      'usecases',
      '^shared/usecases/',
      S(
        ...['lib', 'domain', 'indicators', 'risk', 'ports', 'analysis', 'screeners', 'strategies', 'engine'],
        ...['contract', 'words', 'pictures'],
      ),
    ),
    only(
      'pictures',
      '^shared/pictures/',
      S('lib', 'domain', 'contract', 'words'),
      'drawn from figures and words alone',
    ),
    only('contract', '^shared/contract/', S('lib', 'domain', 'analysis'), 'what travels sees only what it is made of'),
    only(
      'words',
      '^shared/words/',
      S('lib', 'domain', 'indicators', 'contract', 'risk', 'ports', 'analysis', 'strategies', 'screeners'),
    ),
    only('bot', '^bot/', ['^shared/']),
    only('worker', '^worker/', ['^shared/', '^bot/']),
    {
      name: 'web',
      severity: 'error',
      comment: 'web sees shared, and of the Worker only the type of its API',
      from: { path: '^web/src/' },
      to: { path: '^(worker|bot)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-bench',
      severity: 'error',
      comment: 'a benchmark in a browser drives the product from outside, with the helpers of the browser tests',
      from: { path: '^web/bench/' },
      to: { path: '^(shared|bot|worker|web)/', pathNot: ['^web/(bench|e2e)/', '^worker/bench/', '^shared/lib/'] },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: {
        pathNot: [
          TEST,
          '^shared/testing/',
          '^shared/ports/',
          '^bot/testing/',
          '^worker/src/testing/',
          '^worker/(proofs|bench)/',
          '^web/e2e/',
        ],
      },
      to: { path: '^shared/testing/' },
    },
    {
      name: 'channels-keep-their-libraries',
      severity: 'error',
      from: { path: '^bot/', pathNot: ['^bot/channels/', TEST] },
      to: { path: '^bot/channels/' },
    },
    {
      name: 'host-is-not-bundled',
      severity: 'error',
      from: { path: '^worker/src/', pathNot: TEST },
      to: { path: '^worker/(host|cli|bench|proofs)/' },
    },
    {
      name: 'shared-has-no-node',
      severity: 'error',
      from: { path: '^shared/', pathNot: [TEST, '^shared/testing/'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'one-importer-of-charts',
      severity: 'error',
      from: { pathNot: '^web/src/lib/chart/' },
      to: { path: 'lightweight-charts' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['\\.svelte-kit', '\\.build', 'web/node_modules'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.js', '.svelte'],
    },
    cache: { folder: '.build/cache/depcruise' },
  },
};
