import { Agent } from 'node:http';
import { startChatApps, type ChatApps } from './chat-apps.ts';
import { linkPeople, senders, type LinkedPeople, type Senders } from './chat-people.ts';
import { proofState, type ProofState, type RunningProduct } from './product-run.ts';
import { secretsAtHome } from './secrets-at-home.ts';
import { trader, type Trader } from './trader.ts';

/** A product with both chat apps connected, and somebody's chats linked in each. */
export interface ChatHouse {
  readonly product: RunningProduct;
  readonly state: ProofState;
  readonly apps: ChatApps;
  readonly people: LinkedPeople;
  readonly send: Senders;
  readonly agent: Agent;
  readonly trader: Trader;
  readonly homeKey: string;
  readonly adminKey: string;
  close(): Promise<void>;
}

/** Never a real address: nothing is sent there, it is what the apps are told. */
const PUBLIC = ['--public', 'https://nod.example'];
/** Where a product looks for the apps; it reads this once, when it starts. */
const APPS_AT = 'NOD_REHEARSAL_CHANNEL_URL';

interface Opening {
  readonly name: string;
  readonly args: readonly string[];
  /** How many chats are linked there. */
  readonly telegram: number;
  readonly discord: number;
  readonly maxSockets?: number;
}

/** One at a time: what is being opened must be open before the next. */
export async function openChatHouse({ name, args, telegram, discord, maxSockets }: Opening): Promise<ChatHouse> {
  const state = proofState(name);
  const apps = await startChatApps();
  const agent = new Agent({ keepAlive: true, ...(maxSockets !== undefined && { maxSockets }) });
  const close = async (): Promise<void> => {
    agent.destroy();
    await state.remove();
    await apps.stop();
  };
  process.env[APPS_AT] = apps.url;
  try {
    const product = await state.start([...args, ...PUBLIC]);
    const { homeKey, adminKey } = secretsAtHome(state);
    const people = await linkPeople(product, apps, { homeKey, agent, telegram, discord });
    const send = senders(apps, homeKey);
    return { product, state, apps, people, send, agent, trader: trader(product), homeKey, adminKey, close };
  } catch (error) {
    await close();
    throw error;
  } finally {
    delete process.env[APPS_AT];
  }
}
