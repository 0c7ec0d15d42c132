/** Keys that people paste into prompts and headers, by the way their makers write them (SECURITY S21). */
const patterns =
  /\b(?:sk-[A-Za-z0-9_-]{16,}|AIza[A-Za-z0-9_-]{30,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16}|glpat-[\w-]{16,})|(?<=\bBearer )[A-Za-z0-9._~+/-]{16,}=*/g

/** For texts that leave this server with a flow. */
export const hideKeys = (text: string): string => text.replace(patterns, '[hidden]')
