import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import svelteParser from 'svelte-eslint-parser';
import ts from 'typescript-eslint';

// shared/ is told the time, its luck and the world; it never asks for them.
const ambient = {
  'no-restricted-globals': [
    'error',
    ...['fetch', 'console', 'process', 'performance', 'crypto', 'navigator', 'localStorage', 'WebSocket'],
    ...['setTimeout', 'setInterval', 'queueMicrotask', 'require'],
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Time arrives through the Clock port.' },
    { object: 'Math', property: 'random', message: 'Randomness arrives through the Random port.' },
    { object: 'globalThis', property: 'fetch', message: 'The network arrives through a port.' },
  ],
};
const noAmbientDate = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time arrives through the Clock port.',
  },
  { selector: "CallExpression[callee.name='Date']", message: 'Time arrives through the Clock port.' },
];
const always = [
  {
    selector: "CallExpression[callee.property.name='transactionSync'] > :function[async=true]",
    message: 'An async callback is accepted silently and its throw does not roll back.',
  },
  {
    selector: 'MemberExpression[object.name=/^(test|it|describe)$/][property.name=/^(skip|only|todo)$/]',
    message: 'Every test runs.',
  },
];

/** A disabled rule says why: `-- reason` after the rule's name. */
const house = {
  rules: {
    'disable-says-why': {
      create: (context) => ({
        Program() {
          for (const comment of context.sourceCode.getAllComments()) {
            if (/^\s*(eslint-disable|@ts-(ignore|nocheck))/.test(comment.value) && !/ -- \S/.test(comment.value))
              context.report({ loc: comment.loc, message: 'A disabled rule says why: add " -- reason".' });
          }
        },
      }),
    },
  },
};

export default ts.config(
  { ignores: ['**/node_modules/', '.build/', '**/.svelte-kit/', '**/*.d.ts', 'worker/host/start.mjs'] },
  ...ts.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte', '**/*.svelte.ts'],
    plugins: { house },
    languageOptions: {
      parserOptions: {
        project: [
          ...['tsconfig.json', 'worker/host/tsconfig.json', 'web/tsconfig.json'],
          'web/src/service-worker/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'house/disable-says-why': 'error',
      'no-restricted-syntax': ['error', ...always],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'not implemented'], location: 'anywhere' }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
    },
  },
  {
    files: ['shared/**/*.ts'],
    ignores: ['**/*.test.ts', 'shared/testing/**'],
    rules: { ...ambient, 'no-restricted-syntax': ['error', ...always, ...noAmbientDate] },
  },
  { files: ['shared/words/**', 'shared/simulator/generated-market/companies.ts'], rules: { 'max-lines': 'off' } },
  { files: ['**/*.test.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'max-lines': 'off' } },
  {
    files: ['web/src/**/*.svelte', 'web/src/**/*.svelte.ts'],
    languageOptions: {
      parser: svelteParser,
      globals: globals.browser,
      parserOptions: { parser: ts.parser },
    },
    rules: {
      'svelte/no-navigation-without-resolve': 'off',
      // What comes out of $props() is declared with let; this rule knows that.
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      // The linter sees the parts of a component without each other's types; svelte-check sees them whole.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['**/*.js', '**/*.cjs', '**/*.mjs'], ...ts.configs.disableTypeChecked },
);
