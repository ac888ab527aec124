/* What this device remembers of how somebody uses it. A full or closed storage loses the habit, never the tap. */

export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It lasts until the page closes.
  }
}

export function forgotten(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Where nothing can be taken away, nothing was kept.
  }
}
