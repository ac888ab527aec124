// A process of its own beside the product, started by companion.ts: asks chat apps for what was said and hands it on. It
// holds nothing and ends with the process that started it, however that ends.
import { setTimeout as sleep } from 'node:timers/promises';
import { handOn, type Door, type HandOnPorts } from './hand-on.ts';
import { pollTelegram, type Polling } from './poll-telegram.ts';

/** What it is told, once, over the pipe it was started with: never on a command line that others can read. */
export interface Assignment {
  readonly door: Door;
  readonly telegram?: Polling;
}

const ports: HandOnPorts = {
  now: () => Date.now(),
  sleep: async (ms) => {
    await sleep(ms);
  },
  log: (line) => {
    process.send?.({ log: line });
  },
};

process.once('disconnect', () => process.exit(0));
process.once('message', ({ door, telegram }: Assignment) => {
  if (telegram === undefined) return;
  const take = (update: unknown): Promise<void> => handOn(door, { channel: 'telegram', update }, ports);
  void pollTelegram(telegram, take, { ...ports, stopped: new AbortController().signal });
});
