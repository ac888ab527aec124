// From a command in Telegram or Discord to the first byte of its answer at the app, which takes no time itself; how soon a
// webhook answers while the work behind it takes long; and a thousand updates of fifty people at once.
import { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Product } from '../host/product.ts';
import { startChatApps, type ChatApps } from '../proofs/support/chat-apps.ts';
import { linkPeople, quiet, senders, shown, slash, type LinkedPeople } from '../proofs/support/chat-people.ts';
import { atOnce, knock, type Knock } from '../proofs/support/knock.ts';
import { apiOf, BOT } from './api.ts';
import type { Benchmark, Measured } from './benchmark.ts';
import { withProduct } from './product-on-temporary-state.ts';
import { asProofsReach } from './support/as-proofs-reach.ts';

const [PEOPLE, UPDATES] = [50, 1_000];
/** What people ask all day; each is answered by one message. */
const COMMANDS = ['today', 'pending', 'positions', 'bots', 'help', 'health', 'settings'] as const;
const ROUNDS = 8;
/** The first ones open doors that stay open. */
const WARM_UP = 2;
/** Every tenth update comes twice, as if its answer had been lost on the way. */
const TWICE = 10;
const AT_ONCE = 50;
const PAUSE_MS = 40;
const ANSWERED_WITHIN_MS = 120_000;
const QUIET_MS = 3_000;
const SLOW_MS = 2_000;

interface House {
  readonly product: Product;
  readonly apps: ChatApps;
  readonly people: LinkedPeople;
  readonly send: ReturnType<typeof senders>;
  readonly agent: Agent;
  readonly say: (line: string) => void;
}

export default {
  name: 'chat',
  run: async ({ say }) => {
    const apps = await startChatApps();
    process.env['NOD_REHEARSAL_CHANNEL_URL'] = apps.url;
    const agent = new Agent({ keepAlive: true });
    try {
      return await withProduct({ speed: 0, seed: 7, publicUrl: 'https://nod.example' }, async (product) => {
        const { homeKey } = product.identity;
        const people = await linkPeople(asProofsReach(product), apps, {
          ...{ homeKey, agent, telegram: PEOPLE, discord: PEOPLE },
        });
        const house: House = { product, apps, people, agent, say, send: senders(apps, homeKey) };
        const api = await apiOf(product);
        await api('POST', 'bots', { ...BOT, autonomy: 'ask' });
        await quiet(apps, QUIET_MS);
        return { ...(await oneByOne(house)), ...(await slowWork(house)), ...(await together(house)) };
      });
    } finally {
      delete process.env['NOD_REHEARSAL_CHANNEL_URL'];
      agent.destroy();
      await apps.stop();
    }
  },
} satisfies Benchmark;

/** Every command of every person once, over both apps in turns, with an empty request of somebody signed in beside each. */
async function oneByOne(house: House): Promise<Record<string, Measured>> {
  const { product, people, say } = house;
  const { token } = await product.admin.call<{ token: string }>('POST', 'token', {});
  const times = { telegram: [] as number[], discord: [] as number[], empty: [] as number[] };
  const byCommand = new Map<string, number[]>();
  const price = { telegram: [] as number[], discord: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [n, command] of [...COMMANDS, 'price'].entries()) {
      // A chat is spoken to about once a second: each takes its turn.
      const one = (round * (COMMANDS.length + 1) + n) % PEOPLE;
      await wait(PAUSE_MS);
      const empty = await took(() => knock(product.port, me(token), house.agent));
      await wait(PAUSE_MS);
      const telegram = await overTelegram(house, one, command);
      await wait(PAUSE_MS);
      const discord = await overDiscord(house, people.discord[one] ?? '', command);
      if (round < WARM_UP) continue;
      times.empty.push(empty);
      const into = command === 'price' ? price : times;
      into.telegram.push(telegram);
      into.discord.push(discord);
      byCommand.set(command, [...(byCommand.get(command) ?? []), telegram]);
    }
  }
  say(
    [...byCommand].map(([name, runs]) => `${name} ${median(runs).toFixed(1)}`).join(', ') + ' ms (Telegram, medians)',
  );
  const yardstick = { name: 'empty request of somebody signed in', runs: times.empty };
  const figure = (runs: readonly number[]): Measured => ({ runs, unit: 'ms', goal: 30, yardstick, ratioMax: 12 });
  return {
    'Telegram, command to answer': figure(times.telegram),
    'Discord, command to answer': figure(times.discord),
    'Telegram, a price with its chart': { runs: price.telegram, unit: 'ms', yardstick },
    'Discord, a price before its chart': { runs: price.discord, unit: 'ms', yardstick },
  };
}

/** Until the answer arrives at Telegram. */
async function overTelegram(
  { product, apps, people, send, agent }: House,
  at: number,
  command: string,
): Promise<number> {
  const person = people.telegram[at];
  if (person === undefined) throw new Error('nobody is linked');
  const line = command === 'price' ? '/price 1' : `/${command}`;
  const body = JSON.stringify(apps.telegram.typed(person, line));
  let arrived: () => void = () => undefined;
  const arrival = new Promise<void>((resolve) => (arrived = resolve));
  const note: Parameters<ChatApps['arrivals']['add']>[0] = ({ what, chatId }) => {
    if (chatId === person.id && what.startsWith('send')) arrived();
  };
  apps.arrivals.add(note);
  const began = performance.now();
  const posted = knock(product.port, send.telegram(body), agent);
  await Promise.race([arrival, wait(ANSWERED_WITHIN_MS)]);
  const ms = performance.now() - began;
  apps.arrivals.delete(note);
  await posted;
  return ms;
}

/** Until the answer is in the response. */
async function overDiscord({ product, apps, send, agent }: House, user: string, command: string): Promise<number> {
  const said = slash(apps, user, command, command === 'price' ? { symbol: '1' } : {});
  const request = await send.discord(JSON.stringify(said));
  const began = performance.now();
  const answered = await knock(product.port, request, agent);
  const ms = performance.now() - began;
  if (answered.status !== 200) throw new Error(`/${command}: ${answered.status} ${answered.text}`);
  shown(apps, said, answered);
  return ms;
}

/** The broker takes its time over an order, a chart and a backtest are asked for, and the apps themselves are slow. */
async function slowWork(house: House): Promise<Record<string, Measured>> {
  const { product, apps, people, send, agent } = house;
  const acknowledged = { telegram: [] as number[], discord: [] as number[] };
  apps.delayMs = SLOW_MS;
  for (const command of ['price', 'signals', 'review', 'today', 'screen']) {
    const [mina] = people.telegram;
    if (mina === undefined) throw new Error('nobody is linked');
    const update = JSON.stringify(apps.telegram.typed(mina, command === 'price' ? '/price 1' : `/${command}`));
    acknowledged.telegram.push(await took(() => knock(product.port, send.telegram(update), agent)));
    acknowledged.discord.push(await overDiscord(house, people.discord[0] ?? '', command));
  }
  apps.delayMs = 0;
  await quiet(apps, 2 * SLOW_MS);
  const slowest = (runs: readonly number[]): Measured => ({ runs, percentile: 100, unit: 'ms', goal: 1_000 });
  return {
    'Telegram, webhook answered while the answer takes seconds': slowest(acknowledged.telegram),
    'Discord, webhook answered while the answer takes seconds': slowest(acknowledged.discord),
  };
}

/** All of them at once over each app; throws unless each was answered exactly once. */
async function together(house: House): Promise<Record<string, Measured>> {
  const { product, say } = house;
  const before = product.memory();
  const telegram = await allOverTelegram(house);
  const between = product.memory();
  const discord = await allOverDiscord(house);
  await wait(QUIET_MS);
  const after = product.memory();
  const megabytes = (bytes: number): number => bytes / 2 ** 20;
  say(`resident: ${[before, between, after].map((bytes) => megabytes(bytes).toFixed(0)).join(', ')} MB`);
  for (const [name, { acknowledged, answered, seconds }] of Object.entries({ telegram, discord }))
    say(
      `${name}: ${UPDATES} updates in ${seconds.toFixed(1)} s; webhook ${quantiles(acknowledged)}; answer ${quantiles(answered)}`,
    );
  return {
    '1,000 Telegram updates of 50 people, webhook': { runs: telegram.acknowledged, unit: 'ms', percentile: 99 },
    '1,000 Telegram updates of 50 people, answered': { runs: telegram.answered, unit: 'ms', percentile: 99 },
    '1,000 Discord interactions of 50 people, answered': { runs: discord.answered, unit: 'ms', percentile: 99 },
    'updates a second, Telegram': { runs: [UPDATES / telegram.seconds], unit: '1/s' },
    'interactions a second, Discord': { runs: [UPDATES / discord.seconds], unit: '1/s' },
    'resident after 2,000 updates': { runs: [megabytes(after)], unit: 'MB' },
    'grown by it': { runs: [megabytes(after - before)], unit: 'MB' },
  };
}

interface Load {
  readonly acknowledged: number[];
  readonly answered: number[];
  readonly seconds: number;
}

/** As fast as they are taken; the answers then leave as fast as Telegram lets a bot speak. */
async function allOverTelegram({ product, apps, people, send, agent }: House): Promise<Load> {
  const acknowledged: number[] = [];
  const answered: number[] = [];
  const posted = new Map<number, number[]>();
  const came = new Map<number, number>();
  const note: Parameters<ChatApps['arrivals']['add']>[0] = ({ what, chatId }) => {
    if (chatId === null || !what.startsWith('send')) return;
    const n = came.get(chatId) ?? 0;
    came.set(chatId, n + 1);
    const at = posted.get(chatId)?.[n];
    if (at !== undefined) answered.push(performance.now() - at);
  };
  apps.arrivals.add(note);
  const began = performance.now();
  await atOnce(AT_ONCE, UPDATES, async (n) => {
    const person = people.telegram[n % PEOPLE];
    if (person === undefined) return;
    const command = COMMANDS[Math.floor(n / PEOPLE) % COMMANDS.length] ?? 'help';
    const request = send.telegram(JSON.stringify(apps.telegram.typed(person, `/${command}`)));
    posted.set(person.id, [...(posted.get(person.id) ?? []), performance.now()]);
    acknowledged.push(await took(() => mustBe(200, product.port, request, agent)));
    if (n % TWICE === 0) await mustBe(200, product.port, request, agent);
  });
  const until = performance.now() + ANSWERED_WITHIN_MS;
  while (answered.length < UPDATES && performance.now() < until) await wait(50);
  const seconds = (performance.now() - began) / 1_000;
  await quiet(apps, QUIET_MS);
  apps.arrivals.delete(note);
  const wrong = people.telegram.filter(({ id }) => came.get(id) !== UPDATES / PEOPLE);
  if (wrong.length > 0)
    throw new Error(
      `answered otherwise than once each: ${wrong.map(({ id }) => `${id}: ${came.get(id) ?? 0}`).join(', ')}`,
    );
  return { acknowledged, answered, seconds };
}

async function allOverDiscord({ product, apps, people, send, agent }: House): Promise<Load> {
  const answered: number[] = [];
  const began = performance.now();
  await atOnce(AT_ONCE, UPDATES, async (n) => {
    const command = COMMANDS[Math.floor(n / PEOPLE) % COMMANDS.length] ?? 'help';
    const said = slash(apps, people.discord[n % PEOPLE] ?? '', command);
    const request = await send.discord(JSON.stringify(said));
    const at = performance.now();
    const first = await mustBe(200, product.port, request, agent);
    shown(apps, said, first);
    if (n % TWICE === 0) await mustBe(401, product.port, request, agent);
    const until = performance.now() + ANSWERED_WITHIN_MS;
    // What was deferred comes in its place.
    while (wordsAt(apps, said) === '' && performance.now() < until) await wait(5);
    answered.push(performance.now() - at);
    if (wordsAt(apps, said) === '') throw new Error(`/${command} was not answered`);
  });
  return { acknowledged: answered, answered, seconds: (performance.now() - began) / 1_000 };
}

function wordsAt({ discord }: ChatApps, said: Record<string, unknown>): string {
  return discord.answers.get(String(said['token']))?.[0]?.message.content ?? '';
}

async function mustBe(status: number, port: number, request: Knock, agent: Agent): ReturnType<typeof knock> {
  const answered = await knock(port, request, agent);
  if (answered.status !== status) throw new Error(`${answered.status} instead of ${status}: ${answered.text}`);
  return answered;
}

function me(token: string): Knock {
  return { method: 'GET', path: '/api/me', headers: { authorization: `Bearer ${token}` } };
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function quantiles(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number): string => (sorted[Math.ceil(part * sorted.length) - 1] ?? Number.NaN).toFixed(0);
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, most ${at(1)} ms`;
}
