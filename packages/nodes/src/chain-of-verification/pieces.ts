import { z } from 'zod'
import { piece } from '../pattern/body.ts'

export const listParams = z.looseObject({ maxQuestions: z.int() })

export const pieces = {
  'chain-of-verification-doubt': piece('chain-of-verification-doubt', 'Doubt', 'Puts question and answer together.', {
    inputs: ['task', 'draft'],
    outputs: ['out'],
  }),
  'chain-of-verification-list': piece('chain-of-verification-list', 'Questions', 'Reads the questions.', {
    params: listParams,
    inputs: ['in'],
    outputs: ['items'],
  }),
  'chain-of-verification-brief': piece(
    'chain-of-verification-brief',
    'Findings',
    'Puts the answer and what was found out together.',
    { inputs: ['task', 'draft', 'questions', 'outcomes'], outputs: ['prompt', 'checks', 'record'] },
  ),
}
