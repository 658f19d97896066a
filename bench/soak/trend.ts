/** One reading: minutes since the start, and megabytes. */
export type Reading = { minutes: number; megabytes: number }

/** Megabytes that are added in ten minutes, and the ends of the interval that holds the true value 95 times in 100. */
export type Trend = { slope: number; low: number; high: number }

/**
 * Least squares: slope = Σ(x−x̄)(y−ȳ) / Σ(x−x̄)², its standard error √(Σe² / (n−2) / Σ(x−x̄)²), and Student's t for
 * n−2 degrees of freedom. Fewer than four readings tell nothing and throw.
 */
export function trendOf(readings: readonly Reading[]): Trend {
  const n = readings.length
  if (n < 4) throw new Error(`A trend needs four readings, there are ${n}`)
  const tens = readings.map(({ minutes }) => minutes / 10)
  const sizes = readings.map(({ megabytes }) => megabytes)
  const meanX = mean(tens)
  const meanY = mean(sizes)
  const spread = sum(tens.map((x) => (x - meanX) ** 2))
  const slope = sum(tens.map((x, i) => (x - meanX) * ((sizes[i] ?? 0) - meanY))) / spread
  const rest = sum(tens.map((x, i) => ((sizes[i] ?? 0) - meanY - slope * (x - meanX)) ** 2))
  const margin = studentsT(n - 2) * Math.sqrt(rest / (n - 2) / spread)
  return { slope, low: slope - margin, high: slope + margin }
}

/** The 97.5th percentile, from the expansion in 1/df about the normal's 1.96 (Abramowitz and Stegun 26.7.5). */
export function studentsT(df: number): number {
  const z = 1.959964
  const g1 = (z ** 3 + z) / 4
  const g2 = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96
  const g3 = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384
  return z + g1 / df + g2 / df ** 2 + g3 / df ** 3
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]): number => sum(values) / values.length
