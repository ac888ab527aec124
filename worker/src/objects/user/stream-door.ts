import type { Caller } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import type { Sql } from '../sql.ts';
import { standingCredential } from './credentials.ts';
import type { MarketWatch } from './market-watch.ts';
import { send, type OpenTabs } from './open-tabs.ts';
import { greet, parseSince } from './stream-greeting.ts';
import { readStreamRequest } from './stream-request.ts';
import { SCREEN_HEADER, type ScreenRequest } from './user-rpc.ts';

/** What it needs of the person's object. */
export interface StreamPorts {
  readonly sql: Sql;
  readonly tabs: OpenTabs;
  readonly watch: MarketWatch;
  readonly useCases: () => UseCases;
  /** Somebody who could answer looks. */
  readonly seen: (now: number) => void;
  readonly background: (work: Promise<void>) => void;
}

/** Where a person's screens open their stream, and what they say over it. */
export class StreamDoor {
  readonly #ports: StreamPorts;

  constructor(ports: StreamPorts) {
    this.#ports = ports;
  }

  /** Only the front door reaches this, with a caller it has verified. */
  open(request: Request): Response {
    const { sql, tabs, background } = this.#ports;
    const header = request.headers.get(SCREEN_HEADER);
    if (header === null) return new Response(null, { status: 404 });
    const screen = JSON.parse(header) as ScreenRequest;
    // Between the door and here it may have ended, or been bound to some accounts.
    const credential = standingCredential(sql, screen.credentialId, Date.now());
    if (credential === null) return new Response(null, { status: 401 });
    const { 0: client, 1: server } = new WebSocketPair();
    const { id: credentialId, scopes, accountIds, expiresAt } = credential;
    const caller = { userId: screen.userId as UserId, channel: screen.channel, scopes, accountIds };
    tabs.accept(server, { caller, credentialId, expiresAt, visible: true, question: false });
    background(this.#greet(server, caller, screen.since));
    return new Response(null, { status: 101, webSocket: client });
  }

  heard(socket: WebSocket, data: string | ArrayBuffer): void {
    const { tabs, watch, seen } = this.#ports;
    const request = typeof data === 'string' && data.length < 500 ? readStreamRequest(data) : null;
    if (request === null) return;
    if (request.type === 'ping') send(socket, { type: 'pong' });
    else tabs.update(socket, { visible: request.visible, question: request.visible && request.question });
    const isSeen = request.type === 'visible' && request.visible && tabs.isSomebody(socket);
    if (isSeen) seen(Date.now());
    watch.wake();
  }

  async #greet(socket: WebSocket, caller: Caller, since: string): Promise<void> {
    const { tabs, watch, useCases } = this.#ports;
    const request = { caller, since: parseSince(since), at: toIso(Date.now() as WallMs) };
    try {
      await greet(useCases(), request, (message) => send(socket, message));
      tabs.greeted(socket);
      watch.greet();
    } catch {
      // The client comes again: a stream without its beginning would hide what was missed.
      tabs.forget(socket);
      socket.close(1013, 'try again');
    }
  }
}
