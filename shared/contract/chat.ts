import { z } from 'zod';
import { Id, Instant } from './common.ts';

/** A button of a card: its label and what is sent when it is pressed. `verb` is a command with its arguments. */
export const ChatButton = z.object({
  label: z.string(),
  verb: z.string().max(100),
  style: z.enum(['primary', 'plain', 'danger']),
  /** Why it cannot be pressed; null when it can. */
  disabledReason: z.string().nullable(),
});

/** One message as the web chat draws it, already in the reader's language. */
export const ChatMessage = z.object({
  id: Id,
  from: z.enum(['nod', 'me']),
  at: Instant,
  title: z.string().nullable(),
  lines: z.array(z.string()),
  /** Rows of buttons, at most two. */
  buttons: z.array(z.array(ChatButton)),
  /** Set on cards about a proposal, so that the app can show what became of it. */
  proposalId: Id.nullable(),
  /** Where the API answers the picture that belongs to it, as a PNG; null where it has none. */
  picture: z.string().max(300).nullable(),
  /** The account it speaks of: its buttons are sent back with it. Null where it speaks of none. */
  accountId: Id.nullable(),
  /** A form of a dialog step: one question at a time. */
  expects: z.enum(['text', 'choice', 'none']),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

export const SendChat = z.strictObject({
  text: z.string().trim().min(1).max(500).optional(),
  verb: z.string().max(100).optional(),
  /** The account this is about: the one on the screen, or of the message whose button it is. Absent: the default. */
  accountId: Id.optional(),
});
export type SendChat = z.infer<typeof SendChat>;
