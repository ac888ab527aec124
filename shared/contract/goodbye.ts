import { z } from 'zod';
import { ROLES } from '../domain/role.ts';
import { Id } from './common.ts';

/** What ends with a person's own sign-in here, and what has to be ended first. Nothing is changed. */
export const GoodbyeView = z.object({
  /** What is typed to confirm it; null: it was cut off after it was confirmed, and is only to be ended. */
  name: z.string().nullable(),
  /** Whoever runs the installation stays: it has to be somebody's. */
  isInstaller: z.boolean(),
  /** Accounts they opened that are open, or hold or work at something: each is closed by its own ending first. */
  open: z.array(z.object({ id: Id, name: z.string() })),
  /** Broker keys: forgotten first, also by their own ending. */
  connections: z.array(z.object({ id: Id, name: z.string() })),
  /** Others' accounts that go on without them. */
  leaves: z.array(z.object({ id: Id, name: z.string(), role: z.enum(ROLES) })),
});
export type GoodbyeView = z.infer<typeof GoodbyeView>;

export const SayGoodbye = z.strictObject({ name: z.string().max(60) });
export type SayGoodbye = z.infer<typeof SayGoodbye>;
