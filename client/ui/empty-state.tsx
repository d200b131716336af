import type { ReactNode } from "react";
import "./empty-state.css";

/** Nothing to do, said so that nobody takes it for nothing working. */
export const EmptyState = ({ title, detail, children, mark }: { title: string; detail?: string | undefined; children?: ReactNode; mark?: ReactNode }) => (
  <div className="empty">
    {mark !== undefined && <div className="empty__mark">{mark}</div>}
    <p className="empty__title">{title}</p>
    {detail !== undefined && <p className="empty__detail">{detail}</p>}
    {children}
  </div>
);
