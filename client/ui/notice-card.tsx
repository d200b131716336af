import type { ReactNode } from "react";
import { Fresh } from "./fresh.tsx";
import { IconButton } from "./button.tsx";
import { CloseIcon, WarningIcon } from "./icons.tsx";
import "./notice-card.css";

type NoticeCardProps = {
  tone: "info" | "warm" | "late" | "go";
  title: string;
  detail?: string | undefined;
  /** Left out: the card cannot be put away, because what it says is still so. */
  dismissLabel?: string;
  onDismiss?: () => void;
  children?: ReactNode;
};

/** Something a person must know: said in words, and said aloud to a screen reader. */
export function NoticeCard({
  tone,
  title,
  detail,
  dismissLabel,
  onDismiss,
  children,
}: NoticeCardProps) {
  return (
    <div className={`notice notice--${tone}`} role={tone === "late" ? "alert" : "status"}>
      <span className="notice__mark">
        <WarningIcon />
      </span>
      <div className="notice__words">
        <p className="notice__title">
          <Fresh>{title}</Fresh>
        </p>
        {detail !== undefined && detail !== "" && (
          <p className="notice__detail">
            <Fresh>{detail}</Fresh>
          </p>
        )}
        {children}
      </div>
      {onDismiss !== undefined && dismissLabel !== undefined && (
        <IconButton label={dismissLabel} tone="quiet" onClick={onDismiss}>
          <CloseIcon />
        </IconButton>
      )}
    </div>
  );
}
