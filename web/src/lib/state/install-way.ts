export interface Device {
  readonly isInstalled: boolean;
  /** The browser handed over its own question (`beforeinstallprompt`). */
  readonly canPrompt: boolean;
  readonly userAgent: string;
  readonly touchPoints: number;
  /** Only a page under https, or of this very computer, can be installed. */
  readonly isSecure: boolean;
  readonly isHere: boolean;
  /** It answers under an https address, too. */
  readonly isOutside: boolean;
}

/**
 * `prompt`: one tap asks the browser. `ios`: Safari's share sheet. `menu`: the browser's own menu. `desk`: a computer,
 * from which a phone is reached by a link. `only-here`: a computer, and Nod answers nobody else. `insecure`: the address
 * has no https.
 */
export type InstallWay = 'installed' | 'insecure' | 'prompt' | 'ios' | 'menu' | 'desk' | 'only-here';

/** How Nod gets onto the phone, from where somebody stands. */
export function installWayOf(device: Device): InstallWay {
  const { userAgent } = device;
  if (device.isInstalled) return 'installed';
  if (!device.isSecure) return 'insecure';
  // An iPad says that it is a Mac.
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && device.touchPoints > 1)) return 'ios';
  if (/Android|Mobile/.test(userAgent)) return device.canPrompt ? 'prompt' : 'menu';
  return device.isHere && !device.isOutside ? 'only-here' : 'desk';
}
