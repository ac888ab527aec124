import type { CreatePushDevice, PushDeviceView, PushTestView, UpdatePushDevice } from '../contract/push.ts';
import type { ChannelName } from '../domain/caller.ts';

/** A browser that subscribes: in which session, and under which page (`https://nod.example.net`). */
export type SubscribingDevice = CreatePushDevice & { readonly sessionId: string; readonly origin: string };

/** The browsers that take pushes, per person. An id that is not theirs is nobody's: null, or false. */
export interface PushDevices {
  /** What browsers subscribe with; null: this installation has no key to sign with. */
  readonly publicKey: string | null;
  /** Oldest first. `sessionId`: who asks. */
  list(userId: string, sessionId: string | null): Promise<PushDeviceView[]>;
  find(userId: string, id: string, sessionId: string | null): Promise<PushDeviceView | null>;
  /** Null: this person has as many as there may be. */
  add(userId: string, device: SubscribingDevice): Promise<PushDeviceView | null>;
  update(userId: string, id: string, change: UpdatePushDevice): Promise<boolean>;
  remove(userId: string, id: string, channel: ChannelName): Promise<boolean>;
  test(userId: string, id: string): Promise<PushTestView['outcome'] | null>;
}
