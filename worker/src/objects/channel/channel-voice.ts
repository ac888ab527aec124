import {
  NO_ANSWER,
  type ChannelClient,
  type Moved,
  type Post,
  type PostOutcome,
  type Shown,
} from '#bot/channels/channel.ts';
import { SECOND_MS, type WallMs } from '#shared/lib/time.ts';
import type { ChannelVendor } from '../../channels/vendor.ts';
import type { VaultKeys } from '../../vault/vault-keys.ts';
import { open, type SealedRecord } from '../../vault/vault.ts';
import { channelPlace } from './channel-place.ts';
import type { ChannelStore } from './channel-store.ts';
import { keepLast } from './keep-last.ts';
import { Pacing, type Leaving } from './pacing.ts';

/** What speaking needs of the object around it. */
export interface VoicePorts {
  readonly vendor: ChannelVendor;
  readonly keys: VaultKeys | null;
  readonly apiRoot: string | undefined;
  readonly appUrl: string | null;
  readonly now: () => WallMs;
  readonly sleep: (ms: number) => Promise<void>;
  readonly setGone: (chatId: string, at: WallMs | null) => Promise<void>;
  /** A group has another number from now on. */
  readonly moved: (from: string, to: string) => Promise<void>;
  readonly log: (event: string, values: Readonly<Record<string, unknown>>) => void;
}

/** Whoever posts waits for their turn as long as this; a longer wait is theirs to plan. */
const TURN_WITHIN_MS = 2 * SECOND_MS;
/** An answer to somebody who just spoke: what fails is tried this often, and its turn waited for this long in all. */
const ANSWER_TRIES = 4;
/**
 * One that may have arrived is said once more and then left: who waits for it rather reads it twice than not at all, and
 * can ask again. What they must hear even so is a message of its own (`Deliveries`), which is said until it was taken.
 */
const PERHAPS_SAID_MAX = 2;
const ANSWER_WAIT_MAX_MS = 60 * SECOND_MS;
/** In the list of chats that are not spoken to. */
const EVERY_CHAT = '';
/** Stands between a bot's number and that of its update or message. */
const OF_BOT = ':';
const EDITS_KEPT = 200;

/** What leaves for one chat app: each message in its turn, as the bot whose token is kept. */
export class ChannelVoice {
  readonly #ports: VoicePorts;
  readonly #store: ChannelStore;
  readonly #pacing: Pacing;
  /** The last edit of each message that somebody asked for, while nothing else has changed it. */
  readonly #edits = new Map<string, { readonly words: string; readonly outcome: Promise<PostOutcome> }>();
  #client: { readonly version: number; readonly client: ChannelClient } | null = null;

  constructor(ports: VoicePorts, store: ChannelStore) {
    this.#ports = ports;
    this.#store = store;
    this.#pacing = new Pacing(ports.vendor.pace);
  }

  async post(post: Post): Promise<PostOutcome> {
    const { place, replyTo } = post;
    const said = { ...post, replyTo: replyTo === null ? null : this.#ownMessage(replyTo) };
    const outcome = await this.#send({ chatId: place.chatId, kind: 'post' }, (client) => client.post(said));
    if (outcome.kind !== 'moved') return outcome;
    // Once: a group that moves twice within a message is none.
    await this.#ports.moved(place.chatId, outcome.to);
    const again = { ...said, place: { ...place, chatId: outcome.to } };
    const there = await this.#send({ chatId: outcome.to, kind: 'post' }, (client) => client.post(again));
    return there.kind === 'moved' ? { kind: 'failed', reason: 'moved-again' } : there;
  }

  async edit(shown: Shown, post: Post): Promise<PostOutcome> {
    const messageId = this.#ownMessage(shown.messageId);
    // By its number alone it would be some other message of this bot.
    if (messageId === null) return { kind: 'refused', reason: 'other-bot' };
    const { chatId } = post.place;
    const key = `${chatId} ${messageId}`;
    const words = JSON.stringify([post.card, post.language, post.was]);
    const before = this.#edits.get(key);
    // A tap that lost and the card's own news say the same: once is enough, and takes no turn from what is new.
    if (before?.words === words && post.picture === null) return before.outcome;
    const outcome = this.#send({ chatId, kind: 'edit' }, (client) => client.edit({ ...shown, messageId }, post));
    const edit = { words, outcome };
    keepLast(this.#edits, { key, value: edit, most: EDITS_KEPT });
    if ((await outcome).kind !== 'sent' && this.#edits.get(key) === edit) this.#edits.delete(key);
    return outcome;
  }

  /** Speaks to the app in its own way; its answers to somebody count to no chat's pace. */
  async with(work: (client: ChannelClient) => Promise<PostOutcome>): Promise<PostOutcome> {
    const client = await this.current();
    if (client === null) return { kind: 'failed', reason: this.#store.read('problem') ?? 'no-token' };
    const outcome = await work(client);
    this.forgetEdits();
    return outcome;
  }

  /** The app was spoken to in its own way, which may have been an edit of any message. */
  forgetEdits(): void {
    this.#edits.clear();
  }

  /** The token is another one, or gone. */
  forgetClient(): void {
    this.#client = null;
  }

  async answerPress(pressId: string, text: string | null): Promise<void> {
    await (await this.current())?.answerPress(pressId, text);
  }

  /** Says it to somebody who waits for it: a turn that is far off is waited for, and a fault tried again, within bounds. */
  async answer(work: () => Promise<PostOutcome>): Promise<PostOutcome> {
    const { now, sleep } = this.#ports;
    const until = now() + ANSWER_WAIT_MAX_MS;
    let perhapsSaid = 0;
    for (let tries = 1; ;) {
      const outcome = await work();
      if (outcome.kind === 'failed' && outcome.reason === NO_ANSWER) perhapsSaid += 1;
      if (perhapsSaid === PERHAPS_SAID_MAX) return outcome;
      const waitMs = outcome.kind === 'retry-after' ? outcome.ms : outcome.kind === 'failed' ? tries * SECOND_MS : null;
      if (waitMs === null || tries === ANSWER_TRIES || now() + waitMs > until) return outcome;
      // When everybody speaks at once the turn is far off, which is nobody's fault.
      if (outcome.kind === 'failed') tries += 1;
      await sleep(waitMs);
    }
  }

  /** Of the token that is kept; null without one that opens. */
  async current(): Promise<ChannelClient | null> {
    const sealed = this.#store.read('token');
    if (sealed === null) return null;
    if (this.#client?.version === sealed.version) return this.#client.client;
    const client = await this.clientOf(sealed);
    if (client === null) this.#store.write('problem', 'key-missing');
    else this.#client = { version: sealed.version, client };
    return client;
  }

  async clientOf(sealed: SealedRecord): Promise<ChannelClient | null> {
    const { vendor, keys, apiRoot, appUrl, log } = this.#ports;
    if (keys === null) return null;
    const opened = await open(keys, channelPlace(vendor.channel), sealed);
    if (!opened.ok) log('credential-does-not-open', { channel: vendor.channel, error: opened.error.code });
    const token = opened.ok ? opened.value['token'] : undefined;
    return token === undefined ? null : vendor.client({ token, apiRoot, appUrl });
  }

  /** Every bot counts its updates and messages for itself: with another token the same number is another one. */
  ofBot(id: string): string {
    return `${this.#store.read('bot')?.id ?? ''}${OF_BOT}${id}`;
  }

  /** A message as the bot of now knows it; null: another bot wrote it, and it cannot be touched any more. */
  #ownMessage(messageId: string): string | null {
    const [bot, id] = messageId.split(OF_BOT);
    if (id === undefined) return messageId;
    return bot === this.#store.read('bot')?.id ? id : null;
  }

  async #send<Outcome extends PostOutcome | Moved>(
    { chatId, kind }: Pick<Leaving, 'chatId' | 'kind'>,
    work: (client: ChannelClient) => Promise<Outcome>,
  ): Promise<Outcome | PostOutcome> {
    const { vendor, now, sleep, setGone } = this.#ports;
    const client = await this.current();
    if (client === null) return { kind: 'failed', reason: this.#store.read('problem') ?? 'no-token' };
    const blockedFor = this.#store.blockedUntil(chatId, now()) - now();
    if (blockedFor > 0) return { kind: 'retry-after', ms: blockedFor };
    const isGroup = vendor.isGroup(chatId);
    const turn = this.#pacing.turn({ chatId, isGroup, kind }, { now: now(), within: TURN_WITHIN_MS });
    if (turn === null) return { kind: 'retry-after', ms: TURN_WITHIN_MS };
    if (turn > now()) await sleep(turn - now());
    const bot = this.#store.read('bot')?.id ?? '';
    const outcome = await work(client);
    // Exactly as long as they say, and for everybody who wants to speak there.
    if (outcome.kind === 'retry-after')
      this.#store.block(outcome.everywhere === true ? EVERY_CHAT : chatId, now() + outcome.ms);
    if (outcome.kind === 'gone') await setGone(chatId, now());
    if (outcome.kind === 'failed')
      this.#store.write('problem', outcome.reason.endsWith('401') ? 'token-refused' : 'unreachable');
    if (outcome.kind !== 'sent') return outcome;
    if (this.#store.read('problem') !== null) this.#store.write('problem', null);
    return { ...outcome, messageId: `${bot}${OF_BOT}${outcome.messageId}` };
  }
}
