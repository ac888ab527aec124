/** Wall time that ticks once a second, shared by every age and countdown on the screen. */
class Now {
  ms = $state(Date.now());

  constructor() {
    setInterval(() => {
      if (document.visibilityState === 'visible') this.ms = Date.now();
    }, 1000);
    document.addEventListener('visibilitychange', () => (this.ms = Date.now()));
  }
}

export const now = new Now();
