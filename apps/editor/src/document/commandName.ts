import type { Flow } from '@quorum/engine'
import { factsOf } from '../geometry/facts.ts'
import type { Command } from './commands.ts'

const groupTitle = (flow: Flow, groupId: string): string =>
  flow.groups?.find(({ id }) => id === groupId)?.title || 'Group'

/** What Undo and Redo call the step. */
export function commandName(flow: Flow, command: Command): string {
  const title = (id: string | undefined): string => {
    const node = flow.nodes.find((candidate) => candidate.id === id)
    return node ? factsOf(node).title : 'step'
  }
  const some = (ids: readonly { readonly id: string }[] | readonly string[], noun: string): string => {
    const first = ids[0]
    if (ids.length === 1 && noun === 'step') return title(typeof first === 'string' ? first : first?.id)
    return ids.length === 1 ? noun : `${ids.length} ${noun}s`
  }
  switch (command.type) {
    case 'addNodes':
      return command.nodes.length === 1 && command.nodes[0]
        ? `Add ${factsOf(command.nodes[0]).title}`
        : `Add ${command.nodes.length} steps`
    case 'paste':
      return `Paste ${some(command.nodes, 'item')}`
    case 'removeNodes':
      if (command.nodeIds.length > 0) return `Delete ${some(command.nodeIds, 'step')}`
      return command.edgeIds?.length ? `Delete ${some(command.edgeIds, 'connection')}` : 'Delete note'
    case 'move':
      return command.nodes.length > 0 ? `Move ${some(command.nodes, 'step')}` : 'Move note'
    case 'layout':
      return 'Tidy'
    case 'connect':
      return `Connect ${title(command.edge.source)} to ${title(command.edge.target)}`
    case 'disconnect':
      return `Delete ${some(command.edgeIds, 'connection')}`
    case 'updateEdge':
      return 'Change connection'
    case 'setParams':
      return `Change ${title(command.nodeId)}`
    case 'setNode':
      return 'title' in command.patch ? `Rename ${title(command.nodeId)}` : `Change ${title(command.nodeId)}`
    case 'setSettings':
      return 'Change settings'
    case 'rename':
      return 'Rename workflow'
    case 'describe':
      return 'Change description'
    case 'addNote':
      return 'Add note'
    case 'editNote':
      return 'text' in command.patch ? 'Edit note' : 'Change note'
    case 'removeNote':
      return 'Delete note'
    case 'group':
      return `Group ${command.group.nodes.length} ${command.group.nodes.length === 1 ? 'step' : 'steps'}`
    case 'ungroup':
      return 'Ungroup'
    case 'editGroup':
      if (command.patch.folded !== undefined)
        return `${command.patch.folded ? 'Fold' : 'Unfold'} ${groupTitle(flow, command.groupId)}`
      return `Change ${groupTitle(flow, command.groupId)}`
    case 'regroup': {
      const steps = some(command.nodeIds, 'step')
      return command.groupId === null
        ? `Take ${steps} out of its group`
        : `Put ${steps} into ${groupTitle(flow, command.groupId)}`
    }
    case 'compound':
      return command.name
  }
}
