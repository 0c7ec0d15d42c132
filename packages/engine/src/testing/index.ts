import '../expr/install.ts'

export * from './arbitraries.ts'
export * from './fakeClock.ts'
export * from './kit.ts'
export * from './memoryStore.ts'
export * from './scriptedModel.ts'
export * from './world.ts'
