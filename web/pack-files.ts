// Code and styles, packed as they are built: at home nothing stands in between that packs them on their way, and packing
// them anew for each phone is worse packing and slower answers (`worker/src/http/packing.ts` hands them out).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const pack = promisify(brotliCompress);
/** The last step takes three times as long, for two bytes of a hundred. */
const QUALITY = 10;

/** Beside each file of code or style in a folder, the same with `.br` at its end. */
export async function packFiles(folder: string): Promise<void> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|css)$/.test(name));
  await Promise.all(
    names.map(async (name) => {
      const file = readFileSync(join(folder, name));
      const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: file.byteLength };
      writeFileSync(join(folder, `${name}.br`), await pack(file, { params }));
    }),
  );
}
