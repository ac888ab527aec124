import { expect, it } from 'vitest';
import { installWayOf, type Device, type InstallWay } from './install-way.ts';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Version/19.1 Mobile Safari/604.1';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.1 Safari/605.1.15';
const PIXEL = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile Safari/537.36';
const DESK = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36';

const FAR: Omit<Device, 'userAgent'> = {
  isInstalled: false,
  canPrompt: false,
  touchPoints: 0,
  isSecure: true,
  isHere: false,
  isOutside: false,
};

it.each<[string, Device, InstallWay]>([
  ['an Android phone that asks by itself', { ...FAR, userAgent: PIXEL, canPrompt: true }, 'prompt'],
  ['an Android browser that has it in its menu', { ...FAR, userAgent: PIXEL }, 'menu'],
  ['an iPhone', { ...FAR, userAgent: IPHONE, touchPoints: 5 }, 'ios'],
  ['an iPad, which calls itself a Mac', { ...FAR, userAgent: MAC, touchPoints: 5 }, 'ios'],
  ['a Mac', { ...FAR, userAgent: MAC }, 'desk'],
  ['a computer that reaches Nod under its address', { ...FAR, userAgent: DESK, canPrompt: true }, 'desk'],
  ['the computer that runs Nod', { ...FAR, userAgent: DESK, isHere: true }, 'only-here'],
  [
    'the computer that runs Nod, with an address for phones',
    { ...FAR, userAgent: DESK, isHere: true, isOutside: true },
    'desk',
  ],
  ['a phone under a plain http address', { ...FAR, userAgent: PIXEL, isSecure: false }, 'insecure'],
  ['the installed app', { ...FAR, userAgent: IPHONE, isInstalled: true }, 'installed'],
])('%s is told its own way', (_name, device, way) => {
  expect(installWayOf(device)).toBe(way);
});
