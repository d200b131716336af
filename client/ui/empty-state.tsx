import type { ReactNode } from "react";
import { Fresh } from "./fresh.tsx";
import "./empty-state.css";

/**
 * Nothing to do, said so that nobody takes it for nothing working. `page`: it is all there is, so
 * its title is the page's.
 */
export const EmptyState = ({
  title,
  detail,
  children,
  mark,
  page = false,
}: {
  title: string;
  detail?: string | undefined;
  children?: ReactNode;
  mark?: ReactNode;
  page?: boolean;
}) => (
  <div className="empty">
    {mark !== undefined && <div className="empty__mark">{mark}</div>}
    {page ? (
      <h1 className="empty__title">
        <Fresh>{title}</Fresh>
      </h1>
    ) : (
      <p className="empty__title">
        <Fresh>{title}</Fresh>
      </p>
    )}
    {detail !== undefined && (
      <p className="empty__detail">
        <Fresh>{detail}</Fresh>
      </p>
    )}
    {children}
  </div>
);
