const SEEN = 'nod.welcomed';

/** Whether this device has been through the first page. */
export const firstRun = {
  isOver: (): boolean => localStorage.getItem(SEEN) === 'yes',
  end: (): void => localStorage.setItem(SEEN, 'yes'),
};
