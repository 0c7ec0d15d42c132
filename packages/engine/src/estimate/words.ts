export const percent = (share: number): string => `${round(share * 100)} %`
export const round = (n: number): number => Math.round(n * 10) / 10
