import { expect, test } from 'vitest'
import { objectIn } from './answerObject.ts'

const schema = {
  type: 'object',
  properties: { ranking: { type: 'array', items: { enum: ['A', 'B'] }, uniqueItems: true, minItems: 2 } },
  required: ['ranking'],
}

test('an object is found bare, in a fence, and after a thinking block', () => {
  const json = '{"ranking":["B","A"]}'
  for (const text of [
    json,
    `  ${json}\n`,
    `Here it is:\n\`\`\`json\n${json}\n\`\`\`\nGood luck`,
    `<think>{hm}</think>\n${json}`,
  ])
    expect(objectIn(text, schema)).toEqual({ ranking: ['B', 'A'] })
})

test.each([
  ['Sure! The ranking is B, A', /not JSON/],
  ['{"ranking": ["B"', /not JSON/],
  ['{}', /ranking/],
  ['{"ranking":["B","B"]}', /ranking/],
  ['{"ranking":["B","C"]}', /ranking/],
])('%s fails with words for a repair', (text, message) => {
  expect(() => objectIn(text, schema)).toThrow(
    expect.objectContaining({ code: 'schema', retryable: false, message: expect.stringMatching(message) }),
  )
})
