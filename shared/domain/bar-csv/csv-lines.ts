/** Longest line taken; a bar needs some 100 characters. */
export const LINE_LENGTH_MAX = 4_096;

/**
 * Cuts pushed text into lines, whatever the pieces are. LF and CRLF end a line, a byte order mark at the start is
 * dropped. Quotes do not span lines: nothing in a bar does.
 */
export class LineCutter {
  private rest = '';
  private started = false;

  /** Calls `onLine` for each complete line until it answers false. Returns false when it did, or a line is too long. */
  push(text: string, onLine: (line: string) => boolean): boolean {
    let buffer = this.rest === '' ? text : this.rest + text;
    if (!this.started && buffer.length > 0) {
      this.started = true;
      if (buffer.charCodeAt(0) === 0xfeff) buffer = buffer.slice(1);
    }
    let from = 0;
    for (;;) {
      const end = buffer.indexOf('\n', from);
      if (end < 0) break;
      const stop = end > from && buffer.charCodeAt(end - 1) === 13 ? end - 1 : end;
      if (!onLine(buffer.slice(from, stop))) return false;
      from = end + 1;
    }
    this.rest = buffer.slice(from);
    return this.rest.length <= LINE_LENGTH_MAX || onLine(this.rest);
  }

  /** The last line, when the file does not end with a line end. */
  end(onLine: (line: string) => boolean): boolean {
    const line = this.rest.endsWith('\r') ? this.rest.slice(0, -1) : this.rest;
    this.rest = '';
    return line === '' || onLine(line);
  }
}

/** Splits one line into `fields` (reused, its length is set). Doubled quotes inside quotes are one. False: an open quote. */
export function splitFields(line: string, delimiter: string, fields: string[]): boolean {
  let count = 0;
  let from = 0;
  if (!line.includes('"')) {
    for (;;) {
      const end = line.indexOf(delimiter, from);
      fields[count++] = end < 0 ? line.slice(from) : line.slice(from, end);
      if (end < 0) break;
      from = end + 1;
    }
    fields.length = count;
    return true;
  }
  for (;;) {
    if (line[from] === '"') {
      let text = '';
      let at = from + 1;
      for (;;) {
        const quote = line.indexOf('"', at);
        if (quote < 0) return false;
        text += line.slice(at, quote);
        at = quote + 1;
        if (line[at] !== '"') break;
        text += '"';
        at += 1;
      }
      const end = line.indexOf(delimiter, at);
      fields[count++] = text;
      from = end < 0 ? line.length + 1 : end + 1;
    } else {
      const end = line.indexOf(delimiter, from);
      fields[count++] = end < 0 ? line.slice(from) : line.slice(from, end);
      from = end < 0 ? line.length + 1 : end + 1;
    }
    if (from > line.length) break;
  }
  fields.length = count;
  return true;
}
