import type { APIInteractionResponse } from 'discord-api-types/v10';
import { z } from 'zod';
import { NO_ANSWER, type ChannelClient, type Post, type PostOutcome } from '../channel.ts';
import { FLAG, INSTALL } from './codes.ts';
import type { FollowUp } from './handle-interaction.ts';
import { RateLimits } from './rate-limits.ts';
import { renderForDiscord, type DiscordMessage } from './render-for-discord.ts';
import { slashCommands } from './slash-commands.ts';

export interface DiscordClientOptions {
  readonly token: string;
  /** Instead of https://discord.com/api/v10, in a rehearsal. */
  readonly apiRoot?: string | undefined;
  /** The https address of the app, for links; null: cards carry none. */
  readonly appUrl: string | null;
  readonly fetch: typeof fetch;
  readonly now: () => number;
}

export interface DiscordClient extends ChannelClient {
  /** An answer after the first one. Its token is the interaction's own, so this works without the bot's. */
  followUp(followUp: FollowUp, picture: ArrayBuffer | null): Promise<PostOutcome>;
  /** The first answer, where the interaction came over the gateway. */
  respond(
    interaction: { readonly id: string; readonly token: string },
    response: APIInteractionResponse,
  ): Promise<PostOutcome>;
}

const API_ROOT = 'https://discord.com/api/v10';
/** An answer that takes longer is lost. */
const ANSWER_WITHIN_MS = 10_000;
const BODY_MAX_CHARACTERS = 256 * 1024;
const NONCE_MAX = 25;

/** How a place names somebody who is spoken to alone: their conversation is opened before the first message. */
export const ALONE_WITH = 'user:';

const Application = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  name: z.string().max(100),
  verify_key: z.string().regex(/^[0-9a-f]{64}$/i),
  bot: z.object({ id: z.string().max(20), username: z.string().max(100) }).optional(),
});
const WithId = z.object({ id: z.string().regex(/^\d{1,20}$/) });
const Refusal = z.object({ code: z.number().optional(), retry_after: z.number().min(0).optional() });

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes: nothing will arrive there. */
const GONE = new Set([10003, 10013, 50001, 50007, 50013, 50278]);
/** Only its own message can be gone: the place still is. */
const MESSAGE_GONE = new Set([10008]);

interface Asked {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  readonly path: string;
  readonly json?: unknown;
  readonly picture?: ArrayBuffer | null;
  /** With the interaction's own token in the path, not the bot's. */
  readonly isInteraction?: boolean;
}

type Reply = { readonly kind: 'ok'; readonly json: unknown } | Exclude<PostOutcome, { kind: 'sent' }>;

/** Discord, spoken to over its REST API. Nothing is retried in here: whoever asked decides when. */
export function discordClient({ token, apiRoot = API_ROOT, appUrl, fetch, now }: DiscordClientOptions): DiscordClient {
  const limits = new RateLimits();
  const conversations = new Map<string, string>();

  const ask = async ({ method, path, json, picture = null, isInteraction = false }: Asked): Promise<Reply> => {
    const route = `${method} ${routeOf(path)}`;
    const wait = limits.take(route, now(), isInteraction);
    if (wait === null) return { kind: 'failed', reason: 'discord-401' };
    if (wait > 0) return { kind: 'retry-after', ms: wait };
    try {
      const response = await fetch(`${apiRoot}${path}`, {
        method,
        headers: {
          'user-agent': 'DiscordBot (https://nod.invalid, 1)',
          ...(!isInteraction && { authorization: `Bot ${token}` }),
          ...(json !== undefined && picture === null && { 'content-type': 'application/json' }),
        },
        ...(json !== undefined && { body: picture === null ? JSON.stringify(json) : withPicture(json, picture) }),
        // No redirect is followed: some addresses carry a token.
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const text = (await response.text()).slice(0, BODY_MAX_CHARACTERS);
      const body = parsed(text);
      const refusal = Refusal.safeParse(body);
      const { code = 0, retry_after: retryAfter = null } = refusal.success ? refusal.data : {};
      const retry = limits.learn(route, {
        status: response.status,
        header: (name) => response.headers.get(name),
        at: now(),
        retryAfter,
      });
      if (retry !== null) return { kind: 'retry-after', ms: retry };
      if (response.ok) return { kind: 'ok', json: body };
      return refusedWith(response.status, code);
    } catch {
      // What was thrown may quote the address.
      return { kind: 'failed', reason: NO_ANSWER };
    }
  };

  const channelOf = async ({ chatId, threadId }: Post['place']): Promise<string | Exclude<Reply, { kind: 'ok' }>> => {
    if (threadId !== null) return threadId;
    if (!chatId.startsWith(ALONE_WITH)) return chatId;
    const known = conversations.get(chatId);
    if (known !== undefined) return known;
    const json = { recipient_id: chatId.slice(ALONE_WITH.length) };
    const reply = await ask({ method: 'POST', path: '/users/@me/channels', json });
    if (reply.kind !== 'ok') return reply;
    const opened = WithId.safeParse(reply.json);
    if (!opened.success) return { kind: 'failed', reason: 'discord-unreadable' };
    conversations.set(chatId, opened.data.id);
    return opened.data.id;
  };

  const draw = ({ card, language, was }: Post): DiscordMessage =>
    renderForDiscord(card, { language, was, origin: appUrl });

  return {
    identify: async () => {
      const reply = await ask({ method: 'GET', path: '/applications/@me' });
      if (reply.kind !== 'ok') {
        const isTheirs = reply.kind === 'gone' || (reply.kind === 'failed' && reply.reason === 'discord-401');
        return { kind: isTheirs ? 'refused' : 'unavailable' };
      }
      const found = Application.safeParse(reply.json);
      if (!found.success) return { kind: 'unavailable' };
      const { id, name, verify_key: publicKey, bot } = found.data;
      return { kind: 'known', botId: bot?.id ?? id, botName: bot?.username ?? name, app: { id, publicKey } };
    },

    post: async (post) => {
      const channel = await channelOf(post.place);
      if (typeof channel !== 'string') return channel;
      const { picture, replyTo, silent } = post;
      const json = {
        ...draw(post),
        ...(silent && { flags: FLAG.silent }),
        ...(replyTo !== null && { message_reference: { message_id: replyTo, fail_if_not_exists: false } }),
        ...(post.key !== undefined && { nonce: nonceOf(post.key), enforce_nonce: true }),
      };
      const reply = await ask({ method: 'POST', path: `/channels/${channel}/messages`, json, picture });
      return sent(reply, picture !== null);
    },

    edit: async (shown, post) => {
      const channel = await channelOf(post.place);
      if (typeof channel !== 'string') return channel;
      // Attachments that are not named stay; with a new one it alone is named.
      const path = `/channels/${channel}/messages/${shown.messageId}`;
      const { picture } = post;
      const reply = await ask({ method: 'PATCH', path, json: draw(post), picture });
      return sent(reply, shown.hasPicture || picture !== null);
    },

    // The answer to the interaction itself ends the spinner.
    answerPress: () => Promise.resolve(),

    announce: async () => {
      const application = await ask({ method: 'GET', path: '/applications/@me' });
      const found = Application.safeParse(application.kind === 'ok' ? application.json : null);
      if (!found.success) return false;
      const path = `/applications/${found.data.id}/commands`;
      return (await ask({ method: 'PUT', path, json: slashCommands() })).kind === 'ok';
    },

    listenAt: async (hook) => {
      const json = { interactions_endpoint_url: hook === null ? null : hook.url, integration_types_config: INSTALLS };
      return (await ask({ method: 'PATCH', path: '/applications/@me', json })).kind === 'ok';
    },

    followUp: async ({ token: secret, applicationId, as, message, ephemeral }, picture) => {
      const hook = `/webhooks/${applicationId}/${encodeURIComponent(secret)}`;
      const reply =
        as === 'original'
          ? await ask({
              method: 'PATCH',
              path: `${hook}/messages/@original`,
              json: message,
              picture,
              isInteraction: true,
            })
          : await ask({
              method: 'POST',
              path: `${hook}?wait=true`,
              json: { ...message, ...(ephemeral && { flags: FLAG.ephemeral }) },
              picture,
              isInteraction: true,
            });
      return sent(reply, picture !== null);
    },

    respond: async ({ id, token: secret }, response) => {
      const path = `/interactions/${id}/${encodeURIComponent(secret)}/callback`;
      const reply = await ask({ method: 'POST', path, json: response, isInteraction: true });
      return reply.kind === 'ok' ? { kind: 'sent', messageId: '', hasPicture: false } : reply;
    },
  };
}

/** For a server: commands, and room to send. For a person: commands alone. */
const PERMISSIONS = String(0x400 | 0x800 | 0x4000 | 0x8000 | 0x10000);
const INSTALLS = {
  [INSTALL.server]: {
    oauth2_install_params: { scopes: ['bot', 'applications.commands'], permissions: PERMISSIONS },
  },
  [INSTALL.user]: { oauth2_install_params: { scopes: ['applications.commands'], permissions: '0' } },
};

/** Where somebody adds the bot: to themselves, or to a server they manage. */
export function installLinks(applicationId: string): { readonly user: string; readonly server: string } {
  const base = `https://discord.com/oauth2/authorize?client_id=${applicationId}`;
  return {
    user: `${base}&integration_type=${INSTALL.user}&scope=applications.commands`,
    server: `${base}&integration_type=${INSTALL.server}&scope=bot+applications.commands&permissions=${PERMISSIONS}`,
  };
}

/** The same for every message of a channel, another for every channel; an interaction's token is no part of it. */
function routeOf(path: string): string {
  return (path.split('?')[0] ?? path)
    .replace(/\/messages\/\d+/, '/messages/:id')
    .replace(/^\/interactions\/\d+\/[^/]+/, '/interactions/:id/:token');
}

function sent(reply: Reply, hasPicture: boolean): PostOutcome {
  if (reply.kind !== 'ok') return reply;
  const message = WithId.safeParse(reply.json);
  return message.success
    ? { kind: 'sent', messageId: message.data.id, hasPicture }
    : { kind: 'failed', reason: 'discord-unreadable' };
}

function refusedWith(status: number, code: number): Exclude<PostOutcome, { kind: 'sent' }> {
  // The token itself is no good: nobody's chat is gone by that.
  if (status === 401) return { kind: 'failed', reason: 'discord-401' };
  if (status >= 500 || status < 400) return { kind: 'failed', reason: `discord-${status}` };
  if (MESSAGE_GONE.has(code)) return { kind: 'refused', reason: `discord-${code}` };
  if (GONE.has(code) || status === 403) return { kind: 'gone' };
  return { kind: 'refused', reason: code === 0 ? `discord-${status}` : `discord-${code}` };
}

function withPicture(json: unknown, picture: ArrayBuffer): FormData {
  const form = new FormData();
  const attachments = [{ id: '0', filename: 'nod.png' }];
  form.set('payload_json', JSON.stringify({ ...(json as object), attachments }));
  form.set('files[0]', new Blob([picture], { type: 'image/png' }), 'nod.png');
  return form;
}

/** The same post is the same message to Discord, however often it is sent within its few minutes of memory. */
function nonceOf(key: string): string {
  return key.slice(-NONCE_MAX);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
