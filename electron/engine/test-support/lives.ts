/** Whether a process is there; also one that has ended, until its parent has asked for its end. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
