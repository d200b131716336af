import type { HTMLAttributes, ReactNode } from "react";
import "./card.css";

/** A sheet of its own; with `title` it is a named region. */
export function Card({
  title,
  aside,
  children,
  className,
  ...rest
}: HTMLAttributes<HTMLElement> & { title?: string; aside?: ReactNode }) {
  return (
    <section
      className={["card", className ?? ""].join(" ").trim()}
      {...(title === undefined ? {} : { "aria-label": title })}
      {...rest}
    >
      {title !== undefined && (
        <header className="card__head">
          <h2 className="card__title">{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}
