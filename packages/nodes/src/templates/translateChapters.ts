import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const translateChapters: Template = aroundPattern({
  id: 'translate-in-parts',
  title: 'Translate a long text in parts',
  summary: 'A text is cut between paragraphs, three replicas translate the parts, and they are joined in order.',
  pattern: 'P14',
  outcome: 'Work through a list',
  tags: ['translation', 'long text', 'parallel'],
  kind: 'primary-replica',
  params: {
    worker: { prompt: 'You translate into plain English. Give only the translation.' },
    replicas: 3,
  },
  description:
    'Paste a text of several paragraphs. The primary cuts it into **three parts**, hands each to a replica and joins what comes back, in order. If a replica fails or is silent for a minute, its part goes to another one.',
  field: { name: 'text', label: 'Text' },
  sample:
    'Die Bibliothek öffnet um neun.\n\nWer ein Buch ausleiht, bringt es nach vier Wochen zurück.\n\nAm Samstag liest jemand den Kindern vor.',
  outputs: [
    ['result', 'Translation'],
    ['parts', 'Who did what'],
  ],
})
