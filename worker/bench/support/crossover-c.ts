/** The bare crossover in C: reads opens and closes, runs so many times, prints the last equity and then ms of each run. */
export const CROSSOVER_C = `
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static double run(const double *o, const double *c, long n, long f, long s, double *equity, double *drawdown) {
  double fs = 0, ss = 0, fb = NAN, sb = NAN, cash = 1000000, held = 0, peak = 0;
  const double side = 0.0001;
  int wanted = 0;
  for (long i = 0; i < n; i++) {
    if (wanted) {
      double p = o[i];
      cash += held * p - fabs(held) * p * side;
      held = wanted * floor(cash / (p * (1 + side)));
      cash -= held * p + fabs(held) * p * side;
      wanted = 0;
    }
    fs += c[i];
    ss += c[i];
    if (i >= f) fs -= c[i - f];
    if (i >= s) ss -= c[i - s];
    double value = cash + held * c[i];
    equity[i] = value;
    if (value > peak) peak = value;
    drawdown[i] = 1 - value / peak;
    if (i < s - 1) continue;
    double fast = fs / f, slow = ss / s;
    if (fb <= sb && fast > slow) wanted = 1;
    else if (fb >= sb && fast < slow) wanted = -1;
    fb = fast;
    sb = slow;
  }
  return equity[n - 1];
}

int main(int argc, char **argv) {
  long n = atol(argv[2]), f = atol(argv[3]), s = atol(argv[4]), runs = atol(argv[5]);
  double *bars = malloc(2 * n * sizeof(double)), *equity = malloc(n * sizeof(double)), *drawdown = malloc(n * sizeof(double));
  FILE *file = fopen(argv[1], "rb");
  if (!file || fread(bars, sizeof(double), 2 * n, file) != (size_t)(2 * n)) return 1;
  double last = run(bars, bars + n, n, f, s, equity, drawdown);
  printf("%.17g\\n", last);
  for (long r = 0; r < runs; r++) {
    double began = now_ms();
    last += run(bars, bars + n, n, f, s, equity, drawdown);
    printf("%.6f\\n", now_ms() - began);
  }
  return last == 0.5;
}
`;
