import { createInterface } from 'node:readline';
import { PlainError } from './plain-error.ts';

/** Whether somebody sits there who can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** One line from the terminal, not shown while it is typed. */
export function askHidden(question: string): Promise<string> {
  return new Promise((resolve, reject) => {
    process.stderr.write(question);
    const lines = createInterface({ input: process.stdin, terminal: true, output: undefined });
    lines.once('line', (line) => {
      process.stderr.write('\n');
      resolve(line);
      lines.close();
    });
    lines.once('SIGINT', () => {
      lines.close();
      reject(new PlainError('Nothing was changed.'));
    });
  });
}
