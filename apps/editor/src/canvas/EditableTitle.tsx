interface Props {
  /** What is named, for those who do not see where the field stands. */
  label: string
  title: string
  renaming: boolean
  /** Of the field. */
  width: string
  onStart: () => void
  /** Null: leave it as it was. */
  onEnd: (text: string | null) => void
}

/** A title on the canvas; F2 or a double click turns it into a field until Enter, Escape or a click elsewhere. */
export function EditableTitle({ label, title, renaming, width, onStart, onEnd }: Props) {
  if (!renaming) {
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same
      <span
        className="step-title"
        title={title}
        onDoubleClick={(event) => {
          event.stopPropagation()
          onStart()
        }}
      >
        {title}
      </span>
    )
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the person just asked to type here
      autoFocus
      aria-label={label}
      maxLength={200}
      defaultValue={title}
      className={`nodrag nopan h-5 rounded-control border border-line-strong bg-surface px-1 font-semibold text-body ${width}`}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => onEnd(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') {
          // The field goes, and loses the focus as it does: it must not give what was typed then.
          event.currentTarget.value = title
          onEnd(null)
        }
      }}
    />
  )
}
