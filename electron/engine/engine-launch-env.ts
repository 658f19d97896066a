/**
 * What an engine process is started with, the same on every host: nothing of the environment but what finding libraries,
 * temporary files and graphics drivers takes. Tokens and keys that lie in it stay with the app.
 */
const passed = new Set([
  'PATH',
  'HOME',
  'USERPROFILE',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'LOCALAPPDATA',
  'APPDATA',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
  'LANG',
  'LC_ALL',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'XDG_DATA_DIRS',
  'XDG_CONFIG_DIRS',
  'XDG_RUNTIME_DIR',
])
const passedPrefixes = ['CUDA_', 'NVIDIA_', 'GGML_', 'VK_', 'HIP_', 'HSA_', 'ROCR_', 'MESA_', 'INGLE_FAKE_']

const fixed = {
  // Decode and sample are two jobs of libuv's pool; on one thread they don't hop between processors.
  UV_THREADPOOL_SIZE: '1',
  NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true',
  // On abort() ggml starts gdb where there is one: twelve seconds until the end, and arguments of calls in the log.
  GGML_NO_BACKTRACE: '1',
}

/** Bytes of an engine's standard error that are kept. */
export const stderrTailBytes = 8192

export function engineEnvironment(from: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = Object.entries(from).filter((entry): entry is [string, string] => {
    const name = entry[0].toUpperCase()
    return entry[1] !== undefined && (passed.has(name) || passedPrefixes.some((prefix) => name.startsWith(prefix)))
  })
  return { ...Object.fromEntries(kept), ...fixed }
}
