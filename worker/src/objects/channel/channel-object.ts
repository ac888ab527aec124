import { DurableObject } from 'cloudflare:workers';
import { ulid } from 'ulid';
import { renderForWeb } from '#bot/channels/web/render-for-web.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { accountName } from '#shared/words/account-name.ts';
import { groupGone, letIntoGroup, type GroupHouse } from '../../channels/group-places.ts';
import { channelVendor } from '../../channels/index.ts';
import { hear } from '../../channels/hear.ts';
import { callerOf } from '../../caller-of.ts';
import { compose } from '../../composition.ts';
import { readEnv, type RawEnv } from '../../env.ts';
import { log } from '../../log.ts';
import { durableSql, migrate } from '../sql.ts';
import type { ChannelRpc } from './channel-rpc.ts';
import { ChannelRuntime } from './channel-runtime.ts';
import { CHANNEL_SCHEMA } from './channel-schema.ts';

/** One chat app as a Durable Object: storage, alarm and neighbours around `ChannelRuntime`. */
export class ChannelObject extends DurableObject<RawEnv> implements ChannelRpc {
  readonly #runtime: ChannelRuntime;

  constructor(ctx: DurableObjectState, rawEnv: RawEnv) {
    super(ctx, rawEnv);
    migrate(ctx.storage, CHANNEL_SCHEMA);
    const env = readEnv(rawEnv);
    const vendor = channelVendor(ctx.id.name ?? '');
    if (vendor === null) throw new Error(`there is no channel ${ctx.id.name ?? ''}`);
    const { channel } = vendor;
    const { PUBLIC_URL: publicUrl } = env.settings;
    const appUrl = publicUrl?.startsWith('https://') === true ? publicUrl : null;
    const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
    const background = (work: Promise<void>): void => {
      ctx.waitUntil(work.catch((error: unknown) => log('channel-work-failed', { channel, error })));
    };
    const house = (): GroupHouse => {
      const composition = compose(env);
      const { users, chats, groups } = composition;
      return {
        ...{ channel, users, chats, groups },
        now: () => Date.now() as WallMs,
        accountName: async ({ userId, accountId }, language) => {
          const account = await composition.useCases.account(callerOf(userId), accountId ?? '');
          return account.ok ? accountName(account.value.name, language) : null;
        },
        tell: (userId, card, language) => {
          const message = renderForWeb(card, { id: `c_${ulid()}`, at: Date.now() as WallMs, language });
          return composition.user(userId).appendChat([message]);
        },
      };
    };
    this.#runtime = new ChannelRuntime({
      vendor,
      sql: durableSql(ctx.storage),
      keys: env.vaultKeys,
      apiRoot: env.settings.REHEARSAL_CHANNEL_URL,
      appUrl,
      now: () => Date.now() as WallMs,
      sleep,
      background,
      setAlarm: (at) => {
        background(ctx.storage.setAlarm(at));
      },
      ear: (runtime) => {
        const { voice } = runtime;
        const composition = compose(env);
        const { useCases, users, chats, groups } = composition;
        return {
          ...{ channel, useCases, users, chats, groups, appUrl, sleep },
          user: (userId) => composition.user(userId),
          now: () => Date.now() as WallMs,
          post: (post) => voice.answer(() => voice.post(post)),
          edit: (shown, post) => voice.answer(() => voice.edit(shown, post)),
          answerPress: (pressId, text) => voice.answerPress(pressId, text),
          mayTry: (externalId, what) => runtime.mayTry(externalId, what),
          with: (work) => voice.answer(() => voice.with(work)),
          picture: async (caller, { ref, language, isOpen }) => {
            const amounts = isOpen ? 'hidden' : 'shown';
            const drawn = await composition.picture(caller, { ref, look: { language, amounts } });
            return drawn.ok ? drawn.value.buffer : null;
          },
        };
      },
      hear,
      setGone: (chatId, at) =>
        vendor.isGroup(chatId) ? groupGone(house(), chatId, at) : compose(env).chats.setGone(channel, chatId, at),
      letIn: (chatId, group) => letIntoGroup(house(), chatId, group),
      moved: (from, to) => compose(env).groups.move(channel, from, to),
      log: (event, values) => {
        log(event, { channel, ...values });
      },
    });
  }

  open(...args: Parameters<ChannelRpc['open']>): ReturnType<ChannelRpc['open']> {
    return this.#runtime.open(...args);
  }
  listen(...args: Parameters<ChannelRpc['listen']>): ReturnType<ChannelRpc['listen']> {
    return this.#runtime.listen(...args);
  }
  close(): ReturnType<ChannelRpc['close']> {
    return this.#runtime.close();
  }
  view(): ReturnType<ChannelRpc['view']> {
    return this.#runtime.view();
  }
  nextVersion(): ReturnType<ChannelRpc['nextVersion']> {
    return this.#runtime.nextVersion();
  }
  admits(...args: Parameters<ChannelRpc['admits']>): ReturnType<ChannelRpc['admits']> {
    return this.#runtime.admits(...args);
  }
  interact(...args: Parameters<ChannelRpc['interact']>): ReturnType<ChannelRpc['interact']> {
    return this.#runtime.interact(...args);
  }
  receive(...args: Parameters<ChannelRpc['receive']>): ReturnType<ChannelRpc['receive']> {
    return this.#runtime.receive(...args);
  }
  post(...args: Parameters<ChannelRpc['post']>): ReturnType<ChannelRpc['post']> {
    return this.#runtime.post(...args);
  }
  edit(...args: Parameters<ChannelRpc['edit']>): ReturnType<ChannelRpc['edit']> {
    return this.#runtime.edit(...args);
  }
  polls(): ReturnType<ChannelRpc['polls']> {
    return this.#runtime.polls();
  }
  rotate(): ReturnType<ChannelRpc['rotate']> {
    return this.#runtime.rotate();
  }

  override alarm(): Promise<void> {
    return this.#runtime.onAlarm();
  }
}
