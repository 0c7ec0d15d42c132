import type { CardProps } from '../card/props.tsx'
import { numberIn } from '../card/text.tsx'
import { Tries } from './Tries.tsx'

export function GuardCard({ params, run }: CardProps) {
  const most = numberIn(params, 'attempts') ?? 3
  return <Tries run={run} most={most} ready={most === 1 ? 'Runs once' : `Tries up to ${most} times`} />
}
