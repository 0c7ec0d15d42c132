import { storeConformance } from './conformance.ts'
import { dyingStore, memoryStore } from './memoryStore.ts'

const made = () => {
  const store = memoryStore()
  let count = 0
  return {
    store,
    add(record: Parameters<ReturnType<Parameters<typeof storeConformance>[1]>['add']>[0]) {
      const whole = { ...record, id: `r${count++}` }
      store.add(whole)
      return whole
    },
    reopen: () => store,
  }
}

storeConformance('the memory store', made)
storeConformance('the dying store before it dies', () => {
  const { store, ...rest } = made()
  return { ...rest, store: dyingStore(store, Number.POSITIVE_INFINITY, false) }
})
