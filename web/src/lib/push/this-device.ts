import type { ProposalView } from '#shared/contract/proposal.ts';
import type { CreatePushDevice, PushDeviceView, PushKeyView } from '#shared/contract/push.ts';
import { api } from '../api/client.ts';
import type { List } from '../api/list.ts';
import { routes } from '../api/routes.ts';
import { base64UrlOf, bytesOf } from './bytes.ts';
import { dataOf, showBadge } from './show.ts';

/**
 * Whether this browser can be told of anything. `install`: only once it stands on the Home Screen. `insecure`: neither
 * https nor localhost. `blocked`: its person, or its maker, said no; only they can take that back.
 */
export type PushAbility = 'ready' | 'unsupported' | 'install' | 'insecure' | 'blocked';

export function pushAbility(): PushAbility {
  if (!globalThis.isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis) || !('Notification' in globalThis))
    return isAppleHandheld(navigator) && !isInstalled() ? 'install' : 'unsupported';
  return Notification.permission === 'denied' ? 'blocked' : 'ready';
}

/** Calls whenever the browser's own leave may have changed, which happens outside of the page; answers how to end it. */
export function onLeaveChange(look: () => void): () => void {
  let status: PermissionStatus | null = null;
  let isOver = false;
  void navigator.permissions?.query({ name: 'notifications' }).then(
    (found) => {
      status = found;
      if (!isOver) status.addEventListener('change', look);
    },
    // Not every browser tells it; then it is looked at when somebody comes back.
    () => undefined,
  );
  document.addEventListener('visibilitychange', look);
  return () => {
    isOver = true;
    status?.removeEventListener('change', look);
    document.removeEventListener('visibilitychange', look);
  };
}

/** Where somebody takes a "no" back; it is said in the words of that place. */
type LeavePlace = 'ios' | 'android' | 'safari' | 'desk';

export function leavePlaceOf(device: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>): LeavePlace {
  const { userAgent } = device;
  if (isAppleHandheld(device)) return 'ios';
  if (userAgent.includes('Android')) return 'android';
  return userAgent.includes('Macintosh') && !/Chrome|Firefox|Edg/.test(userAgent) ? 'safari' : 'desk';
}

/** iPadOS calls itself a Macintosh, and has fingers on it. */
export function isAppleHandheld({
  userAgent,
  maxTouchPoints,
}: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>): boolean {
  return /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1);
}

function isInstalled(): boolean {
  return matchMedia('(display-mode: standalone)').matches;
}

/** Why turning it on came to nothing: its person said no, or the browser's own service does not answer. */
export type NotTurnedOn = 'blocked' | 'dismissed' | 'no-worker' | 'no-service';

export class PushNotTurnedOn extends Error {
  readonly why: NotTurnedOn;

  constructor(why: NotTurnedOn) {
    super(why);
    this.why = why;
  }
}

/** A first visit fetches the app's own files before, seconds after its screen stands; a slow line takes a while. */
const WORKER_WITHIN_MS = 20_000;
const KEPT = 'nod.push';
/** A phone's sign shows no more. */
const COUNTED_MAX = 99;

/** From a tap: asks for leave, subscribes, and tells the server. Throws `PushNotTurnedOn`, or what the server said. */
export async function turnOn(userId: string, name: string): Promise<PushDeviceView> {
  const leave = await Notification.requestPermission();
  if (leave !== 'granted') throw new PushNotTurnedOn(leave === 'denied' ? 'blocked' : 'dismissed');
  const { publicKey } = await api.get<PushKeyView>(routes.pushKey);
  const registration = await worker();
  const kept = readKept();
  // An address of its own: what is still sent to whoever was told of things here before comes back as gone.
  if (kept !== null && kept.userId !== userId) await forget(registration);
  return tell(userId, await subscribe(registration, publicKey), { name });
}

/**
 * At a start: the browser may have given the app another address meanwhile (`pushsubscriptionchange` is not to be counted
 * on), or somebody else may sit here now, who is not to be told what is another's.
 */
export async function refresh(userId: string): Promise<void> {
  const kept = readKept();
  if (kept === null || pushAbility() !== 'ready' || Notification.permission !== 'granted') return;
  const registration = await worker();
  if (kept.userId !== userId) return forget(registration);
  const { publicKey } = await api.get<PushKeyView>(routes.pushKey);
  const subscription = await subscribe(registration, publicKey);
  // Also where nothing changed: they may sit in another session than the one it came with, and it must end with theirs.
  await tell(userId, subscription, { name: kept.name, replaces: kept.endpoint });
}

export async function turnOff(): Promise<void> {
  await forget(await navigator.serviceWorker?.getRegistration());
}

/**
 * The browser forgets its address: whatever anybody still sends there comes back as gone. What its screen shows of before
 * goes too: whoever sits there next may be somebody else.
 */
async function forget(registration: ServiceWorkerRegistration | undefined): Promise<void> {
  for (const shown of await shownBy(registration)) shown.close();
  await showBadge(navigator, 0);
  const subscription = await registration?.pushManager?.getSubscription();
  // Kept until then: where it fails, the next start tries again.
  await subscription?.unsubscribe();
  localStorage.removeItem(KEPT);
}

/**
 * The device as things stand now: how many questions wait, on the app's own sign, and no notification of one that was
 * settled. A browser that cannot be sent that (Safari replaces nothing) has it from here.
 */
export async function tidy(): Promise<void> {
  if (readKept() === null) return;
  // Looked at first: a question that is asked while the answer travels is not in it.
  const shown = await shownBy(await navigator.serviceWorker?.getRegistration());
  const { items } = await api.get<List<ProposalView>>(routes.proposals({ status: 'pending', limit: COUNTED_MAX }));
  const waiting = new Set(items.map(({ id }) => id));
  await showBadge(navigator, waiting.size);
  for (const one of shown) {
    const { question } = dataOf(one.data);
    if (question !== null && !waiting.has(question.id)) one.close();
  }
}

async function shownBy(registration: ServiceWorkerRegistration | undefined): Promise<readonly Notification[]> {
  return (await registration?.getNotifications?.()) ?? [];
}

async function worker(): Promise<ServiceWorkerRegistration> {
  const late = new Promise<never>((_, refuse) =>
    setTimeout(() => refuse(new PushNotTurnedOn('no-worker')), WORKER_WITHIN_MS),
  );
  return Promise.race([navigator.serviceWorker.ready, late]);
}

/** One that was made with another key takes nothing that is signed with this one. */
async function subscribe(registration: ServiceWorkerRegistration, publicKey: string): Promise<PushSubscription> {
  const { pushManager } = registration;
  const before = await pushManager.getSubscription();
  const made = before?.options.applicationServerKey;
  if (before !== null && made != null && base64UrlOf(made) === publicKey) return before;
  await before?.unsubscribe();
  try {
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) });
  } catch {
    throw new PushNotTurnedOn(Notification.permission === 'denied' ? 'blocked' : 'no-service');
  }
}

async function tell(
  userId: string,
  subscription: PushSubscription,
  { name, replaces }: Pick<CreatePushDevice, 'name' | 'replaces'>,
): Promise<PushDeviceView> {
  const { endpoint, keys = {} } = subscription.toJSON();
  const device = await api.post<PushDeviceView>(routes.pushDevices, {
    ...{ endpoint, name },
    keys: { p256dh: keys['p256dh'], auth: keys['auth'] },
    ...(replaces !== undefined && { replaces }),
  });
  localStorage.setItem(KEPT, JSON.stringify({ userId, endpoint, name }));
  return device;
}

function readKept(): { readonly userId: string; readonly endpoint: string; readonly name: string } | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as ReturnType<typeof readKept>;
  } catch {
    return null;
  }
}

const SYSTEMS = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Macintosh/, 'Mac'],
  [/Linux/, 'Linux'],
] as const;
const BROWSERS = [
  [/Edg/, 'Edge'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
] as const;

/** A name to begin with: "Chrome, Android". */
export function deviceName(userAgent: string): string {
  const of = (names: readonly (readonly [RegExp, string])[]): string | undefined =>
    names.find(([pattern]) => pattern.test(userAgent))?.[1];
  return [of(BROWSERS), of(SYSTEMS)].filter((part) => part !== undefined).join(', ') || 'Browser';
}
