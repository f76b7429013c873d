/** Lint rules of the whole repository. The default export is what ESLint demands; nothing else here has one. */
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const refuse = (selector, message) => ({ selector, message });

const everywhere = [
  refuse('TSEnumDeclaration', 'No enums: Node runs these files by erasing types. Use a union of literals.'),
  refuse('TSModuleDeclaration[kind="namespace"]', 'No namespaces: use a module.'),
  refuse('TSParameterProperty', 'No parameter properties: types must be erasable.'),
  refuse('MemberExpression[object.name=/^(it|test|describe|suite)$/][property.name=/^(only|skip|todo|fixme|fails)$/]', 'No test is skipped, singled out or left for later.'),
  refuse('MemberExpression[object.name="Math"][property.name="random"]', 'Not random enough for anything here: take bytes from the random port.'),
];
const noDefault = [refuse('ExportDefaultDeclaration', 'No default exports: a name is searched for and renamed safely.')];
const noBarrel = [refuse('ExportAllDeclaration', 'No barrels: import from the file that holds the idea.')];
const strictModule = [...everywhere, ...noDefault, ...noBarrel];

// The core takes time and randomness from its ports, so that a ceremony can be replayed and tested to the byte.
const pure = [
  refuse('MemberExpression[object.name="Date"][property.name="now"]', 'The core has no clock of its own: take it from ports/.'),
  refuse('NewExpression[callee.name="Date"][arguments.length=0]', 'The core has no clock of its own: take it from ports/.'),
  refuse('CallExpression[callee.name="Date"]', 'The core has no clock of its own: take it from ports/.'),
  refuse('ImportExpression', 'The core imports statically, so that its arrows can be checked.'),
];
const impureGlobals = [
  'process', 'Buffer', 'console', 'crypto', 'performance', 'fetch', 'WebSocket', 'XMLHttpRequest', 'require', 'global', 'globalThis', 'window', 'self',
  'document', 'navigator', 'location', 'localStorage', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask',
];

export default tseslint.config(
  { ignores: ['node_modules', 'out', 'dist', 'rehearsal', 'test-results', 'playwright-report', '.setup', 'docs', 'resources', 'test/vectors', 'types'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 250 }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...strictModule],
      'no-restricted-globals': ['error', { name: 'event', message: 'Name the event.' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-ignore': true, 'ts-nocheck': true, 'ts-expect-error': 'allow-with-description' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidOperator: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      // Spreading a string into code points is what the typed form and the printer's text need.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // noUncheckedIndexedAccess makes `bytes[i]!` the idiom where the index was just checked.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Ports and contracts are objects of closures, which need no `this`; their types are written as methods.
      '@typescript-eslint/unbound-method': 'off',
      // A port's method is async so that a throw becomes a rejection, even where one adapter has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['src/core/**/*.ts', 'src/contract/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...strictModule, ...pure],
      'no-restricted-globals': ['error', ...impureGlobals.map((name) => ({ name, message: 'The core is pure: this comes from a port.' }))],
      'no-restricted-imports': ['error', { patterns: [{ regex: '^(node:|electron|fs$|crypto$|path$)', message: 'The core is pure: this comes from a port.' }] }],
    },
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    extends: [jsxA11y.flatConfigs.strict, reactHooks.configs.flat.recommended],
    // A dialog takes the focus when it opens (WAI-ARIA dialog pattern); nothing else here does.
    rules: { 'jsx-a11y/no-autofocus': 'off' },
  },
  {
    files: ['scripts/**/*.ts', 'bench/**/*.ts', 'src/cli/keyrite.ts', 'src/shell/run.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'test/**/*.ts'],
    // expect.any() and its kin are of type any.
    rules: { 'max-lines': ['error', { max: 400 }], '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    files: ['**/*.config.ts', '*.config.js', '**/*.d.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere] },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.recommended],
    rules: { 'max-lines': ['error', { max: 250 }], eqeqeq: 'error', '@typescript-eslint/no-require-imports': 'off' },
  },
);
