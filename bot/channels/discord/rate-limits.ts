import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#shared/lib/time.ts';

/* Discord's limits, kept by whoever sends: https://docs.discord.com/developers/topics/rate-limits */

/** Requests a second of one bot, whatever their route. Answers to interactions do not count. */
const PER_SECOND = 50;
/** 10,000 refused requests in 10 minutes shut out everybody behind this address; long before that we stop. */
const REFUSED_MAX = 100;
const REFUSED_WITHIN_MS = 10 * MINUTE_MS;
/** Whatever a header asks for, we ask again after this. */
const WAIT_MAX_MS = HOUR_MS;
const WAIT_MIN_MS = 100;
/** Buckets that are remembered; the oldest give way. */
const BUCKETS_MAX = 1000;

interface Bucket {
  readonly left: number;
  readonly resetsAt: number;
}

export interface LimitAnswer {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly at: number;
  /** `retry_after` of a 429's body, in seconds and their parts; null where there is none. */
  readonly retryAfter: number | null;
}

/**
 * What may be sent when. A route is a method and its path with its channel, server or webhook: Discord counts those
 * apart, and says with the first answer which bucket a route draws from.
 */
export class RateLimits {
  private readonly bucketOf = new Map<string, string>();
  private readonly buckets = new Map<string, Bucket>();
  private sent: number[] = [];
  private refused: number[] = [];
  private closedUntil = 0;
  private isTokenDead = false;

  /** How long to wait before this may leave, ms; 0: now, and it is counted; null: never with this token. */
  take(route: string, now: number, isInteraction = false): number | null {
    if (this.isTokenDead && !isInteraction) return null;
    this.refused = this.refused.filter((at) => at > now - REFUSED_WITHIN_MS);
    const [first] = this.refused;
    if (this.refused.length >= REFUSED_MAX && first !== undefined) return first + REFUSED_WITHIN_MS - now;
    const id = this.bucketOf.get(route) ?? route;
    const bucket = this.buckets.get(id);
    if (bucket !== undefined && bucket.left <= 0 && bucket.resetsAt > now) return bucket.resetsAt - now;
    if (isInteraction) {
      this.drain(id, bucket, now);
      return 0;
    }
    if (this.closedUntil > now) return this.closedUntil - now;
    this.sent = this.sent.filter((at) => at > now - SECOND_MS);
    const [oldest] = this.sent;
    if (this.sent.length >= PER_SECOND && oldest !== undefined) return oldest + SECOND_MS - now;
    this.sent.push(now);
    this.drain(id, bucket, now);
    return 0;
  }

  /** What an answer says of its bucket. Answers how long to wait after a 429, ms; null after any other. */
  learn(route: string, answer: LimitAnswer): number | null {
    const { status, at, header } = answer;
    if (status === 401) this.isTokenDead = true;
    if (status === 401 || status === 403 || status === 429) this.refused.push(at);
    const name = header('x-ratelimit-bucket');
    // The same bucket counts apart per channel or webhook, which the route names.
    const id = name === null ? (this.bucketOf.get(route) ?? route) : `${name} ${majorOf(route)}`;
    if (name !== null) remember(this.bucketOf, route, id);
    const left = numberOf(header('x-ratelimit-remaining'));
    const resetsIn = numberOf(header('x-ratelimit-reset-after'));
    if (left !== null && resetsIn !== null) {
      const known = this.buckets.get(id);
      // Answers overtake each other: of one and the same window the smaller count is the later one.
      const isOlder = known !== undefined && known.resetsAt > at && known.left < left;
      if (!isOlder) remember(this.buckets, id, { left, resetsAt: at + resetsIn * SECOND_MS });
    }
    if (status !== 429) return null;
    const seconds = answer.retryAfter ?? numberOf(header('retry-after')) ?? 1;
    const wait = Math.min(Math.max(Math.ceil(seconds * SECOND_MS), WAIT_MIN_MS), WAIT_MAX_MS);
    if (header('x-ratelimit-global') === 'true' || header('x-ratelimit-scope') === 'global')
      this.closedUntil = at + wait;
    else remember(this.buckets, id, { left: 0, resetsAt: at + wait });
    return wait;
  }

  private drain(id: string, bucket: Bucket | undefined, now: number): void {
    if (bucket !== undefined && bucket.resetsAt > now) this.buckets.set(id, { ...bucket, left: bucket.left - 1 });
  }
}

/** `POST /channels/123/messages` → `/channels/123`. */
function majorOf(route: string): string {
  return /\/(?:channels|guilds|webhooks)\/[^/]+(?:\/[^/]+)?/.exec(route)?.[0] ?? '';
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > BUCKETS_MAX && oldest !== undefined) map.delete(oldest);
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,12}(\.\d{1,9})?$/.test(text) ? Number(text) : null;
}
