import { checking } from './checking.ts'
import { deciding } from './deciding.ts'
import { planning } from './planning.ts'
import { type Role, roleGroups } from './role.ts'
import { specialists } from './specialists.ts'
import { writing } from './writing.ts'

export type { Role } from './role.ts'
export { roleGroups } from './role.ts'

/** The library of roles, group by group. */
export const roles: readonly Role[] = roleGroups.flatMap((group) =>
  [...planning, ...checking, ...deciding, ...specialists, ...writing].filter((role) => role.group === group),
)
