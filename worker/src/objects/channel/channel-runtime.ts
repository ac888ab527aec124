import type { ChannelClient, Heard, Post, PostOutcome, Presence, Shown } from '#bot/channels/channel.ts';
import { PRESS_TTL_MS } from '#bot/commands/late.ts';
import { DIALOG_VERB } from '#bot/dialogs/run-dialog.ts';
import type { ChannelView } from '#shared/contract/channel.ts';
import { MINUTE_MS, SECOND_MS, toIso, type WallMs } from '#shared/lib/time.ts';
import type { TokenSet } from '#shared/usecases/channel-port.ts';
import type { Ear } from '../../channels/hear.ts';
import type { Interactive, SignedUpdate } from '../../channels/vendor.ts';
import { rewrap, type SealedRecord } from '../../vault/vault.ts';
import type { Sql } from '../sql.ts';
import { mintSecret, hashText, sameHash } from '../user/secret.ts';
import { channelPlace } from './channel-place.ts';
import type { ChannelRpc, Interacted } from './channel-rpc.ts';
import { ChannelStore, type ChannelFacts } from './channel-store.ts';
import { ChannelVoice, type VoicePorts } from './channel-voice.ts';
import { keepLast } from './keep-last.ts';

/** What the object around it lends. */
export interface ChannelPorts extends VoicePorts {
  readonly sql: Sql;
  readonly background: (work: Promise<void>) => void;
  readonly setAlarm: (at: WallMs) => void;
  /** What hearing somebody needs. */
  readonly ear: (runtime: ChannelRuntime) => Ear;
  readonly hear: (ear: Ear, heard: Heard) => Promise<void>;
  /** The bot was let into a group by somebody of the app. */
  readonly letIn: (chatId: string, group: NonNullable<Presence['group']>) => Promise<void>;
}

/** Work that was cut off is taken up again after this. */
const RESUME_AFTER_MS = MINUTE_MS;
const ATTEMPTS_MAX = 3;
const RESUMED_AT_ONCE = 100;
/** A second tap of the same button so soon after the first is the same tap. */
const SAME_TAP_MS = 5 * SECOND_MS;
const TAPS_KEPT = 1_000;
/** Of what nobody could read so much is written down, once in so long. */
const NOTE_CHARACTERS = 200;
const NOTED_EVERY_MS = MINUTE_MS;

/** An update that is to be worked on, and the earliest it can have been said. */
interface Taken {
  readonly id: string;
  readonly update: unknown;
  readonly saidAfter: number;
}

/** One chat app: its token, its updates each once. What it says leaves by its voice. All of it runs over ports. */
export class ChannelRuntime implements ChannelRpc {
  readonly voice: ChannelVoice;
  readonly #ports: ChannelPorts;
  readonly #store: ChannelStore;
  /** The last work of each chat: what somebody says is done in the order they said it. */
  readonly #busy = new Map<string, Promise<void>>();
  /** Updates that somebody works on in this life of the object. */
  readonly #working = new Set<string>();
  /** The last tap of each button of a dialog: which update it was, and when. */
  readonly #taps = new Map<string, { readonly id: string; readonly at: number }>();
  /** What nobody could read since the last note of it. */
  #malformed = 0;
  #notedAt = 0;

  constructor(ports: ChannelPorts) {
    this.#ports = ports;
    this.#store = new ChannelStore(ports.sql);
    this.voice = new ChannelVoice(ports, this.#store);
  }

  async open(sealed: SealedRecord, hookUrl: string | null): Promise<TokenSet> {
    const client = await this.voice.clientOf(sealed);
    const who = client === null ? { kind: 'unavailable' as const } : await client.identify();
    if (who.kind === 'refused') return 'refused';
    if (who.kind === 'unavailable' || client === null) return 'unreachable';
    // Before it is told where to send: an app that signs tries that address at once, and has to be believed.
    const before = this.#store.read('app');
    this.#store.write('app', who.app ?? null);
    const hook = await hooked(client, hookUrl);
    if (hook === 'unreachable') {
      this.#store.write('app', before);
      // It answered just now: what it does not take is the address.
      return hookUrl === null ? 'unreachable' : 'address-refused';
    }
    await client.announce();
    this.#store.write('token', sealed);
    this.#store.write('version', sealed.version);
    this.#store.write('bot', { id: who.botId, name: who.botName });
    this.#store.write('hook', hook);
    this.#store.write('problem', null);
    this.voice.forgetClient();
    return 'kept';
  }

  async listen(hookUrl: string | null): Promise<void> {
    if ((this.#store.read('hook')?.url ?? null) === hookUrl) return;
    const before = this.#store.read('version');
    const client = await this.voice.current();
    const hook = client === null ? 'unreachable' : await hooked(client, hookUrl);
    if (hook !== 'unreachable' && this.#store.read('version') === before) this.#store.write('hook', hook);
  }

  async close(): Promise<void> {
    const client = await this.voice.current();
    await client?.listenAt(null);
    // The version stays: a token that comes later is sealed under a number of its own.
    for (const name of ['token', 'bot', 'app', 'hook', 'problem', 'heardAt'] as const) this.#store.write(name, null);
    this.voice.forgetClient();
  }

  view(): Promise<ChannelView> {
    const isSet = this.#store.read('token') !== null;
    const heardAt = this.#store.read('heardAt');
    const app = this.#store.read('app');
    const { vendor } = this.#ports;
    return Promise.resolve({
      channel: vendor.channel,
      isSet,
      botName: this.#store.read('bot')?.name ?? null,
      install: app === null ? null : (vendor.interactive?.installLinks(app.id) ?? null),
      listens: !isSet ? null : this.#store.read('hook') === null ? 'polling' : 'webhook',
      lastHeardAt: heardAt === null ? null : toIso(heardAt as WallMs),
      problem: this.#store.read('problem'),
    });
  }

  nextVersion(): Promise<number> {
    return Promise.resolve((this.#store.read('version') ?? 0) + 1);
  }

  async admits(secret: string): Promise<boolean> {
    const hook = this.#store.read('hook');
    return hook !== null && sameHash(await hashText(secret), hook.secretHash);
  }

  async interact(signed: SignedUpdate): Promise<Interacted> {
    const { now, background } = this.#ports;
    const { interactive } = this.#ports.vendor;
    const app = this.#store.read('app');
    if (interactive === undefined || app === null) return { kind: 'closed' };
    if (!(await interactive.isSigned(signed, app.publicKey, now()))) return { kind: 'forged' };
    const update = parsed(signed.body);
    const read = interactive.read(update);
    if (read === null) return { kind: 'malformed' };
    if (read.id !== null && !this.#takeNow(read.id)) return { kind: 'repeated' };
    const { response, after } = await interactive.answer(this.#ports.ear(this), update);
    this.voice.forgetEdits();
    background(after());
    return { kind: 'answered', response };
  }

  /** Nobody waits for an interaction that was cut off: it is taken and done with in one. */
  #takeNow(id: string): boolean {
    const at = this.#ports.now();
    const key = this.voice.ofBot(id);
    if (!this.#store.take(key, '', at)) return false;
    this.#store.done(key, at);
    this.#store.write('heardAt', at);
    return true;
  }

  /** The same, where it came through the gateway of the process at home: the answer is a call of its own. */
  #interactAtHome(interactive: Interactive, update: unknown): 'taken' | 'repeated' | 'malformed' {
    const read = interactive.read(update);
    if (read?.id == null) return 'malformed';
    if (!this.#takeNow(read.id)) return 'repeated';
    const work = async (): Promise<void> => {
      const { response, after } = await interactive.answer(this.#ports.ear(this), update);
      const given = await this.voice.answer(() =>
        this.voice.with((client) => interactive.respond(client, update, response)),
      );
      if (given.kind !== 'sent') this.#ports.log('interaction-not-answered', { outcome: given.kind });
      await after();
    };
    this.#ports.background(work());
    return 'taken';
  }

  receive(update: unknown, saidAfter?: number): Promise<'taken' | 'repeated' | 'malformed' | 'closed'> {
    const { vendor, now, background } = this.#ports;
    if (this.#store.read('token') === null) return Promise.resolve('closed');
    if (vendor.interactive !== undefined) return Promise.resolve(this.#interactAtHome(vendor.interactive, update));
    const read = vendor.read(update);
    if (read === null) {
      this.#noteMalformed(update);
      return Promise.resolve('malformed');
    }
    const at = now();
    const id = this.voice.ofBot(read.id);
    if (!this.#store.take(id, JSON.stringify(update), at, saidAfter)) return Promise.resolve('repeated');
    this.#store.write('heardAt', at);
    this.#resumeAfter(at);
    background(this.#work({ id, update, saidAfter: saidAfter ?? at }));
    return Promise.resolve('taken');
  }

  /** The names of its parts and no word of it: it may be anybody's message. */
  #noteMalformed(update: unknown): void {
    const { now, log } = this.#ports;
    this.#malformed += 1;
    if (now() - this.#notedAt < NOTED_EVERY_MS) return;
    this.#notedAt = now();
    const shape = typeof update === 'object' && update !== null ? Object.keys(update).join(' ') : typeof update;
    log('update-malformed', { shape: shape.slice(0, NOTE_CHARACTERS), since: this.#malformed });
    this.#malformed = 0;
  }

  post(post: Post): Promise<PostOutcome> {
    return this.voice.post(post);
  }

  edit(shown: Shown, post: Post): Promise<PostOutcome> {
    return this.voice.edit(shown, post);
  }

  mayTry(externalId: string, what: 'code' | 'talk'): boolean {
    return this.#store.mayTry(externalId, what, this.#ports.now());
  }

  polls(): Promise<SealedRecord | null> {
    return Promise.resolve(this.#store.read('hook') === null ? this.#store.read('token') : null);
  }

  async rotate(): Promise<string | null> {
    const { keys, vendor, log } = this.#ports;
    const before = this.#store.read('token');
    if (before === null || keys === null) return before?.key ?? null;
    const rewrapped = await rewrap(keys, channelPlace(vendor.channel), before);
    if (!rewrapped.ok) log('rewrap-failed', { error: rewrapped.error.code, key: rewrapped.error.key });
    else if (this.#store.read('token')?.version === before.version) this.#store.write('token', rewrapped.value);
    return this.#store.read('token')?.key ?? null;
  }

  /** An alarm that stands is left alone: put off by whoever writes next, it would never ring for what was cut off. */
  #resumeAfter(at: number): void {
    const stands = this.#store.read('resumesAt');
    // One that is long past was lost.
    if (stands !== null && stands > at - RESUME_AFTER_MS) return;
    this.#ports.setAlarm((at + RESUME_AFTER_MS) as WallMs);
    this.#store.write('resumesAt', at + RESUME_AFTER_MS);
  }

  /** Takes up what was cut off. */
  onAlarm(): Promise<void> {
    const { now, background } = this.#ports;
    this.#store.write('resumesAt', null);
    const open = this.#store.unfinished(now(), RESUMED_AT_ONCE);
    if (open.length === 0) return Promise.resolve();
    this.#resumeAfter(now());
    for (const { id, body, saidAfter } of this.#store.unfinished(now() - RESUME_AFTER_MS, RESUMED_AT_ONCE))
      background(this.#work({ id, update: JSON.parse(body) as unknown, saidAfter }));
    return Promise.resolve();
  }

  async #work({ id, ...taken }: Taken): Promise<void> {
    if (this.#working.has(id)) return;
    this.#working.add(id);
    try {
      await this.#workOn({ id, ...taken });
    } finally {
      this.#working.delete(id);
    }
  }

  async #workOn({ id, update, saidAfter }: Taken): Promise<void> {
    const { vendor, now, log } = this.#ports;
    const understood = vendor.read(update)?.understand(this.#store.read('bot')?.name ?? '');
    if (understood === undefined) return this.#store.done(id, now());
    if (understood.kind === 'nothing') {
      this.#store.done(id, now());
      if (understood.pressId !== undefined) await this.voice.answerPress(understood.pressId, null);
      return;
    }
    if (understood.kind === 'presence') {
      const { chatId, isGone, group } = understood.presence;
      await this.#ports.setGone(chatId, isGone ? now() : null);
      if (group !== undefined) await this.#ports.letIn(chatId, group);
      return this.#store.done(id, now());
    }
    if (understood.kind === 'moved') {
      await this.#ports.moved(understood.from, understood.to);
      return this.#store.done(id, now());
    }
    const { heard } = understood;
    await this.#inTurn(heard.place.chatId, async () => {
      if (heard.press !== undefined && this.#isSecondTap(heard, { id, at: saidAfter })) {
        this.#store.done(id, now());
        return this.voice.answerPress(heard.press.id, null);
      }
      const attempt = this.#store.begin(id, ATTEMPTS_MAX);
      if (attempt === null) return this.#store.done(id, now());
      try {
        // Of a press the app does not say when it was made.
        const isAway = heard.press !== undefined && now() - saidAfter > PRESS_TTL_MS;
        await this.#ports.hear(this.#ports.ear(this), { ...heard, isAgain: attempt > 1, isAway });
        this.#store.done(id, now());
      } catch (error) {
        // It stays open: the alarm takes it up again.
        log('update-failed', { channel: vendor.channel, error });
      }
    });
  }

  /** Of a dialog's button, which is another one after the first tap: what it did stands there, and nothing went wrong. */
  #isSecondTap({ said, place, from, press }: Heard, tap: { readonly id: string; readonly at: number }): boolean {
    if (said.verb?.startsWith(`${DIALOG_VERB} `) !== true) return false;
    const key = [place.chatId, from.id, press?.shown.messageId, said.verb].join(' ');
    const before = this.#taps.get(key);
    if (before !== undefined && before.id !== tap.id && tap.at - before.at <= SAME_TAP_MS) return true;
    keepLast(this.#taps, { key, value: tap, most: TAPS_KEPT });
    return false;
  }

  async #inTurn(chatId: string, work: () => Promise<void>): Promise<void> {
    const mine = (this.#busy.get(chatId) ?? Promise.resolve()).then(work);
    this.#busy.set(chatId, mine);
    try {
      await mine;
    } finally {
      if (this.#busy.get(chatId) === mine) this.#busy.delete(chatId);
    }
  }
}

/**
 * Tells the app where to send updates, with a fresh secret; what of it is kept. An update that comes with that secret
 * before it is kept is refused, and sent again by the app.
 */
async function hooked(client: ChannelClient, url: string | null): Promise<ChannelFacts['hook'] | 'unreachable'> {
  if (url === null) return (await client.listenAt(null)) ? null : 'unreachable';
  const { secret, hash } = await mintSecret();
  return (await client.listenAt({ url, secret })) ? { url, secretHash: hash } : 'unreachable';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
