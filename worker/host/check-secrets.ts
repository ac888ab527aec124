// Part of `npm run check`: no tracked file holds something that looks like a secret.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from './paths.ts';

const PATTERNS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ['an Alpaca key', /\b(?:PK|AK|CK)[A-Z0-9]{18}\b/],
  ['a Telegram bot token', /\b\d{8,10}:AA[\w-]{33}\b/],
  ['a Discord bot token', /\b[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,38}\b/],
  ['a GitHub token', /\bgh[pousr]_[A-Za-z0-9]{36}\b/],
  ['an AWS key', /\bAKIA[0-9A-Z]{16}\b/],
  ['a Slack token', /\bxox[abprs]-[\w-]{10,}/],
  ['an API key of a model vendor', /\bsk-(?:ant-)?[A-Za-z0-9_-]{32,}/],
  ['a signed web token', /\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
];

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: rootDir,
  encoding: 'utf8',
  maxBuffer: 64e6,
})
  .split('\0')
  .filter((file) => file !== '' && file !== 'package-lock.json' && !/\.(png|jpg|webp|ico|woff2?|wasm|gz)$/.test(file));

const found = files.flatMap((file) => {
  const path = join(rootDir, file);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      // A made-up key of a test says so on its line.
      PATTERNS.filter(([, pattern]) => pattern.test(line) && !line.includes('not-a-secret')).map(
        ([name]) => `${file}:${index + 1} looks like ${name}`,
      ),
    );
});
if (found.length > 0) {
  process.stderr.write(found.join('\n') + '\n');
  process.exit(1);
}
