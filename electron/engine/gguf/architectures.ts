/** What a file holds, as far as its architecture says. Only `text` can be talked to. */
export type ModelKind =
  | 'text'
  | 'embedding'
  | 'encoder-decoder'
  | 'diffusion-text'
  | 'draft'
  | 'vision-part'
  | 'speech'
  | 'image'
  | 'adapter'
  | 'unknown'

const words = (text: string): string[] => text.trim().split(/\s+/u)

/**
 * `LLM_ARCH_NAMES` of src/llama-arch.cpp at llama.cpp v0.4.0 (the release inside node-llama-cpp 3.21.1), less what cannot hold a conversation and
 * less `gptj`, which has a name and no implementation. When the pin moves, compare with the new list.
 */
const textArchitectures = words(`
  llama llama4 deci falcon grok gpt2 gptneox mpt baichuan starcoder refact bloom stablelm qwen qwen2 qwen2moe qwen2vl qwen3 qwen3moe
  qwen3next qwen3vl qwen3vlmoe qwen35 qwen35moe qwen4exp phi2 phi3 phimoe plamo plamo2 plamo3 codeshell orion internlm2 minicpm minicpm3
  gemma gemma2 gemma3 gemma3n gemma4 starcoder2 mamba mamba2 jamba falcon-h1 xverse command-r cohere2 cohere2moe dbrx olmo olmo2 olmoe
  muse-glimmer openelm arctic deepseek deepseek2 deepseek2-ocr deepseek32 deepseek4 chatglm glm4 glm4moe glm-dsa bitnet jais jais2 nemotron
  nemotron_h nemotron_h_moe exaone exaone4 exaone-moe rwkv6 rwkv6qwen2 rwkv7 arwkv7 granite granitemoe granitehybrid graniteswitch
  granite_swa chameleon plm bailingmoe bailingmoe2 bailingmoe3 dots1 dots3note arcee afmoe laguna ernie4_5 ernie4_5-moe hunyuan-moe
  hunyuan-dense hunyuan_vl hy_v3 smollm3 gpt-oss lfm2 lfm2moe smallthinker seed_oss grovemoe apertus minimax-01 minimax-m2 minimax-m3
  cogvlm pangu-embedded mistral3 mistral4 paddleocr mimo2 step35 maincoder kimi-linear kimi-k3 talkie mellum nanbeige
`)

/** Known to llama.cpp v0.4.0, and not for a conversation. */
const otherArchitectures: readonly (readonly [ModelKind, string])[] = [
  [
    'embedding',
    'bert modern-bert nomic-bert nomic-bert-moe neo-bert jina-bert-v2 jina-bert-v3 eurobert gemma-embedding llama-embed t5encoder',
  ],
  // Runs an encoder first, which the binding does not.
  ['encoder-decoder', 't5'],
  // Fills in all tokens at once; the binding only knows one after another.
  ['diffusion-text', 'dream llada llada-moe rnd1'],
  ['draft', 'eagle3 dflash gemma4-assistant'],
  ['vision-part', 'clip'],
  ['speech', 'wavtokenizer-dec qwen3tts pockettts'],
]

/** Unknown to llama.cpp, but people have such files; from the loaders of ComfyUI-GGUF, stable-diffusion.cpp, whisper.cpp and TTS.cpp. */
const foreignArchitectures: readonly (readonly [ModelKind, string])[] = [
  [
    'image',
    'flux flux2 sd1 sd2 sd3 sdxl aura hidream cosmos ltxv hyvid wan lumina2 qwen_image chroma pixart z_image pig',
  ],
  ['speech', 'whisper kokoro parler-tts dia orpheus snac csm bark encodec vibevoice'],
  ['vision-part', 'mmproj'],
]

const kinds = new Map<string, ModelKind>(
  [['text', textArchitectures.join(' ')] as const, ...otherArchitectures, ...foreignArchitectures].flatMap(
    ([kind, names]) => words(names).map((name) => [name, kind] as const),
  ),
)

/** Keep a state of fixed size instead of a cache that grows: `llm_arch_is_recurrent`. They may have no attention heads. */
const recurrent = new Set(words('mamba mamba2 rwkv6 rwkv6qwen2 rwkv7 arwkv7'))

export function kindOfArchitecture(architecture: string): ModelKind {
  return kinds.get(architecture) ?? 'unknown'
}

export function isRecurrent(architecture: string): boolean {
  return recurrent.has(architecture)
}
