/** A setting as an option: `freshBars` is `--fresh-bars`. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
