import { type Role, roleGroups, roles } from '@quorum/nodes/roles'

interface Props {
  id: string
  /** What the closed list says. */
  words: string
  disabled?: boolean
  onPick: (role: Role) => void
}

/** The library of roles as a list that is never filled in itself: who is picked goes where the words belong. */
export function RoleField({ id, words, disabled = false, onPick }: Props) {
  return (
    <select
      id={id}
      aria-label={words}
      className="field"
      value=""
      disabled={disabled}
      onChange={({ target }) => {
        const role = roles.find((one) => one.id === target.value)
        if (role) onPick(role)
      }}
    >
      <option value="">{words}…</option>
      {roleGroups.map((group) => (
        <optgroup key={group} label={group}>
          {roles
            .filter((role) => role.group === group)
            .map((role) => (
              <option key={role.id} value={role.id} title={role.summary}>
                {role.name}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  )
}
