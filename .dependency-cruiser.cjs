/** Who may import whom: the arrows of the house. test/boundaries/ proves that each rule bites; a rule without such a proof fails there. */
const TEST = '\\.test\\.tsx?$';
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;
const inside = (...folders) => `^src/(${folders.join('|')})/`;

/** Files of `area` (tests apart) may import, of src/, only `allowed` beside themselves. */
const arrow = (area, allowed, comment) => ({
  name: `${area}-arrow`,
  severity: 'error',
  comment,
  from: { path: inside(area), pathNot: TEST },
  to: { path: '^src/', pathNot: inside(area, ...allowed) },
});

/** Only files matching `where` may load the npm package `name`; `types` says who may import its types as well. */
const only = (name, where, comment, types = []) => ({
  name: `${name}-only-there`,
  severity: 'error',
  comment,
  from: { path: '^src/', pathNot: [...where, ...types] },
  to: { path: npm(name) },
});

module.exports = {
  forbidden: [
    arrow('core', [], 'The core imports nobody: it is what everything else rests on, and what a reviewer reads alone.'),
    arrow('contract', ['core'], 'The contract names what crosses between the window and main, in core types.'),
    arrow('renderer', ['contract'], 'The window knows the contract only, so that nothing else can reach it.'),
    arrow('preload', ['contract'], 'The preload forwards the contract and knows nothing else.'),
    arrow('main', ['contract', 'core', 'verifier', 'exports'], 'Main rests on the contract and the core; it reviews bundles through the verifier, and shows views of them.'),
    arrow('verifier', ['core'], 'The verifier is publishable alone.'),
    arrow('exports', ['core'], 'Exports are views of a verified transcript.'),
    arrow('importer', ['core', 'verifier'], 'The importer takes what the verifier found valid, and runs where there is neither a window nor an HSM.'),
    arrow('cli', ['contract', 'core', 'main', 'verifier', 'exports', 'importer'], 'The command line has no window; its rehearsal makes the same requests as one.'),
    arrow('shell', ['contract', 'core'], 'The shell runs the built application, never its sources.'),
    {
      name: 'core-no-platform',
      severity: 'error',
      comment: 'The core is pure: no Node built-ins.',
      from: { path: inside('core', 'contract'), pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-packages',
      severity: 'error',
      comment: 'The core may use zod and @noble/*; yaml reads plans, shamir-secret-sharing splits shares, each in its folder.',
      from: { path: inside('core'), pathNot: TEST },
      to: { path: npm('.+'), pathNot: npm('zod', '@noble/[^/]+', 'yaml', 'shamir-secret-sharing') },
    },
    {
      name: 'yaml-in-plan',
      severity: 'error',
      comment: 'YAML is read in one place.',
      from: { path: '^src/', pathNot: ['^src/core/plan/', TEST] },
      to: { path: npm('yaml') },
    },
    {
      name: 'shamir-in-shares',
      severity: 'error',
      comment: 'Secrets are split and combined in one place.',
      from: { path: '^src/', pathNot: ['^src/core/shares/', TEST] },
      to: { path: npm('shamir-secret-sharing') },
    },
    {
      name: 'contract-packages',
      severity: 'error',
      comment: 'The contract may use zod.',
      from: { path: inside('contract'), pathNot: TEST },
      to: { path: npm('.+'), pathNot: npm('zod') },
    },
    {
      name: 'verifier-packages',
      severity: 'error',
      comment: 'The verifier runs wherever Node runs: no native module, nothing beyond what the core uses, but for what unpacks a ZIP file.',
      from: { path: inside('verifier'), pathNot: TEST },
      to: { path: npm('.+'), pathNot: npm('zod', '@noble/[^/]+', 'fflate') },
    },
    {
      name: 'verify-never-native',
      severity: 'error',
      comment: 'Nothing that `keyrite verify` or the verifier loads may lead to a native module or to Electron.',
      from: { path: '^src/(verifier/|cli/verify\\.ts$)', pathNot: TEST },
      to: { path: npm('electron', 'pkcs11js', 'better-sqlite3'), reachable: true },
    },
    {
      name: 'import-never-device',
      severity: 'error',
      comment: 'Nothing that `keyrite import` or the importer loads may lead to Electron or to a PKCS#11 module.',
      from: { path: '^src/(importer/|cli/import\\.ts$)', pathNot: TEST },
      to: { path: npm('electron', 'pkcs11js'), reachable: true },
    },
    {
      name: 'importer-packages',
      severity: 'error',
      comment: 'The importer may use what the core uses, and the drivers of its two databases.',
      from: { path: inside('importer'), pathNot: TEST },
      to: { path: npm('.+'), pathNot: npm('zod', '@noble/[^/]+', 'better-sqlite3', 'pg', '@types/[^/]+') },
    },
    {
      name: 'cli-never-electron',
      severity: 'error',
      comment: 'The command line runs where Electron is not installed.',
      from: { path: inside('cli'), pathNot: TEST },
      to: { path: npm('electron'), reachable: true },
    },
    only('electron', ['^src/main/', '^src/preload/'], "Electron is known to main and preload. The shell's stand-in is checked against its types, and loads none of it.", ['^src/shell/']),
    {
      name: 'shell-electron-types',
      severity: 'error',
      comment: 'The shell stands in for Electron: it may read its types and must not load it.',
      from: { path: inside('shell') },
      to: { path: npm('electron'), dependencyTypesNot: ['type-only'] },
    },
    only('pkcs11js', ['^src/main/adapters/hsm/'], "A vendor's module is loaded in the HSM worker only."),
    only('better-sqlite3', ['^src/main/adapters/store/', '^src/importer/sqlite/'], 'The ceremony file is opened in one place, and so is the file that bundles are imported into.'),
    only('pg', ['^src/importer/postgresql/'], 'A database server is spoken to in one place.'),
      {
      name: 'no-tests-in-source',
      severity: 'error',
      comment: 'What ships does not rest on tests.',
      from: { path: '^src/', pathNot: TEST },
      to: { path: [TEST, '^(test|scripts|bench)/'] },
    },
    {
      name: 'no-dev-packages',
      severity: 'error',
      comment: 'What runs outside the bundled window must be in `dependencies`, or the package lacks it. Electron itself is the host.',
      from: { path: inside('core', 'contract', 'main', 'verifier', 'exports', 'importer', 'cli'), pathNot: TEST },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: npm('electron', '@types/[^/]+') },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      comment: 'A package that package.json does not name is there by accident.',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      comment: "An import leads somewhere. The bundler's own suffix (`?url`) is resolved, or refused, by the build.",
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: '\\?url$' },
    },
    { name: 'no-cycles', severity: 'error', comment: 'Files that import each other are one file in disguise.', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'A file that nobody imports and that imports nobody is forgotten.',
      from: { orphan: true, path: '^src/', pathNot: ['\\.d\\.ts$', TEST] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.css$' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.d.ts', '.mjs', '.js', '.cjs', '.json'] },
  },
};
