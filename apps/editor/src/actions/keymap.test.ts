import { afterEach, expect, test } from 'vitest'
import { actions } from './actions.ts'
import { comboOf, isSingleKey, keysOf, setKeySettings, withKey } from './keymap.ts'

afterEach(() => setKeySettings({ keys: {}, singleKeys: true }))

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) =>
  comboOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held })

test('keys are told by the character they give, whatever the layout', () => {
  expect(press('n')).toBe('N')
  expect(press('N', { shiftKey: true })).toBe('Shift+N')
  expect(press('?', { shiftKey: true })).toBe('?')
  expect(press('z', { metaKey: true, shiftKey: true })).toBe('Mod+Shift+Z')
  expect(press('Delete', { shiftKey: true })).toBe('Shift+Delete')
})

test('no key does two things at once', () => {
  const combos = actions.flatMap((action) => action.keys)
  expect(new Set(combos).size).toBe(combos.length)
})

test('an own key takes the place of ours, and single keys can be switched off', () => {
  const [add] = withKey(actions, 'N')
  expect(add?.id).toBe('add')
  setKeySettings({ keys: { add: ['B'] } })
  expect(withKey(actions, 'N')).toEqual([])
  expect(withKey(actions, 'B').map(({ id }) => id)).toEqual(['add'])
  setKeySettings({ keys: {}, singleKeys: false })
  for (const action of actions) expect(keysOf(action).some(isSingleKey)).toBe(false)
})
