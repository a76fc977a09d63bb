/** A part of one as people write it: `90 %`. */
export function percentOf(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
