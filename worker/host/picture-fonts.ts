import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';
import { buildDir, rootDir } from './paths.ts';

const outDir = join(buildDir, 'generated');

/** The two weights that pictures are written in. */
const WEIGHTS = [500, 700] as const;
/** Copyright and licence (OFL) travel inside the font; so does the family it is asked for by. */
const NAME_IDS = [0, 1, 2, 13, 14, 16, 17];
const SIGNS = '−–—·…×÷‘’“”₩€→←↑↓▲▼△▽●○■□✓↺•';

/**
 * Writes beside the loaders of WASM what pictures are drawn with inside the Worker: the renderer's module, and the font
 * in two weights with the letters that can appear in one (Latin, all of `shared/words`, and the 2,350 syllables that
 * Korean names are written with). Does nothing when they are already there.
 */
export async function writePictureFonts(): Promise<void> {
  const require = createRequire(import.meta.url);
  const wasm = require.resolve('@resvg/resvg-wasm/index_bg.wasm');
  const fonts = dirname(require.resolve('@fontsource/pretendard/package.json'));
  const letters = lettersDrawn();
  const key = createHash('sha256')
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update([wasm, fonts, versionIn(dirname(wasm)), versionIn(fonts), letters].join('\n'))
    .digest('hex');
  const stamp = join(outDir, 'pictures-made-from');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  mkdirSync(outDir, { recursive: true });
  write('picture.wasm', readFileSync(wasm));
  for (const weight of WEIGHTS) {
    const whole = readFileSync(join(fonts, 'files', `pretendard-latin-${weight}-normal.woff2`));
    const cut = await subsetFont(whole, letters, { targetFormat: 'sfnt', preserveNameIds: NAME_IDS });
    write(`picture-font-${weight}.bin`, cut);
  }
  write('pictures-made-from', key);
}

function lettersDrawn(): string {
  const latin = Array.from({ length: 0x180 - 0x20 }, (_, at) => String.fromCodePoint(0x20 + at));
  const wordFiles = readdirSync(join(rootDir, 'shared/words'), { recursive: true, encoding: 'utf8' });
  const words = wordFiles
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(rootDir, 'shared/words', name), 'utf8'))
    .join('');
  return [...new Set([...latin, ...SIGNS, ...commonHangul(), ...words])].sort().join('');
}

/** The syllables of KS X 1001, in which names of Korean listings are registered. */
function commonHangul(): string {
  const euckr = new TextDecoder('euc-kr');
  let syllables = '';
  for (let row = 0xb0; row <= 0xc8; row += 1)
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) syllables += euckr.decode(new Uint8Array([row, cell]));
  return syllables;
}

function versionIn(dir: string): string {
  return (JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { version: string }).version;
}

/** Whole or not at all: another process may be reading. */
function write(name: string, contents: string | Uint8Array): void {
  const draft = join(outDir, `${name}.${process.pid}`);
  writeFileSync(draft, contents);
  renameSync(draft, join(outDir, name));
}
