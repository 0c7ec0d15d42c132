/** Leads beyond this matter to nobody: the chance that they are made up again is nothing. */
const FAR = 80

/**
 * The chance that a race until one is `k` ahead of both others is not won by the first, which has `p` of the votes, while
 * two others share the rest evenly: by walking the distribution of the two leads, vote after vote. No simulation, and no
 * code in common with the race.
 */
export function failsAgainst(p: number, k: number): number {
  const size = 2 * FAR + 1
  const at = (overB: number, overC: number): number => (overB + FAR) * size + overC + FAR
  const clamped = (lead: number): number => Math.max(-FAR, Math.min(FAR, lead))
  let open = new Float64Array(size * size)
  open[at(0, 0)] = 1
  let [lost, left] = [0, 1]
  for (let votes = 0; left > 1e-9 && votes < 5_000; votes++) {
    const next = new Float64Array(size * size)
    left = 0
    for (let b = -FAR; b <= FAR; b++)
      for (let c = -FAR; c <= FAR; c++) {
        const here = open[at(b, c)] ?? 0
        if (here < 1e-18) continue
        for (const [share, toB, toC] of [
          [p, b + 1, c + 1],
          [(1 - p) / 2, b - 1, c],
          [(1 - p) / 2, b, c - 1],
        ] as const) {
          const mass = here * share
          const first = toB >= k && toC >= k
          const second = -toB >= k && toC - toB >= k
          const third = -toC >= k && toB - toC >= k
          if (second || third) lost += mass
          else if (!first) {
            const place = at(clamped(toB), clamped(toC))
            next[place] = (next[place] ?? 0) + mass
            left += mass
          }
        }
      }
    open = next
  }
  return lost
}
