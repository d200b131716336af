/**
 * A text that changes, in an element of its own for each value. A browser that translates the page
 * puts its own elements in the place of texts, and React goes on writing into the texts that are
 * gone: a count would stand still for good. An element is thrown away with whatever was put into
 * it.
 */
export const Fresh = ({ children }: { children: string | number }) => (
  <span key={children}>{children}</span>
);
