import { describe, expect, it } from 'vitest'
import { cuts, itemsOf, tableOf } from './items.ts'

const mails = ['From: a@x.org\n\nHello,\nthe parcel is late.', 'From: b@x.org\n\nHello,\nI was charged twice.']
const found = (text: string) => cuts(text).map(({ words, items }) => `${items.length} ${words}`)
const file = (name: string, text: string) => new File([text], name)

describe('a pasted list', () => {
  it('is one item per line where nothing else is meant', () => {
    expect(found('one\ntwo\n\nthree')).toEqual(['3 one per line', '2 cut at the empty lines'])
    expect(found('one\ntwo')).toEqual(['2 one per line'])
  })

  it('is cut at lines of dashes, or where mails begin', () => {
    expect(cuts(mails.join('\n\n---\n\n'))[0]).toEqual({ words: 'cut at the lines of dashes', items: mails })
    expect(cuts(mails.join('\n\n'))[0]).toEqual({ words: 'cut where a mail begins', items: mails })
    expect(cuts('Hello From: me\nFrom the hills')[0]?.words).toBe('one per line')
  })
})

describe('a file', () => {
  it('gives its entries, whatever its form', async () => {
    expect(await itemsOf([file('m.json', '[{"a":1},"b"]')])).toEqual([{ a: 1 }, 'b'])
    expect(await itemsOf([file('m.json', '{"count":2,"mails":["a","b"]}')])).toEqual(['a', 'b'])
    expect(await itemsOf([file('m.jsonl', '{"a":1}\n{"a":2}\n')])).toEqual([{ a: 1 }, { a: 2 }])
    expect(await itemsOf([file('m.csv', 'id;body\r\n1;"Late; ""very"" late\nindeed"\r\n')])).toEqual([
      { id: '1', body: 'Late; "very" late\nindeed' },
    ])
    expect(await itemsOf([file('m.csv', 'body\nfirst\nsecond\n')])).toEqual(['first', 'second'])
    expect(await itemsOf([file('m.txt', mails.join('\n---\n'))])).toEqual(mails)
    expect(await itemsOf([file('one.eml', mails[0] ?? '')])).toEqual([mails[0]])
  })

  it('is an item where there are several', async () => {
    expect(await itemsOf(mails.map((text, i) => file(`${i}.eml`, text)))).toEqual(mails)
  })

  it('that is empty or broken says so', async () => {
    await expect(itemsOf([file('m.txt', '\n')])).rejects.toThrow('“m.txt” has nothing in it.')
    await expect(itemsOf([file('m.json', '{')])).rejects.toThrow('This is no JSON')
  })
})

it('a table may hold its separator, quotes and line ends in quotes', () => {
  expect(tableOf('a\tb\n"x\ty"\tz')).toEqual([
    ['a', 'b'],
    ['x\ty', 'z'],
  ])
})
