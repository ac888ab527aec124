import type { PushDoor } from '../objects/user/deliver-push.ts';

/** Of somebody whose browsers take no pushes. */
export const NO_DEVICES: PushDoor = {
  isThere: () => false,
  replaces: () => true,
  question: () => Promise.resolve(null),
  news: () => Promise.resolve(null),
  send: () => Promise.resolve({ kind: 'gone' }),
};
