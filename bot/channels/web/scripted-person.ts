import type { ChatMessage, SendChat } from '#shared/contract/chat.ts';
import type { Language } from '#shared/contract/session.ts';
import { SCOPES, type Caller } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { handleChat } from './handle-chat.ts';
import type { DialogStore } from '../../dialogs/dialog.ts';
import { NOW } from '../../testing/builders.ts';
import { fakeState, fakeUseCases, type FakeState } from '../../testing/fake-use-cases.ts';
import type { House } from '../../testing/house.ts';
import { memoryDialogs } from '../../testing/memory-dialogs.ts';

export const CALLER: Caller = { userId: 'u_1' as UserId, channel: 'chat', scopes: SCOPES, accountIds: null };

/** Somebody at the web chat, who types lines and presses buttons by their label. */
export interface Person {
  readonly state: FakeState;
  readonly dialogs: DialogStore;
  /** Everything said so far, as text. */
  readonly transcript: string[];
  says(text: string): Promise<ChatMessage[]>;
  presses(label: string): Promise<ChatMessage[]>;
  sends(input: SendChat): Promise<ChatMessage[]>;
  waits(ms: number): void;
  /** Puts a message above, as an alert would. */
  reads(message: ChatMessage): void;
}

/** `house`: another than the one of `bot/testing`. */
export function aPerson(language: Language, change: Partial<FakeState> = {}, house?: House): Person {
  const state = fakeState(change);
  const dialogs = memoryDialogs();
  const transcript: string[] = [];
  let waited = 0;
  let made = 0;
  let shown: ChatMessage[] = [];
  const deps = {
    useCases: house?.useCases ?? fakeUseCases(state),
    dialogs,
    now: () => ((house?.now() ?? NOW) + waited) as WallMs,
    newId: () => `01K9XQ4T0A5B6C7D8E9F0G1${String((made += 1)).padStart(3, '0')}`,
  };
  const sends = async (input: SendChat): Promise<ChatMessage[]> => {
    const answers = await handleChat(deps, { caller: CALLER, language, input });
    transcript.push(...answers.map(messageText));
    shown = [...shown, ...answers];
    return answers.filter(({ from }) => from === 'nod');
  };
  return {
    state,
    dialogs,
    transcript,
    sends,
    says: (text) => sends({ text }),
    presses: (label) => {
      const button = shown.flatMap(({ buttons }) => buttons.flat()).findLast((item) => item.label.startsWith(label));
      if (button === undefined) throw new Error(`no button ${label} in:\n${transcript.join('\n\n')}`);
      transcript.push(`> [${button.label}]`);
      return sends({ verb: button.verb });
    },
    waits: (ms) => {
      waited += ms;
    },
    reads: (message) => {
      transcript.push(messageText(message));
      shown = [...shown, message];
    },
  };
}

/** A message as a person reads it. */
export function messageText({ from, title, lines, buttons }: ChatMessage): string {
  if (from === 'me') return `> ${lines.join('\n')}`;
  const rows = buttons.map((row) => row.map(({ label }) => `[${label}]`).join(' '));
  return [title, ...lines, ...rows].filter((line) => line !== null && line !== '').join('\n');
}
