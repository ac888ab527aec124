import type { StreamMessage } from '#shared/contract/stream.ts';
import { isScript, type Caller } from '#shared/domain/caller.ts';

/** What a socket carries through hibernation: who looks, by which credential, and what they see. */
export interface TabState {
  readonly caller: Caller;
  readonly credentialId: string;
  readonly expiresAt: number;
  readonly visible: boolean;
  readonly question: boolean;
}

/** Application close codes. */
export const SIGNED_OUT = 4401;
/** What may be seen is another than before: the client comes again, and is shown that. */
const CHANGED = 4205;
const WAITING_MAX = 1_000;

/** The open tabs of one person, by their streams. Fan-out only: nothing is kept for one that is not there. */
export class OpenTabs {
  readonly #ctx: DurableObjectState;
  readonly #waiting = new Map<WebSocket, StreamMessage[]>();

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
  }

  accept(socket: WebSocket, state: TabState): void {
    this.#ctx.acceptWebSocket(socket, [state.credentialId]);
    socket.serializeAttachment(state);
    this.#waiting.set(socket, []);
  }

  state(socket: WebSocket): TabState {
    return socket.deserializeAttachment() as TabState;
  }

  update(socket: WebSocket, change: Partial<Pick<TabState, 'visible' | 'question'>>): void {
    socket.serializeAttachment({ ...this.state(socket), ...change });
  }

  /** The first frames are out: what came meanwhile follows them. */
  greeted(socket: WebSocket): void {
    const waiting = this.#waiting.get(socket) ?? [];
    this.#waiting.delete(socket);
    for (const message of waiting) send(socket, message);
  }

  publish(messages: readonly StreamMessage[], now: number): void {
    for (const socket of this.#ctx.getWebSockets()) {
      const state = this.state(socket);
      if (state.expiresAt <= now) {
        close(socket, SIGNED_OUT, 'session ended');
        continue;
      }
      const seen = messages.filter((message) => maySee(state.caller, message));
      const waiting = this.#waiting.get(socket);
      if (waiting === undefined) for (const message of seen) send(socket, message);
      else if (waiting.length + seen.length <= WAITING_MAX) waiting.push(...seen);
      else close(socket, 1013, 'too far behind');
    }
  }

  closeOf(credentialId: string): void {
    for (const socket of this.#ctx.getWebSockets(credentialId)) close(socket, SIGNED_OUT, 'signed out');
  }

  closeAll(): void {
    for (const socket of this.#ctx.getWebSockets()) close(socket, SIGNED_OUT, 'signed out');
  }

  /** Every screen asks anew what it may see. */
  askAnew(): void {
    for (const socket of this.#ctx.getWebSockets()) close(socket, CHANGED, 'ask again');
  }

  /** What is being looked at right now; null when nothing is. */
  watching(): { caller: Caller; question: boolean } | null {
    const visible = this.#visible();
    const [first] = visible;
    return first === undefined ? null : { caller: first.caller, question: visible.some((state) => state.question) };
  }

  /** Whether somebody looks who could answer: a script that reads along is nobody who is there. */
  isSeen(): boolean {
    return this.#visible().some(({ caller }) => !isScript(caller));
  }

  /** What this screen shows is seen by a person, or whatever answers for one. */
  isSomebody(socket: WebSocket): boolean {
    return !isScript(this.state(socket).caller);
  }

  forget(socket: WebSocket): void {
    this.#waiting.delete(socket);
  }

  #visible(): TabState[] {
    return this.#ctx
      .getWebSockets()
      .map((socket) => this.state(socket))
      .filter(({ visible }) => visible);
  }
}

export function send(socket: WebSocket, message: StreamMessage): void {
  try {
    socket.send(JSON.stringify(message));
  } catch {
    // Closing on the other side: the client asks again with its `since`.
  }
}

function close(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch {
    // Already closed.
  }
}

function maySee(caller: Caller, message: StreamMessage): boolean {
  const { accountIds } = caller;
  if (accountIds === null) return true;
  if (message.type === 'event') return accountIds.includes(message.event.accountId);
  if (message.type === 'look' || message.type === 'snapshot') return accountIds.includes(message.accountId);
  // A limited token does not read along in its owner's chat.
  return message.type !== 'chat';
}
