/** The parts of `npm test`: the checks, then what runs in lanes, the longest first, so that none is left to run alone at the end. Data only. */

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} what
 * @property {'check' | 'vitest' | 'playwright'} counts `check` counts as one test; the others are counted from the runner's own report.
 * @property {readonly string[]} command Run by the project's own Node.
 * @property {number} minutes After these the part is ended and has failed.
 */

/** @param {string} project @param {string} what @param {number} minutes @returns {Part} */
const vitest = (project, what, minutes) => ({
  name: project,
  what,
  counts: 'vitest',
  command: ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=.setup/reports/${project}.json`],
  minutes,
});

const areas = ['core', 'node', 'renderer', 'scripts'].map((area) => `tsconfig.${area}.json`);

/** @type {readonly Part[]} */
export const parts = [
  { name: 'types', what: 'TypeScript, each area with only what it may see', counts: 'check', command: ['node_modules/typescript/bin/tsc', '-b', ...areas, 'tsconfig.json'], minutes: 5 },
  { name: 'arrows', what: 'who may import whom', counts: 'check', command: ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.cjs', 'src'], minutes: 5 },
  { name: 'style', what: 'names, headers, words', counts: 'check', command: ['scripts/check-style.ts'], minutes: 2 },
  { name: 'lint', what: 'ESLint', counts: 'check', command: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'], minutes: 5 },
  { name: 'build', what: 'main, workers, command line, preload, renderer', counts: 'check', command: ['scripts/setup/build.mjs'], minutes: 5 },
  vitest('interruption', 'a ceremony stopped after every event, and reopened', 40),
  vitest('ceremony', 'whole ceremonies without a window', 40),
  vitest('drills', 'ceremonies into which incidents are injected', 30),
  { name: 'end-to-end', what: "the built application's window", counts: 'playwright', command: ['node_modules/@playwright/test/cli.js', 'test'], minutes: 30 },
  vitest('renderer', 'every screen in Chromium, behind a contract that plays the ceremony', 40),
  vitest('later-interruption', 'the ceremonies after it stopped after every kind of event, and reopened', 20),
  vitest('pkcs11', 'the HSM worker on SoftHSM2, on softokn, and on a module with faults', 20),
  vitest('carriers', 'paper and smartcards, written and read back', 20),
  vitest('transfer', 'what is delivered opens with other people’s tools', 10),
  vitest('verifier', 'bundles accepted and refused', 20),
  vitest('independent', 'a verifier in Python, written from the documents alone, says the same', 25),
  vitest('importer', 'bundles into SQLite and PostgreSQL', 20),
  vitest('security', 'what must be refused', 10),
  vitest('unit', 'units beside their source', 10),
  vitest('boundaries', 'the rules of this repository are seen to bite', 10),
];
