// A process of its own beside the product, started by companion.ts: asks chat apps for what was said and hands it on. It
// holds nothing and ends with the process that started it, however that ends.
import { setTimeout as sleep } from 'node:timers/promises';
import { keepDiscordGateway } from './discord-gateway.ts';
import { handOn, type Door, type HandOnPorts } from './hand-on.ts';
import { pollTelegram, type Polling } from './poll-telegram.ts';

/** What it is told, once, over the pipe it was started with: never on a command line that others can read. */
export interface Assignment {
  readonly door: Door;
  readonly telegram?: Polling;
  readonly discord?: Polling;
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
/** Discord shows whoever asked that nobody answered after three seconds: later than that nothing may be done in their name. */
const DISCORD_WITHIN_MS = 2_500;

process.once('message', ({ door, telegram, discord }: Assignment) => {
  const take =
    (channel: string, withinMs?: number) =>
    (update: unknown, saidAfter?: number): Promise<void> =>
      handOn(door, { channel, update, saidAfter, withinMs }, ports);
  const stopped = new AbortController().signal;
  if (telegram !== undefined) void pollTelegram(telegram, take('telegram'), { ...ports, stopped });
  if (discord !== undefined)
    void keepDiscordGateway(discord, take('discord', DISCORD_WITHIN_MS), { ...ports, stopped });
});
