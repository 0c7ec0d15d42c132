import { keyPatterns } from '@quorum/nodes/definitions'

/** For texts that leave this server with a flow. */
export const hideKeys = (text: string): string => text.replace(keyPatterns, '[hidden]')
