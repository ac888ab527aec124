import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** A text file that never grows past its bound: when full it becomes NAME.1, the older ones move up, the oldest goes. */
export class RotatingFile {
  readonly #path: string;
  readonly #bytesMax: number;
  readonly #generations: number;
  #bytes: number;

  constructor(path: string, bounds: { bytesMax: number; generations: number }) {
    this.#path = path;
    this.#bytesMax = bounds.bytesMax;
    this.#generations = bounds.generations;
    mkdirSync(dirname(path), { recursive: true });
    this.#bytes = sizeOf(path);
  }

  /** Appends at once, so that the last line before a crash is there. Throws what the disk throws. */
  write(text: string): void {
    const bytes = Buffer.byteLength(text);
    if (this.#bytes > 0 && this.#bytes + bytes > this.#bytesMax) this.#rotate();
    appendFileSync(this.#path, text, { mode: 0o600 });
    this.#bytes += bytes;
  }

  #rotate(): void {
    rmSync(`${this.#path}.${this.#generations}`, { force: true });
    for (let n = this.#generations - 1; n >= 1; n--) {
      if (sizeOf(`${this.#path}.${n}`) > 0) renameSync(`${this.#path}.${n}`, `${this.#path}.${n + 1}`);
    }
    renameSync(this.#path, `${this.#path}.1`);
    this.#bytes = 0;
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
