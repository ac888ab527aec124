/**
 * Text as it was written: nothing in it becomes bold, a heading, a list, a quotation, a masked link, a mention or a
 * timestamp. Names of stocks and bots, and whatever else people write, come through here.
 */
export function plain(text: string): string {
  return text
    .replace(/[\\*_~`|[<]/g, (mark) => `\\${mark}`)
    .replace(/^(\s*)(>|#|-|\+)/gm, (_line, space: string, mark: string) => `${space}\\${mark}`)
    .replace(/^(\s*\d+)\.(?=\s)/gm, (_line, number: string) => `${number}\\.`);
}

export function bold(text: string): string {
  return `**${plain(text)}**`;
}
