import { useState } from 'react'
import { getSettings, putSettings } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import { setDefaultModel } from '../api/useDefaultModel.ts'
import { useLoad } from '../api/useLoad.ts'
import { useModels } from '../api/useModels.ts'
import { toast } from '../ui/Toast.tsx'

/** The model of workflows that name none. */
export function DefaultModel() {
  const { data, error, reload } = useLoad('settings', getSettings)
  const models = useModels()
  const [typed, setTyped] = useState<string | null>(null)
  const save = async (): Promise<void> => {
    if (typed === null || typed.trim() === '' || typed === data?.defaultModel) return setTyped(null)
    try {
      await putSettings({ defaultModel: typed.trim() })
      setDefaultModel(typed.trim())
      setTyped(null)
      reload()
      toast({ text: 'Default model saved.' })
    } catch (problem) {
      toast({ text: messageOf(problem), tone: 'error' })
    }
  }
  return (
    <form
      className="mt-3"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <label htmlFor="default-model" className="mb-1 block font-medium text-body">
        Default model
      </label>
      <input
        id="default-model"
        list="default-models"
        className="field"
        value={typed ?? data?.defaultModel ?? ''}
        maxLength={200}
        disabled={!data}
        aria-describedby="default-model-help"
        onChange={({ target }) => setTyped(target.value)}
        onBlur={() => void save()}
      />
      <datalist id="default-models">
        {models
          ?.filter(({ available }) => available)
          .map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
      </datalist>
      <p id="default-model-help" className="mt-1 text-muted text-row">
        {error ?? 'For workflows and steps that name no model of their own.'}
      </p>
    </form>
  )
}
