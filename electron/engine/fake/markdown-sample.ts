/** One of everything that an answer may hold, for looking at and for streaming. */
export const markdownSample = `# How a transformer reads a sentence

A transformer turns **tokens** into vectors and lets every vector *look at* the others. It does so in three steps:

1. Each token becomes a vector of numbers (the \`embedding\`).
2. Every vector asks the others what they know: that is *attention*.
3. A small network works on each vector alone.

## The one formula

Inline it reads $a_{ij} = \\mathrm{softmax}(q_i k_j / \\sqrt{d})$, and set apart:

$$
\\mathrm{Attention}(Q, K, V) = \\mathrm{softmax}\\!\\left(\\frac{QK^\\top}{\\sqrt{d_k}}\\right) V
$$

## In code

\`\`\`python
import numpy as np

def attention(q, k, v):
    """Scaled dot product, one head."""
    scores = q @ k.T / np.sqrt(q.shape[-1])
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights @ v  # one row per query
\`\`\`

The same in TypeScript, without a library:

\`\`\`ts
export function softmax(values: readonly number[]): number[] {
  const top = Math.max(...values)
  const raised = values.map((value) => Math.exp(value - top))
  const sum = raised.reduce((a, b) => a + b, 0)
  return raised.map((value) => value / sum)
}
\`\`\`

## What it costs

| Tokens | Pairs | Memory at 16 bits |
|-------:|------:|:------------------|
| 512 | 262,144 | 0.5 MB |
| 4,096 | 16,777,216 | 32 MB |
| 32,768 | 1,073,741,824 | 2 GB |

> Attention grows with the square of the length; everything else grows with the length.

- [x] Embeddings
- [x] Attention
- [ ] The feed-forward part, which holds *most* of the weights
  - two matrices
  - one activation, mostly \`SiLU\`

More is in [the paper](https://arxiv.org/abs/1706.03762). ~~It is all magic.~~ 日本語も、emoji 👩‍🔬 too.

---
`

/** The sample again and again until it is at least so many characters long, cut at exactly that length. */
export function markdownOfLength(characters: number): string {
  const times = Math.max(1, Math.ceil(characters / markdownSample.length))
  return `${markdownSample}\n`.repeat(times).slice(0, characters).toWellFormed()
}
