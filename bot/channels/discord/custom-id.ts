import { CUSTOM_ID_MAX } from './limits.ts';

/** What a button brings back: a command line, and the account its card spoke of. */
export interface Pressed {
  readonly verb: string;
  readonly accountId: string | undefined;
}

/** Between the parts; no verb has it. */
const BETWEEN = '|';

/** `verb|account`, and `|n` behind it for the n-th of the same in one message: Discord wants them unlike. */
export function customId({ verb, accountId }: Pressed, place = 0): string {
  const parts = [verb, accountId ?? '', ...(place > 0 ? [String(place)] : [])];
  return parts.join(BETWEEN).slice(0, CUSTOM_ID_MAX);
}

export function pressedOf(id: string): Pressed {
  const [verb = '', accountId = ''] = id.split(BETWEEN);
  return { verb, accountId: accountId === '' ? undefined : accountId };
}
