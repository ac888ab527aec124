/** Whether a newer version of the app is here. What finds out (`keep-app.ts`) comes after the first screen. */
class Version {
  /** A newer one is here; a reload brings it. */
  isReady = $state(false);
  /** Asks the server whether there is a newer one. */
  look = (): void => undefined;
  reload = (): void => location.reload();
}

export const version = new Version();
