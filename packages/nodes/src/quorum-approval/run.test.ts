import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectSoundBody, runPattern, systemOf } from '../pattern/testing.ts'
import { quorumApproval } from './definition.ts'

type Says = 'approve' | 'reject' | 'abstain' | 'fail'
const people = (says: readonly Says[], vetoes: readonly boolean[] = []) =>
  says.map((_, i) => ({ name: `R${i}`, prompt: `You are R${i}.`, veto: vetoes[i] ?? false }))
const review = (says: readonly Says[], approvals: number, vetoes: readonly boolean[] = [], more = {}) =>
  runPattern(quorumApproval, 'x', {
    params: { reviewers: people(says, vetoes), approvals, ...more },
    says: (request) => {
      const say = says[Number(/R(\d+)/.exec(systemOf(request))?.[1])] ?? 'fail'
      return say === 'fail' ? 'fail' : { decision: say, reason: 'so' }
    },
  })

test('as many are asked as must approve; the others only if somebody did not', async () => {
  const agreed = await review(['approve', 'approve', 'reject'], 2)
  expect(agreed.output).toMatchObject({ approved: 'x' })
  expect(agreed.calls).toBe(2)
  const third = await review(['approve', 'reject', 'approve'], 2)
  expect(third.output).toMatchObject({ approved: 'x', votes: [{}, { decision: 'reject' }, {}] })
  const lost = await review(['reject', 'reject', 'approve'], 2)
  expect(lost.output).toMatchObject({ rejected: 'x' })
  expect(lost.calls).toBe(2)
})

test('approved exactly if enough approve and nobody with a veto is against, however many are asked', async () => {
  const says = fc.array(fc.tuple(fc.constantFrom<Says>('approve', 'reject', 'abstain', 'fail'), fc.boolean()), {
    minLength: 1,
    maxLength: 5,
  })
  await fc.assert(
    fc.asyncProperty(says, fc.nat(4), fc.boolean(), async (list, k, stopEarly) => {
      const approvals = (k % list.length) + 1
      const vetoes = list.map(([, veto]) => veto)
      const { output, calls } = await review(
        list.map(([say]) => say),
        approvals,
        vetoes,
        { stopEarly },
      )
      const yes = list.filter(([say]) => say === 'approve').length
      const approved = yes >= approvals && !list.some(([say, veto]) => veto && say === 'reject')
      expect(Object.hasOwn(output, 'approved')).toBe(approved)
      expect(Object.hasOwn(output, 'rejected')).toBe(!approved)
      expect(calls).toBeLessThanOrEqual(list.length)
    }),
    { numRuns: 30 },
  )
})

test('more that must approve than there are is told before the run', () => {
  const node = { id: 'q', kind: 'quorum-approval', position: { x: 0, y: 0 }, params: {} }
  expect(quorumApproval.check?.(quorumApproval.params.parse({ approvals: 9 }), node)).toMatchObject([
    { code: 'never-approved', severity: 'error' },
  ])
})

test('the inside is made of known kinds and ports', () => expectSoundBody(quorumApproval, {}))
