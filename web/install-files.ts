// What a device needs to install the app, made from what is there already: icons from static/icon.svg, the manifest in
// each language from the catalogue, the README's pictures for the installer's window. Called at the end of a build.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { manifest as en } from '../shared/words/web-en/install.ts';
import { manifest as ko } from '../shared/words/web-ko/install.ts';

const PICTURES = [
  { name: 'home.png', form_factor: 'narrow' },
  { name: 'question.png', form_factor: 'narrow' },
  { name: 'desk.png', form_factor: 'wide' },
] as const;

/** `rounded`: as it is drawn. `full`: to the edge, for whoever cuts their own shape out. `mark`: the stroke alone. */
const ICONS = [
  { name: 'icon-192.png', size: 192, look: 'rounded', purpose: 'any' },
  { name: 'icon-512.png', size: 512, look: 'rounded', purpose: 'any' },
  { name: 'maskable-192.png', size: 192, look: 'full', purpose: 'maskable' },
  { name: 'maskable-512.png', size: 512, look: 'full', purpose: 'maskable' },
  { name: 'badge-96.png', size: 96, look: 'mark', purpose: 'monochrome' },
  // Apple looks for it by its link, not in the manifest.
  { name: 'apple-180.png', size: 180, look: 'full', purpose: null },
] as const;

export async function writeInstallFiles(out: string): Promise<void> {
  mkdirSync(join(out, 'icons'), { recursive: true });
  mkdirSync(join(out, 'pictures'), { recursive: true });
  await drawIcons(join(out, 'icons'));
  for (const { name } of PICTURES) copyFileSync(join('pictures', name), join(out, 'pictures', name));
  writeFileSync(join(out, 'manifest.webmanifest'), JSON.stringify(manifestOf('en', en)));
  writeFileSync(join(out, 'manifest.ko.webmanifest'), JSON.stringify(manifestOf('ko', ko)));
  const page = ['index.html', '_headers', 'icon.svg'].map((name) => readFileSync(join(out, name)));
  const revision = createHash('sha256').update(Buffer.concat(page)).digest('hex').slice(0, 16);
  const worker = join(out, 'service-worker.js');
  writeFileSync(worker, readFileSync(worker, 'utf8').replaceAll('PAGE_REVISION_OF_THE_BUILD', revision));
}

async function drawIcons(folder: string): Promise<void> {
  await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const drawn = readFileSync('static/icon.svg', 'utf8');
  const looks = {
    rounded: drawn,
    full: drawn.replace(/ rx="\d+"/, ''),
    mark: drawn.replace(/<rect[^>]*\/>/, ''),
  };
  for (const { name, size, look } of ICONS) {
    const png = new Resvg(looks[look], { fitTo: { mode: 'width', value: size } }).render().asPng();
    writeFileSync(join(folder, name), png);
  }
}

/** The same app in either language: `id` makes it one. */
function manifestOf(lang: 'en' | 'ko', words: typeof en): object {
  const shortcutIcon = [{ src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' }];
  return {
    id: '/',
    lang,
    dir: 'ltr',
    name: words.name,
    short_name: words.shortName,
    description: words.description,
    start_url: '/',
    scope: '/',
    display: 'standalone',
    orientation: 'any',
    theme_color: '#ffffff',
    background_color: '#f3f5f4',
    categories: ['finance'],
    icons: ICONS.flatMap(({ name, size, purpose }) =>
      purpose === null ? [] : [{ src: `/icons/${name}`, sizes: `${size}x${size}`, type: 'image/png', purpose }],
    ),
    shortcuts: [
      { name: words.decide, description: words.decideLine, url: '/decide', icons: shortcutIcon },
      // Opens the choice: an icon that is touched in a pocket stops nothing.
      { name: words.stop, description: words.stopLine, url: '/?stop', icons: shortcutIcon },
    ],
    share_target: {
      action: '/markets/find',
      method: 'GET',
      enctype: 'application/x-www-form-urlencoded',
      params: { title: 'title', text: 'text', url: 'url' },
    },
    launch_handler: { client_mode: ['navigate-existing', 'auto'] },
    screenshots: PICTURES.map(({ name, form_factor }) => {
      const png = readFileSync(join('pictures', name));
      const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
      const label = words.pictures[name === 'question.png' ? 'question' : 'home'];
      return { src: `/pictures/${name}`, sizes: `${width}x${height}`, type: 'image/png', form_factor, label };
    }),
  };
}
