import type { DiscordMessage } from '#bot/channels/discord/render-for-discord.ts';
import type { RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord-api-types/v10';

/** What goes wrong at Discord, once each, in order. `busy`: 429 with a wait of 0.25 s; `all-busy`: the same for the whole bot. */
export type DiscordFault = 'busy' | 'all-busy' | 'error' | 'lost' | 'html';

export interface StoodMessage {
  readonly id: string;
  readonly message: DiscordMessage & {
    readonly flags?: number;
    readonly message_reference?: { readonly message_id: string };
  };
  readonly files: readonly StoodFile[];
  readonly edits: number;
}

/** An attachment: `id` as the message has it, and what was uploaded. */
export interface StoodFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface DiscordOptions {
  readonly token: string;
  readonly publicKey: string;
  readonly now: () => number;
  /** What throws on a message or a command that Discord would refuse; absent where the validators cannot run. */
  readonly check?: {
    readonly message: (message: DiscordMessage) => void;
    readonly command: (command: RESTPostAPIChatInputApplicationCommandsJSONBody) => void;
  };
}

/** A channel takes five messages in five seconds, as Discord's do. */
const BUCKET = 5;
const BUCKET_MS = 5000;

/**
 * As much of Discord's REST API as Nod uses, in memory, with its rate limits; whatever a validator would refuse is
 * refused with Discord's own 400. `fetch` is the network to it.
 */
export class DiscordStandIn {
  readonly applicationId = '900000000000000001';
  readonly botId = '900000000000000002';
  /** By channel, in the order they came. */
  readonly channels = new Map<string, StoodMessage[]>();
  /** Answers to interactions, by token: the first one, then what followed. */
  readonly answers = new Map<string, StoodMessage[]>();
  commands: RESTPostAPIChatInputApplicationCommandsJSONBody[] = [];
  endpoint: string | null = null;
  /** Every request that arrived: method and path. */
  readonly asked: string[] = [];
  readonly faults: DiscordFault[] = [];
  /** Users who let nobody write to them. */
  readonly closed = new Set<string>();
  isDown = false;
  /** Whether it takes files: a server may forbid them, and they may be too large. */
  takesFiles = true;

  readonly #options: DiscordOptions;
  readonly #nonces = new Map<string, StoodMessage>();
  readonly #buckets = new Map<string, { left: number; resetsAt: number }>();
  #nextId = 1_000_000_000_000_000_000n;

  constructor(options: DiscordOptions) {
    this.#options = options;
  }

  readonly fetch: typeof fetch = async (input, init) => this.answer(new Request(input, init));

  async answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const path = pathname.replace(/^\/api\/v10/, '');
    this.asked.push(`${request.method} ${path}`);
    const fault = this.faults.shift();
    if (this.isDown || fault === 'lost') throw new TypeError('connection lost');
    if (fault === 'error') return Response.json({ message: 'Internal' }, { status: 500 });
    if (fault === 'html') return new Response('<html>502</html>', { status: 502 });
    if (fault === 'busy' || fault === 'all-busy') return tooMany(0.25, fault === 'all-busy');
    const isInteraction = path.startsWith('/webhooks/') || path.startsWith('/interactions/');
    if (!isInteraction && request.headers.get('authorization') !== `Bot ${this.#options.token}`)
      return Response.json({ message: '401: Unauthorized', code: 0 }, { status: 401 });
    const { json, files } = await bodyOf(request);
    if (files.length > 0 && !this.takesFiles)
      return Response.json({ message: 'Request entity too large', code: 40005 }, { status: 413 });
    return this.#route(request.method, path, { json, files });
  }

  #route(method: string, path: string, sent: Sent): Response {
    const [, head = '', first = '', second = '', third = '', fourth = ''] = path.split('/');
    if (head === 'applications' && first === '@me') return this.#application(method, sent.json);
    if (method === 'PUT' && head === 'applications' && second === 'commands') {
      this.commands = sent.json as RESTPostAPIChatInputApplicationCommandsJSONBody[];
      const check = this.#options.check?.command;
      return checked(() => this.commands.forEach((one) => check?.(one))) ?? Response.json(this.commands);
    }
    if (method === 'POST' && path === '/users/@me/channels') {
      const { recipient_id: user } = sent.json as { recipient_id: string };
      return Response.json({ id: channelWith(user), type: 1 });
    }
    if (head === 'channels' && second === 'messages') return this.#channel(method, { channel: first, id: third }, sent);
    if (head === 'webhooks') return this.#followUp(method, { token: decodeURIComponent(second), id: fourth }, sent);
    if (head === 'interactions' && third === 'callback') return this.#callback(decodeURIComponent(second), sent);
    return Response.json({ message: '404: Not Found', code: 0 }, { status: 404 });
  }

  #application(method: string, json: unknown): Response {
    if (method === 'PATCH')
      this.endpoint = (json as { interactions_endpoint_url: string | null }).interactions_endpoint_url;
    return Response.json({
      id: this.applicationId,
      name: 'Nod',
      verify_key: this.#options.publicKey,
      bot: { id: this.botId, username: 'nod' },
    });
  }

  #channel(method: string, { channel, id }: { channel: string; id: string }, sent: Sent): Response {
    if ([...this.closed].some((user) => channelWith(user) === channel))
      return Response.json({ message: 'Cannot send messages to this user', code: 50007 }, { status: 403 });
    const now = this.#options.now();
    const bucket = this.#draw(method, channel);
    const headers = headersOf(method, bucket, now);
    if (bucket.left < 0) return tooMany((bucket.resetsAt - now) / 1000, false, headers);
    const messages = this.channels.get(channel) ?? [];
    this.channels.set(channel, messages);
    return method === 'PATCH' ? this.#edit(messages, id, sent, headers) : this.#post(messages, sent, headers);
  }

  #post(messages: StoodMessage[], { json, files }: Sent, headers: Record<string, string>): Response {
    const message = json as StoodMessage['message'] & { nonce?: string; enforce_nonce?: boolean };
    const former = message.enforce_nonce === true ? this.#nonces.get(message.nonce ?? '') : undefined;
    if (former !== undefined) return Response.json({ id: former.id }, { headers });
    const refused = checked(() => this.#options.check?.message(message));
    if (refused !== null) return refused;
    const stood = { id: this.#id(), message, files: this.#attached(files), edits: 0 };
    messages.push(stood);
    if (message.nonce !== undefined) this.#nonces.set(message.nonce, stood);
    return Response.json({ id: stood.id }, { headers });
  }

  #edit(messages: StoodMessage[], id: string, { json, files }: Sent, headers: Record<string, string> = {}): Response {
    const at = id === '@original' ? 0 : messages.findIndex((one) => one.id === id);
    const before = messages[at];
    if (before === undefined) return Response.json({ message: 'Unknown Message', code: 10008 }, { status: 404 });
    const { attachments, ...message } = json as StoodMessage['message'] & { attachments?: { id: string }[] };
    const refused = checked(() => this.#options.check?.message(message));
    if (refused !== null) return refused;
    // Those that are not named are taken away; where none is named at all, all stay.
    const kept = before.files.filter(({ id: own }) => attachments?.some((one) => one.id === own) ?? true);
    messages[at] = {
      ...before,
      message,
      files: [...kept, ...this.#attached(files)],
      edits: before.edits + 1,
    };
    return Response.json({ id: before.id }, { headers });
  }

  #followUp(method: string, { token, id }: { token: string; id: string }, sent: Sent): Response {
    const messages = this.answers.get(token);
    if (messages === undefined) return Response.json({ message: 'Unknown Webhook', code: 10015 }, { status: 404 });
    return method === 'PATCH' ? this.#edit(messages, id, sent) : this.#post(messages, sent, {});
  }

  /** The first answer of an interaction that came over the gateway. */
  #callback(token: string, { json }: Sent): Response {
    if (this.answers.has(token))
      return Response.json({ message: 'Interaction has already been acknowledged.', code: 40060 }, { status: 400 });
    this.acknowledge(token, (json as { data?: StoodMessage['message'] }).data);
    return new Response(null, { status: 204 });
  }

  /** The first answer of an interaction over HTTP: what is deferred has no words yet. */
  acknowledge(token: string, message: StoodMessage['message'] | undefined): void {
    const first =
      message ?? ({ content: '', embeds: [], components: [], allowed_mentions: {} } satisfies DiscordMessage);
    this.answers.set(token, [{ id: this.#id(), message: first, files: [], edits: 0 }]);
  }

  /** What stands in the conversation with one user. */
  saidTo(user: string): readonly StoodMessage[] {
    return this.channels.get(channelWith(user)) ?? [];
  }

  /** A limit is of one method and channel: changes count apart from new messages. */
  #draw(method: string, channel: string): { left: number; resetsAt: number } {
    const now = this.#options.now();
    const key = `${method} ${channel}`;
    const known = this.#buckets.get(key);
    const before = known === undefined || known.resetsAt <= now ? { left: BUCKET, resetsAt: now + BUCKET_MS } : known;
    const after = { ...before, left: before.left - 1 };
    this.#buckets.set(key, { ...after, left: Math.max(after.left, 0) });
    return after;
  }

  #attached(files: readonly SentFile[]): StoodFile[] {
    return files.map((file) => ({ ...file, id: this.#id() }));
  }

  #id(): string {
    this.#nextId += 1n;
    return String(this.#nextId);
  }
}

type SentFile = Omit<StoodFile, 'id'>;

interface Sent {
  readonly json: unknown;
  readonly files: readonly SentFile[];
}

async function bodyOf(request: Request): Promise<Sent> {
  if (request.headers.get('content-type')?.startsWith('multipart/') === true) {
    const form = await request.formData();
    const parts = [...form].map(([, part]) => part);
    const texts = parts.filter((part) => typeof part === 'string');
    const files = await Promise.all(
      parts
        .filter((part) => typeof part !== 'string')
        .map(async (part) => ({
          ...{ name: part.name, type: part.type },
          bytes: new Uint8Array(await part.arrayBuffer()),
        })),
    );
    return { json: JSON.parse(texts[0] ?? 'null'), files };
  }
  const text = await request.text();
  return { json: text === '' ? null : JSON.parse(text), files: [] };
}

function channelWith(user: string): string {
  return `77${user}`;
}

function headersOf(method: string, bucket: { left: number; resetsAt: number }, now: number): Record<string, string> {
  return {
    'x-ratelimit-bucket': `messages-${method}`,
    'x-ratelimit-limit': String(BUCKET),
    'x-ratelimit-remaining': String(Math.max(bucket.left, 0)),
    'x-ratelimit-reset-after': String((bucket.resetsAt - now) / 1000),
  };
}

function tooMany(seconds: number, isGlobal: boolean, headers: Record<string, string> = {}): Response {
  return Response.json(
    { message: 'You are being rate limited.', retry_after: seconds, global: isGlobal },
    { status: 429, headers: { ...headers, ...(isGlobal && { 'x-ratelimit-global': 'true' }) } },
  );
}

/** Null where nothing is refused. */
function checked(check: () => void): Response | null {
  try {
    check();
    return null;
  } catch (error) {
    return Response.json({ message: `Invalid Form Body: ${String(error)}`, code: 50035 }, { status: 400 });
  }
}
