import { remember, remembered } from './device.ts';

const SEEN = 'nod.welcomed';
let isOver = false;

/** Whether this device has been through the first page. */
export const firstRun = {
  isOver: (): boolean => isOver || remembered(SEEN) === 'yes',
  end: (): void => {
    isOver = true;
    remember(SEEN, 'yes');
  },
};
