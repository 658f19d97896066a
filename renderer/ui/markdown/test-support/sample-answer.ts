/** An answer with everything that answers hold: what streaming has to bring to the same end. */
export const sampleAnswer = `# Comparing two drives

There are **three ways**, from quick to *thorough*; see [the manual](https://example.org/manual) or <https://example.com>.

1. Compare names, sizes and dates.
2. Compute a checksum:

   \`\`\`python
   import hashlib
   def digest(path):
       return hashlib.sha256(path.read_bytes()).hexdigest()  # all of it
   \`\`\`

3. Keep a list.
   - inner one
   - inner two with \`inline [^a-z] code\`

| Method | First run | Notices |
|:---|---:|:---:|
| Sizes | 4 s | missing files |
| Checksums | 31 min | **any** byte |

The chance that two of \\(n\\) files share a hash of $b$ bits is about

\\[
p \\approx 1 - e^{-n^2 / 2^{b+1}}
- \\epsilon
\\]

> Quoted, with a formula $$e^{i\\pi} = -1$$ inside.
> Second line costs $5 or $6.

- [x] done
- [ ] open

~~~
plain fence with \`\`\` inside
~~~

![chart](https://img.example.net/c.png) ~~struck~~ line  
with a break & an &amp; entity, <span>a tag</span>.

---

Last words: שלום, 你好, done.
`
