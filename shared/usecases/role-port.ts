import type { Role } from '../domain/role.ts';
import type { PresentedCode } from './account-port.ts';

/** Codes that open something, once. */
export interface Secrets {
  /** A new one: `text` is shown once, the rest is kept. */
  mint(): Promise<PresentedCode & { readonly text: string }>;
  /** What a code is looked up and compared by; null when it cannot be one. */
  read(text: string): Promise<PresentedCode | null>;
}

/** Which accounts stand in whose lists: for lists, never for leave. */
export interface AccountLists {
  /** As the account itself says it is; null: it is in their lists no more. */
  put(userId: string, accountId: string, role: Role | null): Promise<void>;
}
