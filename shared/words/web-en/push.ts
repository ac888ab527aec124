import type { PushText } from '../../domain/push.ts';

/** Devices that take notifications: turning them on, and what each shows and may do. */
export const push = {
  title: 'Your devices',
  lead: 'Proposals, fills and what needs you, on the lock screen of a phone or computer. What it shows is encrypted on the way.',
  turnOn: 'Get alerts on this device',
  name: 'Name of this device',
  nameHint: 'So that you know it again.',
  turnedOn: 'This device takes alerts from now on.',
  states: {
    unsupported: 'This browser takes no notifications. Telegram and Discord do.',
    install:
      'On an iPhone or iPad, first add Nod to the Home Screen: Share, then Add to Home Screen. Open it from there, sign in, and turn alerts on here.',
    insecure:
      'Browsers take notifications only under https or localhost. Open Nod under its https address to turn them on.',
    blocked: 'Notifications from Nod are blocked in this browser, so nothing can be shown here.',
  },
  stepByStep: 'Step by step',
  /** How a "no" is taken back, where somebody sits. */
  unblock: {
    ios: 'To undo it: open Settings on this device, then Notifications, then Nod, and turn on “Allow Notifications”. Come back here afterwards.',
    android:
      'To undo it: tap the sign left of the address, then Permissions, and allow Notifications. Is Nod installed? Then hold its icon, tap App info, and allow Notifications there.',
    safari:
      'To undo it: open Safari’s Settings, then Websites, then Notifications, and choose Allow for this address. Is Nod in the Dock? Then System Settings, Notifications, Nod.',
    desk: 'To undo it: click the sign left of the address, and set Notifications to Allow. This page notices by itself.',
  },
  failed: {
    blocked: 'Notifications are blocked in this browser. Nothing was turned on.',
    dismissed: 'Your browser was not given leave. Nothing was turned on; you can try again.',
    'no-worker': 'Nod is not ready in this browser yet. Open the page again and try once more.',
    'no-service': 'The browser’s own push service does not answer. Nothing was turned on; try again later.',
  },
  none: 'No device takes alerts yet.',
  thisOne: 'this device',
  services: {
    google: 'by Google’s service',
    mozilla: 'by Mozilla’s service',
    apple: 'by Apple’s service',
    microsoft: 'by Microsoft’s service',
    other: 'by its browser’s service',
  },
  since: (date: string) => `since ${date}`,
  lastSent: (ago: string) => `last alert ${ago}`,
  neverSent: 'no alert yet',
  gone: (date: string) =>
    `Takes nothing any more since ${date}: blocked or removed there. Turn alerts on again on that device, or remove it.`,
  problems: {
    refused: 'Its push service refused the last alert; it went another way. Turn alerts on there anew.',
    'too-large': 'Its push service found the last alert too large; it went another way.',
    busy: 'Its push service asked to wait; alerts go another way meanwhile.',
    unreachable: 'Its push service did not answer last time; alerts go another way meanwhile.',
  },
  test: 'Send a test',
  tested: {
    sent: 'Sent. It should show within seconds.',
    gone: 'That device takes nothing any more. Turn alerts on there again.',
    busy: 'Its push service asked to wait. Try again in a minute.',
    refused: 'Its push service refused it. Turn alerts on there anew.',
    failed: 'Its push service did not answer. Nothing was sent.',
  },
  settings: 'Settings',
  rename: 'Rename',
  renamed: 'Renamed.',
  remove: 'Remove',
  removeTitle: (name: string) => `Remove “${name}”?`,
  removeBody: 'Nothing is sent there any more.',
  removed: 'Nothing is sent there any more.',
  saved: 'Saved. It counts from the next alert.',
  text: { practice: 'Shown with play money', live: 'Shown with real money (LIVE)' },
  texts: {
    full: 'Everything: what, cost, loss at the stop',
    'no-amounts': 'Without amounts',
    hidden: 'Only “Nod has a question”',
  } satisfies Record<PushText, string>,
  nod: { practice: 'Approve from the notification, play money', live: 'Approve from the notification, LIVE' },
  nodOff: 'Off: Approve opens the card, where one tap approves.',
  nodOn: (amount: string) => `On: a tap on the notification approves, up to ${amount}. Dearer ones open the card.`,
  nodHidden: 'Off while its screen only says that there is a question: Approve opens the card, where it is read.',
  nodBelow: 'Up to',
  nodWrong: 'An amount above 0, such as 500',
  nodTurnOn: 'Turn on',
  nodTurnOff: 'Turn off',
  nodUnlocked:
    'Once it is on, whoever holds the device can tap it. Price, limits and every check are taken again as always.',
};
