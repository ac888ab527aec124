/*
 * The eleven indicators of the benchmark as anybody would write them in C: one pass each over plain arrays, running sums,
 * the highest and lowest looked for again when it leaves the window. Reads `n` bars of high, low, close, volume from
 * the file named first; prints the nanoseconds per bar of each run, then the last value of every output.
 *   cc -O3 -o indicators indicators.c -lm && ./indicators FILE N RUNS
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static void sma(const double *x, int n, int p, double *out) {
  double sum = 0;
  for (int i = 0; i < p; i++) sum += x[i];
  out[p - 1] = sum / p;
  for (int i = p; i < n; i++) {
    sum += x[i] - x[i - p];
    out[i] = sum / p;
  }
}

static void ema(const double *x, int n, int p, double *out) {
  double value = 0, w = 2.0 / (p + 1);
  for (int i = 0; i < p; i++) value += x[i];
  value /= p;
  out[p - 1] = value;
  for (int i = p; i < n; i++) {
    value += (x[i] - value) * w;
    out[i] = value;
  }
}

static void rsi(const double *x, int n, int p, double *out) {
  double gain = 0, loss = 0;
  for (int i = 1; i < n; i++) {
    double d = x[i] - x[i - 1], up = d > 0 ? d : 0, down = d < 0 ? -d : 0;
    if (i <= p) {
      gain += up / p;
      loss += down / p;
    } else {
      gain += (up - gain) / p;
      loss += (down - loss) / p;
    }
    if (i >= p) out[i] = 100 * gain / (gain + loss);
  }
}

static void macd(const double *x, int n, int fast, int slow, int signal, double *line, double *sig, double *hist) {
  double f = 0, s = 0, g = 0, fw = 2.0 / (fast + 1), sw = 2.0 / (slow + 1), gw = 2.0 / (signal + 1);
  int first = slow + signal - 2;
  for (int i = 0; i < n; i++) {
    if (i < slow) {
      s += x[i] / slow;
      if (i >= slow - fast) f += x[i] / fast;
      if (i < slow - 1) continue;
    } else {
      f += (x[i] - f) * fw;
      s += (x[i] - s) * sw;
    }
    double d = f - s;
    if (i <= first) g += d / signal;
    else g += (d - g) * gw;
    if (i < first) continue;
    line[i] = d;
    sig[i] = g;
    hist[i] = d - g;
  }
}

static void bollinger(const double *x, int n, int p, double k, double *upper, double *middle, double *lower) {
  double sum = 0, squares = 0;
  for (int i = 0; i < n; i++) {
    sum += x[i];
    squares += x[i] * x[i];
    if (i >= p) {
      sum -= x[i - p];
      squares -= x[i - p] * x[i - p];
    }
    if (i < p - 1) continue;
    double mean = sum / p, variance = squares / p - mean * mean, width = k * sqrt(variance > 0 ? variance : 0);
    upper[i] = mean + width;
    middle[i] = mean;
    lower[i] = mean - width;
  }
}

static double true_range(double h, double l, double c) {
  double r = h - l, a = fabs(h - c), b = fabs(l - c);
  if (a > r) r = a;
  return b > r ? b : r;
}

static void atr(const double *h, const double *l, const double *c, int n, int p, double *out) {
  double value = 0;
  for (int i = 1; i < n; i++) {
    double r = true_range(h[i], l[i], c[i - 1]);
    if (i <= p) value += r / p;
    else value += (r - value) / p;
    if (i >= p) out[i] = value;
  }
}

static void adx(const double *h, const double *l, const double *c, int n, int p, double *out, double *pdi, double *mdi) {
  double plus = 0, minus = 0, range = 0, value = 0, keep = 1 - 1.0 / p;
  for (int i = 1; i < n; i++) {
    double up = h[i] - h[i - 1], down = l[i - 1] - l[i], k = i < p ? 1 : keep;
    plus = plus * k + (up > 0 && up > down ? up : 0);
    minus = minus * k + (down > 0 && down > up ? down : 0);
    range = range * k + true_range(h[i], l[i], c[i - 1]);
    if (i < p) continue;
    pdi[i] = 100 * plus / range;
    mdi[i] = 100 * minus / range;
    double both = pdi[i] + mdi[i], dx = both > 0 ? 100 * fabs(pdi[i] - mdi[i]) / both : value;
    if (i <= 2 * p - 1) value += dx / p;
    else value += (dx - value) / p;
    if (i >= 2 * p - 1) out[i] = value;
  }
}

static void stochastic(const double *h, const double *l, const double *c, int n, int p, int slow, int sig,
                       double *raw, double *k, double *d) {
  int hi = -1, lo = -1;
  for (int i = p - 1; i < n; i++) {
    int from = i - p + 1;
    if (hi >= from) {
      if (h[i] >= h[hi]) hi = i;
    } else {
      hi = from;
      for (int j = from + 1; j <= i; j++) if (h[j] >= h[hi]) hi = j;
    }
    if (lo >= from) {
      if (l[i] <= l[lo]) lo = i;
    } else {
      lo = from;
      for (int j = from + 1; j <= i; j++) if (l[j] <= l[lo]) lo = j;
    }
    raw[i] = h[hi] > l[lo] ? 100 * (c[i] - l[lo]) / (h[hi] - l[lo]) : 0;
  }
  sma(raw + p - 1, n - p + 1, slow, k + p - 1);
  sma(k + p + slow - 2, n - p - slow + 2, sig, d + p + slow - 2);
}

static void obv(const double *c, const double *v, int n, double *out) {
  double total = v[0];
  out[0] = total;
  for (int i = 1; i < n; i++) {
    if (c[i] > c[i - 1]) total += v[i];
    else if (c[i] < c[i - 1]) total -= v[i];
    out[i] = total;
  }
}

static double *out[18];

static void all(const double *h, const double *l, const double *c, const double *v, int n) {
  sma(c, n, 20, out[0]);
  sma(c, n, 50, out[1]);
  ema(c, n, 12, out[2]);
  ema(c, n, 26, out[3]);
  rsi(c, n, 14, out[4]);
  macd(c, n, 12, 26, 9, out[5], out[6], out[7]);
  bollinger(c, n, 20, 2, out[8], out[9], out[10]);
  atr(h, l, c, n, 14, out[11]);
  adx(h, l, c, n, 14, out[12], out[13], out[14]);
  stochastic(h, l, c, n, 14, 3, 3, out[17], out[15], out[16]);
  obv(c, v, n, out[17]);
}

static int falling(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? 1 : x > y ? -1 : 0;
}

/* The full screen: `market` instruments, a slice of them again and again; any of eight conditions, ranked by ATR / close. */
static int screen(const double *in, int n, int slice, int market, double *scores) {
  int found = 0, z = n - 1;
  for (int i = 0; i < market; i++) {
    const double *h = in + (size_t)(i % slice) * 4 * n, *l = h + n, *c = l + n, *v = c + n;
    all(h, l, c, v, n);
    if (out[0][z] > out[1][z] || out[2][z] > out[3][z] || out[4][z] > 50 || out[7][z] > 0 || c[z] > out[8][z] ||
        out[12][z] > 25 || out[15][z] > 80 || out[17][z] > 0)
      scores[found++] = out[11][z] / c[z];
  }
  qsort(scores, found, sizeof(double), falling);
  return found;
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  int n = atoi(argv[2]), runs = atoi(argv[3]), slice = argc > 5 ? atoi(argv[4]) : 1;
  double *in = malloc(sizeof(double) * 4 * n * slice);
  FILE *file = fopen(argv[1], "rb");
  if (!file || fread(in, sizeof(double), 4 * (size_t)n * slice, file) != 4 * (size_t)n * slice) return 1;
  for (int i = 0; i < 18; i++) out[i] = calloc(n, sizeof(double));
  if (argc > 5) {
    int market = atoi(argv[5]), found = 0;
    double *scores = calloc(market, sizeof(double));
    for (int run = -1; run < runs; run++) {
      double began = now();
      found = screen(in, n, slice, market, scores);
      if (run >= 0) printf("%.6f%s", (now() - began) / 1e6, run + 1 < runs ? " " : "\n");
    }
    printf("%d %.17g\n", found, scores[0]);
    return 0;
  }
  for (int run = -1; run < runs; run++) {
    double began = now();
    all(in, in + n, in + 2 * n, in + 3 * n, n);
    if (run >= 0) printf("%.3f%s", (now() - began) / n, run + 1 < runs ? " " : "\n");
  }
  for (int i = 0; i < 18; i++) printf("%.17g%s", out[i][n - 1], i < 17 ? " " : "\n");
  return 0;
}
