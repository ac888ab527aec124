import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDir } from './paths.ts';
import { PlainError } from './plain-error.ts';

/** Where the loaders are written; the Worker's sources import them as `#generated/NAME.js`. */
const outDir = join(buildDir, 'generated');

/**
 * The forecasting libraries compile their WASM from bytes, which the Workers runtime refuses: there a module is imported
 * statically or not at all. This writes, from the installed packages, the same libraries as functions that instantiate
 * imported modules, and takes from them the clock, the files and the randomness of the machine, so that the same
 * numbers in give the same numbers out. Every change is made exactly once or the build stops: a new version of a
 * library is looked at before it is trusted. Does nothing when they are already there.
 */
export function writeWasmLoaders(): void {
  const packages = locate();
  const made = () => [...stanLoader(packages.stan), ...prophetLoader(packages.augurs), ...treesLoader(packages.trees)];
  const key = createHash('sha256')
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update(JSON.stringify(packages))
    .update(Object.values(packages).map(versionOf).join(' '))
    .digest('hex');
  const stamp = join(outDir, 'made-from');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  mkdirSync(outDir, { recursive: true });
  for (const { name, contents } of made()) write(join(outDir, name), contents);
  write(stamp, key);
}

interface Made {
  readonly name: string;
  readonly contents: string | Uint8Array;
}

function locate(): { stan: string; augurs: string; trees: string } {
  const require = createRequire(import.meta.url);
  try {
    return {
      stan: dirname(require.resolve('@bsull/augurs-prophet-wasmstan')),
      augurs: dirname(require.resolve('@bsull/augurs/prophet')),
      trees: dirname(dirname(require.resolve('ydf-training'))),
    };
  } catch {
    throw new PlainError('The forecasting libraries of package-lock.json are not installed: run npm ci.');
  }
}

function versionOf(dir: string): string {
  return (JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { version: string }).version;
}

/** Prophet's Stan model (a WASI component): five core modules, and the system it believes to stand on is an argument. */
function stanLoader(dir: string): Made[] {
  const inline: string[] = [];
  let source = readFileSync(join(dir, 'prophet-wasmstan.js'), 'utf8');
  source = source.replaceAll(/^import .*preview2-shim.*$\n/gm, '');
  source = once(
    source,
    /fetchCompile\(new URL\('\.\/prophet-wasmstan\.core\.wasm', import\.meta\.url\)\)/,
    'given(core)',
  );
  source = once(
    source,
    /fetchCompile\(new URL\('\.\/prophet-wasmstan\.core2\.wasm', import\.meta\.url\)\)/,
    'given(core2)',
  );
  source = source.replaceAll(/base64Compile\('([A-Za-z0-9+/=]+)'\)/g, (_all, text: string) => {
    inline.push(text);
    return `given(inline${inline.length})`;
  });
  if (inline.length !== 3) throw changed('prophet-wasmstan.js', 'modules written inline');
  source = once(source, /async function fetchCompile[\s\S]*?\n}\n/, '');
  source = once(source, /^const base64Compile = .*$\n/m, '');
  source = once(source, /^export \{ optimizer, .*$\n?/m, 'return optimizer;\n');
  const modules = ['core', 'core2', 'inline1', 'inline2', 'inline3'];
  return [
    {
      name: 'prophet-stan.js',
      contents:
        modules.map((name) => `import ${name} from './prophet-stan-${name}.wasm';\n`).join('') +
        'const given = (module) => Promise.resolve(module);\n' +
        'export default async function load({ environment, exit: exit$1, stderr, stdin, stdout, terminalInput, ' +
        'terminalOutput, terminalStderr, terminalStdin, terminalStdout, monotonicClock, wallClock, preopens, types, ' +
        `error, streams, random }) {\n${source}}\n`,
    },
    { name: 'prophet-stan-core.wasm', contents: readFileSync(join(dir, 'prophet-wasmstan.core.wasm')) },
    { name: 'prophet-stan-core2.wasm', contents: readFileSync(join(dir, 'prophet-wasmstan.core2.wasm')) },
    ...inline.map((text, index) => ({
      name: `prophet-stan-inline${index + 1}.wasm`,
      contents: Buffer.from(text, 'base64'),
    })),
  ];
}

/** Prophet itself (wasm-bindgen): random numbers come from the caller. */
function prophetLoader(dir: string): Made[] {
  let source = readFileSync(join(dir, 'prophet.js'), 'utf8');
  source = once(source, /arg0\.getRandomValues\(arg1\);/, 'fillRandom(arg1);');
  source = once(source, /arg0\.randomFillSync\(arg1\);/, 'fillRandom(arg1);');
  source = once(source, /^async function __wbg_load[\s\S]*?\n}\n/m, '');
  source = once(source, /^async function __wbg_init[\s\S]*?\n}\n/m, '');
  source = once(
    source,
    /^export \{ initSync, .*$\n?/m,
    'initSync({ module: prophetModule });\nreturn { Prophet, initLogging };\n',
  );
  source = source.replaceAll(/^export (class|function) /gm, '$1 ');
  return [
    {
      name: 'prophet.js',
      contents: `import prophetModule from './prophet.wasm';\nexport default function load(fillRandom) {\n${source}}\n`,
    },
    { name: 'prophet.wasm', contents: readFileSync(join(dir, 'prophet_bg.wasm')) },
  ];
}

/** Yggdrasil decision forests (Emscripten): told that it runs nowhere in particular, with silent logs. */
function treesLoader(dir: string): Made[] {
  const source = once(
    readFileSync(join(dir, 'dist', 'training.js'), 'utf8'),
    /^if \(typeof exports === 'object' && typeof module === 'object'\)[\s\S]*$/m,
    '',
  );
  const nowhere = ['process', 'require', 'document', 'window', 'importScripts', '__filename', '__dirname'];
  return [
    {
      name: 'trees.js',
      contents:
        "import treesModule from './trees.wasm';\n" +
        'const silent = { log() {}, warn() {}, error() {} };\n' +
        `export default function load() {\nconst ${nowhere.map((name) => `${name} = undefined`).join(', ')};\n` +
        'const console = silent, crypto = { getRandomValues: (bytes) => bytes.fill(7) };\n' +
        `${source}\n` +
        'return YDFTraining({ print() {}, printErr() {}, instantiateWasm(imports, received) {\n' +
        'const instance = new WebAssembly.Instance(treesModule, imports);\n' +
        'received(instance, treesModule);\nreturn instance.exports;\n} });\n}\n',
    },
    { name: 'trees.wasm', contents: readFileSync(join(dir, 'dist', 'training.wasm')) },
  ];
}

function once(source: string, pattern: RegExp, replacement: string): string {
  const found = source.match(new RegExp(pattern.source, `${pattern.flags}g`))?.length ?? 0;
  if (found !== 1) throw changed(pattern.source, `${found} places`);
  return source.replace(pattern, () => replacement);
}

function changed(what: string, found: string): PlainError {
  return new PlainError(
    `A forecasting library is not as worker/host/wasm-loaders.ts knows it: ${what}, found ${found}.`,
  );
}

/** Whole or not at all: another process may be reading. */
function write(path: string, contents: string | Uint8Array): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, contents);
  renameSync(draft, path);
}
