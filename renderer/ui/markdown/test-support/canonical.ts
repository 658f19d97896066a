/** A page as a string that is the same for the same page: attributes in order, neighbouring texts joined. */
export function canonical(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return (node.textContent ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const children = [...node.childNodes].map(canonical).join('')
  if (!(node instanceof Element)) return children
  const attributes = [...node.attributes].map(({ name, value }) => ` ${name}=${JSON.stringify(value)}`).sort()
  const name = node.tagName.toLowerCase()
  return `<${name}${attributes.join('')}>${children}</${name}>`
}
