import { discordSigner } from '../src/testing/discord-signer.ts';
import type { Proof } from './proof.ts';
import { badUpdate, CHAT_DOORS, type ChatDoor, type ChatKeys } from './support/bad-updates.ts';
import type { Arrival } from './support/chat-apps.ts';
import { openChatHouse, type ChatHouse } from './support/chat-house.ts';
import { press, quiet, shown, slash } from './support/chat-people.ts';
import { idleDiscord, idleTelegram, strayDiscord, strayTelegram, crowdOf, type Crowd } from './support/idle-updates.ts';
import { atOnce, knock } from './support/knock.ts';
import { until } from './support/product-run.ts';
import { randomOf, type Random } from './support/random.ts';
import { changedTables, tableHashes } from './support/state-hash.ts';
import { isForStrangers, listenForStrangers } from './support/told-to-strangers.ts';
import type { Trader } from './support/trader.ts';

const AT_ONCE = 8;
const [TELEGRAM_CHATS, DISCORD_CHATS] = [8, 4];
const QUIET_MS = 1_500;
const QUESTION_WITHIN_MS = 60_000;
const ANSWERED_WITHIN_MS = 30_000;
const FAULTS_KEPT = 12;
/** Presses about an open question by somebody who may answer it, of what its card does not have. */
const STRAY = 20;
/** What the product's own clock writes while nobody does anything, and what a taken update leaves behind. */
const OWN_CLOCK = /D1DatabaseObject\/\w+ audit_head$/;
const TAKEN = /ChannelObject\/\w+ (inbox|fact|stranger)$/;
/** Whoever is linked and presses anything is there. */
const TAKEN_FROM_SOMEBODY = /ChannelObject\/\w+ (inbox|fact|stranger)$|UserObject\/\w+ seen$/;
const NONE = /(?!)/;

interface House extends ChatHouse {
  readonly faults: string[];
  readonly say: (line: string) => void;
}

/**
 * With both apps connected, chats linked and a position, bot and question to lose. First what is not the app's, not new
 * or not well formed; then what is all that and yet nobody's word; at last the same about an open question.
 */
const proof: Proof = {
  id: 'chat-doors',
  claim:
    'Forged, replayed, oversized and malformed updates are refused and change nothing, and what the apps bring that no linked person meant does nothing',
  async run({ level, seed, say }) {
    const faults: string[] = [];
    const opened = await openChatHouse({
      ...{ name: 'chat-doors', args: ['--seed', '7', '--speed', '0'], maxSockets: AT_ONCE },
      ...{ telegram: TELEGRAM_CHATS, discord: DISCORD_CHATS },
    });
    const { apps, send, homeKey, adminKey, trader: person } = opened;
    const house: House = { ...opened, faults, say };
    try {
      const [account] = await person.accounts();
      if (account === undefined) throw new Error('there is no account');
      await person.makeBot({ accountId: account.id, strategy: 'ma-cross' });
      await firstLookIsTold(house);
      const each = level === 'long' ? 100_000 : 10_000;
      const keys: ChatKeys = {
        ...{ send, homeKey, telegramSecret: apps.telegram.hook?.secret ?? '' },
        otherSecrets: [adminKey, apps.telegram.token, apps.discordToken, 'null', 'undefined'],
        ...{ discord: apps.signer, otherDiscord: await discordSigner() },
        ...harmfulUpdates(house),
        taken: await takenBefore(house),
      };
      const refused = await refusedAtEveryDoor(house, keys, { each, seed });
      const idle = await nobodysWords(house, { count: each / 20, seed, accountId: account.id });
      const asked = await aboutAQuestion(house, { count: each / 50, seed, accountId: account.id, person });
      return {
        passed: faults.length === 0,
        figures: {
          ...{ requestsPerDoor: each, ...refused, ...idle, ...asked },
          ...(faults.length > 0 && { faults: faults.slice(0, FAULTS_KEPT).join(' | ') }),
        },
      };
    } finally {
      await opened.close();
    }
  },
};
export default proof;

/** A new bot looks at once, which takes a while and is news, on the first app. */
async function firstLookIsTold({ apps, people }: House): Promise<void> {
  await until('the first look is told', QUESTION_WITHIN_MS, () =>
    Promise.resolve(
      people.telegram.every(({ id }) =>
        apps.telegram.messages.some(({ chatId, text }) => chatId === id && text.includes('looked')),
      ),
    ),
  );
  await quiet(apps, QUIET_MS);
}

/** What a linked person could say to some effect, as new updates. */
function harmfulUpdates({ apps, people }: House): Pick<ChatKeys, 'telegramUpdate' | 'discordUpdate'> {
  const lines = ['/pause', '/stop sell-everything', '/newbot', '/buy 1', '/today'];
  return {
    telegramUpdate: (random) => apps.telegram.typed(random.pick(people.telegram), random.pick(lines)),
    discordUpdate: (random) =>
      slash(apps, random.pick(people.discord), random.pick(['pause', 'stop', 'newbot', 'today'])),
  };
}

/** Updates that were heard: they will come again. */
async function takenBefore({ apps, people, send, product, agent }: House): Promise<ChatKeys['taken']> {
  const [mina] = people.telegram;
  const [user = ''] = people.discord;
  if (mina === undefined) throw new Error('nobody is linked');
  const telegram = send.telegram(JSON.stringify(apps.telegram.typed(mina, '/help')));
  const heard = slash(apps, user, 'help');
  const discord = await send.discord(JSON.stringify(heard));
  const home = [
    send.home('telegram', JSON.stringify(apps.telegram.typed(mina, '/health'))),
    send.home('discord', JSON.stringify(slash(apps, user, 'health'))),
  ];
  const saidToMina = (): number => apps.telegram.messages.filter(({ chatId }) => chatId === mina.id).length;
  const before = saidToMina();
  shown(apps, heard, await knock(product.port, discord, agent));
  for (const request of [telegram, ...home]) await knock(product.port, request, agent);
  // A chat that was just told much has its turn a few seconds later.
  await until('both are answered', ANSWERED_WITHIN_MS, () => Promise.resolve(saidToMina() >= before + 2));
  await quiet(apps, QUIET_MS);
  return { telegram: [telegram], discord: [discord], home };
}

async function refusedAtEveryDoor(
  house: House,
  keys: ChatKeys,
  { each, seed }: { each: number; seed: number },
): Promise<Record<string, number>> {
  const { product, apps, agent, faults, say } = house;
  const counts: Record<string, number> = {};
  const count = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const arrived: string[] = [];
  const note = ({ app, what }: Arrival): void => {
    arrived.push(`${app} ${what}`);
  };
  apps.arrivals.add(note);
  const tablesCompared = await unchanged(house, 'what was refused', NONE, () =>
    atOnce(AT_ONCE, each * CHAT_DOORS.length, async (n) => {
      const door = CHAT_DOORS[n % CHAT_DOORS.length] as ChatDoor;
      const { kind, expect, request } = await badUpdate(keys, door, randomOf(seed, 1).fork(n));
      const { status, text } = await knock(product.port, request, agent);
      const isRight =
        expect === 'refused' ? status >= 400 && status < 500 : status === 200 && text === '{"taken":false}';
      count(kind);
      if (expect === 'aside') count('ofThemLeftAside');
      if (!isRight) faults.push(`${n}: ${status} to a ${kind} one at the ${door} door: ${text.slice(0, 120)}`);
      if (n % 5_000 === 0) say(`request ${n}, seed ${seed}`);
    }),
  );
  apps.arrivals.delete(note);
  if (arrived.length > 0) {
    const { text = '' } = apps.telegram.messages.at(-1) ?? {};
    faults.push(`sent of it: ${arrived.slice(0, 3).join(', ')}; last: ${text}`);
  }
  return { ...counts, tablesCompared };
}

async function nobodysWords(
  house: House,
  { count, seed, accountId }: { count: number; seed: number; accountId: string },
): Promise<Record<string, number>> {
  const { apps, faults } = house;
  const crowd = crowdOf({ apps, ...house.people }, accountId);
  const listening = listenForStrangers(apps, house.people.telegram, faults);
  await unchanged(house, "nobody's words", TAKEN, () =>
    atEveryDoor(house, { telegram: idleTelegram, discord: idleDiscord, crowd }, { count, random: randomOf(seed, 2) }),
  );
  listening.stop();
  const stray = Math.ceil(count / 5);
  await unchanged(house, 'stray presses', TAKEN_FROM_SOMEBODY, () =>
    atEveryDoor(
      house,
      { telegram: strayTelegram, discord: strayDiscord, crowd },
      { count: stray, random: randomOf(seed, 3) },
    ),
  );
  await quiet(apps, QUIET_MS);
  return {
    nobodysWords: count * CHAT_DOORS.length,
    strayPresses: stray * CHAT_DOORS.length,
    toldHowToLink: listening.told(),
  };
}

interface Speech {
  readonly telegram: typeof idleTelegram;
  readonly discord: typeof idleDiscord;
  readonly crowd: Crowd;
}

async function atEveryDoor(
  { product, apps, send, agent, faults }: House,
  { telegram, discord, crowd }: Speech,
  { count, random }: { count: number; random: Random },
): Promise<void> {
  await atOnce(AT_ONCE, count * CHAT_DOORS.length, async (n) => {
    const door = CHAT_DOORS[n % CHAT_DOORS.length] as ChatDoor;
    const own = random.fork(n);
    const isTelegrams = door === 'telegram' || (door === 'home' && own.chance(0.5));
    const { from, update } = (isTelegrams ? telegram : discord)(crowd, own);
    const body = JSON.stringify(update);
    const isPing = update['type'] === 1;
    const request =
      door === 'home'
        ? send.home(isTelegrams ? 'telegram' : 'discord', body)
        : isTelegrams
          ? send.telegram(body)
          : await send.discord(body);
    const answered = await knock(product.port, request, agent);
    // Over the gateway nobody asks whether somebody is there.
    const isRight = answered.status === (door === 'home' && isPing ? 400 : 200);
    if (!isRight) faults.push(`${answered.status} to ${from} at the ${door} door: ${body.slice(0, 200)}`);
    if (door !== 'discord' || isPing) return;
    const said = shown(apps, update, answered);
    if (from === 'stranger' && !isForStrangers(said, 'discord'))
      faults.push(`a stranger read at Discord: ${answered.text.slice(0, 200)}`);
  });
}

/** The tables before and after are the same, but for those that `may` grow; answers how many were compared. */
async function unchanged(house: House, what: string, may: RegExp, work: () => Promise<void>): Promise<number> {
  const { state, apps, faults } = house;
  const before = tableHashes(state.dir);
  await work();
  await quiet(apps, QUIET_MS);
  const changed = changedTables(before, tableHashes(state.dir)).filter(
    (table) => !OWN_CLOCK.test(table) && !may.test(table),
  );
  if (changed.length > 0) faults.push(`${what} changed ${changed.join(', ')}`);
  return before.size;
}

/** While a question is open: nobody but a linked person, about this revision, answers it; and that person still can. */
async function aboutAQuestion(
  house: House,
  { count, seed, accountId, person }: { count: number; seed: number; accountId: string; person: Trader },
): Promise<Record<string, number | string>> {
  const { product, apps, people, send, agent, faults } = house;
  const question = await person.toQuestion(accountId, QUESTION_WITHIN_MS);
  const orders = (await person.orders(accountId)).length;
  const random = randomOf(seed, 4);
  const crowd = crowdOf({ apps, ...people }, accountId, [question.id]);
  await atEveryDoor(house, { telegram: idleTelegram, discord: idleDiscord, crowd }, { count, random });
  await atEveryDoor(house, { telegram: strayTelegram, discord: strayDiscord, crowd }, { count: STRAY, random });
  const after = await person.proposal(question.id);
  if (after.status !== 'pending' || after.hash !== question.hash)
    faults.push(`the question is ${after.status} by ${String(after.decidedBy)}`);
  if ((await person.orders(accountId)).length !== orders) faults.push('an order came of nobody');
  const [user = ''] = people.discord;
  const right = press(apps, user, `approve ${question.id} ${question.revision}|${accountId}`);
  shown(apps, right, await knock(product.port, await send.discord(JSON.stringify(right)), agent));
  const decided = await until('the right person is heard', 10_000, async () => {
    const now = await person.proposal(question.id);
    return now.status === 'approved' && now;
  });
  if (decided.decidedChannel !== 'discord') faults.push(`decided over ${String(decided.decidedChannel)}`);
  return { aboutAnOpenQuestion: count * CHAT_DOORS.length, thenDecidedOver: String(decided.decidedChannel) };
}
