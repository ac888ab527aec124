import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Where a secret was found, and in which form. */
export interface Hit {
  readonly place: string;
  readonly canary: string;
  readonly form: string;
}

/** Keys that nothing else in the world looks like, in every form somebody could have written them in. */
export class Canaries {
  readonly #forms: readonly { readonly canary: string; readonly form: string; readonly bytes: Buffer }[];
  readonly hits: Hit[] = [];
  places = 0;
  bytes = 0;

  constructor(canaries: Readonly<Record<string, string>>) {
    this.#forms = Object.entries(canaries).flatMap(([canary, secret]) =>
      Object.entries(formsOf(secret)).map(([form, bytes]) => ({ canary, form, bytes })),
    );
  }

  /** Looks through what was said or written somewhere. */
  look(place: string, content: Buffer | string): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.places += 1;
    this.bytes += bytes.length;
    for (const { canary, form, bytes: wanted } of this.#forms)
      if (bytes.includes(wanted)) this.hits.push({ place, canary, form });
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) this.look(`${place} unpacked`, gunzipSync(bytes));
  }

  /** Every file below a folder, databases and their logs among them. */
  lookThrough(place: string, dir: string): void {
    for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      const path = join(dir, name);
      if (statSync(path).isFile()) this.look(`${place}/${name}`, readFileSync(path));
    }
  }
}

function formsOf(secret: string): Record<string, Buffer> {
  const utf8 = Buffer.from(secret);
  // Base64 looks different at each of three offsets; what is common to all neighbours is looked for.
  const base64 = (offset: number): string => {
    const text = Buffer.concat([Buffer.alloc(offset), utf8])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(offset === 0 ? 0 : offset + 1, -2);
  };
  return {
    text: utf8,
    utf16: Buffer.from(secret, 'utf16le'),
    hex: Buffer.from(utf8.toString('hex')),
    ...Object.fromEntries([0, 1, 2].map((offset) => [`base64 at ${offset}`, Buffer.from(base64(offset))])),
  };
}
