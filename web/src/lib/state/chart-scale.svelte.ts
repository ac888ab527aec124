const STORE = 'nod.chart-log';

/** Whether charts of prices have a logarithmic scale; kept on this device. */
class ChartScale {
  isLog = $state(stored());

  set(isLog: boolean): void {
    this.isLog = isLog;
    try {
      localStorage.setItem(STORE, String(isLog));
    } catch {
      // It then holds until the tab closes.
    }
  }
}

function stored(): boolean {
  try {
    return localStorage.getItem(STORE) === 'true';
  } catch {
    return false;
  }
}

export const chartScale = new ChartScale();
