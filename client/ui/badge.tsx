import type { ReactNode } from "react";
import { Fresh } from "./fresh.tsx";
import "./badge.css";

export type Tone = "plain" | "go" | "warm" | "late" | "info" | "allergy";

/** A small word with a colour; the word alone must say it. */
export const Badge = ({
  tone = "plain",
  solid = false,
  icon,
  children,
}: {
  tone?: Tone;
  solid?: boolean;
  icon?: ReactNode;
  children: ReactNode;
}) => (
  <span className={`badge badge--${tone}${solid ? " badge--solid" : ""}`}>
    {icon}
    {typeof children === "string" ? <Fresh>{children}</Fresh> : <span>{children}</span>}
  </span>
);
