export * from './maths/margin.ts'
export { practiceStep } from './practice.ts'
